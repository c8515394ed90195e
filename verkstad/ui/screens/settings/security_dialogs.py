"""Dialogs for keys: a new password, a new code, the manager's envelope, and a password for a colleague."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember, Workshop
from verkstad.domain.written import tidy
from verkstad.services.security import OLD_COPIES, WITHDRAWN_USED
from verkstad.ui.gate.asking import NewPassword, asked, asked_line
from verkstad.ui.gate.code_step import ENVELOPE_WORDS, RECOVERY_WORDS, CodeStep
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column
from verkstad.workspace import Workspace


class KeyDialog(Dialog):
    """Runs `work` when everything is filled in. A VerkstadError is shown and the dialog stays open."""

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        words: str,
        yes: str,
        work: Callable[[], None],
        no: str = "Avbryt",
    ) -> None:
        super().__init__(parent, heading, words)
        self._work = work
        self.done_button = button(yes, self.finish, role="primary")
        self.add_buttons(button(no, self.reject), self.done_button)
        self.problem: Callable[[], str] = str

    def finish(self) -> None:
        if problem := self.problem():
            self.banner.show_words(problem)
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._work()
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.accept()


class PasswordDialog(KeyDialog):
    """Asks for a new password; with `asks_old` for the current one too. `staff` are the colleagues to choose from."""

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        words: str,
        work: Callable[[], None],
        *,
        asks_old: bool = False,
        staff: Sequence[StaffMember] = (),
        no: str = "Avbryt",
    ) -> None:
        super().__init__(parent, heading, words, "Klar", work, no)
        self.old = asked_line("Nuvarande lösenord", is_secret=True)
        self.new = NewPassword("Lösenord" if staff else "Nytt lösenord")
        self.staff = Combo()
        self.staff.setAccessibleName("Vem")
        self.staff.setMaximumWidth(420)
        for member in staff:
            self.staff.addItem(member.name, member.id)
        first = [asked("Vem", self.staff)] if staff else []
        if asks_old:
            first.append(asked("Nuvarande lösenord", self.old))
        self.add(column(*first, self.new, 0, space=12))
        self._asks_old = asks_old
        self.problem = self._problem
        for line in (self.old, self.new.first, self.new.second):
            line.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def _judge(self) -> None:
        self.done_button.setEnabled(self.new.is_ready() and (bool(self.old.text()) or not self._asks_old))

    def _problem(self) -> str:
        return self.new.problem()

    def begin(self) -> None:
        self.open_fitted()
        first = self.old if self._asks_old else self.staff if self.staff.count() else self.new
        first.setFocus()


class CodeDialog(KeyDialog):
    """Shows a drafted code; it becomes valid when two of its groups have been typed from the paper."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, heading: str, words: str, *, is_for_manager: bool
    ) -> None:
        super().__init__(parent, heading, words, "Klar, börja använda koden", self._put_in_force)
        self._workspace, self._is_for_manager = workspace, is_for_manager
        self.manager = asked_line("Chefens namn")
        self.code = CodeStep("", ENVELOPE_WORDS if is_for_manager else RECOVERY_WORDS, self._print)
        self.code.show_code(workspace.security.draft_code())
        if is_for_manager:
            earlier = next((way for way in workspace.security.ways_in() if way.kind == "manager"), None)
            self.manager.setText(earlier.owner if earlier else "")
            self.add(asked("Chefens namn", self.manager, "Den som ansvarar för verkstaden i kommunen."))
            self.manager.textChanged.connect(lambda _text: self._judge())
        self.add(self.code)
        self.code.changed.connect(self._judge)
        self.code.have_button.clicked.connect(self.banner.hide)
        self.problem = self.code.problem
        self._judge()

    def _judge(self) -> None:
        is_named = bool(self.manager.text().strip()) or not self._is_for_manager
        self.done_button.setEnabled(is_named and self.code.is_ready())

    def _put_in_force(self) -> None:
        security = self._workspace.security
        if self._is_for_manager:
            security.new_manager_code(self.manager.text(), self.code.code)
        else:
            security.new_code(self.code.code)

    def _print(self, code: str) -> None:
        from verkstad.ui.papers.printing import CodePaper, print_code

        workspace = self._workspace
        workshop = next(
            (one.name for one in workspace.registers.all(Workshop) if one.is_active), "verkstaden"
        )
        manager = tidy(self.manager.text())
        paper = CodePaper(code, workshop, workspace.actor.name, manager, workspace.folder, workspace.today())
        print_code(self, paper, self.banner.show_words)

    def begin(self) -> None:
        self.open_fitted()
        if self._is_for_manager and not self.manager.text():
            self.manager.setFocus()
        else:
            self.code.begin()


def change_password(parent: QWidget, workspace: Workspace) -> PasswordDialog:
    dialog = PasswordDialog(
        parent,
        "Byt lösenord",
        f"Det nya gäller genast. {OLD_COPIES}",
        lambda: workspace.security.change_password(dialog.old.text(), dialog.new.password),
        asks_old=True,
    )
    dialog.begin()
    return dialog


def choose_after_code(parent: QWidget, workspace: Workspace) -> PasswordDialog:
    """Ask for a new password after opening with a printed code or with a withdrawn password or code."""
    is_manager = workspace.security.opened_with() == "manager"
    words = (
        "Mappen öppnades med chefens kuvert. Välj ett eget lösenord, så behövs kuvertet inte nästa gång. Gör "
        "sedan ett nytt kuvert, under Inställningar och Säkerhet."
        if is_manager
        else "Mappen öppnades med återställningskoden. Välj ett nytt lösenord: det gamla slutar gälla. Koden "
        "fungerar som förut."
    )
    if workspace.security.is_withdrawn:
        words = WITHDRAWN_USED
    dialog = PasswordDialog(
        parent,
        "Välj ett nytt lösenord",
        words,
        lambda: workspace.security.choose_password(dialog.new.password),
        no="Gör det senare",
    )
    dialog.begin()
    return dialog


def add_password(parent: QWidget, workspace: Workspace, staff: list[StaffMember]) -> PasswordDialog:
    dialog = PasswordDialog(
        parent,
        "Lösenord till en kollega",
        "Personen skriver sitt eget lösenord här, och öppnar sedan samma uppgifter som du. I loggen står vem "
        "som har gjort vad.",
        lambda: workspace.security.add_password(dialog.staff.currentData(), dialog.new.password),
        staff=staff,
    )
    dialog.begin()
    return dialog


def new_code(parent: QWidget, workspace: Workspace) -> CodeDialog:
    dialog = CodeDialog(
        parent,
        workspace,
        "Ny återställningskod",
        f"Den förra koden slutar gälla när du trycker på Klar, och inte förr. {OLD_COPIES}",
        is_for_manager=False,
    )
    dialog.begin()
    return dialog


def make_envelope(parent: QWidget, workspace: Workspace) -> CodeDialog:
    has_one = "manager" not in workspace.security.missing_codes()
    dialog = CodeDialog(
        parent,
        workspace,
        "Chefens kuvert",
        f"Koden i det förra kuvertet slutar gälla när du trycker på Klar, och inte förr. {OLD_COPIES}"
        if has_one
        else "Uppgifterna är kommunens. Med koden i kuvertet går de att öppna om du blir sjuk eller slutar.",
        is_for_manager=True,
    )
    dialog.begin()
    return dialog
