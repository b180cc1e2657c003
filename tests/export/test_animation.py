"""Animations: which frames they show, how fast, the same bytes every time, and no half file."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.animation import evenly, make_plan, to_pillow
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure
from wk4gui.export.figure import Figure
from wk4gui.export.image import figure_image
from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.frames import Frames
from wk4gui.registry import find_lab

Exported = Callable[..., Path]
SIZE = (480, 320)

every_kind = pytest.mark.parametrize("kind", ["gif", "webp"])


@given(st.integers(1, 500), st.integers(2, 150))
def test_frames_are_thinned_evenly(count: int, most: int) -> None:
    chosen = evenly(range(count), most)
    assert (chosen[0], chosen[-1]) == (0, count - 1)
    assert len(chosen) == min(count, most)
    gaps = {b - a for a, b in pairwise(chosen)}
    assert not gaps or max(gaps) - min(gaps) <= 1
    assert min(gaps, default=1) >= 1


def test_phases_are_shown_slowly_and_steps_fast() -> None:
    assert make_plan(Frames(count=12, phases=("a", "b", "c")), ExportChoices()).fps < 2
    assert make_plan(Frames(count=12), ExportChoices()).fps > 8
    assert make_plan(Frames(count=12), ExportChoices(fps=7)).fps == 7


@every_kind
def test_every_frame_is_there_and_looks_like_its_picture(exported: Exported, state: SavedState, kind: str) -> None:
    figure = Figure(state, ExportChoices(SIZE, frame_label=True))
    with Image.open(exported(kind, size=SIZE, fps=5)) as film:
        assert film.n_frames == figure.frames.count
        assert film.size == SIZE
        assert film.info["loop"] == 0
        for number in range(film.n_frames):
            film.seek(number)
            figure.show_frame(number)
            picture = to_pillow(figure_image(figure))
            difference = ImageChops.difference(film.convert("RGB"), picture).convert("L")
            assert sum(difference.histogram()[48:]) < 0.002 * SIZE[0] * SIZE[1]
            assert film.convert("RGB").getpixel((3, 3)) == picture.getpixel((3, 3))
    figure.discard()


@every_kind
def test_the_speed_is_the_one_asked_for(exported: Exported, kind: str) -> None:
    with Image.open(exported(kind, size=SIZE, fps=5)) as film:
        film.seek(1)
        film.load()
        assert film.info["duration"] == 200


@every_kind
def test_the_same_request_gives_the_same_bytes(
    exported: Exported, state: SavedState, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"again.{kind}"
    export_figure(state, ExportChoices(SIZE, fps=5), path)
    assert path.read_bytes() == exported(kind, size=SIZE, fps=5).read_bytes()


def test_a_gif_has_one_palette(exported: Exported) -> None:
    content = exported("gif", size=SIZE, fps=5).read_bytes()
    n_images = local = 0
    at = 13 + 3 * 2 ** ((content[10] & 7) + 1)
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            n_images += 1
            local += content[at + 9] >> 7
            at += 11
        else:
            at += 2
        while content[at]:
            at += 1 + content[at]
        at += 1
    assert n_images > 5
    assert local == 0


def test_a_long_history_is_thinned(exported: Exported) -> None:
    with Image.open(exported("gif", size=SIZE, max_frames=4)) as film:
        assert film.n_frames == 4


def test_progress_runs_from_0_to_1(state: SavedState, tmp_path: Path) -> None:
    seen: list[float] = []
    export_figure(state, ExportChoices(SIZE, max_frames=4), tmp_path / "a.gif", checkpoint=seen.append)
    assert (seen[0], seen[-1]) == (0, 1)
    assert seen == sorted(seen)
    assert len(seen) > 6


@pytest.mark.parametrize("end", [0.0, 0.3, 0.8, 1.0])
def test_what_is_cancelled_leaves_the_old_file(state: SavedState, tmp_path: Path, end: float) -> None:
    path = tmp_path / "a.webp"
    path.write_bytes(b"old")

    def stop(fraction: float) -> None:
        if fraction >= end:
            raise Superseded

    with pytest.raises(Superseded):
        export_figure(state, ExportChoices(SIZE, max_frames=4), path, checkpoint=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_one_frame_is_no_animation() -> None:
    with pytest.raises(ParamError, match="one frame only"):
        make_plan(Frames(count=1), ExportChoices())


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamError, match=r"\.gif, \.webp"):
        export_figure(preset_state(find_lab("backprop")), ExportChoices(), tmp_path / "a.mp4")


@every_kind
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_a_meaning_keeps_its_colour(tmp_path: Path, kind: str, theme: str) -> None:
    """Zones, curves and words of the learning rates: a zone that is good stays green, and no curve becomes another."""
    state = preset_state(find_lab("learning_rate"))
    choices = ExportChoices((1280, 720), theme=theme, max_frames=3, frame_label=True)
    figure = Figure(state, choices)
    picture = np.asarray(to_pillow(figure_image(figure))).astype(int)
    figure.discard()
    export_figure(state, choices, tmp_path / f"a.{kind}")
    with Image.open(tmp_path / f"a.{kind}") as film:
        film.seek(film.n_frames - 1)
        shown = np.asarray(film.convert("RGB")).astype(int)
    colors, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    frequent = colors[counts >= 250]
    assert len(frequent) > 20
    green = next(c for c in frequent if len(set(c)) > 1 and c[1] == c.max() and c.max() - c[0] > 8)  # of the zone
    for color in (green, *frequent):
        same = (picture == color).all(axis=2)
        assert np.abs(shown[same] - color).max() <= 4, f"{color} became {shown[same][0]}"
