"""Writing a file that the user asked for: completely, or not at all."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.storage.files import write_atomically


def write_file(path: Path, content: bytes) -> None:
    """Write a file. Raises VerkstadError with the reason; an older file is then unchanged."""
    if not path.parent.is_dir():
        raise VerkstadError(f"Mappen {path.parent} finns inte, så {path.name} kunde inte skrivas.")
    try:
        write_atomically(path, content)
    except OSError as error:
        raise VerkstadError(
            f"{path.name} kunde inte skrivas. Är filen öppen i ett annat program, eller disken full?"
        ) from error


@contextmanager
def written_file(path: Path, content: bytes) -> Iterator[None]:
    """Write a file and keep it only if the block succeeds, so that nothing is exported without a log line.

    Raises VerkstadError as `write_file`, before the block. If the block raises, the older file is put back.
    """
    before = None
    with contextlib.suppress(OSError):  # an unreadable file is missing, or else the write below fails
        before = path.read_bytes()
    write_file(path, content)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
            if before is not None:
                write_atomically(path, before)
        raise
