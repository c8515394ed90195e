"""One section of the report: a prompt, the text, and the figures below."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import REPORT_TEXT
from verkstad.domain.errors import VerkstadError
from verkstad.domain.papers import ReportSection
from verkstad.domain.report_sections import SECTIONS
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.drafting import DraftTimer, KeepsDraft
from verkstad.ui.kit.fields import TextField
from verkstad.ui.kit.parts import Banner, column, empty_layout, scrolled, text
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.reports.figure_table import FigureTable
from verkstad.ui.screens.reports.people_behind import open_cell

_PROMPTS = {section.id: section.prompt for section in SECTIONS}


def draft_key(report_id: int, section_id: str) -> str:
    """Return the draft key of a section's text."""
    return REPORT_TEXT.key(report_id, word=section_id)


class SectionEditor(KeepsDraft, QWidget):
    """The text is saved as a draft during typing and stored as a change when the field loses the focus."""

    typed = Signal()

    def __init__(self, desk: Desk, report_id: int, section: ReportSection, *, is_locked: bool) -> None:
        super().__init__()
        self._desk, self._report_id, self._section = desk, report_id, section
        self._key = draft_key(report_id, section.id)
        self.editor = TextField(6)
        self.editor.editor.setAccessibleName(section.heading)
        self.editor.editor.setObjectName(section.id)
        self.editor.editor.installEventFilter(self)
        self.banner = Banner()
        self._state = text("", "help")
        self._figures = column(space=16)
        prompt = text(_PROMPTS.get(section.id, ""), "muted", wraps=True)
        show_if(prompt, bool(prompt.text()))
        helping = text("Skriv inget som pekar ut en enskild deltagare.", "help", wraps=True)
        self._written = QWidget()
        self._written.setLayout(column(prompt, self.editor, helping, self._state, space=4))
        body = QWidget()
        layout = column(
            text(section.heading, "section", wraps=True),
            self.banner,
            self._written,
            self._figures,
            0,
            space=12,
        )
        layout.setContentsMargins(0, 0, 8, 16)
        body.setLayout(layout)
        self.setLayout(column(scrolled(body)))
        self._timer = DraftTimer(self, self.keep_draft)
        self._stored = self.words
        self.show_section(section, is_locked=is_locked)
        draft = desk.workspace.drafts.get(self._key)
        if draft is not None and not is_locked:
            self.editor.show_value(draft.get("words", ""))
        self.editor.changed.connect(self._note_change)

    @property
    def words(self) -> str:
        return str(self.editor.value())

    def show_section(self, section: ReportSection, *, is_locked: bool) -> None:
        """Show the section as stored now; text that is being typed stays."""
        is_typing = self.words != self._stored
        self._stored = section.text
        if not is_typing and self.words != section.text:
            self.editor.show_value(section.text)
        self.editor.editor.setProperty("readOnly", is_locked)
        show_if(self._written, section.is_written)
        if section.tables != self._section.tables or not self._figures.count():
            empty_layout(self._figures)
            for table in section.tables:
                figures = FigureTable(table)
                figures.opened.connect(
                    lambda table, cell, words: open_cell(self._desk, self, table, cell, words)
                )
                self._figures.addWidget(figures)
        self._section = section

    def _note_change(self) -> None:
        self._timer.note_key()
        self._state.setText("")
        self.typed.emit()

    def keep_draft(self) -> None:
        self._timer.stop()
        drafts = self._desk.workspace.drafts
        if self.words != self._stored:
            drafts.put(self._key, {"words": self.words})
            self._state.setText("Utkastet är sparat.")
        else:  # the typed text has been taken back
            drafts.clear(self._key)
            self._state.setText("")

    def holds(self, key: str) -> bool:
        return key == self._key

    def discard(self) -> None:
        self._timer.stop()
        self._desk.workspace.drafts.clear(self._key)
        self.editor.show_value(self._stored)
        self._state.setText("")

    def store(self) -> None:
        """Store the typed text as a change."""
        if self.words == self._stored:
            if self._timer.isActive():
                self.keep_draft()
            return
        self._timer.stop()
        words = self.words
        try:
            with self._desk.workspace.drafts.ending(self._key):
                self._desk.workspace.reports.save_text(self._report_id, self._section.id, words)
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return
        self._stored = words
        self._state.setText("Sparat.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.store()
        return super().eventFilter(watched, event)
