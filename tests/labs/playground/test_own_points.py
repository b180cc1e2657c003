"""Own points begin with a few, fewer than ten train, and what cannot be trained on is one sentence."""

import pytest
from shown_view import shown_view

from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.labs.playground.model.compute import compute
from wk4gui.labs.playground.model.own_points import has_start_points, own_points
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.swarm import compute_swarm, members_of
from wk4gui.registry import LABS

LAB = LABS["playground"]


def own(y, **changes):
    return Params(n_epochs=2).with_(data="own", own_X=[[k, k * k % 7] for k in range(len(y))], own_y=y, **changes)


def test_the_list_of_data_and_the_preset_begin_with_the_same_few_points():
    chosen, preset = LAB.edited(Params(), "data", "own"), LAB.preset_params("own")
    assert (chosen.own_X, chosen.own_y) == (preset.own_X, preset.own_y)
    assert len(compute(chosen.with_(n_epochs=1)).y_train) == len(preset.own_X) < 10
    assert len(compute(LAB.edited(Params(n_train=3), "data", "own").with_(n_epochs=1)).y_test) == 0


def test_a_hint_stands_below_the_plane_until_the_points_are_ones_own(qtbot):
    view, params, run = shown_view(qtbot, LAB, "own", n_epochs=1)
    view.set_state(view.state.with_(click="add"))
    assert view.plane_bar.hint.text() == "8 start points: click to add."
    view.set_state(view.state.with_(click="choose"))
    assert view.plane_bar.hint.text() == "8 start points: set Click to adds, or open a file."
    assert view.plane_bar.isVisibleTo(view)
    more = params.with_(**own_points(params, run, [0.0, 0.0], 1, None))
    assert not has_start_points(more)
    view.show_result(more, compute(more), 0)
    assert view.plane_bar.hint.text() == ""
    assert not view.plane_bar.isVisibleTo(view)


@pytest.mark.parametrize("n_train", [2, 5])
def test_fewer_than_ten_points_train(n_train):
    run = compute(own([0, 1] * 6, n_train=n_train, data_seed=None))
    assert (len(run.y_train), len(run.y_test)) == (n_train, 12 - n_train)


def test_a_test_point_does_not_train_after_a_training_point_was_removed():
    params = own([0, 1] * 8, n_train=10, n_test=6, data_seed=None)
    left = params.with_(**own_points(params, compute(params), None, 0, 3))
    run = compute(left)
    assert (len(run.y_train), len(run.y_test)) == (9, 6)


@pytest.mark.parametrize(
    ("y", "changes", "name"),
    [([0, 0, 0, 1, 1], {"data_seed": None}, "0"), (["b", "b", "b", "a"], {"data_seed": None}, "b")],
)
def test_rows_that_train_and_are_all_of_one_class_are_refused(y, changes, name):
    with pytest.raises(ParamError, match=f"the 3 rows of your data that train are all of class {name}; training needs"):
        own(y, n_train=3, **changes)


def test_the_rows_that_train_are_judged_after_the_shuffle():
    y, seeds, refused = [0] * 9 + [1], range(30), []
    for seed in seeds:
        try:
            run = compute(own(y, n_train=5, n_epochs=1, data_seed=seed))
            assert set(run.y_train) == {0.0, 1.0}
        except ParamError:
            refused.append(seed)
    assert 0 < len(refused) < len(seeds)


def test_numbers_need_no_second_class():
    assert len(compute(own([0.5, 0.5, 0.5, 1.5], n_train=2, data_seed=None)).y_train) == 2


def points_of(run):
    return [list(map(tuple, X)) for X in (run.X_train, run.X_test)]


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("data_seed", [None, 3])
def test_a_click_leaves_the_other_own_points_as_they_are(standardize, data_seed):
    params = own(["a", "b"] * 10, n_train=9, n_test=5, standardize=standardize, data_seed=data_seed)
    run = compute(params)
    more = params.with_(**own_points(params, run, [50.0, 60.0], 1, None))
    assert more.standardize == standardize
    assert set(zip(params.own_X, params.own_y, strict=True)) | {((50.0, 60.0), "b")} == set(
        zip(more.own_X, more.own_y, strict=True)
    )
    train, test = points_of(run)
    assert points_of(compute(more)) == [[*train, (50.0, 60.0)], test]
    for removed, left in ((2, [[*train[:2], *train[3:]], test]), (10, [train, [test[0], *test[2:]]])):
        fewer = params.with_(**own_points(params, run, None, 0, removed))
        assert len(fewer.own_X) == 19
        assert points_of(compute(fewer)) == left


