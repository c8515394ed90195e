"""Printing: Qt's unencrypted print files are written to memory, and a code is never printed into a file."""

import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QWidget

from tests.open_workspace import NOW
from verkstad.ui.papers import printing
from verkstad.ui.papers.printing import CodePaper, print_code, print_pdf, spooled_in_memory


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    place = tmp_path / "memory"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return str(place)


@pytest.fixture
def has_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Kontoret"])


def _paper(folder: Path) -> CodePaper:
    return CodePaper("7K2M-9QXT", "Verkstan", "Siv", "", folder, NOW.date())


def _print(parent: QWidget, target: Path) -> None:
    asked = parent.findChildren(QPrintDialog)[-1]
    asked.printer().setOutputFileName(str(target))
    asked.done(QPrintDialog.DialogCode.Accepted)


@pytest.mark.usefixtures("has_printer")
@pytest.mark.parametrize("before", ("", "/tmp"))
def test_both_papers_are_spooled_in_memory(  # type: ignore[no-untyped-def]
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: str, before: str
) -> None:
    monkeypatch.setattr(
        printing, "_makes_a_file", lambda _printer: False
    )  # the only printer in a test is a file
    monkeypatch.delenv("TMPDIR", raising=False)
    if before:
        monkeypatch.setenv("TMPDIR", before)
    seen: list[str | None] = []
    whole, draw = QTextDocument.print_, printing._draw
    monkeypatch.setattr(
        QTextDocument, "print_", lambda *given: (seen.append(os.environ.get("TMPDIR")), whole(*given))
    )
    monkeypatch.setattr(
        printing, "_draw", lambda *given: (seen.append(os.environ.get("TMPDIR")), draw(*given))[1]
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    print_code(parent, _paper(tmp_path), seen.append)
    _print(parent, tmp_path / "code.pdf")
    done: list[str] = []
    print_pdf(
        parent, "Papper", (tmp_path / "code.pdf").read_bytes(), lambda: done.append("printed"), done.append
    )
    _print(parent, tmp_path / "paper.pdf")
    assert seen == [memory, memory]
    assert done == ["printed"]
    assert (tmp_path / "paper.pdf").stat().st_size > 1000
    assert os.environ.get("TMPDIR", "") == before


def test_without_a_place_in_memory_the_ordinary_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/does/not/exist")
    monkeypatch.setenv("TMPDIR", "/tmp")
    with spooled_in_memory():
        assert os.environ["TMPDIR"] == "/tmp"


@pytest.mark.usefixtures("has_printer")
def test_a_code_is_never_printed_into_a_file(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[str] = []
    print_code(parent, _paper(tmp_path), told.append)
    asked = parent.findChildren(QPrintDialog)[-1]
    assert not asked.testOption(QPrintDialog.PrintDialogOption.PrintToFile)
    offered = [one.itemText(at) for one in asked.findChildren(QComboBox) for at in range(one.count())]
    assert not [words for words in offered if "PDF" in words]
    _print(parent, tmp_path / "code.pdf")
    assert not (tmp_path / "code.pdf").exists()
    assert [words.split(":")[0] for words in told] == ["Koden skrivs bara ut på papper"]


def test_an_ordinary_paper_may_still_be_printed_into_a_file(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    parent = QWidget()
    qtbot.addWidget(parent)
    print_pdf(parent, "Papper", b"", lambda: None, lambda _words: None)
    asked = parent.findChildren(QPrintDialog)[-1]
    assert asked.testOption(QPrintDialog.PrintDialogOption.PrintToFile)
    asked.reject()


@pytest.mark.parametrize(
    ("name", "driver", "is_file"),
    (
        ("Microsoft Print to PDF", "", True),
        ("Microsoft XPS Document Writer", "", True),
        ("OneNote (Desktop)", "", True),
        ("Skriv till fil", "", True),
        ("Kontoret", "Generic CUPS-PDF Printer (no options)", True),
        ("HP LaserJet på plan 2", "", False),
        ("Ricoh på plan 1", "Ricoh MP C3003 PDF", False),
        ("Profilkontoret", "", False),
    ),
)
def test_a_program_that_calls_itself_a_printer_is_a_file(
    monkeypatch: pytest.MonkeyPatch, name: str, driver: str, is_file: bool
) -> None:
    """Names of printers on other systems, as Qt reports them."""
    printer, info = Mock(spec=QPrinter), Mock(spec=QPrinterInfo)
    printer.outputFormat.return_value = QPrinter.OutputFormat.NativeFormat
    printer.outputFileName.return_value = info.description.return_value = ""
    info.makeAndModel.return_value = driver
    printer.printerName.return_value = name
    monkeypatch.setattr(printing, "QPrinterInfo", lambda _printer: info)
    assert printing._makes_a_file(printer) is is_file


def test_without_a_printer_the_code_is_to_be_written_by_hand(  # type: ignore[no-untyped-def]
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[str] = []
    print_code(parent, _paper(tmp_path), told.append)
    assert parent.findChildren(QPrintDialog) == []
    assert told == ["Ingen skrivare hittas. Skriv av koden för hand, alla grupper i ordning."]
