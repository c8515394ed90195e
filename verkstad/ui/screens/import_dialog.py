"""Reading a workbook: first what it would do, or every fault in it; then the real thing."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault, ImportOutcome, SheetCount, Workbook
from verkstad.ui.desk import Desk
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, text
from verkstad.ui.kit.table import Column, RowTable

_COUNTS: tuple[Column[SheetCount], ...] = (
    Column("Blad", lambda one: one.sheet, width=180),
    Column("Nya", lambda one: swedish.number_text(one.new), is_number=True, width=96),
    Column("Ändrade", lambda one: swedish.number_text(one.changed), is_number=True, width=96),
    Column("Oförändrade", lambda one: swedish.number_text(one.unchanged), is_number=True, width=116),
    Column("Överhoppade", lambda one: swedish.number_text(one.skipped), is_number=True, width=116),
    Column("", lambda _one: "", width=20),
)
_FAULTS: tuple[Column[Fault], ...] = (
    Column("Blad", lambda one: one.sheet, width=116),
    Column("Rad", lambda one: str(one.row or ""), lambda one: one.row, True, width=60),
    Column("Kolumn", lambda one: one.column, width=120),
    Column("Vad är fel", lambda one: one.problem, width=400),
)


def open_import(desk: Desk, parent: QWidget, chosen: str) -> Dialog:
    """Tries the file without changing anything, and shows the outcome."""
    path = Path(chosen)
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        workbook = desk.workspace.read_files([path])
        outcome = desk.workspace.imports.read(workbook, is_dry_run=True)
    except VerkstadError as fault:
        return _refused(parent, path, str(fault))
    finally:
        QApplication.restoreOverrideCursor()
    if outcome.faults:
        return _faults(parent, path, outcome)
    return _confirm(desk, parent, path, workbook, outcome)


def _refused(parent: QWidget, path: Path, words: str) -> Dialog:
    dialog = Dialog(parent, f"{path.name} går inte att läsa")
    dialog.add(text(f"{words} Ingenting har ändrats.", wraps=True))
    dialog.add_buttons(button("Stäng", dialog.reject, role="primary"))
    dialog.open_fitted()
    return dialog


def _faults(parent: QWidget, path: Path, outcome: ImportOutcome) -> Dialog:
    found = swedish.count_text(len(outcome.faults), "fel", "fel")
    dialog = Dialog(
        parent,
        f"{found} i {path.name}",
        "Ingenting har lästs in. Rätta felen i filen och läs in den igen. Du kan spara en kopia av din fil "
        "där felen är märkta.",
    )
    table: RowTable[Fault] = RowTable(_FAULTS, "Fel i filen")
    table.rows.show_rows(outcome.faults)
    table.choose(0)
    dialog.add_filling(table)

    def save() -> None:
        name = str(path.with_name(f"{path.stem} med fel märkta.xlsx"))
        asked = QFileDialog(dialog, "Spara en kopia med felen märkta", name)
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setDefaultSuffix("xlsx")
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.selectFile(name)
        asked.fileSelected.connect(write)
        asked.open()

    def write(target: str) -> None:
        from verkstad.exchange.marked_copy import write_marked

        try:
            dialog.banner.show_words(write_marked([path], outcome.faults, Path(target)), "info")
        except VerkstadError as fault:
            dialog.banner.show_words(str(fault))

    dialog.add_buttons(
        button("Spara kopia med felen märkta", save, icon="download-simple"),
        button("Stäng", dialog.reject, role="primary"),
    )
    dialog.open_wide()
    return dialog


def _confirm(desk: Desk, parent: QWidget, path: Path, workbook: Workbook, outcome: ImportOutcome) -> Dialog:
    is_news = any(count.new or count.changed for count in outcome.counts)
    helping = (
        "Så här blir det. Ingenting är inläst än. Går det fel kan du ångra hela inläsningen."
        if is_news
        else "Allt i filen finns redan. Det finns inget att läsa in."
    )
    dialog = Dialog(parent, f"Läs in {path.name}", helping)
    table: RowTable[SheetCount] = RowTable(_COUNTS, "Vad filen ger")
    table.rows.show_rows(outcome.counts)
    holder = QWidget()
    holder.setLayout(column(table, space=8))
    if outcome.warnings:
        warnings: RowTable[Fault] = RowTable(_FAULTS, "Att se efter")
        warnings.rows.show_rows(outcome.warnings)
        layout = holder.layout()
        if layout is not None:
            layout.addWidget(text("Att se efter", "section"))
            layout.addWidget(warnings)
    dialog.add_filling(holder)

    def read() -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            desk.workspace.imports.read(workbook)
        except VerkstadError as fault:
            dialog.banner.show_words(str(fault))
            return
        finally:
            QApplication.restoreOverrideCursor()
        dialog.accept()

    read_button = button("Läs in", read, role="primary")
    read_button.setEnabled(is_news)
    dialog.add_buttons(button("Avbryt", dialog.reject), read_button)
    dialog.open_wide()
    return dialog
