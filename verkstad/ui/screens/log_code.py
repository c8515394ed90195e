"""Holding the change log against the code on a printed status report."""

from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain import swedish
from verkstad.ui.desk import Desk
from verkstad.ui.kit.parts import button, column, restyle, row, text


class LogCode(QWidget):
    """A line for the code, and what it says of the log."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.code = QLineEdit()
        self.code.setAccessibleName("Kontrollkod")
        self.code.setPlaceholderText("ABCDE-FGHJK")
        self.code.setFixedWidth(160)
        self.code.returnPressed.connect(self.compare)
        self.compare_button = button("Jämför", self.compare)
        self.answer = text("", wraps=True)
        self.code.textChanged.connect(lambda _text: self.answer.clear())
        label = text("Kontrollkod på en utskriven lägesrapport")
        label.setBuddy(self.code)
        line = row(label, self.code, self.compare_button, self.answer)
        line.setStretch(3, 1)
        self.setLayout(column(line))

    def compare(self) -> None:
        """Says whether the log has a line with the code, and which."""
        typed = self.code.text().strip()
        if not typed:
            return
        found = self._desk.workspace.history.with_code(typed)
        if found is None:
            words = "Ingen ändring har den koden. Jämför med papperet, tecken för tecken."
        else:
            when = swedish.moment_text(datetime.fromisoformat(found.at))
            words = f"Stämmer med ändringen {when}. Allt som står före den är som det var då."
        restyle(self.answer, "role", "missing" if found is None else "good")
        self.answer.setText(words)
