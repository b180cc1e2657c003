"""What version 0.1 saved opens, and looks the same: sessions, figures with their recipes, a lecture."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from wk4gui.documents.opening import read_lecture, read_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.image import figure_image

FOLDER = Path(__file__).parents[1] / "data" / "saved_by_0.1"
SIZE = (800, 500)
SESSIONS = sorted(FOLDER.glob("*.wk4.json"))
PICTURES = sorted(FOLDER.glob("*-*.png"))
LARGEST_SHARE = 0.001
"""Of pixels that may differ, since another processor may round a curve's last bit to the neighbouring pixel."""


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def difference(state, theme: str, picture: Path) -> float:
    """Share of pixels that are not those of a saved picture."""
    figure = Figure(state, ExportChoices(SIZE, theme))
    try:
        drawn = pixels(figure_image(figure))
    finally:
        figure.discard()
    saved = pixels(QImage(str(picture)))
    assert drawn.shape == saved.shape
    return float((np.abs(drawn - saved).max(axis=2) > 8).mean())


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_session_looks_as_it_did(qapp, picture):
    lab, theme = picture.stem.split("-")
    assert difference(read_state(FOLDER / f"{lab}.wk4.json"), theme, picture) <= LARGEST_SHARE


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_the_recipe_of_a_picture_draws_it_again(qapp, picture):
    assert difference(read_state(picture), picture.stem.split("-")[1], picture) <= LARGEST_SHARE


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_figures_of_every_format_hold_the_same_state(qapp, ending):
    assert difference(read_state(FOLDER / f"adam.{ending}"), "light", FOLDER / "adam.png") <= LARGEST_SHARE


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_animations_hold_their_state(ending):
    state = read_state(FOLDER / f"step.{ending}")
    assert (state.lab, state.params.n_steps) == ("backprop", 1)


def test_a_lecture_has_its_slides():
    lecture = read_lecture(FOLDER / "talk.wk4lecture.json")
    assert [s.state.lab for s in lecture.slides] == [read_state(path).lab for path in lecture_sessions()]
    assert all(s.state == read_state(FOLDER / f"{s.state.lab}.wk4.json") for s in lecture.slides)
    assert [bool(s.question) for s in lecture.slides] == [True, False, False, True, False, False]


def lecture_sessions() -> list[Path]:
    names = ("backprop", "learning_rate", "saddle", "activations", "batch_norm", "dropout")
    return [FOLDER / f"{name}.wk4.json" for name in names]


def test_nothing_was_left_out():
    assert (len(SESSIONS), len(PICTURES)) == (8, 8)
