"""The parameters of the saddle lab, and the adjustments after an edit."""

from collections.abc import Collection
from typing import Annotated, Any, Literal

from msgspec import Meta

from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.saddle.model.surface import Box, Surface
from wk4gui.labs.saddle.model.surfaces import SURFACES
from wk4gui.labs.saddle.model.two_weight_network import N_SAMPLES

SurfaceName = Literal[
    "double_well",
    "saddle",
    "monkey_saddle",
    "himmelblau",
    "rosenbrock",
    "beale",
    "three_hump_camel",
    "styblinski_tang",
    "two_weight_network",
    "custom",
]
RaceName = Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
ALL_SIX: tuple[RaceName, ...] = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
MAX_POSITIONS = 10_000_000

_SURFACE_LABELS = {name: surface.label for name, surface in SURFACES.items()} | {"custom": "Your own function"}
_OPTIMIZER_LABELS = {name: OPTIMIZERS[name].label for name in ALL_SIX}

Coordinate = Annotated[float, Meta(ge=-1e3, le=1e3)]
Range = tuple[Coordinate, Coordinate]
Rate = Annotated[float, Meta(ge=1e-5, le=1.0, extra={"scale": "log"})]
Fraction = Annotated[float, Meta(ge=0.0, le=0.9999)]


class Params(LabParams, frozen=True):
    """A surface, the start of the runs, and the optimizers with their settings."""

    surface: Annotated[SurfaceName, Meta(title="Surface", extra={"labels": _SURFACE_LABELS})] = "double_well"
    expression: Annotated[
        str,
        Meta(
            title="Your f(x, y)",
            max_length=400,
            description="x, y, numbers, + − * / ^, 2x, parentheses, sin cos tan exp ln sqrt abs tanh sinh cosh relu "
            "sigmoid, max(…, …) min(…, …), pi, e.",
        ),
    ] = "x**2 - y**2 + y**4/4"
    x_range: Annotated[Range | None, Meta(title="Window in x", description="null: the surface's own.")] = None
    y_range: Annotated[Range | None, Meta(title="Window in y", description="null: the surface's own.")] = None
    start: Annotated[Range, Meta(title="Start", description="Start of every run of every optimizer.")] = (0.0, 1.5)
    optimizers: Annotated[
        tuple[RaceName, ...],
        Meta(min_length=1, max_length=6),
        Meta(
            title="Optimizers",
            description="Optimizers to run from the same start.",
            extra={"labels": _OPTIMIZER_LABELS, "subset": True},
        ),
    ] = ("sgd",)
    learning_rate: Annotated[
        Rate, Meta(title="Learning rate α", description="For SGD, Momentum and Nesterov.", extra={"scale": "log"})
    ] = 0.1
    adaptive_learning_rate: Annotated[
        Rate, Meta(title="Adaptive learning rate", description="For Adagrad, RMSprop and Adam.", extra={"scale": "log"})
    ] = 0.05
    momentum: Annotated[
        Fraction,
        Meta(title="Momentum μ", description="v ← μv + g, w ← w − αv; Nesterov: w ← w − α(g + μv), as in PyTorch."),
    ] = 0.9
    beta1: Annotated[Fraction, Meta(title="Adam β₁", description="Weight of the past in the mean gradient.")] = 0.9
    beta2: Annotated[Fraction, Meta(title="Adam β₂", description="Weight of the past in the mean square.")] = 0.999
    rho: Annotated[Fraction, Meta(title="RMSprop ρ", description="Weight of the past in the mean square.")] = 0.99
    eps: Annotated[
        float,
        Meta(ge=1e-12, le=1e-1, extra={"scale": "log"}),
        Meta(title="ε", description="Added outside the root by the adaptive optimizers."),
    ] = 1e-8
    noise: Annotated[
        float,
        Meta(ge=0.0, le=10.0, extra={"scale": "log", "first": True}),
        Meta(title="Noise σ", description="Standard deviation added to each gradient component."),
    ] = 0.1
    noise_kind: Annotated[
        Literal["gaussian", "minibatch"],
        Meta(
            title="Kind of noise",
            description="gaussian: added; minibatch: that of real mini-batches (two-weight network only).",
            extra={"labels": {"gaussian": "Gaussian, added", "minibatch": "real mini-batches"}},
        ),
    ] = "gaussian"
    batch_size: Annotated[
        int, Meta(ge=1, le=N_SAMPLES, title="Batch size", description="Samples in a mini-batch, out of 64.")
    ] = 8
    n_runs: Annotated[int, Meta(ge=1, le=1000, title="Noisy runs", description="Noisy runs of each optimizer.")] = 200
    n_steps: Annotated[int, Meta(ge=1, le=5000, title="Steps", description="Number of updates.")] = 100
    escape_radius: Annotated[
        float,
        Meta(ge=1e-3, le=100.0, title="Escape radius", description="Distance from the saddle that counts as escaped."),
    ] = 0.5
    resolution: Annotated[int, Meta(ge=11, le=401, title="Resolution", description="Points of the map per side.")] = 121
    seed: Annotated[int, Meta(ge=0, le=9999, title="Seed", description="Seed of the noise.")] = 0

    def __post_init__(self) -> None:
        if self.surface == "custom":
            _custom_surface(self.expression)
        if len(set(self.optimizers)) < len(self.optimizers):
            raise ValueError(f"optimizers = {', '.join(self.optimizers)}: each may run once")
        if self.noise_kind == "minibatch" and self.surface != "two_weight_network":
            raise ValueError(f"noise_kind minibatch needs the surface two_weight_network, not {self.surface}")
        for name in ("x_range", "y_range"):
            ends = getattr(self, name)
            if ends is not None and not ends[1] - ends[0] >= 1e-6 * max(1.0, abs(ends[0]), abs(ends[1])):
                raise ValueError(f"{name} = {list(ends)}: the second number has to be larger than the first")
        _check_size(len(self.optimizers), self.n_runs, self.n_steps)


