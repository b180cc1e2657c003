"""Backprop: gradient steps of a small network on one sample, every number of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core import example_networks as examples
from wk4gui.core.activations import ACTIVATIONS, ActivationName
from wk4gui.core.arrays import Array, read_only
from wk4gui.core.descent import descend
from wk4gui.core.first_step import FirstStep, examine_first_step
from wk4gui.core.first_weight import first_weight_numbers
from wk4gui.core.history import LayerHistory
from wk4gui.core.instant import Instant
from wk4gui.core.layer_sizes import check_sizes, resized
from wk4gui.core.losses import LOSSES, LossName, check_loss
from wk4gui.core.network import make_network
from wk4gui.core.step_verdict import ALL_DEAD, dead_layer, phase_words, rounding_sentence, run_verdict, step_verdict
from wk4gui.declarations import LabParams
from wk4gui.lab import Checkpoint, Frames, Lab, Mark, Preset, Summary, Zone, no_checkpoint

MAX_LAYERS, MAX_UNITS = 6, 8
RATE_RANGE = (1e-4, 10.0)
_PER_UNIT = ("z", "a", "slope", "grad_a", "grad_z")
_PER_LAYER = (*_PER_UNIT, "W", "b", "grad_W", "grad_b")

Value = Annotated[float, Meta(ge=-1e6, le=1e6)]
Vector = Annotated[tuple[Value, ...], Meta(min_length=1, max_length=MAX_UNITS)]
Matrix = Annotated[tuple[Vector, ...], Meta(min_length=1, max_length=MAX_UNITS)]
LAYERS = Meta(min_length=1, max_length=MAX_LAYERS)
LOSS_DESCRIPTION = """mse: mean of (ŷ − y)²; half_mse: half of it; bce: binary cross-entropy after a linear or sigmoid \
output; cross_entropy: of the softmax of a linear output."""
UPDATE_DESCRIPTION = "descent: w ← w − α ∂L/∂w, downhill; ascent: w ← w + α ∂L/∂w, the sheet's printed sign, uphill."


_ACTIVATION_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}
_LOSS_LABELS = {name: loss.label for name, loss in LOSSES.items()}


class Params(LabParams, frozen=True):
    """A network, one sample, and how its weights are updated."""

    x: Annotated[Vector, Meta(title="Input x", description="The sample: a value an input.")] = examples.TUTORIAL_X
    y: Annotated[Vector, Meta(title="Target y", description="The answer: a value an output.")] = examples.TUTORIAL_Y
    weights: Annotated[
        tuple[Matrix, ...],
        LAYERS,
        Meta(title="Weights W", description="A matrix for each layer: a row for each unit, an entry for each input."),
    ] = examples.TUTORIAL_WEIGHTS
    biases: Annotated[
        tuple[Vector, ...], LAYERS, Meta(title="Biases b", description="A vector a layer, an entry a unit.")
    ] = examples.TUTORIAL_BIASES
    activations: Annotated[
        tuple[ActivationName, ...],
        LAYERS,
        Meta(
            title="Activations", description="Of each layer, the output's last.", extra={"labels": _ACTIVATION_LABELS}
        ),
    ] = ("relu", "linear")
    loss: Annotated[LossName, Meta(title="Loss", description=LOSS_DESCRIPTION, extra={"labels": _LOSS_LABELS})] = "mse"
    learning_rate: Annotated[
        float,
        Meta(ge=RATE_RANGE[0], le=RATE_RANGE[1], extra={"scale": "log"}),
        Meta(title="Learning rate α", description="How far one step goes along the gradient."),
    ] = 0.1
    n_steps: Annotated[int, Meta(ge=0, le=200, title="Steps", description="Number of updates.")] = 10
    update: Annotated[Literal["descent", "ascent"], Meta(title="Update", description=UPDATE_DESCRIPTION)] = "descent"
    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=8)] | None,
        Meta(title="Round to decimals", description="Rounds every value to so many places, as on paper; null: never."),
    ] = None

    def __post_init__(self) -> None:
        check_sizes(self.x, self.y, self.weights, self.biases, self.activations)
        check_loss(LOSSES[self.loss], self.activations[-1], np.array(self.y))


@dataclass(frozen=True)
class Result:
    """Every number of every step; arrays are read-only, the step first. NaN from ``diverged_at`` on.

    Attributes:
        z, a, slope, grad_z, grad_a: pre-activation, activation, f′(z), ∂L/∂z, ∂L/∂a, per layer (n_steps + 1, n_units).
        y_hat: the network's answer (n_steps + 1, n_out).
        loss: (n_steps + 1,).
        W, grad_W: weights and ∂L/∂W, per layer (n_steps + 1, n_out, n_in).
        b, grad_b: biases and ∂L/∂b, per layer (n_steps + 1, n_units).
        diverged_at: the first step with a value that is not finite, or None.
        gradient_check: largest |analytic − central difference| / max(‖g‖∞, 1e-8) at the start, in full precision.
        loss_along_gradient: the loss after one step of any size from the start, in full precision, in the direction
            of ``update``: "step_size" (n,) ascending from 0 and "loss" (n,), NaN where it is not finite.
        one_step_limit: the first step size > 0 at which one step returns to the loss before; None if none up to 1000.
    """

    z: LayerHistory
    a: LayerHistory
    slope: LayerHistory
    y_hat: Array
    loss: Array
    W: LayerHistory
    b: LayerHistory
    grad_z: LayerHistory
    grad_a: LayerHistory
    grad_W: LayerHistory  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: LayerHistory
    diverged_at: int | None
    gradient_check: float
    loss_along_gradient: Mapping[str, Array]
    one_step_limit: float | None

    @property
    def last_step(self) -> int:
        """The last step whose values are all finite."""
        return len(self.loss) - 1 if self.diverged_at is None else max(self.diverged_at - 1, 0)


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Runs ``n_steps`` gradient steps on one sample and keeps everything.

    θ ← θ − α ∂L/∂θ for descent, θ ← θ + α ∂L/∂θ for ascent. With ``decimals`` every intermediate value, gradient and
    new weight is rounded, halves away from zero; ``gradient_check``, ``loss_along_gradient`` and ``one_step_limit``
    stay in full precision.
    """
    start = _start(params)
    rate = params.learning_rate if params.update == "descent" else -params.learning_rate
    step_size, loss = start.curve(params.learning_rate)
    steps = descend(start.network, start.X, start.y, rate, params.n_steps, params.decimals, checkpoint)
    per_unit = {name: _one_sample(getattr(steps, name)) for name in _PER_UNIT}
    return Result(
        **per_unit,
        W=steps.W,
        b=steps.b,
        grad_W=steps.grad_W,
        grad_b=steps.grad_b,
        y_hat=per_unit["a"].layers[-1],
        loss=steps.loss,
        diverged_at=steps.diverged_at,
        gradient_check=start.gradient_check,
        loss_along_gradient={"step_size": read_only(step_size), "loss": read_only(loss)},
        one_step_limit=start.step_sizes.one_step_limit,
    )


