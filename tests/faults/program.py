"""The interface between the suite and the program: opening, reading everything, copying, restoring, and bases.

All names of the program that the suite depends on are used here only, so that a renaming changes one line.
"""

import functools
import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.faults.children import in_child
from tests.open_workspace import NOW, PASSWORD, personal_number, write_xlsx
from verkstad.domain.folder_faults import WrongSecret
from verkstad.domain.records import Employer, Enrolment, Note, Participant, StaffMember, Workshop
from verkstad.domain.workbook import Workbook
from verkstad.storage import copies, data_folder, keys, swap
from verkstad.storage.change_log import RESTORED
from verkstad.workspace import Workspace

NEW_PASSWORD = "falsk sömn i sjön"
SECRETS = (PASSWORD, NEW_PASSWORD)
Content = dict[str, str]
"""A digest of all rows of each table, the change log included."""

_RANDOM = {"salt", "digest", "name_digest", "previous_hash", "hash", "applied_at"}
# These differ between runs of the same work. The hash chain of the log, which health checks, binds them to the rest.
_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30  # a container may have only a few MB there


class Clock:
    """Stands still until it is moved, so that the same work gives the same rows."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def quick_keys() -> None:
    """Make key derivation fast; its cost is tested elsewhere."""
    quick = keys.Cost(memory=64, passes=1, lanes=1)
    keys.MINIMUM_COST = quick
    setattr(data_folder, "Cost", lambda: quick)  # noqa: B010 - a name that data_folder has imported


def shipped_keys() -> None:
    """Give new slots the cost of the program; the slots of the bases still open."""
    setattr(data_folder, "Cost", keys.Cost)  # noqa: B010


@functools.cache
def work_place() -> Path:
    """Return the folder for the trials: in memory if possible, because no fault here needs a real disk."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    place = _MEMORY if has_room else None
    return Path(tempfile.mkdtemp(prefix="verkstad-faults-", dir=place))


@functools.cache
def _by_chance() -> re.Pattern[str]:
    """Matches what differs between runs in the log: the paths of trial folders, and the ids of key slots."""
    return re.compile(rf'{re.escape(str(work_place()))}/\w+|"slots":\[[^]]*\]')


def create(folder: Path, clock: Clock) -> Workspace:
    workshop = Workshop(name="Norrlycke verkstad", municipalities=("2518",))
    return Workspace.create(folder, PASSWORD, workshop, StaffMember(name="Siv Tallvik"), clock=clock)[0]


def open_folder(folder: Path, clock: Clock, secrets: Sequence[str] = SECRETS) -> tuple[Workspace, str]:
    """Open the folder as the window does. Also return the secret that opened it. Raises what the program raises."""
    for secret in secrets[:-1]:
        try:
            return Workspace.open(folder, secret, clock=clock), secret
        except WrongSecret:
            continue
    return Workspace.open(folder, secrets[-1], clock=clock), secrets[-1]


_UNTOLD = f"SELECT id FROM changes WHERE kind = '{RESTORED}'"
_OF_CHANGES = {
    "changes": f"id NOT IN ({_UNTOLD})",
    "change_names": f"change_id NOT IN ({_UNTOLD})",
    "change_rows": f"change_id NOT IN ({_UNTOLD})",
    "change_values": f"change_row_id NOT IN (SELECT id FROM change_rows WHERE change_id IN ({_UNTOLD}))",
}


def content_of(workspace: Workspace) -> Content:
    """Return a digest of everything stored, independent of the folder's path, except the log entries of a restore."""
    database, found = workspace.store.database, {}
    for name in sorted(database.table_names()):
        if name.startswith("sqlite_"):
            continue
        columns = [column for column in database.table(name).columns_dict if column not in _RANDOM]
        names = ", ".join(f'"{column}"' for column in columns)
        digest = hashlib.sha256()
        for row in database.execute(
            f'SELECT {names} FROM "{name}" WHERE {_OF_CHANGES.get(name, "1")} ORDER BY {names}'
        ):
            digest.update(_by_chance().sub("…", repr(row)).encode())
        found[name] = digest.hexdigest()[:16]
    return found


def differences(one: Content, other: Content) -> str:
    """Return the names of the tables that differ."""
    return ", ".join(sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))


def make_copy(workspace: Workspace, place: Path | None = None) -> Path:
    return workspace.copying.make(place).path


def copies_of(folder: Path) -> list[Path]:
    """Return finished copies that are not known to be damaged, newest first."""
    return [copy.path for copy in copies.copies_in(folder / copies.FOLDER_NAME) if copy.is_whole]


def newest_of_base(folder: Path) -> Path:
    """Return the newest of the copies in the base "copied"."""
    return folder / copies.FOLDER_NAME / NOW.strftime("%Y-%m-%d_%H%M%S")


def thin(folder: Path, now: datetime) -> None:
    copies.thin(folder / copies.FOLDER_NAME, now)


