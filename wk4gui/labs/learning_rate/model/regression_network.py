"""Networks with one hidden layer and one output on fixed samples: loss, gradient and the exact Hessian.

The loss is the mean over the samples of (ŷ − y)². All parameters of a network are one row of θ: for each hidden unit
its weights and its bias, then the output weights, then the output bias; many networks are many rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core import example_networks as examples
from wk4gui.core.arrays import Array, read_only

N_SAMPLES, WIDTH = 64, 16


@dataclass(frozen=True)
class _Activation:
    """A function that may overwrite z, and its derivatives in terms of a = f(z); the first may overwrite a."""

    f: Callable[[Array, Array | None], Array]
    df: Callable[[Array, Array | None], Array]
    d2f: Callable[[Array], Array]


def _tanh_slope(a: Array, out: Array | None = None) -> Array:
    return np.subtract(1.0, np.multiply(a, a, out=out), out=out)


_TANH = _Activation(np.tanh, _tanh_slope, lambda a: -2.0 * a * (1.0 - a * a))


def _relu(z: Array, out: Array | None = None) -> Array:
    return np.asarray(np.maximum(z, 0.0, out=out))


def _relu_slope(a: Array, out: Array | None = None) -> Array:
    return np.asarray(np.sign(a, out=out))


_RELU = _Activation(_relu, _relu_slope, np.zeros_like)


@dataclass(frozen=True, eq=False)
class RegressionProblem:
    """Samples, the shape of the network fitted to them, and its start.

    Attributes:
        X: inputs with a row of ones below them (n_in + 1, n_samples).
        y: targets (n_samples,).
        width: number of hidden units.
        activation: of the hidden units; the output is linear.
        start: θ at the start (n_parameters,).
    """

    X: Array
    y: Array
    width: int
    activation: _Activation
    start: Array

    def loss(self, theta: Array) -> Array:
        """Mean (ŷ − y)², θ (n_networks, n_parameters) -> (n_networks,)."""
        return _mean_square(self._output(theta, self._hidden(theta)) - self.y)

    def loss_and_gradient(self, theta: Array, batch: Array | None = None) -> tuple[Array, Array]:
        """The loss on all samples, (n_networks,), and the gradient on a batch, (n_networks, n_parameters).

        Args:
            theta: (n_networks, n_parameters).
            batch: indices of the samples in the batch; None for all.
        """
        a = self._hidden(theta)
        error = self._output(theta, a) - self.y
        loss = _mean_square(error)
        if batch is None:
            return loss, self._backward(theta, a, error, self.X)
        return loss, self._backward(theta, a[..., batch], error[..., batch], self.X[:, batch])

    def gradient(self, theta: Array, batch: Array | None = None) -> Array:
        """The same gradient without the loss, from the samples of the batch only.

        Args:
            theta: (…, n_networks, n_parameters).
            batch: indices of the samples (…, n), a batch for each group of networks; None for all.
        """
        X, y = (self.X, self.y) if batch is None else (np.moveaxis(self.X[:, batch], 0, -2), self.y[batch])
        a = self._hidden(theta, X)
        return self._backward(theta, a, self._output(theta, a) - y[..., None, :], X)

    def _backward(self, theta: Array, a: Array, error: Array, X: Array) -> Array:
        """∂L/∂θ from the errors ŷ − y of some samples (…, n_networks, n_samples); overwrites a and the errors."""
        pull = np.multiply(error, 2.0 / error.shape[-1], out=error)
        gradient = np.empty_like(theta)
        n = self.width * len(self.X)
        gradient[..., n:-1] = np.matmul(a, pull[..., None])[..., 0]
        gradient[..., -1] = pull.sum(axis=-1)
        slope = self.activation.df(a, a)
        slope *= theta[..., n:-1, None]
        slope *= pull[..., None, :]
        by_input = np.matmul(slope, np.swapaxes(X, -1, -2)[..., None, :, :])
        gradient[..., :n] = by_input.reshape(*theta.shape[:-1], n)
        return gradient

    def hessian(self, theta: Array) -> Array:
        """∂²L/∂θ∂θ of one network on all samples, exactly, (n_parameters, n_parameters).

        (2/n) Σ (∇ŷ ∇ŷᵀ + (ŷ − y) ∇²ŷ), where ŷ = Σ w_j f(z_j) + b has ∂²ŷ/∂w_j∂z_j = f′(z_j) and
        ∂²ŷ/∂z_j² = w_j f″(z_j) and no other second derivatives.

        Args:
            theta: (n_parameters,).
        """
        hidden = self._hidden(theta[None])
        error, a = self._output(theta[None], hidden)[0] - self.y, hidden[0]
        n_in, n_samples = self.X.shape
        n = self.width * n_in
        output, slope = theta[n:-1, None], self.activation.df(a, None)
        by_input = ((output * slope)[:, None, :] * self.X).reshape(n, n_samples)
        J = np.concatenate([by_input, a, np.ones((1, n_samples))])
        H = J @ J.T
        mixed = (slope * error) @ self.X.T
        curved = np.einsum("js,ks,ls->jkl", output * self.activation.d2f(a) * error, self.X, self.X)
        for j in range(self.width):
            own = slice(j * n_in, (j + 1) * n_in)
            H[own, own] += curved[j]
            H[own, n + j] += mixed[j]
            H[n + j, own] += mixed[j]
        return np.asarray(H * (2.0 / n_samples))

    @property
    def dies(self) -> bool:
        """Whether its units can be off for all samples."""
        return self.activation is _RELU

    def all_units_off(self, theta: Array) -> tuple[bool, ...]:
        """Whether all hidden units are 0 for all samples, per network."""
        off = self._hidden(theta) == 0.0
        return tuple(bool(each) for each in off.all(axis=(1, 2)))

    def _hidden(self, theta: Array, X: Array | None = None) -> Array:
        """f(z) of the hidden units, (…, n_networks, width, n_samples), for inputs X."""
        X = self.X if X is None else X
        weights = theta[..., : self.width * len(self.X)].reshape(*theta.shape[:-1], self.width, len(self.X))
        z = np.matmul(weights, X[..., None, :, :])
        return self.activation.f(z, z)

    def _output(self, theta: Array, a: Array) -> Array:
        """ŷ (…, n_networks, n_samples)."""
        n = self.width * len(self.X)
        product = np.matmul(theta[..., None, n:-1], a)[..., 0, :]
        product += theta[..., -1:]
        return np.asarray(product)


def _mean_square(error: Array) -> Array:
    """(…, n_samples) -> (…,)."""
    return np.asarray(np.mean(error * error, axis=-1))


@lru_cache(maxsize=1)
def tutorial_problem() -> RegressionProblem:
    """The first question's network on its one sample: 2 inputs, 3 ReLU units, thirteen parameters."""
    W, output = (np.array(weights) for weights in examples.TUTORIAL_WEIGHTS)
    b, b_out = (np.array(bias) for bias in examples.TUTORIAL_BIASES)
    theta = np.concatenate([np.column_stack([W, b]).ravel(), output.ravel(), b_out])
    X = np.array([[*examples.TUTORIAL_X, 1.0]]).T
    return RegressionProblem(read_only(X), read_only(examples.TUTORIAL_Y), len(W), _RELU, read_only(theta))


@lru_cache(maxsize=16)
def sine_problem(seed: int) -> RegressionProblem:
    """64 points of y = sin x + noise of size 0.1 on [−3, 3], a 1-16-1 tanh network, both drawn from the seed.

    Hidden weights and biases are standard normal, output weights normal with variance 1/16, the output bias is 0.
    """
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-3.0, 3.0, N_SAMPLES))
    y = np.sin(x) + 0.1 * rng.standard_normal(N_SAMPLES)
    hidden = rng.standard_normal(2 * WIDTH)
    theta = np.concatenate([hidden, rng.standard_normal(WIDTH) / np.sqrt(WIDTH), [0.0]])
    X = np.stack([x, np.ones(N_SAMPLES)])
    return RegressionProblem(read_only(X), read_only(y), WIDTH, _TANH, read_only(theta))
