"""Lines over one setting: uncertainty as bars or areas, ticks that have room, and what a click chooses."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from wk4gui.render.plot import curve_pen
from wk4gui.render.setting_plot import SettingLine, SettingPlot
from wk4gui.render.theme import LIGHT, PROJECTOR

PLACES = np.arange(12.0)
TICKS = [(float(x), f"{x / 3:.3g} long") for x in range(12)]


def line(values, *, area):
    values = np.asarray(values, dtype=float)
    return SettingLine(values, values - 0.5, values + 0.5, curve_pen(LIGHT, LIGHT.forward), area=area)


@pytest.fixture
def plot(qtbot):
    found = SettingPlot(LIGHT, 2)
    qtbot.addWidget(found)
    found.resize(700, 400)
    found.show()
    return found


def show(plot, *lines, missing=()):
    plot.show_lines(
        ("setting", "loss"), PLACES, TICKS, lines, ((-0.5, 11.5), (-1.0, 13.0)), log=False, missing=np.array(missing)
    )


def test_a_line_has_bars_or_an_area_and_a_line_that_goes_leaves_nothing(plot):
    show(plot, line(PLACES, area=False), line(PLACES, area=True))
    assert len(plot._errors[0].rows) == 12
    assert plot._areas[0].is_empty()
    assert plot._errors[1].is_empty()
    assert not plot._areas[1].is_empty()
    show(plot, line(PLACES, area=True))
    assert plot._errors[0].is_empty()
    assert plot._areas[1].is_empty()
    assert len(plot.curves[1].points) == 0


def test_a_value_that_does_not_exist_is_left_out_and_keeps_its_place(plot):
    values = [np.nan if i == 4 else i for i in range(12)]
    show(plot, line(values, area=False), missing=[4.0])
    assert list(plot.curves[0].points[:, 0]) == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]
    assert plot.dot_at(5.0, 5.0) == (0, 5)
    assert not plot._gaps.is_empty()


def test_a_click_chooses_the_nearest_value(plot, qtbot):
    show(plot, line(PLACES, area=True))
    with qtbot.waitSignal(plot.chosen) as chosen:
        qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.to_widget(7.2, 3.0).toPoint())
    assert chosen.args == [7, 0]


@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR])
def test_ticks_are_named_where_there_is_room(plot, qtbot, theme):
    plot.set_theme(theme)
    counts = []
    for width in (900, 400, 200):
        plot.resize(width, 400)
        show(plot, line(PLACES, area=True))
        plot.grab()
        counts.append(len(plot.getAxis("bottom")._tickLevels[0]))
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0]


def test_the_present_setting_is_marked_with_a_word_on_the_side_that_has_room(plot):
    show(plot, line(PLACES, area=True))
    plot.mark((10.0, 0.0), "today")
    assert plot.today.text == "today"
    assert plot._today._value == 10.0
    plot.mark(None, "today")
    assert plot.today.text == ""
    assert plot._today.is_empty()
