"""A picture can be taken of every page, tab and dialog."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from verkstad.ui import pictures
from verkstad.ui.kit import remember
from verkstad.workspace import Workspace


@pytest.mark.slow
@pytest.mark.parametrize("is_filled", (True, False))
def test_everything_is_drawn(
    qtbot,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    empty: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    is_filled: bool,
) -> None:
    from tests.ui import sample

    if is_filled:
        sample.fill(empty)
    monkeypatch.setattr(remember, "is_on", True)
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")
    taken = pictures.take_pictures(tmp_path / "pictures", empty, "light", 100)
    assert len(taken) > (40 if is_filled else 25)
    assert len(set(taken)) == len(taken)
    for path in taken:
        image = QImage(str(path))
        assert image.width() > 300, path
