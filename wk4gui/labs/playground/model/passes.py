"""Forward and backward pass of many networks over one batch each, as a fixed list of calls on buffers made once.

Inside, units are rows and samples columns, with a row of ones below each layer's units, so that the bias is one more
weight and every product is contiguous. One network is many with a leading axis of one: the same calls, the same bytes.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.ensemble_batch_norm import BATCH_NORM_EPS, BatchNorm
from wk4gui.core.ensemble_slopes import in_place
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS, Call, OutputName

RUNNING_WEIGHT = 0.1
"""Weight of the new value in the running statistics of batch norm: PyTorch's momentum."""


class Running:
    """The running statistics of batch norm: PyTorch's, the variance unbiased.

    Attributes:
        mean, variance: (n_networks, units of all hidden layers).
    """

    def __init__(self, mean: Array, variance: Array, hidden: Sequence[int]) -> None:
        self.mean, self.variance = mean.copy(), variance.copy()
        ends = np.cumsum([0, *hidden]).tolist()
        self.parts = [slice(low, high) for low, high in itertools.pairwise(ends)]

    def take(self, layer: int, normal: BatchNorm, n_samples: int) -> None:
        """Moves the statistics of a layer towards those of a batch; one sample has no variance to give."""
        part = self.parts[layer]
        self.mean[:, part] += RUNNING_WEIGHT * (normal.mean[:, :, 0] - self.mean[:, part])
        if n_samples > 1:
            unbiased = normal.variance[:, :, 0] * (n_samples / (n_samples - 1))
            self.variance[:, part] += RUNNING_WEIGHT * (unbiased - self.variance[:, part])


class Values:
    """The buffers of a pass: inputs and activations, each layer with a row of ones below.

    Attributes:
        samples: targets and then inputs (n_networks, n_out + n_in, n_samples), to be written.
        y, X: views of both.
        below: what each layer multiplies, (n_networks, n_in + 1, n_samples).
        z: of each layer (n_networks, n_out, n_samples), the output's last.
        a: of each hidden layer.
        hidden_z, hidden_a: those of all hidden layers together, with rows between them that mean nothing.
    """

    def __init__(
        self, layout: Layout, n_networks: int, n_samples: int, dtype: type[np.floating[Any]] = np.float64
    ) -> None:
        n_in, n_out, hidden = layout.sizes[0], layout.sizes[-1], layout.hidden
        height = sum(units + 1 for units in hidden)
        rows: Any = np.ones((n_networks, n_out + n_in + 1 + height, n_samples), dtype)
        self.samples = rows[:, : n_out + n_in]
        self.y, self.X = self.samples[:, :n_out], self.samples[:, n_out:]
        self.hidden_a: Array = rows[:, n_out + n_in + 1 :]
        self.hidden_z: Any = np.zeros((n_networks, height, n_samples), dtype)
        starts = np.cumsum([0, *(units + 1 for units in hidden)]).tolist()
        self.spans = [slice(start, start + units) for start, units in zip(starts, hidden, strict=False)]
        self.a = [self.hidden_a[:, span] for span in self.spans]
        self.z = [self.hidden_z[:, span] for span in self.spans]
        self.z.append(np.empty((n_networks, n_out, n_samples), dtype))
        wider = [slice(span.start, span.stop + 1) for span in self.spans]
        self.below = [rows[:, n_out : n_out + n_in + 1], *(self.hidden_a[:, span] for span in wider)]


