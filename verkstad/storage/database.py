"""Opening the encrypted database and making sure that it is encrypted, ours, whole and not from the future."""

from pathlib import Path, PurePath

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain.folder_faults import DAMAGED, DamagedFolder, FolderUnwritable, NewerFolder
from verkstad.storage.faults import translated
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import NEWER

FILE_NAME = "verkstad.db"
CIPHER_FORMAT = 4
"""SQLCipher's: AES-256, pages sealed by HMAC-SHA512."""
PAGE = 4096
"""Bytes of a page in that format."""
APPLICATION_ID = 0x56524B53
_PLAIN_HEADER = b"SQLite format 3\x00"


def connect(path: Path, data_key: Key, *, is_new: bool = False) -> Database:
    """The database at `path`, opened for this program alone.

    Raises FolderBusy, DamagedFolder, NewerFolder or FolderUnwritable; the file is then as it was.
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
            # Taking the write lock now tells a second program apart at once, and keeps it out from here on.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            if is_new:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            elif connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise DamagedFolder("Filen verkstad.db hör inte till Verkstad. Ingenting har ändrats.")
        except BaseException:
            connection.close()
            raise
    # Rows are plain text and numbers; sqlite-utils takes any connection that speaks as sqlite3 does. With plugins it
    # would look through all installed packages and hand the open database to whichever says that it is one.
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def read_only(path: Path, data_key: Key) -> dbapi2.Connection:
    """A database that nobody writes to, such as a copy's: nothing is locked, made or set right beside it."""
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
    """As SQLite takes it: of a server's folder, which is no host to it, the name stands in the path."""
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else f"file:////{uri.removeprefix('file://')}"


def give_key(connection: dbapi2.Connection, data_key: Key) -> None:
    """By the call, not by the pragma: a statement would stay in memory as text, and in the connection's cache.

    The format is said, so that a later SQLCipher with other defaults reads and writes the same file.
    """
    connection.execute("PRAGMA cipher_log = off")  # else it writes to stderr at a wrong key
    connection.set_key(Key.joined(b"x'", Key(data_key).in_hexadecimal(), b"'"))
    connection.execute(f"PRAGMA cipher_compatibility = {CIPHER_FORMAT}")


def schema_of(database: Database | dbapi2.Connection) -> int:
    """The version of the tables: how many migrations have been made."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(database: Database, known_version: int) -> None:
    """Raises NewerFolder for a file that a newer program has migrated."""
    if schema_of(database) > known_version:
        raise NewerFolder(NEWER)


def _refuse_plain(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
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
        raise DamagedFolder(DAMAGED)  # SQLite would take an empty file for a new database
    if header == _PLAIN_HEADER:
        raise DamagedFolder("Databasen är inte krypterad och öppnas därför inte. Ingenting har ändrats.")


def _refuse_unciphered(connection: dbapi2.Connection) -> None:
    # Python's own sqlite3 takes PRAGMA key in silence and writes plain text.
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the SQLite library in use has no encryption")
