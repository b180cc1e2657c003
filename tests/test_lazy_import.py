"""What a command imports: one lab for one lab, and the mathematics once it is needed."""

import subprocess
import sys
from importlib import import_module

import pytest

from wk4gui.lab.deferred import Deferred, DeferredFunction, DeferredValues
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS, TITLES

ALL_LABS = list(LABS.values())


def modules_after(*command: str) -> set[str]:
    program = (
        "import sys; from wk4gui.cli.commands import main; assert main(sys.argv[1:]) == 0;"
        "print(*sys.modules, file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stderr
    return set(answer.stderr.split())


def labs_among(modules: set[str]) -> set[str]:
    return {name.split(".")[2] for name in modules if name.startswith("wk4gui.labs.")}


def test_one_lab_is_run_without_the_others() -> None:
    modules = modules_after("run", "backprop")
    assert labs_among(modules) == {"backprop"}
    assert not {"ssl", "urllib.request", "numpy.ma"} & modules


def test_labs_are_listed_without_what_computes_them() -> None:
    modules = modules_after("labs")
    assert labs_among(modules) == set(TITLES)
    assert not {name for name in modules if name.endswith((".model.compute", ".model.exercise", ".model.questions"))}
    assert not {"wk4gui.core.ensemble", "numpy.random", "ssl"} & modules


def test_a_parser_needs_no_lab() -> None:
    assert labs_among(modules_after("completion", "--help")) == set()


def test_the_registry_and_the_labs_agree() -> None:
    assert {lab_id: lab.title for lab_id, lab in LABS.items()} == TITLES
    assert all(lab.id == lab_id for lab_id, lab in LABS.items())


@pytest.mark.parametrize("lab", ALL_LABS, ids=lambda lab: lab.id)
def test_everything_deferred_is_found_in_the_own_lab(lab: Lab) -> None:
    declared = [getattr(each, name) for each in (lab, *lab.parts) for name in each.__dataclass_fields__]
    places = [each for each in declared if isinstance(each, DeferredFunction | DeferredValues)]
    assert places
    for place in places:
        assert place.path.startswith(f"wk4gui.labs.{lab.id}.model."), place
        assert callable(place.found()) if isinstance(place, DeferredFunction) else len(place) > 0, place


def test_what_is_deferred_is_as_what_is_there() -> None:
    model = Deferred("wk4gui.labs.backprop.model")
    kind = import_module("wk4gui.labs.backprop.model.exercise").KIND
    assert model.values("exercise:KIND")[0] is kind
    assert list(model.values("exercise:KIND")) == [kind]
    assert model.function("layer_sizes:resized").__wrapped__.__name__ == "resized"
    with pytest.raises(AttributeError):
        model.function("layer_sizes:nothing")()


def test_the_window_is_painted_before_any_mathematics_is_imported() -> None:
    program = "import wk4gui.app.window.application, sys; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    modules = set(answer.stdout.split())
    assert "PySide6.QtWidgets" in modules, answer.stderr
    assert not {"numpy", "pyqtgraph", "wk4gui.app.page.lab_page"} & modules
    assert labs_among(modules) == set()


def test_the_labs_that_are_not_open_are_imported_ahead_one_by_one() -> None:
    program = """
import sys
from wk4gui.app.window.page_stock import _imported
from wk4gui.registry import LABS
known, seen = set(sys.modules), [0]
for _ in _imported(LABS):
    seen.append(sum(name.endswith(".picture.view") for name in sys.modules))
assert max(after - before for before, after in zip(seen, seen[1:])) == 1
print(*(set(sys.modules) - known))
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert answer.stderr == ""
    modules = set(answer.stdout.split())
    assert labs_among(modules) == set(LABS)
    assert {f"wk4gui.labs.{lab}.picture.view" for lab in LABS} <= modules
