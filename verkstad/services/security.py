"""Key slots of the folder: passwords, the recovery code and the manager's envelope."""

import contextlib
from dataclasses import dataclass
from datetime import date

from verkstad.domain import recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import WrongSecret
from verkstad.domain.records import StaffMember
from verkstad.domain.records.workshop import StaffRole
from verkstad.services.base import Service
from verkstad.storage import data_folder, key_file, slots_in_force
from verkstad.storage.keys import CODES, KeyRing, Slot, SlotKind, Unlocked

LABELS: dict[SlotKind, str] = {
    "password": "Lösenord",
    "recovery": "Återställningskod",
    "manager": "Chefens kuvert",
}
_OPENED: dict[SlotKind | None, str] = {
    "recovery": "Mappen öppnad med återställningskoden",
    "manager": "Mappen öppnad med chefens kuvert",
}
_FETCHED = "Nyckelfilerna var skadade eller gamla och hämtades från en säkerhetskopia"
_WITHDRAWN = "Mappen öppnad med ett lösenord eller en kod som har bytts ut eller tagits bort"
NO_HELP = "Är lösenordet glömt och alla koder borta kan ingen hjälpa, och alla uppgifter är förlorade."
OLD_COPIES = (
    "Säkerhetskopior som redan är gjorda öppnas som förut. Den som har en sådan kopia, det som gällde då och "
    "den här datorn kan läsa också dagens uppgifter: krypteringsnyckeln är densamma."
)
FROM_COPY = (
    "Nyckelfilerna i mappen var skadade eller för gamla, och har hämtats från en säkerhetskopia. Inget som var "
    "sparat är borta. Se under Inställningar, Säkerhet, att rätt personer kan öppna mappen."
)
WITHDRAWN_USED = (
    "Du öppnade med ett lösenord eller en kod som har bytts ut eller tagits bort. Det gick för att äldre nyckelfiler "
    "har lagts i datamappen. Det står i ändringsloggen. Välj ett nytt lösenord nu, och ta reda på vem som har lagt "
    "dit dem. Inget som var sparat är borta."
)


@dataclass(frozen=True, slots=True)
class WayIn:
    """A key slot as the user sees it."""

    slot_id: str
    kind: SlotKind
    staff_id: int
    owner: str
    made_on: date | None
    is_in_use: bool
    """Whether the folder was opened with it this time."""

    @property
    def label(self) -> str:
        return LABELS[self.kind]


