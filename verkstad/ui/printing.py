"""Paper from the window: a PDF to the printer, and the sheet with the recovery code."""

import html
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget


def _dialog(parent: QWidget, title: str) -> tuple[QPrintDialog, QPrinter]:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    return dialog, printer


def print_recovery_code(parent: QWidget, code: str, folder: Path) -> None:
    """Prints the code with where it belongs and what to do, to be kept under lock."""
    dialog, printer = _dialog(parent, "Skriv ut återställningskoden")
    document = QTextDocument(dialog)
    document.setHtml(
        "<h1>Verkstad: återställningskod</h1>"
        f"<p style='font-size: 20pt'>{code.replace('-', ' ')}</p>"
        f"<p>Mapp: {html.escape(str(folder))}</p>"
        "<p>Har lösenordet glömts: starta Verkstad och skriv koden i fältet för lösenordet. "
        "Förvara bladet inlåst, inte vid datorn.</p>"
    )
    dialog.accepted.connect(lambda: document.print_(printer))
    dialog.show()


def print_pages(parent: QWidget, title: str, pages: list[QImage]) -> None:
    """Prints the pages as they look on the screen, each filling its sheet."""
    dialog, printer = _dialog(parent, title)
    printer.setFullPage(True)

    def draw() -> None:
        painter = QPainter(printer)
        for number, page in enumerate(pages):
            if number:
                printer.newPage()
            room: QSize = painter.viewport().size()
            size = page.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(0, 0, page.scaled(size))
        painter.end()

    dialog.accepted.connect(draw)
    dialog.show()
