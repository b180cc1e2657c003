"""Pinning through the window: named after what was set, in every plot of a lab."""

import re

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from tiers import sample

from wk4gui.labs.dropout.picture.answer_axis import OutputBars
from wk4gui.labs.dropout.picture.kind_plots import KindMeasure
from wk4gui.labs.saddle.picture.race_plots import EscapeBars
from wk4gui.registry import LABS
from wk4gui.render.error_bars import PartsBars
from wk4gui.render.ridge_plot import RidgePlot

_N = 25
STATES = {
    "activations": [({}, {}, {"gain": 1.5})],
    "backprop": [({}, {}, {"learning_rate": 0.05})],
    "batch_norm": [({}, {}, {"batch_size": 8}), ({"show": "training"}, {}, {"seed": 3})],
    "bias_variance": [({}, {}, {"noise": 0.5}), ({}, {"vary": "degree"}, {"noise": 0.4})],
    "dropout": [
        ({}, {}, {"drop_prob": 0.3}),
        ({}, {"n_hidden": 10}, {"drop_prob": 0.3}),
        ({"show": "training"}, {"n_steps": 50, "n_networks": 4}, {"width": 32}),
    ],
    "learning_rate": [({}, {}, {"momentum": 0.3})],
    "playground": [({}, {"n_epochs": 20}, {"learning_rate": 0.1})],
    "saddle": [({}, {}, {"noise": 0.2})],
    "weight_decay": [({}, {}, {"weight_decay": 0.2}), ({"show": "network"}, {}, {"seed": 3})],
}
"""What is shown and set before the pin, and what is changed after it."""
TELLING = (EscapeBars, PartsBars, KindMeasure, OutputBars, RidgePlot)
"""Plots of bars, histograms and means, in which the tooltip has to tell a difference."""


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.session.result is not None and not page.session.busy, timeout=60_000)


def places(plot):
    (x0, x1), (y0, y1) = plot.getViewBox().viewRange()
    steps = [(k + 0.5) / _N for k in range(_N)]
    return [(x0 + a * (x1 - x0), y0 + b * (y1 - y0)) for a in steps for b in steps]


def said(items, where):
    return [[item.values_at(x, y) for x, y in where] for item in items]


def tooltip(plot, x, y, monkeypatch):
    """What the plot tells when the mouse comes to a place."""
    shown_texts = []
    monkeypatch.setattr("wk4gui.render.plot.QToolTip.showText", lambda at, text, widget: shown_texts.append(text))
    at = plot.to_widget(x, y)
    none, button = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    plot.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, at, QPointF(plot.mapToGlobal(at.toPoint())), none, none, button)
    )
    return shown_texts[-1]


def test_every_lab_is_pinned():
    assert STATES.keys() == LABS.keys()


PINNED = [(lab, state) for lab, states in STATES.items() for state in states]


@pytest.mark.parametrize(("lab_id", "state"), sample(PINNED, 1, 3, of=lambda pinned: pinned[0]))
def test_every_plot_keeps_what_it_showed(lab_id, state, window, qtbot, monkeypatch):
    view, before, change = state
    page = window.open_lab(lab_id)
    page.view.set_state(page.view.state.with_(**view))
    for name, value in before.items():
        page.session.set_param(name, value)
    settle(page, qtbot)
    page.session.seek(page.session.frames.count - 1)
    page.pin()
    plots = [plot for plot in page.view.plots() if plot.isVisible()]
    assert all(plot.snapshots for plot in plots)
    where = {plot: places(plot) for plot in plots}
    then = {plot: said([item for item, _ in plot._pinned], where[plot]) for plot in plots}
    for name, value in change.items():
        page.session.set_param(name, value)
    settle(page, qtbot)
    changed = [plot for plot in plots if said([item for item, _ in plot._pinned], where[plot]) != then[plot]]
    assert changed
    for plot in plots:
        assert said(plot.snapshots, where[plot]) == then[plot]
        assert plot._pin_name.text.startswith("pinned: ")
    for plot in plots:
        if isinstance(plot, TELLING):
            texts = [tooltip(plot, x, y, monkeypatch) for x, y in places(plot)]
            assert any(re.search(r"pinned .+: [+−(]", text) for text in texts)
            if plot in changed:
                assert any(re.search(r"pinned .+: [+−(]+0?\.?\d*[1-9]", text) for text in texts)
    page.view.unpin()
    assert not any(plot.snapshots for plot in plots)


def test_the_map_is_compared_where_it_has_changed(window, qtbot):
    page = window.open_lab("saddle")
    settle(page, qtbot)
    page.pin()
    page.view._read(0.5, 0.5)
    assert "pinned" not in page.view.reading.text()
    page.session.set_param("surface", "saddle")
    settle(page, qtbot)
    page.view._read(0.5, 0.5)
    assert "0, pinned 0.0156: −0.0156" in page.view.reading.text()


def test_the_button_pins_and_removes_and_the_pin_is_named_by_what_differs(window, qtbot):
    page = window.open_lab("learning_rate")
    settle(page, qtbot)
    button = window.header.buttons["pin"]
    button.click()
    assert page.is_pinned
    page.session.set_params({"learning_rate": 0.05, "momentum": 0.5})
    settle(page, qtbot)
    assert page.view.costs._pin_name.text == "pinned: Learning rate α 0.02, Momentum μ 0"
    page.session.undo()
    settle(page, qtbot)
    assert page.view.costs._pin_name.text == "pinned: the same settings"
    button.click()
    assert not page.is_pinned
    assert not page.view.costs.snapshots
    window.actions_by_name["pin"].trigger()
    assert button.isChecked()
