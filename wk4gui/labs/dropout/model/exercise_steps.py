"""What the exercise of the dropout lab asks for: passes, masks, probabilities and the mean."""

import math
from collections.abc import Callable

from wk4gui.core.equation import Equation, quantity, total
from wk4gui.core.expression import Call, Expression, QuantityTerm
from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty, Misconception, Quantity, Working, number, slip
from wk4gui.labs.dropout.model.exercise_given import MASKS, Mask, Thinned


def _p(given: Thinned) -> QuantityTerm:
    return quantity("p", given.drop_prob)


def _sum(given: Thinned, mask: Mask, scaled: Callable[[Expression], Expression]) -> Expression:
    """Σ v h of the kept units, each scaled, plus c."""
    parts: list[Expression] = []
    for i, m in enumerate(mask):
        if m:
            v, h = (quantity(s + subscript(i + 1), of[i]) for s, of in (("v", given.weights), ("h", given.hidden)))
            parts.append(scaled(v * h))
    parts.append(quantity("c", given.bias))
    return total(parts)


def _scaled_unit() -> Quantity:
    def kept(given: Thinned) -> float:
        return given.hidden[given.mask.index(1)]

    def rule(given: Thinned, working: Working) -> Equation:
        i = subscript(given.mask.index(1) + 1)
        return Equation("h̃" + i, quantity("h" + i, kept(given)) / (1.0 - _p(given)))

    return number(
        "unit",
        "h̃ of the kept unit",
        "activation of the kept unit after inverted dropout",
        rule,
        slip("not_scaled", "Inverted dropout multiplies it by 1/(1 − p).", lambda g, w: kept(g)),
        slip(
            "p_for_kept",
            "Divide by the probability of being kept, 1 − p, not by p.",
            lambda g, w: kept(g) / g.drop_prob,
        ),
        slip("multiplied", "The kept unit is divided by 1 − p, not multiplied.", lambda g, w: kept(g) * g.kept),
        slip("scaled_twice", "1/(1 − p) is applied once.", lambda g, w: kept(g) / g.kept**2),
        step="training pass",
    )


def _pass(scheme: str) -> Quantity:
    inverted = scheme == "inverted"

    def part(given: Thinned, working: Working) -> float:
        """What comes through the kept unit, not scaled."""
        i = given.mask.index(1)
        return given.weights[i] * given.hidden[i]

    def rule(given: Thinned, working: Working) -> Equation:
        i = given.mask.index(1)
        n = subscript(i + 1)
        unit = quantity("h̃" + n, working["unit"]) if inverted else quantity("h" + n, given.hidden[i])
        return Equation("ŷ", quantity("v" + n, given.weights[i]) * unit + quantity("c", given.bias))

    slips = [
        slip(
            "mask_ignored",
            "The dropped unit gives nothing in this pass.",
            lambda g, w: g.output((1, 1), 1.0 / g.kept if inverted else 1.0),
        ),
        slip(
            "wrong_unit",
            "This is the pass with the other unit kept.",
            lambda g, w: g.output((1 - g.mask[0], 1 - g.mask[1]), 1.0 / g.kept if inverted else 1.0),
        ),
        slip(
            "bias_forgotten",
            "The output’s bias c is missing; it is not dropped.",
            lambda g, w: part(g, w) * (1.0 / g.kept if inverted else 1.0),
        ),
    ]
    if inverted:
        slips += [
            slip("bias_scaled", "The bias is not scaled.", lambda g, w: g.output(g.mask, 1.0) / g.kept),
            slip(
                "not_scaled", "Inverted dropout scales in training, by 1/(1 − p).", lambda g, w: g.output(g.mask, 1.0)
            ),
        ]
    else:
        slips.append(
            slip(
                "scaled_in_training",
                "Classic dropout scales in use, not in training.",
                lambda g, w: g.output(g.mask, g.kept),
            )
        )
    return number(
        f"pass_{scheme}",
        f"ŷ, {scheme}, training",
        f"output of the training pass, {scheme} dropout",
        rule,
        *slips,
        step="training pass",
    )