def instant(params: Params, result: Result, step: int) -> Instant:
    """Every number after ``step`` updates, with the next weights where there is a next update."""
    updated = step < result.last_step
    return Instant(
        x=np.array(params.x),
        y=np.array(params.y),
        activation_names=params.activations,
        loss_name=params.loss,
        loss=float(result.loss[step]),
        learning_rate=params.learning_rate,
        climbs=params.update == "ascent",
        new_W=result.W[step + 1] if updated else None,
        new_b=result.b[step + 1] if updated else None,
        **{name: getattr(result, name)[step] for name in _PER_LAYER},
    )


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """What the phase of that frame does; at an update what the step did, at the end what the whole run did."""
    timeline = frames(params, result)
    frame = timeline.clip(frame)
    step, phase = timeline.split(frame)
    now, name = instant(params, result, step), timeline.phases[phase]
    digits = 4 if params.decimals is None else params.decimals
    rounding = ""
    if frame == timeline.count - 1:
        words = run_verdict(instant(params, result, 0), now, result.loss, result.diverged_at, digits)
        rounding = _rounding(params, result, step)
    elif name == "update":
        known = _start(params).step_sizes if step == 0 else None
        words = step_verdict(now, instant(params, result, step + 1), known, digits)
        rounding = _rounding(params, result, step + 1)
    else:
        words = phase_words(now, name, digits)
    return Summary(words.verdict, f"{words.detail} {rounding}".strip(), words.tone)


