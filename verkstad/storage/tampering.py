"""Detecting changes that someone with the key has made to a folder by other means than this program.

Such a change is not damage: the folder opens and can be copied and restored. It is detected with the help of copies,
which contain the head of the log at their time, and of the schema that the migrations create.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain import swedish
from verkstad.domain.changes import MIGRATED, SALVAGED
from verkstad.domain.errors import VerkstadError
from verkstad.storage import migrations, slots_in_force
from verkstad.storage.change_log import ACKNOWLEDGED, RESTORED
from verkstad.storage.copies.finished import Copy, Manifest, copies_in, origin_of
from verkstad.storage.database import read_only, schema_of
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import KeyRing
from verkstad.storage.store import Store

ADVICE = (
    "Ingenting är skadat, och det går att arbeta som vanligt. Men någon som kan öppna mappen kan ha ändrat i den på "
    "annat sätt än med Verkstad. Visa det här för it-stöd, och jämför med en säkerhetskopia på en annan plats. Vet "
    "du varför det är så, säg det under Inställningar, Säkerhet."
)
_FIRST_TO_SAY = 3  # in earlier schemas a restore left no line in the log

SchemaObject = tuple[str, str, str]
"""The type, the name, and the SQL with single spaces."""


def found_here(store: Store) -> list[str]:
    """Return a sentence for each sign of tampering in the folder itself.

    Returns [] if the database cannot be read: that is damage, which the health check reports.
    """
    try:
        return [*withdrawn_ways_in(store), *differing_objects(store.database)]
    except (dbapi2.DatabaseError, VerkstadError):
        return []


def differing_objects(database: Database) -> list[str]:
    """Return sentences that name the tables, indexes, triggers and views that no migration made, or that are gone."""
    made, present = _made_by_migrations(schema_of(database)), _objects(database)
    foreign = sorted({name for _, name, _ in present - made})
    gone = sorted({name for _, name, _ in made} - {name for _, name, _ in present})
    found = []
    if foreign:
        found.append(f"I databasen finns något som Verkstad inte har gjort: {swedish.listing(foreign)}.")
    if gone:
        found.append(f"I databasen saknas något som Verkstad har gjort: {swedish.listing(gone)}.")
    return found


def withdrawn_ways_in(store: Store) -> list[str]:
    """Return sentences if the key files contain withdrawn slots, or lack slots in force."""
    in_force = slots_in_force.read(store)
    try:
        present = KeyRing.read(store.folder).ids
    except VerkstadError:  # damage, which the health check reports
        return []
    found = []
    logged = slots_in_force.logged(store)
    if logged and logged != in_force:
        found.append(
            "Vilka lösenord och koder som gäller är inte som ändringsloggen säger: ett sätt att öppna mappen har "
            "lagts till eller tagits bort på annat sätt än i programmet."
        )
    if in_force and present - in_force:
        found.append(
            "Nyckelfilerna släpper in med ett lösenord eller en kod som har bytts ut eller tagits bort: äldre "
            "nyckelfiler har lagts i mappen. Lås upp och välj ett nytt lösenord."
        )
    if in_force - present:
        found.append(
            "Nyckelfilerna saknar ett lösenord eller en kod som gäller. Se under Inställningar, Säkerhet, vem som "
            "kan öppna mappen, och gör det som saknas på nytt."
        )
    return found


class Comparison:
    """Compares the open log with those of copies. Works in any thread, since it keeps no connection."""

    def __init__(self, store: Store) -> None:
        """Read the log. Raises VerkstadError if it cannot be read."""
        with translated():
            self._here = _lines(store.database)
            self._key, self._origin = Key(store.data_key), origin_of(store.data_key)
            said = store.database.execute("SELECT max(at) FROM changes WHERE kind = ?", [ACKNOWLEDGED])
            self._known_at = str(said.fetchone()[0] or "")
        self._unread: set[str] = set()

    def told(self, places: Iterable[Path]) -> "Told":
        """Compare the log with the copies in these folders."""
        try:
            copies = [copy for place in places for copy in copies_in(place)]
            parted = sorted({copy.path.name for copy in copies if copy.is_whole and self._is_parted(copy)})
        finally:
            self._key.wipe()
        unread = len(self._unread | {copy.path.name for copy in copies if not copy.is_whole})
        return Told(_parted_words(parted), _unread_words(unread))

    def _is_parted(self, copy: Copy) -> bool:
        manifest = Manifest.read(copy.path)
        if manifest is None or manifest.origin != self._origin or manifest.schema < _FIRST_TO_SAY:
            return False
        if manifest.made_at <= self._known_at or any(one.hash == manifest.position for one in self._here):
            return False
        there = _lines_of_copy(copy.path, self._key)
        if not there:
            self._unread.add(copy.path.name)
            return False
        return not _is_explained(self._here, there)


class Told(NamedTuple):
    """The result of the comparison, as Swedish sentences; "" if there is nothing to report."""

    parted: str
    unread: str


def _parted_words(names: list[str]) -> str:
    if not names:
        return ""
    count = swedish.count_text(len(names), "säkerhetskopia", "säkerhetskopior")
    which = names[-1] if len(names) == 1 else f"den nyaste är {names[-1]}"
    return f"Ändringsloggen är inte den som {count} gjordes av ({which}): rader har tagits bort eller skrivits om."


def _unread_words(count: int) -> str:
    if not count:
        return ""
    copies = swedish.count_text(count, "säkerhetskopia", "säkerhetskopior")
    which = "den" if count == 1 else "dem"
    return f"{copies} gick inte att läsa, och ändringsloggen är inte jämförd med {which}."


class _Line(NamedTuple):
    """One line of a log."""

    hash: str
    kind: str


def _is_explained(here: list[_Line], there: list[_Line]) -> bool:
    """Whether the difference between two logs is explained by a restore or a salvage.

    After a restore of an older copy, in either log, the first line after the common lines records the restore. Only a
    line about a migration of the copy may come before it. A salvage reports the lines that it could not read, and the
    log starts over with it.
    """
    known = {line.hash: at for at, line in enumerate(here)}
    parting = next((at for at, line in enumerate(there) if line.hash not in known), None)
    if parting is None:  # the copy is older than its manifest says
        return False
    next_here = known[there[parting - 1].hash] + 1 if parting else 0
    after = here[next_here:]
    return (
        _begins_with_restore(after)
        or _begins_with_restore(there[parting:])
        or any(line.kind == SALVAGED for line in after)
    )


def _begins_with_restore(lines: list[_Line]) -> bool:
    return next((line.kind for line in lines if line.kind != MIGRATED), "") == RESTORED


def _lines(database: Database | dbapi2.Connection) -> list[_Line]:
    return [_Line(*row) for row in database.execute("SELECT hash, kind FROM changes ORDER BY id").fetchall()]


def _lines_of_copy(copy: Path, data_key: Key) -> list[_Line]:
    """Read the log of a copy without changing the copy; [] if it cannot be read, which is reported elsewhere."""
    try:
        connection = read_only(copy / FILE_NAME, data_key)
        try:
            return _lines(connection)
        finally:
            connection.close()
    except dbapi2.DatabaseError:
        return []


@cache
def _made_by_migrations(schema: int) -> frozenset[SchemaObject]:
    memory = dbapi2.connect(":memory:", isolation_level=None)
    database = Database(memory, recursive_triggers=False, execute_plugins=False)
    try:
        migrations.migrate(database, schema)
        return _objects(database)
    finally:
        database.close()


def _objects(database: Database) -> frozenset[SchemaObject]:
    found = database.execute(
        "SELECT type, name, COALESCE(sql, '') FROM sqlite_master WHERE (name <> 'sqlite_stat1' OR type <> 'table') "
        "AND (tbl_name <> '_sqlite_migrations' OR type NOT IN ('table', 'index'))"  # created by sqlite-utils
    ).fetchall()
    return frozenset((kind, name, " ".join(sql.split())) for kind, name, sql in found)
