"""Exercises on paper: the sheet with its blanks, the key with the worked solution, and a page to hand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from wk4gui.export.paper import HEIGHT, MARGIN, WIDTH, PaintPage, pages_pdf, text_height, write_text
from wk4gui.lab.exercise import Exercise, solution
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.lab import Lab
from wk4gui.lab.marking import Item, Marked, marked_exercise
from wk4gui.render.answers import ShownAnswer, tone_of
from wk4gui.render.fonts import text_font
from wk4gui.render.sketch_painter import paint_sketch
from wk4gui.render.theme import LIGHT, faded

_TITLE, _TEXT, _SMALL = 20, 12, 10
_INNER = WIDTH - 2 * MARGIN
_HEAD = 250.0
"""Width of what stands top right: name, seed and points."""
_PICTURE, _SKETCH = 330.0, 190.0
_PARAGRAPH = 34.0
"""Height that is kept for a paragraph of the statement: two lines."""
_ROW, _LEAST_ROW = 34.0, 15.0
_MANY = 20
"""Quantities from which on rows have symbols alone, in columns."""
_WANTED = "Give numbers to three significant digits (two at least), or as a fraction; one point each."
AnswerFor = Callable[[Item], ShownAnswer]


@dataclass(frozen=True)
class SheetHead:
    """What stands above an exercise.

    Attributes:
        name: of the student; "" for a line to write on.
        note: below the name: seed and points, or marks.
        key: whether it is the key.
    """

    name: str
    note: str
    key: bool = False


def empty(item: Item) -> ShownAnswer:
    """A given value, or an empty blank."""
    return ShownAnswer(item.text, "entered") if item.given else ShownAnswer("", "blank")


def solved(item: Item) -> ShownAnswer:
    """The right value."""
    return ShownAnswer(item.text, "entered")


def marked(item: Item) -> ShownAnswer:
    """The student's value with its mark."""
    return ShownAnswer(item.text, "entered" if item.given else tone_of(item))


def sheet_pages(lab: Lab, exercise: Exercise, name: str) -> list[PaintPage]:
    """The page of an exercise to be worked out on paper."""
    head = SheetHead(name, _note(exercise))
    return [partial(_paint, lab, marked_exercise(exercise, {}, checked=False), head, empty)]


def key_pages(lab: Lab, exercise: Exercise, name: str) -> list[PaintPage]:
    """The page with every right value, and the worked solution after it."""
    head = SheetHead(name, _note(exercise), key=True)
    right = marked_exercise(exercise, {}, revealed=exercise.keys, checked=False)
    lines = [f"{quantity.prompt}: {step}" if quantity.is_choice else str(step) for quantity, step in solution(exercise)]
    return [partial(_paint, lab, right, head, solved), *_solution_pages(exercise.title, head, lines)]


def hand_in_pdf(lab: Lab, done: Marked) -> bytes:
    """A worked exercise with its marks, and the diagnoses below."""
    note = f"{done.earned} of {len(done.asked)} marks · {_seed(done.exercise)}"
    lines = [f"{item.quantity.symbol}: {item.comment}" for item in done.asked if item.comment]
    head = SheetHead("", note)
    more = _solution_pages(done.exercise.title, head, lines) if lines else []
    return pages_pdf([partial(_paint, lab, done, head, marked), *more], done.exercise.title)


def _seed(exercise: Exercise) -> str:
    return f"seed {exercise.seed:04d}, {exercise.difficulty}" if exercise.kind else "own numbers"


def _note(exercise: Exercise) -> str:
    return f"{_seed(exercise)} · {len(exercise.quantities)} points"


def _paint(lab: Lab, done: Marked, head: SheetHead, answer_for: AnswerFor, painter: QPainter) -> None:
    exercise = done.exercise
    y = _paint_head(painter, exercise.title, head)
    below = y + _PARAGRAPH * len(exercise.statement)
    for paragraph in exercise.statement:
        y = write_text(painter, paragraph, QRectF(MARGIN, y, _INNER, 0.0), _TEXT) + 2.0
    y = max(y, below)  # the same place for every seed, however long its numbers are
    y = write_text(painter, _WANTED, QRectF(MARGIN, y + 2.0, _INNER, 0.0), _TEXT, color=LIGHT.ink2) + 6.0
    y = paint_picture(painter, lab, exercise, done.items, answer_for, QRectF(MARGIN, y, _INNER, 0.0)) + 10.0
    _paint_rows(painter, done.items, answer_for, y)


