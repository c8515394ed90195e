"""Paper from the window: a PDF to the printer, and the sheet with the recovery code."""

import html
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from verkstad.documents.preview import page_count, page_pixels

_DOTS_PER_POINT = 300 / 72


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


def print_pdf(
    parent: QWidget, title: str, pdf: bytes, printed: Callable[[], None], failed: Callable[[str], None]
) -> None:
    """Asks for a printer and prints the paper, each page filling its sheet; then `printed` or `failed`."""
    dialog, printer = _dialog(parent, title)
    printer.setFullPage(True)

    def draw() -> None:
        painter = QPainter()
        if not painter.begin(printer):
            failed("Det gick inte att skriva ut. Ingenting har ändrats. Se efter att skrivaren är på.")
            return
        for number in range(page_count(pdf)):
            if number:
                printer.newPage()
            width, height, stride, pixels = page_pixels(pdf, number, _DOTS_PER_POINT)
            page = QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)
            room = page.size().scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(QPoint(0, 0), room), page)
        painter.end()
        printed()

    dialog.accepted.connect(draw)
    dialog.show()
