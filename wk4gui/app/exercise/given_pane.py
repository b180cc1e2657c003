"""What an exercise gives: its statement and its drawing, beside the desk on which it is worked out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wk4gui.lab.exercise import Exercise
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.sketch_painter import SketchView
from wk4gui.render.theme import Theme

_WIDEST = 900
"""Width of a statement that is still easy to read, in pixels at the normal text size."""


class GivenPane(QFrame):
    """A card with the statement over the drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title, self.statement = named(plain_label(), "lessonTitle"), plain_label()
        self.statement.setWordWrap(True)
        self.statement.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sketch = SketchView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.statement)
        layout.addWidget(self.sketch, 1)
        layout.addStretch(0)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.sketch.set_theme(theme)
        self.statement.setMaximumWidth(round(_WIDEST * theme.text_scale))

    def show_exercise(self, exercise: Exercise | None, *, alone: bool) -> None:
        """Shows what is given, or nothing.

        Args:
            exercise: the exercise; None for nothing.
            alone: whether no other picture is beside it, so that the drawing may be large.
        """
        self.setVisible(exercise is not None)
        if exercise is None:
            return
        self.setAccessibleName(f"Given: {exercise.title}")
        self.title.setText(exercise.title)
        self.statement.setText("\n".join(exercise.statement))
        self.sketch.show_sketch(exercise.sketch, large=alone)
