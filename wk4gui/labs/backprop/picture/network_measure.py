"""The room that the numbers of a network need, and the boxes of weight labels."""

from collections.abc import Iterable, Sequence

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.picture.network_layout import NetworkLayout, TypeSizes
from wk4gui.labs.backprop.picture.network_numbers import NetworkNumbers, Place
from wk4gui.labs.backprop.picture.rect import Rect
from wk4gui.render.fonts import CAPTION, VALUE, text_width
from wk4gui.render.theme import Theme

_MANY = 24
"""For arrays with more numbers the width is bounded, not measured, since their labels rarely fit."""


def measure(numbers: NetworkNumbers, theme: Theme, digits: int) -> TypeSizes:
    """The widths for a layout of these numbers."""
    small, large = theme.px(CAPTION), theme.px(VALUE)

    def widest(arrays: Sequence[Array | None], px: int, weight: int) -> float:
        return max((_widest(array, digits, px, weight) for array in arrays if array is not None), default=0.0)

    floor = text_width("−8.8", small, 600)
    plates = tuple(
        max(floor, widest([W], small, 600), widest([grad], small, 400)) + 10
        for W, grad in zip(numbers.W, numbers.grad_W, strict=True)
    )
    values = max(widest(numbers.a, large, 700), widest([numbers.x], large, 700), text_width("88", large, 700))
    bias = text_width("b ", small) + widest(numbers.b, small, 600) + 4
    foot = bias + text_width("   ", small) + widest(numbers.grad_b, small, 400) + 4
    if not numbers.has_biases:
        foot = bias = 0.0
    loss = max(text_width(words, small) for words in (*numbers.loss_title.split("\n"), "target y = −8.8")) + 24
    return TypeSizes(line=1.28 * small, value=min(values, 3.6 * large), foot=foot, plates=plates, loss=loss, bias=bias)


def _widest(array: Array, digits: int, px: int, weight: int) -> float:
    """Width of the longest number of an array; for a large one a bound from its extremes."""
    values = array.ravel().tolist()
    if len(values) > _MANY:
        values = [round(min(values)) + 0.88888888, round(max(values)) + 0.88888888, min(values)]
    return max(text_width(format_number(v, digits), px, weight) for v in values)


def leads_to(weight: Place, picked: Iterable[Place | None]) -> bool:
    """Whether a weight leads to a picked unit."""
    return any(p is not None and p.kind in ("unit", "b") and (p.layer, p.j) == (weight.layer, weight.j) for p in picked)


def plate_rect(layout: NetworkLayout, weight: Place, picked: Iterable[Place | None]) -> Rect:
    """The box of a weight's label; in a gap without labels, those of a picked unit are near their sources."""
    key = (weight.layer, weight.j, weight.k)
    if key in layout.plates or not leads_to(weight, picked):
        return layout.plate_on_edge(*key)
    x0, y0, x1, y1 = layout.edge(*key)
    w, h = layout.plate_sizes[weight.layer]
    x = layout.units[weight.layer][weight.k].right + w / 2 + 6
    share = min((x - x0) / (x1 - x0), 0.5)
    return Rect(x, y0 + (y1 - y0) * share, w, h)
