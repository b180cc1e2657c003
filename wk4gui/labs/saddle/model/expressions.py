"""A formula in x and y as a surface, with gradient and Hessian exact to rounding."""

from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.expression_jets import Jet, evaluate
from wk4gui.core.expression_parser import parse_expression
from wk4gui.labs.saddle.model.surface import Box, Surface

CUSTOM_BOX = Box(-3.0, 3.0, -3.0, 3.0)


@lru_cache(maxsize=8)
def expression_surface(text: str) -> Surface:
    """The surface of a formula.

    Raises:
        ExpressionError: the text is not a formula.
    """
    expression = parse_expression(text)

    def f(x: Array, y: Array) -> Array:
        return _filled(evaluate(expression, x, y, 0), x)[0]

    def grad(x: Array, y: Array) -> tuple[Array, Array]:
        _, by_x, by_y = _filled(evaluate(expression, x, y, 1), x)
        return by_x, by_y

    def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
        *_, xx, xy, yy = _filled(evaluate(expression, x, y, 2), x)
        return xx, xy, yy

    return Surface("custom", "Your own function", text, CUSTOM_BOX, (1.0, 1.0), f, grad, hessian, has_floor=None)


def _filled(jet: Jet, like: Array) -> list[Array]:
    """The jet as whole arrays."""
    return [np.zeros_like(like) if u is None else np.array(np.broadcast_to(u, np.shape(like))) for u in jet]
