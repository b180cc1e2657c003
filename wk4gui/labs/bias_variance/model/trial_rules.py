"""A learner of the bias and variance lab, and how its training sets are drawn; imported with the parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from wk4gui.core.ensemble_shape import Shape
    from wk4gui.core.target_functions import TargetName


@dataclass(frozen=True)
class TrialRules:
    """A learner, and how its training sets are drawn.

    Attributes:
        model: "polynomial" of a ``degree``, or "network" of ``hidden_layers`` tanh layers of ``width`` units.
        degree: of the polynomial.
        width: of each hidden layer.
        hidden_layers: number of them.
        l2: factor of Σ w² (biases or intercept left out), added to the mean squared error.
        drop_prob: of hidden units, inverted dropout (network).
        n_train: points of a training set.
        noise: standard deviation of the targets' noise.
        n_trials: number of training sets.
        n_steps: of Adam (network).
        learning_rate: of Adam (network).
        target: name of the function.
        x_design: "grid": equally spaced on [−1, 1], the same in every trial; "random": uniform, new in every trial.
        seed: of all random numbers.
        independent: False for the training sets that are shown, True for as many others.
    """

    model: Literal["polynomial", "network"]
    degree: int
    width: int
    hidden_layers: int
    l2: float
    drop_prob: float
    n_train: int
    noise: float
    n_trials: int
    n_steps: int
    learning_rate: float
    target: TargetName
    x_design: Literal["grid", "random"]
    seed: int
    independent: bool = False

    def others(self) -> TrialRules:
        """The same learner on independent training sets."""
        return replace(self, independent=True)

    def chance(self, stream: int) -> np.random.Generator:
        """A random generator for one purpose, so that learners that differ in a setting share other random numbers."""
        return np.random.default_rng([self.seed, 8, int(self.independent), stream])

    @property
    def shape(self) -> Shape:
        """The shape of the network."""
        from wk4gui.core.ensemble_shape import Shape  # only whoever trains needs it

        return Shape(1, (self.width,) * self.hidden_layers)

    @property
    def work(self) -> float:
        """Number of hidden activations in the training, a measure of its time; 0 for polynomials."""
        if self.model == "polynomial":
            return 0.0
        inner = self.width * self.hidden_layers + (self.hidden_layers - 1) * self.width**2 / 16.0
        return float(self.n_trials) * self.n_steps * self.n_train * inner
