"""The dialogs of the help menu: keyboard shortcuts, and About."""

import sys
from html import escape
from importlib.metadata import version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from wk4gui import __version__
from wk4gui.app.window.actions import ACTIONS, OTHER_KEYS
from wk4gui.render.named import named
from wk4gui.render.theme import Theme
from wk4gui.resources import resource

_WORDS = 150
"""Least width of the description of a key."""
_LICENCES = (("Inter", "fonts/OFL-Inter.txt"), ("STIX Two Math", "fonts/OFL-STIX-Two-Math.txt"))


class ShortcutSheet(QDialog):
    """Every shortcut, by menu, and the keys that are not actions."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        sheet = named(QWidget(), "page")
        columns = QGridLayout(sheet)
        columns.setHorizontalSpacing(32)
        columns.setVerticalSpacing(16)
        groups = shortcut_groups()
        for place, (heading, rows) in enumerate(groups.items()):
            columns.addLayout(_group(heading, rows), place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(_close_button(self))
        self.resize(min(parent.width() - 40, 1080), min(parent.height() - 40, 720))


def shortcut_groups() -> dict[str, list[tuple[str, str]]]:
    """Pairs of keys and effects, by heading."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for spec in ACTIONS:
        groups.setdefault(spec.menu, []).append((spec.keys, spec.text.rstrip("…")))
    for where, keys, what in OTHER_KEYS:
        groups.setdefault(where, []).append((keys, what))
    return groups


class AboutDialog(QDialog):
    """Version, source of the contents, and licences of bundled parts."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About wk4gui")
        text = QTextBrowser()
        text.setOpenExternalLinks(False)
        text.setAccessibleName("About wk4gui")
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.setHtml(about_html())
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(_close_button(self))
        self.resize(min(parent.width() - 40, 640), min(parent.height() - 40, 560))


def about_html() -> str:
    """The text of the about dialog."""
    python = ".".join(map(str, sys.version_info[:3]))
    licences = "".join(
        f"<h3>Licence of the font {name}</h3><pre style='white-space:pre-wrap'>{escape(_read(file))}</pre>"
        for name, file in _LICENCES
    )
    return (
        f"<h2>wk4gui {__version__}</h2>"
        "<p>Live labs that show how neural networks are optimised and regularised. MIT licence.</p>"
        "<p>The labs follow the questions of a week-4 tutorial on deep learning; their texts are written for this "
        "program, their numbers are computed by it. Definitions follow PyTorch wherever books differ.</p>"
        f"<p>Python {python}, Qt {qVersion()}, NumPy {version('numpy')}. Qt is used under the LGPL.</p>{licences}"
    )


def _group(heading: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.addWidget(named(QLabel(heading.upper()), "heading"), 0, 0, 1, 2)
    for i, (keys, what) in enumerate(rows, start=1):
        label = QLabel(what)
        label.setWordWrap(True)
        label.setMinimumWidth(_WORDS)
        grid.addWidget(named(QLabel(keys), "keys"), i, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, i, 1)
    return grid


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons


def _read(file: str) -> str:
    return resource(file).read_text(encoding="utf-8")


def show_message(parent: QWidget, title: str, sentence: str) -> None:
    """Shows a sentence over a window, with user text verbatim."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, "", QMessageBox.StandardButton.Ok, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.open()
