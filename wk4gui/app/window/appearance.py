"""The appearance of the program: theme, optionally that of the system, and text size."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import DARK, LIGHT, THEMES, Theme, projected

SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)
_STEP, _SMALLEST, _LARGEST = 1.1, 0.8, 2.0


class Appearance(QObject):
    """The owner of the theme.

    Signals:
        changed(): `theme` has changed, or its text size.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice, self.text_size = SYSTEM, 1.0
        self._size = (1280, 800)
        self._application = qt_application()
        hints = self._application.styleHints()  # Qt takes the system's palettes after it has said that there are others
        hints.colorSchemeChanged.connect(self._system_changed, Qt.ConnectionType.QueuedConnection)
        self.theme = self.theme_of(self.choice)
        apply_theme(self._application, self.theme)

    def restore(self, choice: str, text_size: float) -> None:
        """Restores saved settings as far as they are valid."""
        self.text_size = min(max(text_size, _SMALLEST), _LARGEST)
        self.choose(choice if choice in CHOICES else SYSTEM)

    def choose(self, choice: str) -> None:
        """Sets the theme: "system" or the name of a theme."""
        self.choice = choice
        self._apply()

    def fit(self, size: tuple[int, int]) -> None:
        """Takes width and height of the window, on which the type of slides depends."""
        self._size = size
        self._apply()

    def next(self) -> None:
        """Changes to the next of light, dark and projector."""
        names = list(THEMES)
        self.choose(names[(names.index(self.theme.name) + 1) % len(names)])

    def larger(self) -> None:
        self._resize(self.text_size * _STEP)

    def smaller(self) -> None:
        self._resize(self.text_size / _STEP)

    def normal(self) -> None:
        self._resize(1.0)

    def _resize(self, size: float) -> None:
        self.text_size = round(min(max(size, _SMALLEST), _LARGEST), 3)
        self._apply()

    def _system_changed(self) -> None:
        """Follows the system if that is chosen, and replaces the palettes that came with its scheme in any case."""
        apply_theme(self._application, self.theme, again=True)
        self._apply()

    def _apply(self) -> None:
        theme = self.theme_of(self.choice)
        if theme != self.theme:
            self.theme = theme
            apply_theme(self._application, theme)
            self.changed.emit()

    def theme_of(self, choice: str) -> Theme:
        """The theme of a choice, for "system" the system's current one."""
        if choice == SYSTEM:
            dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
            base = DARK if dark else LIGHT
        else:
            base = THEMES[choice]
        if base.slide:
            base = projected(base, self._size)
            base = replace(base, least_px=round(base.least_px * max(self.text_size, 1.0)))
        return replace(base, text_scale=base.text_scale * self.text_size)
