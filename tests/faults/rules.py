"""Every way in, at random: what is accepted agrees, can be checked, and a copy of it restores.

A state machine drives what the window's services do, imports of real workbooks, undo of the latest and of earlier
changes, redo and salvage, in an empty workshop and in a demo one, with few people, days and numbers so that they
meet. A refusal is a known fault that changes nothing.
"""

import functools
import shutil
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import Failure, Fault, expect, numbered
from tests.faults.program import Clock
from tests.open_workspace import NOW, PASSWORD, personal_number, write_xlsx
from verkstad.demo_workshop import PASSWORD as DEMO_PASSWORD
from verkstad.demo_workshop import make_demo
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.records import (
    ActionPlan,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Module,
    Note,
    Participant,
    Placement,
    Referral,
    SubGoal,
    Term,
    Validation,
    Workshop,
)
from verkstad.domain.records.participant import Protection
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace

R = TypeVar("R", bound=Record)
TODAY = NOW.date()
_STEPS = 25

days = st.sampled_from([TODAY - timedelta(days=ago) for ago in (0, 1, 10, 20, 30, 40, 60, 90)])
some_day = st.one_of(st.none(), days)
which = st.integers(0, 5)
manners = st.sampled_from(["", "completed", "early", "error"])
names = st.sampled_from(["", "Siv", "Ture"])
numbers = st.sampled_from(["", *(personal_number(date(1980, 5, day)) for day in (1, 2))])
organisations = st.sampled_from(["", "556012-5790", "202100-2114"])
protections = st.sampled_from(list(Protection))


@functools.cache
def base(name: str) -> tuple[Path, str]:
    """A closed folder to begin with, made once, and its password."""
    folder = program.work_place() / "bases" / f"rules {name}"
    folder.parent.mkdir(exist_ok=True)
    if name == "demo":
        in_child(lambda: (make_demo(folder, people=5, seed=1, today=TODAY), None)[1])
        return folder, DEMO_PASSWORD

    def make() -> None:
        workspace = program.create(folder, Clock())
        first = workspace.registers.all(Workshop)[0]
        workspace.registers.add(replace(first, id=0, name="Åby verkstad"))
        workspace.close()

    in_child(make)
    return folder, PASSWORD


