"""The network diagram's content: a tile for every unit, and the numbers of the chosen one."""

import numpy as np
from PySide6.QtGui import QImage

from wk4gui.core.arrays import Array
from wk4gui.core.names import subscript
from wk4gui.core.number_format import format_number
from wk4gui.labs.playground.model.features import symbols
from wk4gui.labs.playground.model.maps import UnitMaps
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import Problem, layout_of
from wk4gui.labs.playground.model.sample import Sample
from wk4gui.labs.playground.picture.boundary_plot import OutputKind, output_pixels
from wk4gui.labs.playground.picture.colors import image_of, images_of, sign_pixels
from wk4gui.labs.playground.picture.edges import Edge
from wk4gui.labs.playground.picture.network_painter import EdgeNumbers, NetworkPicture
from wk4gui.render.theme import Theme

_FAR = 1e30
"""What an overflow counts as in a tile."""
BOUNDED = ("tanh", "sigmoid", "hard_sigmoid", "softsign")
"""Activations whose tiles are on the scale −1 to 1."""
_KINDS: dict[str, OutputKind] = {
    "sigmoid_bce": "probability",
    "softmax_cross_entropy": "classes",
    "tanh_half_mse": "signed",
    "linear_half_mse": "value",
    "linear_mse": "value",
}


def kind_of(problem: Problem) -> OutputKind:
    """What the output is."""
    return _KINDS[problem.output]


def network_picture(
    params: Params,
    problem: Problem,
    theta: Array,
    maps: UnitMaps,
    chosen: tuple[int, int] | Edge | None,
    sample: Sample | None,
    theme: Theme,
    digits: int,
) -> NetworkPicture:
    """The diagram at one frame.

    Args:
        theta: of the network.
        maps: of its units.
        chosen: column and unit, or an edge.
        sample: the ringed point, or None.
        digits: decimals of ŷ.
    """
    layout = layout_of(params)
    weights = layout.weights(theta)
    reach = np.maximum(np.abs(maps.inputs).max(axis=(1, 2), keepdims=True), 1e-12)
    tiles = [images_of(sign_pixels(maps.inputs / reach, theme))]  # each on the scale of its own largest value
    for layer in maps.hidden:
        values = np.nan_to_num(layer, posinf=_FAR, neginf=-_FAR)
        scale = 1.0 if params.activation in BOUNDED else max(float(np.abs(values).max(initial=0.0)), 1e-12)
        tiles.append(images_of(sign_pixels(values / scale, theme)))
    tiles.append(_output_tiles(problem, maps, theme))
    edges = None
    if chosen is not None:
        column, unit = chosen[:2]
        gradients = None if sample is None else sample.grad_W[column - 1][unit]
        W, b = weights[column - 1]
        edges = EdgeNumbers(np.asarray(W[unit]), gradients, float(b[unit]))
    return NetworkPicture(
        heads=heads_of(params, problem),
        labels=tuple(symbols(params.features)),
        tiles=tuple(tiles),
        weights=tuple(W for W, _ in weights),
        selected=None if chosen is None else chosen[:2],
        source=chosen.source if isinstance(chosen, Edge) else None,
        edges=edges,
        outputs=_output_texts(problem, sample, digits),
    )


def tile_scale(params: Params) -> tuple[str, str]:
    """The activations at both ends of the tiles' colours."""
    return ("−1", "1") if params.activation in BOUNDED else ("−largest", "largest of its layer")


def _output_tiles(problem: Problem, maps: UnitMaps, theme: Theme) -> tuple[QImage, ...]:
    kind = kind_of(problem)
    if kind != "classes":
        return (image_of(output_pixels(np.nan_to_num(maps.output), kind, theme)),)
    return images_of(sign_pixels(2.0 * np.nan_to_num(maps.output) - 1.0, theme))


def heads_of(params: Params, problem: Problem) -> tuple[str, ...]:
    """The titles of the columns."""
    hidden = [
        f"{units} {'unit' if units == 1 else 'units'}, {params.activation.replace('_', ' ')}" for units in params.hidden
    ]
    output = {"sigmoid_bce": "sigmoid", "softmax_cross_entropy": "softmax", "tanh_half_mse": "tanh"}
    return ("features", *hidden, f"output, {output.get(problem.output, 'linear')}")


def _output_texts(problem: Problem, sample: Sample | None, digits: int) -> tuple[str, ...]:
    names = [f"ŷ{subscript(k + 1)}" for k in range(len(problem.classes))] if len(problem.classes) > 2 else ["ŷ"]
    if sample is None:
        return tuple(names)
    return tuple(f"{name} {format_number(float(y), digits)}" for name, y in zip(names, sample.a[-1], strict=True))
