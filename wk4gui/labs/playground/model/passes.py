"""Forward and backward pass of many networks over one batch each, as a fixed list of calls on buffers made once.

Inside, units are rows and samples columns, with a row of ones below each layer's units, so that the bias is one more
weight and every product is contiguous. One network is many with a leading axis of one: the same calls, the same bytes.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.ensemble_batch_norm import BATCH_NORM_EPS, BatchNorm
from wk4gui.core.ensemble_slopes import in_place
from wk4gui.core.prepared_calls import PreparedCall, perform
from wk4gui.core.products import product_call
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS, OutputName

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
    """The buffers of a pass: activations, each layer with a row of ones below.

    Attributes:
        below: what each layer after the first multiplies, (n_networks, n_in + 1, n_samples).
        z: of each layer (n_networks, n_out, n_samples), the output's last.
        a: of each hidden layer.
        hidden_z, hidden_a: those of all hidden layers together, with rows between them that mean nothing.
    """

    def __init__(
        self, layout: Layout, n_networks: int, n_samples: int, dtype: type[np.floating[Any]] = np.float64
    ) -> None:
        n_out, hidden = layout.sizes[-1], layout.hidden
        height = sum(units + 1 for units in hidden)
        self.hidden_a: Any = np.ones((n_networks, height, n_samples), dtype)
        self.hidden_z: Any = np.zeros((n_networks, height, n_samples), dtype)
        starts = np.cumsum([0, *(units + 1 for units in hidden)]).tolist()
        self.spans = [slice(start, start + units) for start, units in zip(starts, hidden, strict=False)]
        self.a = [self.hidden_a[:, span] for span in self.spans]
        self.z = [self.hidden_z[:, span] for span in self.spans]
        self.z.append(np.empty((n_networks, n_out, n_samples), dtype))
        wider = [slice(span.start, span.stop + 1) for span in self.spans]
        self.below = [self.hidden_a[:, span] for span in wider]


@dataclass(frozen=True, eq=False)
class Program:
    """The calls of a training step over one batch.

    Attributes:
        calls: they write the gradient of the mean loss of the batch.
        update: these, and then what moves the parameters.
        n_forward: how many of them are the forward pass.
        y: targets of the batch (n_networks, n_out, n_samples).
        z: of the output layer, a buffer of that shape.
    """

    calls: tuple[PreparedCall, ...]
    update: tuple[PreparedCall, ...]
    n_forward: int
    y: Array
    z: Array

    def forward(self) -> None:
        """The forward pass alone."""
        perform(self.calls[: self.n_forward])


class TrainingPass:
    """The passes of a training step over a batch of fixed size.

    Args:
        layout: of every network.
        activation: of the hidden units.
        output: the output layer with its loss.
        blocks, gradient: views of the parameters and of their gradient, as ``Layout.block_views`` makes them.
        n_samples: of a batch.
        running: statistics that follow each batch; None without batch norm.
    """

    def __init__(
        self,
        layout: Layout,
        activation: str,
        output: OutputName,
        blocks: Sequence[Array],
        gradient: Sequence[Array],
        n_samples: int,
        running: Running | None,
    ) -> None:
        n_networks = len(blocks[0])
        self._values = Values(layout, n_networks, n_samples)
        self._slope = np.empty_like(self._values.hidden_z)
        self._pull = [np.empty_like(z) for z in self._values.z]
        self._layout, self._blocks, self._gradient, self._running = layout, blocks, gradient, running
        self._activation, self._output, self._scale = activation, OUTPUTS[output], 1.0 / n_samples
        sizes = [(n_networks, units, n_samples) for units in layout.hidden]
        self._normal = [BatchNorm(size, np.dtype(np.float64)) for size in sizes] if running is not None else []

    def program(self, samples: Array, masks: Array | None, move: Sequence[PreparedCall]) -> Program:
        """The calls for one batch.

        Args:
            samples: targets, inputs and a row of ones (n_networks, n_out + n_in + 1, n_samples), read at each step.
            masks: 0 or 1/(1 − p) for all hidden units, rows as in ``Values.hidden_a``, read too; None without dropout.
            move: what moves the parameters afterwards; none if that is not a matter of calls alone.
        """
        values, n_out = self._values, self._layout.sizes[-1]
        y, below = samples[:, :n_out], [samples[:, n_out:], *values.below]
        forward = self._forward(below, masks)
        calls = (*forward, *self._output.pull(values.z[-1], y, self._scale, self._pull[-1]), *self._backward(below))
        calls = _of_one_network(calls) if len(samples) == 1 else calls
        return Program(calls, (*calls, *move), len(forward), y, values.z[-1])

    def _forward(self, below: Sequence[Array], masks: Array | None) -> list[PreparedCall]:
        values, f, calls = self._values, in_place(self._activation), list[PreparedCall]()
        last = len(self._layout.hidden)
        for k in range(last):
            z, a, span = values.z[k], values.a[k], values.spans[k]
            calls.append((np.matmul, (self._blocks[k], below[k], z)))
            if self._running is not None:
                calls.append((self._normal[k].forward, (z, self._blocks[last + 1 + k])))
                calls.append((self._running.take, (k, self._normal[k], z.shape[-1])))
            calls.append((f.f, (z, a)))
            if masks is not None:
                slope, mask = self._slope[:, span], masks[:, span]
                calls.append((f.df, (z, a, slope)))
                calls.append((np.multiply, (a, mask, a)))
                calls.append((np.multiply, (slope, mask, slope)))
        if last and masks is None:
            calls += _slopes(self._activation, values.hidden_z, values.hidden_a, self._slope)
        calls.append((np.matmul, (self._blocks[last], below[last], values.z[last])))
        return calls

    def _backward(self, below: Sequence[Array]) -> list[PreparedCall]:
        values, calls, last = self._values, list[PreparedCall](), len(self._layout.hidden)
        for k in range(last, -1, -1):
            pull = self._pull[k]
            if k < last:
                above = self._blocks[k + 1][:, :, :-1].swapaxes(1, 2)
                calls.append((np.matmul, (above, self._pull[k + 1], pull)))
                calls.append((np.multiply, (pull, self._slope[:, values.spans[k]], pull)))
                if self._running is not None:
                    block, gradient = self._blocks[last + 1 + k], self._gradient[last + 1 + k]
                    calls.append((self._normal[k].backward, (pull, block, gradient)))
            calls.append((np.matmul, (pull, below[k].swapaxes(1, 2), self._gradient[k])))
        return calls


def _slopes(activation: str, z: Array, a: Array, out: Array) -> list[PreparedCall]:
    """f′(z) of all hidden units; 1 − a² without a function call in between."""
    if activation == "tanh":
        return [(np.multiply, (a, a, out)), (np.subtract, (np.array(1.0), out, out))]
    return [(in_place(activation).df, (z, a, out))]


def _of_one_network(program: Sequence[PreparedCall]) -> tuple[PreparedCall, ...]:
    """The calls without the leading axis of one network: the same bytes, and NumPy takes less time for each.

    An array has one view in all calls, since NumPy compares the memory of two different ones.
    """
    views = dict[int, Any]()

    def view(argument: Any) -> Any:
        stacked = isinstance(argument, np.ndarray) and argument.ndim == 3
        return views.setdefault(id(argument), argument[0]) if stacked else argument

    def own(call: Callable[..., object], arguments: tuple[Any, ...]) -> PreparedCall:
        if call is np.matmul:
            return product_call(*map(view, arguments))
        return call, tuple(map(view, arguments)) if isinstance(call, np.ufunc) else arguments

    return tuple(own(*each) for each in program)


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
        inputs: Any = np.ones((len(blocks[0]), X.shape[-2] + 1, X.shape[-1]), dtype)
        inputs[:, :-1] = X
        self._blocks, self.running = blocks, running
        calls = self._calls_over([inputs, *self.values.below], layout, activation)
        self._calls = _of_one_network(calls) if len(blocks[0]) == 1 else calls

    def run(self) -> Array:
        """z of the output layer (n_networks, n_out, n_samples), a buffer."""
        perform(self._calls)
        return self.values.z[-1]

    def _calls_over(self, below: Sequence[Array], layout: Layout, activation: str) -> tuple[PreparedCall, ...]:
        values, f, calls = self.values, in_place(activation).f, list[PreparedCall]()
        last = len(layout.hidden)
        for k in range(last):
            calls.append((np.matmul, (self._blocks[k], below[k], values.z[k])))
            if layout.batch_norm:
                calls.append((self._normalise, (values.z[k], self._blocks[last + 1 + k], k)))
            calls.append((f, (values.z[k], values.a[k])))
        return *calls, (np.matmul, (self._blocks[last], below[last], values.z[last]))

    def _normalise(self, z: Array, block: Array, layer: int) -> None:
        """Writes γ(z − mean)/√(var + ε) + β over z."""
        running = self.running
        assert running is not None
        part = running.parts[layer]
        scale = block[:, 0] / np.sqrt(running.variance[:, part] + BATCH_NORM_EPS)
        z -= running.mean[:, part, None]
        z *= scale[:, :, None]
        z += block[:, 1, :, None]
