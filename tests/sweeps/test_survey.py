"""Surveys: coarse first, finer where the values change, the median over the seeds."""

import numpy as np
import pytest

from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import fields_of
from wk4gui.registry import LABS, find_lab
from wk4gui.sweeps.engines import Here
from wk4gui.sweeps.refinement import COARSEST, filled, first_cells, lattice, next_cells, strides
from wk4gui.sweeps.store import MemoryStore
from wk4gui.sweeps.survey import axis_values, make_survey, run_survey, surveyable
from wk4gui.sweeps.value_scale import scale_of

SIZE = 33


def refined(shares: np.ndarray) -> np.ndarray:
    """Which cells are computed of a map whose values are known."""
    known = np.zeros(shares.shape, bool)
    cells = first_cells(shares.shape)
    for stride in strides():
        if stride != COARSEST:
            cells = next_cells(np.where(known, shares, np.nan), known, stride)
        for cell in cells:
            known[cell] = True
    return known


def test_lattices_end_with_the_axis() -> None:
    assert strides() == (8, 4, 2, 1)
    assert lattice(33, 8) == [0, 8, 16, 24, 32]
    assert lattice(20, 8) == [0, 8, 16, 19]
    assert lattice(1, 8) == [0]
    assert len(first_cells((33, 33))) == 25


def test_a_flat_map_needs_the_first_lattice_alone() -> None:
    assert refined(np.full((SIZE, SIZE), 0.5)).sum() == 25


def test_an_edge_is_followed_cell_by_cell() -> None:
    x, y = np.indices((SIZE, SIZE))
    shares = np.where(x + y < 31, 0.0, 1.0)
    known = refined(shares)
    assert known.sum() < 0.45 * known.size
    np.testing.assert_array_equal(filled(np.where(known, shares, np.nan), known), shares)


def test_a_slope_is_filled_within_the_tolerance_of_a_lattice() -> None:
    shares = np.indices((SIZE, SIZE))[0] / (SIZE - 1) * 0.1
    known = refined(shares)
    assert np.abs(filled(np.where(known, shares, np.nan), known) - shares).max() <= 0.02


@pytest.mark.parametrize("shape", [(33, 1), (20, 7), (2, 33), (1, 1), (5, 3)])
def test_odd_shapes_are_covered(shape: tuple[int, int]) -> None:
    x, y = np.indices(shape)
    assert refined(x / max(shape[0] - 1, 1) + y / max(shape[1] - 1, 1)).all()


@pytest.mark.parametrize(
    ("values", "logarithmic", "low", "high"),
    [
        ([1.0, 2.0, 20.0], False, 1.0, 20.0),
        ([1e-3, 1.0, np.nan, 10.0], True, 1e-3, 10.0),
        ([-1.0, 1e6], False, -1.0, 1e6),
        ([0.0, 0.005, 1.0], False, 0.0, 1.0),
        ([0.0, 1e-5, 1.0], True, 1e-5, 1.0),
        ([np.nan], False, 0.0, 1.0),
        ([3.0, 3.0], False, 3.0, 3.0),
    ],
)
def test_a_scale_suits_its_values(values: list[float], logarithmic: bool, low: float, high: float) -> None:
    scale = scale_of(np.array(values))
    assert scale.logarithmic is logarithmic
    assert (scale.low, scale.high) == pytest.approx((low, high))
    shares = scale.shares(np.array(values))
    assert ((shares >= 0) & (shares <= 1) | np.isnan(shares)).all()
    if high > low:
        assert scale.value(0.0) == pytest.approx(low)
        assert scale.value(1.0) == pytest.approx(high)


def test_what_is_clipped_says_so() -> None:
    scale = scale_of(np.array([1e-30, *[1.0] * 9, 1e30]))
    assert (scale.low, scale.high) == pytest.approx((1e-6, 1e6))
    assert scale.below
    assert scale.above


@pytest.mark.parametrize("lab", LABS.values(), ids=lambda lab: lab.id)
def test_every_parameter_of_every_lab_can_be_an_axis(lab) -> None:
    params = lab.preset_params(lab.presets[0].name)
    for part in [each for each in lab.parts if each.measures]:
        for field in surveyable(lab, params, part):
            low = -10.0 if field.low is None else field.low
            high = 10.0 if field.high is None else field.high
            survey = make_survey(lab, part, part.measures[0].name, params, [(field.name, low, high)], 1)
            assert survey.points((0, 0))[0].key or survey.points((0, 0))[0].refusal
            assert survey.points((survey.shape[0] - 1, 0))[0].values[0] == survey.axes[0].values[-1]


def test_axis_values_are_round_and_none_comes_twice() -> None:
    fields = fields_of(find_lab("learning_rate").params)
    rates = axis_values(fields["learning_rate"], 1e-5, 10.0)
    assert (rates[0], rates[-1], len(rates)) == (1e-5, 10.0, 33)
    assert all(float(f"{rate:.3g}") == rate for rate in rates)
    assert axis_values(fields["n_rates"], 1, 5) == (1, 2, 3, 4, 5)
    assert axis_values(fields["problem"], 0, 0) == ("quadratic", "tutorial", "regression")


def test_a_survey_over_seeds_has_their_median_and_goes_on_after_a_stop() -> None:
    lab = find_lab("saddle")
    survey = make_survey(
        lab,
        lab.main,
        "share_escaped",
        lab.preset_params(lab.presets[0].name),
        [("learning_rate", 0.01, 0.3)],
        5,
    )
    store, calls = MemoryStore(), []

    def stop(found, progress) -> None:
        calls.append(progress.n_done)
        if len(calls) > 8:
            raise Superseded

    with pytest.raises(Superseded):
        run_survey(survey, store, Here(), stop)
    kept = dict(store._records)
    found = run_survey(survey, store, Here(), lambda found, progress: None)
    assert kept.items() <= store._records.items()
    i = int(np.flatnonzero(found.known[:, 0])[1])
    alone = [
        lab.main.measured(p, lab.main.compute(p))["share_escaped"]
        for p in (lab.decode(point.params) for point in survey.points((i, 0)))
    ]
    assert found.values[i, 0].tolist() == alone
    assert found.median[i, 0] == np.median(alone)
    assert np.isnan(found.median[~found.known]).all()
