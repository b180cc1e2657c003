"""What the activations lab claims, from the sizes of the gradient and the shares of flat units alone."""

import math

CAPS = {"depth": 20, "width": 48, "n_samples": 128}


def check(part, params, result, frame, claims, where):
    sizes = [float(size) for size in result.grad_norm]  # the last layer first
    fate = claims["fate"]
    if sizes[-1] == 0.0:
        assert fate == "zero", where
        return 1
    if params.depth == 1:
        assert fate == "no_depth", where
        return 1
    factor = math.exp((math.log(sizes[-1]) - math.log(sizes[0])) / (params.depth - 1)) if sizes[0] > 0.0 else math.inf
    assert math.isclose(claims["factor"], factor, rel_tol=1e-9), where
    left = sizes[-1] / sizes[0]
    expected = "survives"
    if factor < 10**-0.2 or left < 0.01:
        expected = "vanishes"
    elif factor > 10**0.2 or left > 100.0:
        expected = "explodes"
    assert fate == expected, where
    shares = [float(share) for share in result.layer_saturated]
    assert math.isclose(claims["saturated"], sum(shares) / len(shares), rel_tol=1e-9, abs_tol=1e-12), where
    return 3
