"""What the exercise of the weight_decay lab asks for: one step with L2, as shrink and step, and with Adam."""

import math
from collections.abc import Callable

from wk4gui.core.equation import Equation, quantity, root
from wk4gui.core.expression import Expression
from wk4gui.lab.exercise import Difficulty, Misconception, Quantity, Rule, Working, number, slip
from wk4gui.lab.exercise_numbers import update_slips
from wk4gui.labs.weight_decay.model.exercise_given import BETA1, BETA2, Decay

Place = Callable[["Decay", Working], float]
"""Where a step begins."""


def _strength(given: Decay) -> Expression:
    lam = quantity("λ", given.l2)
    return 2.0 * lam if given.full else lam


def _penalty(given: Decay) -> Quantity:
    two = (
        slip("two_forgotten", "Without the ½ the factor 2 stays: (λw²)′ = 2λw.", lambda g, w: g.l2 * g.w)
        if given.full
        else slip("two_kept", "The ½ cancels the 2: (½λw²)′ = λw.", lambda g, w: 2.0 * g.l2 * g.w)
    )
    return number(
        "penalty",
        "penalty’s gradient",
        "derivative of the penalty with respect to w",
        lambda g, w: Equation("penalty’s gradient", _strength(g) * quantity("w", g.w)),
        two,
        slip("penalty_itself", "This is the penalty, not its derivative.", lambda g, w: 0.5 * g.strength * g.w**2),
        slip(
            "rate_included",
            "The learning rate comes with the step, not with the gradient.",
            lambda g, w: g.rate * g.strength * g.w,
        ),
        slip("strength_alone", "w is missing: the penalty pulls more, the larger w is.", lambda g, w: g.strength),
        step="gradient of the objective",
    )


def _whole() -> Quantity:
    return number(
        "whole",
        "∂(L + penalty)/∂w",
        "gradient of the objective",
        lambda g, w: Equation(
            "∂(L + penalty)/∂w", quantity("∂L/∂w", g.grad) + quantity("penalty’s gradient", w["penalty"])
        ),
        slip("penalty_forgotten", "The penalty’s gradient is missing.", lambda g, w: g.grad),
        slip("penalty_subtracted", "The gradients are added.", lambda g, w: g.grad - w["penalty"]),
        step="gradient of the objective",
    )


def _moved() -> Quantity:
    return number(
        "moved",
        "new w",
        "w after the step on the objective",
        lambda g, w: Equation(
            "w", quantity("w", g.w) - quantity("α", g.rate) * quantity("∂(L + penalty)/∂w", w["whole"]), "←"
        ),
        *update_slips(lambda g, w: g.w, lambda g, w: g.rate, lambda g, w: float(w["whole"])),
        slip(
            "rate_on_loss_only",
            "α multiplies the penalty’s gradient, too.",
            lambda g, w: g.w - g.rate * g.grad - w["penalty"],
        ),
        step="step",
    )


def _shrink(given: Decay) -> Quantity:
    convention = (
        slip("two_forgotten", "Without the ½ the factor is 1 − 2αλ.", lambda g, w: 1.0 - g.rate * g.l2)
        if given.full
        else slip("two_kept", "With the ½ the factor is 1 − αλ.", lambda g, w: 1.0 - 2.0 * g.rate * g.l2)
    )
    name = "1 − 2αλ" if given.full else "1 − αλ"
    return number(
        "shrink",
        name,
        "the factor by which w shrinks first",
        lambda g, w: Equation(name, 1.0 - quantity("α", g.rate) * _strength(g)),
        convention,
        slip("rate_forgotten", "α is missing: the decay of one step is αλ.", lambda g, w: 1.0 - g.strength),
        slip("grows", "w shrinks: the decay is subtracted from 1.", lambda g, w: 1.0 + g.rate * g.strength),
        slip("decay_alone", "This is what w loses, not what it keeps.", lambda g, w: g.rate * g.strength),
        step="shrink",
    )


def _shrunken() -> Quantity:
    return number(
        "shrunken",
        "shrunken w",
        "w after shrinking, before the step",
        lambda g, w: Equation("shrunken w", quantity("factor", w["shrink"]) * quantity("w", g.w)),
        slip("lost_part", "This is the part that w loses.", lambda g, w: (1.0 - w["shrink"]) * g.w),
        slip(
            "divided",
            "w is multiplied by the factor, not divided.",
            lambda g, w: g.w / w["shrink"] if w["shrink"] else None,
        ),
        step="shrink",
    )


