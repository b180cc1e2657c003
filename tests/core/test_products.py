"""The quicker call is taken where it gives the bytes of the other, and only there."""

import itertools

import numpy as np
import pytest

from wk4gui.core.products import product_call

SIZES = [(m, k, n) for m in (1, 2, 3, 4, 8, 16) for k in (1, 2, 3, 5, 9, 17) for n in (1, 2, 3, 8, 10, 30, 250)]


def in_wider_rows(matrix):
    """The same numbers in memory whose rows are longer."""
    wide = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 9), matrix.dtype)
    wide[1:, 3:-6] = matrix
    return wide[1:, 3:-6]


FORMS = {"plain": lambda b: b, "in wider rows": in_wider_rows, "transposed": lambda b: np.ascontiguousarray(b.T).T}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("left", "right"), list(itertools.product(FORMS, FORMS)))
def test_the_bytes_are_those_of_matmul(left, right, dtype):
    rng = np.random.default_rng(1)
    for m, k, n in SIZES:
        a = FORMS[left](rng.standard_normal((m, k)).astype(dtype))
        b = FORMS[right](rng.standard_normal((k, n)).astype(dtype))
        out = np.empty((m, n), dtype)
        call, arguments = product_call(a, b, out)
        for _ in range(3):
            a[...], b[...] = rng.standard_normal((m, k)), rng.standard_normal((k, n))
            call(*arguments)
            assert out.tobytes() == np.matmul(a, b).tobytes()


def test_layers_of_a_playground_take_the_quicker_call():
    W, samples = np.ones((4, 3)), np.ones((5, 250))[1:4, 10:20]
    assert product_call(W, samples, np.empty((4, 10)))[0] is not np.matmul


def test_what_dot_cannot_write_to_is_left_to_matmul():
    out = np.empty((4, 20))[:, :10]
    call, arguments = product_call(np.ones((4, 3)), np.ones((3, 10)), out)
    call(*arguments)
    assert (out == 3.0).all()


@pytest.mark.parametrize("size", [(3, 0), (0, 3)])
def test_an_empty_product_is_made(size):
    out = np.empty(size)
    call, arguments = product_call(np.ones((size[0], 2)), np.ones((2, size[1])), out)
    call(*arguments)
    assert out.shape == size
