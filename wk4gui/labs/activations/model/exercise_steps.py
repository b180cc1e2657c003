"""What the exercise of the activations lab asks for: values, slopes and their product."""

import math
from collections.abc import Callable

from wk4gui.core.equation import Equation, exp, quantity
from wk4gui.core.expression import Call, Expression
from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty, Misconception, Quantity, Working, number, slip
from wk4gui.labs.activations.model.exercise_given import LAYERS, SYMBOL, Chain, activation_at, sigmoid_at


def _sigma(inner: Expression) -> Expression:
    return 1.0 / (1.0 + exp(-inner))


def _at_one_place() -> list[Quantity]:
    return [
        number(
            "s",
            "σ(z)",
            "the sigmoid at z",
            lambda g, w: Equation("σ(z)", _sigma(quantity("z", g.z))),
            slip("sign_of_z", "The sign of z in the exponent is wrong: e^(−z).", lambda g, w: 1.0 - sigmoid_at(g.z)),
            slip("one_forgotten", "The 1 in the denominator is missing: 1/(1 + e^(−z)).", lambda g, w: math.exp(g.z)),
            slip("tanh_for_sigma", "This is tanh(z).", lambda g, w: math.tanh(g.z)),
            step="σ",
        ),
        number("ds", "σ′(z)", "the slope of the sigmoid at z", _sigma_slope("s"), *_sigma_slope_slips("s"), step="σ"),
        number(
            "s2",
            "σ(2z)",
            "the sigmoid at 2z",
            lambda g, w: Equation("σ(2z)", _sigma(2.0 * quantity("z", g.z))),
            slip("doubled_outside", "This is 2σ(z); the 2 stands inside.", lambda g, w: 2.0 * w["s"]),
            slip("not_doubled", "This is σ(z); it is needed at 2z.", lambda g, w: float(w["s"])),
            slip(
                "sign_of_z",
                "The sign of z in the exponent is wrong: e^(−2z).",
                lambda g, w: 1.0 - sigmoid_at(2.0 * g.z),
            ),
            step="tanh",
        ),
        number(
            "t",
            "tanh(z)",
            "tanh at z",
            lambda g, w: Equation("tanh(z)", 2.0 * quantity("σ(2z)", w["s2"]) - 1.0),
            slip("stretch_forgotten", "tanh z = 2σ(2z) − 1: the 2 inside is missing.", lambda g, w: 2.0 * w["s"] - 1.0),
            slip("shift_forgotten", "tanh z = 2σ(2z) − 1: the − 1 is missing.", lambda g, w: 2.0 * w["s2"]),
            slip("factor_forgotten", "tanh z = 2σ(2z) − 1: the factor 2 is missing.", lambda g, w: w["s2"] - 1.0),
            step="tanh",
        ),
        number("dt", "tanh′(z)", "the slope of tanh at z", _tanh_slope("t"), *_tanh_slope_slips("t"), step="tanh"),
        number(
            "ratio",
            "tanh′(z) / σ′(z)",
            "how many times as steep tanh is at z",
            lambda g, w: Equation("tanh′(z) / σ′(z)", quantity("tanh′(z)", w["dt"]) / quantity("σ′(z)", w["ds"])),
            slip("upside_down", "This is σ′ over tanh′.", lambda g, w: w["ds"] / w["dt"] if w["dt"] else None),
            slip(
                "difference", "This is the difference of the slopes, not their ratio.", lambda g, w: w["dt"] - w["ds"]
            ),
            slip(
                "values_for_slopes",
                "These are the values, not the slopes.",
                lambda g, w: w["t"] / w["s"] if w["s"] else None,
            ),
            step="comparison",
        ),
    ]


def _sigma_slope(of: str, name: str = "σ′(z)") -> Callable[[Chain, Working], Equation]:
    def rule(given: Chain, working: Working) -> Equation:
        s = quantity("σ", working[of])
        return Equation(name, s * (1.0 - s))

    return rule


def _tanh_slope(of: str, name: str = "tanh′(z)") -> Callable[[Chain, Working], Equation]:
    return lambda g, w: Equation(name, 1.0 - quantity("tanh", w[of]) ** 2)


def _sigma_slope_slips(of: str) -> tuple[Misconception, ...]:
    return (
        slip("value_for_slope", "This is σ itself; its slope is σ(1 − σ).", lambda g, w: float(w[of])),
        slip("slope_of_tanh", "1 − a² is the slope of tanh; that of σ is σ(1 − σ).", lambda g, w: 1.0 - w[of] ** 2),
        slip("one_minus", "This is 1 − σ; the factor σ is missing.", lambda g, w: 1.0 - w[of]),
        slip("squared", "This is σ²; the slope is σ(1 − σ).", lambda g, w: w[of] ** 2),
    )


def _tanh_slope_slips(of: str) -> tuple[Misconception, ...]:
    return (
        slip("value_for_slope", "This is tanh itself; its slope is 1 − tanh².", lambda g, w: float(w[of])),
        slip(
            "slope_of_sigma",
            "a(1 − a) is the slope of σ; that of tanh is 1 − tanh².",
            lambda g, w: w[of] * (1.0 - w[of]),
        ),
        slip("not_squared", "tanh is squared: 1 − tanh².", lambda g, w: 1.0 - w[of]),
        slip("squared", "This is tanh²; the slope is 1 − tanh².", lambda g, w: w[of] ** 2),
    )


