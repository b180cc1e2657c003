"""Meeting a lab: predictions are asked beside the picture, judged by what is computed, remembered, and never forced."""

import pytest
from asked_maps import STORE, answering
from PySide6.QtCore import Qt
from tiers import sample

from wk4gui.app.lesson.answer_inputs import ChoiceInput
from wk4gui.app.page.column import Column
from wk4gui.documents.saved_state import preset_state
from wk4gui.lab.declarations import decode, fields_of
from wk4gui.lab.question import Choice, Number
from wk4gui.registry import LABS
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view

LAB_LIST = list(LABS.values())


def true_answer(lab, question):
    return question.truth(*answering(lab, question))


def wrong_answer(question, truth):
    if isinstance(question.answer, Choice):
        return next(option for option in question.answer.options if option != truth)
    return 3.0 * truth + 7.0


def card_of(page):
    return page.predictor._card


def give(page, answer):
    """Gives an answer as the user would."""
    given = card_of(page).input
    if isinstance(given, ChoiceInput):
        given.buttons[answer].click()
    else:
        given.field.setText(repr(float(answer)))
        given.reveal.click()


def ask(page, qtbot, name=""):
    """Asks the question of that name, the first one for none, and waits for its state."""
    question = next(q for q in page.session.lab.questions if name in ("", q.name))
    page.predictor.ask(question)
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
    return question


GIVEN = [(lab.id, right) for right in (True, False) for lab in LAB_LIST]


@pytest.mark.parametrize(("lab_id", "right"), sample(GIVEN, 4, 8, of=lambda given: given[1]))
def test_every_prediction_is_judged_by_what_the_lab_computes(make_window, qtbot, lab_id, right):
    page = make_window(records=STORE).open_lab(lab_id)
    lab = page.session.lab
    for n_asked, question in enumerate(lab.questions, start=1):
        leave(page)
        page.predictor.ask(question)
        assert page.column.mode == "predict"
        concealed(page, question)
        truth = true_answer(lab, question)
        give(page, truth if right else wrong_answer(question, truth))
        qtbot.waitUntil(lambda name=question.name: page.predictor.record.get(name) is right, timeout=60_000)
        assert not page.view.concealed
        assert card_of(page).verdict.text().startswith("Right." if right else "You said")
        assert card_of(page).heading.text() == f"PREDICT · {n_asked} OF {len(lab.questions)}"
        for name, value in question.reveals.items():
            assert getattr(page.session.params, name) == value
        qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
        landed(page, question)
        assert page.summary.text == card_of(page).verdict.text()


