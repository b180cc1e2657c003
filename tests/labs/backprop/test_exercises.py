"""Working by hand: entries, follow-through marking, and every mistake recognised on exercises drawn for it."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiers import sample

from wk4gui.core.network import backward, forward, loss_of, make_network
from wk4gui.lab.entry import EntryError, TypedNumber, parse_entry
from wk4gui.lab.exercise_kind import NoExerciseError
from wk4gui.lab.marking import mark_entries as mark_exercise
from wk4gui.labs.backprop.model.exercise import exercise_of
from wk4gui.labs.backprop.model.exercise_draw import Recipe, draw_exercise
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS
from wk4gui.labs.backprop.model.quantities import GROUPS, Quantity, quantities
from wk4gui.labs.backprop.model.working import Problem, Working

TUTORIAL = Problem(
    x=(1.0, 2.0),
    y=(3.0,),
    W=(((2.0, 1.0), (1.0, -1.0), (1.0, 2.0)), ((-1.0, 1.0, 2.0),)),
    b=((0.0, 0.0, 0.0), (0.0,)),
    activations=("relu", "linear"),
    loss="mse",
    learning_rate=0.1,
)
RECIPES = (
    Recipe(),
    Recipe((2, 2, 2)),
    Recipe((2, 2, 2, 1)),
    Recipe((2, 3, 1), "tanh", "half_mse"),
    Recipe((2, 2, 1), "sigmoid", "bce"),
    Recipe((2, 2, 3), "relu", "half_mse"),
    Recipe((2, 2), "relu", "cross_entropy"),
)
EXERCISES = [(seed, recipe) for recipe in RECIPES for seed in range(300 if recipe in RECIPES[:3] else 20)]
every_exercise = pytest.mark.parametrize(
    ("seed", "recipe"), sample(EXERCISES, 3, 10, of=lambda exercise: exercise[1]), ids=str
)


def mark_entries(problem, entries):
    marks = mark_exercise(exercise_of(problem), {str(quantity): entry for quantity, entry in entries.items()})
    return {quantity: marks[str(quantity)] for quantity in entries}


def exactly(value):
    return TypedNumber(repr(value), value, None)


def all_right(problem):
    working = Working(problem)
    return {
        quantity: exactly(working.expected_value(quantity))
        for quantity in quantities(problem.sizes, probable=problem.probable)
    }


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("0.5", 0.5, 1),
        ("0,25", 0.25, 2),
        (" −3 ", -3.0, 0),
        ("3/4", 0.75, None),
        ("6*-1", -6.0, None),
        ("2·(−1,5)", -3.0, None),
        ("+.5", 0.5, 1),
        ("2 - 0.1*6", 1.4, None),
        ("1e3", 1000.0, -3),
        ("2.19e-4", 0.000219, 6),
    ],
)
def test_entries(text, value, decimals):
    entry = parse_entry(text)
    assert entry.value == pytest.approx(value)
    assert entry.decimals == decimals


@pytest.mark.parametrize(
    "text", ["", "  ", "x", "2*x", "1/0", "abc", "2**", "exp(1000)", "__import__", "1,2,3", "(" * 300]
)
def test_what_is_no_number_is_said(text):
    with pytest.raises(EntryError, match="number"):
        parse_entry(text)


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_an_error(text):
    with contextlib.suppress(EntryError):
        assert np.isfinite(parse_entry(text).value)


@pytest.mark.parametrize(
    ("text", "truth", "fits"),
    [
        ("0.33", 1 / 3, True),
        ("0.041", 0.040724, True),
        ("0.04", 0.040724, False),
        ("2.19e-4", 0.00021934, True),
        ("4.39e-3", 0.0043935, True),
        ("4.40e-3", 0.0043935, False),
        ("8.7e2", 866.7136, True),
        ("0.3", 1 / 3, False),
        ("867", 866.7136, True),
        ("866", 866.7136, False),
        ("866.71", 866.7136, True),
        ("2", 2.4, False),
        ("0.333", 1 / 3, True),
        ("1/3", 1 / 3, True),
        ("0.3333", 1 / 3, True),
        ("0.3334", 1 / 3, False),
        ("0", 0.0, True),
        ("0.0", 0.004, False),
        ("6", -6.0, False),
    ],
)
def test_the_tolerance_fits_the_digits_typed(text, truth, fits):
    assert parse_entry(text).fits(truth) is fits


def test_the_working_is_the_networks():
    rng = np.random.default_rng(3)
    for activations, loss in ((("relu", "tanh", "linear"), "half_mse"), (("tanh", "gelu", "sigmoid"), "bce")):
        W = [rng.normal(size=shape) for shape in ((3, 2), (4, 3), (2, 4))]
        b = [rng.normal(size=n) for n in (3, 4, 2)]
        x, y = rng.normal(size=2), np.array([0.0, 1.0])
        network = make_network(W, b, activations, loss)
        values = forward(network, x[None])
        gradients = backward(network, x[None], y[None], values)
        problem = Problem(
            tuple(x), tuple(y), tuple(tuple(map(tuple, m)) for m in W), tuple(map(tuple, b)), activations, loss, 0.1
        )
        working = Working(problem)
        moved = network.moved(0.1, gradients)
        there = {
            "z": values.z,
            "a": values.a,
            "grad_z": gradients.grad_z,
            "grad_W": gradients.grad_W,
            "grad_b": gradients.grad_b,
            "new_W": moved.weights,
            "new_b": moved.biases,
        }
        for q in quantities(problem.sizes, probable=problem.probable):
            expected = (
                loss_of(network, values, y[None])
                if q.kind == "loss"
                else there[q.kind][q.layer].reshape(-1)[
                    q.j * (problem.sizes[q.layer] if q.kind in ("grad_W", "new_W") else 1) + q.k
                ]
            )
            assert working.expected_value(q) == pytest.approx(float(expected), rel=1e-12, abs=1e-14), q


def test_the_order_is_that_of_computation():
    order = list(quantities((2, 3, 1)))
    assert [q.kind for q in order[:6]] == ["z"] * 3 + ["a"] * 3
    assert order.index(Quantity("loss")) == 8
    assert order.index(Quantity("grad_z", 1)) < order.index(Quantity("grad_z", 0))
    assert order[-1] == Quantity("new_b", 1)
    assert len(order) == len(set(order)) == 8 + 1 + 4 + 13 + 13
    assert sum(len(list(quantities((2, 3, 1), (group,)))) for group in GROUPS) == len(order)
    assert all(Quantity.parse(str(q)) == q for q in order)
    assert Quantity.parse("z[0]") is None


def test_the_tutorials_numbers_are_all_right():
    marks = mark_entries(TUTORIAL, all_right(TUTORIAL))
    assert {mark.verdict for mark in marks.values()} == {"right"}
    working = Working(TUTORIAL)
    assert working.expected_value(Quantity("loss")) == 9.0
    assert working.expected_value(Quantity("grad_W", 0, 0, 0)) == -6.0
    assert working.expected_value(Quantity("new_W", 0, 0, 1)) == pytest.approx(2.2)


def test_one_slip_costs_one_mark():
    entries = all_right(TUTORIAL)
    slip = Quantity("z", 0, 0)
    entries[slip] = exactly(5.0)
    student = Working(TUTORIAL, {slip: 5.0})
    for quantity in quantities(TUTORIAL.sizes):
        if quantity != slip:
            entries[quantity] = exactly(student.expected_value(quantity))
    marks = mark_entries(TUTORIAL, entries)
    assert [quantity for quantity, mark in marks.items() if not mark.earns] == [slip]
    assert marks[Quantity("loss")].verdict == "follows"
    assert marks[Quantity("z", 0, 2)].verdict == "right"


@every_exercise
def test_the_right_working_is_never_told_a_mistake(seed, recipe):
    problem = draw_exercise(seed, recipe)
    entries = all_right(problem)
    marks = mark_entries(problem, entries)
    assert all(mark.verdict == "right" and mark.misconception is None for mark in marks.values())
    rounded = {q: parse_entry(f"{entry.value:.4f}") for q, entry in entries.items() if abs(entry.value) > 0.02}
    assert all(mark.verdict == "right" for mark in mark_entries(problem, rounded).values())


@every_exercise
def test_every_mistake_is_recognised_where_it_is_made(seed, recipe):
    problem = draw_exercise(seed, recipe)
    truth, right = Working(problem), all_right(problem)
    for quantity in quantities(problem.sizes, probable=problem.probable):
        for misconception in MISCONCEPTIONS:
            wrong = misconception.wrong(truth, quantity) if quantity.kind in misconception.kinds else None
            if wrong is None or abs(wrong - truth.expected_value(quantity)) < 1e-8 * max(1.0, abs(wrong)):
                continue
            mark = mark_entries(problem, {**right, quantity: exactly(wrong)})[quantity]
            assert mark.verdict == "wrong"
            assert mark.misconception.name == misconception.name, (str(quantity), misconception.name)


def test_every_mistake_can_be_made_in_some_exercise():
    seen = set()
    for recipe in RECIPES:
        for seed in range(3):
            problem = draw_exercise(seed, recipe)
            truth = Working(problem)
            for quantity in quantities(problem.sizes, probable=problem.probable):
                for m in MISCONCEPTIONS:
                    wrong = m.wrong(truth, quantity) if quantity.kind in m.kinds else None
                    if wrong is not None and abs(wrong - truth.expected_value(quantity)) > 1e-6:
                        seen.add(m.name)
    assert seen == {m.name for m in MISCONCEPTIONS}


def test_a_mistake_is_recognised_in_the_students_own_numbers():
    problem = draw_exercise(0)
    entries = {Quantity("z", 0, 0): exactly(7.0)}
    student = Working(problem, {Quantity("z", 0, 0): 7.0})
    quantity = Quantity("grad_W", 1, 0, 0)
    entries[quantity] = exactly(student.value(Quantity("grad_z", 1)))
    assert mark_entries(problem, entries)[quantity].misconception.name == "input_forgotten"


def test_exercises_are_small_and_the_same_for_a_seed():
    for seed in range(20):
        problem = draw_exercise(seed)
        assert problem == draw_exercise(seed)
        given_numbers = [*problem.x, *problem.y, *np.ravel(problem.W[0]), *np.ravel(problem.W[1])]
        assert all(value == int(value) and abs(value) <= 5 for value in given_numbers)
    assert len({draw_exercise(seed) for seed in range(20)}) == 20


def test_what_cannot_be_drawn_is_said(monkeypatch):
    monkeypatch.setattr("wk4gui.labs.backprop.model.exercise_draw._TRIES", 0)
    draw_exercise.cache_clear()
    with pytest.raises(NoExerciseError, match="two outputs"):
        draw_exercise(0, Recipe((2, 2), "relu", "half_mse"))
    with pytest.raises(NoExerciseError, match="no exercise with sizes"):
        draw_exercise(0)


@pytest.mark.parametrize(("loss", "y"), [("cross_entropy", (0.0, 1.0, 0.0)), ("bce", (1.0, 0.0, 1.0))])
def test_probabilities_are_worked_out_and_followed_through(loss, y):
    W = (((0.2, -0.5), (-0.3, 0.7), (0.5, -0.2)),)
    problem = Problem((1.0, 2.0), y, W, ((0.0, 0.0, 0.0),), ("linear",), loss, 0.1)
    probabilities = [q for q in quantities(problem.sizes, probable=problem.probable) if q.kind == "p"]
    assert [q.name(problem.sizes) for q in probabilities] == ["p₁", "p₂", "p₃"]
    truth = Working(problem)
    p = [truth.expected_value(q) for q in probabilities]
    if loss == "cross_entropy":
        assert p == pytest.approx([0.09857, 0.65900, 0.24243], abs=5e-6)
        assert truth.expected_value(Quantity("loss")) == pytest.approx(0.41703, abs=5e-6)
    own = Working(problem, {probabilities[1]: 0.5})
    shares = [p[0], 0.5, p[2]]
    scale = 3.0 if loss == "bce" else 1.0
    expected = [(each - t) / scale for each, t in zip(shares, y, strict=True)]
    assert [own.expected_value(Quantity("grad_z", 0, j)) for j in range(3)] == pytest.approx(expected)
    if loss == "cross_entropy":
        assert own.expected_value(Quantity("loss")) == pytest.approx(np.log(2.0))
