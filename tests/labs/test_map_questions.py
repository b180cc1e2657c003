"""The answers that are read off maps follow from the measures, and change with them."""

from dataclasses import replace

import numpy as np
import pytest
from asked_maps import answering, asked_map
from tiers import sample

from wk4gui.registry import LABS

ASKED = {lab.id: question for lab in LABS.values() for question in lab.questions if question.map is not None}
"""Each lab's question that a map answers."""


def limits(params, x, medians):
    """The largest rate of a row that ends below the start of the bowl."""
    begin = sum(0.5 * c * w * w for c, w in zip(params.curvature, params.start, strict=True))
    return [max(rate for rate, loss in zip(x, row, strict=True) if loss < begin) for row in medians]


def kept(params, x, medians):
    """How many times larger the largest gain that keeps the gradient is than the smallest."""
    inside = [[gain for gain, left in zip(x, row, strict=True) if 0.1 <= left <= 10.0] for row in medians]
    return [max(gains) / min(gains) for gains in inside]


def best(params, x, medians):
    """The rate with the lowest loss."""
    return [min((loss, rate) for loss, rate in zip(row, x, strict=True) if loss == loss)[1] for row in medians]


def change(params, x, medians):
    """What the most dropout does to the loss."""
    return [row[-1] - row[0] for row in medians]


RULES = {"learning_rate": limits, "activations": kept, "playground": best, "dropout": change}
WORDS = {
    "learning_rate": ("it grows", "it shrinks"),
    "activations": ("a wider range", "a narrower range"),
    "playground": ("it grows", "it shrinks"),
}


def medians_of(found):
    """Medians of the places that are known, row by row, by code of its own."""
    n_x, n_y, n_seeds = found.values.shape
    values = [[sorted(found.values[i, j])[n_seeds // 2] for i in range(n_x)] for j in range(n_y)]
    return [[v if found.known[i, j] else float("nan") for i, v in enumerate(row)] for j, row in enumerate(values)]


def test_the_five_maps_of_the_sheet_are_asked_about():
    swept = {lab_id: (question.map.across[0], question.map.up[0]) for lab_id, question in ASKED.items()}
    assert swept == {
        "learning_rate": ("learning_rate", "momentum"),
        "activations": ("gain", "depth"),
        "dropout": ("drop_prob", "width"),
        "bias_variance": ("width", "l2"),
        "playground": ("learning_rate", "batch_size"),
    }


@pytest.mark.parametrize("lab_id", ASKED)
def test_a_map_is_swept_by_the_lab_itself(lab_id):
    survey, found = asked_map(lab_id, ASKED[lab_id].name)
    part = LABS[lab_id].part(survey.plan.part)
    measure = next(each for each in part.measures if each.name == survey.measure)
    for cell in sample(np.argwhere(found.known).tolist(), 3, 8):
        for point, value in zip(survey.points(tuple(cell)), found.values[tuple(cell)], strict=True):
            params = LABS[lab_id].decode(point.params)
            assert measure.value(params, part.compute(params)) == value


@pytest.mark.parametrize("lab_id", RULES)
def test_the_answer_follows_from_the_first_and_the_last_row(lab_id):
    survey, found = asked_map(lab_id, ASKED[lab_id].name)
    params, swept = answering(LABS[lab_id], ASKED[lab_id])
    rows = medians_of(found)
    first, last = RULES[lab_id](params, survey.axes[0].values, [rows[0], rows[-1]])
    truth = ASKED[lab_id].truth(params, swept)
    if lab_id == "dropout":
        narrow, wide = (after < 0.0 for after in (first, last))
        expected = {(True, True): "at both", (False, True): "at 68 only", (True, False): "at 4 only"}
        assert truth == expected.get((narrow, wide), "at neither")
    else:
        more, less = WORDS[lab_id]
        assert truth == (more if last > first else less)


def test_what_spoils_the_fit_follows_from_the_errors():
    _, found = asked_map("bias_variance", ASKED["bias_variance"].name)
    params, swept = answering(LABS["bias_variance"], ASKED["bias_variance"])
    rows = medians_of(found)
    column = [row[-1] for row in rows]
    units = rows[0][-1] - min(v for v in rows[0] if v == v)
    penalty = column[-1] - min(v for v in column if v == v)
    assert penalty > 1.5 * units
    assert ASKED["bias_variance"].truth(params, swept) == "too large a λ"


@pytest.mark.parametrize("lab_id", RULES)
def test_a_map_upside_down_has_the_other_answer(lab_id):
    question = ASKED[lab_id]
    params, swept = answering(LABS[lab_id], question)
    turned = replace(swept, values=swept.values[:, ::-1])
    other = {**dict(zip(*[WORDS[lab_id], WORDS[lab_id][::-1]], strict=True))} if lab_id in WORDS else None
    truth = question.truth(params, swept)
    expected = other[truth] if other else {"at 68 only": "at 4 only", "at 4 only": "at 68 only"}[truth]
    assert question.truth(params, turned) == expected


def test_other_errors_have_another_answer():
    question = ASKED["bias_variance"]
    params, swept = answering(LABS["bias_variance"], question)
    flat, steep = swept.values.copy(), swept.values.copy()
    flat[-1] = flat[-1, 0]
    assert question.truth(params, replace(swept, values=flat)) == "too many units"
    steep[-1, 0] = np.nanmin(steep[:, 0]) + 0.98 * (steep[-1, -1] - np.nanmin(steep[-1, 1:]))
    assert question.truth(params, replace(swept, values=steep)) == "both alike"
