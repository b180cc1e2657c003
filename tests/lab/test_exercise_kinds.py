"""Every kind of exercise: drawn by the rules, solved again by other code, marked as an independent referee marks."""

import importlib.util
import math
import warnings
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import amount, sample

from wk4gui.lab.entry import EntryError, TypedNumber, parse_entry
from wk4gui.lab.exercise import DIFFICULTIES, TOLERANCE, Working
from wk4gui.lab.exercise_kind import ExerciseKind, NoExerciseError, draw_counted, fault_of
from wk4gui.lab.marking import mark_entries, marked_exercise
from wk4gui.registry import LABS

LABS_HERE = Path(__file__).parents[1] / "labs"
WITH = [lab for lab in LABS.values() if lab.exercises]
KINDS = [(lab.id, difficulty) for lab in WITH for difficulty in DIFFICULTIES]
N_SEEDS = 300
DRAWN = [(lab_id, difficulty, seed) for lab_id, difficulty in KINDS for seed in range(N_SEEDS)]
some_drawn = sample(DRAWN, 4, 25, of=lambda each: each[:2])
each_kind = pytest.mark.parametrize(("lab_id", "difficulty"), KINDS)


def kind_of(lab_id) -> ExerciseKind:
    return LABS[lab_id].exercises[0]


