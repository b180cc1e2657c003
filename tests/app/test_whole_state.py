"""A state is whole: whatever was seen before, a preset, a link, a question, Reset, Undo and a file show all of it."""

import random

import pytest
from opening import opened
from tiers import sample

from wk4gui.cli.requests import Changes, lab_state
from wk4gui.documents.saved_state import preset_state
from wk4gui.lab.declarations import fields_of
from wk4gui.registry import LABS


def trigger(window, name):
    window.actions_by_name[name].trigger()


def choose(window, name):
    """Chooses a preset in the header, as the user does."""
    box = window.header.presets
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def set_in_header(window, name, value):
    box = window.header._view_controls[name]
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def press_link(page, words):
    """Presses the lesson's link that says so."""
    (link,) = [link for link in page.lesson.links if link.link.text.startswith(words)]
    link.click()


def settled(qtbot, page):
    """Waits until everything that is shown is computed."""
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)


def type_an_answer(page, key="loss", text="9"):
    field = page.desk.card.rows.fields[key]
    field.setText(text)
    field.confirm()


def answers(page):
    return dict(page.view.state.typed)


@pytest.fixture
def working(window, page, qtbot):
    """The exercise, with one answer typed."""
    choose(window, "exercise")
    settled(qtbot, page)
    type_an_answer(page)
    assert answers(page) == {"loss": "9"}
    return page


# The page


@pytest.mark.parametrize(
    ("lab_id", "other", "link"),
    [
        ("dropout", "training", "Look at five units"),
        ("weight_decay", "network", "Watch the two paths"),
        ("batch_norm", "with_and_without", "Begin"),
    ],
)
def test_a_preset_a_link_and_reset_leave_the_page_of_another(window, qtbot, lab_id, other, link):
    page = window.open_lab(lab_id)
    first = page.session.lab.presets[0].name
    opening = page.view.state.show
    for leave in (
        lambda: choose(window, first),
        lambda: press_link(page, link),
        lambda: page.predictor.ask(page.session.lab.questions[0]),
    ):
        choose(window, other)
        settled(qtbot, page)
        assert page.view.state.show != opening
        leave()
        assert page.view.state.show == opening
        page.predictor.stop()
    set_in_header(window, "show", page.session.lab.preset(other).view["show"])
    assert page.view.state.show != opening
    trigger(window, "reset")
    assert page.view.state.show == opening


def test_a_preset_shows_all_panes_again(window, page):
    trigger(window, "fill_pane")
    assert page.view.filled is not None
    choose(window, "works")
    assert page.view.filled is None


def test_a_preset_does_not_play_on(window, page, qtbot):
    trigger(window, "toggle_play")
    assert page.player.playing
    choose(window, "six_layers")
    assert not page.player.playing
    settled(qtbot, page)
    assert page.session.frame == page.session.frames.opening


# What was asked about


@pytest.mark.parametrize(
    ("name", "says", "frame"),
    [
        ("first_step", "from 9 to 866", 5),
        ("printed_sign", "3499.9056", 5),
        ("first_weight", "", 4),
        ("off_unit", "", 4),
    ],
)
def test_a_step_that_was_asked_about_is_shown(window, page, qtbot, name, says, frame):
    (question,) = [question for question in page.session.lab.questions if question.name == name]
    page.predictor.ask(question)
    settled(qtbot, page)
    page.predictor.reveal(question.truth(page.session.params, page.session.result))
    settled(qtbot, page)
    assert page.session.frame == frame
    assert says in page.summary.text
    assert (page.view.state.selected == "W[0][0][0]") is (name == "first_weight")


@pytest.mark.parametrize(
    ("lab_id", "name", "shown"),
    [("dropout", "train_loss", "training"), ("weight_decay", "training_loss", "network")],
)
def test_the_networks_that_were_asked_about_are_shown(window, qtbot, lab_id, name, shown):
    page = window.open_lab(lab_id)
    (question,) = [question for question in page.session.lab.questions if question.name == name]
    page.predictor.ask(question)
    page.predictor.reveal("same")
    qtbot.waitUntil(lambda: name in page.predictor.record, timeout=60_000)
    assert page.view.page == shown
    assert page.view.seen_part() is not None