def _layer(i: int, given: Chain) -> list[Quantity]:
    """z, a and f′(z) of a unit."""
    n, f = subscript(i + 1), SYMBOL[given.function]
    below, z_key = f"a{i - 1}", f"z{i}"

    def incoming(g: Chain, w: Working) -> float:
        return g.x if i == 0 else float(w[below])

    def z_rule(g: Chain, w: Working) -> Equation:
        product = quantity("w" + n, g.weights[i]) * quantity("x" if i == 0 else "a" + subscript(i), incoming(g, w))
        return Equation("z" + n, product + quantity("b" + n, g.biases[i]) if any(g.biases) else product)

    def a_rule(g: Chain, w: Working) -> Equation:
        z = quantity("z" + n, w[z_key])
        return Equation("a" + n, _sigma(z) if g.function == "sigmoid" else Call("tanh(", math.tanh, z))

    z_slips = [
        slip(
            "weight_added",
            "The weight multiplies what comes in.",
            lambda g, w: g.weights[i] + incoming(g, w) + g.biases[i],
        ),
        slip(
            "bias_forgotten",
            "The bias is missing.",
            lambda g, w: g.weights[i] * incoming(g, w) if g.biases[i] else None,
        ),
    ]
    if i:
        z_slips.append(
            slip(
                "activation_skipped",
                f"a{subscript(i)} comes in, not z{subscript(i)}.",
                lambda g, w: g.weights[i] * w[f"z{i - 1}"] + g.biases[i],
            )
        )
    sigmoid = given.function == "sigmoid"
    other = (
        slip("other_function", "This is tanh(z); the units are sigmoids.", lambda g, w: math.tanh(w[z_key]))
        if sigmoid
        else slip("other_function", "This is σ(z); the units are tanh.", lambda g, w: sigmoid_at(w[z_key]))
    )
    slope, slips = (_sigma_slope, _sigma_slope_slips) if sigmoid else (_tanh_slope, _tanh_slope_slips)
    where = f"unit {i + 1}"
    return [
        number(z_key, "z" + n, f"what goes into unit {i + 1}", z_rule, *z_slips, step=where),
        number(
            f"a{i}",
            "a" + n,
            f"what comes out of unit {i + 1}",
            a_rule,
            slip("sign_of_z", "The sign of z is wrong.", lambda g, w: activation_at(g.function, -w[z_key])),
            other,
            step=where,
        ),
        number(
            f"d{i}",
            f"{f}′(z{n})",
            f"the slope of unit {i + 1}",
            slope(f"a{i}", f"{f}′(z{n})"),
            *slips(f"a{i}"),
            step=where,
        ),
    ]


def _slopes(working: Working) -> list[float]:
    return [float(working[f"d{i}"]) for i in LAYERS]


def _product(given: Chain) -> Quantity:
    f = SYMBOL[given.function]

    def rule(g: Chain, w: Working) -> Equation:
        factors = [
            quantity("w" + subscript(i + 1), g.weights[i]) * quantity(f"{f}′(z{subscript(i + 1)})", w[f"d{i}"])
            for i in LAYERS
        ]
        return Equation("∂a₃/∂x", factors[2] * factors[1] * factors[0])

    return number(
        "grad",
        "∂a₃/∂x",
        "how much the output changes with x",
        rule,
        slip(
            "weights_forgotten",
            "The weights are missing: each layer gives wᵢ f′(zᵢ).",
            lambda g, w: math.prod(_slopes(w)),
        ),
        slip(
            "slopes_forgotten", "The slopes are missing: each layer gives wᵢ f′(zᵢ).", lambda g, w: math.prod(g.weights)
        ),
        slip(
            "factors_added",
            "The factors of the layers multiply; they are not added.",
            lambda g, w: math.fsum(a * b for a, b in zip(g.weights, _slopes(w), strict=True)),
        ),
        slip(
            "first_weight_forgotten",
            "The first weight is missing: x comes in through w₁.",
            lambda g, w: math.prod(_slopes(w)) * g.weights[1] * g.weights[2],
        ),
        slip(
            "last_slope_forgotten",
            "The slope of the last unit is missing.",
            lambda g, w: math.prod(_slopes(w)[:2]) * math.prod(g.weights),
        ),
        step="gradient",
    )


def _bias_gradient() -> Quantity:
    def rule(g: Chain, w: Working) -> Equation:
        return Equation("∂a₃/∂b₁", quantity("∂a₃/∂x", w["grad"]) / quantity("w₁", g.weights[0]))

    return number(
        "grad_b",
        "∂a₃/∂b₁",
        "how much the output changes with the first bias",
        rule,
        slip(
            "as_for_x", "A bias comes in without a weight: the factor w₁ is not there.", lambda g, w: float(w["grad"])
        ),
        slip("bias_as_factor", "The bias itself is no factor.", lambda g, w: w["grad"] / g.weights[0] * g.biases[0]),
        slip("input_as_factor", "x is a factor for w₁, not for b₁.", lambda g, w: w["grad"] / g.weights[0] * g.x),
        step="gradient",
    )


def asked_of(given: Chain, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    if difficulty == "easy":
        return _at_one_place()
    last = [_bias_gradient()] if difficulty == "hard" else []
    return [*(q for i in LAYERS for q in _layer(i, given)), _product(given), *last]
