"""What the exercise of the batch_norm lab asks for: statistics, outputs, gradients and the raised bias."""

import math

from wk4gui.core.equation import Equation, mean, quantity, root, total
from wk4gui.core.expression import QuantityTerm
from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty, Quantity, Working, number, slip
from wk4gui.labs.batch_norm.model.exercise_given import N_SAMPLES, Batch


def _z(given: Batch, i: int) -> QuantityTerm:
    return quantity("z" + subscript(i + 1), given.z[i])


def _mean() -> Quantity:
    return number(
        "mean",
        "μ",
        "mean of the batch",
        lambda g, w: Equation("μ", mean(g.z, "Σ z")),
        slip("not_divided", "This is the sum; divide it by the number of samples.", lambda g, w: sum(g.z)),
        slip(
            "one_less",
            "The mean divides by n; n − 1 belongs to an unbiased variance.",
            lambda g, w: sum(g.z) / (N_SAMPLES - 1),
        ),
        slip("signs_dropped", "The signs of the samples count.", lambda g, w: sum(map(abs, g.z)) / N_SAMPLES),
        step="statistics",
    )


def _squares(given: Batch, working: Working) -> float:
    return math.fsum((z - working["mean"]) ** 2 for z in given.z)


def _variance() -> Quantity:
    def rule(given: Batch, working: Working) -> Equation:
        centre = quantity("μ", working["mean"])
        squares = total([(_z(given, i) - centre) ** 2 for i in range(N_SAMPLES)], "Σ (z − μ)²")
        return Equation("σ²", squares / float(N_SAMPLES))

    return number(
        "var",
        "σ²",
        "variance of the batch",
        rule,
        slip("one_less", "Batch norm divides by n, not by n − 1.", lambda g, w: _squares(g, w) / (N_SAMPLES - 1)),
        slip("not_divided", "The squares are not averaged.", _squares),
        slip(
            "deviation",
            "This is the standard deviation; it is squared.",
            lambda g, w: math.sqrt(_squares(g, w) / N_SAMPLES),
        ),
        slip(
            "mean_not_subtracted",
            "The mean is subtracted before squaring.",
            lambda g, w: math.fsum(z * z for z in g.z) / N_SAMPLES,
        ),
        step="statistics",
    )


def _normalized(i: int) -> Quantity:
    n = subscript(i + 1)

    def rule(given: Batch, working: Working) -> Equation:
        spread = root(quantity("σ²", working["var"]) + quantity("ε", given.eps))
        return Equation("ẑ" + n, (_z(given, i) - quantity("μ", working["mean"])) / spread)

    def deviation(given: Batch, working: Working) -> float:
        return given.z[i] - float(working["mean"])

    return number(
        f"h{i}",
        "ẑ" + n,
        f"normalised sample {i + 1}",
        rule,
        slip(
            "eps_outside",
            "ε stands under the root.",
            lambda g, w: deviation(g, w) / (math.sqrt(max(w["var"], 0.0)) + g.eps),
        ),
        slip(
            "eps_forgotten",
            "ε is missing under the root.",
            lambda g, w: deviation(g, w) / math.sqrt(w["var"]) if w["var"] > 0.0 else None,
        ),
        slip("root_forgotten", "Divide by the root of σ² + ε.", lambda g, w: deviation(g, w) / (w["var"] + g.eps)),
        slip("mean_not_subtracted", "The mean is subtracted first.", lambda g, w: g.z[i] / _spread(g, w)),
        step="normalised",
    )


def _spread(given: Batch, working: Working) -> float:
    """√(σ² + ε); NaN for a variance that cannot be."""
    inside = working["var"] + given.eps
    return math.sqrt(inside) if inside > 0.0 else math.nan


