"""What threatens the folder is told where the work is done, once."""

import pytest

from verkstad.storage.surroundings import Caution
from verkstad.ui import main_window
from verkstad.ui.main_window import MainWindow
from verkstad.ui.page import Place


def test_a_caution_is_told_when_it_is_new(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:
    threats = [Caution.CLOUD]
    monkeypatch.setattr(main_window, "cautions", lambda _folder: list(threats))
    window.return_to(Place())
    assert window.banner.words == Caution.CLOUD.value
    window.banner.hide()
    window._clock.timeout.emit()
    assert window.banner.words == "", "once is enough"
    threats.append(Caution.FULL)
    window._clock.timeout.emit()
    assert window.banner.words == Caution.FULL.value
    threats.remove(Caution.FULL)
    window.banner.hide()
    window._clock.timeout.emit()
    threats.append(Caution.FULL)
    window._clock.timeout.emit()
    assert window.banner.words == Caution.FULL.value, "a disk that has filled up again is news"


def test_nothing_is_told_of_a_folder_of_ones_own(window: MainWindow) -> None:
    window.return_to(Place())
    assert window.banner.words == ""