def test_an_operation_that_was_asked_about_is_shown_before_and_after(window, qtbot):
    page = window.open_lab("bias_variance")
    (question,) = [question for question in page.session.lab.questions if question.name == "n_train_variance"]
    page.predictor.ask(question)
    page.predictor.reveal("down")
    qtbot.waitUntil(lambda: question.name in page.predictor.record, timeout=60_000)
    shown = page.view.seen_effect()
    assert shown is not None
    assert page.view.state.revealed[shown]
    assert page.view.panes[0].title.text().endswith("before and after")


def test_what_is_revealed_lands_where_it_was_asked_wherever_one_went_meanwhile(window, qtbot):
    page = window.open_lab("learning_rate")
    question = page.session.lab.questions[0]
    page.predictor.ask(question)
    settled(qtbot, page)
    asked = page.session.frame
    set_in_header(window, "loss_axis", "log")
    page.predictor.reveal("too low")
    settled(qtbot, page)
    assert page.session.frame == asked
    assert page.view.state.loss_axis == "auto"
    assert not page.session.params.mystery


def test_the_first_step_alone_is_the_first_step(window, qtbot):
    page = window.open_lab("weight_decay")
    press_link(page, "Look at the first step")
    settled(qtbot, page)
    assert page.view._twin_pane.title.text().startswith("Step 0 → 1,")


# Before and after


def test_a_preset_puts_the_pictures_of_an_operation_away(window, qtbot):
    page = window.open_lab("bias_variance")
    page.view._press(0)
    page.view._reveal(0)
    settled(qtbot, page)
    assert page.view.panes[0].title.text().endswith("before and after")
    choose(window, "overfit")
    settled(qtbot, page)
    assert page.view.panes[0].title.text() == "Curves of many training sets"
    assert page.view.seen_effect() is None


# An exercise


def test_answers_that_a_link_takes_away_come_back(window, working, qtbot):
    press_link(working, "Work it all out")
    assert answers(working) == {}
    trigger(window, "undo")
    assert answers(working) == {"loss": "9"}
    assert working.session.preset == "exercise"


@pytest.mark.parametrize("button", ["Start again", "Next exercise"])
def test_answers_that_a_button_takes_away_come_back(window, working, qtbot, button):
    before = working.session.params
    working.desk.card.buttons[button].click()
    settled(qtbot, working)
    assert answers(working) == {}
    trigger(window, "undo")
    settled(qtbot, working)
    assert answers(working) == {"loss": "9"}
    assert working.session.params == before


def test_answers_that_a_question_takes_away_come_back(window, working):
    working.predictor.ask(working.session.lab.questions[0])
    assert answers(working) == {}
    trigger(window, "undo")
    assert working.predictor.question is None
    assert answers(working) == {"loss": "9"}


def test_answers_survive_going_back_and_forth(window, working, qtbot):
    trigger(window, "undo")
    assert working.desk.marked is None
    assert working.session.preset == "tutorial"
    trigger(window, "redo")
    assert answers(working) == {"loss": "9"}
    assert working.session.preset == "exercise"


def test_undo_and_reset_end_or_empty_an_exercise_under_its_name(window, working):
    trigger(window, "reset")
    assert answers(working) == {}
    assert window.header.presets.currentData() == "exercise"
    assert working.desk.marked is not None
    choose(window, "tutorial")
    assert working.desk.marked is None
    trigger(window, "undo")
    assert window.header.presets.currentData() == "exercise"
    assert working.desk.marked is not None


# The preset's name


def test_the_command_line_brings_the_name(window, page):
    window.open_state(lab_state("backprop", Changes(preset="works")))
    assert window.header.presets.currentText() == "A rate that works"
    page.session.set_param("learning_rate", 0.5)
    trigger(window, "reset")
    assert page.session.params.learning_rate == 0.007
    trigger(window, "lecture_add")
    assert window.lectures.lecture.slides[0].title == "Backprop: A rate that works"


def test_a_file_brings_the_name(window, page, qtbot, tmp_path):
    choose(window, "works")
    window.files.save_file(tmp_path / "mine.wk4.json")
    choose(window, "six_layers")
    opened(qtbot, window, tmp_path / "mine.wk4.json")
    assert window.header.presets.currentData() == "works"


