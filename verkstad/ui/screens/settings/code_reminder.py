"""Reminder of a printed code that does not exist yet, for Idag and Säkerhet."""

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.parts import button, column, frame, row, text
from verkstad.ui.kit.visibility import show_if

ENVELOPE_MADE = "Kuvertet är gjort. Lämna det till chefen."
CODE_MADE = "Den nya återställningskoden gäller nu. Har du en äldre kan den rivas."
_REMINDERS = {
    "manager": (
        "Chefens kuvert saknas. Det behövs om du blir sjuk eller slutar.",
        "Gör kuvertet",
        ENVELOPE_MADE,
    ),
    "recovery": ("Återställningskod saknas. Den behövs om du glömmer lösenordet.", "Gör en kod", CODE_MADE),
}


class CodeReminder(QWidget):
    """Shown on Idag and Säkerhet until every printed code exists."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.words = text("", wraps=True)
        self.make_button = button("Gör kuvertet", self._make)
        self._kind = ""
        card = frame("card")
        line = row(self.words, self.make_button, margin=12, space=12)
        line.setStretch(0, 1)
        card.setLayout(line)
        self.setLayout(column(card))
        self.refresh()

    def refresh(self) -> None:
        try:
            missing = self._desk.workspace.security.missing_codes()
        except VerkstadError:
            missing = []  # the error is shown at opening and by the check
        show_if(self, bool(missing))
        self._kind = "manager" if "manager" in missing else "recovery"
        words, act, _made = _REMINDERS[self._kind]
        self.words.setText(words)
        self.make_button.setText(act)

    def _make(self) -> None:
        # Loaded late, so that Idag starts without dialogs.
        from verkstad.ui.screens.settings import security_dialogs

        makes = security_dialogs.make_envelope if self._kind == "manager" else security_dialogs.new_code
        _words, _act, made = _REMINDERS[self._kind]
        dialog = makes(self, self._desk.workspace)
        dialog.accepted.connect(self.refresh)
        dialog.accepted.connect(lambda: self._desk.told.emit(made))
