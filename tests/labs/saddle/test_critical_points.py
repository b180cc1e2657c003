"""Every stationary point and no other, against points found by exact elimination."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wk4gui.labs.saddle.model import critical_points
from wk4gui.labs.saddle.model.critical_points import CriticalPoints, find_critical_points
from wk4gui.labs.saddle.model.expressions import expression_surface
from wk4gui.labs.saddle.model.index_sum import box_index, circle_index
from wk4gui.labs.saddle.model.surface import Box, Surface
from wk4gui.labs.saddle.model.surfaces import SURFACES
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

ORACLE = json.loads((Path(__file__).parents[2] / "data" / "stationary_points.json").read_text(encoding="utf-8"))
FROM_STARTS = critical_points._from_starts
WINDOW = Box(-3.0, 3.0, -3.0, 3.0)


def found(formula: str, box: Box = WINDOW) -> CriticalPoints:
    return find_critical_points(expression_surface(formula), box)


def compare(surface: Surface, known: dict[str, Any]) -> None:
    x_low, x_high, y_low, y_high = known["box"]
    result = find_critical_points(surface, Box(x_low, x_high, y_low, y_high))
    assert len(result.points) == len(known["points"])
    assert not result.non_isolated
    assert result.complete is True
    assert [p.value for p in result.points] == pytest.approx(sorted(p["value"] for p in known["points"]), abs=1e-9)
    for wanted in known["points"]:
        near = [p for p in result.points if np.hypot(p.x - wanted["x"], p.y - wanted["y"]) < 1e-3]
        assert len(near) == 1
        point, close = near[0], 1e-5 if wanted["kind"] == "degenerate" else 1e-8
        assert (point.x, point.y) == pytest.approx((wanted["x"], wanted["y"]), abs=close)
        assert point.kind == wanted["kind"]
        assert point.eigenvalues == pytest.approx(wanted["eigenvalues"], rel=1e-8, abs=10 * close)
        assert point.gradient_norm < 1e-9 * max(np.abs(wanted["eigenvalues"])) + 1e-12


@pytest.mark.parametrize("name", ORACLE)
def test_every_point_of_a_built_in_surface(name: str) -> None:
    compare(SURFACES[name], ORACLE[name])


@pytest.mark.parametrize("name", ORACLE)
def test_every_point_of_the_same_formula_typed_in(name: str) -> None:
    compare(expression_surface(ORACLE[name]["formula"]), ORACLE[name])


@pytest.mark.parametrize("name", ORACLE)
def test_the_boxes_are_those_of_the_oracle(name: str) -> None:
    box = SURFACES[name].box
    assert [box.x_low, box.x_high, box.y_low, box.y_high] == ORACLE[name]["box"]


@pytest.mark.parametrize("name", ORACLE)
def test_a_smaller_window_has_the_points_inside_it(name: str) -> None:
    x_low, x_high, y_low, y_high = ORACLE[name]["box"]
    window = Box(0.31 * x_low, 0.83 * x_high, 0.71 * y_low, 0.47 * y_high)
    inside = [p for p in ORACLE[name]["points"] if window.holds(p["x"], p["y"])]
    result = find_critical_points(SURFACES[name], window)
    wanted = sorted((p["x"], p["y"]) for p in inside)
    assert len(result.points) == len(wanted)
    np.testing.assert_allclose(np.ravel(sorted((p.x, p.y) for p in result.points)), np.ravel(wanted), atol=1e-5)


def test_the_two_weight_network_has_one_saddle_and_one_minimum() -> None:
    result = find_critical_points(TWO_WEIGHT_NETWORK.surface, TWO_WEIGHT_NETWORK.surface.box)
    minimum, saddle = result.points
    assert (minimum.kind, saddle.kind) == ("minimum", "saddle")
    assert (saddle.x, saddle.y) == pytest.approx(TWO_WEIGHT_NETWORK.saddle, abs=1e-10)
    slope, intercept = np.polyfit(TWO_WEIGHT_NETWORK.x, TWO_WEIGHT_NETWORK.y, 1)
    assert (minimum.x, minimum.y) == pytest.approx((slope / intercept, intercept), abs=1e-8)


@pytest.mark.parametrize(
    ("formula", "kind", "saddle_like"),
    [
        ("x**2 + y**2", "minimum", False),
        ("-x**2 - 3*y**2", "maximum", False),
        ("x*y", "saddle", True),
        ("x**4 + y**2", "degenerate", False),
        ("x**3 + y**2", "degenerate", True),
        ("x**4 - y**4", "degenerate", True),
        ("x**3 - 3*x*y**2", "degenerate", True),
        ("1e-9*(x**2 - y**2)", "saddle", True),
        ("1e9*(x**2 + y**2)", "minimum", False),
        ("exp(-x**2 - y**2)", "maximum", False),
        ("x**2*y + y**2", "degenerate", True),
        ("x**5 + y**2", "degenerate", True),
        ("x**2 + 1e-8*y**2", "degenerate", False),
        ("1e8*x**2 - 1e-3*y**2", "degenerate", True),
        ("(y - x**2)*(y - 3*x**2)", "degenerate", True),
        ("x**6 + y**2", "degenerate", False),
        ("x**4 + y**4", "degenerate", False),
        ("cosh(20*x) + y**2", "minimum", False),
        ("cosh(10*x) + y**2", "minimum", False),
        ("exp(5*x*x) + y*y", "minimum", False),
        ("sinh(10*x)*y", "saddle", True),
    ],
)
def test_kinds(formula: str, kind: str, saddle_like: bool) -> None:
    (point,) = found(formula).points
    assert (point.kind, point.saddle_like) == (kind, saddle_like)
    # The gradient of a fifth power is below rounding within 1e-4 already.
    assert (point.x, point.y) == pytest.approx((0.0, 0.0), abs=1e-3 if "x**5" in formula or "x**6" in formula else 1e-5)


def test_a_flat_valley_is_called_one() -> None:
    labels = [found(f).points[0].label for f in ("x**2 + 1e-8*y**2", "x**4 + y**4", "1e8*x**2 - 1e-3*y**2")]
    assert labels == ["minimum of a flat valley", "degenerate", "degenerate saddle"]


@pytest.mark.parametrize("formula", ["x**2*y + y**2", "x**5 + y**2", "x**2 + 1e-8*y**2", "1e8*x**2 - 1e-3*y**2"])
def test_a_polynomial_adds_up_however_flat_it_is(formula: str) -> None:
    assert found(formula).complete is True


@pytest.mark.parametrize("sharpness", [20, 30, 50, 100])
@pytest.mark.parametrize("at", [(0.0, 0.0), (1.3, -0.7), (-2.21, 2.57)])
def test_a_sharp_dent_is_found_and_its_tails_are_no_curve(sharpness: int, at: tuple[float, float]) -> None:
    result = found(f"-exp(-{sharpness}*((x - {at[0]})**2 + (y - {at[1]})**2))")
    (point,) = result.points
    assert (point.kind, result.non_isolated) == ("minimum", False)
    assert (point.x, point.y) == pytest.approx(at, abs=1e-9)
    assert point.eigenvalues == pytest.approx((2.0 * sharpness,) * 2, rel=1e-9)


def test_indices_that_cancel_hide_nothing() -> None:
    result = found("sin(10*x)*cos(10*y)")
    zeros, extremes = [np.pi / 10 * (np.arange(-20, 20) + offset) for offset in (0.0, 0.5)]
    counts = [int((np.abs(values) <= 3.0).sum()) for values in (zeros, extremes)]
    wanted = {"saddle": counts[0] * counts[1], "extreme": counts[1] * counts[0]}
    kinds = ["saddle" if p.kind == "saddle" else "extreme" for p in result.points]
    assert {kind: kinds.count(kind) for kind in wanted} == wanted
    assert result.complete is True


def test_a_lost_pair_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    surface = expression_surface("x**3/3 - x + y**2/2")
    assert find_critical_points(surface, WINDOW).complete is True
    window = Box(-3.0, 3.0, -3.0, 3.1)
    monkeypatch.setattr(critical_points, "_from_starts", lambda search, x, y: FROM_STARTS(search, x[:0], y[:0]))
    result = find_critical_points(surface, window)
    assert box_index(surface, window) == 0 == len(result.points)
    assert result.complete is False


def test_a_function_too_fine_for_the_search_is_not_called_complete() -> None:
    assert found("sin(150*x)*cos(150*y)").complete is not True


@pytest.mark.parametrize(
    "formula", ["x**2", "(x**2 + y**2 - 1)**2", "sin(x + y)", "(x - y)**2", "x**2*y**2", "7", "0*x"]
)
def test_points_that_form_a_curve_are_drawn_and_not_enumerated(formula: str) -> None:
    result = found(formula)
    assert result.non_isolated
    assert len(result.curve) >= 10
    assert len(result.points) <= 1


def test_many_points_are_all_found() -> None:
    result = found("sin(3*x)*sin(5*y)")
    # Extremes where both sines are ±1, saddles where both are 0.
    extremes, zeros = [np.arange(-20, 20) * np.pi + offset for offset in (np.pi / 2, 0.0)]
    wanted = 0
    for values in (extremes, zeros):
        wanted += int((np.abs(values / 3.0) <= 3.0).sum() * (np.abs(values / 5.0) <= 3.0).sum())
    assert len(result.points) == wanted
    assert result.complete


def test_points_on_the_edge_belong_to_the_window() -> None:
    (point,) = found("x**2 - y**2", Box(0.0, 2.0, -1.0, 1.0)).points
    assert point.kind == "saddle"


@pytest.mark.parametrize("formula", ["abs(x) + y**2", "sqrt(x**2 + y**2)", "log(x) + y**2"])
def test_a_kink_or_a_gap_is_not_called_complete(formula: str) -> None:
    assert found(formula).complete is not True


def test_a_function_without_values_has_no_points() -> None:
    result = found("log(-1 - x**2 - y**2)")
    assert (result.points, result.non_isolated, result.complete) == ((), False, None)


@pytest.mark.parametrize(
    ("formula", "index"),
    [("x**2 + y**2", 1), ("-x**2 - y**2", 1), ("x*y", -1), ("x**3 - 3*x*y**2", -2), ("x + y", 0)],
)
def test_the_gradient_turns_as_often_as_the_index_says(formula: str, index: int) -> None:
    surface = expression_surface(formula)
    assert box_index(surface, Box(-1.0, 1.3, -0.9, 1.1)) == index
    assert circle_index(surface, 0.0, 0.0, 0.5) == index