def _use(scheme: str) -> Quantity:
    inverted = scheme == "inverted"

    def rule(given: Thinned, working: Working) -> Equation:
        return Equation("ŷ", _sum(given, (1, 1), lambda part: part if inverted else part * (1.0 - _p(given))))

    slips = [
        slip("still_masked", "In use every unit is there.", lambda g, w: g.output(g.mask, 1.0 if inverted else g.kept)),
        slip(
            "bias_forgotten",
            "The output’s bias c is missing.",
            lambda g, w: g.output((1, 1), 1.0 if inverted else g.kept) - g.bias,
        ),
    ]
    if inverted:
        slips += [
            slip(
                "scaled_at_both_ends",
                "Inverted dropout has scaled in training; in use nothing is scaled.",
                lambda g, w: g.output((1, 1), g.kept),
            ),
            slip(
                "scaled_up_in_use", "1/(1 − p) belongs to training alone.", lambda g, w: g.output((1, 1), 1.0 / g.kept)
            ),
        ]
    else:
        slips += [
            slip("not_scaled", "Classic dropout multiplies by 1 − p in use.", lambda g, w: g.output((1, 1), 1.0)),
            slip(
                "p_for_kept",
                "The factor is 1 − p, the probability of being kept.",
                lambda g, w: g.output((1, 1), g.drop_prob),
            ),
            slip("bias_scaled", "The bias is not scaled.", lambda g, w: g.output((1, 1), 1.0) * g.kept),
        ]
    return number(
        f"use_{scheme}",
        f"ŷ, {scheme}, in use",
        f"output of the network in use, {scheme} dropout",
        rule,
        *slips,
        step="in use",
    )


def _name(mask: Mask) -> str:
    return f"({mask[0]}, {mask[1]})"


def _masked(mask: Mask) -> Quantity:
    def rule(given: Thinned, working: Working) -> Equation:
        return Equation(f"ŷ{_name(mask)}", _sum(given, mask, lambda part: part / (1.0 - _p(given))))

    slips: list[Misconception] = []
    if any(mask):
        slips += [
            slip(
                "not_scaled", "Inverted dropout multiplies what is kept by 1/(1 − p).", lambda g, w: g.output(mask, 1.0)
            ),
            slip(
                "p_for_kept",
                "Divide by 1 − p, the probability of being kept, not by p.",
                lambda g, w: g.output(mask, 1.0 / g.drop_prob),
            ),
            slip("bias_scaled", "The bias is not scaled.", lambda g, w: g.output(mask, 1.0) / g.kept),
        ]
    slips.append(
        slip(
            "bias_forgotten",
            "The output’s bias c is missing; it is not dropped.",
            lambda g, w: g.output(mask, 1.0 / g.kept) - g.bias,
        )
    )
    return number(
        f"y{mask[0]}{mask[1]}", f"ŷ{_name(mask)}", f"output with the mask {_name(mask)}", rule, *slips, step="outputs"
    )


def _probability(mask: Mask) -> Quantity:
    def rule(given: Thinned, working: Working) -> Equation:
        factors = [1.0 - _p(given) if m else _p(given) for m in mask]
        return Equation(f"P{_name(mask)}", factors[0] * factors[1])

    slips = [
        slip("equal_shares", "The four masks are equally likely only for p = ½.", lambda g, w: 0.25),
        slip(
            "p_for_kept",
            "p is the probability of being dropped.",
            lambda g, w: g.probability((1 - mask[0], 1 - mask[1])) if sum(mask) != 1 else None,
        ),
        slip(
            "added",
            "Probabilities of independent units multiply.",
            lambda g, w: math.fsum(g.kept if m else g.drop_prob for m in mask),
        ),
    ]
    return number(
        f"p{mask[0]}{mask[1]}",
        f"P{_name(mask)}",
        f"probability of the mask {_name(mask)}",
        rule,
        *slips,
        step="probabilities",
    )


def _outputs(working: Working) -> list[float]:
    return [float(working[f"y{a}{b}"]) for a, b in MASKS]


