"""The trainer against PyTorch: gradients and 200 updates of Adam with the same batches and the same masks."""

from itertools import product

import numpy as np
import pytest
from tiers import sample

from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.passes import Values
from wk4gui.labs.playground.model.trainer import Trainer, Training, fresh_state

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
torch.set_num_threads(1)
OUTPUTS = ("sigmoid_bce", "softmax_cross_entropy", "tanh_half_mse", "linear_half_mse", "linear_mse")


class Net:
    """The same network in PyTorch, in double precision."""

    def __init__(self, layout, theta):
        self.layout = layout
        self.weights = [
            (torch.tensor(W.copy(), requires_grad=True), torch.tensor(b.copy(), requires_grad=True))
            for W, b in layout.weights(theta)
        ]
        self.normal = [
            (torch.tensor(theta[layer.gamma], requires_grad=True), torch.tensor(theta[layer.beta], requires_grad=True))
            for layer in layout.layers[:-1]
            if layout.batch_norm
        ]
        self.running = [(torch.zeros(n).double(), torch.ones(n).double()) for n in layout.hidden]

    def forward(self, X, masks):
        a = X
        for k, (W, b) in enumerate(self.weights[:-1]):
            z = a @ W.T + b
            if self.normal:
                z = torch.nn.functional.batch_norm(z, *self.running[k], *self.normal[k], training=True)
            a = torch.tanh(z) * (masks[k] if masks else 1.0)
        return a @ self.weights[-1][0].T + self.weights[-1][1]

    def loss(self, output, z, y):
        if output == "sigmoid_bce":
            return torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        if output == "softmax_cross_entropy":
            return torch.nn.functional.cross_entropy(z, y)
        if output == "tanh_half_mse":
            return 0.5 * ((torch.tanh(z) - y) ** 2).mean()
        return (0.5 if output == "linear_half_mse" else 1.0) * ((z - y) ** 2).mean()

    def parameters(self):
        return [p for pair in (*self.weights, *self.normal) for p in pair]

    def theta(self, of):
        parts = []
        for k, pair in enumerate(self.weights):
            parts += [of(p).ravel() for p in pair]
            if self.normal and k < len(self.normal):
                parts += [of(p).ravel() for p in self.normal[k]]
        return torch.cat(parts).detach().numpy()


CASES = list(product(OUTPUTS, (0.0, 0.3), (False, True), ((0.0, 0.0), (0.003, 0.02)), (0.0, 0.1)))


@pytest.mark.parametrize(("output", "drop_prob", "batch_norm", "penalties", "decay"), sample(CASES, 6, 24))
def test_gradients_and_two_hundred_updates_are_those_of_pytorch(output, drop_prob, batch_norm, penalties, decay):
    rng = np.random.default_rng(11)
    layout = Layout((2, 6, 5, 3 if output.startswith("softmax") else 1), batch_norm)
    theta = rng.normal(size=layout.n_parameters) * 0.7
    X, classes = rng.normal(size=(2, 64)), rng.integers(3, size=64)
    y = np.eye(3)[:, classes] if output.startswith("softmax") else (rng.random((1, 64)) > 0.5) * 1.0
    y = 2.0 * y - 1.0 if output.startswith("tanh") else y
    training = Training(
        "tanh", output, "adam", OptimizerSettings(0.005), batch_size=16, l1=penalties[0], l2=penalties[1],
        weight_decay=decay, drop_prob=drop_prob, n_epochs=50,
    )  # fmt: skip
    trainer = Trainer(layout, training, fresh_state(layout, theta[None]), X, y, [4])
    net = Net(layout, theta)
    weights = [W for W, _ in net.weights]
    others = [p for p in net.parameters() if all(p is not W for W in weights)]
    groups = [{"params": weights, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=0.005)
    biases = np.zeros(layout.n_parameters, bool)
    for layer in layout.layers[:-1] if batch_norm else ():
        biases[layer.b] = True
    for update in range(200):
        rows = trainer.next_batch()[0]
        gradient = trainer.descend()[0, layout.from_blocks].copy()
        masks = None
        if drop_prob:
            drawn = trainer._masks[0][:, trainer._edges[trainer.batch] : trainer._edges[trainer.batch + 1]]
            masks = [torch.tensor(drawn[span].T.copy()) for span in Values(layout, 1, 1).spans]
        target = torch.tensor(classes[rows]) if output.startswith("softmax") else torch.tensor(y[:, rows].T.copy())
        optimizer.zero_grad()
        loss = net.loss(output, net.forward(torch.tensor(X[:, rows].T.copy()), masks), target)
        loss.backward()
        if update == 0:
            assert np.abs(gradient - net.theta(lambda p: p.grad)).max() < 1e-11
        for W in weights:
            W.grad += penalties[1] * W.detach() + penalties[0] * torch.sign(W.detach())
        optimizer.step()
        trainer.move()
    difference = np.abs(trainer.theta[0] - net.theta(lambda p: p))
    assert difference[~biases].max() < 1e-9
    if batch_norm:
        for part, statistics in zip(trainer.running.parts, net.running, strict=True):
            assert trainer.running.mean[0, part] == pytest.approx(statistics[0].numpy(), abs=1e-8)
            assert trainer.running.variance[0, part] == pytest.approx(statistics[1].numpy(), abs=1e-8)
