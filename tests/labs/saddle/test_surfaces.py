"""Every surface: its derivatives by central differences, and its formula typed in gives the same function."""

import numpy as np
import pytest

from wk4gui.labs.saddle.model.expressions import expression_surface
from wk4gui.labs.saddle.model.surface import Box, Surface
from wk4gui.labs.saddle.model.surfaces import SURFACES

STEP = 1e-6
EVERY = [*SURFACES.values(), *(expression_surface(s.formula) for s in SURFACES.values() if s.formula)]
every_surface = pytest.mark.parametrize("surface", EVERY, ids=lambda s: f"{s.name}-{s.formula}")


def points(box: Box, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return rng.uniform(box.x_low, box.x_high, n), rng.uniform(box.y_low, box.y_high, n)


def check(wanted: np.ndarray, high: np.ndarray, low: np.ndarray, noise: float) -> None:
    """A derivative against a central difference, whose own rounding error is that of the function over the step."""
    scale = np.abs(wanted).max() + 1.0
    np.testing.assert_allclose((high - low) / (2.0 * STEP), wanted, rtol=1e-6, atol=1e-7 * scale + noise / STEP)


@every_surface
def test_gradient_and_hessian_by_central_differences(surface: Surface) -> None:
    x, y = points(surface.box)
    by_x, by_y = surface.grad(x, y)
    xx, xy, yy = surface.hessian(x, y)
    noise = 1e-15 * float(np.abs(surface.f(x, y)).max())
    check(by_x, surface.f(x + STEP, y), surface.f(x - STEP, y), noise)
    check(by_y, surface.f(x, y + STEP), surface.f(x, y - STEP), noise)
    (px, _), (mx, _) = surface.grad(x + STEP, y), surface.grad(x - STEP, y)
    check(xx, px, mx, noise)
    (ux, uy), (lx, ly) = surface.grad(x, y + STEP), surface.grad(x, y - STEP)
    check(xy, ux, lx, noise)
    check(yy, uy, ly, noise)


@pytest.mark.parametrize("name", [name for name, surface in SURFACES.items() if surface.formula])
def test_the_formula_typed_in_is_the_same_function(name: str) -> None:
    built_in = SURFACES[name]
    typed = expression_surface(built_in.formula)
    x, y = points(built_in.box)
    pairs = [(built_in.f(x, y), typed.f(x, y))]
    pairs += list(zip(built_in.grad(x, y), typed.grad(x, y), strict=True))
    pairs += list(zip(built_in.hessian(x, y), typed.hessian(x, y), strict=True))
    for wanted, found in pairs:
        np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12 * (1.0 + np.abs(wanted).max()))


@every_surface
def test_every_shape_is_kept(surface: Surface) -> None:
    x, y = (a.reshape(5, 40) for a in points(surface.box))
    for array in (surface.f(x, y), *surface.grad(x, y), *surface.hessian(x, y)):
        assert array.shape == (5, 40)


@pytest.mark.parametrize("name", SURFACES)
def test_the_start_is_inside_the_box(name: str) -> None:
    assert SURFACES[name].box.holds(*SURFACES[name].start)
