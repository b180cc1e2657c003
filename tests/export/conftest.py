"""One figure in a state of its own, and files of every format made of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure
from wk4gui.registry import find_lab

PICTURES = ("png", "svg", "pdf")
ANIMATIONS = ("gif", "webp")


@pytest.fixture(scope="session")
def state() -> SavedState:
    """A state whose every part differs from the default, with a text that no format finds easy."""
    params = find_lab("backprop").decode({"learning_rate": 0.02, "n_steps": 2})
    view = {"digits": 3, "loss_axis": "log", "selected": "W[0][1][0]", "blank": [], "typed": [["loss", "9"]]}
    view |= {
        "shown": ["z[0][0]"],
        "checked": True,
        "exercise": "",
        "exercise_seed": 3,
        "difficulty": "hard",
        "n_blank": 2,
        "sample": 2,
    }  # kept, also while nothing is blank
    return SavedState(lab="backprop", params=params, view=view, frame=3)


@pytest.fixture(scope="session")
def exported(state: SavedState, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The path of a file of that state, exported with the given options; the same options give the same file."""
    folder = tmp_path_factory.mktemp("figures")
    made: dict[str, Path] = {}

    def export(kind: str, **options: object) -> Path:
        key = f"{kind} {sorted(options.items())}"
        if key not in made:
            path = folder / f"{len(made)}.{kind}"
            export_figure(state, ExportChoices(**options), path)  # type: ignore[arg-type]
            made[key] = path
        return made[key]

    return export