def leave(page):
    """Goes to another page, pane and frame, as far as there are others."""
    view = page.view
    shown = fields_of(view.State).get("show")
    if shown is not None:
        view.set_state(view.state.with_(show=next(other for other in shown.choices if other != view.state.show)))
    view.fill(view.panes[-1])
    page.session.seek(page.session.frames.opening // 2)


def concealed(page, question):
    """Panes that give the answer away are not seen, and at least one other is."""
    shown = {pane.name for pane in page.view.panes if pane.isVisibleTo(page.view)}
    assert shown
    assert not shown & set(question.hides)
    sliders = (getattr(control, "slider", None) for control in page.panel.controls.values())
    assert not any(slider._zones for slider in sliders if slider is not None)
    assert not page.may_show_numbers


def landed(page, question):
    """What was asked about is seen: its preset, part, page, all panes, and the frame."""
    session, view = page.session, page.view
    preset = session.lab.preset(question.preset) if question.preset else session.lab.presets[0]
    assert session.preset == preset.name
    assert view.state == view.State().with_(**{**preset.view, **question.view})
    assert view.filled is None
    assert session.frame == session.frames.clip(preset.frame if question.frame is None else question.frame)
    if question.part not in ("", session.lab.main.name):
        assert question.part in view.wanted_parts()
    else:
        assert view.seen_part() is None


@pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
def test_what_a_question_hides_and_shows_exists(lab, qtbot):
    view = make_view(lab, LIGHT)
    qtbot.addWidget(view)
    names = {pane.name for pane in view.panes} | view.Concealable
    for question in lab.questions:
        assert set(question.hides) <= names
        decode(view.State, {**preset_state(lab, question.preset).view, **question.view, **question.asked_view})
        state = preset_state(lab, question.preset, question.changes, question.view)
        view.set_state(decode(view.State, state.view))
        main = question.part in ("", lab.main.name)
        assert getattr(view, "Parts", {}) == {} or bool(view.wanted_parts()) is not main
        assert main or question.part in view.wanted_parts()


# The twelve rules of meeting a lab


@pytest.mark.parametrize("lab_id", sample(list(LABS), 3))
def test_a_labs_first_opening_asks_and_the_second_shows(make_window, qtbot, lab_id):
    first = make_window(questions="first time")
    page = first.open_lab(lab_id)
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
    assert page.predictor.question == page.session.lab.questions[0]
    assert page.column.mode == "predict"
    assert not page.session.history.canUndo()
    first.close()
    again = make_window(questions="first time").open_lab(lab_id)
    assert again.predictor.question is None
    assert again.column.mode == "watch"


def test_a_state_from_elsewhere_never_asks(make_window, qtbot):
    window = make_window(questions="first time")
    window.open_state(preset_state(LABS["saddle"], "price_of_noise"))
    assert window.page.predictor.question is None
    window.open_lab("backprop").load_preset("works")
    assert window.page.predictor.question is None


def test_always_and_never_are_choices_of_the_menu(make_window, qtbot):
    first = make_window(questions="first time")
    first.actions_by_name["questions_always"].trigger()
    assert first.actions_by_name["questions_always"].isChecked()
    first.close()
    again = make_window(questions="always")
    assert again.open_lab("backprop").predictor.question is not None
    again.actions_by_name["questions_never"].trigger()
    assert again.open_lab("dropout").predictor.question is None


def test_a_question_is_short_work():
    for lab in LAB_LIST:
        for question in lab.questions:
            many = len(question.answer.options) if isinstance(question.answer, Choice) else 2
            assert 2 <= many <= 4, question.name
            assert isinstance(question.answer, Choice | Number)


def test_nothing_gives_the_answer_away_while_it_is_asked(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot)
    assert page.summary.text.startswith("Your turn.")
    assert not page.player.isHidden()
    assert page.player.time_line._frames.marks == ()
    for copy in ("copy_picture", "copy_data", "export"):
        with pytest.MonkeyPatch.context() as patch:
            refused = []
            patch.setattr(window, "refuse", lambda title, why, to=refused: to.append(why))
            window.actions_by_name[copy].trigger()
        assert refused == ["A question is asked: predict its answer, or choose Show everything, first."]
    page.predictor.show_everything()
    qtbot.waitUntil(lambda: page.session.ready)
    assert "866.7" in page.summary.text


def test_activations_are_to_be_found_out_where_they_are_asked(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot, "off_unit")
    numbers = page.view.diagram._numbers
    assert all(z is None for z in numbers.z)
    assert {answer.shown for answer in numbers.answers.values()} == {"?"}
    page.predictor.show_everything()
    assert all(z is not None for z in page.view.diagram._numbers.z)


def test_a_key_presses_a_choice(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot)
    window.labs.list.setFocus()
    qtbot.keyClick(window.labs.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.predictor.record == {"first_step": True})
    assert window.page is page
    qtbot.keyClick(window, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: window.page.session.lab.id == "learning_rate")


def test_enter_gives_a_number_and_nonsense_is_marked(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot, "one_step_limit")
    field = card_of(page).input.field
    field.setText("perhaps")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("refused")
    assert page.predictor.question is not None
    field.setText("0,0145")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.predictor.record == {"one_step_limit": True}


@pytest.mark.parametrize(
    "go_on",
    [
        lambda page: page.session.set_param("learning_rate", 0.2),
        lambda page: page.player.forward(),
        lambda page: page.player.toggle_play(),
        lambda page: page.player.time_line.sought.emit(9),
        lambda page: page.load_preset("works"),
        lambda page: page.column.buttons["watch"].click(),
        lambda page: page.column.buttons["work"].click(),
    ],
)
def test_whoever_goes_on_has_skipped_and_is_not_wrong(window, qtbot, go_on):
    page = window.open_lab("backprop")
    ask(page, qtbot)
    go_on(page)
    qtbot.waitUntil(lambda: page.predictor.question is None)
    page.player.stop()
    assert page.predictor.record == {"first_step": None}
    assert not page.view.concealed
    assert card_of(page).links[0].text().endswith("–")


def test_the_sentence_under_the_picture_stays_until_the_next_change(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot)
    give(page, "down")
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.summary.text.startswith("You said “down”. It is “up”. The loss goes from 9 to 866.7")
    page.session.seek(page.session.frame + 1)
    assert not page.summary.text.startswith("You said")


def test_show_everything_twice_ends_questions_everywhere(make_window, qtbot):
    window = make_window(questions="first time")
    for lab_id in ("backprop", "activations"):
        page = window.open_lab(lab_id)
        qtbot.waitUntil(lambda page=page: page.session.ready)
        assert page.predictor.question is not None
        card_of(page).everything.click()
        assert page.predictor.question is None
    assert window.settings.questions == "never"
    assert window.open_lab("dropout").predictor.question is None


def test_coming_back_goes_on_with_new_numbers(window, qtbot):
    page = window.open_lab("backprop")
    for question in page.session.lab.questions:
        page.predictor.record[question.name] = True
    page.predictor.show_record(page.predictor.record)
    rates = set()
    for _ in range(8):
        page.predictor.ask(page.session.lab.questions[0])
        rates.add(page.session.params.learning_rate)
        assert f"α = {page.session.params.learning_rate:g}" in card_of(page).prompt.text()
        page.predictor.stop()
    assert len(rates) > 1


def test_the_next_question_is_one_that_was_not_asked(window, qtbot):
    page = window.open_lab("backprop")
    names = [question.name for question in page.session.lab.questions]
    for name in names[:2]:
        page.column.buttons["predict"].click()
        assert page.predictor.question.name == name
        page.predictor.stop()
    card_of(page).following.click()
    assert page.predictor.question.name == names[2]


def test_undo_never_asks_again(window, qtbot):
    page = window.open_lab("backprop")
    ask(page, qtbot, "printed_sign")
    give(page, "up")
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy)
    for _ in range(3):
        page.session.undo()
        assert page.predictor.question is None
        assert not page.view.concealed
    page.session.redo()
    assert page.predictor.question is None


