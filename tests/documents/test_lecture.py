"""Lecture files: what is written is read back, and what does not fit is said with the slide's number."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.documents.lecture import Lecture, Slide, decode_lecture, encode_lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS


def state(lab_id, **changes):
    return SavedState(lab=lab_id, params=LABS[lab_id].params().with_(**changes), view={}, frame=3)


def plain():
    slide = Slide(state=state("backprop"), title="One step", question="Where does the loss go?")
    return json.loads(encode_lecture(Lecture(title="Week 4", slides=(slide,))))


@given(st.lists(st.tuples(st.sampled_from(sorted(LABS)), st.text(max_size=20), st.text(max_size=20)), max_size=9))
def test_what_is_written_is_read_back(slides):
    lecture = Lecture(
        title="Week 4", slides=tuple(Slide(state=state(lab), title=title, question=ask) for lab, title, ask in slides)
    )
    assert decode_lecture(encode_lecture(lecture)) == lecture


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data | {"version": 9}, "update wk4gui"),
        (lambda data: data | {"version": 0}, "no lecture version 0"),
        (lambda data: data | {"slides": 3}, "not a lecture"),
        (lambda data: data | {"pages": []}, "not a lecture"),
        (
            lambda data: data | {"slides": [*data["slides"], {"state": {"version": 1, "lab": "nolab"}}]},
            "slide 2: .*nolab",
        ),
    ],
)
def test_what_does_not_fit_is_said(change, said):
    with pytest.raises(ParamError, match=said):
        decode_lecture(json.dumps(change(plain())).encode())


def test_a_session_is_no_lecture():
    with pytest.raises(ParamError, match="not a lecture"):
        decode_lecture(b'{"version": 1, "lab": "backprop"}')
