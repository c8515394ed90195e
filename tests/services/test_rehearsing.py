"""The monthly rehearsal: a copy is restored, and every row compared."""

from datetime import datetime, timedelta

import pytest

from tests.services.copied import add_person, clock, damage, place
from verkstad.services.copying import Copying
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder
from verkstad.workspace import Workspace

__all__ = ["clock", "place"]  # fixtures


def _rehearse(copying: Copying) -> int:
    rehearsal = copying.rehearsal()
    assert rehearsal is not None
    while not rehearsal.step():
        pass
    return rehearsal.run()


def test_the_newest_copy_is_rehearsed_once_a_month(place: Workspace, clock: list[datetime]) -> None:
    assert place.copying.rehearsal() is None
    for name in ("Siv", "Åsa"):
        add_person(place, name)
    place.copying.make()
    rows = _rehearse(place.copying)
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
        _rehearse(place.copying)
    assert place.copying.newest() is None
    assert place.copying.notes().rehearsal_failed_at
    assert place.copying.is_needed()


def test_a_copy_that_differs_from_what_it_was_made_of_fails(place: Workspace) -> None:
    """A row changed behind the log's back: every file is whole, and only the comparison can tell."""
    add_person(place)
    place.copying.make()
    place.store.database.execute("UPDATE participants SET search = 'annat'")
    with pytest.raises(DamagedFolder):
        _rehearse(place.copying)


def test_a_change_meanwhile_leaves_the_live_rows_out(place: Workspace) -> None:
    add_person(place)
    place.copying.make()
    rehearsal = place.copying.rehearsal()
    assert rehearsal is not None
    rehearsal.step()
    add_person(place, "Åsa")
    assert rehearsal.step()
    assert rehearsal.run() > 300


def test_a_draft_is_no_difference(place: Workspace) -> None:
    place.copying.make()
    place.store.drafts.put("participants/new", {"first_name": "Si"})
    assert _rehearse(place.copying) > 300
