"""The bar above the page: presets, reset, the controls of the view, export and theme."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from wk4gui.app.controls.controls import ComboBox, choice_box
from wk4gui.lab.declarations import Field, fields_of
from wk4gui.render.icons import icon
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage

_LEAST, _NARROW = 84, 1200
"""Least width of a box; below the second one the program's name makes room for controls."""
_ICONS = {"undo": "undo", "redo": "redo", "next_theme": "theme", "pin": "pin"}


class Header(QWidget):
    """The bar of one page, which only emits requests.

    Signals:
        preset_chosen(str): name of a preset.
        triggered(str): an action of the window, by name.
        view_edited(str, object): a field of the view state and its new value.
    """

    preset_chosen = Signal(str)
    triggered = Signal(str)
    view_edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.page: LabPage | None = None
        self.presets = ComboBox("Preset", self)
        self.presets.setObjectName("presets")
        self.presets.setPlaceholderText("No preset")
        self.presets.activated.connect(lambda i: self.preset_chosen.emit(self.presets.itemData(i)))
        self.buttons = {
            "undo": self._tool("undo", "Undo (Ctrl+Z)"),
            "redo": self._tool("redo", "Redo (Ctrl+Shift+Z)"),
            "reset": self._button("reset", "Reset", "Reset to the preset (Ctrl+R)"),
            "new_seed": self._button("new_seed", "New seed", "Draw new random numbers (Ctrl+N)"),
            "pin": self._pin_button(),
            "export": self._button("export", "Export…", "Picture, animation or data as a file (Ctrl+E)"),
            "next_theme": self._tool("next_theme", "Next theme: light, dark, projector (Ctrl+T)"),
        }
        self._view_controls: dict[str, ComboBox] = {}
        self._view_row = QHBoxLayout()
        self._view_row.setSpacing(8)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the space bar still plays
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self._brand = named(QLabel("wk4gui", self), "brand")
        self._brand.setFixedWidth(136)
        self.presets.setMinimumWidth(_LEAST)
        for widget in (
            self._brand,
            self.presets,
            *(self.buttons[name] for name in ("reset", "new_seed", "undo", "redo", "pin")),
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addLayout(self._view_row)
        row.addWidget(self.buttons["export"])
        row.addWidget(self.buttons["next_theme"])

    def show_page(self, page: "LabPage") -> None:
        """Shows the presets and the view's controls of a page from now on."""
        self.page = page
        self.presets.clear()
        for i, preset in enumerate(page.session.lab.presets):
            self.presets.addItem(preset.title, preset.name)
            self.presets.setItemData(i, preset.note, 3)
        self.buttons["new_seed"].setVisible("seed" in fields_of(page.session.lab.params))
        self._rebuild(page.view.State)
        self.show_state()

    def show_state(self) -> None:
        """Shows the current preset and view state of its page."""
        if self.page is None:
            return
        self.presets.setCurrentIndex(self.presets.findData(self.page.session.preset))
        self.buttons["pin"].setChecked(self.page.is_pinned)
        for name, box in self._view_controls.items():
            box.setCurrentIndex(box.findData(getattr(self.page.view.state, name)))

    def show_action(self, name: str, *, enabled: bool, text: str) -> None:
        """Sets whether an action is enabled, and its description."""
        self.buttons[name].setEnabled(enabled)
        self.buttons[name].setToolTip(text)
        self.buttons[name].setAccessibleName(text)

    def set_theme(self, theme: Theme) -> None:
        for name, picture in _ICONS.items():
            self.buttons[name].setIcon(icon(picture, theme.ink, theme.px(16)))
            self.buttons[name].setIconSize(QSize(theme.px(16), theme.px(16)))

    def _button(self, name: str, text: str, tip: str) -> QAbstractButton:
        return self._wired(QPushButton(text), name, tip)

    def _pin_button(self) -> QAbstractButton:
        """Pins what is shown, or removes the pin that there is."""
        button = QPushButton("Pin")
        button.setCheckable(True)
        button.setToolTip("Keep what is shown in grey behind the next results (P); again: remove it (Shift+P)")
        button.setAccessibleName("Pin")
        button.clicked.connect(lambda pinned: self.triggered.emit("pin" if pinned else "unpin"))
        return button

    def _tool(self, name: str, tip: str) -> QAbstractButton:
        return self._wired(QToolButton(), name, tip)

    def _wired(self, button: QAbstractButton, name: str, tip: str) -> QAbstractButton:
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.clicked.connect(lambda: self.triggered.emit(name))
        return button

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Without the program's name, which is left out where there is no room for it."""
        hint, layout = super().minimumSizeHint(), self.layout()
        assert layout is not None
        spared = self._brand.width() + layout.spacing() if not self._brand.isHidden() else 0
        return QSize(hint.width() - spared, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._brand.setVisible(self.width() >= _NARROW)

    def _rebuild(self, state: Any) -> None:
        for box in self._view_controls.values():
            self._view_row.removeWidget(box)
            box.hide()  # it is deleted at the end of this turn; until then it must not cover the others
            box.deleteLater()
        self._view_controls = {}
        for field in fields_of(state).values():
            if field.extra.get("toolbar"):
                box = _toolbar_box(field, self)
                box.setMinimumWidth(_LEAST)
                box.activated.connect(lambda i, n=field.name, b=box: self.view_edited.emit(n, b.itemData(i)))
                self._view_controls[field.name] = box
                self._view_row.addWidget(box)


def _toolbar_box(field: Field, parent: QWidget) -> ComboBox:
    """A combo box whose items include its title, such as "Digits 2"."""
    if field.kind == "choice":
        box = choice_box(field, field.title, parent)
        for i in range(box.count()):
            box.setItemText(i, f"{field.title} {box.itemText(i)}")
    else:
        box = ComboBox(field.title, parent)
        for value in range(int(field.low or 0), int(field.high or 0) + 1):
            box.addItem(f"{field.title} {value}", value)
    box.setToolTip(field.description)
    return box
