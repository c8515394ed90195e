"""Rebuilding the pages with a database's list of tables if they are bad. Without the list nothing can be found."""

import re
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.storage import migrations
from verkstad.storage.database import PAGE, connect, give_key
from verkstad.storage.key_bytes import Key

_SALT = 16  # bytes, at the start of the file
_TABLES = "SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY name"


def put_back(path: Path, data_key: Key, bad: set[int]) -> bool:
    """Replace bad schema pages with pages of a new database; return whether the list of tables is then right.

    The file must be a copy, since it is changed. The tables of a folder are all created before any rows, so they
    start on the same pages each time, and with the same key and salt the new pages fit the old ones. The first page
    also contains the page count, and SQLite reads nothing beyond it, so the new database is first made as large as
    the old one.
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
    """Return the numbers of pages whose HMAC is wrong."""
    connection = opened(path, data_key)
    try:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    finally:
        connection.close()
    return {int(number) for (words,) in told for number in re.findall(r"page (\d+)", words)}


def _schema_pages(database: Database) -> set[int]:
    """Return the pages that are not the root of a table or an index. In a new database each of those has one page."""
    [count] = database.execute("PRAGMA page_count").fetchone()
    roots = {page for (page,) in database.execute("SELECT rootpage FROM sqlite_master")}
    return set(range(1, count + 1)) - roots


def tables(path: Path, data_key: Key) -> list[tuple[object, ...]]:
    """Return the list of tables, or [] if it cannot be read."""
    connection = opened(path, data_key)
    try:
        return connection.execute(_TABLES).fetchall()  # type: ignore[no-any-return]
    except dbapi2.DatabaseError:
        return []
    finally:
        connection.close()


def _grow(database: Database, size: int) -> None:
    """Make the page count in the first page cover so many bytes. The new pages are free."""
    with database.atomic():
        database.execute("CREATE TABLE room (filler BLOB)")
        database.execute("INSERT INTO room VALUES (zeroblob(?))", [size])
    with database.atomic():
        database.execute("DROP TABLE room")


def opened(path: Path, data_key: Key) -> dbapi2.Connection:
    """Open a possibly damaged database without checking or repairing anything."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    give_key(connection, data_key)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