def _output(i: int) -> Quantity:
    n = subscript(i + 1)

    def rule(given: Batch, working: Working) -> Equation:
        scaled = quantity("γ", given.gamma) * quantity("ẑ" + n, working[f"h{i}"])
        return Equation("z̃" + n, scaled + quantity("β", given.beta))

    return number(
        f"o{i}",
        "z̃" + n,
        f"output of sample {i + 1}",
        rule,
        slip("swapped", "γ scales and β shifts: z̃ = γẑ + β.", lambda g, w: g.beta * w[f"h{i}"] + g.gamma),
        slip("shift_scaled", "β is added after scaling: z̃ = γẑ + β.", lambda g, w: g.gamma * (w[f"h{i}"] + g.beta)),
        slip("shift_forgotten", "β is missing.", lambda g, w: g.gamma * w[f"h{i}"]),
        slip("scale_forgotten", "γ is missing.", lambda g, w: w[f"h{i}"] + g.beta),
        step="output",
    )


def _raised() -> list[Quantity]:
    here = "raised bias"
    return [
        number(
            "mean_up",
            "new μ",
            "mean of the batch with the raised bias",
            lambda g, w: Equation("new μ", quantity("μ", w["mean"]) + quantity("", g.raised)),
            slip("mean_stays", "Every sample moves, so their mean moves as well.", lambda g, w: float(w["mean"])),
            slip(
                "raised_share",
                "All four samples move by the same, so the mean moves by all of it.",
                lambda g, w: w["mean"] + g.raised / N_SAMPLES,
            ),
            step=here,
        ),
        number(
            "h_up",
            "new ẑ₁",
            "normalised sample 1 with the raised bias",
            lambda g, w: Equation(
                "new ẑ₁",
                (_z(g, 0) + quantity("", g.raised) - quantity("new μ", w["mean_up"]))
                / root(quantity("σ²", w["var"]) + quantity("ε", g.eps)),
            ),
            slip(
                "old_mean",
                "The mean has moved, too; the bias cancels.",
                lambda g, w: (g.z[0] + g.raised - w["mean"]) / _spread(g, w),
            ),
            slip("only_the_mean", "The sample has moved, too.", lambda g, w: (g.z[0] - w["mean_up"]) / _spread(g, w)),
            slip(
                "bias_added_after",
                "The bias comes before the normalisation; it is not added to ẑ.",
                lambda g, w: w["h0"] + g.raised,
            ),
            step=here,
        ),
        number(
            "shift",
            "change of z̃₁",
            "by how much output 1 changes",
            lambda g, w: Equation(
                "change of z̃₁", quantity("γ", g.gamma) * (quantity("new ẑ₁", w["h_up"]) - quantity("ẑ₁", w["h0"]))
            ),
            slip("bias_passes", "The bias does not pass: the mean takes it away.", lambda g, w: g.raised),
            slip("bias_scaled", "The bias does not pass, scaled or not.", lambda g, w: g.gamma * g.raised),
            slip(
                "bias_normalized",
                "The mean takes the bias away before the division.",
                lambda g, w: g.gamma * g.raised / _spread(g, w),
            ),
            step=here,
        ),
    ]


def _grad_beta() -> Quantity:
    return number(
        "grad_beta",
        "∂L/∂β",
        "gradient of β",
        lambda g, w: Equation("∂L/∂β", total(g.grads, "Σ ∂L/∂z̃")),
        slip(
            "averaged",
            "The parts of all samples add up; there is no mean here.",
            lambda g, w: math.fsum(g.grads) / N_SAMPLES,
        ),
        slip(
            "gradient_of_gamma",
            "This is ∂L/∂γ, which has ẑ as a factor; β has none.",
            lambda g, w: math.fsum(a * w[f"h{i}"] for i, a in enumerate(g.grads)),
        ),
        slip("scaled", "γ is no factor: z̃ = γẑ + β, so ∂z̃/∂β = 1.", lambda g, w: g.gamma * math.fsum(g.grads)),
        step="gradients",
    )


