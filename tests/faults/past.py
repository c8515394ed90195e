"""A folder with a history: its files after a workload, their earlier states, and the journals in between."""

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults import power_cuts, program, workloads
from tests.faults.children import in_child
from tests.faults.damage import Past
from tests.faults.disk_log import Player
from tests.faults.disk_model import Disk, File
from tests.faults.judge import View
from tests.faults.program import Clock
from verkstad.storage.files import FILE_NAME

_RECENT = 4
"""Number of last steps whose journals are left out. The last journal, put back, looks like a power cut during its
step and leads to the complete state before it; nothing in the folder can tell the difference.
"""


@dataclass(frozen=True)
class Aged:
    """A folder after a workload, its content, and its earlier states."""

    folder: Path
    view: View
    past: Past


@functools.cache
def aged(seed: int = 0) -> Aged:
    log = power_cuts.logged(str(seed))
    disk = Disk(log.begins, known_as=Path(log.place))
    player = Player(disk)
    earlier: dict[bytes, None] = {}
    journals: list[tuple[int, bytes]] = []
    done = 0
    for call in log.calls:
        player.play(call)
        done = power_cuts.mark_in(call) or done
        database = disk.find(f"{log.place}/data/{FILE_NAME}")
        journal = disk.find(f"{log.place}/data/{FILE_NAME}-journal")
        if power_cuts.mark_in(call) is not None and isinstance(database, File):
            earlier[bytes(database.current)] = None
        if call.name in ("fsync", "fdatasync") and isinstance(journal, File) and journal.current:
            journals.append((done, bytes(journal.current)))
    disk.cut("all", Random("aged"))
    place = program.work_place() / f"aged-{seed}"
    disk.write_to(place)
    kept = tuple(journal for step, journal in journals if step < workloads.STEPS - _RECENT)
    return Aged(
        place / "data",
        workloads.states(seed)[-1],
        Past(tuple(earlier)[:-1], _foreign(), kept),
    )


def _foreign() -> bytes:
    """Return the database of another workshop."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
            program.create(Path(place) / "data", Clock()).close()
            return (Path(place) / "data" / FILE_NAME).read_bytes()

    return in_child(make)
