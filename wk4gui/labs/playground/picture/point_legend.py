"""The legend of the points: a shape for each class, and what filled and hollow mean."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.labs.playground.picture.colors import class_colors
from wk4gui.labs.playground.picture.point_cloud import SHAPES
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme


class PointLegend(QWidget):
    """Names of the classes with their shapes, filled for training, hollow for test points.

    Signals:
        renamed(): other names are shown, which may need another width.
    """

    renamed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._classes, self._has_test = theme, tuple[str, ...](), True
        self._middle = "0"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def show_classes(self, classes: tuple[str, ...], *, has_test: bool, middle: str = "0") -> None:
        """Names of the classes, none for a regression, whose values are below or above ``middle``."""
        if (classes, has_test, middle) != (self._classes, self._has_test, self._middle):
            self._classes, self._has_test, self._middle = classes, has_test, middle
            self._name()
            self.renamed.emit()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        self.setAccessibleName("Legend: " + ", ".join(text for _, text in self._entries()))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def _entries(self) -> list[tuple[int | None, str]]:
        """Class and text of each entry."""
        named = [(k, f"y = {name}" if len(name) < 12 else f"y = {name[:11]}…") for k, name in enumerate(self._classes)]
        entries: list[tuple[int | None, str]] = [*named] or [(0, f"below {self._middle}"), (1, f"above {self._middle}")]
        return [*entries, (None, "hollow: test")] if self._has_test else entries

    @property
    def whole_width(self) -> float:
        """Width of all entries in one row."""
        px = self._theme.px(CAPTION)
        marks = sum(1.6 * px if k is not None else 0.0 for k, _ in self._entries())
        return marks + sum(text_width(text, px) + px for _, text in self._entries())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(round(self.whole_width), round(1.5 * self._theme.px(CAPTION)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, px = self._theme, self._theme.px(CAPTION)
        x = max(0.0, self.width() - self.whole_width)
        middle = self.height() / 2
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(px))
            for k, text in self._entries():
                if k is not None:
                    color = QColor(class_colors(theme)[k])
                    p.setPen(QPen(QColor(theme.pane), 0.8))
                    p.setBrush(color)
                    path = QPainterPath()
                    SHAPES[k](path, x + 0.6 * px, middle, 0.36 * px)
                    p.drawPath(path)
                    x += 1.6 * px
                width = text_width(text, px)
                p.setPen(theme.pen(theme.ink2))
                p.drawText(QRectF(x, 0, width + 4, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
                x += width + px
