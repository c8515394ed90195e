"""What Qt spools for the print service is plain, and so never lies on the disk where there is a place in memory."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QWidget

from tests.open_workspace import NOW
from verkstad.ui import printing
from verkstad.ui.printing import CodePaper, print_code, print_pdf, spooled_in_memory


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    place = tmp_path / "memory"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return str(place)


def _print(parent: QWidget, target: Path) -> None:
    asked = parent.findChildren(QPrintDialog)[-1]
    asked.printer().setOutputFileName(str(target))
    asked.done(QPrintDialog.DialogCode.Accepted)


@pytest.mark.parametrize("before", ("", "/tmp"))
def test_both_papers_are_spooled_in_memory(  # type: ignore[no-untyped-def]
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: str, before: str
) -> None:
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
    print_code(parent, CodePaper("7K2M-9QXT", "Verkstan", "Siv", "", tmp_path, NOW.date()))
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
