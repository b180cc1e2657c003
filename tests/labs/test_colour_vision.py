"""What means something different looks different, also to people who see fewer colours, and in grey print.

A thing of a picture is what tells it: its colour and its mark, which is a dash, a pattern, a shape or a word beside it.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import pytest
from colour_vision import VISIONS, Colour, apart, ciede2000, over, rgb, seen
from msgspec.structs import replace
from PySide6.QtGui import QColor

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.labs.activations.picture.function_looks import FUNCTION_LOOKS, MORPH_LOOK
from wk4gui.labs.activations.picture.layer_plots import _BOUND_DASHES
from wk4gui.labs.activations.picture.probe_plot import _ZONE_OPACITY
from wk4gui.labs.saddle.picture.race_looks import NAMES, optimizer_look
from wk4gui.labs.weight_decay.picture.decay_looks import PATHS, path_look
from wk4gui.registry import LABS, find_lab
from wk4gui.render.hatch import SERIES_PATTERNS, ZONE_PATTERNS
from wk4gui.render.theme import THEMES, ZONE_OPACITY, Theme, series_look, zone_color

LEAST = 10.0
"""CIEDE2000 of two colours that are told apart without a mark."""
N_SERIES = 9


class Thing(NamedTuple):
    """What means something: its name, how it is coloured and what else tells it."""

    name: str
    color: Colour
    mark: object


def zones(theme: Theme, lab_id: str, preset: str) -> list[Thing]:
    """Of a slider: intervals between edges, over the groove."""
    lab = find_lab(lab_id)
    params = lab.preset_params(preset)
    found = {zone.meaning: zone for zone in lab.zones(params, lab.main.compute(params))}
    return [
        Thing(
            meaning,
            over(rgb(zone_color(theme, meaning)), ZONE_OPACITY, rgb(theme.line)),
            "tick" if zone.low == zone.high else ZONE_PATTERNS[meaning],
        )
        for meaning, zone in found.items()
    ]


def pictures(theme: Theme) -> Iterator[tuple[str, list[Thing]]]:
    """Everything in one picture that is told by a colour, picture by picture."""
    for lab_id, lab in LABS.items():
        for preset in lab.presets:
            if things := zones(theme, lab_id, preset.name):
                yield f"zones of {lab_id} {preset.name}", things
    every = [
        Thing(m, over(rgb(zone_color(theme, m)), ZONE_OPACITY, rgb(theme.line)), p) for m, p in ZONE_PATTERNS.items()
    ]
    outcomes = ("too low", "good", "too high", "undecided", "diverges", "zig-zags")
    yield "all outcomes", [thing for thing in every if thing.name in outcomes]
    looks = [series_look(theme, k) for k in range(N_SERIES)]
    yield "lines", [Thing(f"series {k}", rgb(color), dash) for k, (color, dash) in enumerate(looks)]
    yield (
        "lines of optimizers",
        [Thing(n, rgb(color), dash) for n in NAMES for color, dash in [optimizer_look(theme, n)]],
    )
    yield "escape bars", [Thing(n, rgb(optimizer_look(theme, n)[0]), SERIES_PATTERNS[k]) for k, n in enumerate(NAMES)]
    functions = {name: look.on(theme) for name, look in {**FUNCTION_LOOKS, "morph": MORPH_LOOK}.items()}
    yield "functions", [Thing(name, rgb(color), dash) for name, (color, dash) in functions.items()]
    for one, other in combinations(FUNCTION_LOOKS, 2):
        shown = [rgb(functions[name][0]) for name in (one, other, "morph")]
        things = [
            Thing(f"curve {k}", over(c, _ZONE_OPACITY, rgb(theme.pane)), p)
            for k, (c, p) in enumerate(zip(shown, SERIES_PATTERNS, strict=False))
        ]
        yield f"flat zones of {one} and {other}", things
        bounds = enumerate(zip(shown[:2], _BOUND_DASHES, strict=True))
        yield f"bounds of gradients of {one} and {other}", [Thing(f"bound {k}", *look) for k, look in bounds]
    yield (
        "paths of weight decay",
        [Thing(name, rgb(color), dash) for name in PATHS for color, dash, _ in [path_look(theme, name)]],
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_what_means_something_else_looks_different(theme: Theme) -> None:
    alike, n_pairs = [], 0
    for picture, things in pictures(theme):
        for one, other in combinations(things, 2):
            for vision in VISIONS:
                n_pairs += 1
                if one.mark == other.mark and apart(one.color, other.color, vision) < LEAST:
                    alike.append(f"{picture}, {vision}: {one.name} and {other.name}")
    assert not alike
    assert n_pairs > 700  # of pictures, pairs and visions


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_colours_alone_would_not_do(theme: Theme) -> None:
    """Without marks the same check fails: it can."""
    things = dict(pictures(theme))
    for picture in ("all outcomes", "lines", "escape bars", "functions", "flat zones of sigmoid and gelu"):
        pairs = list(combinations(things[picture], 2))
        assert any(apart(one.color, other.color, v) < LEAST for one, other in pairs for v in VISIONS)


def test_every_meaning_has_a_pattern() -> None:
    assert all(zone_color(theme, meaning) for theme in THEMES.values() for meaning in ZONE_PATTERNS)
    assert len(SERIES_PATTERNS) == len(set(SERIES_PATTERNS)) >= len(NAMES)


def test_words_on_functions_name_them(qapp) -> None:
    figure = Figure(preset_state(find_lab("activations")), ExportChoices())
    params = figure.params
    names = [ACTIVATIONS[name].label for name in (params.function, params.compare)]  # type: ignore[attr-defined]
    written = [[label.text for label in row] for row in figure.view.ridge.words]  # type: ignore[attr-defined]
    assert all(words[k].startswith(f"{name}: ") for words in written for k, name in enumerate(names))
    assert [label.text.partition(":")[0] for label in figure.view.slope.zone_names[:2]] == names  # type: ignore[attr-defined]
    figure.discard()


def test_bars_of_several_optimizers_are_named_and_names_do_not_meet(qapp) -> None:
    figure = Figure(preset_state(find_lab("saddle"), "six_optimizers"), ExportChoices())
    bars = figure.view.escapes  # type: ignore[attr-defined]
    named = [label for label in bars.bar_names if label.text]
    assert len(named) == len(NAMES)
    figure.grab()
    boxes = [label._painted for label in named]
    assert all(not one.intersects(other) for one, other in combinations(boxes, 2))
    figure.discard()
    alone = Figure(preset_state(find_lab("saddle")), ExportChoices())
    assert not any(label.text for label in alone.view.escapes.bar_names)  # type: ignore[attr-defined]
    alone.discard()


SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
"""Table 1 of Sharma, Wu and Dalal 2005: two colours and their distance."""


@pytest.mark.parametrize("line", SHARMA.split("\n")[1:-1])
def test_distances_are_those_that_were_published(line: str) -> None:
    l1, a1, b1, l2, a2, b2, distance = map(float, line.split())
    assert ciede2000((l1, a1, b1), (l2, a2, b2)) == pytest.approx(distance, abs=5e-5)
    assert ciede2000((l2, a2, b2), (l1, a1, b1)) == pytest.approx(distance, abs=5e-5)


def test_simulated_eyes_see_white_and_grey_as_they_are() -> None:
    for vision in VISIONS:
        for level in (0.0, 0.2, 0.5, 1.0):
            light, a, b = seen((level,) * 3, vision)
            assert (a, b) == pytest.approx((0.0, 0.0), abs=0.1)
        assert light == pytest.approx(100.0, abs=0.01)


def test_red_and_green_come_near_to_eyes_without_one_of_them() -> None:
    red, green = rgb("#c00000"), rgb("#6d7500")
    assert apart(red, green, "all colours") > 40.0
    assert (
        apart(rgb("#8a8a00"), rgb("#c77b00"), "deuteranopia")
        < 10.0
        < apart(rgb("#8a8a00"), rgb("#c77b00"), "all colours")
    )


def test_a_function_has_one_colour_whichever_role_it_has(qapp) -> None:
    seen_in = dict[str, set[str]]()
    state = preset_state(find_lab("activations"))
    for pair in (("tanh", "gelu"), ("sigmoid", "tanh"), ("gelu", "sigmoid")):
        params = state.params.with_(function=pair[0], compare=pair[1])
        figure = Figure(replace(state, params=params), ExportChoices())
        view: Any = figure.view
        for k, name in enumerate(pair):
            lines = (view.curve._curves[k].pen, view.slope._curves[k].pen, view.gradients._curves[k].pen)
            words = (view.ridge.words[0][k]._color, view.gradients.names[k]._color)
            found = {pen.color().name() for pen in lines} | {QColor(color).name() for color in words}
            seen_in.setdefault(name, set()).update(found | {view.legends[0]._series[k].color.lower()})
        figure.discard()
    assert seen_in == {name: {FUNCTION_LOOKS[name].on(THEMES["light"])[0].lower()} for name in seen_in}
