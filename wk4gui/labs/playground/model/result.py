"""Results of the playground lab's parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.paired_test import Paired


@dataclass(frozen=True, eq=False)
class RecordedStates:
    """What a run can go on from, beside θ, at each recorded frame; arrays of no columns where there is nothing.

    Attributes:
        first, second: of the optimizer (n_recorded, n_parameters); for adam divided by 1 − β₁ and 1 − β₂.
        running_mean, running_variance: of batch norm (n_recorded, hidden units).
        whole_epochs, batches: whole epochs done, and batches of the next one (n_recorded,).
        optimizer_steps: steps since first and second were 0 (n_recorded,).
    """

    first: Array
    second: Array
    running_mean: Array
    running_variance: Array
    whole_epochs: Array
    batches: Array
    optimizer_steps: Array


@dataclass(frozen=True, eq=False)
class Result:
    """A run, recorded at its start, after its first 20 updates, then evenly; arrays are read-only.

    Losses are recorded without dropout and with running statistics. ``batch_loss``, ``grad_norm`` and ``update_ratio``
    belong to the update that follows the frame; after the last frame it is worked out, too.

    Attributes:
        X_train, X_test: places (n, 2).
        y_train, y_test: classes 0, 1, … or values (n,), as given; losses are those of standardised own values.
        classes: names of the classes; none for a regression.
        centre, scale: a network sees (x − centre)/scale of places x (2,).
        middle, spread: of a regression it learns (y − middle)/spread.
        update, epoch: updates and epochs done (n_recorded,).
        theta: all parameters (n_recorded, n_parameters).
        layout: by name, such as W1 or b1: the first place in θ, and rows and columns.
        state: what a run can go on from beside θ.
        train_loss, test_loss: data term on all training and all test points (n_recorded,); no test loss without points.
        objective: training loss with its penalties (n_recorded,).
        train_accuracy, test_accuracy: share of rightly classified points (n_recorded,); none for a regression.
        batch_loss: loss of the next update's batch before it and after it, with its dropout (n_recorded, 2).
        grad_norm: norm of ∂L/∂[W, b] of each layer on the batch, γ and β of batch norm with it
            (n_recorded, n_layers).
        update_ratio: |ΔW|/|W| of each layer; 0 where W is 0 (n_recorded, n_layers).
        dead: share of a hidden layer's units whose f′ is 0 at every training point (n_recorded, n_hidden_layers).
        saturated: share of its f′ below 0.01 in size, over units and training points (n_recorded, n_hidden_layers).
        test_best: recorded frame of the least test loss; None without test points.
        fresh_loss: the loss there on 10,000 new points, since test points have chosen it; None for own data.
        unavoidable: expected loss of the best guess under label noise; None without.
        diverged_at: first update at which a parameter or the training loss is not finite, or None.
    """

    X_train: Array
    X_test: Array
    y_train: Array
    y_test: Array
    classes: tuple[str, ...]
    centre: Array
    scale: Array
    middle: float
    spread: float
    update: Array
    epoch: Array
    theta: Array
    layout: Mapping[str, tuple[int, ...]]
    state: RecordedStates
    train_loss: Array
    test_loss: Array
    objective: Array
    train_accuracy: Array
    test_accuracy: Array
    batch_loss: Array
    grad_norm: Array
    update_ratio: Array
    dead: Array
    saturated: Array
    test_best: int | None
    fresh_loss: float | None
    unavoidable: float | None
    diverged_at: int | None


@dataclass(frozen=True, eq=False)
class Course:
    """What measures need of a run: fields of Result, with the same values.

    Attributes:
        theta, train_accuracy, test_accuracy: at the end alone, one row.
    """

    y_train: Array
    y_test: Array
    classes: tuple[str, ...]
    update: Array
    epoch: Array
    theta: Array
    layout: Mapping[str, tuple[int, ...]]
    train_loss: Array
    test_loss: Array
    train_accuracy: Array
    test_accuracy: Array
    test_best: int | None


@dataclass(frozen=True, eq=False)
class SwarmResult:
    """Many runs at once, member i with seeds (seed + i) mod 10000; arrays are read-only.

    Attributes:
        swarm_update, swarm_epoch: updates and epochs done at what is recorded (k,).
        swarm_train_loss, swarm_test_loss: of each network (n_seeds, k); no test loss without test points.
        swarm_score: accuracy, or R² of a regression, on the test points (on the training points without) (n_seeds, k).
        swarm_theta: parameters at the end (n_seeds, n_parameters).
        swarm_running_mean, swarm_running_variance: of batch norm (n_seeds, hidden units).
        swarm_diverged_at: per network the first recorded update at which its loss is not finite, or None.
        solved: share of networks with a score of at least 0.95 at the end.
        map_x, map_y: coordinates of the maps (m,).
        mean_output: of all networks, probability of class 1 or of each class, or value (n_out, m, m).
        disagreement: share of networks that say another class than most; of a regression the standard deviation (m, m).
    """

    swarm_update: Array
    swarm_epoch: Array
    swarm_train_loss: Array
    swarm_test_loss: Array
    swarm_score: Array
    swarm_theta: Array
    swarm_running_mean: Array
    swarm_running_variance: Array
    swarm_diverged_at: tuple[int | None, ...]
    solved: float
    map_x: Array
    map_y: Array
    mean_output: Array
    disagreement: Array


@dataclass(frozen=True, eq=False)
class Ladder:
    """The swarm at several values of one setting, from the same seeds; arrays are read-only.

    Attributes:
        values: of the setting (n_values,).
        loss: at the end, on test points (on training points without) (n_values, n_seeds).
        score: accuracy or R² (n_values, n_seeds).
        disagreement: mean over the plane of the disagreement of the networks (n_values,).
        diverged_at: per value the first recorded update at which a network diverged, or None.
    """

    values: Array
    loss: Array
    score: Array
    disagreement: Array
    diverged_at: tuple[int | None, ...]


@dataclass(frozen=True, eq=False)
class RatesResult:
    """The swarm at two or three learning rates.

    Attributes:
        rates: α/10, α and 100 α.
    """

    rates: Ladder


@dataclass(frozen=True, eq=False)
class PointsResult:
    """The swarm over the data with different numbers of training points.

    Attributes:
        points: as many points, and four times as many.
    """

    points: Ladder


@dataclass(frozen=True, eq=False)
class WidthsResult:
    """The swarm with one hidden layer.

    Attributes:
        widths: one to four units.
    """

    widths: Ladder


@dataclass(frozen=True, eq=False)
class VersusResult:
    """The swarm with its regularisers and with none, pair by pair from the same seeds; arrays are read-only.

    Attributes:
        regularisers: names of the parameters that were set to nothing.
        with_loss, without_loss: at the end, on test points (on training points without) (n_seeds,).
        with_train_loss, without_train_loss: at the end, on training points, in use (n_seeds,).
        with_score, without_score: accuracy or R² (n_seeds,).
        with_diverged_at, without_diverged_at: per network the first recorded update without a finite loss, or None.
        loss_pairs, train_loss_pairs, score_pairs: without against with, by the sign test.
    """

    regularisers: tuple[str, ...]
    with_loss: Array
    without_loss: Array
    with_train_loss: Array
    without_train_loss: Array
    with_score: Array
    without_score: Array
    with_diverged_at: tuple[int | None, ...]
    without_diverged_at: tuple[int | None, ...]
    loss_pairs: Paired
    train_loss_pairs: Paired
    score_pairs: Paired
