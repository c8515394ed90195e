"""Compares the change log with the code on a printed status report."""

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.parts import button, column, restyle, row, text


class LogCode(QWidget):
    """A field for the code, and the answer about the log."""

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
        """Show whether the log has an entry with this code, which one, and whether the log up to it is unchanged."""
        typed = self.code.text().strip()
        if not typed:
            return
        found = self._desk.workspace.history.with_code(typed)
        missing = "Ingen ändring har den koden. Jämför med papperet, tecken för tecken."
        restyle(self.answer, "role", "good" if found is not None and found.is_proven else "missing")
        self.answer.setText(found.words if found is not None else missing)
