"""What the exercise of the bias_variance lab asks for: bias², variance, the error, and two arrows."""

import math

from wk4gui.core.equation import Equation, mean, quantity, total
from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Decision, Difficulty, Quantity, Working, choice, number, option, slip
from wk4gui.labs.bias_variance.model.exercise_given import ARROWS, N_FITS, Fits, Operation, place_name


def _at(i: int, n_places: int) -> str:
    return f" at {place_name(i)}" if n_places > 1 else ""


def _mark(i: int, n_places: int) -> str:
    return subscript(i + 1) if n_places > 1 else ""


def _mean(i: int, n: int) -> Quantity:
    name = "f̄" + _mark(i, n)
    return number(
        f"m{i}",
        name,
        f"mean fit{_at(i, n)}",
        lambda g, w: Equation(name, mean(g.values[i], "Σ f")),
        slip("not_divided", "This is the sum; divide it by 5.", lambda g, w: math.fsum(g.values[i])),
        slip("one_less", "Five fits: divide by 5.", lambda g, w: math.fsum(g.values[i]) / (N_FITS - 1)),
        slip(
            "middle_for_mean",
            "This is the middle of the smallest and the largest fit.",
            lambda g, w: 0.5 * (min(g.values[i]) + max(g.values[i])),
        ),
        step="mean fit" + _at(i, n),
    )


def _bias() -> Quantity:
    return number(
        "bias",
        "bias",
        "bias",
        lambda g, w: Equation("bias", quantity("f̄", w["m0"]) - quantity("target", g.targets[0])),
        slip("turned_round", "The bias is the mean fit minus the target.", lambda g, w: g.targets[0] - w["m0"]),
        slip(
            "first_fit",
            "The bias is that of the mean fit, not of the first one.",
            lambda g, w: g.values[0][0] - g.targets[0],
        ),
        step="bias",
    )


def _off(given: Fits, working: Working, i: int) -> float:
    """The bias at a place: as worked out where it is asked for."""
    if len(given.values) == 1:
        return float(working["bias"])
    return float(working[f"m{i}"]) - given.targets[i]


def _squares(given: Fits, i: int, about: float) -> float:
    return math.fsum((f - about) ** 2 for f in given.values[i])


def _bias_squared(i: int, n: int) -> Quantity:
    name = "bias²" + _at(i, n)

    def rule(g: Fits, w: Working) -> Equation:
        if n == 1:
            return Equation(name, quantity("bias", w["bias"]) ** 2)
        return Equation(name, (quantity("f̄", w[f"m{i}"]) - quantity("target", g.targets[i])) ** 2)

    return number(
        f"b{i}",
        name,
        f"bias squared{_at(i, n)}",
        rule,
        slip("not_squared", "This is the bias; it is squared.", lambda g, w: _off(g, w, i)),
        slip(
            "size_for_square",
            "This is the size of the bias, not its square.",
            lambda g, w: abs(_off(g, w, i)) if _off(g, w, i) < 0.0 else None,
        ),
        slip(
            "error_for_bias",
            "The mean square distance from the target has the variance in it.",
            lambda g, w: _squares(g, i, g.targets[i]) / N_FITS,
        ),
        step="bias² and variance" + _at(i, n),
    )


def _variance(i: int, n: int) -> Quantity:
    name = "variance" + _at(i, n)

    def rule(g: Fits, w: Working) -> Equation:
        centre = quantity("f̄", w[f"m{i}"])
        return Equation(
            name, total([(quantity("f", f) - centre) ** 2 for f in g.values[i]], "Σ (f − f̄)²") / float(N_FITS)
        )

    return number(
        f"v{i}",
        name,
        f"variance{_at(i, n)}",
        rule,
        slip(
            "around_target",
            "The variance is taken around the mean fit, not around the target.",
            lambda g, w: _squares(g, i, g.targets[i]) / N_FITS,
        ),
        slip(
            "one_less",
            "These five are all there are: divide by 5, not by 4.",
            lambda g, w: _squares(g, i, w[f"m{i}"]) / (N_FITS - 1),
        ),
        slip("not_divided", "The squares are averaged over the five fits.", lambda g, w: _squares(g, i, w[f"m{i}"])),
        slip(
            "deviation",
            "This is the standard deviation; the variance is its square.",
            lambda g, w: math.sqrt(_squares(g, i, w[f"m{i}"]) / N_FITS),
        ),
        step="bias² and variance" + _at(i, n),
    )


