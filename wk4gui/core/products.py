"""The product of two small matrices, by the quicker of two calls that give the same bytes.

``ndarray.dot`` takes a third to two thirds of the time of ``np.matmul``. Both leave the work to BLAS, but they choose
among its routines each in its own way, and routines add in orders of their own. So both are tried where it matters:
an order that differs shows in the last digits of random numbers.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import NDArray
from wk4gui.core.prepared_calls import PreparedCall

_N_TRIED = 64
"""Elements of products that are compared, at least."""
_SMALL = 8192
"""Elements of a product beyond which the call itself takes hardly any of the time."""
_Form = tuple[tuple[int, ...], tuple[int, ...], np.dtype[Any]]
"""Shape, strides and type of a matrix."""


def product_call(a: NDArray[Any], b: NDArray[Any], out: NDArray[Any]) -> PreparedCall:
    """A call that writes a @ b, (m, k) @ (k, n) -> (m, n), with the bytes of ``np.matmul``, into another array."""
    if 0 < out.size <= _SMALL and out.flags.c_contiguous and _dot_agrees(_form(a), _form(b)):
        return a.dot, (b, out)
    return np.matmul, (a, b, out)


def _form(matrix: NDArray[Any]) -> _Form:
    return matrix.shape, matrix.strides, matrix.dtype


@lru_cache(maxsize=1024)
def _dot_agrees(a: _Form, b: _Form) -> bool:
    """Whether both calls give the same bytes for matrices of these forms."""
    rng, n_products = np.random.default_rng(0), -(-_N_TRIED // (a[0][0] * b[0][1]))
    pairs = zip(_random(a, n_products, rng), _random(b, n_products, rng), strict=True)
    return all(first.dot(second).tobytes() == np.matmul(first, second).tobytes() for first, second in pairs)


def _random(form: _Form, n_matrices: int, rng: np.random.Generator) -> list[NDArray[Any]]:
    shape, strides, dtype = form
    reach = sum((n - 1) * stride for n, stride in zip(shape, strides, strict=True)) // dtype.itemsize
    memory = rng.standard_normal((n_matrices, reach + 1)).astype(dtype)
    return [np.lib.stride_tricks.as_strided(each, shape, strides) for each in memory]
