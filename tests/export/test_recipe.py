"""Recipes: what a figure carries comes back from every format, and no damage is taken for another state."""

import base64
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui import __version__
from wk4gui.documents.metadata import picture_format, png_with_text, svg_with_text, xmp_with_text
from wk4gui.documents.opening import read_state
from wk4gui.documents.recipe import decode_recipe, encode_recipe, figure_state, is_figure
from wk4gui.documents.saved_state import VERSION, SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab

Exported = Callable[..., Path]
KINDS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "gif": "GIF", "webp": "WebP"}

every_kind = pytest.mark.parametrize("kind", list(KINDS))


def figure_of(exported: Exported, kind: str) -> Path:
    return exported(kind, size=(320, 240))


def assert_one_sentence(error: ParamError) -> None:
    text = str(error)
    assert text.isprintable()
    assert 10 < len(text) < 400
    assert "Traceback" not in text


@every_kind
def test_a_figure_brings_its_state_back(exported: Exported, state: SavedState, kind: str) -> None:
    assert read_state(figure_of(exported, kind)) == state


@every_kind
def test_the_name_of_the_file_does_not_matter(exported: Exported, state: SavedState, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    path.write_bytes(figure_of(exported, kind).read_bytes())
    assert read_state(path) == state
    assert picture_format(path.read_bytes()) == KINDS[kind]


def test_a_recipe_can_be_read_by_people_and_names_the_program(state: SavedState) -> None:
    text = encode_recipe(state)
    assert text.isascii()
    assert f'"wk4gui": "{__version__}"' in text
    assert '"learning_rate": 0.02' in text


@given(st.floats(1e-4, 10), st.text(max_size=40), st.integers(0, 10_000) | st.none())
def test_any_state_survives_any_carrier(rate: float, selected: str, frame: int | None) -> None:
    params = find_lab("backprop").decode({"learning_rate": rate})
    there = SavedState(lab="backprop", params=params, view={"selected": selected}, frame=frame)
    text = encode_recipe(there)
    assert decode_recipe(text) == there
    assert figure_state(svg_with_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>', text).encode()) == there
    assert figure_state(b"%PDF-1.4\n" + xmp_with_text(text)) == there
    assert figure_state(png_with_text(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + bytes(17), text)) == there


@every_kind
@given(data=st.data())
def test_a_damaged_figure_is_refused_in_one_sentence_or_says_the_truth(
    exported: Exported, state: SavedState, kind: str, data: st.DataObject
) -> None:
    content = bytearray(figure_of(exported, kind).read_bytes())
    near = max(content.find(mark) for mark in (b"wk4gui", b"\x21\xfe"))
    places = st.integers(0, len(content) - 1) | st.integers(max(near - 8, 0), min(near + 900, len(content) - 1))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(places)
        how = data.draw(st.sampled_from(["flip", "cut", "insert", "end"]))
        if how == "flip" and at < len(content):
            content[at] ^= data.draw(st.integers(1, 255))
        elif how == "cut":
            del content[at : at + data.draw(st.integers(1, 40))]
        elif how == "insert":
            content[at:at] = data.draw(st.binary(min_size=1, max_size=8))
        else:
            del content[at:]
    try:
        assert figure_state(bytes(content)) == state
    except ParamError as error:
        assert_one_sentence(error)


def test_damage_inside_a_recipe_is_noticed(exported: Exported) -> None:
    content = figure_of(exported, "png").read_bytes()
    changed = content.replace(b'"learning_rate": 0.02', b'"learning_rate": 0.03')
    assert changed != content
    with pytest.raises(ParamError, match="damaged"):
        figure_state(changed)


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"<svg", b"%PDF-1.4\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b""]), st.binary()
)
def test_what_only_begins_like_a_picture_is_refused_in_one_sentence(start: bytes, rest: bytes) -> None:
    with pytest.raises(ParamError) as refusal:
        figure_state(start + rest)
    assert_one_sentence(refusal.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a picture"),
        (b'{"version": 1, "lab": "backprop"}', "not a picture"),
        (b"BM rest of a bitmap", "not a picture"),
        (b"<html><body>text</body></html>", "not a picture"),
        (b"GIF89a and nothing else", "no recipe"),
        (b"<svg></svg>", "no recipe"),
        (b"%PDF-1.4\n" + xmp_with_text("{}"), "damaged"),
        (b"%PDF-1.4\n<wk4gui:recipe>a</wk4gui:recipe>", "no recipe"),
        (b"%PDF-1.4\n<wk4gui:recipe>" + base64.b64encode(b"\xff\xfe") + b"</wk4gui:recipe>", "damaged"),
    ],
    ids=lambda value: None,
)
def test_what_carries_no_good_recipe_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(ParamError, match=words):
        figure_state(content)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"version": VERSION + 1}, "update wk4gui"), ({"lab": "nolab"}, "no lab 'nolab'"), ({"frame": -1}, "at least 0")],
    ids=lambda value: None,
)
def test_what_another_version_wrote_is_refused(state: SavedState, changes: dict[str, object], words: str) -> None:
    with pytest.raises(ParamError, match=words):
        decode_recipe(encode_recipe(msgspec.structs.replace(state, **changes)))


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_state(tmp_path / "missing.png")


def test_a_session_is_not_taken_for_a_figure() -> None:
    assert not is_figure(b'{"note": "<svg>"}')
