"""Every way of changing data, at random: what is accepted obeys the rules and can be checked, copied and restored.

A state machine calls the services of the window, imports real workbooks, undoes the latest and earlier changes,
redoes and salvages, in an empty workshop and in a demo workshop, with so few people, days and numbers that they
collide. A refusal is a known error and changes nothing.
"""

import traceback
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.fault import Failure, Fault, expect, numbered
from tests.faults.rules_stage import base, days, names, numbers, organisations, some_day, which
from tests.faults.window_ways import WindowWays
from tests.open_workspace import NOW, write_xlsx
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Module, Workshop
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace

_STEPS = 25
statuses = st.sampled_from(["Pågående", "Kompetensintyg utfärdat"])
reasons = st.sampled_from([None, "Enligt plan"])


class EveryWayIn(WindowWays):
    """The services of the window, undo and redo, files, and a salvage."""

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

    @rule(
        rows=st.lists(st.tuples(which, names, numbers, which, some_day, some_day, some_day), max_size=4),
        placed=st.lists(st.tuples(which, which, days, some_day, some_day, reasons), max_size=2),
        validated=st.lists(st.tuples(which, days, some_day, statuses), max_size=2),
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
            "Praktik": [("Deltagare", "Arbetsgivare", "Typ", "Start", "Planerat slut", "Slut",
                         "Slutorsak"),
                        *((nr, shop, "Arbetspraktik", *said) for nr, shop, *said in placed)],
            "Validering": [("Deltagare", "Modul", "Start", "Status", "Intyg"),
                           *((nr, modules[0], day, status, done) for nr, day, done, status in validated)],
            "Närvaro": [("Deltagare", "Datum", "Status"), *((nr, day, "Närvaro") for nr, day in attended)],
        }  # fmt: skip
        file = write_xlsx(self.room / "lista.xlsx", sheets)
        workbook = self.workspace.files.read([file])

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
        """Salvage the folder and go on with the salvaged one."""
        self.workspace.close()
        self.count += 1
        target = self.room / f"saved {self.count}"
        saved = salvage(self.workspace.folder, self.password, target, lambda: NOW)
        expect(not saved.missing and not saved.at_odds, f"saved with {saved}")
        self.workspace = Workspace.open(target, self.password, clock=lambda: NOW)
        self.agrees(self.workspace)


def run(trial: str) -> None:
    machine = seed(int(trial))(type("EveryWayIn", (EveryWayIn,), {}))
    try:
        _run(machine)
    except Failure:
        raise
    except Exception as fault:  # a raw exception instead of a known error
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
            phases=[Phase.generate],  # shrinking would take minutes
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
