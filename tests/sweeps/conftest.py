"""Plans that take little time."""

import pytest
from sweeping import MakePlan

from wk4gui.registry import find_lab
from wk4gui.sweeps.plan import Plan, make_plan
from wk4gui.sweeps.variation import parse_variation, seeds


@pytest.fixture
def plan() -> MakePlan:
    """Makes a plan as the command line does: plan("learning_rate", "momentum=0,0.9", seeds="0..3", n_steps=20)."""

    def make(lab: str, *vary: str, seed: str | None = None, measures: tuple[str, ...] = (), **params: object) -> Plan:
        name, _, part = lab.partition(":")
        found = find_lab(name)
        base = found.preset_params(found.presets[0].name).with_(**params)
        varied = [parse_variation(text, found) for text in vary]
        return make_plan(found, part or None, base, varied, seeds(found, seed) if seed else None, measures)

    return make
