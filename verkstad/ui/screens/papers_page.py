"""What stands on papers: the plan's title."""

from PySide6.QtWidgets import QWidget

from verkstad.services.plans import DEFAULT_TITLE, TITLE_SETTING
from verkstad.ui.desk import Desk
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.parts import column, text

_TITLES = (DEFAULT_TITLE, "Genomförandeplan", "Min plan")


class PapersPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = Combo()
        self.title.setEditable(True)
        self.title.addItems(_TITLES)
        self.title.setMaximumWidth(320)
        self.title.setAccessibleName("Planens namn")
        label = text("Planens namn")
        label.setBuddy(self.title)
        layout = column(
            text("Några enheter måste använda ett annat ord än handlingsplan.", "muted", wraps=True),
            label,
            self.title,
            text("Står överst på papperet som deltagaren får.", "help"),
            0,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.title)
        self.refresh()
        self.title.activated.connect(lambda _at: self._store())
        line = self.title.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._store)

    def refresh(self) -> None:
        self.title.setCurrentText(self._desk.workspace.registers.setting(TITLE_SETTING, DEFAULT_TITLE))

    def _store(self) -> None:
        registers = self._desk.workspace.registers
        typed = self.title.currentText().strip() or DEFAULT_TITLE
        if typed != registers.setting(TITLE_SETTING, DEFAULT_TITLE):
            registers.set_setting(TITLE_SETTING, typed)