class EveryWayIn(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.room = Path(tempfile.mkdtemp(dir=program.work_place()))
        self.count = 0

    @initialize(name=st.sampled_from(["empty", "empty", "demo"]))
    def begin(self, name: str) -> None:
        source, self.password = base(name)
        shutil.copytree(source, self.room / "data")
        self.workspace = Workspace.open(self.room / "data", self.password, clock=lambda: NOW)

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.close()
        shutil.rmtree(self.room, ignore_errors=True)

    # Looking

    def one(self, kind: type[R], at: int) -> R | None:
        found = self.workspace.store.records(kind).all()
        return found[at % len(found)] if found else None

    def ref(self, kind: type[Record], at: int) -> int:
        """The id of some record; of none that is there when there is none."""
        found = self.one(kind, at)
        return found.id if found else 1

    def step(self, act: Callable[[], object]) -> None:
        """Done or refused. What is accepted agrees, and a copy of it can be put in an empty folder's place."""
        before = self.position()
        try:
            act()
        except VerkstadError as fault:
            expect(bool(str(fault)), "refused without a word")
            expect(self.position() == before, f"refused, and something has changed: {fault}")
            return
        self.agrees(self.workspace)
        self.restores()

    def position(self) -> object:
        database = self.workspace.store.database
        return database.execute("SELECT max(id) FROM changes WHERE kind NOT LIKE 'access.%'").fetchone()

    @staticmethod
    def agrees(workspace: Workspace) -> None:
        problems = workspace.problems()
        expect(not problems, f"check: {problems}")
        broken = [one.sentence for one in workspace.broken_rules()]
        expect(not broken, f"accepted, and does not agree: {broken}")

    def restores(self) -> None:
        self.count += 1
        copy, target = program.make_copy(self.workspace), self.room / f"restored {self.count}"
        program.restore(target, copy, self.password, NOW)
        restored = Workspace.open(target, self.password, clock=lambda: NOW)
        try:
            apart = program.differences(_records(self.workspace), _records(restored))
        finally:
            restored.close()
        expect(not apart, f"the restored copy is another: {apart}")
        shutil.rmtree(target)
        shutil.rmtree(copy)

    # What the window does

    @rule(
        first=names,
        number=numbers,
        protection=protections,
        start=some_day,
        end=some_day,
        manner=manners,
        at=which,
    )
    def add_person(
        self,
        first: str,
        number: str,
        protection: Protection,
        start: date | None,
        end: date | None,
        manner: str,
        at: int,
    ) -> None:
        person = Participant(
            first_name=first, personal_number=number, protection=protection, gender="female", birth_year=1980
        )
        own = Enrolment(
            workshop_id=self.ref(Workshop, at), started_on=start, ended_on=end, exit_manner=manner
        )
        self.step(lambda: self.workspace.participants.add(person, own if start else None))

    @rule(at=which, first=names, number=numbers, protection=protections)
    def save_person(self, at: int, first: str, number: str, protection: Protection) -> None:
        if (known := self.one(Participant, at)) is not None:
            changed = replace(
                known, first_name=first, last_name="", personal_number=number, protection=protection
            )
            self.step(lambda: self.workspace.participants.save(changed))

    @rule(at=which, place=which, start=some_day, end=some_day, manner=manners)
    def enrol(self, at: int, place: int, start: date | None, end: date | None, manner: str) -> None:
        own = Enrolment(
            participant_id=self.ref(Participant, at),
            workshop_id=self.ref(Workshop, place),
            started_on=start,
            ended_on=end,
            exit_manner=manner,
        )
        self.step(lambda: self.workspace.participants.enrol(own))

    @rule(at=which, place=which, start=some_day, end=some_day, manner=manners, is_end=st.booleans())
    def change_enrolment(
        self, at: int, place: int, start: date | None, end: date | None, manner: str, is_end: bool
    ) -> None:
        known = self.one(Enrolment, at)
        if known is None:
            return
        if is_end:
            ended = replace(known, ended_on=end, exit_manner=manner, exit_destination="sick")
            self.step(lambda: self.workspace.participants.end(ended))
            return
        changed = replace(
            known,
            workshop_id=self.ref(Workshop, place),
            started_on=start,
            ended_on=end,
            exit_manner=manner,
        )
        self.step(lambda: self.workspace.participants.save_enrolment(changed))

    @rule(at=which, start=days)
    def set_track(self, at: int, start: date) -> None:
        self.step(lambda: self.workspace.participants.set_track(self.ref(Enrolment, at), "care", start))

    @rule(at=which, place=which, day=days)
    def refer(self, at: int, place: int, day: date) -> None:
        referral = Referral(
            participant_id=self.ref(Participant, at), workshop_id=self.ref(Workshop, place), referred_on=day
        )
        self.step(lambda: self.workspace.participants.refer(referral))

    @rule(at=which, day=days)
    def follow_up_exit(self, at: int, day: date) -> None:
        if (known := self.one(ExitFollowUp, at)) is not None:
            self.step(lambda: self.workspace.participants.complete_follow_up(replace(known, done_on=day)))

    @rule(at=which, day=days)
    def add_note(self, at: int, day: date) -> None:
        note = Note(participant_id=self.ref(Participant, at), noted_on=day, words="Hej")
        self.step(lambda: self.workspace.participants.add_note(note))

    @rule(
        at=which, own=which, shop=which, start=some_day, planned=some_day, end=some_day, known=st.booleans()
    )
    def place_somebody(
        self,
        at: int,
        own: int,
        shop: int,
        start: date | None,
        planned: date | None,
        end: date | None,
        known: bool,
    ) -> None:
        service = self.workspace.placements
        dates = {"started_on": start, "planned_end_on": planned, "ended_on": end}
        if known and (stored := self.one(Placement, at)) is not None:
            changed = replace(stored, **dates, enrolment_id=self.ref(Enrolment, own))  # type: ignore[arg-type]
            self.step(lambda: service.save(changed))
            return
        enrolment = self.one(Enrolment, own)
        placement = Placement(
            participant_id=self.ref(Participant, at) if own % 2 else enrolment and enrolment.participant_id,
            enrolment_id=self.ref(Enrolment, own),
            employer_id=self.ref(Employer, shop),
            placement_type="work_practice",
            **dates,  # type: ignore[arg-type]
        )
        self.step(lambda: service.add(placement))

    @rule(at=which, own=which, start=some_day, certified=some_day, decided=some_day, known=st.booleans())
    def validate(
        self, at: int, own: int, start: date | None, certified: date | None, decided: date | None, known: bool
    ) -> None:
        service = self.workspace.validations
        dates = {"started_on": start, "certificate_on": certified, "decided_on": decided}
        if known and (stored := self.one(Validation, at)) is not None:
            self.step(lambda: service.save(replace(stored, **dates)))  # type: ignore[arg-type]
            return
        enrolment = self.one(Enrolment, own)
        validation = Validation(
            participant_id=self.ref(Participant, at) if own % 2 else enrolment and enrolment.participant_id,
            enrolment_id=self.ref(Enrolment, own),
            module_id=self.ref(Module, at),
            status="ongoing",
            **dates,  # type: ignore[arg-type]
        )
        self.step(lambda: service.add(validation))

    @rule(at=which, made=some_day, review=some_day)
    def plan(self, at: int, made: date | None, review: date | None) -> None:
        person = self.ref(Participant, at)
        known = self.workspace.plans.latest(person) or ActionPlan(participant_id=person)
        wanted = replace(known, made_on=made, next_review_on=review, goal="Ett jobb")
        self.step(lambda: self.workspace.plans.save(wanted, [SubGoal(activity="Öva")]))

    @rule(name=names, number=organisations, at=which, known=st.booleans())
    def employer(self, name: str, number: str, at: int, known: bool) -> None:
        stored = self.one(Employer, at) if known else None
        service = self.workspace.employers
        wanted = replace(stored or Employer(), name=name, organisation_number=number)
        self.step(lambda: service.save(wanted) if stored else service.add(wanted))

    @rule(at=which, day=days, following=some_day)
    def contact(self, at: int, day: date, following: date | None) -> None:
        contact = EmployerContact(
            employer_id=self.ref(Employer, at), contacted_on=day, next_step="Ringa", next_on=following
        )
        self.step(lambda: self.workspace.employers.register_contact(contact))

    @rule(at=which, day=days, is_done=st.booleans())
    def act_on_what_is_due(self, at: int, day: date, is_done: bool) -> None:
        if rows := self.workspace.agenda.rows():
            row, service = rows[at % len(rows)], self.workspace.agenda
            self.step(lambda: service.complete(row) if is_done else service.move(row, day))

    @rule(at=which, first=some_day, last=some_day)
    def workshop_period(self, at: int, first: date | None, last: date | None) -> None:
        if (known := self.one(Workshop, at)) is not None:
            wanted = replace(known, period_starts_on=first, period_ends_on=last)
            self.step(lambda: self.workspace.registers.save(wanted))

    @rule(at=which)
    def add_word(self, at: int) -> None:
        word = Term(vocabulary="exit_manner", key=f"own{at}", name=f"Eget {at}")
        self.step(lambda: self.workspace.registers.add(word))

    @rule(at=which)
    def delete_word(self, at: int) -> None:
        word = self.workspace.store.records(Term).one(vocabulary="exit_manner", key=f"own{at}")
        if word is not None:
            self.step(lambda: self.workspace.registers.delete(word))

    @rule(at=which, own=which, day=days)
    def use_word(self, at: int, own: int, day: date) -> None:
        if (known := self.one(Enrolment, own)) is not None:
            wanted = replace(known, ended_on=day, exit_manner=f"own{at}", exit_destination="sick")
            self.step(lambda: self.workspace.participants.end(wanted))

    # Back and forth

    @rule()
    def undo(self) -> None:
        self.step(lambda: self.workspace.history.undo())

    @rule(at=st.integers(0, 12))
    def undo_earlier(self, at: int) -> None:
        changes = self.workspace.store.log.latest(13)
        if changes:
            self.step(lambda: self.workspace.history.undo(changes[at % len(changes)][0].id))

    @rule()
    def redo(self) -> None:
        self.step(lambda: self.workspace.history.redo())

    # From files, and out of damage

    @rule(
        rows=st.lists(st.tuples(which, names, numbers, which, some_day, some_day, some_day), max_size=4),
        placed=st.lists(st.tuples(which, which, days, some_day, some_day), max_size=2),
        validated=st.lists(st.tuples(which, days, some_day), max_size=2),
        attended=st.lists(st.tuples(which, days), max_size=2),
        shops=st.lists(st.tuples(which, names, organisations), max_size=2),
    )
    def read_a_list(self, rows: Any, placed: Any, validated: Any, attended: Any, shops: Any) -> None:
        workshops = [one.name for one in self.workspace.registers.all(Workshop)]
        modules = [one.title for one in self.workspace.registers.all(Module)]
        people = [
            (
                nr,
                number,
                1980 if not number else None,
                first,
                "Tallvik",
                workshops[place % len(workshops)],
                referred,
                start,
                end,
                "Fullföljd" if end else None,
            )
            for nr, first, number, place, referred, start, end in rows
        ]
        sheets = {
            "Deltagare": [("Nr", "Personnummer", "Födelseår", "Förnamn", "Efternamn", "Verkstad", "Anvisad",
                           "Inskriven", "Avslutad", "Avslutssätt"), *people],
            "Arbetsgivare": [("Nr", "Namn", "Organisationsnummer"), *shops],
            "Praktik": [("Deltagare", "Arbetsgivare", "Typ", "Start", "Planerat slut", "Slut"),
                        *((nr, shop, "Arbetspraktik", *dates) for nr, shop, *dates in placed)],
            "Validering": [("Deltagare", "Modul", "Start", "Status", "Intyg"),
                           *((nr, modules[0], day, "Pågående", done) for nr, day, done in validated)],
            "Närvaro": [("Deltagare", "Datum", "Status"), *((nr, day, "Närvaro") for nr, day in attended)],
        }  # fmt: skip
        file = write_xlsx(self.room / "lista.xlsx", sheets)
        workbook = self.workspace.read_files([file])

        def read() -> None:
            tried = self.workspace.imports.read(workbook, is_dry_run=True)
            outcome = self.workspace.imports.read(workbook)
            expect(outcome.faults == tried.faults, "tried, it was something else")
            if outcome.faults:
                raise VerkstadError(str(outcome.faults))
            again = self.workspace.imports.read(workbook)
            changed = sum(count.new + count.changed for count in again.counts)
            expect(not again.faults and not changed, f"read again, the same file is another: {again}")

        self.step(read)

    @precondition(lambda self: self.count > 3)
    @rule()
    def save_what_can_be_read(self) -> None:
        """The folder goes on as what a salvage has made of it."""
        self.workspace.close()
        self.count += 1
        target = self.room / f"saved {self.count}"
        saved = salvage(self.workspace.folder, self.password, target, lambda: NOW)
        expect(not saved.missing and not saved.at_odds, f"saved with {saved}")
        self.workspace = Workspace.open(target, self.password, clock=lambda: NOW)
        self.agrees(self.workspace)


def _records(workspace: Workspace) -> program.Content:
    found = program.content_of(workspace)
    return {name: digest for name, digest in found.items() if not name.startswith("change")}


def run(trial: str) -> None:
    machine = seed(int(trial))(type("EveryWayIn", (EveryWayIn,), {}))
    try:
        _run(machine)
    except Failure:
        raise
    except Exception as fault:  # raw, where a known one was wanted
        raise Failure("".join(traceback.format_exception(fault))[-3000:]) from fault


def _run(machine: Callable[[], RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=3,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            print_blob=False,
            report_multiple_bugs=False,
            phases=[Phase.generate],  # a shorter run would take minutes to find
            suppress_health_check=list(HealthCheck),
        ),
    )


def prepare() -> None:
    for name in ("empty", "demo"):
        base(name)


RULES = Fault(
    "rules",
    "whatever is accepted, by whatever way, agrees, passes the check, and restores from a copy",
    trials=numbered(300),
    run=run,
    quick=6,
    prepare=prepare,
)