def oracle(lab_id):
    """The module exercise_oracle.py beside the lab's tests, with work(given, difficulty, put)."""
    spec = importlib.util.spec_from_file_location(f"oracle_{lab_id}", LABS_HERE / lab_id / "exercise_oracle.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ORACLES = {lab.id: oracle(lab.id) for lab in WITH}


def recomputed(lab_id, exercise, entered=None):
    """Every value as the oracle has it, from what was entered before it."""
    entered, expected = entered or {}, {}

    def put(key, value):
        expected[key] = value if isinstance(value, str) else float(value)
        return entered.get(key, expected[key])

    ORACLES[lab_id].work(exercise.given, exercise.difficulty, put)
    return expected


def close(a, b, tolerance=1e-7):
    return a == b if isinstance(a, str) else abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def typed(value):
    """A value as somebody types it, with four significant digits."""
    return value if isinstance(value, str) else f"{value:.4g}"


def differing(exercise, quantity, working):
    """The mistakes that can be made in a quantity, with the values they give."""
    right = working.expected(quantity.key)
    found = [(each, working.wrong(quantity, each)) for each in quantity.misconceptions]
    return [(each, value) for each, value in found if value is not None and not close(value, right, 1e-9)]


@pytest.mark.parametrize(("lab_id", "difficulty", "seed"), some_drawn)
def test_the_key_is_what_other_code_computes(lab_id, difficulty, seed):
    exercise = kind_of(lab_id).draw(seed, difficulty)
    truth, expected = Working(exercise), recomputed(lab_id, exercise)
    assert set(exercise.keys) <= set(expected)
    for key in exercise.keys:
        assert close(truth.expected(key), expected[key]), (key, truth.expected(key), expected[key])


@pytest.mark.parametrize(("lab_id", "difficulty", "seed"), some_drawn)
def test_values_are_kind_to_the_hand_and_mistakes_differ(lab_id, difficulty, seed):
    exercise = kind_of(lab_id).draw(seed, difficulty)
    assert len(exercise.keys) == len(set(exercise.keys))
    assert difficulty != "easy" or len(exercise.keys) <= 10
    truth = Working(exercise)
    for quantity in exercise.quantities:
        right = truth.expected(quantity.key)
        values = [right, *(value for _, value in differing(exercise, quantity, truth))]
        if quantity.is_choice:
            assert len(values) == len(set(values))
            assert set(values) == set(quantity.options), f"{quantity.key}: an option has no sentence"
            continue
        assert abs(right) < 1e-12 or 0.01 <= abs(right) <= 1000.0, quantity.key
        for a, b in combinations(values, 2):
            assert abs(a - b) > TOLERANCE * (abs(a) + abs(b)), (quantity.key, values)
            for c, d in ((a, b), (b, a)):
                assert not abs(float(f"{c:.1e}") - d) <= TOLERANCE * abs(d), (quantity.key, values)


@each_kind
def test_a_draw_is_repeatable_and_counts_what_it_refused(lab_id, difficulty):
    kind = kind_of(lab_id)
    first = draw_counted.__wrapped__(kind, 5, difficulty)
    again = draw_counted.__wrapped__(kind, 5, difficulty)
    assert first.refused == again.refused
    assert first.exercise.statement == again.exercise.statement
    assert first.exercise.given == again.exercise.given
    refused = sum((draw_counted(kind, seed, difficulty).refused for seed in range(amount(4, 20, 300))), Counter())
    assert not refused or all(isinstance(why, str) and why for why in refused)
    assert len({kind.draw(seed, difficulty).given for seed in range(8)}) >= 7
    assert fault_of(first.exercise) == ""


def test_a_batch_has_three_samples_that_differ():
    for difficulty in DIFFICULTIES:
        assert all(len(set(kind_of("batch_norm").draw(seed, difficulty).given.z)) >= 3 for seed in range(60))


def test_a_kind_that_finds_nothing_says_so(monkeypatch):
    monkeypatch.setattr("wk4gui.lab.exercise_kind._TRIES", 10)
    kind = kind_of("dropout")
    hopeless = ExerciseKind("hopeless", "Hopeless", kind.propose, lambda given: "never good")
    with pytest.raises(NoExerciseError, match="no exercise hopeless, easy"):
        hopeless.draw(1)


@pytest.mark.parametrize(("lab_id", "difficulty", "seed"), some_drawn)
def test_the_right_working_is_right_in_any_number_of_digits(lab_id, difficulty, seed):
    exercise = kind_of(lab_id).draw(seed, difficulty)
    truth = Working(exercise)
    for digits in (2, 3, 5):
        texts = {
            key: value if isinstance(value := truth.expected(key), str) else f"{value:#.{digits}g}".rstrip(".")
            for key in exercise.keys
        }
        done = marked_exercise(exercise, texts)
        assert done.earned == len(done.items)
        assert not done.misconceptions
        assert {item.mark.verdict for item in done.items} == {"right"}


def referee(lab_id, exercise, entries):
    """The verdict on every entry, by the oracle's values and a rule of its own."""
    truth = recomputed(lab_id, exercise)
    own = recomputed(
        lab_id, exercise, {key: entry if isinstance(entry, str) else entry.value for key, entry in entries.items()}
    )

    def stands_for(entry, value):
        if isinstance(entry, str):
            return entry == value
        if not math.isfinite(value):
            return False
        gap = abs(entry.value - value)
        rounded = entry.decimals is not None and entry.digits >= 2 and gap <= 0.5 * 10.0**-entry.decimals * (1 + 1e-9)
        return rounded or gap <= TOLERANCE * abs(value) or gap <= 1e-9 * max(abs(value), 1e-3)

    return {
        key: "right" if stands_for(entry, truth[key]) else "follows" if stands_for(entry, own[key]) else "wrong"
        for key, entry in entries.items()
    }


@st.composite
def workings(draw):
    """What draws an exercise, and entries: right ones, one slip and what follows from it, or anything."""
    lab_id, difficulty = draw(st.sampled_from(KINDS))
    seed = draw(st.integers(0, 40))
    exercise = kind_of(lab_id).draw(seed, difficulty)
    entered, texts = {}, {}
    slips = draw(st.sampled_from(("none", "one", "random")))
    at = draw(st.integers(0, len(exercise.keys) - 1))
    for n, quantity in enumerate(exercise.quantities):
        working = Working(exercise, entered)
        value = working.expected(quantity.key)
        if (slips == "one" and n == at) or (slips == "random" and draw(st.booleans())):
            wrong = [
                value
                for _, value in differing(exercise, quantity, working)
                if isinstance(value, str) or math.isfinite(value)
            ]
            anything = list(quantity.options) or [draw(st.floats(-50.0, 50.0).map(lambda x: round(x, 3)))]
            value = draw(st.sampled_from([*wrong, *anything]))
        if not isinstance(value, str) and not math.isfinite(value):
            break
        texts[quantity.key] = value if isinstance(value, str) else f"{value:.5g}"
        entered[quantity.key] = value if isinstance(value, str) else float(texts[quantity.key])
    return lab_id, seed, difficulty, texts, slips


@given(workings())
@settings(max_examples=amount(80, 600, 6000))
def test_marks_are_an_independent_referees(found):
    lab_id, seed, difficulty, texts, slips = found
    exercise = kind_of(lab_id).draw(seed, difficulty)
    options = {quantity.key: quantity.options for quantity in exercise.quantities}
    entries = {key: text if options[key] else parse_entry(text) for key, text in texts.items()}
    marks = mark_entries(exercise, entries)
    assert {key: mark.verdict for key, mark in marks.items()} == referee(lab_id, exercise, entries)
    assert all(mark.misconception is None for mark in marks.values() if mark.earns)
    if slips == "none":
        assert {mark.verdict for mark in marks.values()} <= {"right"}
    if slips == "one":
        assert sum(not mark.earns for mark in marks.values()) <= 1


def test_nothing_follows_where_there_is_no_number():
    exercise = kind_of("activations").draw(0, "easy")
    entries = {key: parse_entry(text) for key, text in {"s": "0.1625", "ds": "0", "ratio": "3.1"}.items()}
    mark = mark_entries(exercise, entries)["ratio"]
    assert mark.expected == math.inf
    assert mark.verdict == "wrong"


@each_kind
def test_every_mistake_is_recognised_where_it_is_made(lab_id, difficulty):
    """In the first quantities of a working and after it; each mistake in many exercises."""
    wanted, seen = amount(2, 20, 200), Counter()
    for seed in range(amount(4, 40, 600)):
        exercise = kind_of(lab_id).draw(seed, difficulty)
        truth = Working(exercise)
        for quantity in exercise.quantities:
            for misconception, value in differing(exercise, quantity, truth):
                if seen[quantity.key, misconception.name] >= wanted:
                    continue
                entry = value if isinstance(value, str) else TypedNumber("", value, None)
                mark = mark_entries(exercise, {quantity.key: entry})[quantity.key]
                assert mark.verdict == "wrong"
                assert mark.misconception.name == misconception.name, (quantity.key, misconception.name)
                seen[quantity.key, misconception.name] += 1
    names = {name for _, name in seen}
    declared = {each.name for quantity in exercise.quantities for each in quantity.misconceptions}
    assert len(names) > 0.6 * len(declared)


def test_every_mistake_of_every_kind_is_made_in_some_exercise():
    for lab in WITH:
        seen, declared = set(), set()
        for difficulty in DIFFICULTIES:
            for seed in range(amount(12, 40, 200)):
                exercise = kind_of(lab.id).draw(seed, difficulty)
                truth = Working(exercise)
                for quantity in exercise.quantities:
                    declared |= {each.name for each in quantity.misconceptions}
                    seen |= {each.name for each, _ in differing(exercise, quantity, truth)}
        assert declared == seen, (lab.id, declared - seen)


def test_sentences_are_short_and_end():
    for lab_id, difficulty in KINDS:
        for quantity in kind_of(lab_id).draw(2, difficulty).quantities:
            for each in quantity.misconceptions:
                assert each.sentence.endswith("."), each.sentence
                assert len(each.sentence) <= 100, each.sentence


def test_whole_results_agree_with_whole_computations():
    for seed in range(amount(10, 60, 300)):
        chain = kind_of("activations").draw(seed, "hard")
        assert close(Working(chain).expected("grad"), ORACLES["activations"].whole_gradient(chain.given))
        fits = kind_of("bias_variance").draw(seed, "hard")
        assert close(Working(fits).expected("error"), ORACLES["bias_variance"].whole_error(fits.given))
        masks = kind_of("dropout").draw(seed, "medium")
        working = Working(masks)
        assert close(working.expected("mean"), working.expected("use"))
        decay = kind_of("weight_decay").draw(seed, "easy")
        working = Working(decay)
        assert close(working.expected("moved"), working.expected("decayed"))


@pytest.mark.parametrize("text", ["1e999", "-1e400", "1e13", "10^13", "9" * 400])
def test_a_number_that_is_too_large_is_refused_in_one_short_sentence(text):
    with pytest.raises(EntryError, match="is too large: numbers from −1e12 to 1e12 are allowed") as refused:
        parse_entry(text)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(("lab_id", "difficulty"), KINDS)
@pytest.mark.parametrize("text", ["1e999", "1e12", "-1e12", "1e-999", "0", "3/7", "x"])
def test_nothing_that_is_typed_stops_the_marking(lab_id, difficulty, text):
    exercise = kind_of(lab_id).draw(5, difficulty)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = marked_exercise(exercise, dict.fromkeys(exercise.keys, text))
    assert not done.right
