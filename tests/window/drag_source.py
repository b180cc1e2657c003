"""A small window from which a file can be dragged, as from a file manager: python drag_source.py FILE."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIZE = 60


class Source(QLabel):
    """Starts to drag the file as soon as it is pressed."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    application = QApplication(sys.argv)
    source = Source("file")
    source.setWindowTitle("drag source")
    source.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    source.setGeometry(0, 0, SIZE, SIZE)
    source.show()
    application.exec()


if __name__ == "__main__":
    main()
