"""The built-in loss surfaces, each with its exact gradient and Hessian.

Himmelblau's, Rosenbrock's, Beale's, the three-hump camel and Styblinski and Tang's function are the usual test
functions of optimisation; the monkey saddle is Re (x + iy)³, whose Hessian vanishes at its critical point.
"""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.surface import Box, Surface
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

_Two = tuple[Array, Array]
_Three = tuple[Array, Array, Array]


def _double_well(x: Array, y: Array) -> Array:
    xx = x * x
    return xx * (0.25 * xx - 0.5) + 0.5 * (y * y)


def _double_well_grad(x: Array, y: Array) -> _Two:
    return x * (x * x - 1.0), y


def _double_well_hessian(x: Array, y: Array) -> _Three:
    return 3.0 * x * x - 1.0, np.zeros_like(x), np.ones_like(x)


def _saddle(x: Array, y: Array) -> Array:
    return x * x - y * y


def _saddle_grad(x: Array, y: Array) -> _Two:
    return 2.0 * x, -2.0 * y


def _saddle_hessian(x: Array, y: Array) -> _Three:
    return np.full_like(x, 2.0), np.zeros_like(x), np.full_like(x, -2.0)


def _monkey_saddle(x: Array, y: Array) -> Array:
    return x * (x * x - 3.0 * (y * y))


def _monkey_saddle_grad(x: Array, y: Array) -> _Two:
    return 3.0 * (x * x - y * y), -6.0 * (x * y)


def _monkey_saddle_hessian(x: Array, y: Array) -> _Three:
    return 6.0 * x, -6.0 * y, -6.0 * x


def _himmelblau(x: Array, y: Array) -> Array:
    u, v = x * x + y - 11.0, x + y * y - 7.0
    return u * u + v * v


def _himmelblau_grad(x: Array, y: Array) -> _Two:
    u, v = 2.0 * (x * x + y - 11.0), 2.0 * (x + y * y - 7.0)
    return 2.0 * x * u + v, u + 2.0 * y * v


def _himmelblau_hessian(x: Array, y: Array) -> _Three:
    u, v = x * x + y - 11.0, x + y * y - 7.0
    return 8.0 * x * x + 4.0 * u + 2.0, 4.0 * (x + y), 8.0 * y * y + 4.0 * v + 2.0


def _rosenbrock(x: Array, y: Array) -> Array:
    u, v = y - x * x, 1.0 - x
    return v * v + 100.0 * (u * u)


def _rosenbrock_grad(x: Array, y: Array) -> _Two:
    u = 200.0 * (y - x * x)
    return 2.0 * (x - 1.0 - x * u), u


def _rosenbrock_hessian(x: Array, y: Array) -> _Three:
    return 2.0 - 400.0 * (y - 3.0 * x * x), -400.0 * x, np.full_like(x, 200.0)


def _beale_terms(x: Array, y: Array) -> _Three:
    return 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * (y * y * y)


def _beale(x: Array, y: Array) -> Array:
    a, b, c = _beale_terms(x, y)
    return a * a + b * b + c * c


def _beale_grad(x: Array, y: Array) -> _Two:
    a, b, c = _beale_terms(x, y)
    yy = y * y
    by_x = a * (y - 1.0) + b * (yy - 1.0) + c * (y * yy - 1.0)
    return 2.0 * by_x, 2.0 * x * (a + 2.0 * y * b + 3.0 * yy * c)


def _beale_hessian(x: Array, y: Array) -> _Three:
    a, b, c = _beale_terms(x, y)
    y2, y3 = y * y, y * y * y
    slopes = y - 1.0, y2 - 1.0, y3 - 1.0
    xx = 2.0 * (slopes[0] ** 2 + slopes[1] ** 2 + slopes[2] ** 2)
    xy = 2.0 * (a + 2.0 * y * b + 3.0 * y2 * c) + 2.0 * x * (slopes[0] + 2.0 * y * slopes[1] + 3.0 * y2 * slopes[2])
    yy = 2.0 * x * (x * (1.0 + 4.0 * y2 + 9.0 * y2 * y2) + 2.0 * b + 6.0 * y * c)
    return xx, xy, yy


