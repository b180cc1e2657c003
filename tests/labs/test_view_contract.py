"""What every view promises, over every registered lab."""

import json

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QGraphicsView, QWidget
from tiers import sample

from wk4gui.lab.declarations import decode, fields_of, to_json
from wk4gui.registry import LABS
from wk4gui.render.qt_application import apply_theme, dress, qt_application
from wk4gui.render.theme import DARK, LIGHT
from wk4gui.render.views import make_view

ENDS = [
    (lab_id, name, value)
    for lab_id, lab in LABS.items()
    for name, field in fields_of(lab.params).items()
    for value in (field.low, field.high)
    if value is not None and field.depth == 0
]
TRIED = sample(ENDS, 12, of=lambda end: end[0])


@pytest.fixture(scope="module", params=LABS)
def view(request):
    """The view of each lab, which serves one test after the other as it serves one user."""
    qt_application()
    view = make_view(LABS[request.param], LIGHT)
    view.resize(800, 640)
    view.grab()
    yield view
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(request, view):
    """A view with its lab's first preset on it."""
    lab_id = request.node.callspec.params["view"]
    return show(view, LABS[lab_id], LABS[lab_id].presets[0].name)


def show(view, lab, preset):
    params = lab.preset_params(preset)
    result = lab.main.compute(params)
    view.show_result(params, result, lab.frames(params, result).opening)
    return view, lab, params, result


def things(view):
    """How many objects a view is made of: widgets and what is in its scenes."""
    scenes = [graphics.scene() for graphics in view.findChildren(QGraphicsView)]
    return len(view.findChildren(QWidget)) + sum(len(scene.items()) for scene in scenes)


def test_what_a_preset_wants_seen_exists(shown):
    view, lab, _, _ = shown
    for preset in lab.presets:
        seen = to_json(view.state.with_(**preset.view))
        wanted = {name: seen[name] for name in preset.view}
        assert json.dumps(wanted) == json.dumps(dict(preset.view)), preset.name  # a tuple is a list there


def test_drawing_again_makes_nothing_new(shown):
    view, lab, params, result = shown
    frames = lab.frames(params, result)
    view.grab()
    before = things(view)
    for frame in (0, frames.count - 1, frames.opening):
        view.show_result(params, result, frame)
        view.grab()
    assert things(view) == before


def test_presets_are_drawn_at_every_kind_of_frame(shown):
    view, lab, _, _ = shown
    for preset in lab.presets:
        _, _, params, result = show(view, lab, preset.name)
        frames = lab.frames(params, result)
        for frame in sample(sorted({0, 1, len(frames.phases), frames.opening, frames.count - 1}), 3):
            view.show_result(params, result, frames.clip(frame))
            image = view.grab().toImage()
            colors = {image.pixel(x, y) for x in range(0, 800, 13) for y in range(0, 640, 9)}
            assert len(colors) > 8, f"{preset.name} at frame {frame} is one colour"


def test_every_view_survives_the_ends_of_parameters(shown):
    view, lab, params, _ = shown
    for lab_id, name, value in TRIED:
        if lab_id == lab.id:
            edge = lab.edited(params, name, value)
            result = lab.main.compute(edge)
            view.show_result(edge, result, lab.frames(edge, result).count - 1)
            view.grab()


def test_themes_leave_no_pixel_of_the_other(shown):
    view = shown[0]
    apply_theme(qt_application(), DARK)
    dress(view, DARK)
    view.set_theme(DARK)
    image = view.grab().toImage()
    apply_theme(qt_application(), LIGHT)
    dress(view, LIGHT)
    view.set_theme(LIGHT)
    bright = sum(image.pixelColor(x, y).lightness() > 240 for x in range(0, 800, 4) for y in range(0, 640, 4))
    assert bright < 0.05 * 200 * 160


def test_the_view_state_is_plain_data_and_back(shown):
    view = shown[0]
    assert decode(view.State, to_json(view.state)) == view.state


def test_panes_have_names_and_short_titles(shown):
    view = shown[0]
    assert len({pane.name for pane in view.panes}) == len(view.panes) > 0
    for pane in view.panes:
        assert len(pane.title.text().split()) <= 6
        assert pane.accessibleName()


def test_one_pane_fills_the_picture_and_gives_it_back(shown):
    view = shown[0]
    view.fill(view.panes[0])
    view.grab()
    assert not view.panes[0].isHidden()
    assert all(pane.isHidden() for pane in view.panes[1:])
    view.fill(None)
    assert [pane for pane in view.panes if not pane.isHidden()] == view.shown_panes()
