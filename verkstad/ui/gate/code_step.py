"""A step that shows a printed code once and has the user type two groups from the paper before the code is valid."""

import random
from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QWidget

from verkstad.domain import recovery_code
from verkstad.ui.gate.asking import asked_line
from verkstad.ui.gate.first_steps import GuideStep
from verkstad.ui.kit.fonts import enlarge
from verkstad.ui.kit.parts import button, column, empty_layout, row, text
from verkstad.ui.kit.visibility import show_if

RECOVERY_WORDS = (
    "Glömmer du lösenordet är koden din väg in. Den visas bara nu. Skriv ut den eller skriv av den, och lägg "
    "den inlåst, inte vid datorn."
)
ENVELOPE_WORDS = (
    "Skriv ut bladet, lägg det i ett kuvert, klistra igen och låt chefen låsa in det i kommunens kassaskåp. "
    "Koden visas bara nu."
)

_BESIDE = 5  # groups in a row


class CodeStep(GuideStep):
    """Shows the code, then hides it and asks for two of its groups, to prove that the user has it on paper.

    `print_paper` gets the code.
    """

    def __init__(self, heading: str, words: str, print_paper: Callable[[str], None]) -> None:
        super().__init__()
        self._code, self._print_paper = "", print_paper
        self._asked_for: tuple[int, int] = (0, 1)
        self.shown: list[QLabel] = []
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(32)
        self._groups.setVerticalSpacing(4)
        self._wrong = text("", "problem", wraps=True)
        self.lines = (asked_line("Första gruppen"), asked_line("Andra gruppen"))
        self._labels = (text(), text())
        for line, label in zip(self.lines, self._labels, strict=True):
            line.setMaximumWidth(140)
            line.textChanged.connect(self._compare)
            label.setBuddy(line)
        title = text(heading, "title")
        show_if(title, bool(heading))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._code_part(words))
        self._stack.addWidget(self._answer_part())
        self.setLayout(column(title, self._stack, 0, space=8))

    def _code_part(self, words: str) -> QWidget:
        # No copy button: other programs can read the clipboard, and some store it.
        self.print_button = button("Skriv ut", self._print, icon="printer")
        self.have_button = button("Jag har koden på papper", self.ask, icon="check")
        part = QWidget()
        what = text(words, "muted", wraps=True)
        buttons = row(self.print_button, self.have_button, 0)
        part.setLayout(column(what, row(self._groups, 0), 8, buttons, 0))
        return part

    def _answer_part(self) -> QWidget:
        self.again_button = button("Visa koden igen", self.show_again, icon="eye")
        part = QWidget()
        part.setLayout(
            column(
                text(
                    "Läs på ditt papper och skriv två av grupperna, så vet du att du har koden:", wraps=True
                ),
                row(self._labels[0], self.lines[0], 16, self._labels[1], self.lines[1], 0),
                self._wrong,
                row(self.again_button, 0),
                0,
            )
        )
        return part

    @property
    def code(self) -> str:
        return self._code

    def show_code(self, code: str) -> None:
        self._code = code
        self.shown.clear()
        empty_layout(self._groups)
        groups = code.split("-")
        for at, group in enumerate(groups):
            label = text(group)
            label.setAccessibleName(f"Grupp {at + 1}: {group}")
            enlarge(label, 3)
            self.shown.append(label)
            shown = column(text(f"Grupp {at + 1}", "help"), label, space=0)
            self._groups.addLayout(shown, at // _BESIDE, at % _BESIDE)
        self._stack.setCurrentIndex(0)

    def ask(self) -> None:
        """Hide the code and ask for two random groups of it."""
        first, second = sorted(random.sample(range(len(self.shown)), 2))
        self._asked_for = (first, second)
        for label, at in zip(self._labels, (first, second), strict=True):
            label.setText(f"Grupp {at + 1}")
        self._stack.setCurrentIndex(1)
        self.lines[0].setFocus()

    def show_again(self) -> None:
        """Show the code again and clear the answers."""
        for line in self.lines:
            line.clear()
        self._stack.setCurrentIndex(0)
        self.print_button.setFocus()

    def _unlike(self, *, unfinished: bool) -> list[int]:
        """Return the numbers of the groups that differ from the code; unfinished ones only if `unfinished`."""
        groups = self._code.split("-")
        found = []
        for line, at in zip(self.lines, self._asked_for, strict=True):
            typed = recovery_code.as_read(line.text())
            if typed != groups[at] and (unfinished or len(typed) >= len(groups[at])):
                found.append(at + 1)
        return found

    def _compare(self) -> None:
        self._wrong.setText(self._words(self._unlike(unfinished=False)))
        self.changed.emit()

    @staticmethod
    def _words(numbers: list[int]) -> str:
        return " ".join(f"Grupp {number} stämmer inte med koden." for number in numbers)

    def is_ready(self) -> bool:
        return bool(self._code) and not self._unlike(unfinished=True)

    def problem(self) -> str:
        if self._stack.currentIndex() == 0:
            return "Skriv ut koden eller skriv av den, och tryck på ”Jag har koden på papper”."
        return self._words(self._unlike(unfinished=True))

    def begin(self) -> None:
        (self.lines[0] if self._stack.currentIndex() else self.print_button).setFocus()

    def _print(self) -> None:
        self._print_paper(self._code)
