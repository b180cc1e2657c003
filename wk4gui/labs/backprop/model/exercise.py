"""The exercise of the backprop lab: one gradient step, of any network and with any groups of its numbers blank."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from wk4gui.core.activation_formulas import activation_formula, slope_formula
from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.equation import HALF, Equation, ln, mean, quantity, total
from wk4gui.core.expression import Expression
from wk4gui.core.losses import LOSSES
from wk4gui.core.names import a_name, bias_name, output_name, target_name, weight_name, z_name
from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.exercise import Difficulty, Exercise, Misconception, Quantity, Working
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.exercise_numbers import vector
from wk4gui.lab.marking import Marked, marked_exercise
from wk4gui.labs.backprop.model import quantities as of_step
from wk4gui.labs.backprop.model.compute import compute, exercise_params
from wk4gui.labs.backprop.model.exercise_draw import Recipe, draw_exercise, fault_of_problem, propose_problem
from wk4gui.labs.backprop.model.misconceptions import MISCONCEPTIONS
from wk4gui.labs.backprop.model.moments import sample_at, step_state
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.quantities import GROUP_LABELS, GROUPS, Group, QuantityKind, quantities
from wk4gui.labs.backprop.model.working import Problem, problem_of
from wk4gui.labs.backprop.model.working import Working as StepWorking

TITLE = "One gradient step by hand"
_WORDS: dict[QuantityKind, str] = {
    "z": "pre-activation",
    "a": "activation",
    "p": "probability",
    "loss": "loss",
    "grad_z": "gradient at the pre-activation",
    "grad_W": "gradient of the weight",
    "grad_b": "gradient of the bias",
    "new_W": "weight after the step",
    "new_b": "bias after the step",
}
_HARD = (
    Recipe(),
    Recipe((2, 2, 2)),
    *[Recipe((2, 3, 1), "tanh", "half_mse")] * 6,
    *[Recipe((2, 2, 1), "sigmoid", "bce")] * 2,
)
"""Those that are refused more often are proposed more often."""
_RECIPES: dict[Difficulty, tuple[tuple[Group, ...], tuple[Recipe, ...]]] = {
    "easy": (("forward", "loss", "grad_z"), (Recipe((2, 2, 1)),)),
    "medium": (("forward", "loss", "grad_z", "grad_W"), (Recipe((2, 2, 1)),)),
    "hard": (tuple(GROUPS), _HARD),
}
"""Groups that are blank, and networks, by difficulty."""


@lru_cache(maxsize=64)
def exercise_of(problem: Problem, groups: tuple[str, ...] = tuple(GROUPS)) -> Exercise:
    """A gradient step in which some groups of numbers are asked for."""
    asked = quantities(problem.sizes, groups, probable=problem.probable, bias=problem.bias)
    return Exercise(
        TITLE,
        statement_of(problem),
        problem,
        tuple(_quantity(problem, each) for each in asked),
        changes=exercise_params(problem),
        view={"blank": list(groups)},
    )


def grade_exercise(
    problem: Problem,
    groups: Collection[str],
    texts: Mapping[str, str],
    revealed: Collection[str],
    *,
    checked: bool,
) -> Marked:
    """A gradient step in which some groups are blank, with what was typed.

    Args:
        problem: the given numbers.
        groups: groups of numbers that are blank.
        texts: typed texts, by the text of the quantity.
        revealed: quantities whose right number is shown.
        checked: whether marks are shown.
    """
    return marked_exercise(exercise_of(problem, tuple(groups)), texts, revealed=revealed, checked=checked)


def statement_of(problem: Problem) -> tuple[str, ...]:
    """The task, and the given values that the diagram does not show."""
    sign = "+" if problem.climbs else "−"
    layers = ", ".join(ACTIVATIONS[name].label for name in problem.activations)
    rounding = "" if problem.decimals is None else f" Round every number to {problem.decimals} places."
    update = {"learned": "for weights and biases", "frozen": "for weights alone", "none": "there are no biases"}
    return (
        f"The network (activations: {layers}) gets x = {vector(problem.x)} and should answer y = {vector(problem.y)}.",
        f"Loss: {LOSSES[problem.loss].label}, {_loss_in_words(problem)}. "
        f"One step w ← w {sign} α ∂L/∂w with α = {problem.learning_rate:g}, "
        f"{update[problem.bias]}.{rounding}",
    )


def _loss_in_words(problem: Problem) -> str:
    """The formula of the loss."""
    several = len(problem.y) > 1
    output = "σ(ŷ)" if problem.loss == "bce" and problem.activations[-1] == "linear" else "ŷ"
    entropy = f"−y ln {output} − (1 − y) ln(1 − {output})"
    return {
        "mse": "L = the mean of (ŷ − y)²" if several else "L = (ŷ − y)²",
        "half_mse": "L = ½ the mean of (ŷ − y)²" if several else "L = ½ (ŷ − y)²",
        "half_sse": "L = ½ Σ (ŷ − y)²" if several else "L = ½ (ŷ − y)²",
        "bce": f"L = the mean of {entropy}" if several else f"L = {entropy}",
        "cross_entropy": "L = −Σ y ln p with p = softmax(ŷ)",
    }[problem.loss]


def step_working(working: Working) -> StepWorking:
    """The working of the gradient step behind a working, with the same entries."""

    def make() -> StepWorking:
        parsed = {of_step.Quantity.parse(key): value for key, value in working.entered.items()}
        known = {key: float(value) for key, value in parsed.items() if key is not None and isinstance(value, float)}
        return StepWorking(working.exercise.given, known)

    found: StepWorking = working.derived("step", make)
    return found


def _quantity(problem: Problem, of: of_step.Quantity) -> Quantity:
    group = next(name for name, kinds in GROUPS.items() if of.kind in kinds)
    slips = tuple(
        Misconception(each.name, each.sentence, partial(_wrong, each.wrong, of))
        for each in MISCONCEPTIONS
        if of.kind in each.kinds
    )
    return Quantity(
        str(of), of.name(problem.sizes), _WORDS[of.kind], partial(_rule, of), slips, step=GROUP_LABELS[group]
    )


def _wrong(
    wrong: Callable[[StepWorking, of_step.Quantity], float | None],
    of: of_step.Quantity,
    problem: Problem,
    working: Working,
) -> float | None:
    return wrong(step_working(working), of)


def _rule(of: of_step.Quantity, problem: Problem, working: Working) -> Equation:
    """The step that gives a number: its formula where it is short, and the number as the step's own working has it."""
    step = step_working(working)
    value = step.expected_value(of)
    formula = _FORMULAS[of.kind](step, of)
    sign = "←" if of.kind.startswith("new") else "="
    name = of.name(problem.sizes).removeprefix("new ")
    if formula is None or not abs(formula.value - value) <= 1e-9 * max(1.0, abs(value)):
        rounds = formula is not None and problem.decimals is not None
        return Equation(name, formula if rounds and formula is not None else quantity("", value), sign, rounded=value)
    return Equation(name, formula, sign, rounded=value if formula.value != value else None)


