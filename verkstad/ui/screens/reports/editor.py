"""A monthly report: headings, the text with its figures, and a preview of the paper."""

import dataclasses

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QListWidget, QMenu, QSplitter, QStackedWidget, QWidget

from verkstad.domain.papers import ReportSection, StatusReportPaper
from verkstad.domain.records import StatusReport
from verkstad.domain.records.report import ReportStatus
from verkstad.ui.desk.card_page import Card
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import Banner, Elided, Pill, button, column, row, tool
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.papers.paper_view import PaperView, save_file
from verkstad.ui.screens import tones
from verkstad.ui.screens.reports.section import SectionEditor, draft_key
from verkstad.ui.screens.reports.steps import approve, ask_reason, deliver
from verkstad.workspace.papers import report_file

_PAPER_FROM = 900  # pixels: from this width the paper is shown next to the text
_REDRAW_AFTER = 600  # milliseconds


class ReportEditor(OpensDraft, Card):
    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        self._title, self._status = Elided("", "title", yields=False), Pill()
        self.banner = Banner()
        self.headings = QListWidget()
        self.headings.setAccessibleName("Rubriker")
        self.headings.setWordWrap(True)
        self.headings.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.headings.currentRowChanged.connect(self._show_section)
        self.sections: dict[int, SectionEditor] = {}
        self.stack = QStackedWidget()
        self.paper_view = PaperView()
        self._wants_paper: bool | None = None
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_AFTER)
        self._redraw.timeout.connect(self._draw_paper)
        self._lay_out()
        self._load()
        self.headings.setCurrentRow(0)
        self.setFocusProxy(self.headings)

    def _lay_out(self) -> None:
        back = tool("caret-left", "Tillbaka till månaderna (Esc)", self.back_wanted.emit)
        facts = QWidget()
        facts.setLayout(FlowLayout(self._title, self._status))
        self.paper_button = button("Visa papperet", self._toggle_paper, icon="file-text")
        self.export_button = button("Spara som", icon="download-simple")
        self.step_button = button("", self._take_step, role="primary")
        menu = QMenu(self)
        for words, ending in (("PDF", "pdf"), ("Excel", "xlsx"), ("JSON", "json")):
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, ending=ending: self.export(ending))
        self.export_button.setMenu(menu)
        head = row(back, facts, self.paper_button, self.export_button, self.step_button)
        head.setStretch(1, 1)
        self.headings.setMinimumWidth(130)
        self.headings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack.setMinimumWidth(220)
        self.paper_view.setMinimumWidth(160)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.headings, self.stack, self.paper_view):
            self.splitter.addWidget(part)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(16)
        self.splitter.setSizes([214, 552, 324])
        for at, stretch in enumerate((0, 3, 2)):
            self.splitter.setStretchFactor(at, stretch)
        whole = column(head, self.banner, self.splitter, space=12)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._walk(step))

    def _load(self) -> None:
        workspace = self.desk.workspace
        self.report = workspace.reports.get(StatusReport, self.record_id)
        self.paper: StatusReportPaper = workspace.papers.report(self.report)
        version = f", version {self.report.version}" if (self.report.version or 1) > 1 else ""
        self._title.show_words(
            f"{self.paper.month.label.capitalize()}, {self.paper.letterhead.workshop}{version}"
        )
        self._status.show_words(self.report.status.label, tones.REPORT.get(self.report.status, ""))
        step, helping = {
            ReportStatus.DRAFT: ("Godkänn", "Granskad och klar att lämna"),
            ReportStatus.APPROVED: ("Leverera", "Siffrorna låses som de är nu"),
            ReportStatus.DELIVERED: ("Gör en rättelse", "En ny version med en anledning"),
        }.get(self.report.status, ("", ""))
        self.step_button.setText(step)
        set_tip(self.step_button, helping)
        show_if(self.step_button, bool(step))
        if not self.headings.count():
            for section in self.paper.sections:
                self.headings.addItem(section.heading)
        self._redraw.start()

    @property
    def is_locked(self) -> bool:
        return self.report.status in (ReportStatus.DELIVERED, ReportStatus.REPLACED)

    def refresh(self) -> None:
        self._load()
        for at, section in self.sections.items():
            section.show_section(self.paper.sections[at], is_locked=self.is_locked)

    def tab(self) -> int:
        """Return the row of the current heading, so that it is shown again after a lock."""
        return self.headings.currentRow()

    def choose_tab(self, at: int) -> None:
        self.headings.setCurrentRow(at)

    def open_draft(self, key: str) -> None:
        """Show the section whose text is saved under this draft key."""
        for at, section in enumerate(self.paper.sections):
            if key == draft_key(self.record_id, section.id):
                self.headings.setCurrentRow(at)

    def _show_section(self, at: int) -> None:
        if at < 0:
            return
        for left in self.sections.values():
            left.store()
        if at not in self.sections:
            section: ReportSection = self.paper.sections[at]
            self.sections[at] = SectionEditor(self.desk, self.record_id, section, is_locked=self.is_locked)
            self.sections[at].typed.connect(self._redraw.start)
            self.stack.addWidget(self.sections[at])
        self.stack.setCurrentWidget(self.sections[at])

    def _walk(self, step: int) -> None:
        self.headings.setCurrentRow((self.headings.currentRow() + step) % self.headings.count())

    # Preview of the paper

    def _draw_paper(self) -> None:
        """Render the typed text, even if it is not stored yet."""
        if self.paper_view.isHidden():
            return
        typed = {at: section.words for at, section in self.sections.items()}
        sections = tuple(
            dataclasses.replace(section, text=typed.get(at, section.text))
            for at, section in enumerate(self.paper.sections)
        )
        paper = dataclasses.replace(self.paper, sections=sections)
        self.paper_view.show_paper(lambda: report_file(paper, ".pdf"))

    def _toggle_paper(self) -> None:
        self._wants_paper = self.paper_view.isHidden()
        self._place_paper()

    def _place_paper(self) -> None:
        is_wide = self.width() >= _PAPER_FROM
        is_shown = self._wants_paper if self._wants_paper is not None else is_wide
        was_hidden = self.paper_view.isHidden()
        show_if(self.paper_view, is_shown)
        show_if(self.stack, is_wide or not is_shown)
        self.paper_button.setText("Dölj papperet" if is_shown else "Visa papperet")
        if is_shown and was_hidden:
            self._redraw.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_paper()

    # Status and files

    def _take_step(self) -> None:
        for section in self.sections.values():
            section.store()
        if self.report.status is ReportStatus.DRAFT:
            approve(self.desk, self.report, self.banner.show_words)
        elif self.report.status is ReportStatus.APPROVED:
            deliver(self.desk, self, self.report, self.banner.show_words)
        elif self.report.status is ReportStatus.DELIVERED:
            ask_reason(self.desk, self, self.report)

    def export(self, ending: str) -> None:
        """Ask for a path and write the report as PDF, workbook or JSON."""
        paper = self.desk.workspace.papers.report(self.report)
        name = f"Lägesrapport {self.report.month} {paper.letterhead.workshop}.{ending}"
        content = report_file(paper, f".{ending}")
        save_file(self, name, content, self.banner.show_words)
