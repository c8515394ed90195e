"""A copy of the user's own workbook with the faults marked in their cells."""

from collections.abc import Sequence
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault
from verkstad.exchange.bounded.limits import MARKING
from verkstad.exchange.bounded.process import BoundedProcess
from verkstad.exchange.files import answers, content_of
from verkstad.exchange.workbook_reader import file_names
from verkstad.exchange.written_files import write_file


def check_target(paths: Sequence[Path], target: Path) -> None:
    """Raises VerkstadError if the copy cannot be written there."""
    if target.suffix.lower() != ".xlsx":
        raise VerkstadError("Den märkta kopians namn ska sluta på .xlsx.")
    if any(target.resolve() == path.resolve() for path in paths):
        raise VerkstadError("Den märkta kopian kan inte skrivas över filen själv. Välj ett annat namn.")
    if target.exists() and any(path.exists() and target.samefile(path) for path in paths):
        raise VerkstadError("Den märkta kopian kan inte skrivas över filen själv. Välj ett annat namn.")


def write_marked(
    paths: Sequence[Path], faults: Sequence[Fault], target: Path, process: BoundedProcess | None = None
) -> str:
    """Write the copy. Return a sentence about what the copy has lost. Raises VerkstadError.

    Works in a separate process; pass one to be able to stop it from another thread.
    """
    check_target(paths, target)
    named = zip(paths, file_names(paths), strict=True)
    sources = [(content_of(path), path.name, file) for path, file in named]
    lost, content = answers(
        process or BoundedProcess(MARKING), paths[0].name, "marked", sources, list(faults)
    )
    write_file(target, content)
    return str(lost)
