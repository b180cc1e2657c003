"""A plot with a handle: taken near it, kept where it is allowed, let go."""

import pytest
from PySide6.QtCore import QPoint, Qt

from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.theme import LIGHT


class OneHandle(DragPlot):
    """Its handle stands at (5, 5) and may go no further to the right than 8."""

    def handle(self):
        return 5.0, 5.0

    def allowed(self, x, y):
        return min(x, 8.0), y


@pytest.fixture
def plot(qtbot):
    plot = OneHandle("x", "y", LIGHT, "A handle")
    qtbot.addWidget(plot)
    plot.resize(400, 400)
    plot.show()
    plot.set_ranges((0.0, 10.0), (0.0, 10.0))
    plot.places = []
    plot.dragged.connect(lambda *place: plot.places.append(place))
    return plot


def drag(qtbot, plot, start, *ways):
    points = [plot.to_widget(*place).toPoint() for place in (start, *ways)]
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(plot.viewport(), point)
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=points[-1])


def test_the_handle_goes_along_and_no_further_than_it_may(plot, qtbot):
    with qtbot.waitSignal(plot.dropped):
        drag(qtbot, plot, (5.0, 5.0), (6.0, 4.0), (9.5, 4.0))
    assert [place[0] for place in plot.places] == pytest.approx([6.0, 8.0], abs=0.1)
    assert {place[2] for place in plot.places} == {1}
    assert not plot.dragging


def test_two_drags_have_two_ids(plot, qtbot):
    for _ in range(2):
        drag(qtbot, plot, (5.0, 5.0), (6.0, 5.0))
    assert [place[2] for place in plot.places] == [1, 2]


@pytest.mark.qt_log_ignore("not accepted by receiving widget")
def test_a_press_elsewhere_takes_nothing(plot, qtbot):
    drag(qtbot, plot, (1.0, 1.0), (2.0, 2.0))
    assert plot.places == []


def test_without_a_reach_a_press_anywhere_takes_the_handle_there(plot, qtbot):
    plot.reach = None
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.to_widget(1.0, 2.0).toPoint())
    assert plot.places[0][:2] == pytest.approx((1.0, 2.0), abs=0.1)


@pytest.mark.qt_log_ignore("not accepted by receiving widget")
def test_another_button_takes_nothing(plot, qtbot):
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.RightButton, pos=plot.to_widget(5.0, 5.0).toPoint())
    qtbot.mouseMove(plot.viewport(), QPoint(10, 10))
    assert plot.places == []