def frames(params: Params, result: Result) -> Frames:
    """Step × phase: forward by layer, loss, backward by layer, update; the last step has no update."""
    n_layers = len(params.weights)
    phases = (
        *(f"forward {layer}" for layer in range(1, n_layers + 1)),
        "loss",
        *(f"backward {layer}" for layer in range(n_layers, 0, -1)),
        "update",
    )
    count = (result.last_step + 1) * len(phases) - 1
    return Frames(count, phases, min(len(phases) - 1, count - 1), marks=_marks(params, result, len(phases), count))


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """What each learning rate does to the loss in the first step, in full precision."""
    regions = _start(params).step_sizes.regions
    return tuple(Zone("learning_rate", r.low, r.high, r.effect) for r in regions)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """What the lesson's formulas are filled with at a frame."""
    timeline = frames(params, result)
    step, phase = timeline.split(timeline.clip(frame))
    limit = {} if result.one_step_limit is None else {"one_step_limit": result.one_step_limit}
    return limit | first_weight_numbers(instant(params, result, step), timeline.phases[phase])


@lru_cache(maxsize=64)
def _first_step(x: tuple[float, ...], y: tuple[float, ...], layers: tuple[Any, ...], update: str) -> FirstStep:
    X, Y = np.array([x]), np.array([y])
    return examine_first_step(make_network(*layers), X, Y, climbs=update == "ascent", rates=RATE_RANGE)


def _start(params: Params) -> FirstStep:
    layers = (params.weights, params.biases, params.activations, params.loss)
    return _first_step(params.x, params.y, layers, params.update)


def _one_sample(history: LayerHistory) -> LayerHistory:
    return LayerHistory(tuple(layer[:, 0] for layer in history.layers))


def _marks(params: Params, result: Result, n_phases: int, count: int) -> tuple[Mark, ...]:
    marks = []
    for step in range(result.last_step + 1):
        dead = dead_layer(result.a[step], result.slope[step])
        if dead is not None:
            marks.append(Mark(step * n_phases + dead, ALL_DEAD))
            break
    if result.diverged_at is not None:
        marks.append(Mark(count - 1, f"diverges at step {result.diverged_at}"))
    return tuple(marks)


def _rounding(params: Params, result: Result, step: int) -> str:
    """What rounding has done to the loss, where it was asked for."""
    if params.decimals is None:
        return ""
    exact = compute(params.with_(decimals=None, n_steps=step)).loss[step]
    return rounding_sentence(result.loss[step], exact, params.decimals)


_SATURATED = examples.SATURATED_SIGMOID | {"learning_rate": 0.5, "n_steps": 100}

PRESETS = (
    Preset(
        "tutorial",
        "The tutorial's question",
        note="Every printed gradient comes out; the printed learning rate 0.1 is far too large for this step.",
    ),
    Preset(
        "printed_sign",
        "The sheet's printed sign",
        {"update": "ascent"},
        "The printed rule adds the gradient: the loss climbs from 9 to 3499.9056, and further with every step.",
    ),
    Preset(
        "works",
        "A rate that works",
        {"learning_rate": 0.007},
        "0.007 is nearly the best step along this gradient: one step takes the loss almost to 0.",
    ),
    Preset(
        "one_neuron",
        "One neuron",
        examples.ONE_NEURON | {"learning_rate": 0.2},
        "The chain rule at its shortest: three factors for the weight, two for the bias.",
    ),
    Preset(
        "saturated_mse",
        "Saturated sigmoid, mse",
        _SATURATED | {"loss": "mse"},
        "The answer is wrong by almost 1, yet the gradient is tiny: σ′(z) is one of its factors.",
    ),
    Preset(
        "saturated_bce",
        "Saturated sigmoid, cross-entropy",
        _SATURATED | {"loss": "bce"},
        "The same neuron with cross-entropy: σ′(z) cancels, so ∂L/∂z is ŷ − y and learning starts at once.",
    ),
    Preset(
        "all_dead",
        "All hidden units dead",
        examples.ALL_DEAD,
        "No gradient passes a unit that is off: only the output bias learns, and the prediction is that bias.",
    ),
    Preset(
        "two_hidden",
        "Two hidden layers",
        examples.TWO_HIDDEN_LAYERS | {"learning_rate": 0.01},
        "A weight of the first layer reaches the loss on three paths; its gradient is their sum.",
    ),
    Preset(
        "six_layers",
        "Six layers",
        examples.SIX_LAYERS | {"learning_rate": 0.02},
        "Follow the size of the gradients from the output back to the first layer.",
    ),
)

LAB = Lab(
    id="backprop",
    title="Backprop",
    question=1,
    params=Params,
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    frames=frames,
    zones=zones,
    adjust=resized,
    live_numbers=live_numbers,
)