def test_a_state_of_no_preset_has_no_name_and_reset_leads_to_the_question(window, page, qtbot, tmp_path):
    (tmp_path / "old.wk4.json").write_text('{"version": 1, "lab": "backprop", "params": {"learning_rate": 0.3}}')
    opened(qtbot, window, tmp_path / "old.wk4.json")
    assert window.header.presets.currentText() == ""
    trigger(window, "lecture_add")
    assert window.lectures.lecture.slides[0].title == page.session.lab.title
    trigger(window, "pin")
    trigger(window, "reset")
    assert window.header.presets.currentData() == "tutorial"


def test_the_name_is_remembered(make_window, qtbot):
    first = make_window()
    choose(first, "works")
    first.close()
    assert make_window().header.presets.currentData() == "works"


# Reset and Undo


def test_reset_takes_back_the_selection(window, page):
    page.view.select("W[0][0][0]")
    trigger(window, "reset")
    assert page.view.state.selected == ""
    trigger(window, "undo")
    assert page.view.state.selected == "W[0][0][0]"


def test_reset_takes_back_what_is_closer(window, qtbot):
    page = window.open_lab("dropout")
    settled(qtbot, page)
    page.view.closer.click()
    assert page.view.state.axis == "means"
    trigger(window, "reset")
    assert page.view.state.axis == "all outputs"
    assert not page.view.closer.isChecked()


def test_undo_brings_back_the_name(window, page, qtbot, tmp_path):
    box = window.header.presets
    window.open_state(lab_state("backprop", Changes(preset="works")))
    page.session.set_param("learning_rate", 0.5)
    choose(window, "six_layers")
    press_link(page, "Shorten it to 0.007")
    names = []
    for _ in range(4):
        names.append(box.currentData())
        trigger(window, "undo")
    assert [*names, box.currentData()] == ["works", "six_layers", "works", "works", "tutorial"]


def test_undo_of_an_edit_leaves_what_is_seen(window, page):
    page.session.set_param("learning_rate", 0.5)
    page.view.select("W[0][0][0]")
    trigger(window, "undo")
    assert page.view.state.selected == "W[0][0][0]"


# One after the other


def other_state(lab, view, chance):
    """Any state: of a preset, with fields of the view that are not its defaults."""
    preset = chance.choice(lab.presets)
    seen = {}
    for field in fields_of(view.State).values():
        if field.kind == "choice" and field.depth == 0:
            seen[field.name] = chance.choice(field.choices)
        elif field.kind == "integer":
            seen[field.name] = chance.randint(int(field.low), int(field.high))
    if lab.id == "backprop":
        seen |= {"selected": "W[0][0][0]", "blank": ["forward", "loss"], "typed": [["loss", "9"]]}
    return preset_state(lab, preset.name, view=seen, frame=chance.randint(0, 9))


def everything(window, page):
    """All that is known of what is shown, but the picture."""
    return {
        "state": page.saved_state(),
        "page": getattr(page.view, "page", ""),
        "filled": page.view.filled,
        "exercise": page.desk.marked is not None,
        "summary": page.summary.text,
        "name": window.header.presets.currentText(),
        "player": (page.player.isHidden(), page.player.label.text()),
    }


PAIRS = [(lab.id, preset.name) for lab in LABS.values() for preset in lab.presets]


@pytest.mark.parametrize(("lab_id", "name"), sample(PAIRS, 2, 4, of=lambda pair: pair[0]))
def test_a_preset_after_any_state_is_the_preset_in_a_fresh_window(make_window, qtbot, tmp_path, lab_id, name):
    from wk4gui.app.window.settings import SettingsFile

    fresh = make_window(SettingsFile(tmp_path / "fresh.json"))
    expected = fresh.open_lab(lab_id)
    choose(fresh, name)
    settled(qtbot, expected)
    window = make_window()
    page = window.open_lab(lab_id)
    page.show_state(other_state(page.session.lab, page.view, random.Random(f"{lab_id}-{name}")))
    settled(qtbot, page)
    page.view.fill_next()
    page.session.seek(0)
    choose(window, name)
    settled(qtbot, page)
    assert everything(window, page) == everything(fresh, expected)
    for view in (page.view, expected.view):
        view.setFixedSize(700, 560)  # the summary leaves it the height that its longest text so far did
    qtbot.waitUntil(lambda: page.view.grab().toImage() == expected.view.grab().toImage())
