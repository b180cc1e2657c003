"""The main window: connects the lab list, the header, the pages and the actions."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.app.lecture.lecture_actions import LectureActions
from wk4gui.app.page.pane_turns import lay_out_anew
from wk4gui.app.page.player import PLAYER_ACTIONS
from wk4gui.app.page.precedence import precedence
from wk4gui.app.window.actions import build_menus
from wk4gui.app.window.appearance import CHOICES, Appearance
from wk4gui.app.window.dialogs import AboutDialog, ShortcutSheet, show_message
from wk4gui.app.window.file_actions import FileActions
from wk4gui.app.window.file_questions import may_close
from wk4gui.app.window.file_reader import Load, T
from wk4gui.app.window.first_questions import CHOICES as WHEN_ASKED
from wk4gui.app.window.first_questions import FirstQuestions
from wk4gui.app.window.focus_keys import keeps
from wk4gui.app.window.full_screen import FullScreen
from wk4gui.app.window.header import Header
from wk4gui.app.window.lab_list import LabList
from wk4gui.app.window.one_layout import one_layout
from wk4gui.app.window.page_stock import PageStock
from wk4gui.app.window.settings import Settings, SettingsFile, log_path
from wk4gui.app.window.visits import Visits
from wk4gui.app.window.window_memory import keep_record, remember, restore_page, show_record
from wk4gui.documents.lecture import Lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS, TITLES
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.qt_application import dress, is_window
from wk4gui.sweeps.store import MemoryStore, WindowStore

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage

_MESSAGE_MS = 8000


class MainWindow(QMainWindow):
    """Lab list, header and a page for each lab, created when the lab is first opened.

    Signals:
        failed(object): a computation ended in an exception.
    """

    failed = Signal(object)

    def __init__(self, appearance: Appearance, settings_file: SettingsFile, records: WindowStore | None = None) -> None:
        """Makes a window; ``records`` keeps the results of sweeps, else they are gone with it."""
        super().__init__()
        self.setWindowTitle("wk4gui")
        self.setAcceptDrops(True)
        self.appearance, self._settings_file = appearance, settings_file
        self.settings: Settings = settings_file.read()
        appearance.restore(self.settings.theme, self.settings.text_size)
        self.pages: dict[str, LabPage] = {}
        self.opened_as: dict[str, SavedState] = {}
        self._before_lecture: LabPage | None = None
        self._screen = FullScreen(self)
        self.header = Header()
        self.labs = LabList(TITLES)
        self.stack = QStackedWidget()
        self._stock = PageStock(self.stack, records or MemoryStore(), lambda: appearance.theme)
        self.visits = Visits(self._stock, self.labs, self.open_lab)
        self.files = FileActions(self)
        self.lectures = LectureActions(self)
        self.questions = FirstQuestions(self.settings, self._show_questions, self.notify)
        self._arrange()
        self.menus, self.actions_by_name = build_menus(self, self._slots())
        self.menus["File"].insertMenu(self.actions_by_name["save"], self.files.recent_menu)
        self._connect()
        self._theme_changed()
        self._show_questions()
        self.lectures.restore(self.settings.lecture)
        self.resize(1280, 800)
        if self.settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.geometry.encode()))

    @property
    def page(self) -> "LabPage | None":
        widget = self.stack.currentWidget()
        return next((page for page in self.pages.values() if page is widget), None)

    def open_lab(self, lab_id: str) -> "LabPage":
        """Shows a lab in its last state, creating its page if necessary, and ends a lecture."""
        self.visits.drop()
        self.lectures.stop()
        page = self.pages.get(lab_id)
        if page is None:
            page = self._make_page(lab_id)
            self.questions.begin(page)
        if not self.labs.isAncestorOf(self.focusWidget() or self):
            self.setFocus()  # else the arrow keys would move a control that nobody chose
        page.set_theme(self.appearance.theme)  # it was not seen when the theme changed
        self.stack.setCurrentWidget(page)
        with page.turns.taken(page.view.panes):  # all at once would take more than a moment
            pass
        self.labs.show_lab(lab_id)
        self.header.show_page(page)
        self._show_history()
        self._share_digits()
        self._stock.prepare_after(lab_id)
        return page

    def visit(self, lab_id: str, after: Callable[[], object] = lambda: None) -> None:
        """Shows a lab as soon as its page is made, in passes; until then the last one is seen."""
        self.visits.begin(lab_id, self.page.session.lab.id if self.page is not None else "", after)

    def present(self, presenter: QWidget) -> None:
        """Shows a lecture in the whole window."""
        self._before_lecture = self.page
        self.statusBar().clearMessage()
        self.menuBar().hide()
        self._screen.fill()
        self.stack.addWidget(presenter)
        self.stack.setCurrentWidget(presenter)
        self.activateWindow()  # its keys need that, and not every window manager does it
        presenter.setFocus()

    def end_presentation(self, presenter: QWidget) -> None:
        """Shows the previous lab again."""
        self.menuBar().show()
        self.setFocus()  # else no widget would get the keys
        self.stack.removeWidget(presenter)
        presenter.hide()
        if self._before_lecture is not None:
            self.open_lab(self._before_lecture.session.lab.id)
        for widget in (self.stack, self.stack.parentWidget(), self.centralWidget(), self):
            if widget is not None and (layout := widget.layout()) is not None:
                layout.activate()  # else the window would be as wide as a slide needed it
        self._screen.give_back()

    def open_state(self, state: SavedState) -> None:
        """Shows a saved state.

        Raises:
            ParamError: its view state is not allowed; nothing has changed then.
        """
        page = self.pages.get(state.lab) or self._make_page(state.lab)
        page.show_state(state)
        self.open_lab(state.lab)

    def _make_page(self, lab_id: str) -> "LabPage":
        page = self._stock.take(lab_id)
        page.begin()
        page.column.setVisible(self._column_wanted)
        self.opened_as[lab_id] = restore_page(page, self.settings)
        page.session.params_changed.connect(lambda: self._show_state_of(page))
        page.session.history.indexChanged.connect(lambda _: self._show_history())
        page.session.failed.connect(self.failed)
        page.predictor.changed.connect(self._share_digits)
        page.keeper.changed.connect(lambda: keep_record(page, self.settings, self._settings_file))
        page.desk.document_offered.connect(self.files.save_document)
        page.view_changed.connect(lambda: self._show_state_of(page))
        page.other_lab_requested.connect(self._open_with)
        self.pages[lab_id] = page
        self.stack.addWidget(page)
        return page

    def _open_with(self, lab_id: str, plain: dict[str, object]) -> None:
        """Opens a lab with these parameters; undo leads back to those it had."""
        try:
            params = LABS[lab_id].decode(plain)
        except ParamError as error:
            self.refuse("Not opened", str(error))
            return
        self.open_lab(lab_id).show_state(SavedState(lab=lab_id, params=params))

    def _show_state_of(self, page: "LabPage") -> None:
        """Updates the header, if the page is the current one."""
        if self.header.page is page:
            self.header.show_state()

    def read(self, path: Path, load: Load[T], use: Callable[[T], None]) -> None:
        """Reads a file in the background, then passes its contents to ``use``."""
        self.files.reader.read(path, load, use)

    def present_lecture(self, lecture: Lecture) -> None:
        """Opens a lecture and presents it."""
        self.lectures.take(lecture)
        self.lectures.start()

    def notify(self, sentence: str) -> None:
        """Shows a note for a while."""
        self.statusBar().showMessage(sentence, _MESSAGE_MS)

    def refuse(self, title: str, sentence: str) -> None:
        """Reports a failure in one message."""
        show_message(self, title, sentence)

    # Wiring

    def _slots(self) -> dict[str, Callable[[], object]]:
        """The slot of each action."""
        look = self.appearance
        return {
            **self.files.slots(),
            **self.lectures.slots(),
            **{f"lab_{number}": partial(self.visit, lab_id) for number, lab_id in enumerate(LABS, start=1)},
            **{name: self._on_session(name) for name in ("undo", "redo", "new_seed", "cancel")},
            "reset": lambda: self.page.states.reset() if self.page is not None else None,
            **{name: self._on_player(name) for name in PLAYER_ACTIONS},
            "next_theme": look.next,
            **{f"theme_{choice}": partial(look.choose, choice) for choice in CHOICES},
            "larger_text": look.larger,
            "smaller_text": look.smaller,
            "normal_text": look.normal,
            **{f"questions_{choice}": partial(self.questions.choose, choice) for choice in WHEN_ASKED},
            "toggle_labs": lambda: self.labs.setVisible(self.labs.isHidden()),
            "toggle_column": lambda: self._show_column(visible=not self._column_wanted),
            "work": lambda: self.page.work() if self.page is not None else None,
            "record": lambda: show_record(self),
            "fill_pane": self._fill_next_pane,
            "pin": lambda: self._pin(pinned=True),
            "unpin": lambda: self._pin(pinned=False),
            "swap_panes": self._on_slide("swap"),
            "one_pane": self._on_slide("toggle_small"),
            "why": lambda: self.page.summary.ask_next() if self.page is not None else None,
            "full_screen": self._screen.toggle,
            "shortcuts": lambda: ShortcutSheet(self, look.theme).open(),
            "log": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path()))),
            "report": self._report_fault,
            "about": lambda: AboutDialog(self, look.theme).open(),
        }

    def _on_session(self, name: str) -> Callable[[], object]:
        return lambda: getattr(self.page.session, name)() if self.page is not None else None

    def _on_player(self, name: str) -> Callable[[], object]:
        return lambda: getattr(self.page.player, name)() if self.page is not None else None

    def _on_slide(self, name: str) -> Callable[[], object]:
        """Calls a method of the layout of the slide that is seen; elsewhere nothing happens."""

        def act() -> None:
            slide = self.page.view.slide if self.page is not None else None
            if slide is not None:
                getattr(slide, name)()

        return act

    def _report_fault(self) -> None:
        from wk4gui.app.window.fault_report import FaultReport  # it is not needed for the first paint

        FaultReport(self, self.appearance.theme).open()

    def _arrange(self) -> None:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.labs)
        row.addWidget(self.stack, 1)
        central = named(QWidget(), "page")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(body, 1)
        self.setCentralWidget(central)
        # The status bar only times its messages; they are shown in a note over the corner, so that nothing moves.
        self._note = named(plain_label(parent=self), "note")
        self._note.hide()
        self.statusBar().hide()
        self.statusBar().messageChanged.connect(self._show_note)

    def _connect(self) -> None:
        self.labs.chosen.connect(self.visit)
        self.header.preset_chosen.connect(self._load_preset)
        self.header.view_edited.connect(self._edit_view)
        self.header.triggered.connect(lambda name: self.actions_by_name[name].trigger())
        self.appearance.changed.connect(self._theme_changed)

    def _load_preset(self, name: str) -> None:
        if self.page is not None:
            self.page.load_preset(name)

    def _pin(self, *, pinned: bool) -> None:
        if self.page is not None:
            self.page.pin() if pinned else self.page.unpin()
            self.header.show_state()

    def _fill_next_pane(self) -> None:
        if self.page is not None:
            self.page.view.fill_next()

    def _edit_view(self, name: str, value: object) -> None:
        if self.page is not None:
            self.page.view.set_state(self.page.view.state.with_(**{name: value}))

    def _share_digits(self) -> None:
        """The first digits choose an answer while one is asked for; the others, and all elsewhere, open labs."""
        n_choices = self.page.predictor.n_choices if self.page is not None else 0
        for number in range(1, len(LABS) + 1):
            self.actions_by_name[f"lab_{number}"].setShortcut(str(number) if number > n_choices else "")

    def _show_questions(self) -> None:
        """Marks when labs begin with a question."""
        for choice in WHEN_ASKED:
            action = self.actions_by_name[f"questions_{choice}"]
            action.setCheckable(True)
            action.setChecked(choice == self.questions.choice)

    def _show_history(self) -> None:
        """Updates undo and redo with the names of their edits."""
        history = self.page.session.history if self.page is not None else None
        for name, possible, text in (
            ("undo", history is not None and history.canUndo(), history.undoText() if history else ""),
            ("redo", history is not None and history.canRedo(), history.redoText() if history else ""),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(possible)
            action.setText(f"{name.capitalize()} {text}".strip())
            self.header.show_action(name, enabled=possible, text=action.text())

    def _theme_changed(self) -> None:
        theme = self.appearance.theme
        with one_layout(self):
            for part in (self.menuBar(), self.header, self.labs, self._note, *filter(is_window, self.children())):
                dress(part, theme)
            self.header.set_theme(theme)
            page = self.page
            if page is not None:
                with page.turns.taken(page.view.panes):
                    page.set_theme(theme)  # the others when they are shown
                    lay_out_anew()
            projecting = theme.name == "projector"
            self.header.setVisible(not projecting)
            self.labs.setVisible(not projecting)
            self._show_column(visible=not projecting)

    def _show_note(self, text: str) -> None:
        self._note.setText(text)
        self._note.adjustSize()
        self._note.move(self.width() - self._note.width() - 16, self.height() - self._note.height() - 16)
        self._note.setVisible(bool(text))
        self._note.raise_()

    def _show_column(self, *, visible: bool) -> None:
        self._column_wanted = visible
        for page in self.pages.values():
            page.column.setVisible(visible)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        for url in event.mimeData().urls()[:1]:
            self.files.open_file(Path(url.toLocalFile()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.appearance.fit((self.width(), self.height()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.visits.finish()
        if not self.lectures.may_close():
            event.ignore()
            return
        self.lectures.stop()
        self.lectures.stop_handout()
        self.files.stop()
        self.settings.lecture = self.lectures.to_remember()
        self.settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        why = self._settings_file.write(remember(self))
        if why and not may_close(self, why):
            event.ignore()
            return
        self.files.reader.stop()
        self._stock.stop()
        for page in self.pages.values():
            page.stop()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        # A shortcut override that the focused widget did not accept arrives here before a shortcut fires.
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and keeps(QApplication.focusWidget(), event):
            event.accept()
            return True
        if event.type() == QEvent.Type.UpdateRequest:  # paints all that has changed
            page = self.page
            with page.turns.one_pass() if page is not None else precedence():
                return super().event(event)
        return super().event(event)