class Security(Service):
    """Each change takes effect at once and is logged. After a crash the old or the new slots open the folder."""

    def ways_in(self) -> list[WayIn]:
        """Return passwords first, then codes. Raises DamagedFolder if the slot files have been lost meanwhile."""
        names, current = self.staff_names(), self.store.unlocked
        kinds = list(LABELS)
        return [
            WayIn(
                slot.id,
                slot.kind,
                slot.staff_id,
                names.get(slot.staff_id, "inte längre i personalen"),
                date.fromisoformat(slot.made_on) if slot.made_on else None,
                current is not None and slot.id == current.slot_id,
            )
            for slot in sorted(self._ring().slots, key=lambda one: (kinds.index(one.kind), one.made_on))
        ]

    def missing_codes(self) -> list[SlotKind]:
        """Return the kinds of printed codes that are missing. A workshop should have both."""
        present = {slot.kind for slot in self._ring().slots}
        return [kind for kind in CODES if kind not in present]

    def opened_with(self) -> SlotKind | None:
        """Return the kind of slot that opened the folder; None if there was none, or the slots cannot be read."""
        if self.store.unlocked is not None:
            with contextlib.suppress(VerkstadError):
                slot = self._ring().slot(self.store.unlocked.slot_id)
                return slot.kind if slot else None
        return None

    @property
    def came_from_copy(self) -> bool:
        """Return whether the slot files were unusable at opening, and those of a security copy were used."""
        return self.store.unlocked is not None and self.store.unlocked.is_from_copy

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the folder was opened with a slot that the database lists as replaced or removed."""
        return self.store.unlocked is not None and self.store.unlocked.is_withdrawn

    @property
    def must_choose_password(self) -> bool:
        """Return whether the user opened with a printed code or a withdrawn slot."""
        return self.opened_with() in CODES or self.is_withdrawn

    def note_opening(self) -> None:
        """Write a line in the access log for each unusual thing about how the folder was opened."""
        said = [
            _OPENED.get(self.opened_with()),
            _FETCHED if self.came_from_copy else None,
            _WITHDRAWN if self.is_withdrawn else None,
        ]
        for name in filter(None, said):
            with contextlib.suppress(VerkstadError):  # a full disk must not lock the owner out
                self._note(name, self.store.actor_id)

    @staticmethod
    def draft_code() -> str:
        """Return a code that does not open anything yet. It takes effect when the user has it on paper."""
        return recovery_code.new()

    def change_password(self, old: str, new: str) -> None:
        """Replace the current user's password. Raises WrongSecret unless the old one is right."""
        ring = self._ring()
        own = tuple(slot for slot in self._own(ring) if slot.kind == "password")
        try:
            opened = KeyRing(own).unlock(old)
        except WrongSecret as error:
            raise WrongSecret("Det nuvarande lösenordet stämmer inte. Ingenting har ändrats.") from error
        self._replace(ring, "password", new, {opened.slot_id}, "Lösenordet bytt")

    def choose_password(self, new: str) -> None:
        """Set a new password after opening with a printed code; the old password is not needed.

        Also after opening with a withdrawn slot, which then stops working.
        """
        if not self.must_choose_password:
            raise VerkstadError("Skriv det nuvarande lösenordet för att byta det. Ingenting har ändrats.")
        ring = self._ring()
        forgotten = {slot.id for slot in self._own(ring) if slot.kind == "password"}
        forgotten |= ring.ids - slots_in_force.read(self.store)
        self.store.unlocked = self._replace(ring, "password", new, forgotten, "Nytt lösenord valt")

    def new_code(self, code: str) -> None:
        """Let a drafted recovery code take effect. The current user's earlier one stops working."""
        ring = self._ring()
        earlier = {slot.id for slot in self._own(ring) if slot.kind == "recovery"}
        self._replace(ring, "recovery", code, earlier, "Ny återställningskod")

    def new_manager_code(self, manager: str | int, code: str) -> None:
        """Let a drafted envelope code take effect, for a manager's name or id. Earlier ones stop working."""
        ring = self._ring()
        if isinstance(manager, str):
            manager = self._manager_id(manager.strip())
        earlier = {slot.id for slot in ring.slots if slot.kind == "manager"}
        self._replace(ring, "manager", code, earlier, "Chefens kuvert gjort", manager)

    def add_password(self, staff_id: int, password: str) -> None:
        """Give another staff member a password."""
        ring = self._ring()
        if any(slot.kind == "password" and slot.staff_id == staff_id for slot in ring.slots):
            raise VerkstadError("Personen har redan ett lösenord. Ingenting har ändrats.")
        self._replace(ring, "password", password, set(), "Lösenord tillagt", staff_id)

    def consequence(self, slot_id: str) -> str:
        """Return what removing a slot means, to be shown first. Raises VerkstadError if it may not be removed."""
        ring = self._ring()
        slot = self._removable(ring, slot_id)
        whose = self.staff_names().get(slot.staff_id, "någon som inte längre är i personalen")
        words = [f"{LABELS[slot.kind]} för {whose} slutar öppna mappen.", OLD_COPIES]
        if slot.kind in CODES and not any(one.kind in CODES for one in ring.slots if one is not slot):
            words.append(f"Sedan finns ingen kod på papper. {NO_HELP}")
        return " ".join(words)

    def remove(self, slot_id: str) -> None:
        """Remove a slot. Raises VerkstadError for the last password and for the slot in use."""
        ring = self._ring()
        slot = self._removable(ring, slot_id)
        what = f"Borttaget: {LABELS[slot.kind].lower()}{self._whose(slot.staff_id)}"
        self._put(ring.changed(without=frozenset({slot_id})), what, slot.staff_id)

    def _ring(self) -> KeyRing:
        return KeyRing.read(self.store.folder)

    def _own(self, ring: KeyRing) -> list[Slot]:
        return [slot for slot in ring.slots if slot.staff_id == self.store.actor_id]

    def _removable(self, ring: KeyRing, slot_id: str) -> Slot:
        slot = ring.slot(slot_id)
        if slot is None:
            raise VerkstadError("Det är redan borttaget.")
        if slot.kind == "password" and sum(one.kind == "password" for one in ring.slots) == 1:
            raise VerkstadError("Det sista lösenordet tas inte bort. Byt det i stället.")
        if self.store.unlocked is not None and slot.id == self.store.unlocked.slot_id:
            raise VerkstadError(
                "Mappen är öppnad med det här just nu, så det tas inte bort. Lås, och öppna med något annat."
            )
        return slot

    def _replace(
        self, ring: KeyRing, kind: SlotKind, secret: str, earlier: set[str], what: str, staff_id: int = 0
    ) -> Unlocked:
        """Add a new slot and remove the earlier ones in a single operation."""
        if not secret:
            raise VerkstadError("Lösenordet är tomt. Välj ett lösenord och försök igen.")
        owner = staff_id or self.store.actor_id
        slot, opens = data_folder.seal(self.store.data_key, kind, secret, owner, self.today())
        self._put(ring.changed(slot, without=frozenset(earlier)), what + self._whose(owner), owner)
        if self.store.unlocked is not None and self.store.unlocked.slot_id in earlier:
            self.store.unlocked = opens  # copies are opened with it to be checked
        return opens

    def _put(self, ring: KeyRing, what: str, staff_id: int) -> None:
        # The files are written before the log line and put in place right after it: a full disk stops both.
        before, is_noted = self._ring(), False
        try:
            with ring.taking_over(self.store.folder):
                self._note(what, staff_id, ring)
                is_noted = True
        except BaseException:
            if is_noted:  # the files were written, but could not be put in place
                with contextlib.suppress(VerkstadError):
                    self._note(f"Gick inte att genomföra: {what}", staff_id, before)
            self._sweep_unless_noted(ring)
            raise

    def _sweep_unless_noted(self, ring: KeyRing) -> None:
        """Remove the new slot files unless their log line is stored.

        A failing disk may have stored the line but not the files, or may refuse the rollback. The database decides at
        the next opening: it looks for the slots that it lists among the files written.
        """
        with contextlib.suppress(VerkstadError):
            if slots_in_force.read(self.store) != ring.ids:
                key_file.sweep(self.store.folder)

    def _note(self, what: str, staff_id: int, ring: KeyRing | None = None) -> None:
        with self.store.change("access.security", what, is_undoable=False) as change:
            if ring is None:
                change.note_access(StaffMember.table, staff_id, "keys")
            else:
                change.note_keys(StaffMember.table, staff_id, ring.ids)
                slots_in_force.write(self.store, ring.ids)

    def _manager_id(self, name: str) -> int:
        """Return the id of the staff member with that name, who is added if missing."""
        if not name:
            raise VerkstadError("Skriv chefens namn. Ingenting har ändrats.")
        for member in self.store.records(StaffMember).all():
            if member.name.casefold() == name.casefold():
                return member.id
        # It cannot be undone: the envelope must belong to an existing person.
        with self.store.change("access.security", f"Ny chef: {name}", is_undoable=False) as change:
            return change.insert(manager_record(name)).id

    def _whose(self, staff_id: int) -> str:
        name = self.staff_names().get(staff_id)
        return f", {name}" if name else ""


def manager_record(name: str) -> StaffMember:
    """Return the manager's record. The manager does not work in the workshop and is not offered in its lists."""
    return StaffMember(name=name, role=StaffRole.MANAGER, is_active=False)
