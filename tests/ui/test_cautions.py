"""Threats to the folder are shown once, in the window where the user works."""

from pathlib import Path

import pytest

from verkstad.services.surroundings import Caution
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.window import main_window
from verkstad.ui.window.main_window import MainWindow


def test_a_caution_is_told_when_it_is_new(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:
    threats = [Caution.CLOUD]
    monkeypatch.setattr(main_window, "cautions", lambda _folder: list(threats))
    window.return_to(Whereabouts())
    assert window.banner.words == Caution.CLOUD.words
    window.banner.hide()
    window._clock.timeout.emit()
    assert window.banner.words == "", "once is enough"
    threats.append(Caution.FULL)
    window._clock.timeout.emit()
    assert window.banner.words == Caution.FULL.words
    threats.remove(Caution.FULL)
    window.banner.hide()
    window._clock.timeout.emit()
    threats.append(Caution.FULL)
    window._clock.timeout.emit()
    assert window.banner.words == Caution.FULL.words, "a disk that has filled up again is news"


def test_the_guide_warns_before_anything_is_made(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "OneDrive" / "Verkstad")
    qtbot.addWidget(guide)
    guide.show()
    assert Caution.CLOUD.threat in guide.banner.words
    assert guide.welcome.place_button.isVisible()
    elsewhere = tmp_path / "egen"
    elsewhere.mkdir()
    with qtbot.waitSignal(guide.folder_chosen) as chosen:
        guide.choose_place(elsewhere)
    assert chosen.args == [elsewhere]
    (elsewhere / "annat.txt").write_text("")
    with qtbot.waitSignal(guide.folder_chosen) as chosen:
        guide.choose_place(elsewhere)
    assert chosen.args == [elsewhere / "Verkstad"], "among other things it gets a folder of its own"
    own = FirstStart(tmp_path / "egen")
    qtbot.addWidget(own)
    own.show()
    assert own.banner.words == ""
    assert not own.welcome.place_button.isVisible()


def test_nothing_is_told_of_a_folder_of_ones_own(window: MainWindow) -> None:
    window.return_to(Whereabouts())
    assert window.banner.words == ""


def test_a_folder_that_cannot_be_read_is_told_of(
    qtbot,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_folder: Path) -> list[Path]:
        raise PermissionError("not yours")

    guide = FirstStart(tmp_path / "Verkstad")
    qtbot.addWidget(guide)
    guide.show()
    chosen: list[Path] = []
    guide.folder_chosen.connect(chosen.append)
    monkeypatch.setattr(Path, "iterdir", refuse)
    guide.choose_place(tmp_path)
    assert f"Det går inte att läsa i {tmp_path}" in guide.banner.words
    assert chosen == []
