"""Entry point: run a command if one is given, otherwise open the window."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from verkstad.exchange.bounded.process import CHILD
from verkstad.own_memory import dump_nothing

if TYPE_CHECKING:
    from verkstad.workspace import Workspace


class Window:
    """The functions of the window that the command line may call. Qt is imported at the first call, not before."""

    def open(self, folder: Path | None) -> int:
        from verkstad.ui import run

        return run(folder)

    def missing(self) -> str:
        from verkstad.ui import missing_display

        return missing_display()

    def pictures(self, folder: Path, workspace: "Workspace", scheme: str, scale: int) -> list[Path]:
        from verkstad.ui.pictures import take_pictures

        return take_pictures(folder, workspace, scheme, scale)


def main() -> None:
    if sys.argv[1:] == [CHILD]:  # the built program has no other way to start a child process
        from verkstad.exchange.bounded.child import main as be_bounded

        be_bounded()
    # Imported here so that the child process above starts quickly.
    gc.disable()  # modules and classes are never garbage, and looking through them slows the loading
    from verkstad.cli.program import run_program

    gc.enable()
    dump_nothing()
    sys.exit(run_program(sys.argv[1:], Window()))


if __name__ == "__main__":
    main()
