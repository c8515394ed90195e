"""The last step of the first start: the recovery code, and that it really was written down."""

import random
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel

from verkstad.ui.first_steps import Step, asked_line
from verkstad.ui.kit.fonts import enlarge
from verkstad.ui.kit.parts import button, column, row, text


class CodeStep(Step):
    """Shows the recovery code once; two of its groups are typed back, so that it really was written down."""

    def __init__(self) -> None:
        super().__init__()
        self._code, self._folder = "", Path()
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
        self.setLayout(
            column(
                text("Spara återställningskoden", "title"),
                text(
                    "Glömmer du lösenordet är koden enda vägen in. Den visas bara nu. Skriv ut den eller skriv "
                    "av den, och lägg den inlåst, inte vid datorn.",
                    "muted",
                    wraps=True,
                ),
                row(self._groups, 0),
                row(
                    button("Skriv ut", self._print, icon="printer"),
                    button("Kopiera", self._copy, icon="copy"),
                    0,
                ),
                4,
                text("Skriv två av grupperna, så vet du att du har dem:", wraps=True),
                row(self._labels[0], self.lines[0], 16, self._labels[1], self.lines[1], 0),
                self._wrong,
                0,
                space=8,
            )
        )

    def show_code(self, code: str, folder: Path) -> None:
        self._code, self._folder = code, folder
        groups = code.split("-")
        for at, group in enumerate(groups):
            label = text(group)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAccessibleName(f"Grupp {at + 1}: {group}")
            enlarge(label, 3)
            self.shown.append(label)
            self._groups.addLayout(column(text(f"Grupp {at + 1}", "help"), label, space=0), at // 3, at % 3)
        first, second = sorted(random.sample(range(len(groups)), 2))
        self._asked_for = (first, second)
        for label, at in zip(self._labels, (first, second), strict=True):
            label.setText(f"Grupp {at + 1}")

    def _unlike(self, *, unfinished: bool) -> list[int]:
        """The numbers of the groups that are typed and are not as in the code."""
        groups = self._code.split("-")
        found = []
        for line, at in zip(self.lines, self._asked_for, strict=True):
            typed = line.text().strip().upper()
            if typed != groups[at] and (unfinished or len(typed) >= len(groups[at])):
                found.append(at + 1)
        return found

    def _compare(self) -> None:
        self._wrong.setText(self._words(self._unlike(unfinished=False)))
        self.changed.emit()

    @staticmethod
    def _words(numbers: list[int]) -> str:
        return " ".join(f"Grupp {number} stämmer inte med koden ovanför." for number in numbers)

    def is_ready(self) -> bool:
        return bool(self._code) and not self._unlike(unfinished=True)

    def problem(self) -> str:
        return self._words(self._unlike(unfinished=True))

    def begin(self) -> None:
        self.lines[0].setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._code)

    def _print(self) -> None:
        from verkstad.ui.printing import print_recovery_code

        print_recovery_code(self, self._code, self._folder)
