"""What widgets have by their kind and name: type, roles of colours, frames and margins."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QWidget,
)

from wk4gui.render.fonts import CAPTION, TEXT, TITLE, text_font
from wk4gui.render.style.fields import REFUSED
from wk4gui.render.theme import BAD, INK, INK2, LINE, PANE, WINDOW, Role, Theme

_SEMIBOLD, _BOLD = 600, 700


class _Type(NamedTuple):
    """The type of a label: its size in pixels in a theme, its weight, the role of its colour and its spacing."""

    px: Callable[[Theme], float]
    weight: int = 400
    role: Role = INK
    spacing: float = 0.0


def _size(size: float, factor: float = 1.0) -> Callable[[Theme], float]:
    return lambda theme: factor * theme.px(size)


_TYPES = {
    "brand": _Type(_size(TITLE), _BOLD),
    "question": _Type(_size(TITLE, 1.15), _SEMIBOLD),
    "slideTitle": _Type(_size(TEXT, 2.4), _BOLD),
    "slideText": _Type(_size(TEXT, 1.5)),
    "slideAnswers": _Type(_size(TEXT, 1.5)),
    "slideQuestion": _Type(_size(TEXT, 1.8), _SEMIBOLD),
    "sentence": _Type(lambda theme: theme.px(theme.sentence)),
    "lessonTitle": _Type(_size(TITLE), _SEMIBOLD),
    "heading": _Type(_size(CAPTION), _SEMIBOLD, INK2, 1.0),
    "caption": _Type(_size(CAPTION), role=INK2),
    "paneTitle": _Type(_size(TEXT), role=INK2),
    "error": _Type(_size(CAPTION), role=BAD),
    "note": _Type(_size(TEXT), role=WINDOW),
}
_SLIDE_TYPES = _TYPES | {"paneTitle": _Type(_size(TEXT), _SEMIBOLD)}


def fit(widget: QWidget, theme: Theme) -> None:
    """Gives one widget what its kind and name ask for."""
    _way_of(type(widget))(widget, theme)


def _way_of(kind: type[QWidget]) -> Callable[[Any, Theme], None]:
    """What fits widgets of a class; most need nothing."""
    if kind not in _KNOWN:
        _KNOWN[kind] = next((way for base, way in _WAYS.items() if issubclass(kind, base)), _leave)
    return _KNOWN[kind]


def fit_all(root: QWidget, theme: Theme) -> None:
    """Fits all that is in a widget, in a theme with other sizes of type; colours come with the palette."""
    for widget in root.findChildren(QFrame):
        fit(widget, theme)


def types_of(theme: Theme) -> tuple[int | bool, ...]:
    """What widgets are fitted by; themes that have it in common differ in colours alone."""
    return theme.slide, *(theme.px(size) for size in (CAPTION, TEXT, TITLE, theme.sentence))


def color_text(widget: QWidget, color: str | None) -> None:
    """Gives the text of a widget a colour of its own, in any state; None gives it that around it again."""
    colors = QPalette()
    for role in (Role.WindowText, Role.Text) if color is not None else ():
        colors.setColor(role, QColor(color))
    widget.setPalette(colors)


def mark(edit: QLineEdit, *, refused: bool) -> None:
    """Marks whether the text of a field is not allowed."""
    if bool(edit.property(REFUSED)) != refused:
        edit.setProperty(REFUSED, refused)
        edit.installEventFilter(_RECOLORING) if refused else edit.removeEventFilter(_RECOLORING)
        _color_refused(edit)


class _Recoloring(QObject):
    """Recolours the text of refused fields when their palette changes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.PaletteChange and isinstance(watched, QLineEdit):
            _color_refused(watched)
        return False


_RECOLORING = _Recoloring()


def _color_refused(edit: QLineEdit) -> None:
    wanted = edit.palette().color(BAD) if edit.property(REFUSED) else None
    if wanted != edit.palette().color(Role.Text):
        color_text(edit, None if wanted is None else wanted.name())


def rename(label: QLabel, name: str) -> None:
    """Changes what a label is."""
    label.setObjectName(name)
    label.style().polish(label)


def _fit_label(label: QLabel, theme: Theme) -> None:
    name = label.objectName()
    if name in _TYPES:
        look = (_SLIDE_TYPES if theme.slide else _TYPES)[name]
        label.setForegroundRole(look.role)
        label.setFont(_font(round(look.px(theme)), look.weight, look.spacing))
    if name == "note":
        label.setContentsMargins(15, 8, 16, 8)
    elif label.inherits("QTipLabel"):
        label.setContentsMargins(5, 5, 5, 5)


def _font(px: int, weight: int, spacing: float) -> QFont:
    font = text_font(px, weight)
    if spacing:
        font = QFont(font)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


def _fit_frame(frame: QFrame, theme: Theme) -> None:
    name = frame.objectName()
    if name == "card":
        frame.setFrameStyle(QFrame.Shape.NoFrame if theme.slide else QFrame.Shape.Box)
    elif name == "rule":
        frame.setAutoFillBackground(True)
        frame.setBackgroundRole(LINE)


def _fit_area(area: QScrollArea, _: Theme) -> None:
    """An area has the colour of what is around it, but is opaque, so that it scrolls fast."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    role = PANE if _is_on_card(area) else WINDOW
    for part in filter(None, (area.viewport(), area.widget())):
        part.setBackgroundRole(role)


def _is_on_card(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if around.objectName() == "card":
            return True
        around = around.parentWidget()
    return around is not None and around.objectName() == "card"


def _fit_list(items: QListWidget, _: Theme) -> None:
    margin = {"labs": 8, "slides": 5}.get(items.objectName())
    if margin is not None:
        items.setFrameStyle(QFrame.Shape.Box)
        items.setLineWidth(margin)
        items.viewport().setAutoFillBackground(False)


def _fit_header(header: QHeaderView, theme: Theme) -> None:
    header.setFont(text_font(theme.px(CAPTION)))


def _fit_button(button: QPushButton, _: Theme) -> None:
    if isinstance(button.parent(), QDialogButtonBox):
        button.setIcon(QIcon())


def _fit_menu(menu: QMenu, _: Theme) -> None:
    menu.setContentsMargins(4, 4, 4, 4)


def _fit_choices(choices: QListView, _: Theme) -> None:
    """The list that a box of choices opens is a menu."""
    around = choices.parentWidget()
    if around is not None and around.inherits("QComboBoxPrivateContainer"):
        choices.viewport().setBackgroundRole(PANE)


def _leave(_: QWidget, __: Theme) -> None:
    """Leaves a widget as Qt makes it."""


_WAYS: dict[type[QWidget], Callable[[Any, Theme], None]] = {
    QLabel: _fit_label,
    QScrollArea: _fit_area,
    QListWidget: _fit_list,
    QListView: _fit_choices,
    QHeaderView: _fit_header,
    QAbstractScrollArea: _leave,
    QFrame: _fit_frame,
    QPushButton: _fit_button,
    QMenu: _fit_menu,
}
_KNOWN: dict[type[QWidget], Callable[[Any, Theme], None]] = {}
"""What fits widgets of the classes met so far."""
