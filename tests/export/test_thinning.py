"""Histories of thousands of steps are light as JSON, which says so, and whole as NPZ."""

import io
import json

import numpy as np
import pytest

from wk4gui.export.data import as_bytes, expected_size, write_json, write_npz
from wk4gui.export.report import compute_report
from wk4gui.registry import LABS

LAB = LABS["backprop"]


def reported(**changes):
    report = compute_report(LAB, LAB.params().with_(learning_rate=0.001, **changes))
    return report, json.loads(as_bytes(write_json, report)), np.load(io.BytesIO(as_bytes(write_npz, report)))


@pytest.mark.parametrize("n_steps", [10, 1000])
def test_what_is_short_is_whole(n_steps):
    _, found, _ = reported(n_steps=n_steps)
    assert set(found) == {"lab", "params", "summary", "measures", "result"}
    assert len(found["result"]["loss"]) == n_steps + 1


def test_thousands_of_steps_are_thinned_with_a_sentence_and_whole_in_npz():
    report, found, archive = reported(n_steps=2000)
    steps = found["steps"]
    assert (len(steps), steps[0], steps[1], steps[-1]) == (1001, 0, 2, 2000)
    assert found["note"].startswith("The histories hold 1001 of 2001 steps, those listed in steps: 0, 2, 4, … 2000.")
    assert archive["loss"].shape == (2001,)
    for name, layer in (("loss", None), ("y_hat", None), ("W", 1), ("grad_z", 0)):
        whole = archive[name if layer is None else f"{name}_{layer}"]
        kept = [row if layer is None else row[layer] for row in found["result"][name]]
        np.testing.assert_array_equal(np.array(kept), whole[steps])
    assert expected_size(report, ".json") < 0.51 * 20 / 8 * expected_size(report, ".npz")


def test_a_history_that_does_not_exist_stays_empty():
    lab = LABS["playground"]
    params = lab.preset_params("hills").with_(n_epochs=300)
    report = compute_report(lab, params, part="main")
    assert report.thinning is not None
    fields = [name for name in report.thinning.fields if name != "state"]
    empty = [name for name in fields if len(report.result[name]) == 0]
    found = json.loads(as_bytes(write_json, report))["result"]
    assert empty
    assert all(found[name] == [] for name in empty)


def test_a_branch_can_be_made_from_what_is_printed():
    lab = LABS["playground"]
    params = lab.params().with_(optimizer="adam", n_epochs=10)
    report = compute_report(lab, params, part="main", omit_long=True)
    printed = json.loads(as_bytes(write_json, report))
    run, at = printed["result"], 60
    names = {"whole_epochs": "epoch", "batches": "batch"}
    start = {names.get(name, name): history[at] for name, history in run["state"].items()}
    start |= {"theta": run["theta"][at], "update": int(run["update"][at]), "optimizer": "adam"}
    start |= {name: int(start[name]) for name in ("epoch", "batch", "optimizer_steps")}
    branch = lab.main.compute(params.with_(start=start))
    assert branch.theta[-1].tolist() == run["theta"][-1]
    assert run["test_best"] in printed["steps"]


def test_the_time_line_keeps_every_step():
    params = LAB.params().with_(n_steps=2000, learning_rate=0.001)
    assert LAB.frames(params, LAB.main.compute(params)).count == 2001 * 6 - 1
