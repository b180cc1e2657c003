"""The values of a parameter: what people type for them, and what is refused."""

import numpy as np
import pytest

from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab
from wk4gui.sweeps.variation import parse_variation, seeds, variation

LAB = find_lab("learning_rate")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("learning_rate=0.1", [0.1]),
        ("learning_rate=1e-3, 1/100,0.1", [0.001, 0.01, 0.1]),
        ("learning_rate=1e-3..1:4:log", [0.001, 0.01, 0.1, 1.0]),
        ("learning_rate=1e-3..1:4", [0.001, 0.01, 0.1, 1.0]),  # as its slider
        ("learning_rate=0.1..0.5:3:linear", [0.1, 0.3, 0.5]),
        ("momentum=0..0.9:4", [0.0, 0.3, 0.6, 0.9]),
        ("momentum=.5...9:2", [0.5, 0.9]),
        ("n_steps=10..13", [10, 11, 12, 13]),
        ("n_steps=10..13:3", [10, 12, 13]),
        ("n_steps=10..12:9:linear", [10, 11, 12]),
        ("n_rates=3,3,5", [3, 5]),
        ("batch_size=null,8", [None, 8]),
        ("mystery=true,false", [True, False]),
        ("problem=quadratic,regression", ["quadratic", "regression"]),
        ("curvature=[1,2],[1,20]", [[1, 2], [1, 20]]),
        ("learning_rate=1..0.01:3:log", [1.0, 0.1, 0.01]),
    ],
)
def test_values_are_read_as_they_are_typed(text: str, values: list[object]) -> None:
    assert list(parse_variation(text, LAB).values) == values


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("learning_rat=1", "did you mean 'learning_rate'"),
        ("learning_rate", "name=value"),
        ("learning_rate=", "takes no value"),
        ("learning_rate=-5,1", "= -5: a number from 1e-05 to 10"),
        ("learning_rate=0.1..100:3", "= 100"),
        ("learning_rate=1..2", "say how many"),
        ("learning_rate=a..b:3", "'a' is not a number"),
        ("momentum=0..0.9:3:log", "no 0"),
        ("problem=quadratic,regresion", "did you mean 'regression'"),
    ],
)
def test_what_is_not_allowed_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ParamError, match=sentence):
        parse_variation(text, LAB)


def test_numbers_of_numpy_are_plain_numbers() -> None:
    values = variation(LAB, "n_steps", np.array([10.0, 20.0])).values
    assert values == (10, 20)
    assert all(type(value) is int for value in values)


def test_seeds_need_a_lab_with_chance() -> None:
    assert seeds(LAB, "0..19").values == tuple(range(20))
    with pytest.raises(ParamError, match="has no seed"):
        seeds(find_lab("backprop"), "0..3")
