"""Which moments of a fitted curve exist; estimates of other moments do not converge with more training sets.

n random points lie within a width δ with a probability like δ^(n − 1), and a polynomial of degree d with
free coefficients then errs by δ^(−d) where noise or a jump of the target separates them. So moment k of the error
exists from n = kd + 2 on: the mean from d + 2, the variance from 2d + 2, its standard error from 4d + 2 points. With a
penalty, on fixed places, or where all points agree with one smooth curve, all exist.
"""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.bias_variance.model.trial_rules import TrialRules


@dataclass(frozen=True)
class Moments:
    """Which moments exist, by the rule and not by the sample.

    Attributes:
        mean: of the prediction, and with it the bias.
        variance: of the prediction, and with it the expected error.
        variance_error: of the squared distance: standard errors of variance and expected error.
    """

    mean: bool
    variance: bool
    variance_error: bool


def moments_exist(rules: TrialRules) -> Moments:
    """Which moments exist for a learner and its training sets."""
    noisy = rules.noise > 0.0 or rules.target == "step"
    wild = rules.model == "polynomial" and rules.x_design == "random" and rules.l2 == 0.0 and rules.degree >= 1
    orders = (rules.n_train >= k * rules.degree + 2 if wild and noisy else True for k in (1, 2, 4))
    return Moments(*orders)


@dataclass(frozen=True, eq=False)
class Medians:
    """Statistics that are robust to a few wild curves; arrays are read-only.

    Attributes:
        prediction: the median over the training sets at each place (n_places,).
        band: the 10 % and the 90 % quantile at each place (2, n_places).
        squared_distance: the median over the training sets of a curve's mean squared distance from the target.
        distance_band: its 10 % and 90 % quantile.
    """

    prediction: Array
    band: Array
    squared_distance: float
    distance_band: tuple[float, float]


def medians_of(predictions: Array, target: Array) -> Medians:
    """Medians and 10–90 % bands of curves (n_trials, n_places)."""
    low, middle, high = np.quantile(predictions, (0.1, 0.5, 0.9), axis=0)
    distance = np.mean((predictions - target) ** 2, axis=1)
    first, median, last = (float(value) for value in np.quantile(distance, (0.1, 0.5, 0.9)))
    return Medians(read_only(middle), read_only(np.stack([low, high])), median, (first, last))
