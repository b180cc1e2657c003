"""Exercises as questions for Moodle: one XML file, a cloze question for each seed.

A number is {1:NUMERICAL:=truth:tolerance#feedback~%0%mistake:tolerance#sentence~*#sentence}: the first answer that fits
wins, so the truth comes first and the mistakes after it. Beside the tolerance the truth, and each mistake, is accepted
rounded to two digits, as in marking. A choice is {1:MULTICHOICE_V:…}.
"""

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter

from wk4gui.documents.file_writing import write_files
from wk4gui.export.exercise_pages import empty, paint_picture
from wk4gui.export.sheet_files import Task
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.exercise import Exercise, Quantity, Value, Working, solution
from wk4gui.lab.exercise_kind import same, two_digits
from wk4gui.lab.lab import Lab
from wk4gui.lab.marking import marked_exercise
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT, faded

FILE = "questions.xml"
_WIDTH, _HIGHEST = 720, 340
"""Of a picture, in pixels; a quarter more are painted."""
_SCALE = 1.25
_QUALITY = 70
"""Compression of a picture: much faster than the best, and hardly larger."""
_ESCAPED = '}#~/"\\'
"""What has a meaning inside an answer, and is written with a backslash."""
_RIGHT, _COARSE, _ELSE = "Right.", "Right; a third digit would be better.", "This does not follow from what is given."
_ZERO_TOLERANCE = 1e-9


def write_moodle(
    tasks: Sequence[Task], folder: Path, seeds: Sequence[int], *, checkpoint: Checkpoint = no_checkpoint
) -> Path:
    """Writes the questions of some labs and seeds into a folder, as questions.xml; returns the file.

    Raises:
        ParamError: an exercise cannot be drawn.
        OSError: the file cannot be written.
    """
    path = folder / FILE
    content = moodle_xml(tasks, seeds, checkpoint=checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    write_files({path: content})
    return path


def moodle_xml(tasks: Sequence[Task], seeds: Sequence[int], *, checkpoint: Checkpoint = no_checkpoint) -> bytes:
    """The XML of all questions, a category for each lab."""
    qt_application()
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for i, task in enumerate(tasks):
        parts.append(_category(task.lab))
        for j, seed in enumerate(seeds):
            checkpoint((i + j / len(seeds)) / len(tasks))
            parts.append(question_xml(task.lab, task.drawn(seed)))
    return "\n".join([*parts, "</quiz>", ""]).encode()


def _category(lab: Lab) -> str:
    name = f"$course$/top/wk4gui/{escape(lab.title)}"
    return f'<question type="category"><category><text>{name}</text></category></question>'


def question_xml(lab: Lab, exercise: Exercise) -> str:
    """One cloze question, with its picture, the worked solution and tags."""
    truth = Working(exercise)
    statement = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in exercise.statement)
    picture = picture_png(lab, exercise)
    alt = escape(_described(exercise))
    image = f'<p><img src="@@PLUGINFILE@@/{_name(exercise)}.png" width="{_WIDTH}" alt="{alt}" /></p>'
    rows = "".join(f"<li>{_row(truth, quantity)}</li>" for quantity in exercise.quantities)
    lines = "".join(
        f"<li>{escape(f'{quantity.prompt}: {step}' if quantity.is_choice else str(step))}</li>"
        for quantity, step in solution(exercise)
    )
    wanted = "<p>Give numbers to three significant digits.</p>"
    file = f'<file name="{_name(exercise)}.png" path="/" encoding="base64">{base64.b64encode(picture).decode()}</file>'
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in (lab.id, exercise.difficulty, exercise.kind))
    return (
        '<question type="cloze">'
        f"<name><text>{escape(exercise.title)} {exercise.seed:04d}</text></name>"
        '<questiontext format="html">'
        f"<text><![CDATA[{statement}{image}{wanted}<ol>{rows}</ol>]]></text>{file}</questiontext>"
        '<generalfeedback format="html">'
        f"<text><![CDATA[<p>Worked solution:</p><ol>{lines}</ol>]]></text></generalfeedback>"
        "<penalty>0.3333333</penalty><hidden>0</hidden>"
        f"<idnumber>{exercise.kind}-{exercise.difficulty}-{exercise.seed:04d}</idnumber><tags>{tags}</tags></question>"
    )


def _name(exercise: Exercise) -> str:
    return f"{exercise.kind}-{exercise.difficulty}-{exercise.seed:04d}"


def _described(exercise: Exercise) -> str:
    return exercise.sketch.described if exercise.sketch is not None else exercise.title


def _row(truth: Working, quantity: Quantity) -> str:
    named = quantity.prompt == quantity.symbol
    words = escape(quantity.symbol if named else f"{quantity.symbol}: {quantity.prompt}")
    return f"{words} = {cloze_of(truth, quantity)}"


def cloze_of(truth: Working, quantity: Quantity) -> str:
    """The blank of a quantity in Moodle's syntax."""
    right = truth.expected(quantity.key)
    found = ((truth.wrong(quantity, each), each.sentence) for each in quantity.misconceptions)
    wrong = [(value, sentence) for value, sentence in found if value is not None and not same(value, right)]
    if quantity.is_choice:
        sentences = dict(wrong)
        answers = [
            f"={_escaped(option)}#{_escaped(_RIGHT)}"
            if option == right
            else f"%0%{_escaped(option)}#{_escaped(sentences.get(option, _ELSE))}"
            for option in quantity.options
        ]
        return f"{{1:MULTICHOICE_V:{'~'.join(answers)}}}"
    answers = _numbers(right, "=", _RIGHT, _COARSE, quantity.tolerance)
    for value, sentence in wrong:
        answers += _numbers(value, "%0%", sentence, sentence, quantity.tolerance)
    return f"{{1:NUMERICAL:{'~'.join([*answers, f'*#{_escaped(_ELSE)}'])}}}"


def _numbers(value: Value, mark: str, sentence: str, coarse_sentence: str, tolerance: float) -> list[str]:
    """A number within its tolerance; and rounded to two digits, where that is further off."""
    assert isinstance(value, float)
    value = value + 0.0
    room = tolerance * abs(value) or _ZERO_TOLERANCE
    found = [f"{mark}{_plain(value)}:{_plain(room)}#{_escaped(sentence)}"]
    if abs(two_digits(value) - value) > room:
        found.append(f"{mark}{_plain(two_digits(value))}:{_ZERO_TOLERANCE:g}#{_escaped(coarse_sentence)}")
    return found


def _plain(value: float) -> str:
    """A number as Moodle reads it."""
    return f"{value:.10g}"


def _escaped(text: str) -> str:
    """Feedback with HTML's and the cloze syntax's own signs escaped."""
    return "".join(f"\\{sign}" if sign in _ESCAPED else sign for sign in escape(text, quote=False))


def picture_png(lab: Lab, exercise: Exercise) -> bytes:
    """The picture of what is given, as high as it needs to be."""
    width = round(_WIDTH * _SCALE)
    image = QImage(width, round(_HIGHEST * _SCALE), QImage.Format.Format_RGB32)
    image.fill(faded(LIGHT.pane))
    with QPainter(image) as painter:
        painter.scale(_SCALE, _SCALE)
        items = marked_exercise(exercise, {}, checked=False).items
        bottom = paint_picture(painter, lab, exercise, items, empty, QRectF(6.0, 4.0, _WIDTH - 12.0, 0.0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    whole = image.copy(0, 0, width, min(round((bottom + 4.0) * _SCALE), image.height()))
    whole.save(buffer, "PNG", _QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
