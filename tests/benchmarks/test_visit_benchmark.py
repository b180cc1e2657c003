"""The first opening of every lab, prepared or not, another theme, and the memory after many visits."""

import json
from pathlib import Path

from bench import ALL, Bench
from budget_table import Row
from programs import program

VISITS, SWITCHES = Path(__file__).with_name("visits.py"), 400 if ALL else 90
WARM_UP = 8
"""MiB that caches may still grow by after every lab has been seen."""


def test_visits(bench: Bench, tmp_path: Path) -> None:
    said: list[str] = []
    run = program(tmp_path, str(VISITS), str(tmp_path), str(SWITCHES))
    bench.once(lambda: said.append(run()))
    seen = json.loads(said[0])
    for lab_id, (total, longest) in seen["opened"].items():
        bench.add(Row(f"first opening of {lab_id}: complete, ms", 1e3 * total, 300))
        bench.add(Row(f"first opening of {lab_id}: longest pass, ms", 1e3 * longest, 50))
    for lab_id, ((_, preparing), (total, longest)) in seen["prepared"].items():
        bench.add(Row(f"{lab_id} made in idle time: longest pass, ms", 1e3 * preparing, 50))
        bench.add(Row(f"opening of {lab_id} then: complete, ms", 1e3 * total, 300))
        bench.add(Row(f"opening of {lab_id} then: longest pass, ms", 1e3 * longest, 50))
    for name, (total, longest) in {**seen["themes"], "larger text": seen["text"]}.items():
        bench.add(Row(f"change to {name}: visible lab, ms", 1e3 * total, 100))
        bench.add(Row(f"change to {name}: longest pass, ms", 1e3 * longest, 50))
    before, after = seen["memory"]
    bench.add(Row("memory after all labs, MiB", before, 350))
    bench.add(Row(f"memory after {SWITCHES} switches more, MiB", after - before, WARM_UP))
