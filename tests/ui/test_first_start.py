"""The guide of the first start, walked through with the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.keys import type_words
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Workshop
from verkstad.ui.first_start import FirstStart
from verkstad.ui.password_strength import strength
from verkstad.workspace import Workspace

PASSWORD = "grön båt lång häst"


def _walk_to_password(guide: FirstStart) -> None:
    guide.go_on()
    type_words(guide.workshop._name, "Verkstad Väst")
    guide.workshop.kommuner.choose(("1480", "1481"))
    guide.workshop.kommuner.changed.emit()
    guide.go_on()
    type_words(guide.leader._name, "Åsa Ek")
    guide.go_on()


def test_from_nothing_to_an_open_workshop(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "data"
    guide = FirstStart(folder)
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    assert not folder.exists()
    type_words(guide.password._first, PASSWORD)
    type_words(guide.password._second, PASSWORD)
    assert guide.next_button.isEnabled()
    qtbot.mouseClick(guide.next_button, Qt.MouseButton.LeftButton)
    assert guide.step is guide.code
    assert not guide.next_button.isEnabled()
    groups = [label.text() for label in guide.code.shown]
    assert len(groups) == 9
    for line, at in zip(guide.code.lines, guide.code._asked_for, strict=True):
        type_words(line, groups[at].lower())
    assert guide.next_button.isEnabled()
    with qtbot.waitSignal(guide.created) as made:
        qtbot.mouseClick(guide.next_button, Qt.MouseButton.LeftButton)
    workspace: Workspace = made.args[0]
    workshop = workspace.registers.all(Workshop)[0]
    assert (workshop.name, workshop.municipalities) == ("Verkstad Väst", ("1480", "1481"))
    assert workspace.actor.name == "Åsa Ek"
    workspace.close()
    Workspace.open(folder, "-".join(groups)).close()


def test_two_different_passwords_are_refused(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    type_words(guide.password._first, PASSWORD)
    type_words(guide.password._second, PASSWORD + "x")
    guide.go_on()
    assert guide.step is guide.password
    assert "inte lika" in guide.banner.words
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_made_is_said(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def refuse(*_arguments: object) -> tuple[Workspace, str]:
        raise VerkstadError("Mappen går inte att skriva i.")

    guide = FirstStart(tmp_path / "data", refuse)
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    type_words(guide.password._first, PASSWORD)
    type_words(guide.password._second, PASSWORD)
    guide.go_on()
    assert guide.banner.words == "Mappen går inte att skriva i."
    assert guide.step is guide.password


def test_an_empty_folder_is_no_workshop(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    guide.try_folder(str(tmp_path))
    assert "ingen verkstad" in guide.banner.words


@pytest.mark.parametrize(
    ("password", "level"),
    (("", 0), ("abc", 1), ("lösenord", 1), ("aaaaaaaaaaaaaaa", 1), ("grönbåt12", 2), (PASSWORD, 4)),
)
def test_strength_in_words(password: str, level: int) -> None:
    found, words, _tone = strength(password)
    assert found == level
    assert bool(words) is bool(password)
