"""Stores the window's geometry, sizes and labs in the settings, and restores them."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wk4gui.app.page.states import show_state
from wk4gui.app.window.settings import Settings, SettingsFile
from wk4gui.app.window.shell import Shell
from wk4gui.documents.record import LabRecord, without
from wk4gui.documents.saved_state import SavedState, plain_state, state_from
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage

_WIDEST = 10_000
"""Larger than any screen, in pixels."""
LOG = logging.getLogger("wk4gui")


def first_lab(settings: Settings) -> str:
    """The lab that was seen last, else the first."""
    return settings.last_lab if settings.last_lab in LABS else next(iter(LABS))


def remember(shell: Shell) -> Settings:
    """The settings with the state of the window; labs that were not changed keep their stored state."""
    settings = shell.settings
    settings.theme, settings.text_size = shell.appearance.choice, shell.appearance.text_size
    for lab_id, page in shell.pages.items():
        settings.record[lab_id] = dict(page.keeper.record)
        if _changed(page, shell.opened_as[lab_id]):
            settings.labs[lab_id] = plain_state(page.saved_state())
        settings.splitters[lab_id] = _sizes(page, settings.splitters.get(lab_id, []))
        if page is shell.page:
            settings.last_lab = lab_id
    return settings


def _sizes(page: "LabPage", known: list[list[int]]) -> list[list[int]]:
    """The sizes of a page's splitters; where a part is hidden, as by a question, those that were known before."""
    own = [splitter.sizes() for splitter in page.splitters()]
    before = [*known, *([[]] * len(own))]
    return [sizes if sizes and all(sizes) else old for sizes, old in zip(own, before, strict=False)]


def keep_record(page: "LabPage", settings: Settings, file: SettingsFile) -> None:
    """Writes at once what was answered in a lab, so that no crash loses it."""
    settings.record[page.session.lab.id] = dict(page.keeper.record)
    file.write(settings)


def show_record(shell: Shell) -> None:
    """Shows what was answered, by topic."""
    from wk4gui.app.exercise.record_dialog import RecordDialog

    RecordDialog(remember(shell).record, partial(_forget, shell), shell.appearance.theme, shell.window()).open()


def _forget(shell: Shell, lab_id: str, name: str) -> dict[str, LabRecord]:
    """Removes the answers to a question or exercise, of a whole lab for no name, of all labs for no lab."""
    records = remember(shell).record
    for lab, record in records.items():
        if lab_id in ("", lab):
            records[lab] = without(record, name)
    for lab, page in shell.pages.items():
        page.keeper.show(records.get(lab, {}))
    if shell.page is not None:
        shell.page.keeper.changed.emit()
    return records


def _changed(page: "LabPage", opened: SavedState) -> bool:
    """Whether a page's state differs from that at its opening, as far as its result exists."""
    now = page.saved_state()
    moved = page.session.result is not None and now.frame != page.session.frames.clip(opened.frame)
    return moved or replace(now, frame=opened.frame) != opened


def restore_page(page: "LabPage", settings: Settings) -> SavedState:
    """Restores a lab's stored state and sizes; invalid ones are logged and replaced by defaults.

    Returns the state that the page was opened with.
    """
    lab_id = page.session.lab.id
    page.keeper.show(dict(settings.record.get(lab_id, {})))
    for splitter, sizes in zip(page.splitters(), settings.splitters.get(lab_id, []), strict=False):
        if len(sizes) == splitter.count() and all(size > 0 for size in sizes):
            splitter.setSizes([min(size, _WIDEST) for size in sizes])  # a file can contain any number
    if lab_id in settings.labs:
        try:
            state = state_from(settings.labs[lab_id])
            if state.lab != lab_id:
                raise ParamError(f"the state remembered for {lab_id} is one of {state.lab}")
            show_state(page.session, page.view, state)
        except ParamError as error:
            LOG.warning("the state of %s is not restored: %s", lab_id, error)
    return page.saved_state()
