"""Resources are found wherever the program is installed."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from verkstad import resource_files
from verkstad.resource_files import resource_path


def _installed_in(package: Path) -> ModuleType:
    shutil.copy(resource_files.__file__, package)
    spec = importlib.util.spec_from_file_location("copied", package / "resource_files.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_this_clone_has_its_resources() -> None:
    assert "1480" in resource_path("municipalities.csv").read_text(encoding="utf-8")
    assert resource_path("fonts").is_dir()


@pytest.mark.parametrize("folder", ("package/resources", "resources"))
def test_beside_the_package_and_inside_it(tmp_path: Path, folder: str) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / folder / "fonts").mkdir(parents=True)
    file = tmp_path / folder / "fonts" / "a.ttf"
    file.touch()
    assert _installed_in(tmp_path / "package").resource_path("fonts", "a.ttf") == file


def test_a_wheel_does_not_look_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "package" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "of_somebody_else.txt").touch()
    with pytest.raises(FileNotFoundError):
        _installed_in(tmp_path / "package").resource_path("of_somebody_else.txt")


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/missing\.ttf"):
        resource_path("fonts", "missing.ttf")
