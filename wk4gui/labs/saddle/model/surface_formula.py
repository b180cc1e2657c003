"""The formula of a surface as an equation, in symbols and with the numbers of a place in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wk4gui.core.equation import HALF, Equation, exp, ln, quantity, root, size
from wk4gui.core.expression import Call, Expression, Form, Writer, write_number
from wk4gui.core.expression_parser import Instruction, parse_expression, relu, sigmoid
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

_NAMED: dict[str, Callable[[Expression], Expression]] = {"exp": exp, "log": ln, "sqrt": root, "abs": size}
_ORDINARY: dict[str, Callable[[float], float]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "relu": relu,  # type: ignore[dict-item]  # an array of no dimension is a number
    "sigmoid": sigmoid,  # type: ignore[dict-item]
}


@dataclass(frozen=True, eq=False)
class LargerOrSmaller(Expression):
    """max or min of two expressions."""

    name: str
    left: Expression
    right: Expression

    @property
    def parts(self) -> Sequence[Expression]:
        return (self.left, self.right)

    @property
    def value(self) -> float:
        choose = np.maximum if self.name == "max" else np.minimum
        return float(choose(self.left.value, self.right.value))

    def text(self, form: Form, write: Writer = write_number, *, first: bool = True) -> str:
        return f"{self.name}({self.left.text(form, write)}, {self.right.text(form, write)})"


def value_steps(params: Params, x: float, y: float) -> list[Equation]:
    """The equations that lead to f at a place."""
    surface = surface_of(params)
    return [Equation("f", formula_at(surface.formula, x, y))] if surface.formula else _network_steps(x, y)


def formula_at(text: str, x: float, y: float) -> Expression:
    """A formula in x and y, worked out at a place."""
    found: list[Expression] = []
    for instruction in parse_expression(text).program:
        found.append(_part(instruction, [found[i] for i in instruction.args], x, y))
    return found[-1]


def _part(instruction: Instruction, args: list[Expression], x: float, y: float) -> Expression:
    op = instruction.op
    if op in ("x", "y"):
        return quantity(op, x if op == "x" else y)
    if op == "number":
        return quantity("", instruction.value)
    if op == "power":
        return _power(args[0], instruction.value)
    if op in _NAMED:
        return _NAMED[op](args[0])
    if op in _ORDINARY:
        return Call(f"{op}(", _ORDINARY[op], args[0])
    return -args[0] if op == "neg" else _combined(op, *args)


def _combined(op: str, left: Expression, right: Expression) -> Expression:
    if op == "add":
        return left + right
    if op == "sub":
        return left - right
    if op in ("max", "min"):
        return LargerOrSmaller(op, left, right)
    return left * right if op == "mul" else left / right


def _power(base: Expression, exponent: float) -> Expression:
    if exponent.is_integer() and exponent >= 0.0:
        return base ** int(exponent)
    return Call("(", lambda value: float(np.float64(value) ** exponent), base, f")^({exponent:g})")


def _network_steps(w1: float, w2: float) -> list[Equation]:
    """The loss of the two-weight network from the means of its samples."""
    names = ("mean x²", "mean x", "mean xy", "mean y")
    xx, x, xy, y = (quantity(name, value) for name, value in zip(names, TWO_WEIGHT_NETWORK.means, strict=True))
    yy, second = quantity("mean y²", np.mean(TWO_WEIGHT_NETWORK.y**2)), quantity("w₂", w2)
    product = Equation("p", quantity("w₁", w1) * second)
    p = quantity("p", product.value)
    loss = p**2 * xx + 2.0 * p * second * x - 2.0 * p * xy + second**2 - 2.0 * second * y + yy
    return [product, Equation("L", HALF * loss)]
