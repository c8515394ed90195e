"""The card of an employer: quick entry of a contact, contacts, contact persons, and placements over the years."""

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.draft_kinds import CONTACT, CONTACT_PERSON
from verkstad.domain.records import ContactPerson, EmployerContact
from verkstad.services.placements import PlacementRow
from verkstad.ui.desk.card_page import TabbedCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog, editor_of
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import Elided, Pill, button, column, row, scrolled, text
from verkstad.ui.kit.record_form import Section
from verkstad.ui.kit.table import RowTable
from verkstad.ui.screens import tones
from verkstad.ui.screens.employers.quick_contact import QuickContact
from verkstad.ui.screens.history_list import HistoryList

_DETAILS = (
    Section("Företaget", ("name", "organisation_number", "industry", "sector", "place", "size", "address")),
    Section("Samarbetet", ("status", "owner_id", "origin")),
)
_PERSON = ("name", "role", "phone", "email", "supervisor_course_on")
_CONTACT = (
    "words",
    "contacted_on",
    "channel",
    "purpose",
    "outcome",
    "next_step",
    "next_on",
    "is_next_done",
    "minutes",
)


class EmployerCardView(OpensDraft, TabbedCard):
    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        workspace = desk.workspace
        self.card = workspace.employers.card(record_id)
        self._name, self._where, self._status = Elided("", "title", yields=False), text("", "muted"), Pill()
        self.quick = QuickContact(desk, record_id)
        self.contacts = self._contact_table()
        self.contacts.opened.connect(self.edit_contact)
        self.persons: RowTable[ContactPerson] = RowTable(
            (
                ListColumn("Namn", lambda one: one.name, width=180),
                ListColumn("Roll", lambda one: one.role, width=150),
                ListColumn("Telefon", lambda one: one.phone, width=140),
                ListColumn("E-post", lambda one: one.email, width=220),
                ListColumn("Handledarutbildning", lambda one: swedish.date_text(one.supervisor_course_on)),
            ),
            "Kontaktpersoner",
        )
        self.persons.opened.connect(self.edit_person)
        self.placements = self._placement_table()
        self.placements.opened.connect(lambda one: desk.record_wanted.emit("placements", one.id))
        self.details = editor_of(desk, self.card.employer, _DETAILS, workspace.employers.save)
        self.history = HistoryList(desk)
        self._lay_out()
        self.refresh()
        self.setFocusProxy(self.quick)

    def _contact_table(self) -> RowTable[EmployerContact]:
        words = self.desk.workspace.words

        def next_step(one: EmployerContact) -> str:
            day = swedish.date_text(one.next_on) if one.next_on else ""
            done = "klart" if one.is_next_done and (one.next_step or day) else ""
            return " ".join(part for part in (one.next_step, day, done) if part)

        return RowTable(
            (
                ListColumn("Datum", lambda one: swedish.date_text(one.contacted_on), width=98),
                ListColumn("Kanal", lambda one: words.label("contact_channel", one.channel), width=100),
                ListColumn("Resultat", lambda one: words.label("contact_outcome", one.outcome), width=150),
                ListColumn("Vad sades", lambda one: one.words, width=260),
                ListColumn("Nästa steg", next_step, width=200),
            ),
            "Kontakter",
        )

    def _placement_table(self) -> RowTable[PlacementRow]:
        return RowTable(
            (
                ListColumn("Deltagare", lambda one: one.participant, width=180),
                ListColumn("Typ", lambda one: one.type_label, width=150),
                ListColumn("Start", lambda one: swedish.date_text(one.started_on), width=100),
                ListColumn(
                    "Slut", lambda one: swedish.date_text(one.ended_on or one.planned_end_on), width=100
                ),
                ListColumn(
                    "Läge",
                    lambda one: one.status_label,
                    tone=lambda one: tones.PLACEMENT.get(one.status, ""),
                    width=110,
                ),
                ListColumn("Handledare", lambda one: one.supervisor, width=140),
            ),
            "Praktik genom åren",
        )

    def _lay_out(self) -> None:
        back = self.back_button()
        facts = QWidget()
        facts.setLayout(FlowLayout(self._name, self._where, self._status))
        new = button("Ny praktik", self.add_placement, icon="briefcase")
        head = row(back, facts, new)
        head.setStretch(1, 1)
        log = QWidget()
        log_layout = column(self.quick, self.contacts, space=12)
        log_layout.setContentsMargins(0, 12, 0, 16)
        log.setLayout(log_layout)
        self.contacts.setMinimumHeight(130)
        people = QWidget()
        people_layout = column(row(0, button("Ny kontaktperson", self.add_person, icon="plus")), self.persons)
        people_layout.setContentsMargins(0, 12, 0, 16)
        people.setLayout(people_layout)
        years = QWidget()
        years_layout = column(self.placements)
        years_layout.setContentsMargins(0, 12, 0, 16)
        years.setLayout(years_layout)
        facts_tab = QWidget()
        facts_layout = column(self.details, text("Ändringar", "section"), self.history, 0, space=16)
        facts_layout.setContentsMargins(0, 16, 12, 24)
        facts_tab.setLayout(facts_layout)
        self.tabs.addTab(scrolled(log), "Kontakter")
        self.tabs.addTab(people, "Personer")
        self.tabs.addTab(years, "Praktik")
        self.tabs.addTab(scrolled(facts_tab), "Uppgifter")
        whole = column(head, self.tabs, space=8)
        whole.setContentsMargins(24, 16, 24, 0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        workspace = self.desk.workspace
        self.card = workspace.employers.card(self.record_id)
        employer = self.card.employer
        self._name.show_words(employer.name)
        owner = workspace.links.label("staff_members", employer.owner_id)
        self._where.setText(" · ".join(part for part in (employer.place, employer.industry, owner) if part))
        self._status.show_words(
            employer.status.label if employer.status else "",
            tones.EMPLOYER.get(employer.status, ""),
        )
        self.contacts.rows.show_rows(self.card.contacts)
        self.persons.rows.show_rows(self.card.persons)
        self.placements.rows.show_rows(workspace.placements.of_employer(self.record_id))
        self.details.show_record(employer)
        self.history.show_records([employer, *self.card.contacts, *self.card.persons])

    def add_placement(self) -> None:
        self.desk.new_wanted.emit("placement", {"employer_id": self.record_id})

    def add_person(self) -> RecordDialog:
        return self.edit_person(ContactPerson(employer_id=self.record_id))

    def edit_person(self, person: ContactPerson) -> RecordDialog:
        heading = "Kontaktperson" if person.id else "Ny kontaktperson"
        save = self.desk.workspace.employers.save_person
        return edit_in_dialog(self.desk, self, heading, person, _PERSON, save, key=self._key(person))

    def edit_contact(self, contact: EmployerContact) -> RecordDialog:
        save = self.desk.workspace.employers.save_contact
        return edit_in_dialog(self.desk, self, "Kontakt", contact, _CONTACT, save)

    def open_draft(self, key: str) -> RecordDialog | None:
        if key == self._key(ContactPerson()):
            return self.add_person()
        for person in self.card.persons:
            if key == self._key(person):
                return self.edit_person(person)
        for contact in self.card.contacts:
            if key == CONTACT.key(contact.id):
                return self.edit_contact(contact)
        return None

    def _key(self, person: ContactPerson) -> str:
        return CONTACT_PERSON.key(self.record_id, person.id)
