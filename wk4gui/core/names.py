"""The names of a network's parts, the same in the diagram, the tables and the formulas.

One hidden layer and one output is the sheet's case: hidden weights w₁₁ w₁₂ … and biases b₁, output weights w₁ w₂ … and
bias bₒ, pre-activations z₁ … and zₒ, activations a₁ … and the prediction ŷ. A single layer with one output has w₁ w₂ …,
b and z. Other networks have the layer as a superscript: w⁽²⁾₁₁, b⁽²⁾₁, z⁽²⁾₁, a⁽²⁾₁, and ŷ₁ ŷ₂ … for several outputs.

Layers and units are counted from 0 in arguments, as in arrays, and from 1 in names. ``sizes`` is the number of inputs,
then of every layer's units.
"""

from collections.abc import Sequence

Sizes = Sequence[int]
_TWO_DIGITS = 9
"""Index from which numbers have two digits, so that a comma keeps those of a weight apart."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def subscript(number: int) -> str:
    """A number in subscript digits."""
    return str(number).translate(_SUBSCRIPTS)


def superscript(number: int) -> str:
    """A number in superscript digits, with a superscript minus if negative."""
    return str(number).translate(_SUPERSCRIPTS).replace("-", "⁻")


def weight_name(layer: int, j: int, k: int, sizes: Sizes) -> str:
    """The weight from unit k of the layer below to unit j of a layer."""
    if _is_sole_output(layer, sizes):
        return "w" + subscript(k + 1)
    between = "," if max(j, k) >= _TWO_DIGITS else ""
    return "w" + _layer_mark(layer, sizes) + subscript(j + 1) + between + subscript(k + 1)


def bias_name(layer: int, j: int, sizes: Sizes) -> str:
    """The bias of unit j of a layer."""
    return _unit_name("b", layer, j, sizes)


def z_name(layer: int, j: int, sizes: Sizes) -> str:
    """The pre-activation of unit j of a layer."""
    return _unit_name("z", layer, j, sizes)


def a_name(layer: int, j: int, sizes: Sizes) -> str:
    """The activation of unit j of a layer; the prediction for the last layer, the input for layer −1."""
    if layer < 0:
        return "x" + subscript(j + 1)
    if layer == len(sizes) - 2:
        return output_name(j, sizes)
    return "a" + _layer_mark(layer, sizes) + subscript(j + 1)


def output_name(j: int, sizes: Sizes) -> str:
    """The prediction of output j."""
    return "ŷ" if sizes[-1] == 1 else "ŷ" + subscript(j + 1)


def p_name(j: int, sizes: Sizes) -> str:
    """The probability that a loss computes from output j."""
    return "p" if sizes[-1] == 1 else "p" + subscript(j + 1)


def target_name(j: int, sizes: Sizes) -> str:
    """The target of output j."""
    return "y" if sizes[-1] == 1 else "y" + subscript(j + 1)


def gradient_name(name: str) -> str:
    """The derivative of the loss with respect to the named quantity."""
    return "∂L/∂" + name


def _unit_name(letter: str, layer: int, j: int, sizes: Sizes) -> str:
    if _is_sole_output(layer, sizes):
        return letter + ("ₒ" if len(sizes) == 3 else "")
    return letter + _layer_mark(layer, sizes) + subscript(j + 1)


def _is_sole_output(layer: int, sizes: Sizes) -> bool:
    """Whether this is the single output unit of a network of one or two layers, whose names omit the layer."""
    return _is_plain(sizes) and layer == len(sizes) - 2 and sizes[-1] == 1


def _is_plain(sizes: Sizes) -> bool:
    return len(sizes) == 2 or (len(sizes) == 3 and sizes[-1] == 1)


def _layer_mark(layer: int, sizes: Sizes) -> str:
    return "" if _is_plain(sizes) else f"⁽{superscript(layer + 1)}⁾"
