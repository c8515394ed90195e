"""The monthly rehearsal: a copy is restored and compared row by row."""

from datetime import datetime, timedelta

import pytest

from tests.services.copied import add_person, clock, damage, half_renamed, place, rehearse
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.domain.records import Participant
from verkstad.storage.files import FILE_NAME
from verkstad.workspace import Workspace

__all__ = ["clock", "place"]  # fixtures


def test_the_newest_copy_is_rehearsed_once_a_month(place: Workspace, clock: list[datetime]) -> None:
    assert place.copying.rehearsal() is None
    for name in ("Siv", "Åsa"):
        add_person(place, name)
    place.copying.make()
    rows = rehearse(place.copying)
    assert rows > 300
    assert place.copying.notes().rehearsed_rows == rows
    assert place.copying.rehearsal() is None
    clock[0] += timedelta(days=29)
    assert place.copying.rehearsal() is not None
    clock[0] -= timedelta(days=300)
    assert place.copying.rehearsal() is not None
    assert not list(place.folder.glob(".rehearsal*"))


def test_a_damaged_copy_fails_its_rehearsal(place: Workspace) -> None:
    made = place.copying.make()
    damage(made.path / FILE_NAME)
    with pytest.raises(DamagedFolder):
        rehearse(place.copying)
    assert place.copying.newest() is None
    assert place.copying.notes().rehearsal_failed_at
    assert place.copying.is_needed()


def test_a_copy_that_differs_from_what_it_was_made_of_fails(place: Workspace) -> None:
    """A row changed outside the log: every file is undamaged, and only the comparison finds it."""
    add_person(place)
    place.copying.make()
    place.store.database.execute("UPDATE participants SET search = 'annat'")
    with pytest.raises(DamagedFolder):
        rehearse(place.copying)


def test_a_change_meanwhile_makes_the_rehearsal_void(place: Workspace) -> None:
    """A rehearsal that cannot be compared with the live rows must not be noted."""
    add_person(place)
    place.copying.make()
    rehearsal = place.copying.rehearsal()
    assert rehearsal is not None
    rehearsal.step()
    add_person(place, "Åsa")
    assert rehearsal.step()
    assert rehearsal.is_void


def test_a_rehearsal_in_the_middle_of_a_change_is_void(place: Workspace) -> None:
    """Rows that are rolled back are in no copy; a copy without them must not be called damaged."""
    add_person(place)
    place.copying.make()
    work = half_renamed(place, "Åsa")
    rehearsal = place.copying.rehearsal()
    assert rehearsal is not None
    assert rehearsal.step()
    assert rehearsal.is_void
    work.stop()
    assert rehearse(place.copying) > 300


@pytest.mark.parametrize("what", ("draft", "reading"))
def test_a_rehearsal_gets_a_copy_of_everything_as_it_is(place: Workspace, what: str) -> None:
    """An older copy has different rows and could not be compared with the live ones."""
    place.copying.make()
    if what == "draft":
        place.store.drafts.put("participants/new", {"first_name": "Si"})
    else:
        place.access_log.note("read", "Kort öppnat", Participant.table, [1])
    assert place.copying.rehearsal() is None
    assert place.copying.is_wanted_for_rehearsal()
    place.copying.make()
    assert not place.copying.is_wanted_for_rehearsal()
    assert rehearse(place.copying) > 300


def test_what_is_only_typed_is_copied_and_what_is_only_read_waits(place: Workspace) -> None:
    place.copying.make()
    place.access_log.note("read", "Kort öppnat", Participant.table, [1])
    assert not place.copying.is_needed()
    place.store.drafts.put("participants/new", {"first_name": "Si"})
    assert place.copying.is_needed()
