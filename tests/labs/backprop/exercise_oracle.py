"""A gradient step's numbers again: NumPy written out with rows and columns, in the order of the sheet."""

import numpy as np

F = {
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "linear": lambda z: z,
}
D = {
    "relu": lambda z: (z > 0.0) * 1.0,
    "tanh": lambda z: np.cosh(z) ** -2.0,
    "sigmoid": lambda z: 1.0 / (2.0 + np.exp(z) + np.exp(-z)),
    "linear": lambda z: 1.0,
}


def work(problem, difficulty, put):
    W, b = [np.array(w) for w in problem.W], [np.array(v) for v in problem.b]
    names, y, last = problem.activations, np.array(problem.y), len(problem.W) - 1
    inputs, z, a = [np.array(problem.x)], [], []
    for k in range(last + 1):
        pre = W[k] @ inputs[-1] + b[k]
        z.append(np.array([put(f"z[{k}][{j}]", value) for j, value in enumerate(pre)]))
        a.append(np.array([put(f"a[{k}][{j}]", value) for j, value in enumerate(F[names[k]](z[k]))]))
        inputs.append(a[-1])
    put("loss", loss(problem.loss, z[-1], a[-1], y))
    grads = []
    back = output_gradient(problem.loss, a[-1], y)
    for k in range(last, -1, -1):
        delta = back if k == last and problem.loss == "bce" else back * D[names[k]](z[k])
        delta = np.array([put(f"grad_z[{k}][{j}]", value) for j, value in enumerate(delta)])
        outer = np.outer(delta, inputs[k])
        dW = np.array(
            [[put(f"grad_W[{k}][{j}][{i}]", outer[j, i]) for i in range(W[k].shape[1])] for j in range(len(b[k]))]
        )
        db = np.array([put(f"grad_b[{k}][{j}]", value) for j, value in enumerate(delta)])
        grads.insert(0, (dW, db))
        back = W[k].T @ delta
    for k, (dW, db) in enumerate(grads):
        for j in range(len(b[k])):
            for i in range(W[k].shape[1]):
                put(f"new_W[{k}][{j}][{i}]", W[k][j, i] - problem.learning_rate * dW[j, i])
            put(f"new_b[{k}][{j}]", b[k][j] - problem.learning_rate * db[j])


def loss(name, z, out, y):
    if name == "bce":
        if np.any((out <= 0.0) & (y > 0.0)) or np.any((out >= 1.0) & (y < 1.0)):
            return float(np.mean(np.logaddexp(0.0, z) - y * z))
        terms = [-np.log(p) if t == 1.0 else -np.log1p(-p) for p, t in zip(out, y, strict=True)]
        return float(np.mean(terms))
    squares = np.mean((out - y) ** 2)
    return float(squares if name == "mse" else 0.5 * squares)


def output_gradient(name, out, y):
    """By ŷ; by z for bce, of which only p − y is left behind a sigmoid."""
    return (2.0 if name == "mse" else 1.0) * (out - y) / len(y)