def test_points_that_were_drawn_train_as_they_are_after_a_click():
    params = Params(n_epochs=2, n_train=20, n_test=10)
    run = compute(params)
    more = params.with_(**own_points(params, run, [1.0, 2.0], 1, None))
    train, test = points_of(run)
    assert not more.standardize
    assert points_of(compute(more)) == [[*train, (1.0, 2.0)], test]


def test_beside_as_many_training_points_as_are_allowed_all_others_still_test():
    params = own([k % 2 for k in range(1030)], n_train=1000, n_test=10, data_seed=None)
    run = compute(params.with_(n_epochs=1))
    more = compute(params.with_(n_epochs=1, **own_points(params, run, [-5.0, -5.0], 1, None)))
    assert len(more.y_test) == 11
    assert set(points_of(run)[1]) < set(points_of(more)[1])


@pytest.mark.parametrize("task", ["auto", "classes", "regression"])
@pytest.mark.parametrize("drawn", [{"data": "circle"}, {"data": "arms"}, {"data": "hills"}, {"data": "plane"}])
def test_a_task_left_over_does_not_change_what_is_drawn(drawn, task):
    params = Params(n_epochs=1, n_train=20, n_test=5).with_(**drawn, task=task)
    run = compute(params)
    more = compute(params.with_(**own_points(params, run, [1.0, 2.0], 1, None)))
    assert more.classes == run.classes
    assert more.y_train.tolist() == [*run.y_train, 1.0]


def test_a_regression_stays_one_where_its_values_are_whole():
    params = Params(n_epochs=1, data="hills", n_train=3, n_test=0, noise=0.0)
    seed = next(k for k in range(40) if not compute(params.with_(data_seed=k)).y_train.any())
    for before, whole in ((params.with_(data_seed=seed), [0.0, 0.0, 0.0, 1.0]), (own([1.5, 1.0, 2.0]), [1.0, 2.0])):
        run = compute(before)
        half = next((k for k, y in enumerate(run.y_train) if y == 1.5), None)
        after = before.with_(**own_points(before, run, [9.0, 9.0] if half is None else None, 1, half))
        assert sorted(after.own_y) == whole
        assert compute(after).classes == ()


@pytest.mark.parametrize("y", [["NaN", "x", "y"] * 2, ["1", "1.0", "2"] * 2, ["0.5", "1.5"] * 3, [1.5, 2.5] * 3])
def test_names_of_classes_stay_names_whatever_number_they_say(y):
    params = own(y, n_test=0, data_seed=None, task="classes")
    run = compute(params)
    for k in range(len(run.classes)):
        more = params.with_(**own_points(params, run, [9.0, 9.0], k, None))
        assert compute(more).classes == run.classes
        assert more.own_y == (*y, sorted(set(y))[k])


@pytest.mark.parametrize("data_seed", [None, 7])
@pytest.mark.parametrize("data", ["own", "circle"])
def test_the_first_member_of_a_swarm_over_the_data_is_the_run_that_is_shown(data, data_seed):
    params = own([0, 1] * 10, n_train=12, n_test=8, n_seeds=3, swarm_over="both", seed=4).with_(data=data)
    members = members_of(params.with_(data_seed=data_seed))
    assert members[0] == params.with_(data_seed=data_seed)
    seeds = [(member.seed, member.data_seed) for member in members[1:]]
    assert seeds == [(5, (data_seed or 0) + 1), (6, (data_seed or 0) + 2)]
    swarm, run = compute_swarm(params.with_(data_seed=data_seed)), compute(members[0])
    assert swarm.swarm_theta[0].tobytes() == run.theta[-1].tobytes()


@pytest.mark.parametrize("part", ["swarm", "versus", "points"])
def test_a_swarm_that_draws_one_class_alone_says_how_many_rows_have_to_train(part):
    params = own(["a", "a", *"bbbbbb"], n_train=4, n_test=2, data_seed=None, swarm_over="data", n_seeds=16)
    compute_part = LAB.part(part).compute
    with pytest.raises(ParamError) as refused:
        compute_part(params.with_(l2=0.1))
    assert str(refused.value) == (
        "each network over the data draws its own 4 training rows, and one draws class b alone; "
        "at least 7 rows have to train"
    )
    compute_part(params.with_(n_train=7, n_test=1))


def test_one_point_more_than_are_allowed_is_refused_in_a_short_sentence():
    params = Params(n_train=1000, n_test=1000, n_epochs=1)
    with pytest.raises(ParamError) as refused:
        LAB.decode({**to_json(params), **own_points(params, compute(params), [0.0, 0.0], 1, None)})
    assert str(refused.value).startswith("Your points (own_X): its length is 2001, but at most 2000 is allowed;")
