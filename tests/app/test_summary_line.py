"""The sentence below the picture, broken into lines."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wk4gui.app.page.summary_line import SummaryLine
from wk4gui.lab.summary import Summary
from wk4gui.render.fonts import text_width
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT

DETAIL = (
    "Each step multiplies the steepest coordinate by 1 − αλ = 0.6, and what is left of it after a hundred is small."
)


def lines_of(qtbot, detail: str, width: int) -> list[str]:
    qt_application()
    line = SummaryLine()
    qtbot.addWidget(line)
    line.show_summary(Summary("Good.", detail, "good"))
    return [text for _, text in line._lines(width)]


@pytest.mark.parametrize("width", range(250, 900, 50))
def test_a_line_never_ends_inside_a_formula_and_all_words_are_there(qtbot, width):
    lines = lines_of(qtbot, DETAIL, width)
    assert " ".join(lines) == DETAIL
    assert not any(before.endswith(("−", "=")) or after.startswith(("−", "=")) for before, after in pairwise(lines))


def test_a_formula_longer_than_a_line_takes_several(qtbot):
    formula = " + ".join(f"{number}.25" for number in range(30))
    lines = lines_of(qtbot, formula, 300)
    assert " ".join(lines) == formula
    assert all(text_width(line, LIGHT.px(LIGHT.sentence)) <= 300 for line in lines)


def test_all_lines_are_seen_after_the_width_has_changed(qtbot):
    frame, line = QWidget(), SummaryLine()
    column = QVBoxLayout(frame)
    column.addStretch(1)
    column.addWidget(line)
    qtbot.addWidget(frame)
    line.show_summary(
        Summary("Falls.", "The loss falls from 9 to 4, and it would fall for every smaller learning rate. " * 2)
    )
    with qtbot.waitExposed(frame):
        frame.resize(1200, 300)
        frame.show()
    for width in (500, 900, 300, 1200):
        frame.resize(width, 300)
        assert line.height() == line.heightForWidth(line.width())
