"""The prediction that is read off a map: dropout in narrow and in wide networks."""

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import AskedMap, Choice, Question
from wk4gui.lab.swept_map import SweptMap
from wk4gui.labs.dropout.model.params import Params

_NARROW, _WIDE = 4, 68
_MOST = 0.5
_BOTH, _WIDE_ALONE, _NARROW_ALONE, _NEITHER = "at both", f"at {_WIDE} only", f"at {_NARROW} only", "at neither"
_WORDS = {(True, True): _BOTH, (False, True): _WIDE_ALONE, (True, False): _NARROW_ALONE, (False, False): _NEITHER}
_MAP = AskedMap("dropout_test_loss", ("drop_prob", 0.0, _MOST), ("width", _NARROW, _WIDE), n_values=9)


def _losses(found: SweptMap) -> list[tuple[float, float]]:
    """The test loss without dropout and with the most, of the narrowest networks and of the widest."""
    return [(float(found.values[0, y]), float(found.values[-1, y])) for y in (0, -1)]


def _truth(params: Params, found: SweptMap) -> str:
    narrow, wide = (after < before for before, after in _losses(found))
    return _WORDS[narrow, wide]


def _because(params: Params, found: SweptMap) -> str:
    narrow, wide = (f"from {format_number(a, 3)} to {format_number(b, 3)}" for a, b in _losses(found))
    return f"On the map p = {_MOST:g} takes the median test loss {narrow} at {_NARROW} units and {wide} at {_WIDE}."


def _not(option: str, params: Params, found: SweptMap) -> str:
    helped = next(which for which, words in _WORDS.items() if words == option)
    missed = [
        f"a loss {'below' if helps else 'above'} {format_number(before, 3)} at {width} units, where it is "
        f"{format_number(after, 3)}"
        for width, helps, (before, after) in zip((_NARROW, _WIDE), helped, _losses(found), strict=True)
        if helps != (after < before)
    ]
    return f"That would need {', and '.join(missed)}."


MAP_QUESTION = Question(
    "width_map",
    f"Twenty noisy points, and half of the hidden units are dropped in training. With {_NARROW} units, and with "
    f"{_WIDE}: where does that lower the test loss?",
    Choice((_BOTH, _WIDE_ALONE, _NARROW_ALONE, _NEITHER)),
    _truth,
    _because,
    why_wrong=_not,
    preset="training",
    changes={"n_networks": 4, "n_steps": 100, "learning_rate": 0.05, "noise": 0.5},
    asked_view={"show": "ensemble"},
    part="training",
    map=_MAP,
)
