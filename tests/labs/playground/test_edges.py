"""The chosen edge: a click on it, its weight, gradient and their ratio, and Why? about them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from shown_view import shown_view

from wk4gui.labs.playground.model.compute import compute
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of
from wk4gui.labs.playground.model.sample import sample_at
from wk4gui.labs.playground.picture.edges import Edge, batch_gradient, batch_gradients
from wk4gui.labs.playground.picture.network_geometry import Geometry
from wk4gui.registry import LABS

LAB = LABS["playground"]
SHORT = {"n_epochs": 4, "n_train": 60, "n_test": 40}


def along(places, edge, share, aside=0.0):
    """A point on an edge, or beside it by so many pixels."""
    begin, end = places.edge(edge.column - 1, edge.unit, edge.source)
    at = begin + (end - begin) * share
    return QPoint(round(at.x()), round(at.y() + aside))


def click(qtbot, view, at):
    qtbot.mouseClick(view.network, Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("sample", [0, 3])
def test_a_click_on_an_edge_shows_its_numbers(qtbot, sample):
    view, params, run = shown_view(qtbot, LAB, "ring", view={"sample": sample}, **SHORT)
    edge, frame = Edge(2, 1, 3), len(run.update) - 1
    click(qtbot, view, at := along(view.network.geometry_now, edge, 0.8, aside=2.0))
    assert view.chosen(params) == edge
    w = layout_of(params).weights(run.theta[frame])[1][0][1, 3]
    if sample:
        gradient, where = sample_at(params, run, frame, 2).grad_W[1][1, 3], "∂ℓ/∂w"
    else:
        gradient, where = batch_gradient(params, run, frame, edge), "∂L/∂w"
    said = view.numbers.text()
    assert "Weight of a₄ into unit 2 of layer 2: w " in said
    assert where in said
    last = view.numbers.numerals()[-2:]
    assert [number.value for number in last] == pytest.approx([w, gradient])
    assert [number.why().value for number in last] == pytest.approx([w, gradient])
    explained = next(each for each in view.explained if each.widget is view.network)
    assert explained.reason_at(at.x(), at.y()).value == pytest.approx(gradient if sample else w)
    view.grab()  # the sentence takes some height from the diagram
    click(qtbot, view, along(view.network.geometry_now, edge, 0.2))  # beside the number, which a click edits
    assert view.chosen(params) is None


@pytest.mark.parametrize(
    "changes",
    [{}, {"drop_prob": 0.3, "batch_size": 7}, {"batch_norm": True, "l2": 0.1}, {"data": "arms"}, {"data": "plane"}],
)
def test_the_gradients_of_a_batch_have_the_recorded_norms(changes):
    params = Params(**SHORT).with_(**changes)
    run, layout = compute(params), layout_of(params)
    for frame in (0, 13, len(run.update) - 1):
        squares = batch_gradients(params, run, frame) ** 2
        norms = np.sqrt(np.add.reduceat(squares, [layer.W.start for layer in layout.layers]))
        assert norms == pytest.approx(run.grad_norm[frame], rel=1e-12)
        edge = Edge(2, 1, 3)
        gradient = batch_gradient(params, run, frame, edge)
        assert gradient * gradient == squares[layout.layers[1].W.start + 7]


def test_a_click_beside_all_edges_or_on_a_unit_chooses_no_edge(qtbot):
    view, params, _ = shown_view(qtbot, LAB, "ring", view={"layer": 1, "unit": 2, "source": 1}, **SHORT)
    assert view.chosen(params) == Edge(1, 1, 0)
    click(qtbot, view, view.network.geometry_now.centre(1, 2).toPoint())
    assert view.chosen(params) == (1, 2)
    click(qtbot, view, QPoint(4, 4))
    assert view.chosen(params) is None


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (7, 16, 16, 4)])
def test_the_nearest_edge_is_found(sizes):
    places = Geometry(sizes, (700, 500), 11)
    for column in range(1, len(sizes)):
        edge = Edge(column, sizes[column] - 1, 0)
        begin, end = places.edge(column - 1, edge.unit, edge.source)
        assert places.edge_at(begin + (end - begin) * 0.97) == edge
    assert places.edge_at(places.centre(1, 0)) is None


@pytest.mark.parametrize("sample", [0, 3])
def test_after_a_divergence_the_edge_is_that_of_the_last_good_network(qtbot, sample):
    chosen = {"layer": 1, "unit": 2, "source": 1, "sample": sample}
    changes = {"data": "plane", "activation": "relu", "learning_rate": 10.0, "n_train": 40, "n_test": 20}
    view, _, run = shown_view(qtbot, LAB, "ring", view=chosen, **changes)
    assert run.diverged_at is not None
    good = np.flatnonzero(np.isfinite(run.theta).all(axis=1))[-1]
    assert good < len(run.update) - 1
    explained = next(each for each in view.explained if each.widget is view.network)
    at = along(view.network.geometry_now, Edge(1, 1, 0), 0.2)
    reason = explained.reason_at(at.x(), at.y())
    assert np.isfinite(reason.value)
    assert run.theta[good, run.layout["W1"][0] + 2] in [number.value for number in view.numbers.numerals()]


def test_an_edge_of_a_network_that_was_never_finite_is_drawn(qtbot):
    chosen = {"layer": 1, "unit": 1, "source": 1}
    view, _, run = shown_view(qtbot, LAB, "ring", view=chosen, start={"theta": [1e308] * 25}, **SHORT)
    assert run.diverged_at == 0
    assert "Weight of x₁" in view.numbers.text()
