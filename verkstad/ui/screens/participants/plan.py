"""The tab Plan: the action plan, in the participant's own words, with its steps."""

import dataclasses
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from verkstad.domain.draft_kinds import ACTION_PLAN
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import Kind, facts_of
from verkstad.domain.records import ActionPlan, SubGoal
from verkstad.services.participant_card import ParticipantCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import editor_of
from verkstad.ui.kit.drafting import show_unread, unread
from verkstad.ui.kit.fields import Field, make_field, mark_invalid
from verkstad.ui.kit.parts import button, column, row, scrolled, text, tool
from verkstad.ui.kit.record_editor import from_draft, to_draft
from verkstad.ui.kit.record_form import FormSource, Section
from verkstad.ui.kit.visibility import show_if

_SECTIONS = (
    Section("", ("goal", "why_important", "resources", "needs")),
    Section("Vardagen", ("weekly_times", "other_contacts")),
    Section(
        "Uppföljning",
        (
            "made_on",
            "next_review_on",
            "contact_person_id",
            "changed",
            "took_part",
            "is_interpreter_used",
            "signed_on",
            "copy_given_on",
        ),
    ),
)
_STEP_FIELDS = ("activity", "who", "due_on", "sign", "status")
_STRETCH = (5, 3, 0, 4, 0)
_NARROW_STRETCH = (3, 0, 4, 0, 0)
_ONE_LINE_FROM = 820  # pixels