def test_a_mode_without_content_has_no_button(window):
    assert set(window.open_lab("backprop").column.buttons) == {"predict", "watch", "work"}
    page = window.open_lab("saddle")
    column = Column(None, None, [page.panel], page.lesson)
    assert set(column.buttons) == {"watch"}


def test_working_it_out_begins_and_watching_keeps_what_was_typed(window, qtbot):
    page = window.open_lab("backprop")
    page.column.buttons["work"].click()
    assert page.column.mode == "work"
    assert page.view.hides_numbers
    page.view.set_state(page.view.state.with_(typed=(("z[0][0]", "4"),)))
    page.column.buttons["watch"].click()
    assert page.column.mode == "watch"
    assert not page.view.hides_numbers
    page.column.buttons["work"].click()
    assert page.view.state.typed == (("z[0][0]", "4"),)


def test_the_record_is_kept_and_can_be_cleared(make_window, qtbot):
    first = make_window()
    page = first.open_lab("backprop")
    ask(page, qtbot)
    give(page, "up")
    assert page.predictor.record == {"first_step": True}
    first.close()
    again = make_window().open_lab("backprop")
    assert again.predictor.record == {"first_step": True}
    assert card_of(again).links[0].text().endswith("✓")
    card_of(again).clear.click()
    assert again.predictor.record == {}
    assert card_of(again).clear.isHidden()


@pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
def test_other_numbers_are_a_question_of_the_same_kind(lab):
    drawn = [question for question in lab.questions if question.draw is not None]
    assert drawn
    for question in drawn:
        for seed in sample(range(40), 3, 10):
            other = question.variant(seed)
            truth = true_answer(lab, other)
            assert other.answer.accepts(truth, truth)
            if isinstance(other.answer, Choice):
                assert truth in other.answer.options
            preset_state(lab, other.preset, {**other.changes, **other.reveals})
