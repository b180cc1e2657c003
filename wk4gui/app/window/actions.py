"""Every action of the window as data: its menu, text, keys and slot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from wk4gui.registry import TITLES


@dataclass(frozen=True)
class ActionSpec:
    """One action of the window.

    Attributes:
        menu: title of its menu, and of the menu inside it behind a stroke.
        name: what it is called in the program.
        text: what it is called on screen.
        keys: its shortcut, in Qt's portable words.
    """

    menu: str
    name: str
    text: str
    keys: str


_QUESTIONS = "View/Start with a question"

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("File", "open", "Open session or figure…", "Ctrl+O"),
    ActionSpec("File", "open_data", "Open data…", ""),
    ActionSpec("File", "save", "Save session…", "Ctrl+S"),
    ActionSpec("File", "export", "Export…", "Ctrl+E"),
    ActionSpec("File", "copy_picture", "Copy picture", "Ctrl+Shift+C"),
    ActionSpec("File", "copy_state", "Copy state as command", "Ctrl+Shift+K"),
    ActionSpec("File", "paste_state", "Paste command", "Ctrl+V"),
    ActionSpec("File", "copy_data", "Copy data", "Ctrl+Alt+C"),
    ActionSpec("File", "quit", "Quit", "Ctrl+Q"),
    ActionSpec("Edit", "undo", "Undo", "Ctrl+Z"),
    ActionSpec("Edit", "redo", "Redo", "Ctrl+Shift+Z"),
    ActionSpec("Edit", "reset", "Reset to preset", "Ctrl+R"),
    ActionSpec("Edit", "new_seed", "New seed", "Ctrl+N"),
    ActionSpec("Edit", "cancel", "Cancel computation", "Ctrl+."),
    ActionSpec("View", "next_theme", "Next theme", "Ctrl+T"),
    ActionSpec("View", "theme_system", "System theme", "Ctrl+Alt+S"),
    ActionSpec("View", "theme_light", "Light theme", "Ctrl+Alt+L"),
    ActionSpec("View", "theme_dark", "Dark theme", "Ctrl+Alt+D"),
    ActionSpec("View", "theme_projector", "Projector theme", "Ctrl+Alt+P"),
    ActionSpec("View", "larger_text", "Larger text", "Ctrl++"),
    ActionSpec("View", "smaller_text", "Smaller text", "Ctrl+-"),
    ActionSpec("View", "normal_text", "Normal text", "Ctrl+0"),
    ActionSpec("View", "toggle_labs", "Lab list", "F8"),
    ActionSpec("View", "toggle_column", "Parameters and lesson", "F9"),
    ActionSpec("View", "work", "Work it yourself", "E"),
    ActionSpec("View", "record", "What you have answered…", "Ctrl+Alt+A"),
    ActionSpec("View", "fill_pane", "Enlarge next pane", "Ctrl+Return"),
    ActionSpec(_QUESTIONS, "questions_first time", "First time", "Ctrl+Alt+1"),
    ActionSpec(_QUESTIONS, "questions_always", "Always", "Ctrl+Alt+2"),
    ActionSpec(_QUESTIONS, "questions_never", "Never", "Ctrl+Alt+3"),
    ActionSpec("View", "swap_panes", "Swap large and small pane", "X"),
    ActionSpec("View", "one_pane", "One pane or two", "O"),
    ActionSpec("View", "pin", "Pin current result", "P"),
    ActionSpec("View", "unpin", "Remove pin", "Shift+P"),
    ActionSpec("View", "why", "Explain next number of the summary", "W"),
    ActionSpec("View", "full_screen", "Full screen", "F11"),
    ActionSpec("Play", "toggle_play", "Play or pause", "Space"),
    ActionSpec("Play", "forward", "Forward", "Right"),
    ActionSpec("Play", "back", "Back", "Left"),
    ActionSpec("Play", "step_forward", "Forward one step", "Ctrl+Right"),
    ActionSpec("Play", "step_back", "Back one step", "Ctrl+Left"),
    ActionSpec("Play", "first", "Go to start", "Home"),
    ActionSpec("Play", "last", "Go to end", "End"),
    ActionSpec("Play", "next_mark", "Go to next mark", "M"),
    ActionSpec("Play", "loop", "Play in a loop", "L"),
    ActionSpec("Play", "faster", "Faster", "]"),
    ActionSpec("Play", "slower", "Slower", "["),
    ActionSpec("Lecture", "lecture_add", "Add current view as slide", "Ctrl+D"),
    ActionSpec("Lecture", "lecture_list", "Slides…", "Ctrl+Shift+D"),
    ActionSpec("Lecture", "lecture_start", "Present", "F5"),
    ActionSpec("Lecture", "lecture_handout", "Hand-out…", "Ctrl+H"),
    *(ActionSpec("Labs", f"lab_{number}", title, str(number)) for number, title in enumerate(TITLES.values(), start=1)),
    ActionSpec("Help", "shortcuts", "Keyboard shortcuts", "F1"),
    ActionSpec("Help", "log", "Show log file", "Ctrl+L"),
    ActionSpec("Help", "report", "Report a fault…", "Ctrl+Shift+L"),
    ActionSpec("Help", "about", "About wk4gui", "Ctrl+I"),
)

OTHER_KEYS = (
    ("At a question", "1 to 4", "Choose an answer"),
    ("In an exercise", "Tab, Return, Shift+Tab", "Next or previous value, after the last one Check"),
    ("In an exercise", "1 to 9, ↑ ↓", "Choose an option"),
    ("On a slider", "← →", "One step; with Shift a fine step"),
    ("On a slider", "Page Up, Page Down", "A coarse step"),
    ("On a slider", "Home, End", "To either end of the range"),
    ("On a slider", "Double-click", "Reset to the default"),
    ("In a number", "↑ ↓, Page Up, Page Down", "Increase or decrease it"),
    ("In the diagram", "Enter", "Type the selected number"),
    ("In the diagram", "Tab, Shift+Tab", "Accept it and go to the next number, in order of computation"),
    ("In the diagram", "Escape", "Leave the field; clear the selection"),
    ("In the diagram", "Drag up or down", "Change a number; with Shift in fine steps"),
    ("On a number", "Click", "Show its formula with the numbers in it"),
    ("On a number", "Right-click", "The same, where a left click edits or drags"),
    ("On the map", "+ −, ← → ↑ ↓, Home", "Zoom, pan, show the whole surface"),
    ("On the surface in space", "← → ↑ ↓", "Rotate it"),
    ("In a lecture", "Page Down, Page Up", "Next or previous slide"),
    ("In a lecture", "← →", "Step through the frames of a slide"),
    ("In a lecture", "B", "Blank the screen, or show it again"),
    ("In a lecture", "N, X, O", "Next pane large; swap the panes; one pane or two"),
    ("In a lecture", "P", "Play or pause"),
    ("In a lecture", "L", "Bring the controls, or take them away"),
    ("In a lecture", "K, R", "Keep what was changed in the lecture; take it back"),
    ("In a lecture", "1 to 9", "Count an answer; where nothing is asked, open that lab"),
    ("In a lecture", "C", "Type how many chose each answer"),
    ("In a lecture", "Escape", "End the controls, then the presentation"),
    ("On a pane's title", "Double-click", "Enlarge the pane, or show all panes again"),
)
"""Keys and gestures that are not actions: place, keys, and effect."""


def build_menus(
    window: QMainWindow, slots: Mapping[str, Callable[[], object]]
) -> tuple[dict[str, QMenu], dict[str, QAction]]:
    """Adds every action to its menu; returns menus and actions by name."""
    menus: dict[str, QMenu] = {}
    actions = {}
    for spec in ACTIONS:
        if spec.menu not in menus:
            outer, _, title = spec.menu.rpartition("/")
            menus[spec.menu] = menus[outer].addMenu(title) if outer else window.menuBar().addMenu(f"&{title}")
        action = QAction(spec.text, window)
        action.setObjectName(spec.name)
        action.setShortcut(QKeySequence(spec.keys))
        action.triggered.connect(lambda _=False, slot=slots[spec.name]: slot())
        menus[spec.menu].addAction(action)
        window.addAction(action)  # its keys work while the menu bar is hidden, too
        actions[spec.name] = action
    return menus, actions
