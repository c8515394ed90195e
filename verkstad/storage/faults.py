"""Translation of errors from SQLite and the file system into known faults. All such code calls this module."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import (
    BUSY,
    DAMAGED,
    DOUBLE,
    FULL,
    IN_USE,
    REFUSED,
    TOO_LARGE,
    UNWRITABLE,
    DamagedFolder,
    DiskFull,
    FolderBusy,
    FolderUnwritable,
    InUse,
)


def from_database(error: dbapi2.Error) -> VerkstadError:
    """Return the known fault for an error from SQLite."""
    words = str(error).lower()
    if isinstance(error, dbapi2.IntegrityError):
        if "foreign key" in words:
            return InUse(IN_USE)
        return VerkstadError(DOUBLE if "unique" in words else REFUSED)
    if "locked" in words or "busy" in words:
        return FolderBusy(BUSY)
    if "full" in words:
        return DiskFull(FULL)
    if "readonly" in words or "unable to open" in words or "disk i/o" in words:
        return FolderUnwritable(UNWRITABLE)
    return DamagedFolder(DAMAGED)


def from_system(error: OSError) -> VerkstadError:
    """Return the known fault for an error from the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(FULL)
    if error.errno == errno.EFBIG:
        return FolderUnwritable(TOO_LARGE)
    return FolderUnwritable(UNWRITABLE)


@contextmanager
def translated() -> Iterator[None]:
    """Translate errors of SQLite and the file system within the block, except for invalid SQL, which is a bug."""
    try:
        yield
    except (dbapi2.ProgrammingError, dbapi2.InterfaceError, dbapi2.NotSupportedError):
        raise
    except dbapi2.OperationalError as error:
        if any(sign in str(error) for sign in ("no such", "syntax error", "has no column")):
            raise
        raise from_database(error) from error
    except dbapi2.Error as error:
        raise from_database(error) from error
    except OSError as error:
        raise from_system(error) from error
