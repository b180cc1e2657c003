"""Backprop: gradient steps of a small network on one sample, every number of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core.activations import ActivationName
from wk4gui.core.arrays import Array, read_only
from wk4gui.core.gradient_check import gradient_check
from wk4gui.core.history import LayerHistory
from wk4gui.core.losses import LOSSES, LossName, check_loss
from wk4gui.core.network import Gradients, Network, backward, forward, loss_of, make_network
from wk4gui.core.step_size import StepSizes, examine_step_sizes, loss_along
from wk4gui.declarations import LabParams
from wk4gui.lab import Checkpoint, Frames, Lab, Mark, Preset, Summary, Zone, no_checkpoint

MAX_LAYERS, MAX_UNITS = 6, 8
RATE_RANGE = (1e-4, 10.0)

Value = Annotated[float, Meta(ge=-1e6, le=1e6)]
Vector = Annotated[tuple[Value, ...], Meta(min_length=1, max_length=MAX_UNITS)]
Matrix = Annotated[tuple[Vector, ...], Meta(min_length=1, max_length=MAX_UNITS)]


class Params(LabParams, frozen=True):
    """A network, one sample, and how its weights are updated."""

    x: Annotated[Vector, Meta(title="Input x", description="The sample's features, one for each input unit.")] = (
        1.0,
        2.0,
    )
    y: Annotated[Vector, Meta(title="Target y", description="What the network should answer, one for each output.")] = (
        3.0,
    )
    weights: Annotated[
        tuple[Matrix, ...],
        Meta(
            min_length=1,
            max_length=MAX_LAYERS,
            title="Weights W",
            description="A matrix for each layer: a row for each unit, an entry in it for each input of the layer.",
        ),
    ] = (((2.0, 1.0), (1.0, -1.0), (1.0, 2.0)), ((-1.0, 1.0, 2.0),))
    biases: Annotated[
        tuple[Vector, ...],
        Meta(
            min_length=1,
            max_length=MAX_LAYERS,
            title="Biases b",
            description="A vector for each layer, an entry for each unit.",
        ),
    ] = ((0.0, 0.0, 0.0), (0.0,))
    activations: Annotated[
        tuple[ActivationName, ...],
        Meta(
            min_length=1,
            max_length=MAX_LAYERS,
            title="Activations",
            description="The activation function of each layer, the output's last.",
        ),
    ] = ("relu", "linear")
    loss: Annotated[
        LossName,
        Meta(
            title="Loss",
            description="mse: mean of (ŷ − y)²; half_mse: half of it; bce: binary cross-entropy, after a linear or "
            "sigmoid output; cross_entropy: softmax and cross-entropy, after a linear output.",
        ),
    ] = "mse"
    learning_rate: Annotated[
        float,
        Meta(
            ge=RATE_RANGE[0],
            le=RATE_RANGE[1],
            title="Learning rate α",
            description="How far one step goes along the gradient.",
            extra={"scale": "log"},
        ),
    ] = 0.1
    n_steps: Annotated[int, Meta(ge=0, le=200, title="Steps", description="Number of updates.")] = 10
    update: Annotated[
        Literal["descent", "ascent"],
        Meta(
            title="Update",
            description="descent: w ← w − α ∂L/∂w, which goes down; ascent: w ← w + α ∂L/∂w, the sheet's printed sign, "
            "which climbs.",
        ),
    ] = "descent"
    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=8)] | None,
        Meta(
            title="Round to decimals",
            description="Rounds every intermediate value to so many places, as on paper; empty for full precision.",
        ),
    ] = None

    def __post_init__(self) -> None:
        _check_sizes(self)
        check_loss(LOSSES[self.loss], self.activations[-1], np.array(self.y))


@dataclass(frozen=True)
class Result:
    """Every number of every step; arrays are read-only, the step first. NaN from ``diverged_at`` on.

    Attributes:
        z: pre-activations, per layer (n_steps + 1, n_units).
        a: activations, per layer (n_steps + 1, n_units).
        slope: f′(z), per layer (n_steps + 1, n_units).
        y_hat: the network's answer (n_steps + 1, n_out).
        loss: (n_steps + 1,).
        W: weights, per layer (n_steps + 1, n_out, n_in).
        b: biases, per layer (n_steps + 1, n_units).
        grad_z: ∂L/∂z, per layer (n_steps + 1, n_units).
        grad_a: ∂L/∂a, per layer (n_steps + 1, n_units).
        grad_W: ∂L/∂W, per layer (n_steps + 1, n_out, n_in).
        grad_b: ∂L/∂b, per layer (n_steps + 1, n_units).
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
    grad_W: LayerHistory
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

    θ ← θ ∓ α ∂L/∂θ, minus for descent. With ``decimals`` every intermediate value, gradient and new weight is rounded
    half away from zero; ``gradient_check``, ``loss_along_gradient`` and ``one_step_limit`` stay in full precision.
    """
    start = _start(_start_key(params))
    history, diverged_at = _run(params, checkpoint)
    return Result(
        **history,
        diverged_at=diverged_at,
        gradient_check=start.gradient_check,
        loss_along_gradient=_curve(start, params.learning_rate),
        one_step_limit=start.step_sizes.one_step_limit,
    )


@dataclass(frozen=True)
class _Start:
    """What is known before the first step, whatever the learning rate."""

    network: Network
    X: Array
    Y: Array
    direction: Gradients
    gradient_check: float
    step_sizes: StepSizes

    def loss_at(self, step_sizes: Array) -> Array:
        return loss_along(self.network, self.X, self.Y, self.direction, step_sizes)


def _start_key(params: Params) -> Params:
    """The parameters with those that the start does not depend on at their defaults."""
    return params.with_(learning_rate=0.1, n_steps=10, decimals=None)


@lru_cache(maxsize=64)
def _start(params: Params) -> _Start:
    network = _network(params)
    X, Y = np.array([params.x]), np.array([params.y])
    values = forward(network, X)
    gradients = backward(network, X, Y, values)
    direction = gradients if params.update == "descent" else _negative(gradients)
    loss = float(loss_of(network, values, Y))
    slope = float(sum(np.vdot(g, g) for g in (*gradients.grad_W, *gradients.grad_b)))
    sizes = examine_step_sizes(lambda t: loss_along(network, X, Y, direction, t), loss, slope, *RATE_RANGE)
    return _Start(network, X, Y, direction, gradient_check(network, X, Y, values, gradients), sizes)


def _negative(gradients: Gradients) -> Gradients:
    return Gradients(
        *(
            tuple(-g for g in layers)
            for layers in (gradients.grad_a, gradients.grad_z, gradients.grad_W, gradients.grad_b)
        )
    )


def _network(params: Params) -> Network:
    return make_network(params.weights, params.biases, params.activations, params.loss)


def _run(params: Params, checkpoint: Checkpoint) -> tuple[dict[str, Any], int | None]:
    network, X, Y = _network(params), np.array([params.x]), np.array([params.y])
    rate = params.learning_rate if params.update == "descent" else -params.learning_rate
    decimals = params.decimals
    n = params.n_steps + 1
    per_unit = {key: tuple(np.full((n, s), np.nan) for s in network.sizes[1:]) for key in _PER_UNIT}
    per_weight = {key: tuple(np.full((n, *W.shape), np.nan) for W in network.weights) for key in ("W", "grad_W")}
    loss = np.full(n, np.nan)
    diverged_at = None
    for step in range(n):
        checkpoint(step / n)
        values = forward(network, X, decimals)
        now = loss_of(network, values, Y, decimals)
        gradients = backward(network, X, Y, values, decimals)
        if not _finite(now, network, gradients):
            diverged_at = step
            break
        loss[step] = now
        rows = {"z": values.z, "a": values.a, "slope": values.slope, "b": network.biases, "grad_b": gradients.grad_b}
        rows |= {"grad_a": gradients.grad_a, "grad_z": gradients.grad_z}
        for key, layers in rows.items():
            for target, row in zip(per_unit[key], layers, strict=True):
                target[step] = row.reshape(-1) + 0.0
        for key, layers in (("W", network.weights), ("grad_W", gradients.grad_W)):
            for target, matrix in zip(per_weight[key], layers, strict=True):
                target[step] = matrix + 0.0
        network = network.moved(rate, gradients, decimals)
    history: dict[str, Any] = {key: LayerHistory(layers) for key, layers in (per_unit | per_weight).items()}
    return history | {"y_hat": history["a"].layers[-1], "loss": read_only(loss)}, diverged_at


_PER_UNIT = ("z", "a", "slope", "b", "grad_a", "grad_z", "grad_b")


def _finite(loss: Array, network: Network, gradients: Gradients) -> bool:
    arrays = (loss, *network.weights, *network.biases, *gradients.grad_W, *gradients.grad_b, *gradients.grad_a)
    return all(np.isfinite(array).all() for array in arrays)


def _curve(start: _Start, learning_rate: float) -> Mapping[str, Array]:
    limit = start.step_sizes.one_step_limit
    best = start.step_sizes.best
    near = 1.5 * limit if limit is not None else 3.0 * best if best is not None else learning_rate
    far = max(near, 1.2 * learning_rate)
    marks = [size for size in (limit, best, learning_rate) if size is not None and size <= far]
    steps = np.unique(np.concatenate([np.linspace(0.0, near, 181), np.linspace(0.0, far, 181), marks]))
    loss = start.loss_at(steps)
    return {"step_size": read_only(steps), "loss": read_only(np.where(np.isfinite(loss), loss, np.nan))}


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """What the step does that the frame belongs to."""
    step, _ = frames(params, result).split(frame)
    if step >= result.last_step:
        return Summary("The last step.", f"The loss is {result.loss[step]:g}.")
    before, after = result.loss[step], result.loss[step + 1]
    tone: Literal["good", "bad"] = "good" if after < before else "bad"
    verdict = "Falls." if after < before else "Overshoots."
    return Summary(verdict, f"One step takes the loss from {before:g} to {after:g}.", tone)


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
    marks = () if result.diverged_at is None else (Mark(count - 1, f"diverges at step {result.diverged_at}"),)
    return Frames(count, phases, min(len(phases) - 1, count - 1), marks=marks)


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """What each learning rate does to the loss in the first step."""
    regions = _start(_start_key(params)).step_sizes.regions
    return tuple(Zone("learning_rate", r.low, r.high, r.effect) for r in regions)


def adjust(params: dict[str, Any], edited: str) -> dict[str, Any]:
    """The plain parameters with the fields resized that depend on the edited one."""
    return params


def _check_sizes(params: Params) -> None:
    n_layers = len(params.weights)
    for name, entries in (("biases", params.biases), ("activations", params.activations)):
        if len(entries) != n_layers:
            raise ValueError(f"there are {n_layers} layers in weights, but {len(entries)} in {name}")
    previous, source = len(params.x), "x has {} values"
    for layer, (W, b) in enumerate(zip(params.weights, params.biases, strict=True)):
        widths = sorted({len(row) for row in W})
        if len(widths) > 1:
            raise ValueError(
                f"the rows of weights[{layer}] have {widths[0]} and {widths[-1]} entries; they must be equally long"
            )
        if widths[0] != previous:
            raise ValueError(f"the rows of weights[{layer}] have {widths[0]} entries, but {source.format(previous)}")
        if len(b) != len(W):
            raise ValueError(
                f"layer {layer + 1} has {len(W)} units in weights[{layer}], but {len(b)} in biases[{layer}]"
            )
        previous, source = len(W), f"layer {layer + 1} has {{}} units"
    if len(params.y) != previous:
        raise ValueError(f"the last layer has {previous} units, but y has {len(params.y)} values")


PRESETS = (
    Preset("tutorial", "The tutorial's question", {}, "The sheet's network: 0.1 is much too large a step here."),
    Preset("printed_sign", "The sheet's printed sign", {"update": "ascent"}, "Adding the gradient climbs."),
    Preset("works", "A rate that works", {"learning_rate": 0.007}, "Almost the best step along the gradient."),
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
    adjust=adjust,
)