def _shrunk_step() -> Quantity:
    return number(
        "decayed",
        "new w, shrunken",
        "w after shrink and step",
        lambda g, w: Equation(
            "w", quantity("shrunken w", w["shrunken"]) - quantity("α", g.rate) * quantity("∂L/∂w", g.grad), "←"
        ),
        slip(
            "printed_rule",
            "The printed rule lacks α before the gradient: w ← (1 − αλ)w − α ∂L/∂w.",
            lambda g, w: w["shrunken"] - g.grad,
        ),
        slip(
            "decay_twice",
            "The penalty’s gradient is in the shrinking already; the step takes ∂L/∂w alone.",
            lambda g, w: w["shrunken"] - g.rate * w["whole"],
        ),
        slip(
            "decay_on_new",
            "The old weight shrinks, not the new one.",
            lambda g, w: w["shrink"] * (g.w - g.rate * g.grad),
        ),
        slip(
            "update_sign", "The step goes the other way: − α · gradient.", lambda g, w: w["shrunken"] + g.rate * g.grad
        ),
        slip("not_shrunken", "The step starts from the shrunken w.", lambda g, w: g.w - g.rate * g.grad),
        step="shrink and step",
    )


def _bias() -> Quantity:
    return number(
        "bias",
        "new b",
        "b after the step",
        lambda g, w: Equation("b", quantity("b", g.b) - quantity("α", g.rate) * quantity("∂L/∂b", g.grad_b), "←"),
        slip(
            "bias_decayed",
            "The bias is not penalised, so it does not decay.",
            lambda g, w: (1.0 - g.rate * g.strength) * g.b - g.rate * g.grad_b,
        ),
        *update_slips(lambda g, w: g.b, lambda g, w: g.rate, lambda g, w: g.grad_b),
        step="bias",
    )


def _norm(given: Decay) -> Quantity:
    def rule(g: Decay, w: Working) -> Equation:
        square = quantity("w", g.w) ** 2
        return (
            Equation("penalty", _strength(g) * square if not g.full else quantity("λ", g.l2) * square)
            if g.full
            else Equation("penalty", 0.5 * quantity("λ", g.l2) * square)
        )

    half = (
        slip("half_added", "This penalty has no ½.", lambda g, w: 0.5 * g.l2 * g.w**2)
        if given.full
        else slip("half_forgotten", "The ½ of this penalty is missing.", lambda g, w: g.l2 * g.w**2)
    )
    return number(
        "value",
        "penalty",
        "the penalty itself, before the step",
        rule,
        half,
        slip("not_squared", "w is squared.", lambda g, w: (1.0 if g.full else 0.5) * g.l2 * abs(g.w)),
        slip(
            "bias_included",
            "The bias is not penalised.",
            lambda g, w: (1.0 if g.full else 0.5) * g.l2 * (g.w**2 + g.b**2),
        ),
        step="penalty",
    )


