"""The window: wiring between the lab list, the header, the pages and the actions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.app.header import Header
from wk4gui.app.lab_list import LabList
from wk4gui.app.lab_page import LabPage
from wk4gui.app.lab_session import LabSession
from wk4gui.declarations import decode
from wk4gui.registry import LABS
from wk4gui.render.named import named
from wk4gui.render.qt_application import apply_theme
from wk4gui.render.theme import THEMES, Theme
from wk4gui.saved_state import SavedState

if TYPE_CHECKING:
    from wk4gui.app.export_choices import ExportChoices


class MainWindow(QMainWindow):
    """Lab list, header and one page a lab, each page made when its lab is first opened.

    Signals:
        page_opened(str): a lab's page is on screen.
    """

    page_opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle("wk4gui")
        self.theme = theme
        self.pages: dict[str, LabPage] = {}
        self.export_choices: ExportChoices | None = None
        self.header = Header()
        self.labs = LabList([entry.lab for entry in LABS.values()])
        self.stack = QStackedWidget()
        self._arrange()
        self._connect()
        self._make_actions()
        self.header.set_theme(theme)
        self.resize(1280, 800)

    @property
    def page(self) -> LabPage | None:
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, LabPage) else None

    def open_lab(self, lab_id: str) -> LabPage:
        """Shows a lab as it was left; makes its page if there is none yet."""
        page = self.pages.get(lab_id)
        if page is None:
            from wk4gui.render.views import make_view

            page = LabPage(LabSession(LABS[lab_id].lab, self), make_view(lab_id, self.theme))
            page.set_theme(self.theme)
            page.session.params_changed.connect(lambda: self.header.show_state(page))
            page.view_changed.connect(lambda: self.header.show_state(page))
            self.pages[lab_id] = page
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.labs.show_lab(lab_id)
        self.header.show_page(page)
        self.page_opened.emit(lab_id)
        return page

    def open_state(self, state: SavedState) -> None:
        """Shows a saved state.

        Raises:
            ParamError: its view state does not fit the lab's view; nothing has changed then.
        """
        page = self.open_lab(state.lab)
        view_state = decode(page.view.State, state.view)
        page.session.load(state.params, state.frame)
        page.view.set_state(view_state)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, theme)
        self.header.set_theme(theme)
        for page in self.pages.values():
            page.set_theme(theme)

    def next_theme(self) -> None:
        names = list(THEMES)
        self.set_theme(THEMES[names[(names.index(self.theme.name) + 1) % len(names)]])

    def export_picture(self) -> None:
        """Lets the user export what is shown."""
        if self.page is None:
            return
        from wk4gui.app.export_choices import ExportChoices
        from wk4gui.app.export_dialog import ask_for_export

        choices = self.export_choices or ExportChoices().with_(theme=self.theme.name)
        answer = ask_for_export(self, self.page, self.theme, choices)
        self.export_choices = answer.choices
        if answer.path is not None:
            self.statusBar().showMessage(f"Written: {answer.path}", 8000)

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
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().hide()
        self.statusBar().messageChanged.connect(lambda text: self.statusBar().setVisible(bool(text)))

    def _connect(self) -> None:
        self.labs.chosen.connect(self.open_lab)
        self.header.preset_chosen.connect(lambda name: self._session().load_preset(name))
        self.header.reset_requested.connect(self._reset)
        self.header.view_edited.connect(self._edit_view)
        self.header.export_requested.connect(self.export_picture)
        self.header.theme_requested.connect(self.next_theme)

    def _session(self) -> LabSession:
        assert self.page is not None
        return self.page.session

    def _reset(self) -> None:
        self._session().load_preset(self._session().preset)

    def _edit_view(self, name: str, value: object) -> None:
        assert self.page is not None
        self.page.view.set_state(self.page.view.state.with_(**{name: value}))

    def _make_actions(self) -> None:
        file = self.menuBar().addMenu("&File")
        self._action(file, "&Export…", "Ctrl+E", self.export_picture)
        file.addSeparator()
        self._action(file, "&Quit", "Ctrl+Q", self.close)
        edit = self.menuBar().addMenu("&Edit")
        self._action(edit, "&Reset to the preset", "Ctrl+R", self._reset)
        view = self.menuBar().addMenu("&View")
        self._action(view, "Next &theme", "Ctrl+T", self.next_theme)
        play = self.menuBar().addMenu("&Play")
        for text, keys, slot in (
            ("&Play or pause", "Space", lambda: self._player("toggle")),
            ("&Forward", "Right", lambda: self._player("forward")),
            ("&Back", "Left", lambda: self._player("back")),
            ("Forward one &step", "Ctrl+Right", lambda: self._player("step_forward")),
            ("Back one s&tep", "Ctrl+Left", lambda: self._player("step_back")),
            ("To the &start", "Home", lambda: self._player("first")),
            ("To the &end", "End", lambda: self._player("last")),
        ):
            self._action(play, text, keys, slot)

    def _player(self, what: str) -> None:
        if self.page is not None:
            getattr(self.page.player, what)()

    def _action(self, menu: QWidget, text: str, keys: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(slot)
        menu.addAction(action)
        return action
