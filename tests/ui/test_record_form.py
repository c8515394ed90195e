"""Forms made from facts: every record can be shown, edited, saved as a draft and read back."""

import json
from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.keys import type_words
from tests.ui.sample import TODAY
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES, Employer, Note, Participant, Placement
from verkstad.ui.kit.record_editor import from_draft, to_draft
from verkstad.ui.kit.record_form import FormSource, RecordForm, Section

_VALUES = {
    Kind.LINE: "Åsa",
    Kind.TEXT: "Två\nrader",
    Kind.DATE: date(2026, 2, 28),
    Kind.NUMBER: 7,
    Kind.FLAG: True,
    Kind.LINK: 2,
}


def _options(fact: Fact) -> list[tuple[object, str]]:
    if fact.kind is Kind.CHOICE:
        return [(member, member.label) for member in fact.choices or ()]
    if fact.kind is Kind.LINK:
        return [(1, "Ett"), (2, "Två")]
    return [("ett", "Ett"), ("två", "Två")]


def _value(fact: Fact) -> object:
    if fact.kind is Kind.CHOICE:
        return list(fact.choices or ())[-1]
    if fact.kind is Kind.TERM:
        return ("ett", "två") if fact.several else "två"
    return _VALUES[fact.kind]


SOURCE = FormSource(options=_options, today=lambda: TODAY)


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda one: one.__name__)
def test_every_field_shows_and_gives_back_its_value(qtbot, record_type: type[Record]) -> None:  # type: ignore[no-untyped-def]
    facts = facts_of(record_type)
    form = RecordForm(record_type, [Section("", tuple(facts))], SOURCE)
    qtbot.addWidget(form)
    form.show_record(record_type())
    assert form.values() == {name: getattr(record_type(), name) for name in facts}
    values = {name: _value(fact) for name, fact in facts.items()}
    form.show_values(values)
    assert form.values() == values
    assert not form.problems()
    kept = json.loads(json.dumps(to_draft(record_type, values)))
    assert from_draft(record_type, kept) == values


@pytest.mark.parametrize("unseen", ("\x00", "\u202e", "\u2066", "\ud800", "\x1b"))
def test_what_cannot_be_seen_is_not_stored_whatever_is_pasted(qtbot, unseen: str) -> None:  # type: ignore[no-untyped-def]
    form = RecordForm(Participant, [Section("", ("first_name",))], SOURCE)
    note = RecordForm(Note, [Section("", ("words",))], SOURCE)
    for one in (form, note):
        qtbot.addWidget(one)
    form.show_values({"first_name": f" {unseen}Åsa{unseen} "})
    note.show_values({"words": f"Först{unseen}\n  - sedan\n\tett{unseen} steg\n"})
    assert form.values() == {"first_name": "Åsa"}
    assert note.values() == {"words": "Först\n  - sedan\n\tett steg"}


def test_what_cannot_be_read_is_said_under_its_field(qtbot) -> None:  # type: ignore[no-untyped-def]
    form = RecordForm(Placement, [Section("", ("started_on", "extent"))], SOURCE)
    qtbot.addWidget(form)
    form.show()
    for name, typed in (("started_on", "31/2"), ("extent", "halvtid")):
        editor = form.field(name).editor
        assert isinstance(editor, QLineEdit)
        type_words(editor, typed)
    problems = form.problems()
    assert set(problems) == {"started_on", "extent"}
    rest = form.show_problems({**problems, "steps": "Steg 1 saknas."})
    assert rest == "Steg 1 saknas."
    assert form.field("extent").editor.accessibleDescription() == "Skriv ett helt tal."


def test_a_date_is_written_out_when_the_field_is_left(qtbot) -> None:  # type: ignore[no-untyped-def]
    form = RecordForm(Placement, [Section("", ("started_on", "supervisor"))], SOURCE)
    qtbot.addWidget(form)
    form.show()
    editor = form.field("started_on").editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    type_words(editor, "+7")
    editor.editingFinished.emit()
    assert editor.text() == "2026-10-12"


def test_missing_marks_follow_what_is_empty(qtbot) -> None:  # type: ignore[no-untyped-def]
    form = RecordForm(Participant, [Section("", ("phone", "email"))], SOURCE)
    qtbot.addWidget(form)
    form.show()
    form.show_values({"phone": "", "email": "a@b.se"})
    form.mark_missing(["Telefon", "E-post"])
    marks = [
        label.text()
        for label in form.findChildren(type(form._entries["phone"]._missing))
        if label.isVisible()
    ]
    assert marks.count("saknas") == 1


def test_a_narrow_form_has_one_column(qtbot) -> None:  # type: ignore[no-untyped-def]
    form = RecordForm(Employer, [Section("", ("name", "place"))], SOURCE)
    qtbot.addWidget(form)
    form.show()
    for width, is_beside in ((700, True), (400, False), (700, True)):
        form.resize(width, 300)
        qtbot.wait(10)
        name, place = (form.field(one).parentWidget() for one in ("name", "place"))
        assert (name.y() == place.y()) is is_beside
