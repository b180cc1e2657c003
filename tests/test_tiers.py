"""Samples: the same at every run, of every kind, larger in the next tier and whole in the last."""

import pytest
import tiers

CASES = [(kind, number) for kind in "abc" for number in range(20)]


@pytest.fixture(params=["", "ORACLE", "THOROUGH"])
def tier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("ORACLE", "THOROUGH"):
        monkeypatch.setattr(tiers, name, name == request.param)
    return str(request.param)


def test_a_sample_is_as_large_as_its_tier_wants(tier: str) -> None:
    wanted = {"": 4, "ORACLE": 12, "THOROUGH": 60}[tier]
    drawn = tiers.sample(CASES, 4)
    assert len(drawn) == wanted
    assert drawn == tiers.sample(CASES, 4) == sorted(drawn)
    assert drawn[0] == CASES[0]


def test_each_kind_is_in_a_sample(tier: str) -> None:
    drawn = tiers.sample(CASES, 2, 5, of=lambda case: case[0])
    wanted = {"": 2, "ORACLE": 5, "THOROUGH": 20}[tier]
    assert [sum(case[0] == kind for case in drawn) for kind in "abc"] == [wanted] * 3
    assert tiers.sample(CASES[:2], 9) == CASES[:2]


def test_a_number_grows_with_the_tier(tier: str) -> None:
    assert tiers.amount(20) == {"": 20, "ORACLE": 60, "THOROUGH": 600}[tier]
    assert tiers.amount(20, 30, 40) == {"": 20, "ORACLE": 30, "THOROUGH": 40}[tier]