def _adam(key: str, words: str, gradient: str) -> list[Quantity]:
    """Adam's means, and the new w, with the gradient of the objective or with decoupled decay."""
    here = f"Adam {words}"

    def felt(g: Decay, w: Working) -> float:
        return float(w[gradient]) if gradient else g.grad

    def other(g: Decay, w: Working) -> float:
        return g.grad if gradient else float(w["whole"])

    def m_rule(g: Decay, w: Working) -> Equation:
        return Equation(
            "m", BETA1 * quantity("m", g.m) + (1.0 - quantity("β₁", BETA1)) * quantity("g", felt(g, w)), "←"
        )

    def s_rule(g: Decay, w: Working) -> Equation:
        return Equation(
            "s", BETA2 * quantity("s", g.s) + (1.0 - quantity("β₂", BETA2)) * quantity("g", felt(g, w)) ** 2, "←"
        )

    wrong_gradient = (
        "Adam with L2 has the penalty’s gradient in g." if gradient else "Decoupled decay keeps the penalty out of g."
    )
    old: Place = (lambda g, w: g.w) if gradient else (lambda g, w: float(w["shrunken"]))
    return [
        number(
            f"m_{key}",
            f"m, {words}",
            f"mean of the gradients {words}",
            m_rule,
            slip("other_gradient", wrong_gradient, lambda g, w: BETA1 * g.m + (1.0 - BETA1) * other(g, w)),
            slip(
                "weights_swapped",
                "β₁ is the weight of the old mean.",
                lambda g, w: (1.0 - BETA1) * g.m + BETA1 * felt(g, w),
            ),
            slip("not_weighted", "The new gradient has the weight 1 − β₁.", lambda g, w: BETA1 * g.m + felt(g, w)),
            step=here,
        ),
        number(
            f"s_{key}",
            f"s, {words}",
            f"mean of the squares {words}",
            s_rule,
            slip("not_squared", "The gradient is squared in s.", lambda g, w: BETA2 * g.s + (1.0 - BETA2) * felt(g, w)),
            slip("other_gradient", wrong_gradient, lambda g, w: BETA2 * g.s + (1.0 - BETA2) * other(g, w) ** 2),
            slip(
                "beta1_for_beta2",
                "Squares are weighted by β₂.",
                lambda g, w: BETA1 * g.s + (1.0 - BETA1) * felt(g, w) ** 2,
            ),
            step=here,
        ),
        number(
            f"w_{key}",
            f"new w, {words}",
            f"w after Adam’s step {words}",
            _adam_rule(key, old),
            *_adam_slips(key, old),
            step=here,
        ),
    ]


def _corrected(g: Decay, w: Working, key: str) -> tuple[float, float]:
    """m̂ and ŝ of the second step."""
    return float(w[f"m_{key}"]) / (1.0 - BETA1**2), float(w[f"s_{key}"]) / (1.0 - BETA2**2)


def _adam_rule(key: str, old: Place) -> Rule:
    def rule(g: Decay, w: Working) -> Equation:
        top = quantity("m", w[f"m_{key}"]) / quantity("(1 − β₁²)", 1.0 - BETA1**2)
        bottom = root(quantity("s", w[f"s_{key}"]) / quantity("(1 − β₂²)", 1.0 - BETA2**2))
        name = "w" if key == "l2" else "shrunken w"
        return Equation("w", quantity(name, old(g, w)) - quantity("α", g.rate) * (top / bottom), "←")

    return rule


def _adam_slips(key: str, old: Place) -> tuple[Misconception, ...]:
    def step(g: Decay, w: Working) -> float:
        m, s = _corrected(g, w, key)
        return m / math.sqrt(s) if s > 0.0 else math.nan

    def raw(g: Decay, w: Working) -> float:
        s = float(w[f"s_{key}"])
        return float(w[f"m_{key}"]) / math.sqrt(s) if s > 0.0 else math.nan

    slips = [
        slip("not_corrected", "m and s are corrected first: m̂ and ŝ.", lambda g, w: old(g, w) - g.rate * raw(g, w)),
        slip(
            "root_forgotten",
            "m̂ is divided by the root of ŝ.",
            lambda g, w: (
                old(g, w) - g.rate * _corrected(g, w, key)[0] / _corrected(g, w, key)[1]
                if _corrected(g, w, key)[1]
                else None
            ),
        ),
        slip("update_sign", "The step goes the other way: − α m̂/√ŝ.", lambda g, w: old(g, w) + g.rate * step(g, w)),
    ]
    if key == "l2":
        slips.append(
            slip(
                "decayed_twice",
                "With L2 the penalty is in the gradient already; w does not shrink as well.",
                lambda g, w: w["shrunken"] - g.rate * step(g, w),
            )
        )
    else:
        slips.append(
            slip(
                "decay_forgotten",
                "w shrinks beside the step: start from the shrunken w.",
                lambda g, w: g.w - g.rate * step(g, w),
            )
        )
    return tuple(slips)


def asked_of(given: Decay, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    hard = difficulty == "hard"
    asked = [_penalty(given), _whole(), *([] if hard else [_moved()]), _shrink(given), _shrunken()]
    if hard:
        asked += [*_adam("l2", "with L2", "whole"), *_adam("decoupled", "with decoupled decay", "")]
    else:
        asked += [_shrunk_step()]
    if difficulty == "medium":
        asked += [_norm(given), _bias()]
    if difficulty == "easy":
        asked += [_bias()]
    return asked
