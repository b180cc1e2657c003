"""The answers of a question slide: numbered while they are counted, as bars once the answer is revealed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.documents.lecture import Slide
from wk4gui.render.fonts import TEXT, text_font, text_width
from wk4gui.render.theme import Theme, faded

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NAMES = 0.55
"""Most of the width that names take."""


class AnswerBoard(QWidget):
    """A row for every answer. How many chose it is shown after the reveal alone: until then only how many answered."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._slide, self._revealed = theme, Slide(), False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_answers(self, slide: Slide, *, revealed: bool) -> None:
        """Shows the answers of a slide."""
        self._slide, self._revealed = slide, revealed
        self.setVisible(bool(self.rows()))
        self.setAccessibleName("Answers: " + "; ".join(self.rows()))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def rows(self) -> list[str]:
        """What stands there, a row each."""
        slide, total = self._slide, sum(self._slide.counts)
        if not slide.question:
            return []
        if self._revealed:
            return [f"{self._name(i)}: {self._count(i)}" for i in self._shown()] if total else []
        said = [f"{total} answered"] if total else []
        return [*(f"{i + 1}  {answer}" for i, answer in enumerate(slide.answers)), *said]

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, round(len(self.rows()) * self._row))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            p.setFont(text_font(self._px))
            if self._revealed:
                self._paint_bars(p)
                return
            for k, text in enumerate(self.rows()):
                p.setPen(faded(self._theme.ink))
                p.drawText(QRectF(0, k * self._row, self.width(), self._row), _LEFT, text)

    def _paint_bars(self, p: QPainter) -> None:
        px, theme = self._px, self._theme
        most = max(self._slide.counts, default=0) or 1
        names = max((text_width(self._name(i), px) for i in self._shown()), default=0.0) + px
        left = min(names, _NAMES * self.width())
        room = self.width() - left - 4 * px
        for k, i in enumerate(self._shown()):
            top, length = k * self._row, room * self._count(i) / most
            p.setPen(faded(theme.ink))
            p.drawText(QRectF(0, top, left, self._row), _LEFT, self._name(i))
            p.fillRect(QRectF(left, top + 0.2 * self._row, length, 0.6 * self._row), faded(theme.forward))
            p.drawText(QRectF(left + length + 0.5 * px, top, 4 * px, self._row), _LEFT, str(self._count(i)))

    def _shown(self) -> range:
        return range(max(len(self._slide.answers), len(self._slide.counts)))

    def _name(self, i: int) -> str:
        answers = self._slide.answers
        return f"{i + 1}  {answers[i]}" if i < len(answers) else str(i + 1)

    def _count(self, i: int) -> int:
        return self._slide.counts[i] if i < len(self._slide.counts) else 0

    @property
    def _px(self) -> int:
        px = self._theme.px(TEXT)
        return px if self._revealed or self._slide.picture_seen else round(1.5 * px)

    @property
    def _row(self) -> float:
        return 1.45 * self._px
