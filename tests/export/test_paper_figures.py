"""Figures for papers and slides: the size and type they are made for, what is left out, and all frames at once."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from layout import collisions, outside, placed_texts
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QPushButton
from tiers import sample

from wk4gui.documents.opening import read_state
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.choices import POINT, PURPOSES, ExportChoices, for_purpose
from wk4gui.export.drawing import export_figure, export_frames, is_numbered
from wk4gui.export.figure import Figure
from wk4gui.export.frame_choice import frame_names, frame_number
from wk4gui.lab.declarations import ParamError, decode
from wk4gui.lab.frames import FrameMark, Frames
from wk4gui.registry import LABS, find_lab
from wk4gui.render.fonts import CAPTION, TEXT

Exported = Callable[..., Path]
SMALL = (640, 480)
PHASED = Frames(30, ("forward 1", "loss", "update"), 2, marks=(FrameMark(12, "all units dead"),))


def choices(purpose: str, **more: object) -> ExportChoices:
    return decode(ExportChoices, {**for_purpose(purpose), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("purpose", "inches", "text", "least"), [("slide", 13.33, 18, 15), ("column", 3.5, 8, 8), ("page", 7, 8, 8)]
)
def test_text_has_its_size_where_the_figure_has_its_own(
    qapp, purpose: str, inches: float, text: int, least: int
) -> None:
    pane = "losses" if purpose == "column" else ""
    figure = Figure(preset_state(find_lab("backprop")), choices(purpose, pane=pane))
    assert figure.page_size.width() / 96 == pytest.approx(inches, abs=0.01)
    assert figure.width() == PURPOSES[purpose].size[0]  # laid out in that size, so that nothing became smaller
    assert TEXT * PURPOSES[purpose].text_scale / POINT >= 0.999 * text
    assert CAPTION * PURPOSES[purpose].text_scale / POINT >= least
    figure.discard()


@pytest.mark.parametrize(("lab", "purpose"), sample([(lab, p) for lab in LABS for p in ("slide", "page")], 4))
def test_whole_pictures_have_room_on_slides_and_pages(qapp, lab: str, purpose: str) -> None:
    Figure(preset_state(find_lab(lab)), choices(purpose)).discard()


def test_type_in_a_pdf_is_as_large_as_was_promised(tmp_path: Path, state: SavedState) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    path = tmp_path / "a.pdf"
    export_figure(state, choices("column", pane="losses"), path)
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    assert 'page width="252.0' in boxes
    title = next(line for line in boxes.splitlines() if ">Loss<" in line)
    low, high = (float(re.search(rf'{side}="([\d.]+)"', title)[1]) for side in ("yMin", "yMax"))  # type: ignore[index]
    assert 8 <= (high - low) / 1.25 <= 12


def test_what_has_no_room_is_refused_with_a_way_out(qapp) -> None:
    with pytest.raises(ParamError, match=r"needs .* in for text of this size.*one pane alone \(network"):
        Figure(preset_state(find_lab("backprop")), choices("column"))


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_picture_without_background_has_none(exported: Exported, kind: str) -> None:
    path = exported(kind, size=SMALL, background="none")
    if kind == "png":
        with Image.open(path) as image:
            assert image.mode == "RGBA"
            alpha = np.asarray(image)[:, :, 3]
            assert alpha[3, 3] == alpha[30, 30] == 0  # of the window, of a pane
            assert 0.01 < (alpha > 0).mean() < 0.6
        with Image.open(exported(kind, size=SMALL, background="none", pane="losses")) as plot:
            assert 0.001 < (np.asarray(plot)[:, :, 3] > 0).mean() < 0.1
    elif kind == "svg":
        text = path.read_text(encoding="utf-8")
        assert "#f5f6f8" not in text  # the window's colour
        assert "#f5f6f8" in exported(kind, size=SMALL).read_text(encoding="utf-8")


def test_an_animation_without_background_is_refused(state: SavedState, tmp_path: Path) -> None:
    with pytest.raises(ParamError, match="an animation has a background"):
        export_figure(state, ExportChoices(SMALL, background="none"), tmp_path / "a.gif")


def test_a_bare_pane_has_no_title_and_no_frame(qapp, state: SavedState) -> None:
    figure = Figure(state, ExportChoices(SMALL, pane="losses", bare=True))
    pane = next(pane for pane in figure.view.panes if pane.name == "losses")
    assert pane.title.isHidden()
    assert pane.layout().contentsMargins().left() == 0
    figure.set_look(ExportChoices(SMALL, pane="losses"))
    assert not pane.title.isHidden()
    assert pane.layout().contentsMargins().left() > 0
    with pytest.raises(ParamError, match="name it, one of network, "):
        figure.set_look(ExportChoices(SMALL, bare=True))
    figure.discard()


def test_a_tight_figure_is_cut_to_what_is_in_it(exported: Exported) -> None:
    with Image.open(exported("png", size=SMALL, pane="losses", bare=True, tight=True)) as image:
        pixels = np.asarray(image.convert("L")).astype(int)
    assert pixels.shape[0] < SMALL[1] + 1
    assert pixels.shape[1] < SMALL[0]
    empty = abs(pixels - pixels[0, 0]).max(axis=0) == 0
    margins = np.argmin(empty), np.argmin(empty[::-1])
    assert all(8 <= margin <= 11 for margin in margins)  # a tenth of an inch


def test_many_frames_are_never_tight(state: SavedState, tmp_path: Path) -> None:
    with pytest.raises(ParamError, match="have one size"):
        export_figure(state, ExportChoices(SMALL, tight=True, all_frames=True), tmp_path / "a.pdf")


def test_text_scale_makes_type_larger(qapp, state: SavedState) -> None:
    figure = Figure(state, ExportChoices(SMALL, pane="losses"))
    small = figure.view.panes[0].title.fontMetrics().height()
    figure.set_look(ExportChoices(SMALL, pane="losses", text_scale=2.0))
    assert figure.view.panes[0].title.fontMetrics().height() == pytest.approx(2 * small, rel=0.1)
    figure.discard()


def test_digits_are_a_choice_of_the_figure(qapp, state: SavedState) -> None:
    figure = Figure(state, ExportChoices(SMALL, digits=1))
    assert figure.view.state.digits == 1
    assert figure.state.view["digits"] == 1  # of the recipe, too
    figure.set_look(ExportChoices(SMALL))
    assert figure.view.state.digits == state.view["digits"]
    figure.discard()
    with pytest.raises(ParamError, match="has no choice of digits"):
        Figure(preset_state(find_lab("learning_rate")), ExportChoices(SMALL, digits=1))


def test_a_pdf_is_titled_by_lab_and_parameters(exported: Exported) -> None:
    content = exported("pdf", size=SMALL).read_bytes()
    title = "Backprop: Learning rate α = 0.02; Steps = 2"
    assert title.encode("utf-16-be").hex().upper() in content.hex().upper() or title.encode() in content
    assert f">{title}<".encode() in content  # in the metadata


def test_every_frame_is_a_page(state: SavedState, tmp_path: Path) -> None:
    path, drawn = tmp_path / "a.pdf", []
    export_figure(state, ExportChoices(SMALL, all_frames=True), path, checkpoint=drawn.append)
    n_frames = find_lab("backprop").frames(state.params, find_lab("backprop").main.compute(state.params)).count
    assert len(re.findall(rb"/Type /Page\b", path.read_bytes())) == n_frames
    assert drawn == sorted(drawn)
    assert drawn[-1] == 1.0
    assert read_state(path).frame == state.frame
    with pytest.raises(ParamError, match=r"\.pdf, \.gif, \.webp"):
        export_figure(state, ExportChoices(SMALL, all_frames=True), tmp_path / "a.png")


def test_every_frame_is_a_numbered_file_that_opens_at_it(state: SavedState, tmp_path: Path) -> None:
    written = export_frames(state, ExportChoices(SMALL, max_frames=3), tmp_path / "new" / "step-%02d.png")
    assert [path.name for path in written] == ["step-00.png", "step-01.png", "step-02.png"]
    frames = [read_state(path).frame for path in written]
    assert frames[0] == 0
    assert frames == sorted(set(frames))  # type: ignore[type-var]
    assert not is_numbered(Path("a-%s.png"))
    assert not is_numbered(Path("a-%d-%d.png"))
    with pytest.raises(ParamError, match="numbered pictures"):
        export_frames(state, ExportChoices(SMALL), tmp_path / "a.png")


def test_frames_are_labelled_where_all_are_drawn(qapp, state: SavedState) -> None:
    figure = Figure(state, ExportChoices(SMALL, frame_label=True))
    assert (figure.frame_label.text(), figure.frame_label.isHidden()) == (figure.frames.label(3), False)
    figure.show_frame(0)
    assert figure.frame_label.text() == "step 0 · forward 1"
    figure.set_look(ExportChoices(SMALL))
    assert figure.frame_label.isHidden()
    figure.discard()


@pytest.mark.parametrize(
    ("text", "frame"),
    [("7", 7), ("step 3, loss", 10), ("Step 3 · Loss", 10), ("3 update", 11), ("step 4", 12), ("first", 0),
     ("last", 29), ("All units dead", 12), ("opening", 2), ("step 0 forward 1", 0)],
)  # fmt: skip
def test_frames_have_names(text: str, frame: int) -> None:
    assert frame_number(PHASED, text) == frame


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("step 3, los", "did you mean 'loss'"),
        ("stp 0 loss", "did you mean 'step 0 loss'"),
        ("all units ded", "did you mean 'all units dead'"),
        ("30", "from 0 to 29"),
        ("step 10", "from 0 to 29, which is step 9 · update"),
        ("nonsense", "there are 0 to 29: first, last"),
        ("epoch 3", "no frame 'epoch 3'"),
    ],
)
def test_a_frame_that_is_not_there_is_refused_with_a_hint(text: str, words: str) -> None:
    with pytest.raises(ParamError) as refused:
        frame_number(PHASED, text)
    assert words in str(refused.value)


def test_every_name_that_is_listed_is_understood() -> None:
    for name in frame_names(PHASED):
        assert 0 <= frame_number(PHASED, name) < PHASED.count


NARROW = [
    ("batch_norm", "question", "histograms"),
    ("bias_variance", "question", "table"),
    ("bias_variance", "peak", "bars"),
]


@pytest.mark.parametrize(("lab_id", "preset", "pane"), NARROW)
@pytest.mark.parametrize("revealed", [False, True])
def test_wide_panes_fit_a_column_with_type_of_its_size(
    qapp, lab_id: str, preset: str, pane: str, revealed: bool
) -> None:
    state = preset_state(find_lab(lab_id), preset)
    if revealed and lab_id == "bias_variance":
        state = replace(state, view={"revealed": [True] * 4})
    figure = Figure(state, ExportChoices())  # as the dialog does: another figure first
    figure.set_look(decode(ExportChoices, for_purpose("column") | {"pane": pane}))
    assert figure.width() == PURPOSES["column"].size[0]
    texts = placed_texts(figure)
    assert collisions(texts) == []
    assert outside(texts, [QRectF(figure.rect())]) == []
    words = (*figure.findChildren(QLabel), *figure.findChildren(QPushButton))
    low = [w.text() for w in words if w.isVisibleTo(figure) and w.height() < w.sizeHint().height() - 1]
    assert low == []
    figure.discard()
