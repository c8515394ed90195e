"""A change made as long work: no other write becomes part of it, and stopping it leaves nothing."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.changes import UndoResult
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import FolderUnwritable
from verkstad.domain.long_work import LongWork, done, scaled
from verkstad.domain.records import StaffMember
from verkstad.storage import copies
from verkstad.storage.key_bytes import Key
from verkstad.storage.stepwise import GAVE_WAY, Stepwise
from verkstad.storage.store import Store
from verkstad.storage.undo import PIECE


def _adding(store: Store, count: int = 10) -> LongWork[int]:
    with store.change("staff.added", "Ny personal") as change:
        for number in range(count):
            change.insert(StaffMember(name=f"Person {number}"))
            yield number / count
    return count


def _half(store: Store) -> Stepwise[int]:
    """Run the work half-way, so that its transaction is open with some rows written."""
    work = Stepwise(store.transactions, _adding(store))
    while work.share < 0.5:
        assert not work.go_on(0)
    assert store.database.conn.in_transaction
    return work


def _names(store: Store) -> list[str]:
    return [one.name for one in store.records(StaffMember).all() if one.name.startswith("Person")]


def test_done_it_is_one_change(store: Store) -> None:
    work = Stepwise(store.transactions, _adding(store))
    while not work.go_on(0):
        pass
    assert work.result == len(_names(store)) == 10
    assert not list(store.log.broken_links())
    assert store.transactions.under_way is None
    work.stop()
    assert len(_names(store)) == 10
    store.undo()
    assert _names(store) == []


def test_stopped_nothing_of_it_is_stored(store: Store) -> None:
    lines = store.log.latest(10)
    _half(store).stop()
    assert _names(store) == []
    assert store.log.latest(10) == lines
    assert not store.database.conn.in_transaction


def _draft(store: Store) -> None:
    store.drafts.put("notes/new/1", {"words": "Vi ringer på torsdag"})


def _other(store: Store) -> None:
    with store.change("staff.added", "Ny personal: Siv") as change:
        change.insert(StaffMember(name="Siv"))


@pytest.mark.parametrize("write", (_draft, _other))
def test_what_else_is_written_stands_and_stops_it(store: Store, write: Callable[[Store], None]) -> None:
    work = _half(store)
    write(store)
    assert not store.database.conn.in_transaction
    assert _names(store) == []
    if write is _draft:
        assert store.drafts.get("notes/new/1") == {"words": "Vi ringer på torsdag"}
        assert store.drafts.are_whole()
    else:
        assert [one.name for one in store.records(StaffMember).all()] == ["Siv"]
    with pytest.raises(VerkstadError, match=GAVE_WAY):
        work.go_on(0)
    assert not list(store.log.broken_links())


def test_closing_the_store_stops_it(store: Store) -> None:
    work = _half(store)
    folder, key = store.folder, Key(store.data_key)
    store.close()
    with pytest.raises(VerkstadError, match=GAVE_WAY):
        work.go_on(0)
    again = Store.open(folder, key, lambda: NOW)
    assert _names(again) == []
    again.close()


def test_the_store_closes_also_when_nothing_can_be_taken_back(store: Store) -> None:
    def failing() -> LongWork[None]:
        try:
            yield from _adding(store)
        finally:
            raise FolderUnwritable("Disken är borta.")

    work = Stepwise(store.transactions, failing())
    work.go_on(0)
    folder, key = store.folder, Key(store.data_key)
    store.close()
    again = Store.open(folder, key, lambda: NOW)
    assert _names(again) == []
    again.close()


def test_a_fault_in_it_leaves_nothing(store: Store) -> None:
    def failing() -> LongWork[None]:
        with store.change("staff.added", "Ny personal") as change:
            change.insert(StaffMember(name="Person"))
            yield 0.5
            raise VerkstadError("Det gick inte.")

    work = Stepwise(store.transactions, failing())
    work.go_on(0)
    with pytest.raises(VerkstadError, match="gick inte"):
        work.go_on(0)
    assert _names(store) == []
    assert store.transactions.under_way is None


@pytest.mark.parametrize("is_finished", (True, False))
def test_a_copy_waits_for_it(store: Store, is_finished: bool) -> None:
    """Holds for a copy started before the work and one started during it. Neither has rows that are rolled back."""
    place = store.folder / copies.FOLDER_NAME
    _other(store)
    before = copies.begin(store, place, NOW)
    work = _half(store)
    meanwhile = copies.begin(store, place, NOW)
    assert not any(making.step() for making in (before, meanwhile) for _ in range(50))
    if is_finished:
        while not work.go_on(0):
            pass
    else:
        work.stop()
    for making in (before, meanwhile):
        making.copy_all()
        made = making.finish()
        assert made.path.exists()


def test_a_copy_that_is_made_at_once_stops_it(store: Store) -> None:
    work = _half(store)
    copies.make(store, store.folder / copies.FOLDER_NAME, NOW)
    with pytest.raises(VerkstadError, match=GAVE_WAY):
        work.go_on(0)


def test_a_new_one_stops_the_one_before(store: Store) -> None:
    first = _half(store)
    second = _half(store)
    with pytest.raises(VerkstadError, match=GAVE_WAY):
        first.go_on(0)
    second.stop()
    assert _names(store) == []


@pytest.mark.parametrize("is_redo", (False, True))
def test_a_step_back_or_forth_does_little_at_a_time(store: Store, is_redo: bool) -> None:
    """However large the change is, the window only waits for one step at a time."""
    many = 3 * PIECE + 7
    done(_adding(store, many))
    steps = store.undoing()
    if is_redo:
        done(steps)
        steps = store.redoing()

    def written() -> int:
        rows = store.database.execute("SELECT count(*) FROM change_rows").fetchone()[0]
        return int(rows) + abs(len(_names(store)) - before)

    before = len(_names(store))
    counts, shares = [written()], []
    for share in steps:
        counts.append(written())
        shares.append(share)
    assert counts[-1] - counts[0] == 2 * many
    assert max(after - earlier for earlier, after in pairwise(counts)) <= PIECE
    assert shares == sorted(shares)
    assert shares[-1] <= 1
    assert len(_names(store)) == (many if is_redo else 0)


@pytest.mark.parametrize("is_redo", (False, True))
@pytest.mark.parametrize("is_early", (False, True))
def test_stopped_anywhere_a_step_back_or_forth_has_not_been_made(
    store: Store, is_redo: bool, is_early: bool
) -> None:
    done(_adding(store, 2 * PIECE))
    target = store.log.undoable()
    assert target is not None
    if is_redo:
        store.undo()
    elif is_early:
        _other(store)
    content, lines = _names(store), store.log.latest(10)

    def begun() -> Stepwise[UndoResult]:
        return Stepwise(store.transactions, store.redoing() if is_redo else store.undoing(target.id))

    for turns in range(1, 100):
        work = begun()
        if any(work.go_on(0) for _ in range(turns)):
            break
        work.stop()
        assert (_names(store), store.log.latest(10)) == (content, lines)
        assert not list(store.log.broken_links())
    assert turns > 4, "it was never stopped in the middle"
    assert work.result.kept == ()
    assert len(_names(store)) == (2 * PIECE if is_redo else 0)


def test_a_part_of_a_larger_work_is_closed_with_it() -> None:
    closed: list[str] = []

    def inner() -> LongWork[str]:
        try:
            yield 0.5
            yield 1.0
        finally:
            closed.append("inner")
        return "klar"

    def outer() -> LongWork[str]:
        return (yield from scaled(inner(), 0.5, 1.0))

    steps = outer()
    assert next(steps) == 0.75
    steps.close()
    assert closed == ["inner"]
    assert done(outer()) == "klar"
