"""Results are remembered by their key, and only when they are whole."""

import pytest

from wk4gui.core.remembered import Remembered


def test_a_result_is_computed_once_and_the_oldest_is_forgotten():
    calls = []

    def square(x, checkpoint):
        calls.append(x)
        checkpoint(0.5)
        return x * x

    remembered = Remembered(square, 2)
    seen = []
    assert [remembered(x, seen.append) for x in (3, 3, 4, 3)] == [9, 9, 16, 9]
    assert calls == [3, 4]
    assert seen == [0.5, 1.0, 0.5, 1.0]
    assert [remembered(x) for x in (5, 4, 3)] == [25, 16, 9]
    assert calls == [3, 4, 5, 3]


def test_what_was_given_up_is_not_remembered():
    def refuse(x, checkpoint):
        checkpoint(0.5)
        return x

    def stop(fraction):
        raise KeyError

    remembered = Remembered(refuse, 2)
    with pytest.raises(KeyError):
        remembered(1, stop)
    assert remembered(1) == 1
