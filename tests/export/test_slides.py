"""Pictures in the projector theme are slides: large type, one large pane and at most one small one, nothing dropped."""

import subprocess

import pytest
from PySide6.QtWidgets import QLabel
from tiers import sample

from wk4gui.documents.command_line import command_of
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.handout import write_handout
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS
from wk4gui.render.plot import Plot
from wk4gui.render.series_legend import SeriesLegend
from wk4gui.render.theme import LIGHT, PROJECTOR, projected, slide_size

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
STATES = [(lab_id, preset.name) for lab_id, lab in LABS.items() for preset in lab.presets]
TRIED = sample(STATES, 1, of=lambda state: state[0])


@pytest.fixture(scope="module", params=TRIED, ids="-".join)
def slide(request, qapp):
    """The slide of a preset."""
    lab_id, preset = request.param
    figure = Figure(preset_state(LABS[lab_id], preset), ExportChoices((1280, 720), "projector"))
    yield figure
    figure.discard()


@pytest.mark.parametrize("size", [*SIZES, (1024, 768)])
def test_type_is_a_fraction_of_the_height(size):
    theme = projected(PROJECTOR, size)
    assert theme.px(8) >= size[1] / 36
    assert theme.px(theme.sentence) >= size[1] / 27 - 1
    assert theme.line_scale / PROJECTOR.line_scale == pytest.approx(size[1] / 720, rel=0.1)


@pytest.mark.parametrize("size", [*SIZES, (1600, 1000), (1024, 768)])
def test_a_picture_of_any_size_is_laid_out_as_one_slide(size):
    width, height = slide_size(size)
    assert height == pytest.approx(720)
    assert width / height == pytest.approx(size[0] / size[1])


def test_no_slide_is_painted_smaller_than_asked(slide):
    assert slide.size().toTuple() == (1280, 720)


def test_one_large_pane_and_at_most_one_small_one_are_shown(slide):
    shown = [pane.name for pane in slide.view.panes if pane.isVisibleTo(slide)]
    wanted = slide.view.slide.panes
    assert shown == [pane.name for pane in slide.view.panes if pane.name in (*wanted.large, wanted.small)]
    large = min(pane.width() for pane in slide.view.panes if pane.name in wanted.large)
    small = max((pane.width() for pane in slide.view.panes if pane.name == wanted.small), default=0)
    assert large * len(wanted.large) >= small * 0.99


def test_nothing_stands_over_another_thing_or_beyond_the_slide(slide):
    inside = slide.rect()
    places = {}
    for widget in (*slide.view.panes, slide._slide.sentence, slide._slide.name):
        if widget.isVisibleTo(slide):
            place = widget.rect().translated(widget.mapTo(slide, widget.rect().topLeft()))
            assert inside.contains(place)
            assert not any(place.intersects(other) for other in places.values())
            places[widget] = place
    for legend in slide.findChildren(SeriesLegend):
        if legend.isVisibleTo(slide) and legend.names:
            assert sum(map(len, legend._rows(legend.width()))) == len(legend.names)
            assert legend.height() >= legend.heightForWidth(legend.width())
    for label in slide.findChildren(QLabel):
        if label.isVisibleTo(slide) and label.objectName() == "paneTitle":
            assert label.width() >= label.sizeHint().width()


def test_ticks_do_not_touch(slide):
    for plot in slide.findChildren(Plot):
        axis = plot.getAxis("bottom")
        if plot.isVisibleTo(slide) and axis._tickLevels is None and not axis.logMode:
            (low, high), _ = plot.getViewBox().viewRange()
            width = plot.getViewBox().width()
            (spacing, _), *_ = axis.tickSpacing(low, high, width)
            texts = axis.tickStrings([low, high], 1.0, spacing)
            room = spacing * width / (high - low)
            assert all(plot.fontMetrics().horizontalAdvance(text) < room for text in texts)


@pytest.mark.parametrize("lab_id", ["saddle", "weight_decay", "learning_rate"])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_maps_of_two_weights_have_the_same_scale(qapp, lab_id, theme):
    figure = Figure(preset_state(LABS[lab_id]), ExportChoices((1280, 720), theme))
    plot = figure.view.contour if lab_id == "learning_rate" else figure.view.map
    (x0, x1), (y0, y1) = plot.getViewBox().viewRange()
    view = plot.getViewBox()
    assert view.width() / (x1 - x0) == pytest.approx(view.height() / (y1 - y0), rel=0.02)
    figure.discard()


def test_a_view_gives_all_panes_back_after_the_projector(qapp):
    figure = Figure(preset_state(LABS["batch_norm"]), ExportChoices((1280, 800), "light"))
    view = figure.view
    before = {pane.name: pane.geometry() for pane in view.panes}
    figure.set_look(ExportChoices((1280, 800), "projector"))
    view.slide.next_large()
    figure.set_look(ExportChoices((1280, 800), "light"))
    assert view.slide is None
    assert {pane.name: pane.geometry() for pane in view.panes} == before
    figure.discard()


def test_a_handout_has_pictures_notes_and_commands(qapp, tmp_path):
    state = preset_state(LABS["backprop"], "works", {"learning_rate": 0.02})
    lecture = Lecture(
        title="Week 4",
        slides=(
            Slide(state=state, title="One step", notes="Ask first", question="Down?", answers=("yes",), counts=(7,)),
            Slide(title="Break", text="Ten minutes"),
        ),
    )
    path = tmp_path / "out.pdf"
    write_handout(lecture, path)
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Week 4", "Ask first", "Ten minutes", "yes: 7", "--preset works --set learning_rate=0.02", "1/2"):
        assert words in said.replace(" / ", "/")
    with pytest.raises(ParamError, match=r"\.pdf"):
        write_handout(lecture, tmp_path / "out.txt")


def test_the_command_of_a_state_opens_it():
    state = preset_state(LABS["saddle"])
    assert command_of(state, {}) == "wk4gui saddle"
    changed = preset_state(LABS["learning_rate"], "momentum", {"start": [3.0, 1.0]}, frame=7)
    assert command_of(changed, {}) == "wk4gui learning_rate --preset momentum --set 'start=[3.0, 1.0]' --frame 7"


def test_other_themes_are_no_slides():
    assert not LIGHT.slide
    assert PROJECTOR.slide