def _check_size(n_optimizers: int, n_runs: int, n_steps: int) -> None:
    if n_optimizers * n_runs * n_steps > MAX_POSITIONS:
        raise ValueError(
            f"{n_optimizers} optimizers × n_runs = {n_runs} × n_steps = {n_steps} are more positions than can be kept; "
            f"at most {MAX_POSITIONS:,} are allowed"
        )


def surface_of(params: Params) -> Surface:
    """The surface of the runs."""
    return _custom_surface(params.expression) if params.surface == "custom" else SURFACES[params.surface]


def _custom_surface(expression: str) -> Surface:
    from wk4gui.labs.saddle.model.expressions import expression_surface  # only a function of one's own needs it

    return expression_surface(expression)


def window(params: Params) -> Box:
    """The part of the plane that is shown."""
    box = surface_of(params).box
    x_low, x_high = params.x_range or (box.x_low, box.x_high)
    y_low, y_high = params.y_range or (box.y_low, box.y_high)
    return Box(x_low, x_high, y_low, y_high)


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Plain parameters adjusted after an edit of one field.

    Another surface gets its own window and start. Mini-batches need the network with samples, and other surfaces have
    none. If there are too many positions, the number of runs is reduced, or that of steps after an edit of the runs.
    """
    plain = dict(plain)
    if edited == "noise_kind" and plain["noise_kind"] == "minibatch" and plain["surface"] != "two_weight_network":
        plain["surface"] = edited = "two_weight_network"
    if edited in ("surface", "two_weight_network"):
        plain |= {"x_range": None, "y_range": None}
        plain["start"] = (1.0, 1.0) if plain["surface"] == "custom" else SURFACES[plain["surface"]].start
        if plain["surface"] != "two_weight_network":
            plain["noise_kind"] = "gaussian"
    n_optimizers = max(1, len(plain["optimizers"]))
    if n_optimizers * plain["n_runs"] * plain["n_steps"] > MAX_POSITIONS:
        less, kept = ("n_steps", "n_runs") if edited == "n_runs" else ("n_runs", "n_steps")
        plain[less] = MAX_POSITIONS // (n_optimizers * plain[kept])
    return plain


_USED_BY: dict[str, tuple[RaceName, ...]] = {
    "adaptive_learning_rate": ("adagrad", "rmsprop", "adam"),
    "momentum": ("momentum", "nesterov"),
    "beta1": ("adam",),
    "beta2": ("adam",),
    "rho": ("rmsprop",),
    "eps": ("adagrad", "rmsprop", "adam"),
}


def inactive_fields(params: Params) -> Collection[str]:
    """Settings of optimizers that do not run, the formula and the batch size where they are not used."""
    unused = {name for name, users in _USED_BY.items() if not set(users) & set(params.optimizers)}
    if params.surface != "custom":
        unused.add("expression")
    return unused | ({"noise"} if params.noise_kind == "minibatch" else {"batch_size"})


def effective_value(params: Params, name: str) -> tuple[float, float] | None:
    """The surface's own window."""
    box = window(params)
    return {"x_range": (box.x_low, box.x_high), "y_range": (box.y_low, box.y_high)}.get(name)
