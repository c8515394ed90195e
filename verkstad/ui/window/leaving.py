"""Closing the window: asks once if a draft cannot be saved, because the text would be lost."""

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.kit.mishaps import tell_mishap
from verkstad.ui.kit.parts import button, text


class Leaving:
    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._has_asked = False

    def may_close(self) -> bool:
        """Save the drafts. If that fails, ask and return False; a second attempt to close succeeds."""
        faults = [] if self._has_asked else keep_drafts(self._window)
        if not faults:
            return True
        self._has_asked = True
        known = next((str(fault) for fault in faults if isinstance(fault, VerkstadError)), "")
        self._ask(known or "Det du har sparat är kvar.")
        for fault in faults:
            if not isinstance(fault, VerkstadError):
                tell_mishap(fault)
        return False

    def hide_work(self) -> None:
        """Hide dialogs of long work, which stops them before the workspace is closed."""
        from verkstad.ui.desk.work_dialog import WorkDialog

        for work in self._window.findChildren(WorkDialog):
            work.hide()

    def _ask(self, why: str) -> None:
        """Ask whether to close. Enter stays, because closing loses the text."""
        from verkstad.ui.kit.dialogs import Dialog

        asked = Dialog(self._window, "Stäng ändå?")
        lost = "Stänger du nu försvinner det du höll på att skriva: det kunde inte sparas som utkast."
        asked.add(text(lost, wraps=True))
        asked.add(text(why, wraps=True))
        stay = button("Gå tillbaka", asked.reject, role="primary")
        asked.add_buttons(button("Stäng ändå", asked.accept), stay)
        asked.accepted.connect(self._window.close)
        asked.rejected.connect(self._stay)
        asked.open_fitted()
        stay.setFocus()

    def _stay(self) -> None:
        self._has_asked = False
