"""An invented workshop with two years of work, for trying the program and for its pictures."""

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from random import Random

from verkstad.demo_workshop import words
from verkstad.demo_workshop.paths import Paths, is_waiting, never_came
from verkstad.demo_workshop.people import People
from verkstad.demo_workshop.progress import Progress
from verkstad.demo_workshop.work import Work
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month, add_months
from verkstad.domain.records import (
    ActionPlan,
    Enrolment,
    Measurement,
    Module,
    Participant,
    Setting,
    StaffMember,
    StatusReport,
    StatusReportText,
    Target,
    WheelArea,
    WheelTool,
    Workshop,
)
from verkstad.domain.records.workshop import StaffRole, TargetKind
from verkstad.domain.status import MISREGISTERED, NEVER_STARTED
from verkstad.services.imports.service import SUPPORT_CATEGORIES_SETTING
from verkstad.services.participants import case_number
from verkstad.services.security import Security, manager_record
from verkstad.storage.change import Change
from verkstad.workspace import Workspace
from verkstad.workspace.papers import report_file

PASSWORD = "demo"
MUNICIPALITIES = ("2518", "2521")
_OPENED_AT = time(9, 0)
_TARGETS = (
    (TargetKind.PARTICIPANTS, 70.0),
    (TargetKind.WOMEN_AT_LEAST, 40.0),
    (TargetKind.WOMEN_AT_MOST, 60.0),
    (TargetKind.OCCUPIED, 50.0),
    (TargetKind.DOCUMENTED_STEP, 60.0),
    (TargetKind.WORKPLACES, 20.0),
    (TargetKind.VALIDATIONS_STARTED, 15.0),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """The paths of the demo's papers."""

    report: Path
    plan: Path


def make_demo(folder: Path, *, people: int, seed: int, today: date | None) -> Demo:
    """Fill an empty or absent folder. The same seed, people and date give the same data.

    Raises VerkstadError if the folder is not empty or cannot be written; it is then left as it was.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise VerkstadError(f"Mappen {folder} är inte tom. Välj en annan mapp.")
    day = today or datetime.now().date()  # noqa: DTZ005 - the user's own date
    starts_on = add_months(day.replace(day=1), -24)
    workshop = Workshop(
        name="Norrlyckans verkstad",
        unit="Arbetsmarknadsenheten",
        municipalities=MUNICIPALITIES,
        project_name="Vägen vidare",
        project_number="2024/0000",
        reference_number="KS 2024-0000",
        period_starts_on=starts_on,
    )
    leader = StaffMember(name="Siv Tallvik", role=StaffRole.WORKSHOP_LEADER, phone="070-174 06 05")
    was_there = folder.exists()
    workspace, _ = Workspace.create(
        folder,
        PASSWORD,
        workshop,
        leader,
        manager_record("Barbro Sjövall"),
        manager_code=Security.draft_code(),
        clock=lambda: datetime.combine(day, _OPENED_AT),
    )
    try:
        _fill(workspace, Random(f"{seed}/{people}"), people, day, starts_on)
        papers = _write_papers(workspace, folder.resolve(), day)
    except BaseException:
        workspace.close()
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir(exist_ok=True)
        raise
    workspace.close()
    return papers


def _fill(workspace: Workspace, rng: Random, people: int, today: date, starts_on: date) -> None:
    store = workspace.store
    workshop = store.records(Workshop).all()[0]
    tool = store.records(WheelTool).where(is_active=1)[0]
    areas = store.records(WheelArea).where(tool_id=tool.id)
    modules = store.records(Module).all()
    with store.change("demo.made", "Påhittad verkstad", is_undoable=False) as change:
        staff = _write_staff(change)
        paths = Paths(change, rng, today, workshop.id, staff)
        progress = Progress(change, rng, today, staff, areas)
        work = Work(change, rng, today, staff)
        work.write_employers(people, starts_on)
        made = People(rng, today, MUNICIPALITIES)
        running: dict[int, int] = {}
        starts = sorted(paths.start_day() for _ in range(people))
        for number, begun in enumerate(starts):
            start = paths.waiting_since() if is_waiting(number) else begun
            has_met = not is_waiting(number) and not never_came(number)
            running[start.year] = running.get(start.year, 0) + 1
            participant = change.insert(
                replace(
                    made.make(number),
                    case_number=case_number(start.year, running[start.year]),
                    informed_on=start if has_met and number % 9 else None,
                )
            )
            for enrolment in paths.write(participant, number, start):
                if enrolment.exit_manner not in (MISREGISTERED, NEVER_STARTED):
                    progress.write_for(participant, enrolment)
                    work.write_for(enrolment, modules)
        change.insert_all(
            [Target(workshop_id=workshop.id, kind=kind, value=value) for kind, value in _TARGETS]
        )
        change.insert(Setting(key=SUPPORT_CATEGORIES_SETTING, value="1"))
        _write_report(change, workshop, Month.of(today).plus(-1))


def _write_staff(change: Change) -> tuple[int, ...]:
    """Add the staff. The leader exists already, with id 1."""
    others = (
        StaffMember(name="Ture Löfvang", role=StaffRole.EMPLOYER_GUIDE, phone="070-174 06 06"),
        StaffMember(name="Yodit Änggren", role=StaffRole.JOB_COACH, phone="070-174 06 07"),
    )
    return (1, *(change.insert(member).id for member in others))


def _write_report(change: Change, workshop: Workshop, month: Month) -> None:
    report = change.insert(StatusReport(workshop_id=workshop.id, month=str(month)))
    change.insert_all(
        [
            StatusReportText(status_report_id=report.id, heading=heading, words=text)
            for heading, text in words.REPORT_TEXTS.items()
        ]
    )


def _write_papers(workspace: Workspace, folder: Path, today: date) -> Demo:
    """Write last month's report and one action plan next to the folder: they are not encrypted, the folder is."""
    workshop = workspace.store.records(Workshop).all()[0]
    month = Month.of(today).plus(-1)
    paper = workspace.papers.report(workspace.reports.of_month(workshop, month))
    report = folder.with_name(f"{folder.name}-lagesrapport-{month}.pdf")
    report.write_bytes(report_file(paper, ".pdf"))
    participant_id = _shown_participant(workspace)
    number = workspace.participant_views.card(participant_id).participant.case_number
    plan = folder.with_name(f"{folder.name}-handlingsplan-{number}.pdf")
    plan.write_bytes(workspace.papers.action_plan_file(participant_id))
    return Demo(report, plan)


def _shown_participant(workspace: Workspace) -> int:
    """Return a person with an action plan if there is one, preferably named, measured twice and still enrolled."""
    store = workspace.store
    running = {one.id for one in store.records(Enrolment).where(ended_on=None)}
    measured = Counter(one.enrolment_id for one in store.records(Measurement).all())
    named = {one.id for one in store.records(Participant).all() if one.full_name}
    plans = store.records(ActionPlan).all()
    best = max(
        plans,
        key=lambda plan: (
            plan.participant_id in named,
            measured[plan.enrolment_id] > 1,
            plan.enrolment_id in running,
            plan.made_on or date.min,
        ),
        default=None,
    )
    return (best.participant_id if best else None) or 1
