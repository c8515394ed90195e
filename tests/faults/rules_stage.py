"""Support for the fault `rules`: a workshop to start from, and the checks after each accepted step."""

import functools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import expect
from tests.faults.program import Clock
from tests.open_workspace import NOW, PASSWORD, personal_number
from verkstad.demo_workshop import PASSWORD as DEMO_PASSWORD
from verkstad.demo_workshop import make_demo
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.records import Workshop
from verkstad.domain.records.participant import Protection
from verkstad.workspace import Workspace

R = TypeVar("R", bound=Record)
TODAY = NOW.date()

days = st.sampled_from([TODAY - timedelta(days=ago) for ago in (0, 1, 10, 20, 30, 40, 60, 90)])
some_day = st.one_of(st.none(), days)
which = st.integers(0, 5)
manners = st.sampled_from(["", "completed", "early", "error"])
destinations = st.sampled_from(["", "sick"])
end_reasons = st.sampled_from(["", "as_planned"])
births = st.sampled_from([None, 1980, TODAY.year + 1])
names = st.sampled_from(["", "Siv", "Ture"])
numbers = st.sampled_from(["", *(personal_number(date(1980, 5, day)) for day in (1, 2))])
organisations = st.sampled_from(["", "556012-5790", "202100-2114"])
protections = st.sampled_from(list(Protection))


@functools.cache
def base(name: str) -> tuple[Path, str]:
    """Return a closed folder to start from, made once, and its password."""
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


class AgreeingSteps(RuleBasedStateMachine):
    """Steps that are done or refused."""

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

    def one(self, kind: type[R], at: int) -> R | None:
        found = self.workspace.store.records(kind).all()
        return found[at % len(found)] if found else None

    def ref(self, kind: type[Record], at: int) -> int:
        """Return the id of some record; an unused id if there is none."""
        found = self.one(kind, at)
        return found.id if found else 1

    def step(self, act: Callable[[], object]) -> None:
        """Run a step. If it is accepted, the data must obey the rules, and a copy of it must be restorable."""
        before = self.position()
        try:
            act()
        except VerkstadError as fault:
            expect(bool(str(fault)), "refused without a word")
            expect(self.position() == before, f"refused, and something has changed: {fault}")
            return
        self.agrees(self.workspace)
        self.restores()
        self.comes_back()

    def position(self) -> object:
        database = self.workspace.store.database
        return database.execute("SELECT max(id) FROM changes WHERE kind NOT LIKE 'access.%'").fetchone()

    @staticmethod
    def agrees(workspace: Workspace) -> None:
        problems = workspace.problems()
        expect(not problems, f"check: {problems}")
        broken = [one.sentence for one in workspace.at_odds.all()]
        expect(not broken, f"accepted, and does not agree: {broken}")

    def comes_back(self) -> None:
        """Check that an export can be imported again and changes nothing."""
        file, before = self.room / "allt.xlsx", self.position()
        self.workspace.files.export(file, "Prov")
        outcome = self.workspace.imports.read(self.workspace.files.read([file]))
        expect(not outcome.faults, f"what was exported is refused: {outcome.faults[:3]}")
        expect(self.position() == before, f"what was exported is read in as another: {outcome.counts}")

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


def _records(workspace: Workspace) -> program.Content:
    found = program.content_of(workspace)
    return {name: digest for name, digest in found.items() if not name.startswith("change")}
