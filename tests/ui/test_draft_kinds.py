"""Every kind of draft, including those of every register: it is described on Idag and can be opened from there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.faults.window_places import PLACES
from tests.ui import sample
from tests.ui.surfaces import filled
from verkstad.domain.draft_kinds import KINDS, kind_of
from verkstad.domain.fields import Kind, facts_of
from verkstad.domain.records import BY_TABLE, StatusReport, Target
from verkstad.domain.records.workshop import TargetKind
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import KeepsDraft
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.screens.registers.tab import RegisterTab
from verkstad.ui.screens.today.drafts import UnfinishedBox, _Line
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.pages import PAGES
from verkstad.workspace import Workspace


def _lines(window: MainWindow) -> list[_Line]:
    [box] = window.pages["today"].findChildren(UnfinishedBox)
    return [line for line in box.findChildren(_Line) if line.isVisibleTo(window)]


def _press(qtbot, widget: QWidget) -> None:  # type: ignore[no-untyped-def]
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


_ON_A_PAGE = [entry.table for entry in PAGES if entry.is_register]


def _keys(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Return a draft of every kind, for records that exist."""
    sample.complete(workspace)
    workspace.registers.add(Target(workshop_id=1, kind=TargetKind.PARTICIPANTS, value=10))
    [report] = workspace.store.records(StatusReport).all()
    section = workspace.papers.report(report).sections[2].id
    words: dict[str, object] = {"words": "Utkast"}
    return {
        **_of_registers(workspace),
        "participants/new": {"first_name": "Utkast"},
        "participants/2": {"email": "Utkast"},
        "notes/new/2": words,
        "notes/1": words,
        "action_plans/of/2": {"main_goal": "Utkast"},
        "referrals/new/2": {"referrer": "Utkast"},
        "enrolments/new/2": {"planned_hours": 30},
        "referrals/1": {"referrer": "Utkast"},
        "enrolments/1": {"planned_hours": 30},
        "exit_follow_ups/1": words,
        "targets/1": {"value": 12},
        "terms/new/placement_end": {"name": "Utkast"},
        "enrolments/1/end": {"destination_place": "Utkast"},
        "track_periods/1": {"from_on": "2026-10-01"},
        "support_category_periods/1": {"from_on": "2026-10-01"},
        "employers/new": {"name": "Utkast"},
        "employers/1": {"place": "Utkast"},
        "employer_contacts/new/1": words,
        "employer_contacts/1": words,
        "contact_persons/1/0": {"name": "Utkast"},
        "contact_persons/1/1": {"name": "Utkast"},
        "placements/new/2/0": {"goal": "Utkast"},
        "placements/1": {"goal": "Utkast"},
        "placements/1/end": {"assessment": "Utkast"},
        "placement_follow_ups/1/1": words,
        "validations/new/2": {"assessor": "Utkast"},
        "validations/1": {"assessor": "Utkast"},
        f"status_reports/{report.id}/{section}": words,
        "workshops/new": {"name": "Utkast"},
        "workshops/1": {"unit": "Utkast"},
        "staff_members/new": {"name": "Utkast"},
        "staff_members/1": {"phone": "Utkast"},
        "targets/new": {"value": 12},
        "terms/1": {"name": "Utkast"},
        "modules/new": {"title": "Utkast"},
        "modules/1": {"code": "Utkast"},
    }


def _of_registers(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Return drafts for each register with its own page: a new record and an existing one."""
    found: dict[str, dict[str, object]] = {}
    for record_type in map(BY_TABLE.__getitem__, _ON_A_PAGE):
        record = workspace.registers.add(filled(workspace, record_type, {"participants": 2, "employers": 1}))
        typed = next(
            name for name, fact in facts_of(record_type).items() if fact.kind in (Kind.LINE, Kind.TEXT)
        )
        for end in ("new", record.id):
            found[f"{record_type.table}/{end}"] = {typed: "Utkast"}
    return found


def test_every_kind_of_draft_is_tried(window: MainWindow) -> None:
    """This fails for a new kind of draft or a new register until it is added to `_keys`."""
    for key in ("settings", "today"):
        window.show_page(key)
    tried = {kind.form for kind, _ids in filter(None, map(kind_of, _keys(window.desk.workspace)))}
    registers = [one.register.record_type.table for one in window.findChildren(RegisterTab)]
    assert len(registers) > 4
    registers += _ON_A_PAGE
    forms = {kind_of(f"{table}/{end}")[0].form for table in registers for end in ("new", "1")}  # type: ignore[index]
    forms = {form.replace("terms/new", "terms/new/{word}") for form in forms}
    assert {kind.form for kind in KINDS} | forms == tried


def test_the_fault_suite_types_in_every_kind_of_draft(window: MainWindow) -> None:
    _keys(window.desk.workspace)
    typed_in = set()
    for place in PLACES.values():
        place(window)
        for part in window.findChildren(QWidget):
            if isinstance(part, KeepsDraft):
                key = part.key if isinstance(part, RecordEditor) else part._key  # type: ignore[attr-defined]
                typed_in.add(found[0] if (found := kind_of(key)) else None)
        for dialog in window.findChildren(RecordDialog):
            dialog.reject()
            dialog.deleteLater()
    assert set(KINDS) - typed_in == set()
    assert None not in typed_in


def test_every_kind_of_draft_has_words_and_a_way_back(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    drafts = workspace.store.drafts
    for key, values in _keys(workspace).items():
        drafts.put(key, values)
        window.show_page("today")
        qtbot.wait(1)
        [line] = _lines(window)
        assert line.work.what != "Utkast", key
        assert not line.work.is_gone, key
        _press(qtbot, line.open_button)
        holders = [
            one
            for one in window.findChildren(QWidget)
            if isinstance(one, KeepsDraft)
            and one.holds(key)
            and (one.isVisible() or one.window() is not window)
        ]
        assert holders, key
        focused: QWidget | None = window.focusWidget()
        dialogs = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
        inside = dialogs[-1] if dialogs else holders[0]
        assert dialogs or (focused is not None and inside.isAncestorOf(focused)), key
        for dialog in dialogs:
            dialog.reject()
            dialog.deleteLater()
        for holder in holders:
            holder.discard()
        drafts.clear(key)
