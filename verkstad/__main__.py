"""A command if one is given, else the window."""

import sys
from pathlib import Path

from verkstad.cli.program import run_program
from verkstad.storage.own_memory import dump_nothing
from verkstad.workspace import Workspace


class Window:
    """What the command line may ask of the window's room. Qt is loaded at the first call, not before."""

    def open(self, folder: Path | None) -> int:
        from verkstad.ui import run

        return run(folder)

    def missing(self) -> str:
        from verkstad.ui import missing_display

        return missing_display()

    def pictures(self, folder: Path, workspace: Workspace, scheme: str, scale: int) -> list[Path]:
        from verkstad.ui.pictures import take_pictures

        return take_pictures(folder, workspace, scheme, scale)


def main() -> None:
    dump_nothing()
    sys.exit(run_program(sys.argv[1:], Window()))


if __name__ == "__main__":
    main()
