"""From the window to the settings and back: its place, its sizes, and the state of every lab."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from wk4gui.app.lab_page import LabPage
from wk4gui.app.settings import Settings
from wk4gui.declarations import ParamError, decode
from wk4gui.saved_state import plain_state, state_from

if TYPE_CHECKING:
    from wk4gui.app.main_window import MainWindow

LOG = logging.getLogger("wk4gui")


def remember(window: "MainWindow") -> Settings:
    """The settings as the window is now; labs that were not opened stay as they were remembered."""
    settings = window.settings
    settings.theme, settings.text_size = window.appearance.choice, window.appearance.text_size
    settings.geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    for lab_id, page in window.pages.items():
        settings.predictions[lab_id] = dict(page.predictor.record)
        settings.labs[lab_id] = plain_state(page.saved_state())
        settings.splitters[lab_id] = [splitter.sizes() for splitter in page.splitters()]
        if page is window.page:
            settings.last_lab = lab_id
    return settings


def restore_window(window: "MainWindow") -> None:
    """The window's place and size as remembered."""
    if window.settings.geometry:
        window.restoreGeometry(QByteArray.fromBase64(window.settings.geometry.encode()))


def restore_page(page: LabPage, settings: Settings) -> None:
    """A lab's state and sizes as remembered; what does not fit any more is logged and left at its default."""
    lab_id = page.session.lab.id
    page.predictor.show_record(dict(settings.predictions.get(lab_id, {})))
    for splitter, sizes in zip(page.splitters(), settings.splitters.get(lab_id, []), strict=False):
        if len(sizes) == splitter.count():
            splitter.setSizes(sizes)
    if lab_id not in settings.labs:
        return
    try:
        state = state_from(settings.labs[lab_id])
        view_state = decode(page.view.State, state.view)
        if state.lab != lab_id:
            raise ParamError(f"the state remembered for {lab_id} is one of {state.lab}")
    except ParamError as error:
        LOG.warning("the state of %s is not restored: %s", lab_id, error)
        return
    page.session.load(state.params, state.frame)
    page.session.history.clear()
    page.view.set_state(view_state)
