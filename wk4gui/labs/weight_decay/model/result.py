"""Results of the weight_decay lab's two parts."""

from dataclasses import dataclass

from wk4gui.core.arrays import Array


@dataclass(frozen=True)
class Result:
    """The same descent with the penalty in two forms; arrays are read-only, NaN from ``diverged_at`` on.

    s stands for the factor of w in the penalty's gradient: λ (half) or 2λ (full).

    Attributes:
        paths: names of the paths: "plain", "l2", "decay", and with momentum "decay_velocity".
        path_plain: without penalty (n_steps + 1, 2).
        path_l2: the penalty's gradient is part of the gradient (n_steps + 1, 2).
        path_decay: shrink, then step (n_steps + 1, 2).
        path_decay_velocity: momentum: the decay goes through a velocity of its own (n_steps + 1, 2); else None.
        diverged_at: per path the first step whose loss is not finite, or None.
        max_difference: largest |path_l2 − path_decay| over the steps at which both are finite.
        max_difference_velocity: the same for path_decay_velocity; None without.
        difference: |path_l2 − path_decay|, the larger of both coordinates (n_steps + 1,).
        shrink_factor: 1 − αs.
        loss, penalty, objective, norm: per path (n_paths, n_steps + 1), the penalty with the current λ for all.
        gradient: ∇L along each path (n_paths, n_steps + 1, 2).
        shrink_move, gradient_move: the moves of path_decay in each step, (n_steps, 2) each.
        regularized_optimum: (H + sI)⁻¹Hw*, the limit of path_l2, and of path_decay with SGD (2,).
        rule_optimum: the limit of path_decay with the chosen rule and optimizer (2,). With momentum it has the
            smaller strength s(1 − μ), since the velocity does not amplify the decay, and as printed α times less;
            None for adam, which has no such limit.
        rule_strength: that strength; None for adam.
        kept_fraction: κ/(κ + s) along each eigen-direction (2,).
        directions: eigenvectors as columns (2, 2), that of the first curvature first.
        path_lambdas: of the regularization path, 0 first (n,).
        regularization_path: the optimum for each of them (n, 2).
        monotone_limit, stability_limit: 1/(κ_max + s) and 2/(κ_max + s), limits of α for SGD.
    """

    paths: tuple[str, ...]
    path_plain: Array
    path_l2: Array
    path_decay: Array
    path_decay_velocity: Array | None
    diverged_at: tuple[int | None, ...]
    max_difference: float
    max_difference_velocity: float | None
    difference: Array
    shrink_factor: float
    loss: Array
    penalty: Array
    objective: Array
    norm: Array
    gradient: Array
    shrink_move: Array
    gradient_move: Array
    regularized_optimum: Array
    rule_optimum: Array | None
    rule_strength: float | None
    kept_fraction: Array
    directions: Array
    path_lambdas: Array
    regularization_path: Array
    monotone_limit: float
    stability_limit: float


@dataclass(frozen=True)
class NetworkResult:
    """1-16-1 tanh networks with several λ, trained by Adam with the penalty in the gradient, in single precision.

    Attributes:
        lambdas: ascending, 0 first (5,).
        weight_edges: bins of the histogram (n_bins + 1,); the first and the last include values beyond.
        weight_histogram: share of all weights in each bin (5, n_bins).
        train_loss, test_loss: mean squared error after the training, per network (5, n_networks); of the test without
            noise.
        weight_norm: ‖w‖ of all weights, biases left out (5, n_networks).
        network_x: where the curves are drawn (101,).
        network_target: the target without noise (101,).
        network_curves: of the first network of each λ (5, 101).
        network_points_x, network_points_y: its training points (n_train,).
        best_lambda: with the lowest mean test loss.
    """

    lambdas: Array
    weight_edges: Array
    weight_histogram: Array
    train_loss: Array
    test_loss: Array
    weight_norm: Array
    network_x: Array
    network_target: Array
    network_curves: Array
    network_points_x: Array
    network_points_y: Array
    best_lambda: float
