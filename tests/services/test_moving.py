"""Moving to a new computer: counts, receipt, and the old computer emptied."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD
from tests.services.copied import add_person, clock, people_in, place, stick
from verkstad.domain.errors import VerkstadError
from verkstad.storage import copies, data_folder, keys
from verkstad.storage.copies import moving
from verkstad.workspace import Workspace

__all__ = ["clock", "place", "stick"]  # fixtures


def _packed(workspace: Workspace, stick: Path) -> Path:
    making = workspace.copying.begin_package(stick)
    making.copy_all()
    package = making.finish()
    workspace.copying.note_package(package)
    return package.path


def test_a_workshop_moves_and_the_old_computer_is_emptied(
    place: Workspace, stick: Path, tmp_path: Path
) -> None:
    add_person(place)
    place.copying.make()
    _packed(place, stick)
    [package] = moving.packages_in(stick)
    new = tmp_path / "ny" / "data"
    copies.restore(new, package, PASSWORD, NOW)
    moved = Workspace.open(new, PASSWORD)
    receipt, counts = moved.copying.receipt_for(package)
    assert counts["participants"] == (1, 1)
    moved.close()
    with pytest.raises(VerkstadError, match="Kvittot stämmer inte"):
        place.copying.require_receipt("AAAAA-AAAAA")
    place.copying.require_receipt(f" {receipt.lower().replace('-', ' ')}")
    (place.folder / "eget.txt").touch()
    (place.folder / ".before-recovery").mkdir()
    place.close()
    assert moving.empty(place.folder) == ["eget.txt"]
    assert not data_folder.exists(place.folder)
    assert people_in(new) == 1


def test_nothing_is_emptied_that_the_new_computer_lacks(
    place: Workspace, stick: Path, tmp_path: Path
) -> None:
    with pytest.raises(VerkstadError, match="Skriv först ett flyttpaket"):
        place.copying.require_receipt("AAAAA-AAAAA")
    package = _packed(place, stick)
    copies.restore(tmp_path / "ny", package, PASSWORD, NOW)
    moved = Workspace.open(tmp_path / "ny", PASSWORD)
    receipt, _counts = moved.copying.receipt_for(package)
    add_person(place)
    with pytest.raises(VerkstadError, match="har ändrats här sedan"):
        place.copying.require_receipt(receipt)
    moved.store.database.execute("DELETE FROM terms WHERE id = 1")
    with pytest.raises(VerkstadError, match="Antalen stämmer inte"):
        moved.copying.receipt_for(package)
    moved.close()


@pytest.mark.parametrize("call", range(12))
def test_an_interrupted_emptying_is_finished_at_the_next_opening(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    place.copying.make()
    place.close()
    left = [call]

    def dying(original: Callable[..., None]) -> Callable[..., None]:
        def act(*arguments: object, **named: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            original(*arguments, **named)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying(Path.unlink))
        patch.setattr("shutil.rmtree", dying(shutil.rmtree))
        with pytest.raises(KeyboardInterrupt):
            moving.empty(place.folder)
    assert data_folder.exists(place.folder)
    if any((place.folder / name).exists() for name in keys.FILE_NAMES):  # the emptying has not begun
        Workspace.open(place.folder, PASSWORD).close()
        return
    with pytest.raises(VerkstadError, match="flyttats till en annan dator"):
        Workspace.open(place.folder, PASSWORD)
    assert not place.folder.exists()


@pytest.mark.parametrize("what", ("draft", "reading"))
def test_nothing_that_was_typed_or_read_since_is_emptied(place: Workspace, stick: Path, what: str) -> None:
    _packed(place, stick)
    receipt = place.copying.notes().packed_receipt
    place.copying.require_receipt(receipt)
    if what == "draft":
        place.store.drafts.put("notes/new/1", {"words": "Ringde"})
    else:
        place.access_log.note("read", "Kort öppnat", "participants", [1])
    with pytest.raises(VerkstadError, match="ändrats här sedan"):
        place.copying.require_receipt(receipt)
