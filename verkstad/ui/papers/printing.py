"""Printing from the window: a PDF, and the sheet with a printed code."""

import html
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPixmap, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from verkstad.documents.preview import page_count, page_pixels
from verkstad.domain import swedish

_CUPS = "/run/cups/cups.sock"  # the print service of this computer
_DOTS_PER_POINT = 300 / 72
_SHEET = QSize(794, 1123)  # A4 at 96 dots per inch
_MARGIN = 76  # 20 mm
_PAPER_STYLE = "p, li { font-size: 12pt; } h1 { font-size: 22pt; } h2 { font-size: 14pt; }"
_GROUP = "<td>{at}&nbsp; <span style='font-size: 20pt'>{group}</span></td>"


_INTO_FILES = ("pdf", "xps", "onenote", "till fil", "to file", "fax", "print to image")
"""Words in the names of printers that write a file or send the paper away."""
_DRIVER_INTO_FILES = "cups-pdf"
"""Driver name. "PDF" alone is not enough: real printers that accept PDF have it in their driver names."""
_NO_PRINTER = "Ingen skrivare hittas. Skriv av koden för hand, alla grupper i ordning."
_NOT_INTO_A_FILE = (
    "Koden skrivs bara ut på papper: i en fil kan den läsas av andra. Välj en vanlig skrivare, eller skriv av koden "
    "för hand."
)
_NOT_PRINTED = "Det gick inte att skriva ut. Ingenting har ändrats. Se efter att skrivaren är på."


def _dialog(parent: QWidget, title: str) -> tuple[QPrintDialog, QPrinter]:
    _keep_to_this_computer()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    return dialog, printer


def _keep_to_this_computer() -> None:
    if sys.platform.startswith("linux"):
        os.environ["CUPS_SERVER"] = _CUPS  # otherwise Qt looks for printers over the network


@contextmanager
def spooled_in_memory() -> Iterator[None]:
    """Within the block, let Qt write its temporary print files to the user's in-memory folder, if there is one.

    These files are unencrypted, and a deleted file on disk can be read long afterwards.
    """
    before, place = os.environ.get("TMPDIR"), os.environ.get("XDG_RUNTIME_DIR", "")
    is_there = bool(place) and os.access(place, os.W_OK | os.X_OK)
    if is_there:
        os.environ["TMPDIR"] = place
    try:
        yield
    finally:
        if is_there and before is None:
            del os.environ["TMPDIR"]
        elif is_there:
            os.environ["TMPDIR"] = before or ""


@dataclass(frozen=True, slots=True)
class CodePaper:
    """The content of the paper with a printed code. `manager` is empty for the leader's own code."""

    code: str
    workshop: str
    leader: str
    manager: str
    folder: Path
    made_on: date


