"""The tab Val: choices of the unit, such as the name of the plan, support categories, and hiding small numbers."""

from PySide6.QtWidgets import QCheckBox, QWidget

from verkstad.services.imports.service import SUPPORT_CATEGORIES_SETTING
from verkstad.services.plans import DEFAULT_TITLE, TITLE_SETTING
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.parts import column, text
from verkstad.workspace import MASKING_SETTING

_DEFAULTS = {TITLE_SETTING: DEFAULT_TITLE, MASKING_SETTING: "1"}
_TITLES = (DEFAULT_TITLE, "Genomförandeplan", "Min plan")


class ChoicesPage(QWidget):
    """Each choice is stored when it is made."""

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
        self.categories = QCheckBox("Vi använder stödkategorier (AM1, AM2, AM3)")
        self.masking = QCheckBox("Dölj antal under 5 på papper som lämnar enheten")
        layout = column(
            label,
            self.title,
            text(
                "Står överst på papperet som deltagaren får. Några enheter måste använda ett annat ord än "
                "handlingsplan.",
                "help",
                wraps=True,
            ),
            12,
            self.categories,
            text("Då går stödkategorin att ändra på deltagarens kort, under Uppgifter.", "help", wraps=True),
            12,
            self.masking,
            text(
                "Så att ingen går att känna igen i ett litet antal. Ni ser alltid de verkliga talen här i "
                "programmet.",
                "help",
                wraps=True,
            ),
            0,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.title)
        self.refresh()
        self.title.activated.connect(lambda _at: self._store_title())
        line = self.title.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._store_title)
        for box, key in ((self.categories, SUPPORT_CATEGORIES_SETTING), (self.masking, MASKING_SETTING)):
            box.clicked.connect(lambda is_on, key=key: self._store(key, str(int(is_on))))

    def refresh(self) -> None:
        setting = self._desk.workspace.registers.setting
        self.title.setCurrentText(setting(TITLE_SETTING, DEFAULT_TITLE))
        self.categories.setChecked(setting(SUPPORT_CATEGORIES_SETTING) == "1")
        self.masking.setChecked(setting(MASKING_SETTING, _DEFAULTS[MASKING_SETTING]) == "1")

    def _store_title(self) -> None:
        self._store(TITLE_SETTING, self.title.currentText().strip() or DEFAULT_TITLE)

    def _store(self, key: str, value: str) -> None:
        registers = self._desk.workspace.registers
        if value != registers.setting(key, _DEFAULTS.get(key, "")):
            registers.set_setting(key, value)
