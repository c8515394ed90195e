"""First start, step by step with the keyboard."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel

from tests.ui.keys import type_words
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Workshop
from verkstad.ui.gate.code_step import CodeStep
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.gate.password_strength import strength
from verkstad.workspace import Workspace

_GROUPS = "W60G-WZV1-" + "-".join(["AAAA"] * 7)
PASSWORD = "grön båt lång häst"


def _walk_to_password(guide: FirstStart) -> None:
    guide.go_on()
    type_words(guide.workshop._name, "Verkstad Väst")
    guide.workshop.kommuner.choose(("1480", "1481"))
    guide.workshop.kommuner.changed.emit()
    guide.go_on()
    type_words(guide.leader._name, "Åsa Ek")
    guide.go_on()


def _walk_to_manager(guide: FirstStart) -> None:
    _walk_to_password(guide)
    type_words(guide.password.new.first, PASSWORD)
    type_words(guide.password.new.second, PASSWORD)
    guide.go_on()
    _type_back(guide.code)
    guide.go_on()


def _type_back(step: CodeStep) -> None:
    step.have_button.click()
    _type_back_what_is_asked_for(step)


def _type_back_what_is_asked_for(step: CodeStep) -> None:
    for line, at in zip(step.lines, step._asked_for, strict=True):
        type_words(line, step.shown[at].text().lower())


def test_from_nothing_to_an_open_workshop(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "data"
    guide = FirstStart(folder)
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    type_words(guide.password.new.first, PASSWORD)
    type_words(guide.password.new.second, PASSWORD)
    assert guide.next_button.isEnabled()
    qtbot.mouseClick(guide.next_button, Qt.MouseButton.LeftButton)
    assert guide.step is guide.code
    assert not guide.next_button.isEnabled()
    assert len(guide.code.shown) == 9
    _type_back(guide.code)
    assert guide.next_button.isEnabled()
    qtbot.keyClick(guide.code.lines[1], Qt.Key.Key_Return)
    assert guide.step is guide.manager
    assert not guide.next_button.isEnabled()
    type_words(guide.manager._name, "Kerstin Lund")
    qtbot.keyClick(guide.manager._name, Qt.Key.Key_Return)
    assert guide.step is guide.envelope
    _type_back(guide.envelope)
    assert not folder.exists()
    with qtbot.waitSignal(guide.created) as made:
        qtbot.mouseClick(guide.next_button, Qt.MouseButton.LeftButton)
    workspace: Workspace = made.args[0]
    workshop = workspace.registers.all(Workshop)[0]
    assert (workshop.name, workshop.municipalities) == ("Verkstad Väst", ("1480", "1481"))
    assert workspace.actor.name == "Åsa Ek"
    assert workspace.security.missing_codes() == []
    workspace.close()
    for step, owner in ((guide.code, "Åsa Ek"), (guide.envelope, "Kerstin Lund")):
        opened = Workspace.open(folder, "-".join(label.text() for label in step.shown))
        assert opened.actor.name == owner
        opened.close()


def test_the_envelope_may_wait(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_manager(guide)
    with qtbot.waitSignal(guide.created) as made:
        guide.manager.later_button.click()
    workspace: Workspace = made.args[0]
    assert workspace.security.missing_codes() == ["manager"]
    workspace.close()


def test_two_different_passwords_are_refused(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    type_words(guide.password.new.first, PASSWORD)
    type_words(guide.password.new.second, PASSWORD + "x")
    guide.go_on()
    assert guide.step is guide.password
    assert "inte lika" in guide.banner.words
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_made_is_said_and_made_at_the_next_try(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    refused: list[str] = []

    def refuse_once(*given: Any, **named: Any) -> tuple[Workspace, str]:
        if not refused:
            refused.append(named["code"])
            raise VerkstadError("Mappen går inte att skriva i.")
        assert named["code"] == refused[0]  # the printed code stays valid
        return Workspace.create(*given, **named)

    guide = FirstStart(tmp_path / "data", refuse_once)
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_manager(guide)
    guide.manager.later_button.click()
    assert guide.banner.words == "Mappen går inte att skriva i."
    assert guide.step is guide.manager
    with qtbot.waitSignal(guide.created) as made:
        guide.manager.later_button.click()
    made.args[0].close()


def test_a_place_that_cannot_be_written_is_said_before_a_code_is_shown(
    qtbot,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "fil").write_text("")
    guide = FirstStart(tmp_path / "fil" / "data")
    qtbot.addWidget(guide)
    guide.show()
    _walk_to_password(guide)
    type_words(guide.password.new.first, PASSWORD)
    type_words(guide.password.new.second, PASSWORD)
    guide.go_on()
    assert guide.step is guide.password
    assert "går inte att skriva" in guide.banner.words
    guide.folder = tmp_path / "data"
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=1000))
        guide.go_on()
        assert "nästan full" in guide.banner.words
    guide.go_on()
    assert guide.step is guide.code


def test_an_empty_folder_is_no_workshop(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    guide.try_folder(tmp_path)
    assert "ingen verkstad" in guide.banner.words


@pytest.mark.parametrize(
    ("password", "level"),
    (("", 0), ("abc", 1), ("lösenord", 1), ("aaaaaaaaaaaaaaa", 1), ("grönbåt12", 2), (PASSWORD, 4)),
)
def test_strength_in_words(password: str, level: int) -> None:
    found, words, _tone = strength(password)
    assert found == level
    assert bool(words) is bool(password)


def test_a_code_is_typed_back_as_it_may_be_read(qtbot) -> None:  # type: ignore[no-untyped-def]
    """As in the unlock window: people write O for a zero and l for a one."""
    step = CodeStep("Koden", "", lambda _code: None)
    qtbot.addWidget(step)
    step.show_code(_GROUPS)
    step.ask()
    step._asked_for = (0, 1)
    step.lines[0].setText("w6og")
    step.lines[1].setText("wzvl")
    assert step.is_ready()
    step.lines[1].setText("wzv2")
    assert not step.is_ready()


def test_the_code_is_away_while_it_is_typed_back(qtbot) -> None:  # type: ignore[no-untyped-def]
    """Copying the code from the screen would not prove that it is on paper."""
    step = CodeStep("Koden", "", lambda _code: None)
    qtbot.addWidget(step)
    step.show_code(_GROUPS)
    step.show()
    assert all(label.isVisible() for label in step.shown)
    assert not any(line.isVisible() for line in step.lines)
    step.have_button.click()
    assert all(line.isVisible() for line in step.lines)
    assert not any(label.isVisible() for label in step.shown)
    _type_back_what_is_asked_for(step)
    assert step.is_ready()
    step.again_button.click()
    assert all(label.isVisible() for label in step.shown)
    assert not step.is_ready(), "what was typed before the code was looked at again counts no more"
    asked_for = set()
    for _ in range(40):
        step.have_button.click()
        asked_for.add(step._asked_for)
        assert not step.is_ready()
        step.again_button.click()
    assert len(asked_for) > 1


def test_closing_after_a_code_was_shown_is_asked_about(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    guide.show_step(guide.steps.index(guide.password))
    assert guide.close(), "before the code there is nothing to lose"
    guide.show()
    guide.show_step(guide.steps.index(guide.code))
    assert not guide.close()
    assert "gäller inte den kod" in guide.banner.words
    assert guide.close()


def test_a_folder_is_called_so_also_in_the_dialog_that_asks_for_one(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.welcome.open_button.click()
    [dialog] = guide.findChildren(QFileDialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    words += [one.toolTip() for one in dialog.findChildren(QAbstractButton)]
    words += [one.itemText(at) for one in dialog.findChildren(QComboBox) for at in range(one.count())]
    assert {"Mapp:", "Mappar", "Mappen ovanför"} <= set(words)
    assert not [said for said in words if "atalog" in said]
    assert "Bakåt" in words, "what Qt says well it still says"
    dialog.reject()
