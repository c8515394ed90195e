"""Writing a file where the user asked for it: whole, or not at all."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.storage.files import write_atomically


def write_file(path: Path, content: bytes) -> None:
    """Raises VerkstadError that says why not; what stood there before is then as it was."""
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
    """The file is there within the block, and stays when the block ends well: nothing is let out that is not logged.

    Raises VerkstadError as `write_file`, before the block. Where the block raises, what was there is put back.
    """
    before = None
    with contextlib.suppress(OSError):  # what cannot be read is not there, or writing fails in a moment
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
