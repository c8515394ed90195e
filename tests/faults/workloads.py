"""Days of work made of seeded steps, the same in each run, so that every state in between is known."""

import functools
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.faults import judge, program
from tests.faults.children import in_child
from tests.faults.judge import View
from tests.faults.operations import Session
from tests.open_workspace import NOW
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Employer, EmployerContact, Note, Participant

STEPS = 24


def _add(session: Session, rng: Random) -> None:
    program.add_participant(session.open, rng.randrange(10_000))


def _edit(session: Session, rng: Random) -> None:
    everyone = session.open.store.records(Participant).all()
    someone = rng.choice(everyone)
    session.open.participants.save(replace(someone, phone=f"070-174 06 {rng.randrange(10, 99)}"))


def _note(session: Session, rng: Random) -> None:
    everyone = session.open.store.records(Participant).values("id")
    day = session.clock().date()
    words = "Pratade om praktik i köket. " * rng.randrange(1, 300)
    session.open.participants.add_note(
        Note(participant_id=rng.choice(everyone)[0], noted_on=day, words=words)
    )


def _contact(session: Session, rng: Random) -> None:
    employer = rng.choice(session.open.store.records(Employer).values("id"))[0]
    day = session.clock().date()
    session.open.employers.register_contact(
        EmployerContact(employer_id=employer, contacted_on=day, words="Vill veta mer.")
    )


def _draft(session: Session, rng: Random) -> None:
    words = "halvskrivet " * rng.randrange(500)
    session.open.store.drafts.put(f"participants/{rng.randrange(3)}", {"words": words})


def _clear(session: Session, rng: Random) -> None:
    session.open.store.drafts.clear(f"participants/{rng.randrange(3)}")


def _undo(session: Session, rng: Random) -> None:
    session.open.store.undo()


def _redo(session: Session, rng: Random) -> None:
    session.open.store.redo()


def _import(session: Session, rng: Random) -> None:
    session.open.imports.read(program.workbook())


def _copy(session: Session, rng: Random) -> None:
    program.make_copy(session.open)


def _reopen(session: Session, rng: Random) -> None:
    session.close()
    session.open.today()


def _password(session: Session, rng: Random) -> None:
    one, other = program.SECRETS
    new = other if session.secret == one else one
    program.change_password(session.open, session.secret, new)
    session.secret = new


_CHOICES: dict[Callable[[Session, Random], None], int] = {
    _add: 5, _edit: 4, _note: 6, _contact: 4, _draft: 6, _clear: 2,
    _undo: 5, _redo: 3, _import: 1, _copy: 2, _reopen: 1, _password: 1,
}  # fmt: skip


def play(session: Session, seed: int, done: Callable[[int], object]) -> None:
    """Run every step of a workload; `done` gets the number of finished steps after each."""
    for number in range(STEPS):
        rng = Random(f"{seed}/{number}")
        step = rng.choices(list(_CHOICES), list(_CHOICES.values()))[0]
        session.clock.now = NOW + timedelta(minutes=3 * number)
        try:
            step(session, rng)
        except VerkstadError as error:
            if step not in (_undo, _redo) or "Det finns inget" not in str(error):
                raise
        done(number + 1)


@functools.cache
def states(seed: int) -> tuple[View, ...]:
    """Return the view of the folder before the first step and after each, if nothing goes wrong."""

    def every() -> tuple[View, ...]:
        with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
            session = Session(program.fresh("worked", Path(place) / "data"))
            seen = [judge.view_of(session.open, session.secret)]
            play(session, seed, lambda _: seen.append(judge.view_of(session.open, session.secret)))
            session.close()
            return tuple(seen)

    return in_child(every)


@functools.cache
def seconds(seed: int) -> float:
    """Return the duration of a workload."""

    def timed() -> float:
        with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
            session = Session(program.fresh("worked", Path(place) / "data"))
            session.open.today()
            began = time.monotonic()
            play(session, seed, lambda _: None)
            return time.monotonic() - began

    return in_child(timed)
