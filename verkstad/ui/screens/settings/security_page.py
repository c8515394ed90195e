"""The tab Säkerhet: who can open the folder, reminders of missing codes, and signs of tampering."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.services.copying import TAMPERING_ADVICE, Told
from verkstad.services.security import NO_HELP, OLD_COPIES, WayIn
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit import background
from verkstad.ui.kit.dialogs import Dialog, ask
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import Banner, button, column, row, scrolled, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.settings import security_dialogs
from verkstad.ui.screens.settings.code_reminder import CODE_MADE, ENVELOPE_MADE, CodeReminder


def _columns() -> tuple[ListColumn[WayIn], ...]:
    return (
        ListColumn("Öppnar med", lambda way: way.label, width=180),
        ListColumn("Vem", lambda way: way.owner, width=240),
        ListColumn("Sedan", lambda way: swedish.date_text(way.made_on) if way.made_on else "", width=120),
        ListColumn(
            "", lambda way: "Används nu" if way.is_in_use else "", tone=lambda _way: "info", width=120
        ),
    )


class SecurityPage(QWidget):
    """Each change takes effect immediately. Only removal asks first, because it cannot be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.banner, self.signs = Banner(), Banner()
        self.known_button = button("Jag vet varför loggen skiljer sig från kopiorna", self._acknowledge)
        self.known_button.hide()
        self.reminder = CodeReminder(desk)
        self.table: RowTable[WayIn] = RowTable(_columns(), "Vem kan öppna mappen")
        self.password_button = button("Byt lösenord", self.change_password, icon="key")
        self.code_button = button("Ny återställningskod", self.new_code, icon="printer")
        self.envelope_button = button("Nytt kuvert till chefen", self.make_envelope, icon="envelope-simple")
        self.add_button = button("Lösenord till en kollega", self.add_password, icon="user-plus")
        self.remove_button = button("Ta bort", self.ask_to_remove, icon="trash")
        layout = column(
            text(
                "Allt i mappen är krypterat. Här står vad som öppnar den, och vems det är. Det du ändrar gäller "
                f"genast. {OLD_COPIES}",
                "muted",
                wraps=True,
            ),
            self.banner,
            self.signs,
            row(self.known_button, 0),
            self.reminder,
            self.table,
            row(self.password_button, self.code_button, self.envelope_button, 0),
            row(self.add_button, self.remove_button, 0),
            text(
                f"{NO_HELP} Se till att två personer kan öppna mappen, och att kuvertet ligger i kommunens "
                "kassaskåp.",
                "help",
                wraps=True,
            ),
            0,
            space=12,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        content = QWidget()
        content.setLayout(layout)
        self.setLayout(column(scrolled(content)))
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        chosen = self.table.chosen()
        try:
            found = self._desk.workspace.security.ways_in()
        except VerkstadError as fault:
            found = []
            self.banner.show_words(str(fault))
        self.table.rows.show_rows(found)
        self.table.choose(
            next((at for at, way in enumerate(found) if chosen and way.slot_id == chosen.slot_id), 0)
        )
        self.table.fit_height()
        self.remove_button.setEnabled(len(found) > 1)
        show_if(self.envelope_button, any(way.kind == "manager" for way in found))
        show_if(self.add_button, bool(self._without_password(found)))
        self.reminder.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare the log with the copies in a worker thread: there may be many copies, on a slow server."""
        super().showEvent(event)
        if not event.spontaneous():  # spontaneous: the window was only restored by the system
            compare = self._desk.workspace.copying.comparison_with_copies()
            background.run(self, compare, self._tell_signs, self._tell_without_copies)

    def _tell_signs(self, told: Told) -> None:
        signs = [*self._desk.workspace.copying.signs_in_folder(), *filter(None, [told.parted])]
        show_if(self.known_button, bool(told.parted))
        if signs:
            self.signs.show_words(f"{' '.join(signs)} {TAMPERING_ADVICE}", "soon")
        else:
            self.signs.hide()

    def _tell_without_copies(self, fault: Exception) -> None:
        if not isinstance(fault, VerkstadError):
            raise fault
        self._tell_signs(Told("", ""))

    def _acknowledge(self) -> None:
        self._desk.workspace.copying.acknowledge_parting()
        self._tell_signs(Told("", ""))

    def change_password(self) -> None:
        dialog = security_dialogs.change_password(self, self._desk.workspace)
        self._follow(dialog, "Lösenordet är bytt.")

    def new_code(self) -> None:
        dialog = security_dialogs.new_code(self, self._desk.workspace)
        self._follow(dialog, CODE_MADE)

    def make_envelope(self) -> None:
        self._follow(security_dialogs.make_envelope(self, self._desk.workspace), ENVELOPE_MADE)

    def add_password(self) -> None:
        workspace = self._desk.workspace
        try:
            staff = self._without_password(workspace.security.ways_in())
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return
        self._follow(security_dialogs.add_password(self, workspace, staff), "Personen kan nu öppna mappen.")

    def ask_to_remove(self) -> None:
        way = self.table.chosen()
        if way is None:
            return
        security = self._desk.workspace.security
        try:
            words = security.consequence(way.slot_id)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        ask(self, f"Ta bort {way.label.lower()}?", words, "Ta bort", lambda: self._remove(way))

    def _remove(self, way: WayIn) -> None:
        try:
            self._desk.workspace.security.remove(way.slot_id)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        self.refresh()
        self._desk.told.emit(f"Borttaget: {way.label.lower()}, {way.owner}.")

    def _without_password(self, ways: list[WayIn]) -> list[StaffMember]:
        """Return the active colleagues without a password, by id: two may have the same name."""
        have = {way.staff_id for way in ways if way.kind == "password"}
        staff = self._desk.workspace.registers.all(StaffMember)
        return [member for member in staff if member.is_active and member.id not in have]

    def _follow(self, dialog: Dialog, words: str) -> None:
        dialog.accepted.connect(self.refresh)
        dialog.accepted.connect(lambda: self._desk.told.emit(words))
