"""Opens a folder after a fault as the program would, and checks whether anything was lost, half done or damaged."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import Failure, expect
from tests.faults.operations import Session
from tests.faults.program import Clock, Content, differences
from verkstad.domain.errors import VerkstadError
from verkstad.storage.files import FILE_NAME
from verkstad.workspace import Workspace


@dataclass(frozen=True)
class View:
    """Everything of value in a folder: its rows, the secret that opens it, and its finished copies by name."""

    content: Content
    secret: str
    copies: dict[str, Content]


_READ: dict[bytes, Content] = {}
"""Content of copies already opened, by the digest of their files: an unchanged copy is not opened again."""


def look(folder: Path) -> View:
    """Open the folder without repairing it first. Raises Failure if it does not open or has problems."""
    workspace, secret = _opened(folder)
    try:
        problems = program.problems_of(workspace)
        expect(not problems, f"problems after opening: {problems}")
        return view_of(workspace, secret)
    finally:
        workspace.close()


def view_of(workspace: Workspace, secret: str) -> View:
    """Return the view of an open folder."""
    copies = {copy.name: _content_of_copy(copy) for copy in program.copies_of(workspace.folder)}
    return View(program.content_of(workspace), secret, copies)


def remember(copies: Iterable[Path]) -> None:
    """Read copies once for all trials that start from the same base."""

    def read() -> dict[bytes, Content]:
        for copy in copies:
            _content_of_copy(copy)
        return _READ

    _READ.update(in_child(read))


def _opened(folder: Path) -> tuple[Workspace, str]:
    try:
        return program.open_folder(folder, Clock())
    except VerkstadError as error:
        raise Failure(f"does not open: {error}") from error
    except Exception as error:
        raise Failure(f"does not open, with a raw {error!r}") from error


def _content_of_copy(copy: Path) -> Content:
    """Return the content of a copy. A duplicate is opened, so that the copy itself does not change."""
    digest = hashlib.sha256()
    for file in sorted(path for path in copy.iterdir() if path.is_file()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    if digest.digest() not in _READ:
        with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
            apart = Path(place) / "copy"
            shutil.copytree(copy, apart)
            try:
                workspace, _ = _opened(apart)
            except Failure as failure:
                raise Failure(f"copy {copy.name} {failure}") from failure
            problems = program.problems_of(workspace)
            expect(not problems, f"copy {copy.name} is not whole: {problems}")
            _READ[digest.digest()] = program.content_of(workspace)
            workspace.close()
    return _READ[digest.digest()]


def compare(found: View, before: View, after: View, *, is_done: bool, is_copy: bool = False) -> None:
    """Raises Failure unless the operation between two views was done completely, or (if not `is_done`) not at all."""
    allowed = (after,) if is_done else (before, after)
    if found.content not in [view.content for view in allowed]:
        lost = is_done and found.content == before.content
        apart = differences(found.content, allowed[-1].content)
        raise Failure(("lost" if lost else "half done or altered") + f": {apart}")
    expect(found.secret in [view.secret for view in allowed], "another secret opens than should")
    must = after.copies.keys() if is_done and is_copy else before.copies.keys() & after.copies.keys()
    expect(found.copies.keys() >= must, f"lost copies: {sorted(must - found.copies.keys())}")
    known = {**before.copies, **after.copies}
    for name, content in found.copies.items():
        if name in known:
            expect(content == known[name], f"copy {name} holds something else")
        else:  # an additional copy, made by a second attempt
            expect(content in (before.content, after.content), f"copy {name} is of a state that never was")


def _nothing_more(session: Session) -> None:
    return None


def still_works(folder: Path, again: Callable[[Session], object] = _nothing_more) -> None:
    """Check that the folder can be used as if nothing had happened and that no temporary files are left.

    `again` repeats the disturbed operation: what a kill left of it may stay until then, but no longer.
    """
    session = Session(folder)
    workspace = session.open
    before = program.content_of(workspace)
    program.add_participant(workspace, 777)
    workspace.store.undo()
    _expect_records(workspace, before, "undo did not take back what was done")
    workspace.store.redo()
    workspace.store.undo()
    _expect_records(workspace, before, "undo after redo did not take back what was done")
    workspace.store.drafts.put("judge", {"words": "utkast"})
    program.make_copy(workspace)
    content = program.content_of(workspace)
    session.close()
    workspace = session.open
    expect(program.content_of(workspace) == content, "another content after closing and opening")
    expect(workspace.store.drafts.get("judge") == {"words": "utkast"}, "a draft is gone after opening")
    problems = program.problems_of(workspace)
    expect(not problems, f"problems after some work: {problems}")
    session.close()
    with contextlib.suppress(VerkstadError):  # there may be nothing left to do
        again(session)
    session.close()
    expect(not strays(folder), f"left lying: {strays(folder)}")


def strays(folder: Path) -> list[str]:
    """Return temporary files and half-made copies that nothing will delete, and journals that are not empty."""
    found = [path for path in folder.rglob("*") if path.name.startswith(".")]
    journals = [path for path in folder.rglob(f"{FILE_NAME}-*") if path.stat().st_size]
    return sorted(str(path.relative_to(folder)) for path in (*found, *journals))


def _expect_records(workspace: Workspace, before: Content, otherwise: str) -> None:
    apart = differences(before, program.content_of(workspace))
    expect(all(name.startswith("change") for name in apart.split(", ") if name), f"{otherwise}: {apart}")
