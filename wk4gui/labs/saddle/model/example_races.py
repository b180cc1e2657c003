"""The races that the presets show, as plain fields of the saddle lab."""

from typing import Any

from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

Fields = dict[str, Any]

PLAIN_SADDLE: Fields = {"surface": "saddle", "start": [1.5, 0], "n_runs": 1000, "n_steps": 60}

REAL_NOISE: Fields = {
    "surface": "two_weight_network",
    "start": list(TWO_WEIGHT_NETWORK.saddle),
    "noise_kind": "minibatch",
    "batch_size": 8,
    "n_steps": 400,
}

PRICE_OF_NOISE: Fields = {"start": [1.5, 1.5], "noise": 1.0, "n_steps": 1000, "n_runs": 50}

SIX_OPTIMIZERS: Fields = {
    "surface": "himmelblau",
    "start": [-0.5, -1.2],
    "optimizers": ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"],
    "learning_rate": 0.005,
    "n_runs": 20,
    "n_steps": 300,
}

MONKEY_SADDLE: Fields = {"surface": "monkey_saddle", "start": [0.4, 0], "learning_rate": 0.1, "n_steps": 300}

ROSENBROCK: Fields = {
    "surface": "rosenbrock",
    "start": [-1.5, 2],
    "optimizers": ["sgd", "momentum", "adam"],
    "learning_rate": 0.0005,
    "n_runs": 10,
    "n_steps": 1000,
}

OWN_FUNCTION: Fields = {
    "surface": "custom",
    "expression": "sin(2*x)*cos(2*y) + (x**2 + y**2)/10",
    "start": [0.2, 1.4],
}
