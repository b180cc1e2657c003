"""A sweep in two processes, to be killed: python sweep_of_processes.py FOLDER."""

import sys
from pathlib import Path

from wk4gui.registry import find_lab
from wk4gui.sweeps.plan import make_plan
from wk4gui.sweeps.sweep import compute_sweep
from wk4gui.sweeps.variation import parse_variation

LAB = find_lab("learning_rate")
PLAN = make_plan(
    LAB,
    None,
    LAB.preset_params(LAB.presets[0].name).with_(n_steps=500),
    [parse_variation("learning_rate=1e-3..1:20:log", LAB), parse_variation("momentum=0..0.9:10", LAB)],
)

if __name__ == "__main__":
    compute_sweep(PLAN, Path(sys.argv[1]), workers=2)