def _three_hump_camel(x: Array, y: Array) -> Array:
    xx = x * x
    return xx * (2.0 + xx * (xx / 6.0 - 1.05)) + x * y + y * y


def _three_hump_camel_grad(x: Array, y: Array) -> _Two:
    xx = x * x
    return x * (4.0 + xx * (xx - 4.2)) + y, x + 2.0 * y


def _three_hump_camel_hessian(x: Array, y: Array) -> _Three:
    xx = x * x
    return 4.0 + xx * (5.0 * xx - 12.6), np.ones_like(x), np.full_like(x, 2.0)


def _styblinski_tang(x: Array, y: Array) -> Array:
    xx, yy = x * x, y * y
    return 0.5 * (xx * (xx - 16.0) + yy * (yy - 16.0)) + 2.5 * (x + y)


def _styblinski_tang_grad(x: Array, y: Array) -> _Two:
    return 2.0 * x * (x * x - 8.0) + 2.5, 2.0 * y * (y * y - 8.0) + 2.5


def _styblinski_tang_hessian(x: Array, y: Array) -> _Three:
    return 6.0 * x * x - 16.0, np.zeros_like(x), 6.0 * y * y - 16.0


SURFACES: dict[str, Surface] = {
    surface.name: surface
    for surface in (
        Surface(
            "double_well",
            "Double well",
            "x**4/4 - x**2/2 + y**2/2",
            Box(-2.0, 2.0, -2.0, 2.0),
            (0.0, 1.5),
            _double_well,
            _double_well_grad,
            _double_well_hessian,
        ),
        Surface(
            "saddle",
            "Saddle",
            "x**2 - y**2",
            Box(-2.0, 2.0, -2.0, 2.0),
            (1.5, 0.0),
            _saddle,
            _saddle_grad,
            _saddle_hessian,
            has_floor=False,
        ),
        Surface(
            "monkey_saddle",
            "Monkey saddle",
            "x**3 - 3*x*y**2",
            Box(-2.0, 2.0, -2.0, 2.0),
            (0.4, 0.0),
            _monkey_saddle,
            _monkey_saddle_grad,
            _monkey_saddle_hessian,
            has_floor=False,
        ),
        Surface(
            "himmelblau",
            "Himmelblau",
            "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
            Box(-6.0, 6.0, -6.0, 6.0),
            (-0.5, -1.2),
            _himmelblau,
            _himmelblau_grad,
            _himmelblau_hessian,
        ),
        Surface(
            "rosenbrock",
            "Rosenbrock",
            "(1 - x)**2 + 100*(y - x**2)**2",
            Box(-3.0, 3.0, -2.0, 5.0),
            (-1.5, 2.0),
            _rosenbrock,
            _rosenbrock_grad,
            _rosenbrock_hessian,
        ),
        Surface(
            "beale",
            "Beale",
            "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
            Box(-4.5, 4.5, -4.5, 4.5),
            (1.0, 1.5),
            _beale,
            _beale_grad,
            _beale_hessian,
        ),
        Surface(
            "three_hump_camel",
            "Three-hump camel",
            "2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2",
            Box(-5.0, 5.0, -5.0, 5.0),
            (1.2, -2.0),
            _three_hump_camel,
            _three_hump_camel_grad,
            _three_hump_camel_hessian,
        ),
        Surface(
            "styblinski_tang",
            "Styblinski–Tang",
            "(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2",
            Box(-5.0, 5.0, -5.0, 5.0),
            (0.2, 0.1),
            _styblinski_tang,
            _styblinski_tang_grad,
            _styblinski_tang_hessian,
        ),
        TWO_WEIGHT_NETWORK.surface,
    )
}
