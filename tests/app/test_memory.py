"""What is remembered from one start to the next, whatever the file holds."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wk4gui.app.window.settings import Settings, SettingsFile
from wk4gui.documents.opening import read_state
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_sessions_and_settings_are_survived(tmp_path, data):
    good = {"version": 1, "lab": "backprop", "params": {"learning_rate": 0.1}, "view": {}, "frame": 2}
    raw = bytearray(json.dumps(good).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path / "damaged.wk4.json"
    path.write_bytes(bytes(raw))
    sentence = ""
    try:
        read_state(path)
    except ParamError as error:
        sentence = str(error)
    assert "\n" not in sentence
    assert isinstance(SettingsFile(path).read(), Settings)


def test_everything_is_as_it_was_left_at_the_next_start(qtbot, make_window):
    first = make_window()
    first.appearance.choose("dark")
    first.appearance.larger()
    first.page.session.load(first.page.session.params.with_(learning_rate=0.02), 9)
    qtbot.waitUntil(lambda: first.page.session.frame == 9)
    first.page.view.select("b[1][0]")
    first.page.splitters()[0].setSizes([300, 200])
    sizes, state = first.page.splitters()[0].sizes(), first.page.saved_state()
    first.close()
    second = make_window()
    qtbot.waitUntil(lambda: second.page.session.frame == 9)
    assert second.page.saved_state() == state
    assert second.settings.theme == "dark"
    assert second.settings.text_size == pytest.approx(1.1)
    assert second.page.splitters()[0].sizes() == pytest.approx(sizes, abs=40)
    assert not second.page.session.history.canUndo()


@pytest.mark.parametrize("known", [True, False])
def test_the_sizes_of_panes_that_a_question_hides_are_not_remembered(qtbot, make_window, settings_file, known):
    if known:
        before = make_window()
        before.open_lab("weight_decay")
        before.close()
    chosen = settings_file.read().splitters.get("weight_decay", [])
    asked = make_window(questions="always")
    page = asked.open_lab("weight_decay")
    qtbot.waitUntil(lambda: any(0 in splitter.sizes() for splitter in page.splitters()))
    at = next(k for k, splitter in enumerate(page.splitters()) if 0 in splitter.sizes())
    asked.close()
    assert settings_file.read().splitters["weight_decay"][at] == (chosen[at] if known else [])
    later = make_window().open_lab("weight_decay")
    fresh = make_window(SettingsFile(settings_file.path.with_name("fresh.json"))).open_lab("weight_decay")
    shares = [sizes[0] / sum(sizes) for sizes in (each.splitters()[at].sizes() for each in (later, fresh))]
    assert shares[0] == pytest.approx(shares[1], abs=0.03)


def test_a_window_that_shows_a_slide_closes_and_keeps_the_sizes_of_its_panes(make_window, settings_file):
    make_window().close()
    known = settings_file.read().splitters["backprop"]
    window = make_window()
    window.appearance.choose("projector")
    assert window.close()
    assert [len(sizes) for sizes in settings_file.read().splitters["backprop"]] == [len(sizes) for sizes in known]


def test_a_damaged_settings_file_is_put_aside(make_window, settings_file):
    settings_file.path.parent.mkdir(parents=True)
    settings_file.path.write_text("{nonsense")
    window = make_window()
    assert window.page is not None
    assert settings_file.path.with_suffix(".damaged.json").read_text() == "{nonsense"


def test_a_remembered_state_that_does_not_fit_any_more_is_left_out(make_window, settings_file):
    remembered = Settings(last_lab="gone", labs={"backprop": {"version": 1, "lab": "backprop", "params": {"x": "no"}}})
    settings_file.write(remembered)
    window = make_window()
    assert window.page.session.params == window.page.session.lab.preset_params("tutorial")


def test_labs_found_again_can_be_opened_one_after_the_other(make_window):
    before = make_window()
    for lab_id in LABS:
        before.open_lab(lab_id)
        before.page.session.load(before.page.session.params, 0)
        before.page.session.compute()
    before.close()
    window = make_window()
    for lab_id in LABS:
        assert window.open_lab(lab_id) is window.page


def test_sizes_that_no_screen_has_are_taken_as_the_widest(make_window, settings_file):
    settings_file.write(Settings(splitters={"backprop": [[2**31, 5], [-1, 2], [3, 4, 2**40]]}))
    window = make_window()
    assert all(0 <= size < 10_000 for splitter in window.page.splitters() for size in splitter.sizes())
