"""Restores every copy of a run and compares it row by row with the original.

Proven: each finished copy, older ones included, restores exactly the rows at the time of the copy, with log and
drafts, into the folder and into an empty one; and undoing each restore gives the previous content.
"""

import tempfile
from pathlib import Path

from tests.faults import program, workloads
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect, numbered
from tests.faults.operations import Session
from tests.faults.program import Content, differences
from verkstad.domain.errors import VerkstadError


def prepare() -> None:
    program.base("worked")


def run(trial: str) -> None:
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        in_child(lambda: _restore_each(Path(place), int(trial)))


def _restore_each(place: Path, seed: int) -> None:
    session = Session(program.fresh("worked", place / "data"))
    folder = session.folder
    taken: dict[str, Content] = {}

    def after_step(_: int) -> None:
        content = program.content_of(session.open)
        taken[program.make_copy(session.open).name] = content

    workloads.play(session, seed, after_step)
    now = program.content_of(session.open)
    session.close()
    copies = program.copies_of(folder)
    expect({copy.name for copy in copies} >= taken.keys(), "copies of the last two days are gone")
    for copy in copies:
        if copy.name not in taken:
            continue
        session.clock.forward(minutes=1)
        secret = _restored(session, folder, copy)
        expect(
            not (apart := differences(_content(folder, secret), taken[copy.name])), f"{copy.name}: {apart}"
        )
        session.clock.forward(minutes=1)
        program.undo_restore(folder, session.clock())
        expect(not (apart := differences(_content(folder, session.secret), now)), f"taken back: {apart}")
        elsewhere = place / f"new-{copy.name}"
        secret = _restored(session, elsewhere, copy)
        expect(
            not (apart := differences(_content(elsewhere, secret), taken[copy.name])), f"{copy.name}: {apart}"
        )


def _restored(session: Session, folder: Path, copy: Path) -> str:
    """Restore with today's password, or with the one in use when the copy was made. Return that password."""
    others = [secret for secret in program.SECRETS if secret != session.secret]
    for secret in (session.secret, *others):
        try:
            program.restore(folder, copy, secret, session.clock())
        except VerkstadError:
            if secret == others[-1]:
                raise
        else:
            break
    return secret


def _content(folder: Path, secret: str) -> Content:
    session = Session(folder)
    session.workspace, _ = program.open_folder(folder, session.clock, (secret,))
    try:
        problems = program.problems_of(session.open)
        expect(not problems, f"problems in what was restored: {problems}")
        return program.content_of(session.open)
    finally:
        session.close()


RESTORED_COPIES = Fault(
    "restores",
    "every copy of a run restores to the rows it was taken of",
    trials=numbered(24),
    run=run,
    quick=3,
    prepare=prepare,
)
