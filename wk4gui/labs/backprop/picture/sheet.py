"""Exercise sheets on paper: one page with the network, the numbers to compute, and room or marks for them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QPen

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.losses import LOSSES
from wk4gui.labs.backprop.model.exercise import Exercise, Item
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.working import Problem, Working
from wk4gui.labs.backprop.picture.answers import Answers, ShownAnswer, tone_of
from wk4gui.labs.backprop.picture.network_layout import network_layout
from wk4gui.labs.backprop.picture.network_measure import measure
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, NetworkNumbers
from wk4gui.labs.backprop.picture.network_painter import NetworkPainter
from wk4gui.render.fonts import text_font
from wk4gui.render.pdf_text import with_readable_text
from wk4gui.render.theme import LIGHT, faded

_PAGE = QSizeF(210.0, 297.0)
_MM = 96.0 / 25.4
_WIDTH, _HEIGHT = _PAGE.width() * _MM, _PAGE.height() * _MM
_MARGIN, _TITLE, _TEXT, _SMALL = 56.0, 22, 13, 11
_DIAGRAM = 330.0
_ROW, _COLUMNS = 24.0, 3
_DIGITS = 4
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_ID = re.compile(rb"/ID \[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")

AnswerFor = Callable[[Item], ShownAnswer]
"""The look of a blank on the page."""


@dataclass(frozen=True)
class Page:
    """One page of an exercise.

    Attributes:
        title: at its head.
        note: below the title, such as a name or a score.
        exercise: the exercise.
        answer_for: gives the look of each blank.
        comments: whether comments for the student are printed below.
    """

    title: str
    note: str
    exercise: Exercise
    answer_for: AnswerFor
    comments: bool = False


def empty(item: Item) -> ShownAnswer:
    """An empty blank."""
    return ShownAnswer("", "blank")


def solved(item: Item) -> ShownAnswer:
    """The right number."""
    return ShownAnswer(item.text, "entered")


def marked(item: Item) -> ShownAnswer:
    """The student's number with its mark."""
    return ShownAnswer(item.text, tone_of(item))


def pages_pdf(pages: list[Page], title: str) -> bytes:
    """The bytes of a PDF with these pages, A4; the same pages give the same bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageSize(QPageSize(_PAGE, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setDocumentXmpMetadata(QByteArray(_XMP))  # Qt's own contains the time
    with QPainter(writer) as painter:
        for i, page in enumerate(pages):
            if i:
                writer.newPage()
            _paint(painter, page)
    buffer.close()
    return _timeless(with_readable_text(bytes(buffer.data().data())))


_XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)


def _timeless(content: bytes) -> bytes:
    """A PDF of the same length without the time and the random number that Qt writes."""
    content = _DATE.sub(lambda m: re.sub(rb"\d", b"0", m[0]), content)
    return _ID.sub(lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", m[0]), content)


def _paint(painter: QPainter, page: Page) -> None:
    problem = page.exercise.problem
    answers = {str(item.quantity): page.answer_for(item) for item in page.exercise.items}
    y = _MARGIN
    y = _line(painter, page.title, y, _TITLE, 700)
    y = _line(painter, page.note, y + 2, _TEXT, 400) + 8
    for line in given(problem):
        y = _line(painter, line, y, _TEXT, 400)
    painter.save()
    painter.translate(_MARGIN, y + 6)
    _paint_network(painter, problem, answers)
    painter.restore()
    y += _DIAGRAM + 14
    y = _paint_table(painter, page, y)
    if page.comments:
        for item in page.exercise.items:
            if item.comment and y < _HEIGHT - _MARGIN:
                y = _line(painter, f"{item.name}: {item.comment}", y, _SMALL, 400)


def given(problem: Problem) -> list[str]:
    """The task, and the given values that the diagram does not show."""
    sign = "+" if problem.climbs else "−"
    layers = ", ".join(ACTIVATIONS[name].label for name in problem.activations)
    return [
        f"The network below (activations: {layers}) gets the input x and should answer y.",
        f"Loss: {LOSSES[problem.loss].label}. Work out every number with a name, then take one step",
        f"w ← w {sign} α ∂L/∂w with α = {problem.learning_rate:g}, for weights and biases.",
    ]


def _line(painter: QPainter, text: str, y: float, px: int, weight: int) -> float:
    """Writes a line and returns where the next one begins."""
    painter.setFont(text_font(px, weight))
    painter.setPen(QPen(faded(LIGHT.ink)))
    height = 1.45 * px
    painter.drawText(QRectF(_MARGIN, y, _WIDTH - 2 * _MARGIN, height), int(Qt.AlignmentFlag.AlignLeft), text)
    return y + height


def _paint_network(painter: QPainter, problem: Problem, answers: Answers) -> None:
    numbers = network_numbers(problem, answers)
    sizes = measure(numbers, LIGHT, _DIGITS)
    layout = network_layout(numbers.sizes, _WIDTH - 2 * _MARGIN, _DIAGRAM, sizes)
    NetworkPainter(painter, layout, numbers, LIGHT, _DIGITS).paint()


def network_numbers(problem: Problem, answers: Mapping[str, ShownAnswer]) -> NetworkNumbers:
    """The numbers of a problem's diagram, all computed except for the blanks."""
    working = Working(problem)
    layers = range(len(problem.b))

    def units(kind: str) -> tuple[np.ndarray, ...]:
        return tuple(
            np.array([working.expected_value(Quantity(kind, i, j)) for j in range(len(problem.b[i]))])  # type: ignore[arg-type]
            for i in layers
        )

    gradients = tuple(
        np.array(
            [[working.expected_value(Quantity("grad_W", i, j, k)) for k in range(len(row))] for j, row in enumerate(W)]
        )
        for i, W in enumerate(problem.W)
    )
    return NetworkNumbers(
        x=np.array(problem.x),
        y=np.array(problem.y),
        W=tuple(np.array(W) for W in problem.W),
        b=tuple(np.array(b) for b in problem.b),
        activations=tuple(ACTIVATIONS[name].label for name in problem.activations),
        z=units("z"),
        a=units("a"),
        grad_z=units("grad_z"),
        grad_W=gradients,
        grad_b=units("grad_b"),
        p=units("p")[-1] if problem.probable else None,
        off=(None,) * len(problem.b),
        loss=working.expected_value(Quantity("loss")),
        loss_title="loss",
        active=ActivePhase("update"),
        answers=answers,
    )


def _paint_table(painter: QPainter, page: Page, top: float) -> float:
    """Names and numbers in columns, in the order of computation; returns its lower end."""
    items = page.exercise.items
    n_rows = -(-len(items) // _COLUMNS)
    room = _HEIGHT - _MARGIN - top
    row = min(_ROW, room / max(n_rows, 1))
    width = (_WIDTH - 2 * _MARGIN) / _COLUMNS
    for i, item in enumerate(items):
        x, y = _MARGIN + width * (i // n_rows), top + row * (i % n_rows)
        answer = page.answer_for(item)
        painter.setFont(text_font(_TEXT, 400))
        painter.setPen(QPen(faded(LIGHT.ink2)))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x, y, 0.45 * width, row), left, item.name)
        painter.setPen(QPen(faded(LIGHT.line), 1.0))
        painter.drawLine(round(x + 0.45 * width), round(y + row - 3), round(x + 0.92 * width), round(y + row - 3))
        if answer.text:
            painter.setFont(text_font(_TEXT, 600))
            painter.setPen(QPen(faded(answer.color(LIGHT))))
            painter.drawText(QRectF(x + 0.46 * width, y, 0.46 * width, row), left, answer.shown)
    return top + row * n_rows + 8
