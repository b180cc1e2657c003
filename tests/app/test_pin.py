"""Pinning through the window: named after what was set, in every plot of a lab."""

from wk4gui.render.plot import Plot


def test_a_pin_is_named_after_what_was_set(window, qtbot):
    page = window.open_lab("learning_rate")
    page.session.set_param("momentum", 0.5)
    qtbot.waitUntil(lambda: not page.session.busy)
    window.actions_by_name["pin"].trigger()
    names = {plot._pin_name.text for plot in page.view.findChildren(Plot) if plot._ghosts}
    assert names == {"pinned: Momentum μ 0.5"}
    window.actions_by_name["unpin"].trigger()
    assert not [plot for plot in page.view.findChildren(Plot) if plot._ghosts]


def test_a_pin_survives_other_results(window, qtbot):
    page = window.page
    page.pin()
    before = [ghost.points.copy() for plot in page.view.findChildren(Plot) for ghost in plot._ghosts]
    assert before
    page.session.set_param("learning_rate", 0.01)
    qtbot.waitUntil(lambda: not page.session.busy)
    after = [ghost.points for plot in page.view.findChildren(Plot) for ghost in plot._ghosts]
    assert all((a == b).all() for a, b in zip(before, after, strict=True))
