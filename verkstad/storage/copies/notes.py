"""Notes about the copies of a folder, such as when a copy was last rehearsed and the second place last reached."""

import contextlib
import json
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from verkstad.storage.files import read_file, write_atomically

FILE_NAME = "notes.json"
writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes. Times are ISO texts; "" means never."""

    rehearsed_at: str = ""
    rehearsed_rows: int = 0
    rehearsal_failed_at: str = ""
    second_reached_at: str = ""
    second_problem: str = ""
    packed_receipt: str = ""  # the receipt that the new computer shows for the latest package
    packed_state: str = ""  # the fingerprint of the database in that package

    @classmethod
    def read(cls, place: Path) -> "Notes":
        """Read the notes of a folder of copies; empty notes if there are no valid ones."""
        try:
            notes = cls(**json.loads(read_file(place / FILE_NAME)))
        except (OSError, ValueError, TypeError):
            return cls()
        kinds = [[type(value) for value in asdict(one).values()] for one in (notes, cls())]
        return notes if kinds[0] == kinds[1] else cls()


def note(place: Path, **facts: Any) -> None:
    """Save some notes, from any thread. A full disk is not an error: losing notes only costs another rehearsal."""
    with writing, contextlib.suppress(OSError):
        place.mkdir(exist_ok=True, mode=0o700)  # without parents: the data folder may be away
        changed = replace(Notes.read(place), **facts)
        write_atomically(place / FILE_NAME, json.dumps(asdict(changed)).encode())