def _paint_head(painter: QPainter, title: str, head: SheetHead) -> float:
    words = f"Key: {title}" if head.key else title
    left = write_text(painter, words, QRectF(MARGIN, MARGIN - 4.0, _INNER - _HEAD, 0.0), _TITLE, 700)
    beside = QRectF(WIDTH - MARGIN - _HEAD, MARGIN, _HEAD, 0.0)
    name = head.name if head.key else f"Name: {head.name or '_' * 26}"
    right = write_text(painter, name, beside, _TEXT, right=True) if name else beside.top()
    beside.moveTop(right)
    right = write_text(painter, head.note, beside, _SMALL, color=LIGHT.ink2, right=True)
    return max(left, right) + 10.0


def kind_of(lab: Lab, exercise: Exercise) -> ExerciseKind | None:
    """The kind that paints an exercise: its own, or the lab's first."""
    return next(
        (kind for kind in lab.exercises if kind.name == exercise.kind), lab.exercises[0] if lab.exercises else None
    )


def paint_picture(
    painter: QPainter, lab: Lab, exercise: Exercise, items: Sequence[Item], answer_for: AnswerFor, room: QRectF
) -> float:
    """Paints what is given, with the lab's own picture if it has one for paper, and returns the y below it."""
    kind = kind_of(lab, exercise)
    if kind is not None and kind.page:
        module, _, name = kind.page.partition(":")
        room.setHeight(_PICTURE)
        answers = {item.quantity.key: answer_for(item) for item in items}
        getattr(import_module(module), name)(painter, exercise, answers, room, LIGHT)
    elif exercise.sketch is not None:
        room.setHeight(_SKETCH)
        paint_sketch(painter, exercise.sketch, room, LIGHT)
    return room.bottom()


def _paint_rows(painter: QPainter, items: Sequence[Item], answer_for: AnswerFor, top: float) -> None:
    """The blanks in the order of computation: one column with words, or three with symbols alone."""
    many = len(items) > _MANY
    columns = 3 if many else 1
    n_rows = -(-len(items) // columns)
    row = min(_ROW, max((HEIGHT - MARGIN - top) / max(n_rows, 1), _LEAST_ROW))
    width = _INNER / columns
    for i, item in enumerate(items):
        box = QRectF(MARGIN + width * (i // n_rows), top + row * (i % n_rows), width, row)
        _paint_row(painter, item, answer_for(item), box, many=many)


def _paint_row(painter: QPainter, item: Item, answer: ShownAnswer, box: QRectF, *, many: bool) -> None:
    quantity = item.quantity
    share = 0.42 if many else 0.68
    words = quantity.symbol if many or quantity.prompt == quantity.symbol else f"{quantity.symbol}: {quantity.prompt}"
    if quantity.is_choice:
        words += f" ({', '.join(quantity.options)})"
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    room = share * box.width() - 8.0
    px = _TEXT if many or text_height(painter, words, room, _TEXT) < 0.8 * box.height() else _SMALL
    height = text_height(painter, words, room, px)
    write_text(painter, words, QRectF(box.left(), box.top() + 0.5 * (box.height() - height), room, height), px)
    start, end = box.left() + share * box.width(), box.left() + 0.94 * box.width()
    painter.setPen(QPen(faded(LIGHT.line), 1.0))
    painter.drawLine(round(start), round(box.bottom() - 4), round(end), round(box.bottom() - 4))
    if answer.text:
        painter.setFont(text_font(_TEXT, 600))
        painter.setPen(QPen(faded(answer.color(LIGHT))))
        painter.drawText(QRectF(start + 4.0, box.top(), end - start, box.height()), left, answer.shown)


def _solution_pages(title: str, head: SheetHead, lines: Sequence[str]) -> list[PaintPage]:
    """Pages of lines, as many as are needed."""
    return [partial(_paint_lines, title, head, list(lines), page) for page in range(_n_pages(lines))]


def _n_pages(lines: Sequence[str]) -> int:
    """So many lines fit on a page that even broken ones do."""
    return max(1, -(-len(lines) // _LINES))


_LINES = 24
"""Lines of a solution on a page; each may be broken once."""


def _paint_lines(title: str, head: SheetHead, lines: Sequence[str], page: int, painter: QPainter) -> None:
    name = f"{title}: {'worked solution' if head.key else 'comments'}"
    y = _paint_head(painter, name, head)
    for line in lines[page * _LINES : (page + 1) * _LINES]:
        room = QRectF(MARGIN, y, _INNER, 0.0)
        if y + text_height(painter, line, _INNER, _TEXT) > HEIGHT - 20.0:
            break
        y = write_text(painter, line, room, _TEXT) + 6.0
