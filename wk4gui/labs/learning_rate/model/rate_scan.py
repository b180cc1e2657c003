"""A scan of the slider's learning rates from the same start, with which a rate is compared."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.last_results import LastResults
from wk4gui.core.rate_outcomes import (
    BLOWN_UP,
    CLOSE,
    LEFT,
    Flags,
    RateOutcome,
    Region,
    Standard,
    as_low,
    end_loss,
    judge_rates,
    standard_of,
)
from wk4gui.labs.learning_rate.model.params import RATE_RANGE, Draft, Params, problem_of
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.rate_ladder import Ladder, RateProblem, epoch_batches, run_to_the_end
from wk4gui.labs.learning_rate.model.regression_network import N_SAMPLES, RegressionProblem

N_ORDERS = 8
"""Orders of the mini-batches; a rate counts as worse only if it is worse in all of them."""
RATES = read_only(10.0 ** (-5.0 + np.arange(49) / 8.0))
_COARSE = read_only(RATES[::6])
"""The rates that a draft scans, in one order of the batches."""
_SECTIONS, _ROUNDS = 40, 4


@dataclass(frozen=True)
class Rules:
    """The rules that a scan depends on: all parameters but the rates of the ladder."""

    problem: RateProblem
    momentum: float
    n_steps: int
    batch_size: int | None
    seed: int
    coarse: bool = False

    @property
    def rates(self) -> Array:
        """The rates that are scanned: fewer for a draft."""
        return _COARSE if self.coarse else RATES

    @property
    def limit(self) -> float | None:
        """2(1 + μ)/λ over the coordinates that do not start at 0, above which the quadratic diverges; else None."""
        if not isinstance(self.problem, QuadraticProblem):
            return None
        pairs = zip(self.problem.curvature, self.problem.start_at, strict=True)
        felt = max((c for c, w in pairs if w != 0.0), default=0.0)
        return 2.0 * (1.0 + self.momentum) / felt if felt > 0.0 else np.inf

    def orders(self) -> list[Array | None]:
        """The batches of every step in each order; one None for the full batch."""
        if self.batch_size is None or self.batch_size >= N_SAMPLES:
            return [None]
        size, steps, n_orders = self.batch_size, self.n_steps, 1 if self.coarse else N_ORDERS
        return [epoch_batches(N_SAMPLES, size, steps, self.seed, order) for order in range(n_orders)]


@dataclass(frozen=True, eq=False)
class Tried:
    """The ends of runs: E per order of the batches (n_orders, n_rates), and which of them diverge or die (n_rates,)."""

    rates: Array
    ends: Array
    diverges: Flags
    dead: Flags

    def joined(self, other: "Tried") -> "Tried":
        return Tried(
            np.concatenate([self.rates, other.rates]),
            np.concatenate([self.ends, other.ends], axis=1),
            np.concatenate([self.diverges, other.diverges]),
            np.concatenate([self.dead, other.dead]),
        )


@dataclass(frozen=True, eq=False)
class Scan:
    """The outcome of every learning rate from 1e-5 to 10; arrays are read-only.

    Attributes:
        scan_rates: 10^(−5 + j/8), j = 0 … 48 (49,).
        scan_end_loss: mean loss of the last tenth of the steps, for mini-batches the median over 8 orders; None where
            a rate diverges.
        scan_outcome: of each.
        scan_regions: the outcomes over the whole range. Exact on the quadratic, else halfway between two rates.
    """

    scan_rates: Array
    scan_end_loss: tuple[float | None, ...]
    scan_outcome: tuple[RateOutcome, ...]
    scan_regions: tuple[Region, ...]


def rules_of(params: Params) -> Rules:
    """The rules of a scan with these parameters."""
    seed = params.seed if params.batch_size is not None else 0
    coarse = isinstance(params, Draft)
    return Rules(problem_of(params), params.momentum, params.n_steps, params.batch_size, seed, coarse)


def _try_all(rules: Rules, checkpoint: Callable[[float], None]) -> Tried:
    return _tried(rules, rules.rates, checkpoint)


try_scan = LastResults(_try_all, 8)
"""The ends of the scan's runs; the last results are cached."""


def try_ladder(rules: Rules, rates: Array, ladder: Ladder) -> Tried:
    """The ends of a ladder's runs: those of the ladder, and those in the other orders of its batches."""
    ends, others = end_loss(ladder.loss)[None], rules.orders()[1:]
    if others:
        more, _ = run_to_the_end(rules.problem, rates, rules.momentum, rules.n_steps, others)
        ends = np.concatenate([ends, more])
    return _concluded(rules, rates, ends, ladder.theta[:, -1])


