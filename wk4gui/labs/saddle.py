"""Saddle: loss surfaces, their critical points, and how noise carries descent off a saddle."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta

from wk4gui.core import example_races as races
from wk4gui.core.arrays import Array
from wk4gui.core.critical_points import CriticalPoint
from wk4gui.core.descent_paths import FAR
from wk4gui.core.escape import growth_rate, nearest_saddle, predicted_median_escape, unstable_component
from wk4gui.core.expressions import expression_surface
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.core.race import Race, RaceRules, race
from wk4gui.core.saddle_verdict import saddle_verdict
from wk4gui.core.surface import Box, Surface
from wk4gui.core.surface_map import map_surface, numbers_at
from wk4gui.core.surfaces import SURFACES
from wk4gui.core.two_weight_network import N_SAMPLES
from wk4gui.declarations import LabParams, to_json
from wk4gui.lab import Checkpoint, Frames, Lab, Preset, Summary, no_checkpoint

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
BRIEF_RUNS, DRAFT_POSITIONS, DRAFT_RESOLUTION = 100, 20_000, 121

_SURFACE_LABELS = {name: surface.label for name, surface in SURFACES.items()} | {"custom": "Your own function"}
_OPTIMIZER_LABELS = {name: OPTIMIZERS[name].label for name in ALL_SIX}

Coordinate = Annotated[float, Meta(ge=-1e3, le=1e3)]
Range = tuple[Coordinate, Coordinate]
Rate = Annotated[float, Meta(ge=1e-5, le=1.0, extra={"scale": "log"})]
Fraction = Annotated[float, Meta(ge=0.0, le=0.9999)]


class Params(LabParams, frozen=True):
    """A surface, where the runs start, and what steps them."""

    surface: Annotated[SurfaceName, Meta(title="Surface", extra={"labels": _SURFACE_LABELS})] = "double_well"
    expression: Annotated[
        str,
        Meta(
            title="Your f(x, y)",
            max_length=400,
            description="x, y, numbers, + − * / **, parentheses, sin cos tan exp log sqrt abs tanh sinh cosh, pi, e.",
        ),
    ] = "x**2 - y**2 + y**4/4"
    x_range: Annotated[Range | None, Meta(title="Window in x", description="null: the surface's own.")] = None
    y_range: Annotated[Range | None, Meta(title="Window in y", description="null: the surface's own.")] = None
    start: Annotated[Range, Meta(title="Start", description="Where every run of every optimizer begins.")] = (0.0, 1.5)
    optimizers: Annotated[
        tuple[RaceName, ...],
        Meta(min_length=1, max_length=6),
        Meta(title="Optimizers", description="All from the same start.", extra={"labels": _OPTIMIZER_LABELS}),
    ] = ("sgd",)
    learning_rate: Annotated[
        Rate, Meta(title="Learning rate α", description="Of SGD, Momentum and Nesterov.", extra={"scale": "log"})
    ] = 0.1
    adaptive_learning_rate: Annotated[
        Rate,
        Meta(title="Adaptive learning rate", description="Of Adagrad, RMSprop and Adam.", extra={"scale": "log"}),
    ] = 0.05
    momentum: Annotated[Fraction, Meta(title="Momentum μ", description="v ← μv + g, w ← w − αv.")] = 0.9
    beta1: Annotated[Fraction, Meta(title="Adam β₁", description="Weight of the past in the mean gradient.")] = 0.9
    beta2: Annotated[Fraction, Meta(title="Adam β₂", description="Weight of the past in its mean square.")] = 0.999
    rho: Annotated[Fraction, Meta(title="RMSprop ρ", description="Weight of the past in the mean square.")] = 0.99
    eps: Annotated[
        float,
        Meta(ge=1e-12, le=1e-1, extra={"scale": "log"}),
        Meta(title="ε", description="Of the adaptive optimizers, added outside the root."),
    ] = 1e-8
    noise: Annotated[
        float,
        Meta(ge=0.0, le=10.0, title="Noise σ", description="Standard deviation added to each gradient component."),
    ] = 0.1
    noise_kind: Annotated[
        Literal["gaussian", "minibatch"],
        Meta(
            title="Kind of noise",
            description="gaussian: added; minibatch: that of real mini-batches (two-weight network alone).",
            extra={"labels": {"gaussian": "Gaussian, added", "minibatch": "real mini-batches"}},
        ),
    ] = "gaussian"
    batch_size: Annotated[
        int, Meta(ge=1, le=N_SAMPLES, title="Batch size", description="Samples in a mini-batch, of 64.")
    ] = 8
    n_runs: Annotated[int, Meta(ge=1, le=1000, title="Noisy runs", description="Of each optimizer.")] = 200
    n_steps: Annotated[int, Meta(ge=1, le=5000, title="Steps", description="Number of updates.")] = 100
    escape_radius: Annotated[
        float, Meta(ge=1e-3, le=100.0, title="Escape radius", description="So far from the saddle counts as escaped.")
    ] = 0.5
    resolution: Annotated[int, Meta(ge=11, le=401, title="Resolution", description="Points of the map a side.")] = 121
    seed: Annotated[int, Meta(ge=0, le=9999, title="Seed", description="Of the noise.")] = 0

    def __post_init__(self) -> None:
        if self.surface == "custom":
            expression_surface(self.expression)
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


@dataclass(frozen=True)
class Result:
    """The map, its critical points and every position of every run; arrays are read-only.

    Attributes:
        x_axis, y_axis: of the map (resolution,).
        grid: f on the map (n_y, n_x), NaN where it has no finite value.
        critical_points: every one in the window, by value.
        non_isolated: whether some of them form a curve, which is not enumerated.
        critical_curve: points on that curve (n, 2), in no order; empty otherwise.
        all_found: whether the indices of the points add up to the turns of the gradient along the window's edge; None
            where that cannot be told.
        optimizers: their names.
        paths: positions of the noisy runs (n_optimizers, n_runs, n_steps + 1, 2), NaN from ``diverged_at`` on.
        path_loss: f along them (n_optimizers, n_runs, n_steps + 1).
        paths_noise_free: the same descent without noise (n_optimizers, n_steps + 1, 2).
        path_loss_noise_free: f along it (n_optimizers, n_steps + 1).
        diverged_at: first step outside ten times the window (or the surface's own box, if that is larger), or where f
            is not finite, (n_optimizers, n_runs), None if never.
        diverged_at_noise_free: the same for the descents without noise (n_optimizers,).
        saddle: index of the saddle nearest to the start in ``critical_points``, or None.
        escape_step: (n_optimizers, n_runs), None if never or if there is no saddle.
        escape_step_noise_free: (n_optimizers,).
        escaped_fraction: of the noisy runs, per optimizer (n_optimizers,).
        median_escape: median escape step of the noisy runs per optimizer, None if fewer than half escape.
        growth_rate: 1 + α|λ₋| of SGD; None without a saddle or at a degenerate one.
        predicted_median_escape: for SGD with Gaussian noise, from a start on the stable line; None elsewhere.
        final_excess_loss: mean loss of the last tenth of the steps above the minimum nearest to each run's end:
            "with_noise" and "without_noise", each per optimizer, None where there is no minimum or no run left.
        at_start: "value", "gradient" (2,) and "eigenvalues" (2,) at the start, None where f has no value.
    """

    x_axis: Array
    y_axis: Array
    grid: Array
    critical_points: tuple[CriticalPoint, ...]
    non_isolated: bool
    critical_curve: Array
    all_found: bool | None
    optimizers: tuple[str, ...]
    paths: Array
    path_loss: Array
    paths_noise_free: Array
    path_loss_noise_free: Array
    diverged_at: tuple[tuple[int | None, ...], ...]
    diverged_at_noise_free: tuple[int | None, ...]
    saddle: int | None
    escape_step: tuple[tuple[int | None, ...], ...]
    escape_step_noise_free: tuple[int | None, ...]
    escaped_fraction: Array
    median_escape: tuple[float | None, ...]
    growth_rate: float | None
    predicted_median_escape: float | None
    final_excess_loss: Mapping[str, tuple[float | None, ...]]
    at_start: Mapping[str, Any]

    @property
    def nearest_saddle(self) -> CriticalPoint | None:
        """The saddle that escapes are measured from."""
        return None if self.saddle is None else self.critical_points[self.saddle]


def surface_of(params: Params) -> Surface:
    """The surface that the runs descend."""
    return expression_surface(params.expression) if params.surface == "custom" else SURFACES[params.surface]


def window(params: Params) -> Box:
    """The part of the plane that is shown."""
    box = surface_of(params).box
    x_low, x_high = params.x_range or (box.x_low, box.x_high)
    y_low, y_high = params.y_range or (box.y_low, box.y_high)
    return Box(x_low, x_high, y_low, y_high)


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Maps the surface, finds its critical points, and runs every optimizer from the start, with noise and without.

    Every gradient component of a noisy run gets σξ added, ξ standard normal and the same for all optimizers; or the
    gradient is that of a mini-batch. One more run of each optimizer goes without.
    """
    surface, box = surface_of(params), window(params)
    shown = map_surface(surface, box, params.resolution)
    saddle = nearest_saddle(shown.points.points, *params.start)
    runs = race(surface, _rules(params, box), saddle, shown.points.points, checkpoint)
    growth = growth_rate(saddle, params.learning_rate)
    predicted = None
    if saddle is not None and params.noise_kind == "gaussian" and "sgd" in params.optimizers:
        component = unstable_component(saddle, *params.start)
        setting = (params.learning_rate, params.noise, params.escape_radius)
        predicted = predicted_median_escape(growth, *setting, component)
    return Result(
        shown.x_axis,
        shown.y_axis,
        shown.grid,
        shown.points.points,
        shown.points.non_isolated,
        shown.points.curve,
        shown.points.complete,
        params.optimizers,
        **_of_runs(runs),
        saddle=None if saddle is None else shown.points.points.index(saddle),
        growth_rate=growth,
        predicted_median_escape=predicted,
        at_start=numbers_at(surface, *params.start),
    )


def _of_runs(runs: Race) -> dict[str, Any]:
    names = ("paths", "path_loss", "paths_noise_free", "path_loss_noise_free", "diverged_at", "diverged_at_noise_free")
    measured = ("escape_step", "escape_step_noise_free", "escaped_fraction", "median_escape", "final_excess_loss")
    return {name: getattr(runs, name) for name in (*names, *measured)}


def _rules(params: Params, box: Box) -> RaceRules:
    settings = {name: getattr(params, name) for name in ("momentum", "beta1", "beta2", "rho", "eps")}
    return RaceRules(
        optimizers=params.optimizers,
        learning_rate=params.learning_rate,
        adaptive_learning_rate=params.adaptive_learning_rate,
        settings=tuple(settings.items()),
        start=params.start,
        noise=params.noise,
        batch_size=params.batch_size if params.noise_kind == "minibatch" else None,
        n_runs=params.n_runs,
        n_steps=params.n_steps,
        escape_radius=params.escape_radius,
        limits=box.around(surface_of(params).box).scaled(FAR),
        seed=params.seed,
    )


def at(params: Params, x: float, y: float) -> dict[str, Any]:
    """f, its gradient and the Hessian's eigenvalues at any place, as ``at_start`` has them."""
    return numbers_at(surface_of(params), x, y)


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """What became of the runs up to a frame: who left the saddle, who diverged, what the noise costs."""
    frame = frames(params, result).clip(frame)
    return Summary(*saddle_verdict(params, result, frame))


def frames(params: Params, result: Result) -> Frames:
    """One frame a step; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """What the lesson's formulas are filled with."""
    numbers: dict[str, float | None] = {
        "learning_rate": params.learning_rate,
        "growth_rate": result.growth_rate,
        "predicted_median_escape": result.predicted_median_escape,
    }
    if result.nearest_saddle is not None:
        numbers["unstable_curvature"] = abs(result.nearest_saddle.eigenvalues[0])
    if "sgd" in params.optimizers:
        numbers["median_escape"] = result.median_escape[params.optimizers.index("sgd")]
    return {name: value for name, value in numbers.items() if value is not None}


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """What an edit of one field brings along.

    Another surface gets its own window and start. Mini-batches need the network with samples, and other surfaces have
    none. More runs, steps or optimizers than can be kept take from the runs, or, where the runs were edited, from the
    steps.
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


def draft(params: Params) -> Params:
    """The first runs and no finer a map than usual, which take a few milliseconds, while a slider is held."""
    n_runs = max(1, min(params.n_runs, DRAFT_POSITIONS // (len(params.optimizers) * params.n_steps)))
    changes = {"n_runs": n_runs, "resolution": min(params.resolution, DRAFT_RESOLUTION)}
    return params if changes.items() <= to_json(params).items() else params.with_(**changes)


def brief(params: Params, result: Result) -> Collection[str]:
    """Fields that are left out where nobody asked for all data: the paths of more than a hundred runs."""
    return ("paths",) if params.n_runs > BRIEF_RUNS else ()


PRESETS = (
    Preset(
        "double_well",
        "The tutorial's question",
        note="From the stable line descent without noise ends on the saddle; with noise every run leaves it.",
    ),
    Preset(
        "plain_saddle",
        "The plain saddle",
        races.PLAIN_SADDLE,
        "Nothing but a saddle: the escape steps of 1000 runs gather around the prediction.",
    ),
    Preset(
        "real_noise",
        "Real mini-batch noise",
        races.REAL_NOISE,
        "On the saddle the whole data says: stay. Every mini-batch says something else, and pushes off it.",
    ),
    Preset(
        "price_of_noise",
        "The price of noise",
        races.PRICE_OF_NOISE,
        "The same noise that leaves saddles never lets SGD settle, and throws runs from one well into the other.",
    ),
    Preset(
        "six_optimizers",
        "Six optimizers on Himmelblau",
        races.SIX_OPTIMIZERS,
        "The same start, six rules: not all of them end in the same minimum.",
    ),
    Preset(
        "monkey_saddle",
        "Monkey saddle",
        races.MONKEY_SADDLE,
        "Three ways down, and a Hessian of zeros: its eigenvalues do not tell that this is a saddle.",
    ),
    Preset(
        "rosenbrock",
        "Rosenbrock's valley",
        races.ROSENBROCK,
        "Steep walls forbid a larger rate, and the floor of the valley hardly falls.",
    ),
    Preset(
        "own_function",
        "Your own function",
        races.OWN_FUNCTION,
        "Type any f(x, y); every critical point in the window is found and classified.",
    ),
)

LAB = Lab(
    id="saddle",
    title="Saddle points",
    question=3,
    params=Params,
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    frames=frames,
    adjust=adjusted,
    heavy=True,
    draft=draft,
    live_numbers=live_numbers,
    brief=brief,
)
