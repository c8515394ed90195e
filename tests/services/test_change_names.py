"""Changes are named when they are shown, so old names never reveal people who are protected today."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import verkstad.services
from tests.services.makers import TODAY, employer, enrolled, placed
from verkstad.domain.changes import KIND_WORDS, MENDED, TOLD_WHEN_SHOWN
from verkstad.domain.records import Note, Participant, Placement
from verkstad.domain.records.participant import Protection
from verkstad.workspace import Workspace


def _shown(workspace: Workspace) -> list[str]:
    return [past.change.name for past in workspace.history.latest(99)]


def _stored(workspace: Workspace) -> list[str]:
    rows = workspace.store.database.execute("SELECT name FROM change_names ORDER BY change_id DESC")
    return [name for (name,) in rows]


def _protect(workspace: Workspace, person: Participant) -> None:
    stored = workspace.participants.get(Participant, person.id)
    workspace.participants.save(replace(stored, protection=Protection.PROTECTED_REGISTRATION))


def _worked(workspace: Workspace) -> tuple[Participant, Placement]:
    person, own = enrolled(workspace)
    placement = placed(workspace, own, employer_id=employer(workspace, "Åby livs").id)
    workspace.participants.add_note(Note(participant_id=person.id, noted_on=TODAY, words="Kom i tid."))
    workspace.placements.save(replace(placement, extent=50))
    return person, placement


def test_a_change_is_named_in_full_of_who_is_not_protected(workspace: Workspace) -> None:
    _worked(workspace)
    assert _shown(workspace)[:4] == [
        "Praktik ändrad: Arbetspraktik, Åby livs",
        "Ny anteckning: Siv Tallvik",
        "Ny praktik: Arbetspraktik, Åby livs",
        "Ny arbetsgivare: Åby livs",
    ]
    change = workspace.history.undoable()
    assert change is not None
    assert change.name == "Praktik ändrad: Arbetspraktik, Åby livs"


def test_nothing_of_a_person_is_stored_in_a_name(workspace: Workspace) -> None:
    _worked(workspace)
    workspace.history.undo()
    workspace.history.redo()
    assert [name for name in _stored(workspace) if "Tallvik" in name or "Arbetspraktik" in name] == []
    assert workspace.problems() == []


def test_who_is_protected_today_is_not_named_in_yesterdays_changes(workspace: Workspace) -> None:
    person, _ = _worked(workspace)
    workspace.history.undo()
    _protect(workspace, person)
    shown = _shown(workspace)
    assert shown[:5] == [
        "Uppgifter ändrade: 2026-0001",
        "Ångrat: Praktik ändrad: 2026-0001",
        "Praktik ändrad: 2026-0001",
        "Ny anteckning: 2026-0001",
        "Ny praktik: 2026-0001",
    ]
    assert [name for name in shown if "Tallvik" in name or "Arbetspraktik" in name] == []


def test_words_that_were_stored_before_are_not_shown_either(workspace: Workspace) -> None:
    """Older versions stored such names, and the log must keep them for its chain."""
    person, own = enrolled(workspace)
    shop = employer(workspace, "Åby livs")
    with workspace.store.change("placement.added", "Ny praktik: Arbetspraktik, Åby livs") as change:
        change.insert(
            Placement(
                participant_id=person.id,
                enrolment_id=own.id,
                employer_id=shop.id,
                placement_type="work_practice",
                started_on=date(2026, 9, 1),
            )
        )
    assert _shown(workspace)[0] == "Ny praktik: Arbetspraktik, Åby livs"
    workspace.history.undo()  # the placement is gone; the log still has its person
    _protect(workspace, person)
    assert _shown(workspace)[:3] == [
        "Uppgifter ändrade: 2026-0001",
        "Ångrat: den nya praktiken: 2026-0001",
        "Ny praktik: 2026-0001",
    ]
    assert [one.name for one in workspace.history.of_record(person)][-1] == "Ny deltagare: 2026-0001"
    assert workspace.problems() == []


def test_of_a_protected_person_not_even_what_was_changed_in_the_enrolment_is_told(
    workspace: Workspace,
) -> None:
    person, own = enrolled(workspace)
    workspace.participants.set_support_category(own.id, "am2", TODAY)
    assert _shown(workspace)[0] == "Stödkategori ändrad: Siv Tallvik"
    _protect(workspace, person)
    assert _shown(workspace)[1] == "Inskrivning ändrad: 2026-0001"


def test_a_person_who_is_no_longer_there_is_known_from_the_log(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    workspace.history.undo()
    assert workspace.store.records(Participant).one(id=person.id) is None
    assert _shown(workspace)[:2] == ["Ångrat: den nya deltagaren: Siv Tallvik", "Ny deltagare: Siv Tallvik"]


def test_what_nobody_knows_any_more_is_named_by_its_kind(workspace: Workspace) -> None:
    workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    workspace.history.undo()
    workspace.store.database.execute("UPDATE change_values SET salt = '', before = '{}', after = '{}'")
    assert _shown(workspace)[0] == "Ångrat: Ny deltagare"


_NAMED = {"MENDED": MENDED}
"""Kinds that services give as a constant, since other modules use them too."""


def _source() -> str:
    folder = Path(verkstad.services.__path__[0])
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))


def test_each_kind_of_change_to_a_person_has_words_of_its_own() -> None:
    """A change name that gets its subject when shown must have a kind with words of its own."""
    given = set(re.findall(r'("\w+\.\w+"|[A-Z_]+),\s*f?"[^"]+:"', _source()))
    told_when_shown = {kind.strip('"') if '"' in kind else _NAMED[kind] for kind in given}
    assert len(told_when_shown) > 10
    assert told_when_shown <= set(KIND_WORDS)
    known = {*(kind for kind in KIND_WORDS if f'"{kind}"' in _source()), *_NAMED.values()}
    assert known == set(KIND_WORDS)
    assert all(not words.endswith(TOLD_WHEN_SHOWN) for words in KIND_WORDS.values())


@pytest.mark.parametrize("what", ("undo", "redo"))
def test_the_words_of_a_step_tell_what_it_was_about(workspace: Workspace, what: str) -> None:
    enrolled(workspace)
    step = workspace.history.undo()
    if what == "redo":
        step = workspace.history.redo()
    assert step.name == "Ny deltagare: Siv Tallvik"
