"""Malformed parameter files and assignments: each is refused in one line, never with a traceback."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import amount

from wk4gui.cli.commands import main
from wk4gui.documents.saved_state import state_from
from wk4gui.lab.assignments import parse_assignment
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS, find_lab

KEYS = sorted({name for entry in LABS.values() for name in entry.params.__struct_fields__})

labs = st.sampled_from(list(LABS))
names = st.sampled_from([*KEYS, "lab", "params", "version"]) | st.text(max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
json_texts = (values | st.dictionaries(names, values, min_size=1, max_size=4)).map(json.dumps).map(str.encode)
truncated = json_texts.flatmap(lambda text: st.integers(0, len(text)).map(lambda end: text[:end]))
contents = st.binary(max_size=40) | json_texts | truncated
assignments = (
    st.text(max_size=12)
    | st.builds("{}={}".format, names, st.text(max_size=12))
    | st.builds("{}={}".format, names, values.map(json.dumps))
)


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("malformed") / "params.json"


def is_good_file(lab: str, content: bytes) -> bool:
    try:
        data = json.loads(content)
        if "params" in data or "lab" in data:
            return state_from(data).lab == lab
        return find_lab(lab).decode(data) is not None
    except (ParamError, ValueError, TypeError):
        return False


def is_good_assignment(lab: str, text: str) -> bool:
    try:
        return find_lab(lab).decode(dict([parse_assignment(text, find_lab(lab).params)])) is not None
    except ParamError:
        return False


def assert_refused(*arguments: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert main(list(arguments)) == 2
    assert out.getvalue() == ""
    assert err.getvalue().startswith("wk4gui: ")
    assert err.getvalue().splitlines() == [err.getvalue().removesuffix("\n")]
    assert err.getvalue().removesuffix("\n").isprintable()


@settings(max_examples=amount(40, 200, 2000))
@given(labs, contents)
def test_malformed_files_are_refused_in_one_line(file: Path, lab: str, content: bytes) -> None:
    if not is_good_file(lab, content):
        file.write_bytes(content)
        assert_refused("run", lab, f"--params={file}")


@settings(max_examples=amount(40, 200, 2000))
@given(labs, assignments)
def test_malformed_assignments_are_refused_in_one_line(lab: str, text: str) -> None:
    if not is_good_assignment(lab, text):
        assert_refused("run", lab, f"--set={text}")