def _probabilities(given: Thinned, working: Working) -> list[float]:
    """Those of all masks; the last one follows from the others."""
    first = [float(working[f"p{a}{b}"]) for a, b in MASKS[:3]]
    return [*first, 1.0 - math.fsum(first)]


def _weighted(given: Thinned, working: Working, values: list[float]) -> float:
    return math.fsum(p * y for p, y in zip(_probabilities(given, working), values, strict=True))


def _expected() -> Quantity:
    def rule(given: Thinned, working: Working) -> Equation:
        pairs = zip(_probabilities(given, working), _outputs(working), strict=True)
        return Equation("E ŷ", total([quantity("P", p) * quantity("ŷ", y) for p, y in pairs], "Σ P ŷ"))

    return number(
        "mean",
        "E ŷ",
        "mean output over all masks",
        rule,
        slip("plain_mean", "Each mask counts with its probability.", lambda g, w: math.fsum(_outputs(w)) / 4.0),
        slip(
            "empty_mask_forgotten",
            "The mask that drops both units counts, too.",
            lambda g, w: _weighted(g, w, [*_outputs(w)[:3], 0.0]),
        ),
        slip("likeliest", "This is the output of one mask, not the mean of all.", lambda g, w: _outputs(w)[0]),
        step="mean",
    )


def _scaled() -> Quantity:
    return number(
        "use",
        "ŷ, in use",
        "output of the network in use",
        lambda g, w: Equation("ŷ", _sum(g, (1, 1), lambda part: part)),
        slip(
            "scaled_at_both_ends",
            "Inverted dropout has scaled in training; in use nothing is scaled.",
            lambda g, w: g.output((1, 1), g.kept),
        ),
        slip("scaled_up_in_use", "1/(1 − p) belongs to training alone.", lambda g, w: g.output((1, 1), 1.0 / g.kept)),
        slip("bias_forgotten", "The output’s bias c is missing.", lambda g, w: g.output((1, 1), 1.0) - g.bias),
        step="in use",
    )


def _relu(value: float) -> float:
    return max(0.0, value)


def _expected_after() -> Quantity:
    def rule(given: Thinned, working: Working) -> Equation:
        pairs = zip(_probabilities(given, working), _outputs(working), strict=True)
        parts = [quantity("P", p) * Call("ReLU(", _relu, quantity("ŷ", y)) for p, y in pairs]
        return Equation("E ReLU(ŷ)", total(parts, "Σ P ReLU(ŷ)"))

    return number(
        "mean_after",
        "E ReLU(ŷ)",
        "mean of ReLU(ŷ) over all masks",
        rule,
        slip("relu_of_mean", "The mean of a ReLU is not the ReLU of the mean.", lambda g, w: _relu(float(w["mean"]))),
        slip("relu_forgotten", "The ReLU is missing: negative outputs count as 0.", lambda g, w: float(w["mean"])),
        slip(
            "plain_mean",
            "Each mask counts with its probability.",
            lambda g, w: math.fsum(map(_relu, _outputs(w))) / 4.0,
        ),
        step="after a ReLU",
    )


def _after_scaled() -> Quantity:
    return number(
        "use_after",
        "ReLU(ŷ), in use",
        "ReLU of the output in use",
        lambda g, w: Equation("ReLU(ŷ)", Call("ReLU(", _relu, quantity("ŷ", w["use"]))),
        slip(
            "mean_for_use",
            "This is the mean over the masks; the network in use is one pass.",
            lambda g, w: float(w["mean_after"]),
        ),
        slip("relu_forgotten", "The ReLU is missing.", lambda g, w: float(w["use"])),
        slip("sign_dropped", "ReLU makes a negative number 0, not positive.", lambda g, w: abs(float(w["use"]))),
        step="after a ReLU",
    )


def asked_of(given: Thinned, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    if difficulty == "easy":
        asked = [_scaled_unit(), _pass("inverted"), _pass("classic"), _use("inverted"), _use("classic")]
    else:
        asked = [
            *(_masked(mask) for mask in MASKS),
            *(_probability(mask) for mask in MASKS[:3]),
            _expected(),
            _scaled(),
        ]
    if difficulty == "hard":
        asked += [_expected_after(), _after_scaled()]
    return asked
