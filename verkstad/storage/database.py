"""Opening the encrypted database, after checks that it is encrypted, ours, undamaged and not from a newer version."""

from pathlib import Path, PurePath

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain.folder_faults import DAMAGED, DamagedFolder, FolderUnwritable, NewerFolder
from verkstad.storage.faults import translated
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import NEWER

CIPHER_FORMAT = 4
"""The SQLCipher format: AES-256, and an HMAC-SHA512 for each page."""
PAGE = 4096
"""The page size in that format, in bytes."""
APPLICATION_ID = 0x56524B53
_PLAIN_HEADER = b"SQLite format 3\x00"


def connect(path: Path, data_key: Key, *, is_new: bool = False) -> Database:
    """Open the database at `path` with an exclusive lock.

    Raises FolderBusy, DamagedFolder, NewerFolder or FolderUnwritable; the file is then unchanged.
    """
    if not is_new:
        _refuse_plain(path)
    with translated():
        connection = dbapi2.connect(str(path), isolation_level=None, timeout=0.5)
        try:
            give_key(connection, data_key)
            _refuse_unciphered(connection)
            for pragma in (
                "locking_mode = EXCLUSIVE",
                "journal_mode = TRUNCATE",
                "synchronous = FULL",
                "foreign_keys = ON",
                "trusted_schema = OFF",
                "secure_delete = ON",
                "temp_store = MEMORY",
                "cache_size = -65536",
            ):
                connection.execute(f"PRAGMA {pragma}")
            # Taking the write lock now detects another program at once, and keeps other programs out from here on.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            if is_new:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            elif connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise DamagedFolder("Filen verkstad.db hör inte till Verkstad. Ingenting har ändrats.")
        except BaseException:
            connection.close()
            raise
    # Rows contain only text and numbers, and sqlite-utils accepts any connection with the interface of sqlite3. With
    # plugins it would search all installed packages and pass the open database to any that claims to be a plugin.
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def read_only(path: Path, data_key: Key) -> dbapi2.Connection:
    """Open a database that nobody writes to, such as a copy's, without locking, creating or repairing any file."""
    uri = f"{address_of(path.resolve())}?mode=ro&immutable=1"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None)
    try:
        give_key(connection, data_key)
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def address_of(path: PurePath) -> str:
    """Return the URI of a file for SQLite. SQLite allows no host, so the name of a server goes into the path."""
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else f"file:////{uri.removeprefix('file://')}"


def give_key(connection: dbapi2.Connection, data_key: Key) -> None:
    """Set the key by the function call. A PRAGMA would keep the key in memory as text, and in the statement cache.

    The format is set too, so that a later SQLCipher with other defaults reads and writes the same file.
    """
    connection.execute("PRAGMA cipher_log = off")  # otherwise SQLCipher writes to stderr at a wrong key
    connection.set_key(Key.joined(b"x'", Key(data_key).in_hexadecimal(), b"'"))
    connection.execute(f"PRAGMA cipher_compatibility = {CIPHER_FORMAT}")


def schema_of(database: Database | dbapi2.Connection) -> int:
    """Return the schema version, which is the number of migrations that have been applied."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(database: Database, known_version: int) -> None:
    """Raise NewerFolder if a newer program has migrated the file."""
    if schema_of(database) > known_version:
        raise NewerFolder(NEWER)


def _refuse_plain(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():  # reading a pipe would never end
            raise DamagedFolder(DAMAGED)
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError as error:
        raise DamagedFolder(
            "Databasen verkstad.db saknas i datamappen. Ingenting har ändrats. "
            "Välj en annan mapp eller återställ en säkerhetskopia."
        ) from error
    except OSError as error:
        raise FolderUnwritable(
            "Det går inte att läsa datamappen. Kontrollera att disken är ansluten och att du får läsa där."
        ) from error
    if len(header) < len(_PLAIN_HEADER):
        raise DamagedFolder(DAMAGED)  # SQLite would treat an empty file as a new database
    if header == _PLAIN_HEADER:
        raise DamagedFolder("Databasen är inte krypterad och öppnas därför inte. Ingenting har ändrats.")


def _refuse_unciphered(connection: dbapi2.Connection) -> None:
    # Python's own sqlite3 ignores PRAGMA key without an error and writes plain text.
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the SQLite library in use has no encryption")