def judge_ladder(rules: Rules, rates: Array, ladder: Ladder, scan: Tried) -> tuple[RateOutcome, ...]:
    """The outcomes of a ladder's rates, compared with the scan and with each other."""
    own = try_ladder(rules, rates, ladder)
    return tuple(judge_rates(rates, own.ends, _standard(rules, scan.joined(own)), own.diverges, own.dead))


def compute_scan(params: Params, checkpoint: Callable[[float], None] = lambda fraction: None) -> Scan:
    """The outcomes of 49 rates from the same start with the same steps, independent of α and its ladder."""
    return _last_results(rules_of(params), checkpoint)


def _scan(rules: Rules, checkpoint: Callable[[float], None]) -> Scan:
    tried = try_scan(rules, checkpoint)
    standard = _standard(rules, tried)
    outcomes = judge_rates(tried.rates, tried.ends, standard, tried.diverges, tried.dead)
    middle = zip(np.median(tried.ends, axis=0).tolist(), tried.diverges, strict=True)
    ends = tuple(None if diverges else end for end, diverges in middle)
    return Scan(tried.rates, ends, tuple(outcomes), _regions(rules, outcomes, standard))


_last_results = LastResults(_scan, 16)


def _tried(rules: Rules, rates: Array, checkpoint: Callable[[float], None] = lambda fraction: None) -> Tried:
    ends, theta = run_to_the_end(rules.problem, rates, rules.momentum, rules.n_steps, rules.orders(), checkpoint)
    return _concluded(rules, rates, ends, theta[0])


def _concluded(rules: Rules, rates: Array, ends: Array, theta: Array) -> Tried:
    """The ends with divergences: not finite in most orders, or above ten times the start."""
    limit, ends = rules.limit, np.where(np.isfinite(ends), ends, np.inf)
    if limit is not None:
        return Tried(rates, ends, np.asarray(rates > limit), np.zeros(len(rates), bool))
    diverges = ~(np.median(ends, axis=0) <= BLOWN_UP * _start_loss(rules))
    dead = np.zeros(len(rates), bool)
    if isinstance(rules.problem, RegressionProblem) and rules.problem.dies:
        dead = np.array(rules.problem.all_units_off(np.nan_to_num(theta, nan=0.0))) & ~diverges
    return Tried(rates, ends, diverges, dead)


def _start_loss(rules: Rules) -> float:
    return float(rules.problem.loss(rules.problem.start[None])[0])


def _standard(rules: Rules, tried: Tried) -> Standard | None:
    return standard_of(tried.rates, tried.ends, _start_loss(rules), tried.diverges | tried.dead)


def _regions(rules: Rules, outcomes: list[RateOutcome], standard: Standard | None) -> tuple[Region, ...]:
    if standard is None or standard.fall <= 0.0:
        return ()
    rates = rules.rates.tolist()
    changes = [i for i in range(len(rates) - 1) if outcomes[i] != outcomes[i + 1]]
    edges = [_edge(rules, rates[i], rates[i + 1], outcomes[i + 1], standard) for i in changes]
    kept = [outcomes[0], *(outcomes[i + 1] for i in changes)]
    ends = pairwise([RATE_RANGE[0], *edges, RATE_RANGE[1]])
    return tuple(Region(low, high, outcome) for (low, high), outcome in zip(ends, kept, strict=True))


def _edge(rules: Rules, low: float, high: float, after: RateOutcome, standard: Standard) -> float:
    """The rate at which an outcome begins, between two rates of the scan."""
    limit = rules.limit
    if limit is None:
        return float(np.sqrt(low * high))
    if after == "diverges":
        return limit
    share = CLOSE if after == "too high" else LEFT
    inside, high = _lie_low(rules, np.array([low]), standard, share)[0], min(high, limit)
    for _ in range(_ROUNDS):
        rates = np.geomspace(low, high, _SECTIONS + 1)
        past = np.flatnonzero(_lie_low(rules, rates[1:-1], standard, share) != inside)
        first = int(past[0]) + 1 if len(past) else _SECTIONS
        low, high = float(rates[first - 1]), float(rates[first])
    return float(np.sqrt(low * high))


def _lie_low(rules: Rules, rates: Array, standard: Standard, share: float) -> Flags:
    return as_low(_tried(rules, rates).ends, standard, share)
