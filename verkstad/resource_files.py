"""The one way to the files of `resources/`."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """The path of a resource file or folder; FileNotFoundError when there is none.

    A wheel and the built program carry the folder inside the package; in a clone it stands beside it.
    """
    packaged = _PACKAGE / "resources"
    folder = packaged if packaged.is_dir() else _PACKAGE.parent / "resources"
    path = folder.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"no such resource: {'/'.join(parts)}")
    return path
