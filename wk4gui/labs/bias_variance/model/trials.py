"""One learner on many training sets: noisy points of a target, and a curve fitted to each set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.ensemble import Data, Training, predict, train
from wk4gui.core.last_results import LastResults
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.core.spread import Call, Task, spread
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.checkpoint import Checkpoint, hand_out
from wk4gui.labs.bias_variance.model.polynomials import fit_and_residuals
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules

GRID = read_only(np.linspace(-1.0, 1.0, 101))
"""Places at which curves are compared with the target."""
_BLOCK, _NETWORKS = 200, 50
"""Training sets that are fitted at a time: by polynomials, and by networks."""
_KEPT_POINTS = 200_000
_WORTH_THREADS = 3e7
"""Hidden activations in the training from which networks are trained in several threads: about 0.1 s."""
_WORTH_PROCESSES = 2e8
"""Those from which networks are trained in several processes: about 0.3 s."""


_WITH_DROPOUT = 1.5
"""What dropout multiplies the time of a training by: about half of it is for the masks."""


@dataclass(frozen=True, eq=False)
class Fits:
    """Training sets and the curves fitted to them; networks are trained in single precision.

    Attributes:
        x: (n_train,) if all sets have the same, or (n_trials, n_train).
        y: (n_trials, n_train).
        predictions: on ``GRID`` (n_trials, 101).
        train_loss: mean squared error on the own set (n_trials,).
    """

    x: Array
    y: Array
    predictions: Array
    train_loss: Array


class Trials:
    """All training sets of a learner, of which some may be fitted at a time."""

    def __init__(self, rules: TrialRules) -> None:
        size = (rules.n_trials, rules.n_train)
        same = rules.x_design == "grid"
        self._rules = rules
        self.x = np.linspace(-1.0, 1.0, rules.n_train) if same else rules.chance(1).uniform(-1.0, 1.0, size)
        self.y = TARGETS[rules.target](self.x) + rules.noise * rules.chance(0).standard_normal(size)
        self.start = None if rules.model == "polynomial" else rules.shape.draw(rules.n_trials, rules.chance(2))

    def fit(self, part: slice, checkpoint: Callable[[float], None]) -> Fits:
        """The curves of some of them."""
        x, y = self.x if self.x.ndim == 1 else self.x[part], self.y[part]
        if self.start is None:
            predictions, train_loss = _fit_polynomials(self._rules, x, y, checkpoint)
        else:
            predictions, train_loss = _fit_networks(self._rules, x, y, self.start[part], checkpoint)
        return Fits(read_only(x), read_only(y), read_only(predictions), read_only(train_loss))


def _fit_trials(rules: TrialRules, checkpoint: Callable[[float], None]) -> Fits:
    return Trials(rules).fit(slice(None), checkpoint)


_last_results = LastResults(_fit_trials, 12)


def fit_trials(rules: TrialRules, checkpoint: Callable[[float], None] = lambda fraction: None) -> Fits:
    """Draws the training sets and fits a curve to each; the last networks are cached, since they take long.

    Noise, places, starts and dropout come from separate random streams: learners that differ in one setting share the
    others' random numbers.
    """
    return (_last_results if _is_kept(rules) else _fit_trials)(rules, checkpoint)


def fit_each(rules: Sequence[TrialRules], checkpoint: Callable[[float], None]) -> list[Fits]:
    """``fit_trials`` of each of several learners, networks on all processors."""
    found = {each: known for each in rules if (known := _last_results.known(each)) is not None}
    missing = [each for each in dict.fromkeys(rules) if each not in found]
    in_processes = sum(each.work for each in missing) > _WORTH_PROCESSES
    tasks = [Call(_fit_trials, (each,)) for each in missing]
    fits = _on_all_processors(tasks, missing, checkpoint, in_processes=in_processes)
    for each, own in zip(missing, fits, strict=True):
        found[each] = own
        if _is_kept(each):
            _last_results.keep(each, own)
    return [found[each] for each in rules]


def _on_all_processors(
    tasks: Sequence[Task[Fits]],
    rules: Sequence[TrialRules],
    checkpoint: Callable[[float], None],
    *,
    in_processes: bool = False,
) -> list[Fits]:
    """The tasks of these learners; those of polynomials and of few networks one after the other."""
    weights = [(each.work or 1.0) * (_WITH_DROPOUT if each.drop_prob else 1.0) for each in rules]
    n_threads = None if sum(each.work for each in rules) > _WORTH_THREADS else 1
    fits = spread(tasks, weights, checkpoint, n_threads=n_threads, in_processes=in_processes)
    # what comes from a process can be written to
    return [Fits(*map(read_only, (each.x, each.y, each.predictions, each.train_loss))) for each in fits]


def fit_both(rules: TrialRules, checkpoint: Checkpoint, result: Callable[[Fits, Fits], Any]) -> tuple[Fits, Fits]:
    """``fit_trials`` of these rules and of independent training sets, some sets at a time.

    What ``result`` makes of those that are fitted is handed out after each block of training sets.
    """
    pair = (rules, rules.others())
    if all(_last_results.known(each) is not None for each in pair):
        return fit_trials(pair[0]), fit_trials(pair[1])
    blocks, trials = _blocks(rules), [Trials(each) for each in pair]
    done: tuple[list[Fits], list[Fits]] = ([], [])
    for number, part in enumerate(blocks):

        def report(fraction: float, before: int = number) -> None:
            checkpoint((before + fraction) / len(blocks))

        both = _on_all_processors([partial(each.fit, part) for each in trials], pair, report)
        for half, fits in zip(done, both, strict=True):
            half.append(fits)
        if number + 1 < len(blocks):
            hand_out(checkpoint, (number + 1) / len(blocks), lambda: result(_joined(done[0]), _joined(done[1])))
    joined = _joined(done[0]), _joined(done[1])
    for each, own in zip(pair, joined, strict=True):
        if _is_kept(each):
            _last_results.keep(each, own)
    return joined


def _is_kept(rules: TrialRules) -> bool:
    return rules.model == "network" and rules.n_trials * rules.n_train <= _KEPT_POINTS


def _blocks(rules: TrialRules) -> list[slice]:
    """The training sets in blocks; all at once where dropout draws one mask for all networks."""
    n, size = rules.n_trials, _BLOCK if rules.model == "polynomial" else _NETWORKS
    if rules.model == "network" and rules.drop_prob > 0.0:
        return [slice(0, n)]
    count = max(1, n // size)
    edges = [k * n // count for k in range(count + 1)]
    return [slice(low, high) for low, high in pairwise(edges)]


def _joined(fits: Sequence[Fits]) -> Fits:
    """Blocks of training sets as one."""
    if len(fits) == 1:
        return fits[0]
    first = fits[0]
    x = first.x if first.x.ndim == 1 else read_only(np.concatenate([each.x for each in fits]))
    rest = (read_only(np.concatenate([getattr(f, name) for f in fits])) for name in ("y", "predictions", "train_loss"))
    return Fits(x, *rest)


def _fit_polynomials(rules: TrialRules, x: Array, y: Array, checkpoint: Callable[[float], None]) -> tuple[Array, Array]:
    predictions, train_loss = np.empty((len(y), len(GRID))), np.empty(len(y))
    for start in range(0, len(y), _BLOCK):
        checkpoint(start / len(y))
        part = slice(start, start + _BLOCK)
        places = x if x.ndim == 1 else x[part]
        fitted, own = fit_and_residuals(places, y[part], rules.degree, rules.l2, GRID)
        predictions[part], train_loss[part] = fitted, np.mean(own**2, axis=1)
    return predictions, train_loss


def _fit_networks(
    rules: TrialRules, x: Array, y: Array, start: Array, checkpoint: Callable[[float], None]
) -> tuple[Array, Array]:
    shape = rules.shape
    training = Training(
        rules.n_steps,
        settings=OptimizerSettings(rules.learning_rate),
        l2=rules.l2,
        noise="dropout",
        drop_prob=rules.drop_prob,
        record_at=(rules.n_steps,),
        precision="single",
        seed=(rules.seed, 8, int(rules.independent), 3),
    )
    trained = train(shape, start, Data(x[..., None], y), training, checkpoint=checkpoint)
    return predict(shape, trained.theta, GRID[:, None]), trained.train_loss[:, 0]
