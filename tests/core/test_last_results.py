"""Results are kept by their key, and only when they are whole."""

import pytest

from wk4gui.core.last_results import LastResults


def test_a_result_is_computed_once_and_the_oldest_is_forgotten():
    calls = []

    def square(x, checkpoint):
        calls.append(x)
        checkpoint(0.5)
        return x * x

    kept = LastResults(square, 2)
    seen = []
    assert [kept(x, seen.append) for x in (3, 3, 4, 3)] == [9, 9, 16, 9]
    assert calls == [3, 4]
    assert seen == [0.5, 1.0, 0.5, 1.0]
    assert [kept(x) for x in (5, 4, 3)] == [25, 16, 9]
    assert calls == [3, 4, 5, 3]


def test_what_was_given_up_is_not_kept():
    def refuse(x, checkpoint):
        checkpoint(0.5)
        return x

    def stop(fraction):
        raise KeyError

    kept = LastResults(refuse, 2)
    with pytest.raises(KeyError):
        kept(1, stop)
    assert kept(1) == 1
