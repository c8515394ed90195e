"""Tampering with the key by other means than the program, and its detection."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from tests.storage import disposal, workshop_folder
from tests.storage.conftest import NOW
from tests.storage.workshop_folder import SECRET, add, open_it, place_of
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.services.security import Security
from verkstad.services.words import Words
from verkstad.storage import copies, data_folder, health, log_code, slots_in_force, tampering, trade_rules
from verkstad.storage.change_log import ACKNOWLEDGED, change_hash, digest_of
from verkstad.storage.copies import Manifest
from verkstad.storage.database import address_of
from verkstad.storage.files import FILE_NAME
from verkstad.storage.keys import Cost, KeyRing
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.store import Store


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    return workshop_folder.make(tmp_path / "data", "Siv", "Ture", "Örjan")


def _told(store: Store) -> list[str]:
    return [words for words in tampering.Comparison(store).told([place_of(store.folder)]) if words]


def _take_last_line_away(store: Store) -> None:
    """Also reset the sequence number, so that the log alone shows nothing."""
    [last] = store.database.execute("SELECT max(id) FROM changes").fetchone()
    [row] = store.database.execute("SELECT max(id) FROM change_rows").fetchone()
    for sql in (
        "DELETE FROM staff_members WHERE id = (SELECT record_id FROM change_rows WHERE change_id = ?)",
        "DELETE FROM change_values WHERE change_row_id IN (SELECT id FROM change_rows WHERE change_id = ?)",
        "DELETE FROM change_rows WHERE change_id = ?",
        "DELETE FROM change_names WHERE change_id = ?",
        "DELETE FROM changes WHERE id = ?",
    ):
        store.database.execute(sql, [last])
    store.database.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'changes'", [last - 1])
    store.database.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'change_rows'", [row - 1])


def _write_the_chain_anew(store: Store) -> None:
    """Rename the second change, and recompute every later hash as if the name had always been so."""
    database = store.database
    previous = ""
    for change in list(database.query("SELECT * FROM changes ORDER BY id")):
        if change["id"] == 2:
            [salt] = database.execute("SELECT salt FROM change_names WHERE change_id = 2").fetchone()
            database.execute("UPDATE change_names SET name = 'Något annat' WHERE change_id = 2")
            change["name_digest"] = digest_of(salt, "Något annat")
        rows = database.execute(
            "SELECT table_name, record_id, action, digest FROM change_rows WHERE change_id = ? ORDER BY id",
            [change["id"]],
        ).fetchall()
        summary = digest_of("".join("|".join(map(str, row)) + "\n" for row in rows))
        change["previous_hash"] = previous
        previous = change["hash"] = change_hash(change, summary)
        database.table("changes").update(
            change["id"], {name: change[name] for name in ("name_digest", "previous_hash", "hash")}
        )


@pytest.mark.parametrize("tamper", (_take_last_line_away, _write_the_chain_anew))
def test_a_log_that_is_not_the_copies_own_is_told(folder: Path, tamper: Callable[[Store], None]) -> None:
    store = open_it(folder)
    assert _told(store) == []
    tamper(store)
    store.close()
    store = open_it(folder)
    assert health.problems(store) == [], "the log by itself shows nothing"
    [told] = _told(store)
    assert "inte den som 1 säkerhetskopia gjordes av (2026-11-20_104000)" in told
    add(store, "Efteråt")
    assert len(_told(store)) == 1, "also when it has gone on"
    store.close()


def test_many_copies_give_one_sentence_and_what_is_known_is_told_no_more(folder: Path) -> None:
    store = open_it(folder)
    for minute in range(1, 4):
        copies.make(store, place_of(folder), NOW + timedelta(minutes=minute))
        add(store, f"Ny {minute}")
    for _ in range(3):
        _take_last_line_away(store)
    store.close()
    store = open_it(folder, NOW + timedelta(minutes=9))
    [told] = _told(store)
    assert "2 säkerhetskopior" in told
    assert "2026-11-20_104300" in told
    with store.change(ACKNOWLEDGED, "Skillnaden mot säkerhetskopiorna är känd", is_undoable=False) as change:
        change.note_access("staff_members", 1, "read")
    assert _told(store) == []
    _take_last_line_away(store)
    store.close()
    store = open_it(folder)
    assert len(_told(store)) == 1, "and what says that it is known is itself a line of the log"
    store.close()


def test_a_copy_whose_database_is_older_than_it_says_is_told(folder: Path) -> None:
    store = open_it(folder)
    add(store, "Ny")
    later = copies.make(store, place_of(folder), NOW + timedelta(minutes=1)).path
    _take_last_line_away(store)
    store.close()
    [first] = [copy.path for copy in copies.copies_in(place_of(folder)) if copy.path != later]
    (later / FILE_NAME).write_bytes((first / FILE_NAME).read_bytes())
    store = open_it(folder)
    assert (later / FILE_NAME).stat().st_size == Manifest.read(later).files[FILE_NAME][0]  # type: ignore[union-attr]
    assert len(_told(store)) == 1
    store.close()


def test_a_servers_folder_is_addressed_as_sqlite_reads_it() -> None:
    assert (
        address_of(PureWindowsPath(r"\\server\delad å\verkstad.db"))
        == "file:////server/delad%20%C3%A5/verkstad.db"
    )
    assert address_of(PureWindowsPath(r"C:\a b\verkstad.db")) == "file:///C:/a%20b/verkstad.db"
    assert address_of(PurePosixPath("/a b/verkstad.db")) == "file:///a%20b/verkstad.db"


def test_logs_that_part_where_a_copy_was_restored_are_as_they_should(folder: Path) -> None:
    """Restore, continue, undo the restore, continue, and restore again."""
    store = open_it(folder)
    [first] = copies.copies_in(place_of(folder))
    add(store, "Ny")
    later = copies.make(store, place_of(folder), NOW + timedelta(minutes=1))
    store.close()
    copies.restore(folder, first.path, SECRET, NOW + timedelta(minutes=2))
    for minute, step in enumerate((None, copies.undo_restore, copies.redo_restore), 3):
        if step is not None:
            step(folder, NOW + timedelta(minutes=minute))
        store = open_it(folder)
        assert _told(store) == []
        add(store, f"Ny {minute}")
        copies.make(store, place_of(folder), NOW + timedelta(minutes=minute, seconds=30))
        assert _told(store) == []
        assert health.problems(store) == []
        store.close()
    copies.restore(folder, later.path, SECRET, NOW + timedelta(minutes=9))
    store = open_it(folder)
    assert _told(store) == []
    assert store.log.latest(1)[0][0].name == "Säkerhetskopian från 2026-11-20 10.41 återställd"
    assert store.undo().change.name == "Ny personal: Ny", "undo reaches past a restore"
    store.close()


@pytest.mark.parametrize(
    "statement",
    (
        "CREATE TRIGGER planted AFTER INSERT ON staff_members BEGIN DELETE FROM notes; END",
        "CREATE VIEW planted AS SELECT * FROM staff_members",
        "CREATE TABLE planted (id INTEGER) STRICT",
        "CREATE INDEX planted ON staff_members (name)",
    ),
)
def test_what_no_migration_made_is_named(folder: Path, statement: str) -> None:
    store = open_it(folder)
    assert tampering.differing_objects(store.database) == []
    store.database.execute(statement)
    assert tampering.differing_objects(store.database) == [
        "I databasen finns något som Verkstad inte har gjort: planted."
    ]
    store.close()


def test_something_taken_out_of_the_schema_is_named_too(folder: Path) -> None:
    store = open_it(folder)
    store.database.execute("DROP INDEX notes_participant_id")
    assert tampering.differing_objects(store.database) == [
        "I databasen saknas något som Verkstad har gjort: notes_participant_id."
    ]
    store.close()


def test_blanked_values_count_as_disposed_of_only_with_a_line_that_says_so(store: Store) -> None:
    add(store, "Siv")
    add(store, "Ture")
    disposal.erase(store, 1)
    assert list(store.log.broken_links()) == [1]
    disposal.say_so(store, 1)
    assert list(store.log.broken_links()) == []
    disposal.erase(store, 2)
    assert list(store.log.broken_links()) == [2], "which names those rows and no others"


def test_a_line_is_found_by_the_code_on_a_paper(store: Store) -> None:
    add(store, "Siv")
    [position] = store.database.execute("SELECT hash FROM changes WHERE id = 1").fetchone()
    add(store, "Ture")
    code = log_code.of(position)
    assert len(code) == 11
    assert log_code.find(store.database, code.lower().replace("-", " ")) == 1
    other = "1" if code[0] != "1" else "2"
    assert log_code.find(store.database, other + code[1:]) is None
    assert log_code.find(store.database, "") is None
    store.database.execute("UPDATE changes SET hash = 'zz' WHERE id = 2")
    assert log_code.find(store.database, code) == 1
    assert log_code.find(store.database, " - ") is None, "what no program wrote has no code"


@pytest.mark.parametrize(
    "ask",
    (
        lambda store: store.log.position(),
        lambda store: store.log.position_after("staff.added", "staff_members", 1),
        lambda store: store.log.has("0f"),
        lambda store: log_code.find(store.database, "ABCDE-FGHJK"),
        lambda store: trade_rules.standing(store.database, NOW.date()),
    ),
)
def test_what_is_asked_of_pages_that_cannot_be_read_is_a_known_fault(
    folder: Path, ask: Callable[[Store], object]
) -> None:
    store = open_it(folder)
    store.database.execute("PRAGMA shrink_memory")
    size = (folder / FILE_NAME).stat().st_size
    with (folder / FILE_NAME).open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(DamagedFolder):
        ask(store)
    store.close()


def test_a_line_of_any_other_kind_excuses_no_gap(folder: Path) -> None:
    store = open_it(folder)
    disposal.erase(store, 1)
    store.transactions.note_file()
    with store.change("access.read", "Kort öppnat", is_undoable=False) as change:
        change.rows.append(LoggedRow("change_names", 1, "erase", {}, {}))
        change.rows += [LoggedRow("change_values", row, "erase", {}, {}) for row in range(1, 9)]
    assert 1 in list(store.log.broken_links())
    store.close()


def test_a_trigger_is_named_whatever_it_is_called(folder: Path) -> None:
    store = open_it(folder)
    store.database.execute("PRAGMA writable_schema = ON")
    store.database.execute(
        "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_stat1', 'notes', 0, "
        "'CREATE TRIGGER sqlite_stat1 AFTER INSERT ON notes BEGIN DELETE FROM settings; END')"
    )
    assert "sqlite_stat1" in tampering.differing_objects(store.database)[0]
    store.close()


def test_a_way_in_that_no_line_of_the_log_knows_is_told(folder: Path) -> None:
    store = open_it(folder)
    security = Security(store, Words(store), lambda: NOW)
    security.new_code(security.draft_code())
    assert tampering.withdrawn_ways_in(store) == []
    ring = KeyRing.read(folder)
    slot, _ = data_folder.seal(store.data_key, "password", "smyg", 1, NOW.date())
    rogue = ring.changed(slot)
    rogue.write(folder)
    store.transactions.run(lambda: slots_in_force.write(store, rogue.ids))
    assert "inte som ändringsloggen säger" in tampering.withdrawn_ways_in(store)[0]
    store.transactions.run(lambda: slots_in_force.write(store, []))
    assert "inte som ändringsloggen säger" in tampering.withdrawn_ways_in(store)[0]
    store.close()


def test_copies_that_cannot_be_read_are_counted(folder: Path) -> None:
    store = open_it(folder)
    [copy] = copies.copies_in(place_of(folder))
    add(store, "Ny")
    (copy.path / FILE_NAME).unlink()
    told = tampering.Comparison(store).told([place_of(folder)])
    assert told == ("", "1 säkerhetskopia gick inte att läsa, och ändringsloggen är inte jämförd med den.")
    store.close()
