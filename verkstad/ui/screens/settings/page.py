"""The page Inställningar: workshop, staff, targets, vocabularies, modules, choices, changes, copies and security."""

from PySide6.QtWidgets import QTabWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Module, StaffMember, Target, Term, Workshop
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page, Whereabouts
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.parts import column, row, text
from verkstad.ui.screens.registers.tab import RegisterTab
from verkstad.ui.screens.settings.changes_page import ChangesPage
from verkstad.ui.screens.settings.choices_page import ChoicesPage
from verkstad.ui.screens.settings.copies_page import CopiesPage
from verkstad.ui.screens.settings.security_page import SecurityPage

_WORKSHOP = (
    "name",
    "unit",
    "municipalities",
    "leader_id",
    "project_name",
    "project_number",
    "reference_number",
    "period_starts_on",
    "period_ends_on",
    "target_groups",
    "is_active",
)


class VocabularyPage(OpensDraft, QWidget):
    """The terms of one vocabulary at a time. The keys of terms never change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choice = Combo()
        self.choice.setAccessibleName("Ordlista")
        for vocabulary in sorted(VOCABULARIES.values(), key=lambda one: swedish.sort_key(one.label)):
            self.choice.addItem(vocabulary.label, vocabulary.key)
        self.words_tab = RegisterTab(
            desk,
            Term,
            "Ord som går att välja. Ändra orden så att de låter som hos er. Ett ord som har använts tas inte "
            "bort: ta bort markeringen ”Används”.",
            fields=("name", "definition", "position", "is_active"),
            columns=("name", "definition", "is_active"),
            where=lambda term: term.vocabulary == self.choice.currentData(),
            preset=self._new_term,
            scope=lambda: str(self.choice.currentData()),
        )
        self.choice.currentIndexChanged.connect(lambda _at: self.words_tab.refresh())
        label = text("Ordlista")
        label.setBuddy(self.choice)
        layout = column(row(label, self.choice, 0), self.words_tab, space=0)
        layout.setContentsMargins(0, 16, 0, 0)
        self.setLayout(layout)
        self.setFocusProxy(self.choice)
        self.register = self.words_tab.register

    def _new_term(self) -> Term:
        vocabulary = self.choice.currentData()
        terms = [one for one in self._desk.workspace.registers.all(Term) if one.vocabulary == vocabulary]
        position = max((one.position or 0 for one in terms), default=0) + 1
        own = f"own_{vocabulary}_"
        numbers = [one.key.removeprefix(own) for one in terms if one.key.startswith(own)]
        number = max((int(one) for one in numbers if one.isdecimal()), default=0) + 1
        return Term(vocabulary=vocabulary, key=f"{own}{number}", position=position)

    def open_draft(self, key: str) -> RecordDialog | None:
        """Select the vocabulary of the term, then open the draft."""
        terms = {f"terms/{one.id}": one.vocabulary for one in self._desk.workspace.registers.all(Term)}
        vocabulary = terms.get(key) or key.removeprefix("terms/new/")
        if (at := self.choice.findData(vocabulary)) < 0:
            return None
        self.choice.setCurrentIndex(at)
        return self.words_tab.open_draft(key)

    def refresh(self) -> None:
        self.words_tab.refresh()


_Section = RegisterTab | VocabularyPage | ChoicesPage | ChangesPage | CopiesPage | SecurityPage


class SettingsPage(OpensDraft, Page):
    tables = frozenset({"workshops", "staff_members", "terms", "targets", "modules", "settings"})
    help_text = (
        "Det som ställs in sällan: verkstaden och dess mål, personalen, orden i listorna, valideringens moduler, "
        "planens namn, allt som har ändrats, och säkerhetskopiorna."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        sections: tuple[tuple[str, _Section], ...] = (
            ("Verkstad", self._workshops()),
            ("Personal", self._staff()),
            ("Mål", self._targets()),
            ("Ordlistor", VocabularyPage(desk)),
            ("Moduler", self._modules()),
            ("Val", ChoicesPage(desk)),
            ("Ändringar", ChangesPage(desk)),
            ("Säkerhetskopior", CopiesPage(desk)),
            ("Säkerhet", SecurityPage(desk)),
        )
        self._parts = [part for _title, part in sections]
        for title, part in sections:
            self.tabs.addTab(part, title)
        layout = column(text("Inställningar", "title"), self.tabs, space=12)
        layout.setContentsMargins(24, 24, 24, 0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.tabs)

    def _workshops(self) -> RegisterTab:
        return RegisterTab(
            self.desk,
            Workshop,
            "En verkstad kan höra till flera kommuner. Enhet och diarienummer står i brevhuvudet.",
            fields=_WORKSHOP,
            columns=("name", "unit", "municipalities", "project_name"),
        )

    def _staff(self) -> RegisterTab:
        return RegisterTab(
            self.desk,
            StaffMember,
            "De som arbetar i verkstaden. Den som slutar tas inte bort: ta bort markeringen ”Arbetar här”.",
            fields=("name", "role", "phone", "email", "is_active"),
        )

    def _targets(self) -> RegisterTab:
        def first() -> Target:
            workshops = self.desk.workspace.registers.all(Workshop)
            return Target(workshop_id=workshops[0].id if workshops else None)

        return RegisterTab(
            self.desk,
            Target,
            "Vad verkstaden ska nå från projektets start. Utfallet visas i lägesrapporten.",
            fields=("workshop_id", "kind", "value"),
            columns=("kind", "value", "workshop_id"),
            preset=first,
        )

    def _modules(self) -> RegisterTab:
        return RegisterTab(
            self.desk,
            Module,
            "Moduler att validera mot. Kriterierna hör till anordnaren och följer inte med.",
            fields=("title", "code", "level", "version", "is_active"),
            columns=("title", "code", "level", "is_active"),
        )

    def open_draft(self, key: str) -> RecordDialog | None:
        table = key.partition("/")[0]
        for part in self._parts:
            if isinstance(part, RegisterTab | VocabularyPage) and part.register.record_type.table == table:
                self.tabs.setCurrentWidget(part)
                return part.open_draft(key)
        return None

    def refresh(self) -> None:
        for part in self._parts:
            part.refresh()

    def whereabouts(self) -> Whereabouts:
        return Whereabouts(tab=self.tabs.currentIndex())

    def return_to(self, whereabouts: Whereabouts) -> None:
        self.tabs.setCurrentIndex(whereabouts.tab)


PAGE = SettingsPage
