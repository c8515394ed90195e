"""Copies of the open folder: when one is due, making it, the second place, and the monthly rehearsal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import FolderUnwritable
from verkstad.domain.records import StaffMember
from verkstad.services.copy_work import ClosingCopy, Finisher, Rehearsal
from verkstad.services.registers import Registers
from verkstad.storage import copies, tampering
from verkstad.storage.change_log import ACKNOWLEDGED
from verkstad.storage.copies import Copy, CopyInTheMaking, facts, moving, notes, second_place
from verkstad.storage.copies.finished import Manifest, slots_of
from verkstad.storage.copies.notes import Notes
from verkstad.storage.database import schema_of
from verkstad.storage.keys import KeyRing
from verkstad.storage.store import Store

AWAY_AT_MOST = timedelta(days=7)
TAMPERING_ADVICE = tampering.ADVICE
Told = tampering.Told
_REHEARSED_EVERY = timedelta(days=28)


class Copying:
    """Called by the window and the command line, on the store's own thread."""

    def __init__(self, store: Store, registers: Registers, clock: Callable[[], datetime]) -> None:
        self._store, self._registers, self._clock = store, registers, clock
        self.place = store.folder / copies.FOLDER_NAME

    def copies(self) -> list[Copy]:
        """Return the copies, newest first, the damaged ones included."""
        return copies.copies_in(self.place)

    def newest(self) -> Copy | None:
        """Return the newest undamaged copy."""
        return copies.newest_whole(self.place)

    def why_nothing_is_saved(self) -> FolderUnwritable | None:
        """Return the fault that makes saving impossible, if any: the folder is missing or has been replaced."""
        try:
            self._store.transactions.require_place()
        except FolderUnwritable as fault:
            return fault
        return None

    def is_needed(self) -> bool:
        """Return whether data or keys have changed since the newest undamaged copy. Raises VerkstadError."""
        self._store.transactions.require_place()
        written = facts.written_of(self._store.database)
        return not copies.is_copied(self.place, written, slots_of(KeyRing.read(self._store.folder)))

    def is_wanted_for_rehearsal(self) -> bool:
        """Return whether the monthly rehearsal is due but needs a newer copy to compare with."""
        return self._is_rehearsal_due() and not self._is_as_live(self.newest())

    def make(self, place: Path | None = None) -> Copy:
        """Make a checked copy, in the folder's own copies unless another place is given. Raises VerkstadError."""
        if place is not None:
            return copies.make(self._store, place, self._clock())
        begun = self.begin()
        begun.copy_all()
        return self.finisher().finish(begun)

    def begin(self) -> CopyInTheMaking:
        """Begin a copy that is made in slices. When all is copied, `finisher` finishes it."""
        return copies.begin(self._store, self.place, self._clock())

    def finisher(self) -> Finisher:
        return Finisher(self.place, self.second_place, self._clock())

    def before(self, what: str) -> None:
        """Make a copy before something large, unless the newest is up to date; `what` as in "importen".

        Raises VerkstadError if no copy can be made; the caller should then not begin.
        """
        if not self.is_needed():
            return
        try:
            self.make()
        except VerkstadError as fault:
            raise VerkstadError(
                f"Före {what} görs en säkerhetskopia, och den kunde inte göras. {fault}"
            ) from fault

    def close(self) -> ClosingCopy | None:
        """Close the store in every case. Return the copy to make, if something has changed and it could be begun."""
        try:
            self._store.transactions.give_way()  # a transaction under way is not part of the copy
            begun = self.begin() if self.is_needed() else None
            finisher = self.finisher()
        except VerkstadError:
            begun = None  # the status line shows how old the newest copy is
        if begun is None:
            self._store.close()
            return None
        return ClosingCopy(begun, begun.detach(), finisher)

    # The second place

    @property
    def second_place(self) -> Path | None:
        chosen = self._registers.setting(second_place.SETTING)
        return Path(chosen) if chosen else None

    def choose_second_place(self, place: Path | None) -> None:
        """Write every copy to this place too; None stops that. Raises VerkstadError."""
        if place is not None:
            second_place.prepare(place, self._store.folder)
        self._registers.set_setting(second_place.SETTING, str(place) if place else "")
        reached = self._clock().isoformat(timespec="seconds") if place else ""
        notes.note(self.place, second_reached_at=reached, second_problem="")

    def is_second_place_behind(self, newest: Copy) -> bool:
        """Return whether the second place can be reached and lacks the newest copy."""
        place = self.second_place
        if place is None or self.notes().second_problem or not second_place.is_reachable(place):
            return False
        return not second_place.has(place, newest.path)

    def signs_in_folder(self) -> list[str]:
        """Return signs that another program may have changed the folder. They are not damage."""
        return tampering.found_here(self._store)

    def comparison_with_copies(self) -> Callable[[], tampering.Told]:
        """Return a function for any thread that reads every copy and looks for more such signs."""
        try:
            comparison = tampering.Comparison(self._store)
        except VerkstadError:  # damage, which the check reports
            return lambda: tampering.Told("", "")
        here, second = self.place, self.second_place

        def compare() -> tampering.Told:
            is_there = second is not None and second_place.is_reachable(second)
            return comparison.told([here, second] if second and is_there else [here])

        return compare

    def acknowledge_parting(self) -> None:
        """Log that the user knows why the log differs from the copies made until now."""
        name = "Skillnaden mot säkerhetskopiorna är känd"
        with self._store.change(ACKNOWLEDGED, name, is_undoable=False) as change:
            change.note_access(StaffMember.table, self._store.actor_id, "read")

    def second_place_warning(self) -> str:
        """Return what is wrong with the second place and what to do, or ""."""
        place, known = self.second_place, self.notes()
        if place is None:
            return ""
        if known.second_problem:
            return f"Ingen kopia på den andra platsen. {known.second_problem}"
        away = self._clock() - _moment(known.second_reached_at, self._clock())
        if away <= AWAY_AT_MOST:
            return ""
        return (
            f"Den andra platsen för säkerhetskopior har inte nåtts på {away.days} dagar. Kopiorna här är hela. "
            "Sätt i minnet eller anslut till servern, eller välj en annan plats under Inställningar, "
            "Säkerhetskopior."
        )

    def words_on_finished(self) -> str:
        """Return the message about a copy just finished, with whether it is in the second place too."""
        done = "Säkerhetskopian är gjord och kontrollerad"
        if self.second_place is None:
            return f"{done}."
        if problem := self.notes().second_problem:
            return f"{done}, men bara på den här datorn. Ingen kopia på den andra platsen. {problem}"
        if not second_place.is_reachable(self.second_place):
            return f"{done}, men bara på den här datorn. Den andra platsen är inte ansluten."
        return f"{done}, här och på den andra platsen."

    def is_second_place_on_same_disk(self) -> bool:
        """Return whether a broken disk would destroy both places."""
        place = self.second_place
        return place is not None and second_place.is_on_same_disk(place, self._store.folder)

    def words_on_rehearsal(self) -> str:
        """For example: Återställning provad 3 november: 12 345 rader stämde."""
        known = self.notes()
        if not known.rehearsed_at:
            return "Ingen återställning är provad än. Det görs en gång i månaden."
        try:
            day = datetime.fromisoformat(known.rehearsed_at).date()
        except ValueError:
            return ""
        rows = swedish.count_text(known.rehearsed_rows, "rad", "rader")
        return f"Återställning provad {swedish.long_date(day)}: {rows} stämde."

    # Moving to a new computer

    def begin_package(self, place: Path) -> CopyInTheMaking:
        """Begin a package of everything for another computer. Call `note_package` when it is finished."""
        return copies.begin(self._store, place, self._clock())

    def note_package(self, package: Copy) -> Manifest:
        """Store the receipt that the new computer will show. Return what the package contains."""
        manifest = moving.manifest_of(package.path)
        receipt = moving.receipt(self._store.data_key, manifest)
        notes.note(self.place, packed_receipt=receipt, packed_state=manifest.state)
        return manifest

    def receipt_for(self, package: Path) -> tuple[str, dict[str, tuple[int, int]]]:
        """On the new computer: return the receipt, and for each table the expected and the actual count.

        Raises VerkstadError if the counts differ; the old computer should then be kept as it is. A newer program
        may have split or joined records; then only the log can show whether everything arrived.
        """
        manifest = moving.manifest_of(package)
        here = copies.record_counts(self._store.database)
        counts = {table: (count, here[table]) for table, count in manifest.counts.items() if table in here}
        is_alike = schema_of(self._store.database) == manifest.schema
        if not self._store.log.has(manifest.position) or (
            is_alike and any(packed != found for packed, found in counts.values())
        ):
            raise VerkstadError(
                "Antalen stämmer inte med den gamla datorn. Töm den inte. Skriv ett nytt flyttpaket där och "
                "flytta en gång till."
            )
        return moving.receipt(self._store.data_key, manifest), counts

    def require_receipt(self, given: str) -> None:
        """Raises VerkstadError unless the new computer has everything that is here."""
        known = self.notes()
        if not known.packed_receipt:
            raise VerkstadError("Skriv först ett flyttpaket och öppna det på den nya datorn.")
        if not moving.is_same_receipt(given, known.packed_receipt):
            raise VerkstadError(
                "Kvittot stämmer inte med det senaste flyttpaketet. Ingenting har tagits bort. Jämför tecken för "
                "tecken med den nya datorn."
            )
        if facts.fingerprint(self._store.database) != known.packed_state:
            raise VerkstadError(
                "Något har ändrats här sedan flyttpaketet skrevs, och det finns inte på den nya datorn. "
                "Ingenting har tagits bort. Skriv ett nytt paket och flytta en gång till."
            )

    # The rehearsal

    def notes(self) -> Notes:
        return Notes.read(self.place)

    def rehearsal(self) -> Rehearsal | None:
        """Return the monthly rehearsal of the newest copy, if it is due and the copy is up to date."""
        copy = self.newest()
        if copy is None or not self._is_rehearsal_due() or not self._is_as_live(copy):
            return None
        return Rehearsal(self._store, copy, self.place, self._clock())

    def _is_rehearsal_due(self) -> bool:
        now = self._clock()
        since = now - _moment(self.notes().rehearsed_at, now - 2 * _REHEARSED_EVERY)
        # A time in the future comes from a clock that has been set back since.
        return since > _REHEARSED_EVERY or since < timedelta(days=-1)

    def _is_as_live(self, copy: Copy | None) -> bool:
        manifest = Manifest.read(copy.path) if copy is not None else None
        database = self._store.database
        return manifest is not None and (manifest.state, manifest.schema) == (
            facts.fingerprint(database),
            schema_of(database),
        )


def _moment(noted: str, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(noted) if noted else otherwise
    except ValueError:
        return otherwise
