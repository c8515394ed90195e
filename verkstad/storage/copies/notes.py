"""What is remembered about the copies of a folder: when one was rehearsed, when the second place was reached."""

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
    """Times are ISO texts; empty means never."""

    rehearsed_at: str = ""
    rehearsed_rows: int = 0
    rehearsal_failed_at: str = ""
    second_reached_at: str = ""
    second_problem: str = ""
    packed_receipt: str = ""  # what the new computer says when it has opened the latest package
    packed_state: str = ""  # everything that it holds, drafts and who has read what among it

    @classmethod
    def read(cls, place: Path) -> "Notes":
        """The notes of a folder of copies; empty when there are none that can be read."""
        try:
            notes = cls(**json.loads(read_file(place / FILE_NAME)))
        except (OSError, ValueError, TypeError):
            return cls()
        kinds = [[type(value) for value in asdict(one).values()] for one in (notes, cls())]
        return notes if kinds[0] == kinds[1] else cls()


def note(place: Path, **facts: Any) -> None:
    """Remember some facts, from any thread. Losing them costs a rehearsal, so a full disk is no error."""
    with writing, contextlib.suppress(OSError):
        place.mkdir(exist_ok=True, mode=0o700)  # never the folder itself, which may be away
        changed = replace(Notes.read(place), **facts)
        write_atomically(place / FILE_NAME, json.dumps(asdict(changed)).encode())
