"""Key slots: changed at once, never without any password, and always in the access log."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_workspace
from verkstad.domain import recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import WrongSecret
from verkstad.domain.records import StaffMember
from verkstad.services.security import OLD_COPIES, Security
from verkstad.storage import slots_in_force
from verkstad.storage.keys import FILE_NAMES, KeyRing
from verkstad.storage.log_entry import LogEntry
from verkstad.workspace import Workspace


def _opens(folder: Path, secret: str) -> bool:
    try:
        KeyRing.read(folder).unlock(secret)
    except WrongSecret:
        return False
    return True


def _logged(workspace: Workspace) -> list[str]:
    sql = (
        "SELECT name FROM changes JOIN change_names ON change_id = changes.id WHERE kind = 'access.security' "
        "ORDER BY changes.id"
    )
    return [name for (name,) in workspace.store.database.execute(sql).fetchall()]


def _still_open(workspace: Workspace) -> bool:
    """Return whether a copy of the current keys could be opened with what opened the store."""
    assert workspace.store.unlocked is not None
    return KeyRing.read(workspace.folder).opens_with(workspace.store.unlocked)


def _reopened(workspace: Workspace, secret: str) -> Workspace:
    workspace.close()
    return Workspace.open(workspace.folder, secret, clock=lambda: NOW)


def test_the_ways_in_are_told_with_owner_and_date(workspace: Workspace) -> None:
    found = [(way.label, way.owner, way.made_on, way.is_in_use) for way in workspace.security.ways_in()]
    assert found == [
        ("Lösenord", "Siv Tallvik", NOW.date(), True),
        ("Återställningskod", "Siv Tallvik", NOW.date(), False),
    ]
    assert workspace.security.missing_codes() == ["manager"]


def test_the_password_is_changed_at_once(workspace: Workspace) -> None:
    undoable = workspace.registers.add(StaffMember(name="Bo Ek"))
    workspace.security.change_password(PASSWORD, "nytt ord")
    assert not _opens(workspace.folder, PASSWORD)
    assert _opens(workspace.folder, "nytt ord")
    assert _still_open(workspace)
    assert _logged(workspace) == ["Lösenordet bytt, Siv Tallvik"]
    assert workspace.problems() == []
    workspace.store.undo()  # the log line after it is no change of the register
    assert undoable not in workspace.registers.all(StaffMember)
    again = _reopened(workspace, "nytt ord")
    assert again.actor.name == "Siv Tallvik"
    again.close()


@pytest.mark.parametrize(("old", "new"), (("fel", "nytt"), ("", "nytt"), (PASSWORD, "")))
def test_a_wrong_or_empty_password_changes_nothing(workspace: Workspace, old: str, new: str) -> None:
    before = (workspace.folder / FILE_NAMES[0]).read_bytes()
    with pytest.raises(VerkstadError, match=r"Ingenting har ändrats|tomt"):
        workspace.security.change_password(old, new)
    assert (workspace.folder / FILE_NAMES[0]).read_bytes() == before
    assert _logged(workspace) == []


def test_the_recovery_code_is_not_the_old_password(tmp_path: Path, workspace: Workspace) -> None:
    code = workspace.security.draft_code()
    workspace.security.new_code(code)
    with pytest.raises(WrongSecret):
        workspace.security.change_password(code, "nytt")


def test_a_new_code_takes_the_place_of_the_old(tmp_path: Path) -> None:
    workspace, code = new_workspace(tmp_path / "data"), ""
    try:
        for _ in range(2):
            earlier, code = code, workspace.security.draft_code()
            assert not _opens(workspace.folder, code)
            workspace.security.new_code(code)
            assert _opens(workspace.folder, code)
            assert not (earlier and _opens(workspace.folder, earlier))
        assert [way.kind for way in workspace.security.ways_in()] == ["password", "recovery"]
        assert _still_open(workspace)
    finally:
        workspace.close()


def test_the_managers_envelope_belongs_to_a_manager_of_its_own(workspace: Workspace) -> None:
    code = recovery_code.new()
    workspace.security.new_manager_code("  Kerstin Lund ", code)
    [manager] = [one for one in workspace.registers.all(StaffMember) if one.name == "Kerstin Lund"]
    assert (manager.role and manager.role.label, manager.is_active) == ("Chef", False)
    assert workspace.security.missing_codes() == []
    assert workspace.store.log.undoable() is None
    again = recovery_code.new()
    workspace.security.new_manager_code("kerstin lund", again)
    assert workspace.registers.all(StaffMember).count(manager) == 1
    assert not _opens(workspace.folder, code)
    opened = _reopened(workspace, again)
    assert opened.actor.name == "Kerstin Lund"
    assert _logged(opened)[-1] == "Mappen öppnad med chefens kuvert"
    opened.close()


def test_who_opens_with_a_code_chooses_a_password(workspace: Workspace) -> None:
    code = recovery_code.new()
    workspace.security.new_code(code)
    with pytest.raises(VerkstadError, match="nuvarande lösenordet"):
        workspace.security.choose_password("smyg")
    opened = _reopened(workspace, code)
    assert opened.security.opened_with() == "recovery"
    opened.security.choose_password("nytt ord")
    assert not _opens(opened.folder, PASSWORD)
    assert _opens(opened.folder, code)
    assert _still_open(opened)
    assert opened.security.opened_with() == "password"
    opened.close()


def test_the_manager_gets_a_password_beside_the_leaders(workspace: Workspace) -> None:
    code = recovery_code.new()
    workspace.security.new_manager_code("Kerstin Lund", code)
    opened = _reopened(workspace, code)
    opened.security.choose_password("chefens eget")
    assert _opens(opened.folder, PASSWORD)
    assert _opens(opened.folder, "chefens eget")
    assert [way.owner for way in opened.security.ways_in()][:2] == ["Siv Tallvik", "Kerstin Lund"]
    opened.close()


def test_another_gets_a_password_of_their_own_and_loses_it(workspace: Workspace) -> None:
    bo = workspace.registers.add(StaffMember(name="Bo Ek"))
    workspace.security.add_password(bo.id, "bos ord")
    with pytest.raises(VerkstadError, match="redan ett lösenord"):
        workspace.security.add_password(bo.id, "ett till")
    [way] = [way for way in workspace.security.ways_in() if way.owner == "Bo Ek"]
    words = workspace.security.consequence(way.slot_id)
    assert words == (f"Lösenord för Bo Ek slutar öppna mappen. {OLD_COPIES}")
    assert _opens(workspace.folder, "bos ord")
    workspace.security.remove(way.slot_id)
    assert not _opens(workspace.folder, "bos ord")
    assert _opens(workspace.folder, PASSWORD)
    assert _logged(workspace) == ["Lösenord tillagt, Bo Ek", "Borttaget: lösenord, Bo Ek"]
    with pytest.raises(VerkstadError, match="redan borttaget"):
        workspace.security.remove(way.slot_id)


def test_the_last_password_and_what_is_in_use_are_not_removed(workspace: Workspace) -> None:
    password, code = workspace.security.ways_in()
    with pytest.raises(VerkstadError, match="sista lösenordet"):
        workspace.security.remove(password.slot_id)
    bo = workspace.registers.add(StaffMember(name="Bo Ek"))
    workspace.security.add_password(bo.id, "bos ord")
    with pytest.raises(VerkstadError, match="öppnad med det här"):
        workspace.security.remove(password.slot_id)
    assert "kan ingen hjälpa" in workspace.security.consequence(code.slot_id)
    workspace.security.remove(code.slot_id)
    assert workspace.security.missing_codes() == ["recovery", "manager"]


_ACTS: dict[str, Callable[[Security], None]] = {
    "password": lambda security: security.change_password(PASSWORD, "nytt ord"),
    "code": lambda security: security.new_code(recovery_code.new()),
    "removal": lambda security: security.remove(security.ways_in()[1].slot_id),
}


@pytest.mark.parametrize("act", _ACTS)
@pytest.mark.parametrize("failing", ("slot files", "log"))
def test_a_full_disk_stops_both_the_keys_and_the_line(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, act: str, failing: str
) -> None:
    before = KeyRing.read(workspace.folder)

    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        if failing == "slot files":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(LogEntry, "close", full)
        with pytest.raises(VerkstadError, match="full"):
            _ACTS[act](workspace.security)
    assert KeyRing.read(workspace.folder) == before
    assert _logged(workspace) == []
    assert _still_open(workspace)
    assert _opens(workspace.folder, PASSWORD)


def test_an_owner_who_was_taken_out_of_the_register_still_opens(workspace: Workspace) -> None:
    bo = workspace.registers.add(StaffMember(name="Bo Ek"))
    workspace.security.add_password(bo.id, "bos ord")
    workspace.store.undo()
    assert workspace.security.ways_in()[1].owner == "inte längre i personalen"
    opened = _reopened(workspace, "bos ord")
    assert opened.actor.name == "Okänd"
    opened.close()


def test_an_owner_is_not_deleted_from_the_register(workspace: Workspace) -> None:
    bo = workspace.registers.add(StaffMember(name="Bo Ek"))
    workspace.security.add_password(bo.id, "bos ord")
    with pytest.raises(VerkstadError, match="kan öppna mappen"):
        workspace.registers.delete(bo)
    [way] = [way for way in workspace.security.ways_in() if way.owner == "Bo Ek"]
    workspace.security.remove(way.slot_id)
    workspace.registers.delete(bo)


def test_the_log_says_so_when_neither_slot_file_could_be_put_in_place(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log line is stored before the files are in place, so it must be corrected by another line."""
    before = KeyRing.read(workspace.folder)

    def refuse(_staged: Path, place: Path) -> None:
        raise PermissionError(errno.EACCES, "held", str(place))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(VerkstadError):
            workspace.security.change_password(PASSWORD, "grön båt")
    assert KeyRing.read(workspace.folder) == before
    assert _opens(workspace.folder, PASSWORD)
    changed, corrected = _logged(workspace)
    assert corrected == f"Gick inte att genomföra: {changed}"
    assert slots_in_force.read(workspace.store) == {slot.id for slot in before.slots}


def test_a_withdrawn_password_stays_withdrawn_when_the_keys_come_from_a_copy(workspace: Workspace) -> None:
    workspace.security.change_password(PASSWORD, "grön båt")
    workspace.copying.make()
    assert not workspace.security.came_from_copy
    workspace.security.change_password("grön båt", "blå stol")
    workspace.close()
    for name in FILE_NAMES:
        (workspace.folder / name).write_bytes(b"x")
    for secret in (PASSWORD, "grön båt", "blå stol"):
        with pytest.raises(WrongSecret):
            Workspace.open(workspace.folder, secret)


def test_keys_that_come_from_a_copy_are_told_and_logged(workspace: Workspace) -> None:
    workspace.copying.make()
    workspace.close()
    for name in FILE_NAMES:
        (workspace.folder / name).write_bytes(b"x")
    again = Workspace.open(workspace.folder, PASSWORD, clock=lambda: NOW)
    assert again.security.came_from_copy
    assert _logged(again) == ["Nyckelfilerna var skadade eller gamla och hämtades från en säkerhetskopia"]
    again.close()
    again = Workspace.open(workspace.folder, PASSWORD, clock=lambda: NOW)
    assert not again.security.came_from_copy
    again.close()
