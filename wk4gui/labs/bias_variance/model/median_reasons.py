"""Where the medians of the bias_variance lab come from."""

import numpy as np

from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.result import Result


def median_reasons(params: Params, result: Result) -> list[Reason]:
    """The typical squared distance from the target, and what a tenth of the curves are below and above."""
    n = len(result.predictions)
    own = f"E = Σ (f̂ − f)² / {len(result.x_grid)}, of each set"
    values = (result.median_squared_distance, *result.squared_distance_band)
    words = (f"median of {n} E", f"10 % of {n} E are below", f"90 % of {n} E are below")
    subjects = ("Typical squared distance from the target", "Small squared distances", "Large squared distances")
    return [
        Reason(subject, (own, f"{word} = {number(value)}"), value)
        for subject, word, value in zip(subjects, words, values, strict=True)
    ]


def point_count_reasons(params: Params) -> list[Reason]:
    """From how many points on the mean, the variance and its standard error exist."""
    names = ("mean", "variance", "standard error of the variance")
    return [
        Reason(
            f"Points from which on the {name} exists",
            (f"{order} · d + 2 = {order} · {params.degree} + 2 = {order * params.degree + 2}",),
            float(np.int64(order * params.degree + 2)),
        )
        for order, name in zip((1, 2, 4), names, strict=True)
    ]