def restore(folder: Path, copy: Path, secret: str, now: datetime) -> None:
    copies.restore(folder, copy, secret, now)


def is_restoring(folder: Path) -> bool:
    """Whether a restore, or the undo of one, was begun and is not finished."""
    return swap.is_pending(folder)


def undo_restore(folder: Path, now: datetime) -> None:
    copies.undo_restore(folder, now)


def problems_of(workspace: Workspace) -> list[str]:
    if problems := workspace.problems():
        return problems
    compare = workspace.copying.comparison_with_copies()
    return [*workspace.copying.signs_in_folder(), *filter(None, [compare().parted])]


def change_password(workspace: Workspace, old: str, new: str) -> None:
    workspace.security.change_password(old, new)


@functools.cache
def workbook(people: int = 34, first: int = 0) -> Workbook:
    """Return a workbook as the program reads it from a file; made once, because reading is not under test here."""
    heading = ("Nr", "Personnummer", "Förnamn", "Efternamn", "Kön", "Kommun", "Verkstad", "Inskriven")
    born = date(1980, 3, 1)
    rows = [
        (
            f"N{number}",
            personal_number(born + timedelta(days=31 * number)),
            f"Förnamn{number}",
            f"Tallåsen{number}",
            ("Kvinna", "Man", "Ej angivet")[number % 3],
            "2518",
            "Norrlycke verkstad",
            date(2026, 1, 7) + timedelta(days=number),
        )
        for number in range(first, first + people)
    ]

    def read() -> Workbook:
        with tempfile.TemporaryDirectory(dir=work_place()) as place:
            file = write_xlsx(Path(place) / "deltagare.xlsx", {"Deltagare": [heading, *rows]})
            workspace = create(Path(place) / "data", Clock())
            try:
                return workspace.files.read([file])
            finally:
                workspace.close()

    found = in_child(read)
    assert not found.faults, found.faults
    return found


def participant(number: int) -> Participant:
    return Participant(first_name=f"Yodit{number}", last_name="Änggren", birth_year=1970 + number % 40)


def add_participant(workspace: Workspace, number: int) -> Participant:
    enrolment = Enrolment(workshop_id=1, started_on=date(2026, 9, 1))
    return workspace.participants.add(participant(number), enrolment)


def _empty(folder: Path) -> None:
    """No folder, for creating one."""


def _worked(folder: Path) -> None:
    """A workshop with some weeks of work; its latest change can be undone."""
    clock = Clock(NOW - timedelta(days=40))
    workspace = create(folder, clock)
    workspace.imports.read(workbook(24, first=100))
    for number in range(12):
        clock.forward(hours=7)
        someone = add_participant(workspace, number)
        workspace.participants.add_note(
            Note(participant_id=someone.id, noted_on=clock().date(), words="Vill börja med språket. " * 20)
        )
        workspace.employers.add(Employer(name=f"Handelsboden {number}", place="Norrlycke"))
        workspace.store.drafts.put(f"participants/{someone.id}", {"first_name": "Y" * number})
    workspace.close()


def _undone(folder: Path) -> None:
    """The latest change has been undone."""
    _worked(folder)
    workspace, _ = open_folder(folder, Clock())
    workspace.imports.read(workbook())
    workspace.store.undo()
    workspace.close()


def _copied(folder: Path) -> None:
    """Thirty copies over two months, and later work that no copy contains."""
    _worked(folder)
    clock = Clock(NOW - timedelta(days=60))
    workspace, _ = open_folder(folder, clock)
    for _ in range(30):
        clock.forward(days=2)
        copies.make(
            workspace.store, folder / copies.FOLDER_NAME, clock()
        )  # unlike the service, this deletes no old copies
    clock.forward(hours=1)
    add_participant(workspace, 99)
    workspace.close()


def _restored(folder: Path) -> None:
    """The newest copy has been restored; this can be undone."""
    _copied(folder)
    restore(folder, newest_of_base(folder), PASSWORD, NOW + timedelta(minutes=1))


def _one_key_file(folder: Path) -> None:
    """One of the two slot files is damaged."""
    _worked(folder)
    (folder / keys.FILE_NAMES[0]).write_bytes(b"rubbish" * 50)


_BASES: dict[str, Callable[[Path], None]] = {
    "empty": _empty,
    "worked": _worked,
    "undone": _undone,
    "copied": _copied,
    "restored": _restored,
    "one key file": _one_key_file,
}


@functools.cache
def base(name: str) -> Path:
    """Return a folder to start trials from; made once and never opened again."""
    folder = work_place() / "bases" / name
    folder.parent.mkdir(exist_ok=True)
    workbook(24, first=100), workbook()
    in_child(lambda: _BASES[name](folder))
    return folder


def fresh(name: str, folder: Path) -> Path:
    """Copy a base to `folder`, which does not exist yet."""
    if base(name).exists():
        shutil.copytree(base(name), folder)
    return folder
