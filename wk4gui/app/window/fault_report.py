"""The dialog that reports a fault: what the machine offers and the end of the log, copied and shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from wk4gui.app.window.settings import log_path
from wk4gui.doctor.qt_facts import qt_facts
from wk4gui.doctor.report import examine, fault_report
from wk4gui.render.fonts import TEXT
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme

EXPLANATION = (
    "This text is on the clipboard: paste it into the message with which you report the fault, and write above it what "
    "you did and what you expected. Read it first; it names folders of this machine."
)


class FaultReport(QDialog):
    """The report, which is copied as the dialog opens, for the window may be what does not work."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Report a fault")
        self.text = QPlainTextEdit(fault_report(examine(qt_facts()), log_path()))
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Report")
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        font.setPixelSize(theme.px(TEXT))
        self.text.setFont(font)
        explanation = plain_label(EXPLANATION)
        explanation.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        again = buttons.addButton("Copy again", QDialogButtonBox.ButtonRole.ActionRole)
        again.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (explanation, self.text, buttons):
            layout.addWidget(part)
        self.resize(min(parent.width() - 40, 860), min(parent.height() - 40, 640))
        self.copy()

    def copy(self) -> None:
        """Copies the text to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
