"""What the exercise of the bias_variance lab gives: the fits, their statement and their drawing."""

from dataclasses import dataclass

from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty
from wk4gui.lab.exercise_numbers import vector, write
from wk4gui.lab.sketch import Dot, Line, Sketch

ARROWS = ("up", "same", "down")
N_FITS = 5


@dataclass(frozen=True)
class Operation:
    """A change of a learner, with the arrows of bias and variance and what explains them."""

    words: str
    bias: str
    variance: str
    why_bias: str
    why_variance: str


OPERATIONS = (
    Operation(
        "the weights are regularised",
        "up",
        "down",
        "the penalty keeps the fit from the target",
        "fits are pulled to the same small weights",
    ),
    Operation(
        "the layers are made wider", "down", "up", "more functions can be reached", "more of the noise can be fitted"
    ),
    Operation(
        "dropout is switched on", "up", "down", "thinned networks reach fewer functions", "many networks are averaged"
    ),
    Operation(
        "there are more training data",
        "same",
        "down",
        "the learner reaches the same functions",
        "the noise averages out over more points",
    ),
)


@dataclass(frozen=True)
class Fits:
    """Five fits at some places.

    Attributes:
        values: per place, of every fit.
        targets: per place.
        noise: σ of the observed values.
        operation: whose arrows are asked for.
    """

    values: tuple[tuple[float, ...], ...]
    targets: tuple[float, ...]
    noise: float
    operation: Operation


def statement_of(given: Fits, difficulty: Difficulty) -> tuple[str, ...]:
    """The task and everything given, a paragraph each."""
    rows = [
        f"{'At ' + place_name(i) + ': f' if len(given.values) > 1 else 'f'} = {vector(values)}, target {write(target)}."
        for i, (values, target) in enumerate(zip(given.values, given.targets, strict=True))
    ]
    lines = [
        "Five training sets gave five fits f"
        + (" at three places." if len(given.values) > 1 else " at one place.")
        + " Take the five as all there are.",
        *rows,
        f"Observed values have noise with σ = {write(given.noise)}; the error is the mean "
        "square distance of a fit from a new observed value.",
    ]
    if difficulty == "hard":
        lines.append("Then the five fits are averaged, as if they were independent.")
    lines.append(f"Last: how do bias and variance change in general when {given.operation.words}?")
    return tuple(lines)


def place_name(i: int) -> str:
    """The name of a place."""
    return "x" + subscript(i + 1)


def sketch_of(given: Fits) -> Sketch:
    """The fits and the target at every place."""
    values = [v for row in given.values for v in row] + list(given.targets)
    low, high = min(values) - 1.0, max(values) + 1.0
    dots: list[Dot] = []
    for i, (row, target) in enumerate(zip(given.values, given.targets, strict=True)):
        dots += [Dot((float(i), v), "", "forward", radius=3.5) for v in row]
        dots.append(Dot((float(i), target), "target", "backward", "cross"))
    lines = tuple(Line(((float(i), low), (float(i), high)), "line") for i in range(len(given.values)))
    words = f"Five fits as dots and the target as a cross at {len(given.values)} place" + (
        "s." if len(given.values) > 1 else "."
    )
    last = len(given.values) - 1
    names = tuple(Dot((float(i), low), place_name(i), "ink2", "none", "below") for i in range(last + 1)) if last else ()
    return Sketch(
        (-0.6, last + 0.8),
        (low - 0.25 * (high - low) * bool(last), high),
        lines,
        (*dots, *names),
        "",
        "f",
        described=words,
    )
