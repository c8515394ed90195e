"""The pages that hold a database's list of tables, made anew where they are bad: without it nothing can be found."""

import re
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.storage import migrations
from verkstad.storage.database import PAGE, connect, give_key
from verkstad.storage.key_bytes import Key

_SALT = 16  # bytes, first in the file
_TABLES = "SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY name"


def put_back(path: Path, data_key: Key, bad: set[int]) -> bool:
    """Replaces those among the bad pages by a new database's; whether the list of tables agrees with it now.

    The file is ours to change. A folder's tables are all made before anything is put into them, so they begin on the
    same pages each time, and with the same key and salt the new pages are encrypted as those beside them. The first
    page also counts all pages, and what is beyond is not read; so it comes from a database that has been as large.
    """
    with path.open("rb") as file:
        salt = file.read(_SALT)
    model = path.with_name("model.db")
    database = connect(model, Key.joined(data_key, salt), is_new=True)
    try:
        migrations.migrate(database)
        wanted = database.execute(_TABLES).fetchall()
        lost = bad & _schema_pages(database)
        if 1 in lost:
            _grow(database, path.stat().st_size)
    finally:
        database.close()
    with model.open("rb") as made, path.open("rb+") as file:
        file.truncate(max(path.stat().st_size, model.stat().st_size))
        for page in lost:
            made.seek((page - 1) * PAGE)
            file.seek((page - 1) * PAGE)
            file.write(made.read(PAGE))
    model.unlink()
    return tables(path, data_key) == wanted


def bad_pages(path: Path, data_key: Key) -> set[int]:
    """Those whose seal is broken."""
    connection = opened(path, data_key)
    try:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    finally:
        connection.close()
    return {int(number) for (words,) in told for number in re.findall(r"page (\d+)", words)}


def _schema_pages(database: Database) -> set[int]:
    """All that are not the one page of a table or an index; in a new database each has one."""
    [count] = database.execute("PRAGMA page_count").fetchone()
    roots = {page for (page,) in database.execute("SELECT rootpage FROM sqlite_master")}
    return set(range(1, count + 1)) - roots


def tables(path: Path, data_key: Key) -> list[tuple[object, ...]]:
    """The list of tables; empty when it cannot be read."""
    connection = opened(path, data_key)
    try:
        return connection.execute(_TABLES).fetchall()  # type: ignore[no-any-return]
    except dbapi2.DatabaseError:
        return []
    finally:
        connection.close()


def _grow(database: Database, size: int) -> None:
    """Lets the first page count so many bytes' pages; the new ones are free."""
    with database.atomic():
        database.execute("CREATE TABLE room (filler BLOB)")
        database.execute("INSERT INTO room VALUES (zeroblob(?))", [size])
    with database.atomic():
        database.execute("DROP TABLE room")


def opened(path: Path, data_key: Key) -> dbapi2.Connection:
    """A connection to what may be damaged: nothing is looked at, and nothing set right."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    give_key(connection, data_key)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