def code_document(paper: CodePaper) -> QTextDocument:
    """Return the sheet with a code: what it is, whose it is, how to use it, and where to keep it."""
    shown = html.escape
    groups = [_GROUP.format(at=at, group=group) for at, group in enumerate(paper.code.split("-"), 1)]
    rows = "".join(f"<tr>{''.join(groups[at : at + 3])}</tr>" for at in range(0, len(groups), 3))
    if paper.manager:
        heading = "Chefens kuvert"
        what = (
            f"Det här är en nyckel till {shown(paper.workshop)}, för {shown(paper.manager)}. Uppgifterna om "
            "deltagarna är krypterade på verkstadens dator. Koden öppnar dem när ingen kan lösenordet, till "
            f"exempel när {shown(paper.leader)} är sjuk eller har slutat."
        )
        keep = (
            "Lägg bladet i ett kuvert och klistra igen det. Skriv verkstadens namn och dagens datum utanpå, och "
            "låt kuvertet ligga i kommunens kassaskåp, inte vid datorn. Den som har bladet och datorn kan läsa "
            "allt. Har kuvertet öppnats: gör ett nytt i Verkstad, under Inställningar och Säkerhet."
        )
    else:
        heading = "Återställningskod"
        what = (
            f"Det här är en reservnyckel till {shown(paper.workshop)}, för {shown(paper.leader)}. Koden öppnar "
            "verkstadens uppgifter när lösenordet är glömt."
        )
        keep = (
            "Förvara bladet inlåst, inte vid datorn. Den som har bladet och datorn kan läsa allt. Kommer bladet "
            "bort: gör en ny kod i Verkstad, under Inställningar och Säkerhet."
        )
    document = QTextDocument()
    document.setDefaultStyleSheet(_PAPER_STYLE)
    document.setHtml(
        # Black even if the window uses dark colours.
        f"<div style='color: #000000'><h1>{heading}</h1>"
        f"<p>{shown(paper.workshop)}. Gjord den {swedish.long_date(paper.made_on)}.</p>"
        f"<p>{what}</p><h2>Koden</h2><table cellpadding='8'>{rows}</table>"
        "<h2>Så öppnar du</h2><ol><li>Starta Verkstad på datorn.</li>"
        "<li>Skriv koden i fältet för lösenordet. Stora och små bokstäver är lika, och mellanrummen behövs inte. "
        "Ett skrivfel sägs till om.</li><li>Välj ett nytt lösenord.</li></ol>"
        f"<p>Uppgifterna ligger i mappen {shown(str(paper.folder))}</p>"
        f"<h2>Så förvarar du bladet</h2><p>{keep}</p>"
        "<p>Är lösenordet glömt och alla koder borta kan ingen hjälpa, inte heller den som har gjort "
        "programmet.</p></div>"
    )
    return document


def code_picture(paper: CodePaper) -> QPixmap:
    """Return a picture of the sheet on A4."""
    document = code_document(paper)
    sheet = QPixmap(_SHEET)
    sheet.fill(Qt.GlobalColor.white)
    document.setPageSize(QSizeF(sheet.width() - 2 * _MARGIN, sheet.height() - 2 * _MARGIN))
    painter = QPainter(sheet)
    painter.translate(_MARGIN, _MARGIN)
    document.drawContents(painter)
    painter.end()
    return sheet


def print_code(parent: QWidget, paper: CodePaper, failed: Callable[[str], None]) -> None:
    """Print the code on A4. Refuses to print into a file, which would be unencrypted on disk."""
    _keep_to_this_computer()
    if not QPrinterInfo.availablePrinterNames():
        failed(_NO_PRINTER)
        return
    dialog, printer = _dialog(parent, "Skriv ut koden")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    document = code_document(paper)
    document.setParent(dialog)

    def draw() -> None:
        if _makes_a_file(printer):
            failed(_NOT_INTO_A_FILE)
            return
        with spooled_in_memory():
            document.print_(printer)
        if printer.printerState() == QPrinter.PrinterState.Error:
            failed(_NOT_PRINTED)

    dialog.accepted.connect(draw)
    dialog.show()


def _makes_a_file(printer: QPrinter) -> bool:
    """Whether the printer writes a file. Virtual printers can only be recognised by their names."""
    info = QPrinterInfo(printer)
    names = f"{printer.printerName()} {info.description()}".casefold()
    return (
        printer.outputFormat() != QPrinter.OutputFormat.NativeFormat
        or bool(printer.outputFileName())
        or any(word in names for word in _INTO_FILES)
        or _DRIVER_INTO_FILES in info.makeAndModel().casefold()
    )


def print_pdf(
    parent: QWidget, title: str, pdf: bytes, printed: Callable[[], None], failed: Callable[[str], None]
) -> None:
    """Ask for a printer and print the paper, one page on each sheet; then call `printed` or `failed`."""
    dialog, printer = _dialog(parent, title)
    printer.setFullPage(True)

    def draw() -> None:
        with spooled_in_memory():
            is_printed = _draw(printer, pdf)
        if is_printed:
            printed()
        else:
            failed(_NOT_PRINTED)

    dialog.accepted.connect(draw)
    dialog.show()


def _draw(printer: QPrinter, pdf: bytes) -> bool:
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number in range(page_count(pdf)):
        if number:
            printer.newPage()
        width, height, stride, pixels = page_pixels(pdf, number, _DOTS_PER_POINT)
        page = QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)
        room = page.size().scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(QPoint(0, 0), room), page)
    painter.end()
    return True
