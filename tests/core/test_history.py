import numpy as np
import pytest

from wk4gui.core.history import LayerHistory


def history() -> LayerHistory:
    return LayerHistory((np.arange(6.0).reshape(3, 2), np.arange(3.0).reshape(3, 1)))


def test_a_step_is_the_tuple_of_the_layers() -> None:
    assert [layer.tolist() for layer in history()[1]] == [[2.0, 3.0], [1.0]]
    assert len(history()) == 3
    assert [step[1][0] for step in history()] == [0.0, 1.0, 2.0]


def test_it_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        history()[0][0][0] = 1.0