def _grad_bias() -> Quantity:
    def rule(given: Batch, working: Working) -> Equation:
        through = [quantity("", a) for a in given.grads]
        return Equation("∂L/∂b", total(through, "Σ ∂L/∂z̃") * quantity("∂z̃/∂b", 0.0))

    return number(
        "grad_b",
        "∂L/∂b",
        "gradient of the bias before batch norm",
        rule,
        slip(
            "as_beta",
            "b is no β: the output does not depend on b, so its gradient is 0.",
            lambda g, w: float(w["grad_beta"]),
        ),
        slip(
            "statistics_constant",
            "The mean depends on b, too, and cancels this.",
            lambda g, w: g.gamma * math.fsum(g.grads) / _spread(g, w),
        ),
        step="gradients",
    )


def _running_mean() -> Quantity:
    def rule(given: Batch, working: Working) -> Equation:
        m = quantity("m", given.momentum)
        return Equation(
            "running mean", (1.0 - m) * quantity("old", given.running[0]) + m * quantity("μ", working["mean"])
        )

    return number(
        "run_mean",
        "running mean",
        "running mean after the batch",
        rule,
        slip(
            "weights_swapped",
            "Momentum is the weight of the new value here.",
            lambda g, w: g.momentum * g.running[0] + (1.0 - g.momentum) * w["mean"],
        ),
        slip("added", "The old value keeps the weight 1 − m.", lambda g, w: g.running[0] + g.momentum * w["mean"]),
        slip(
            "with_raised",
            "The running mean takes the batch before the bias was raised.",
            lambda g, w: (1.0 - g.momentum) * g.running[0] + g.momentum * w["mean_up"],
        ),
        step="running statistics",
    )


def _running_variance() -> Quantity:
    unbiased = N_SAMPLES / (N_SAMPLES - 1)

    def rule(given: Batch, working: Working) -> Equation:
        m = quantity("m", given.momentum)
        fresh = quantity("σ²", working["var"]) * quantity("n/(n − 1)", unbiased)
        return Equation("running variance", (1.0 - m) * quantity("old", given.running[1]) + m * fresh)

    return number(
        "run_var",
        "running variance",
        "running variance after the batch",
        rule,
        slip(
            "biased",
            "The running variance takes n/(n − 1) of the batch's.",
            lambda g, w: (1.0 - g.momentum) * g.running[1] + g.momentum * w["var"],
        ),
        slip(
            "weights_swapped",
            "Momentum is the weight of the new value here.",
            lambda g, w: g.momentum * g.running[1] + (1.0 - g.momentum) * unbiased * w["var"],
        ),
        slip(
            "added",
            "The old value keeps the weight 1 − m.",
            lambda g, w: g.running[1] + g.momentum * unbiased * w["var"],
        ),
        step="running statistics",
    )


def _frozen() -> Quantity:
    """By how much the output moves with the bias once the statistics are frozen."""

    def rule(given: Batch, working: Working) -> Equation:
        spread = root(quantity("running variance", working["run_var"]) + quantity("ε", given.eps))
        return Equation("change of z̃₁, frozen", quantity("γ", given.gamma) * quantity("", given.raised) / spread)

    return number(
        "frozen",
        "change of z̃₁, frozen",
        "by how much output 1 changes with the raised bias if the running statistics are frozen",
        rule,
        slip("still_cancels", "Frozen statistics do not move with the bias, so nothing cancels it.", lambda g, w: 0.0),
        slip(
            "scale_forgotten",
            "γ is missing.",
            lambda g, w: g.raised / math.sqrt(w["run_var"] + g.eps) if w["run_var"] + g.eps > 0 else None,
        ),
        slip(
            "batch_variance",
            "The frozen variance divides, not that of the batch.",
            lambda g, w: g.gamma * g.raised / _spread(g, w),
        ),
        slip("not_divided", "The frozen root still divides.", lambda g, w: g.gamma * g.raised),
        step="frozen statistics",
    )


def asked_of(given: Batch, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    asked = [_mean(), _variance(), *(_normalized(i) for i in range(N_SAMPLES)), _output(0), _output(1)]
    if difficulty != "easy":
        asked += [*_raised(), _grad_beta(), _grad_bias()]
    if difficulty == "hard":
        asked += [_running_mean(), _running_variance(), _frozen()]
    return asked