def _z(step: StepWorking, q: of_step.Quantity) -> Expression:
    problem, sizes = step.problem, step.problem.sizes
    terms: list[Expression] = [
        quantity(weight_name(q.layer, q.j, k, sizes), w)
        * quantity(a_name(q.layer - 1, k, sizes), step.input(q.layer, k))
        for k, w in enumerate(problem.W[q.layer][q.j])
    ]
    if problem.bias != "none":
        terms.append(quantity(bias_name(q.layer, q.j, sizes), problem.b[q.layer][q.j]))
    return total(terms)


def _a(step: StepWorking, q: of_step.Quantity) -> Expression:
    return activation_formula(step.problem.activations[q.layer], step.z(q.layer, q.j)).formula


def _loss(step: StepWorking, q: of_step.Quantity) -> Expression | None:
    problem, last = step.problem, step.problem.last
    if problem.loss == "bce" and problem.activations[-1] == "sigmoid" and len(problem.y) == 1:
        y, out = quantity("y", problem.y[0]), quantity("ŷ", step.value(of_step.Quantity("a", last, 0)))
        return -y * ln(out) - (1.0 - y) * ln(1.0 - out)
    if problem.loss not in ("mse", "half_mse", "half_sse"):
        return None
    squares = [
        (quantity(output_name(j, problem.sizes), step.value(of_step.Quantity("a", last, j)))
        - quantity(target_name(j, problem.sizes), y)) ** 2
        for j, y in enumerate(problem.y)
    ]  # fmt: skip
    summed = total(squares) if problem.loss == "half_sse" or len(squares) == 1 else mean(squares)
    return summed if problem.loss == "mse" else HALF * summed


def _grad_z(step: StepWorking, q: of_step.Quantity) -> Expression | None:
    problem, sizes = step.problem, step.problem.sizes
    if q.layer == problem.last:
        return _output_gradient(step, q)
    above = [
        quantity(weight_name(q.layer + 1, i, q.j, sizes), problem.W[q.layer + 1][i][q.j])
        * quantity(f"∂L/∂{z_name(q.layer + 1, i, sizes)}", step.value(of_step.Quantity("grad_z", q.layer + 1, i)))
        for i in range(sizes[q.layer + 2])
    ]
    slope = slope_formula(problem.activations[q.layer], step.z(q.layer, q.j))
    return total(above) * quantity(f"f′({z_name(q.layer, q.j, sizes)})", slope.value)