class TrainingPass:
    """The passes of a training step over a batch of fixed size.

    Args:
        layout: of every network.
        activation: of the hidden units.
        output: the output layer with its loss.
        blocks, gradient: views of the parameters and of their gradient, as ``Layout.block_views`` makes them.
        n_samples: of a batch.
        drops: whether activations are multiplied by ``masks``.
        running: statistics that follow each batch; None without batch norm.

    Attributes:
        values: its ``samples`` are to be written.
        program: the calls that write the gradient of the mean loss of the batch.
        masks: 0 or 1/(1 − p) for all hidden units (n_networks, rows, n_samples), to be written; rows as in ``values``.
    """

    def __init__(
        self,
        layout: Layout,
        activation: str,
        output: OutputName,
        blocks: Sequence[Array],
        gradient: Sequence[Array],
        n_samples: int,
        *,
        drops: bool,
        running: Running | None,
    ) -> None:
        n_networks = len(blocks[0])
        self.values = Values(layout, n_networks, n_samples)
        height = self.values.hidden_z.shape[1]
        self.masks = np.ones((n_networks, height, n_samples)) if drops else None
        self._slope = np.empty((n_networks, height, n_samples))
        self._pull = [np.empty_like(z) for z in self.values.z]
        self._layout, self._blocks, self._gradient, self._running = layout, blocks, gradient, running
        sizes = [(n_networks, units, n_samples) for units in layout.hidden]
        self._normal = [BatchNorm(size, np.dtype(np.float64)) for size in sizes] if running is not None else []
        pull = OUTPUTS[output].pull(self.values.z[-1], self.values.y, 1.0 / n_samples, self._pull[-1])
        forward = self._forward(activation)
        self._n_forward = len(forward)
        program = (*forward, *pull, *self._backward())
        self.program: tuple[Call, ...] = _of_one_network(program) if n_networks == 1 else program

    def forward(self) -> None:
        """The forward pass alone."""
        for call, arguments in self.program[: self._n_forward]:
            call(*arguments)

    def _forward(self, activation: str) -> list[Call]:
        values, f, calls = self.values, in_place(activation), list[Call]()
        last = len(self._layout.hidden)
        for k in range(last):
            z, a, span = values.z[k], values.a[k], values.spans[k]
            calls.append((np.matmul, (self._blocks[k], values.below[k], z)))
            if self._running is not None:
                calls.append((self._normal[k].forward, (z, self._blocks[last + 1 + k])))
                calls.append((self._running.take, (k, self._normal[k], z.shape[-1])))
            calls.append((f.f, (z, a)))
            if self.masks is not None:
                slope, mask = self._slope[:, span], self.masks[:, span]
                calls.append((f.df, (z, a, slope)))
                calls.append((np.multiply, (a, mask, a)))
                calls.append((np.multiply, (slope, mask, slope)))
        if last and self.masks is None:
            calls += _slopes(activation, values.hidden_z, values.hidden_a, self._slope)
        calls.append((np.matmul, (self._blocks[last], values.below[last], values.z[last])))
        return calls

    def _backward(self) -> list[Call]:
        values, calls, last = self.values, list[Call](), len(self._layout.hidden)
        for k in range(last, -1, -1):
            pull = self._pull[k]
            if k < last:
                above = self._blocks[k + 1][:, :, :-1].swapaxes(1, 2)
                calls.append((np.matmul, (above, self._pull[k + 1], pull)))
                calls.append((np.multiply, (pull, self._slope[:, values.spans[k]], pull)))
                if self._running is not None:
                    block, gradient = self._blocks[last + 1 + k], self._gradient[last + 1 + k]
                    calls.append((self._normal[k].backward, (pull, block, gradient)))
            calls.append((np.matmul, (pull, values.below[k].swapaxes(1, 2), self._gradient[k])))
        return calls


def _slopes(activation: str, z: Array, a: Array, out: Array) -> list[Call]:
    """f′(z) of all hidden units; 1 − a² without a function call in between."""
    if activation == "tanh":
        return [(np.multiply, (a, a, out)), (np.subtract, (np.array(1.0), out, out))]
    return [(in_place(activation).df, (z, a, out))]


def _of_one_network(program: Sequence[Call]) -> tuple[Call, ...]:
    """The calls without the leading axis of one network: the same bytes, and NumPy takes less time for each.

    An array has one view in all calls, since NumPy compares the memory of two different ones. ``ndarray.dot`` takes
    half the time of ``np.matmul``, but on some processors it gives other bytes at some widths.
    """
    views = dict[int, Any]()

    def view(argument: Any) -> Any:
        stacked = isinstance(argument, np.ndarray) and argument.ndim == 3
        return views.setdefault(id(argument), argument[0]) if stacked else argument

    return tuple(
        (call, tuple(map(view, arguments)) if isinstance(call, np.ufunc) else arguments) for call, arguments in program
    )


class EvaluationPass:
    """The forward pass in use: no dropout, running statistics for batch norm.

    Args:
        layout, activation, blocks, running: as for a training pass.
        X: inputs (n_in, n_samples) for all, or (n_networks, n_in, n_samples).
        dtype: of all values; that of the blocks.

    Attributes:
        values: what the last run left.
        running: may be replaced between two runs.
    """

    def __init__(
        self,
        layout: Layout,
        activation: str,
        blocks: Sequence[Array],
        running: Running | None,
        X: Array,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.values = Values(layout, len(blocks[0]), X.shape[-1], dtype)
        self.values.X[:] = X
        self._layout, self._blocks, self.running, self._f = layout, blocks, running, in_place(activation)

    def run(self) -> Array:
        """z of the output layer (n_networks, n_out, n_samples), a buffer."""
        values, last = self.values, len(self._layout.hidden)
        for k in range(last):
            z = values.z[k]
            np.matmul(self._blocks[k], values.below[k], out=z)
            if self.running is not None:
                _normalise(z, self._blocks[last + 1 + k], self.running, k)
            self._f.f(z, values.a[k])
        return np.matmul(self._blocks[last], values.below[last], out=values.z[last])


def _normalise(z: Array, block: Array, running: Running, layer: int) -> None:
    """Writes γ(z − mean)/√(var + ε) + β over z."""
    part = running.parts[layer]
    scale = block[:, 0] / np.sqrt(running.variance[:, part] + BATCH_NORM_EPS)
    z -= running.mean[:, part, None]
    z *= scale[:, :, None]
    z += block[:, 1, :, None]