def _average(key: str, name: str, n: int) -> Quantity:
    def values(w: Working) -> list[float]:
        return [float(w[f"{key}{i}"]) for i in range(n)]

    slips = [
        slip("not_averaged", "The places are averaged, not added.", lambda g, w: math.fsum(values(w))),
        slip("first_place", "This is the first place alone.", lambda g, w: values(w)[0]),
    ]
    if key == "b":
        slips.append(
            slip(
                "squared_after",
                "Biases are squared first, then averaged: else they cancel.",
                lambda g, w: (math.fsum(_off(g, w, i) for i in range(n)) / n) ** 2,
            )
        )
    return number(
        key,
        f"mean {name}",
        f"{name}, mean of the three places",
        lambda g, w: Equation(f"mean {name}", mean([quantity("", each) for each in values(w)], f"Σ {name}")),
        *slips,
        step="means",
    )


def _parts(working: Working, n: int) -> tuple[float, float]:
    """Bias² and variance as they enter the error."""
    return (float(working["b0"]), float(working["v0"])) if n == 1 else (float(working["b"]), float(working["v"]))


def _error(n: int) -> Quantity:
    def rule(g: Fits, w: Working) -> Equation:
        squared, variance = _parts(w, n)
        return Equation(
            "error", quantity("bias²", squared) + quantity("variance", variance) + quantity("σ", g.noise) ** 2
        )

    return number(
        "error",
        "error",
        "expected squared error",
        rule,
        slip("noise_forgotten", "The noise is missing: no fit can foresee it.", lambda g, w: sum(_parts(w, n))),
        slip(
            "noise_not_squared",
            "σ is squared: variances add, deviations do not.",
            lambda g, w: sum(_parts(w, n)) + g.noise,
        ),
        slip("variance_forgotten", "The variance is missing.", lambda g, w: _parts(w, n)[0] + g.noise**2),
        slip(
            "bias_not_squared",
            "The bias enters squared.",
            lambda g, w: _off(g, w, 0) + _parts(w, n)[1] + g.noise**2 if n == 1 else None,
        ),
        step="error",
    )


def _of_the_mean() -> Quantity:
    return number(
        "v_mean",
        "variance of the average",
        "variance of the average of five such fits",
        lambda g, w: Equation("variance of the average", quantity("variance", w["v"]) / float(N_FITS)),
        slip(
            "unchanged",
            "Independent deviations partly cancel: the variance is divided by 5.",
            lambda g, w: float(w["v"]),
        ),
        slip("root", "The deviation falls by √5, the variance by 5.", lambda g, w: w["v"] / math.sqrt(N_FITS)),
        slip("multiplied", "It falls, by the number of fits.", lambda g, w: N_FITS * w["v"]),
        step="average of five",
    )


def _error_of_the_mean() -> Quantity:
    def rule(g: Fits, w: Working) -> Equation:
        parts = quantity("mean bias²", w["b"]) + quantity("variance of the average", w["v_mean"])
        return Equation("error of the average", parts + quantity("σ", g.noise) ** 2)

    return number(
        "error_mean",
        "error of the average",
        "expected squared error of the average",
        rule,
        slip("all_divided", "Averaging leaves bias² and noise as they are.", lambda g, w: w["error"] / N_FITS),
        slip(
            "bias_divided",
            "Averaging leaves the bias as it is.",
            lambda g, w: w["b"] / N_FITS + w["v_mean"] + g.noise**2,
        ),
        slip(
            "noise_divided",
            "The noise of a new value is not averaged.",
            lambda g, w: w["b"] + w["v_mean"] + g.noise**2 / N_FITS,
        ),
        slip("noise_forgotten", "The noise is missing.", lambda g, w: w["b"] + w["v_mean"]),
        step="average of five",
    )


def _arrow(what: str, operation: Operation) -> Quantity:
    right, why = (
        (operation.bias, operation.why_bias) if what == "bias" else (operation.variance, operation.why_variance)
    )

    def sentence(arrow: str) -> str:
        if arrow == "same":
            return f"It does change: {why}."
        return f"It stays: {why}." if right == "same" else f"It goes {right}: {why}."

    slips = (option(f"{arrow}_said", arrow, sentence(arrow)) for arrow in ARROWS if arrow != right)
    words = f"{what}, when {operation.words}"
    return choice(
        f"arrow_{what}", f"{what} goes", words, ARROWS, lambda g, w: Decision(right, why), *slips, step="arrows"
    )


def asked_of(given: Fits, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    n_places = len(given.values)
    asked: list[Quantity] = []
    for i in range(n_places):
        asked += [
            _mean(i, n_places),
            *([_bias()] if n_places == 1 else []),
            _bias_squared(i, n_places),
            _variance(i, n_places),
        ]
    if n_places > 1:
        asked += [_average("b", "bias²", n_places), _average("v", "variance", n_places)]
    asked.append(_error(n_places))
    if difficulty == "hard":
        asked += [_of_the_mean(), _error_of_the_mean()]
    asked += [_arrow("bias", given.operation), _arrow("variance", given.operation)]
    return asked