def _output_gradient(step: StepWorking, q: of_step.Quantity) -> Expression | None:
    problem, sizes = step.problem, step.problem.sizes
    if problem.loss_function.on_z:
        return None
    out = quantity(output_name(q.j, sizes), step.value(of_step.Quantity("a", q.layer, q.j)))
    error = out - quantity(target_name(q.j, sizes), problem.y[q.j])
    if problem.loss == "bce":
        return error if len(problem.y) == 1 else error / float(len(problem.y))
    factor = 2.0 if problem.loss == "mse" else 1.0
    if problem.loss != "half_sse":
        factor /= len(problem.y)
    scaled = error if factor == 1.0 else factor * error
    if problem.activations[-1] == "linear":
        return scaled
    return scaled * quantity(f"f′({z_name(q.layer, q.j, sizes)})", problem.slope(q.layer, step.z(q.layer, q.j)))


def _grad_of_weight(step: StepWorking, q: of_step.Quantity) -> Expression:
    sizes = step.problem.sizes
    delta = quantity(f"∂L/∂{z_name(q.layer, q.j, sizes)}", step.value(of_step.Quantity("grad_z", q.layer, q.j)))
    return delta * quantity(a_name(q.layer - 1, q.k, sizes), step.input(q.layer, q.k))


def _grad_b(step: StepWorking, q: of_step.Quantity) -> Expression:
    delta = step.value(of_step.Quantity("grad_z", q.layer, q.j))
    return quantity(f"∂L/∂{z_name(q.layer, q.j, step.problem.sizes)}", delta)


def _new(step: StepWorking, q: of_step.Quantity) -> Expression:
    name = q.name(step.problem.sizes).removeprefix("new ")
    change = quantity("α", step.problem.learning_rate) * quantity(f"∂L/∂{name}", step.gradient(q))
    old = quantity(name, step.old(q))
    return old + change if step.problem.climbs else old - change


_FORMULAS: dict[QuantityKind, Callable[[StepWorking, of_step.Quantity], Expression | None]] = {
    "z": _z,
    "a": _a,
    "p": lambda step, q: None,
    "loss": _loss,
    "grad_z": _grad_z,
    "grad_W": _grad_of_weight,
    "grad_b": _grad_b,
    "new_W": _new,
    "new_b": _new,
}


def _propose(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    groups, recipes = _RECIPES[difficulty]
    return exercise_of(propose_problem(rng, recipes[int(rng.integers(len(recipes)))]), groups)


def restore(params: Params, view: Mapping[str, Any]) -> tuple[Exercise, tuple[str, ...]] | None:
    """The gradient step of some parameters with the groups that a view state leaves blank; None without any."""
    blank = tuple(group for group in view.get("blank", ()) if group in GROUPS)
    drawn = view.get("exercise") == KIND.name
    groups = asked_groups(str(view.get("difficulty")), blank) if drawn else blank
    if not groups:
        return None
    sample = view.get("sample", 0)
    moment = step_state(params, compute(params), 0, sample_at(params, 0, sample if isinstance(sample, int) else 0))
    found = exercise_of(problem_of(moment.alone(), params.decimals), groups)
    return replace(found, kind=KIND.name), blank_keys(found, blank)


def asked_groups(difficulty: str, blank: Collection[str]) -> tuple[str, ...]:
    """The groups of a drawn exercise: those of its difficulty, and others that were left blank by hand."""
    groups = _RECIPES[difficulty][0] if difficulty in _RECIPES else ()
    return tuple(group for group in GROUPS if group in groups or group in blank)


def blank_keys(exercise: Exercise, blank: Collection[str]) -> tuple[str, ...]:
    """The keys of an exercise that belong to some groups."""
    steps = {GROUP_LABELS[group] for group in GROUPS if group in blank}
    return tuple(each.key for each in exercise.quantities if each.step in steps)


def view_of(exercise: Exercise, n_blank: int | None) -> dict[str, object]:
    """The view state in which the last steps of an exercise are blank."""
    keys = exercise.blanks(n_blank)
    steps = {each.step for each in exercise.quantities if each.key in keys}
    return {**exercise.view, "blank": [group for group in GROUPS if GROUP_LABELS[group] in steps]}


_KNOWN: dict[str, Collection[str]] = {"activation": ACTIVATIONS, "loss": LOSSES}


def draw_with(wishes: Mapping[str, Any], seed: int) -> Exercise:
    """A whole step with the sizes, activation and loss that are wished for.

    Raises:
        ParamError: there is no such activation or loss.
        NoExerciseError: no exercise meets the wishes.
    """
    for wish, known in _KNOWN.items():
        if wishes[wish] not in known:
            raise ParamError(no_such(wish, str(wishes[wish]), list(known)))
    found = exercise_of(draw_exercise(seed, Recipe(**wishes)))
    return replace(found, kind=KIND.name, seed=seed, difficulty="hard")


KIND = ExerciseKind(
    "gradient_step",
    TITLE,
    _propose,
    fault_of_problem,
    restore=restore,
    view_of=view_of,
    draw_with=draw_with,
    page="wk4gui.labs.backprop.picture.sheet:paint_picture",
)
