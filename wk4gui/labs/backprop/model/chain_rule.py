"""The chain rule for one weight: every path from it to the loss, factor by factor."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

from wk4gui.core.names import a_name, bias_name, gradient_name, weight_name, z_name
from wk4gui.core.number_format import format_factor, format_number
from wk4gui.labs.backprop.model.step_state import StepState

MAX_PATHS = 4

FactorKind = Literal["gradient", "slope", "weight", "input"]


@dataclass(frozen=True)
class Factor:
    """One local derivative.

    Attributes:
        symbol: such as "ReLU′(z₁)".
        value: its value at this step.
        kind: "gradient" (∂L/∂ŷ or ∂L/∂z), "slope" (f′(z)), "weight" or "input" (of the weight).
    """

    symbol: str
    value: float
    kind: FactorKind


@dataclass(frozen=True)
class Path:
    """One path from a weight to the loss.

    Attributes:
        units: (layer, unit) of every unit on the path, from the weight's own unit up to the output.
        factors: from the loss down to the weight's input.
    """

    units: tuple[tuple[int, int], ...]
    factors: tuple[Factor, ...]

    @property
    def product(self) -> float:
        return prod(factor.value for factor in self.factors)


@dataclass(frozen=True)
class ChainRule:
    """The derivative of the loss with respect to one weight or bias.

    Attributes:
        name: such as "∂L/∂w₁₁".
        value: the gradient.
        n_paths: number of paths to the loss.
        paths: every path up to 4, none beyond.
        factors: the short form ∂L/∂z_j · a_k; for a bias ∂L/∂z_j alone.
    """

    name: str
    value: float
    n_paths: int
    paths: tuple[Path, ...]
    factors: tuple[Factor, ...]


def chain_rule(moment: StepState, layer: int, j: int, k: int | None) -> ChainRule:
    """∂L/∂W[layer][j, k], or ∂L/∂b[layer][j] for k = None, as a sum over paths.

    On each path: ∂L/∂ŷ · f′(z) · w · f′(z) · … · a_k, from the loss down. Slopes of linear units (1) and the factor 1
    of a bias are left out.

    Args:
        moment: the numbers of the step.
        layer: layer of the weight, from 0.
        j: unit that the weight leads to, from 0.
        k: unit or input that it comes from, from 0; None for the bias.
    """
    sizes = moment.sizes
    own = bias_name(layer, j, sizes) if k is None else weight_name(layer, j, k, sizes)
    source = () if k is None else (Factor(a_name(layer - 1, k, sizes), float(moment.inputs(layer)[k]), "input"),)
    grad_z = Factor(gradient_name(z_name(layer, j, sizes)), float(moment.grad_z[layer][j]), "gradient")
    n_paths = prod(sizes[layer + 2 :])
    paths = tuple(_path(moment, units, source) for units in _units(sizes, layer, j)) if n_paths <= MAX_PATHS else ()
    value = moment.own_grad_b[layer][j] if k is None else moment.own_grad_W[layer][j, k]
    return ChainRule(gradient_name(own), float(value), n_paths, paths, (grad_z, *source))


def chain_rule_lines(rule: ChainRule, digits: int = 4) -> tuple[str, ...]:
    """The derivation in lines of text: the product in symbols and in numbers, or the sum over the paths."""
    if len(rule.paths) == 1:
        return (
            f"{rule.name} = {_symbols(rule.paths[0].factors)} = {_numbers(rule.paths[0].factors, rule.value, digits)}",
        )
    if not rule.paths:
        return (f"{rule.name} = {_symbols(rule.factors)} = {_numbers(rule.factors, rule.value, digits)}",)
    lines = [f"{_symbols(path.factors)} = {_numbers(path.factors, path.product, digits)}" for path in rule.paths]
    terms = " + ".join(format_factor(path.product, digits) for path in rule.paths)
    return (*lines, f"{rule.name} = {terms} = {format_number(rule.value, digits)}")


def _units(sizes: tuple[int, ...], layer: int, j: int) -> Iterator[tuple[tuple[int, int], ...]]:
    above = range(layer + 1, len(sizes) - 1)
    for choice in product(*(range(sizes[upper + 1]) for upper in above)):
        yield ((layer, j), *zip(above, choice, strict=True))


def _path(moment: StepState, units: tuple[tuple[int, int], ...], source: tuple[Factor, ...]) -> Path:
    sizes = moment.sizes
    top = units[-1]
    factors = [Factor(gradient_name(a_name(*top, sizes)), float(moment.grad_a[top[0]][top[1]]), "gradient")]
    for place in reversed(range(len(units))):
        layer, unit = units[place]
        if place + 1 < len(units):
            above, target = units[place + 1]
            factors.append(
                Factor(weight_name(above, target, unit, sizes), float(moment.W[above][target, unit]), "weight")
            )
        factors.extend(_slope(moment, layer, unit))
    return Path(units, (*factors, *source))


def _slope(moment: StepState, layer: int, unit: int) -> tuple[Factor, ...]:
    activation = moment.activation(layer)
    if activation.name == "linear":
        return ()
    symbol = f"{activation.symbol}′({z_name(layer, unit, moment.sizes)})"
    return (Factor(symbol, float(moment.slope[layer][unit]), "slope"),)


def _symbols(factors: tuple[Factor, ...]) -> str:
    return " · ".join(factor.symbol for factor in factors)


def _numbers(factors: tuple[Factor, ...], value: float, digits: int) -> str:
    first, *others = (factor.value for factor in factors)
    if not others:
        return format_number(value, digits)
    numbers = [format_number(first, digits), *(format_factor(other, digits) for other in others)]
    return f"{' · '.join(numbers)} = {format_number(value, digits)}"
