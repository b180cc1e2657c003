"""Below the plane: a hint for own points, buttons for the class of added ones, and the difference to the pin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from wk4gui.labs.playground.model.own_points import has_start_points
from wk4gui.labs.playground.model.params import Params
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.theme import Theme

_MOST_CLASSES = 4


class PlaneBar(QWidget):
    """A hint and a row of buttons; hidden while there is nothing to choose.

    Signals:
        class_chosen(int): the class of points to be added.
        difference_wanted(bool): whether the difference to the pinned run is shown.
    """

    class_chosen = Signal(int)
    difference_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interactive, self._wanted = True, False
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.classes = [QPushButton(self) for _ in range(_MOST_CLASSES)]
        self.difference = QPushButton("Difference to the pin", self)
        self.difference.setToolTip("How the output differs from that of the pinned run")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.hint, 1)
        for k, button in enumerate(self.classes):
            button.clicked.connect(lambda _, k=k: self.class_chosen.emit(k))
            row.addWidget(button)
        self.difference.clicked.connect(self.difference_wanted)
        row.addWidget(self.difference)
        for button in (*self.classes, self.difference):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the player
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        for button in (*self.classes, self.difference):
            button.setFont(text_font(theme.px(TEXT)))
        self.hint.setFont(text_font(theme.px(TEXT)))

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides all of it."""
        self._interactive = interactive
        self.setVisible(interactive and self._wanted)

    def show_choices(
        self, classes: tuple[str, ...] | None, added: int, *, difference: bool | None, hint: str = ""
    ) -> None:
        """Shows the classes that can be added (() for a regression, None for no choice), and whether there is a pin.

        Args:
            hint: what is to be done first; "" for nothing.
            added: the class chosen now.
            difference: whether the difference is shown; None without a pin.
        """
        names = () if classes is None else [f"Add class {name}" for name in classes] or ["Add −1", "Add 1"]
        for k, button in enumerate(self.classes):
            button.setVisible(k < len(names))
            if k < len(names):
                button.setText(names[k])
                button.setChecked(k == min(added, len(names) - 1))
        self.difference.setVisible(difference is not None)
        self.difference.setChecked(bool(difference))
        self.hint.setText(hint)
        self._wanted = bool(names or hint) or difference is not None
        self.setVisible(self._interactive and self._wanted)


def start_hint(params: Params, *, adds: bool) -> str:
    """How to make the points own ones while those are shown with which own data begin; "" for others."""
    if not has_start_points(params):
        return ""
    how = "click to add" if adds else "set Click to adds, or open a file"
    return f"{len(params.own_X)} start points: {how}."