class StepsTable(QWidget):
    """The steps of the plan, one row each, edited in place."""

    changed = Signal()

    def __init__(self, source: FormSource) -> None:
        super().__init__()
        self._source, self._facts = source, facts_of(SubGoal)
        self._steps: list[SubGoal] = []
        self._rows: list[tuple[SubGoal, dict[str, Field], QWidget]] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._headings = [text(self._facts[name].label, "muted", wraps=True) for name in _STEP_FIELDS]
        self._is_narrow = False
        self._shows_newest = False
        self.add_button = button("Lägg till steg", self.add_step, icon="plus")
        self.comes_after: QWidget | None = None  # the widget before the first step in the Tab order
        self.setLayout(column(text("Mina steg", "section"), self._grid, row(self.add_button, 0), space=8))

    def show_steps(self, steps: Sequence[SubGoal]) -> None:
        self._steps = list(steps)
        self._fill(steps)

    def steps(self) -> list[SubGoal]:
        """Return the steps as typed, without empty rows."""
        return [step for step in (_read(step, fields) for step, fields, _ in self._rows) if _is_filled(step)]

    def add_step(self) -> None:
        self._add(SubGoal())
        self._arrange()
        self._rows[-1][1]["activity"].setFocus()
        self._shows_newest = True

    def _show_newest(self) -> None:
        """Scroll to a new row after it has been laid out."""
        self._shows_newest = False
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self._rows:
            area.ensureWidgetVisible(self.add_button)

    def problems(self) -> str:
        """Mark the fields that cannot be read and return their problems."""
        found = []
        for _step, fields, _remove in self._rows:
            for field in fields.values():
                mark_invalid(field, is_invalid=bool(field.problem()))
                found.append(field.problem())
        return " ".join(dict.fromkeys(filter(None, found)))

    def is_changed(self) -> bool:
        return self.steps() != self._steps or any(unread(fields) for _step, fields, _remove in self._rows)

    def draft(self) -> list[dict[str, Any]]:
        rows = [(_read(step, fields), unread(fields)) for step, fields, _remove in self._rows]
        return [
            {
                "id": step.id,
                **to_draft(SubGoal, {name: getattr(step, name) for name in _STEP_FIELDS}),
                **typed,
            }
            for step, typed in rows
            if typed or _is_filled(step)
        ]

    def show_draft(self, kept: list[dict[str, Any]]) -> None:
        self._fill([SubGoal(id=one.get("id", 0), **from_draft(SubGoal, one)) for one in kept])
        for (_step, fields, _remove), one in zip(self._rows, kept, strict=True):
            show_unread(fields, one)

    def reset(self) -> None:
        self._fill(self._steps)

    def _fill(self, steps: Sequence[SubGoal]) -> None:
        for step in list(self._rows):
            self._take_away(step)
        for one in steps:
            self._add(one)
        self._arrange()

    def _add(self, step: SubGoal) -> None:
        fields: dict[str, Field] = {}
        for name in _STEP_FIELDS:
            field = make_field(self._facts[name], self._source.options, self._source.today)
            field.show_value(getattr(step, name))
            field.editor.setAccessibleName(self._facts[name].label)
            field.changed.connect(self.changed)
            if isinstance(field.editor, QLineEdit) and self._facts[name].kind is Kind.LINE:
                field.editor.setPlaceholderText(self._facts[name].label)
            fields[name] = field
        fields["due_on"].setFixedWidth(142)
        fields["status"].setMinimumWidth(110)
        remove = tool("x", "Ta bort steget")
        entry = (step, fields, remove)
        remove.clicked.connect(lambda _on=False: self._remove(entry))
        self._rows.append(entry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _ONE_LINE_FROM
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()
        if self._shows_newest:
            self._show_newest()

    def _arrange(self) -> None:
        """Lay out one line for each step; two lines if the page is narrow, with the activity on the first."""
        for at, heading in enumerate(self._headings):
            self._grid.addWidget(heading, 0, at)
            show_if(heading, bool(self._rows) and not self._is_narrow)
            self._grid.setColumnStretch(at, (_NARROW_STRETCH if self._is_narrow else _STRETCH)[at])
        for number, (_step, fields, remove) in enumerate(self._rows):
            top = 1 + 2 * number
            for at, name in enumerate(_STEP_FIELDS):
                if not self._is_narrow:
                    self._grid.addWidget(fields[name], top, at)
                elif name == "activity":
                    self._grid.addWidget(fields[name], top, 0, 1, len(_STEP_FIELDS) - 1)
                else:
                    self._grid.addWidget(fields[name], top + 1, at - 1)
            self._grid.addWidget(remove, top, len(_STEP_FIELDS))
        self.order_tabs()

    def order_tabs(self) -> None:
        stops = [self.comes_after] if self.comes_after is not None else []
        for _step, fields, remove in self._rows:
            stops += [*(fields[name].editor for name in _STEP_FIELDS), remove]
        for one, following in pairwise([*stops, self.add_button]):
            self.setTabOrder(one, following)

    def _remove(self, entry: tuple[SubGoal, dict[str, Field], QWidget]) -> None:
        self._take_away(entry)
        self._arrange()
        self.changed.emit()

    def _take_away(self, entry: tuple[SubGoal, dict[str, Field], QWidget]) -> None:
        self._rows.remove(entry)
        for widget in (*entry[1].values(), entry[2]):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()


def _read(step: SubGoal, fields: dict[str, Field]) -> SubGoal:
    return dataclasses.replace(step, **{name: field.value() for name, field in fields.items()})


def _is_filled(step: SubGoal) -> bool:
    return bool(step.activity or step.who or step.sign or step.due_on)


class PlanTab(QWidget):
    """The current plan."""

    def __init__(self, desk: Desk, card: ParticipantCard) -> None:
        super().__init__()
        self._desk, self._card = desk, card
        workspace = desk.workspace
        plan = workspace.plans.latest(card.participant.id) or self._first_plan()
        self.steps = StepsTable(desk.source)
        self.steps.show_steps(workspace.plans.steps(plan.id) if plan.id else [])
        key = ACTION_PLAN.key(card.participant.id)
        self.editor = editor_of(desk, plan, _SECTIONS, self._save, key=key)
        self.editor.attach("steps", self.steps)
        body = QWidget()
        self.editor.form.put_below(0, self.steps)
        self.steps.comes_after = self.editor.form.field(_SECTIONS[0].names[-1]).editor
        self.steps.order_tabs()
        layout = column(self.editor, space=16)
        layout.setContentsMargins(0, 16, 12, 24)
        body.setLayout(layout)
        self.setLayout(column(scrolled(body)))
        self.setFocusProxy(self.editor.form)

    def _first_plan(self) -> ActionPlan:
        enrolment = self._card.enrolment
        workspace = self._desk.workspace
        return ActionPlan(
            participant_id=self._card.participant.id,
            enrolment_id=enrolment.id if enrolment else None,
            made_on=workspace.today(),
            contact_person_id=self._desk.colleague,
        )

    def _save(self, plan: ActionPlan) -> ActionPlan:
        if problems := self.steps.problems():
            raise InvalidRecord({"steps": problems})
        workspace = self._desk.workspace
        saved = workspace.plans.save(plan, self.steps.steps())
        self.steps.show_steps(workspace.plans.steps(saved.id))
        return saved

    def keep_draft(self) -> None:
        self.editor.keep_draft()

    def show_card(self, card: ParticipantCard) -> None:
        """Show the plan again after a change elsewhere or an undo."""
        self._card = card
        workspace = self._desk.workspace
        plan = workspace.plans.latest(card.participant.id) or self._first_plan()
        self.editor.show_record(plan)
        if not self.steps.is_changed():
            self.steps.show_steps(workspace.plans.steps(plan.id) if plan.id else [])
