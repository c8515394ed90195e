"""Import of a workbook: a trial that shows the outcome or every fault, then the import itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.long_work import LongWork, scaled
from verkstad.domain.workbook import ImportOutcome, SheetCount, Workbook
from verkstad.ui.copies.copy_dialog import CopyDialog
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.work_dialog import WorkDialog
from verkstad.ui.kit import background
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import button, column, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.screens.importing.fault_table import FaultTable

if TYPE_CHECKING:
    from verkstad.exchange.bounded.process import BoundedProcess
    from verkstad.exchange.files import RawSheet

_COUNTS: tuple[ListColumn[SheetCount], ...] = (
    ListColumn("Blad", lambda one: one.sheet, width=180),
    ListColumn("Nya", lambda one: swedish.number_text(one.new), is_number=True, width=96),
    ListColumn("Ändrade", lambda one: swedish.number_text(one.changed), is_number=True, width=96),
    ListColumn("Oförändrade", lambda one: swedish.number_text(one.unchanged), is_number=True, width=116),
    ListColumn("Överhoppade", lambda one: swedish.number_text(one.skipped), is_number=True, width=116),
    ListColumn("", lambda _one: "", width=20),
)

_SHOWN_AT_ONCE = 1000  # faults: a table of tens of thousands would block the window and the lock
STOPPED = "imports/stopped"
"""Key that reopens the import from its start after a lock, which stops it at any stage."""
_STOPPED_BY_LOCK = (
    "Inläsningen stoppades när verkstaden låstes. Ingenting är inläst. "
    "Välj filen igen när du vill läsa in den."
)


class ImportStart(Dialog):
    """The dialog before a file is chosen: an empty template, and whether unknown columns are skipped."""

    def __init__(self, desk: Desk, parent: QWidget, *, was_stopped: bool = False) -> None:
        super().__init__(
            parent,
            "Läs in från Excel",
            "Filen har ett blad för varje slag, till exempel Deltagare och Praktik, med rubriker som Nr, Förnamn "
            "och Efternamn. Spara en tom mall för att se alla. Ingenting läses in förrän du har sett hur det blir.",
        )
        self._desk, self._page = desk, parent
        if was_stopped:
            self.reopens_as = STOPPED
            self.banner.show_words(_STOPPED_BY_LOCK, "info")
        self.skip_box = QCheckBox("Hoppa över okända kolumner och blad")
        self.add(self.skip_box)
        self.template_button = button("Spara en tom mall", self._choose_template, icon="download-simple")
        self.file_button = button("Välj fil", self._choose_file, icon="folder-open", role="primary")
        self.add_buttons(self.template_button, button("Avbryt", self.reject), self.file_button)

    def _choose_template(self) -> None:
        _ask_where(self, "Spara en tom mall", "Verkstad mall.xlsx", self.write_template)

    def write_template(self, target: str) -> None:
        try:
            self._desk.workspace.files.write_template(Path(target))
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
        else:
            self.banner.show_words(f"Mallen är sparad: {target}", "info")

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Läs in från Excel")
        dialog.setNameFilter("Kalkylblad (*.xlsx *.ods *.csv);;Alla filer (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, chosen: str) -> None:
        skips = self.skip_box.isChecked()
        self.accept()
        open_import(self._desk, self._page, chosen, skip_unknown=skips)


def begin_import(desk: Desk, parent: QWidget, *, was_stopped: bool = False) -> ImportStart:
    dialog = ImportStart(desk, parent, was_stopped=was_stopped)
    dialog.open_fitted()
    dialog.file_button.setFocus()
    return dialog


def _ask_where(parent: QWidget, title: str, name: str, then: Callable[[str], None]) -> None:
    asked = QFileDialog(parent, title, name)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setDefaultSuffix("xlsx")
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asked.selectFile(name)
    asked.fileSelected.connect(then)
    asked.open()


def open_import(desk: Desk, parent: QWidget, chosen: str, *, skip_unknown: bool = False) -> WorkDialog:
    """Try the file without changing anything, and show the outcome."""
    from verkstad.exchange.bounded.limits import READING
    from verkstad.exchange.bounded.process import BoundedProcess
    from verkstad.exchange.files import read_sheets
    from verkstad.exchange.workbook_reader import reading

    path = Path(chosen)
    lexicon = desk.workspace.files.lexicon()
    imports = desk.workspace.imports

    def trying(sheets: list[RawSheet]) -> LongWork[tuple[Workbook, ImportOutcome]]:
        workbook = yield from scaled(reading([sheets], [""], lexicon, skip_unknown), 0, 0.4)
        outcome = yield from scaled(imports.reading(workbook, is_dry_run=True), 0.4, 1)
        return workbook, outcome

    def show(found: tuple[Workbook, ImportOutcome]) -> None:
        workbook, outcome = found
        if outcome.faults:
            _faults(desk, parent, path, outcome)
        else:
            _confirm(desk, parent, path, workbook, outcome)

    work = _work(desk, parent, f"Läser {path.name}", "Filen läses och kontrolleras …")
    work.made.connect(show)
    work.refused.connect(lambda words: _offer_another(desk, parent, path, words))
    process = BoundedProcess(READING)
    work.begin_after(lambda: read_sheets(path, process), trying, process.stop)
    work.open_fitted()
    return work


def _work(desk: Desk, parent: QWidget, heading: str, words: str) -> WorkDialog:
    cancelled = "Inläsningen är avbruten. Ingenting är inläst."
    return WorkDialog(desk, parent, heading, words, cancelled=cancelled, reopens_as=STOPPED)


def _offer_another(desk: Desk, parent: QWidget, path: Path, words: str) -> None:
    """Show why the file cannot be read, with a button that starts again: most lists need the template first."""

    def begin_again() -> None:
        dialog.accept()
        begin_import(desk, parent)

    again = button("Välj fil eller mall", begin_again, role="primary")
    dialog = _refused(parent, f"{path.name} går inte att läsa", words, again)
    again.setFocus()


def _refused(parent: QWidget, heading: str, words: str, *ways_on: QPushButton) -> Dialog:
    dialog = Dialog(parent, heading)
    safe = "Ingenting har ändrats."
    dialog.add(text(words if safe in words else f"{words} {safe}", wraps=True))
    dialog.add_buttons(button("Stäng", dialog.reject, role="" if ways_on else "primary"), *ways_on)
    dialog.open_fitted()
    return dialog


def _faults(desk: Desk, parent: QWidget, path: Path, outcome: ImportOutcome) -> Dialog:
    found = swedish.count_text(len(outcome.faults), "fel", "fel")
    shown = swedish.number_text(_SHOWN_AT_ONCE)
    few = (
        f" Här visas de första {shown} felen. Kopian har alla."
        if len(outcome.faults) > _SHOWN_AT_ONCE
        else ""
    )
    dialog = Dialog(
        parent,
        f"{found} i {path.name}",
        "Ingenting har lästs in. Rätta felen i filen och läs in den igen. Du kan spara en kopia av din fil "
        f"där felen är märkta.{few}",
    )
    dialog.add_filling(FaultTable(outcome.faults[:_SHOWN_AT_ONCE], "Fel i filen"))

    def save() -> None:
        name = str(path.with_name(f"{path.stem} med fel märkta.xlsx"))
        _ask_where(dialog, "Spara en kopia med felen märkta", name, write)

    def write(target: str) -> None:
        from verkstad.exchange.bounded.limits import MARKING
        from verkstad.exchange.bounded.process import BoundedProcess
        from verkstad.exchange.marked_copy import write_marked

        process = BoundedProcess(MARKING)
        save_button.setEnabled(False)
        dialog.banner.show_words("Kopian sparas …", "info")
        saving.append(process)
        background.run(
            dialog,
            lambda: write_marked([path], outcome.faults, Path(target), process),
            lambda lost: tell(f"Kopian är sparad: {target}\n{lost}", "info"),
            refuse,
            process.stop,
        )

    def refuse(fault: Exception) -> None:
        tell(str(fault) if isinstance(fault, VerkstadError) else "Kopian blev inte sparad.", "late")
        if not isinstance(fault, VerkstadError):
            raise fault

    def tell(words: str, tone: str) -> None:
        saving.clear()
        save_button.setEnabled(True)
        dialog.banner.show_words(words, tone)

    def leave_nothing() -> None:
        """Stop the copy when the dialog closes: nothing would show its result, and a lock must stop it too."""
        for process in saving:
            process.stop()
            desk.told.emit("Kopian med felen märkta är avbruten.")

    saving: list[BoundedProcess] = []
    dialog.finished.connect(leave_nothing)
    save_button = button("Spara kopia med felen märkta", save, icon="download-simple")
    dialog.add_buttons(save_button, button("Stäng", dialog.reject, role="primary"))
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
    dialog.reopens_as = STOPPED
    table: RowTable[SheetCount] = RowTable(_COUNTS, "Vad filen ger")
    table.rows.show_rows(outcome.counts)
    holder = QWidget()
    layout = column(table, space=8)
    holder.setLayout(layout)
    if outcome.warnings:
        layout.addWidget(text("Att se efter", "section"))
        layout.addWidget(FaultTable(outcome.warnings[:_SHOWN_AT_ONCE], "Att se efter"))
    if workbook.left_out:
        layout.addWidget(text(f"Hoppas över: {', '.join(workbook.left_out)}.", "muted", wraps=True))
    dialog.add_filling(holder)

    def read() -> None:
        dialog.accept()
        _copy_and_read(desk, parent, path, workbook)

    read_button = button("Läs in", read, role="primary")
    read_button.setEnabled(is_news)
    dialog.add_buttons(button("Avbryt", dialog.reject), read_button)
    dialog.open_wide()
    read_button.setFocus()
    return dialog


def _copy_and_read(desk: Desk, parent: QWidget, path: Path, workbook: Workbook) -> None:
    """Make a security copy if one is needed, then import."""
    heading, failed = f"Läser in {path.name}", f"{path.name} blev inte inläst"

    def read() -> None:
        work = _work(desk, parent, heading, "Allt läses in, eller inget. Det kan ta en stund …")
        work.refused.connect(lambda words: _refused(parent, failed, words))
        work.begin(desk.workspace.imports.reading(workbook))
        work.open_fitted()

    copying = desk.workspace.copying
    try:
        making = copying.begin() if copying.is_needed() else None
    except VerkstadError as fault:
        _refused(parent, failed, f"Före importen görs en säkerhetskopia, och den kunde inte göras. {fault}")
        return
    if making is None:
        read()
        return
    copy = CopyDialog(parent, "Säkerhetskopia före importen", making, copying.finisher().finish)
    copy.reopens_as = STOPPED
    copy.made.connect(lambda _copy: read())
    copy.open_fitted()
