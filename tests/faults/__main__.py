"""The fault suite's command: python -m tests.faults quick|full|guards; see README.md."""

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.faults import guards, program, table
from tests.faults.catalogue import FAULTS
from tests.faults.fault import Failure, Tier
from tests.faults.running import Broken, Tally, run_trials


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.tier == "guards":
        return int(not guards.try_all(options.without, ["--seed", str(options.seed)]))
    for name in options.without:
        guards.GUARDS[name].is_taken_away_by()
    began = time.monotonic()
    try:
        tallies = table.merged(options.merge) if options.merge else _run(options)
    finally:
        shutil.rmtree(program.work_place(), ignore_errors=True)
    print(f"\n{table.as_text(tallies)}", flush=True)
    if options.save:
        table.save(tallies, options.save)
    if options.write:
        table.write_readme(tallies, date.today(), options.tier)  # noqa: DTZ011 - the day as the reader has it
    print(f"{time.monotonic() - began:.0f} seconds in all")
    return int(any(one.failures for one in tallies))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("tier", choices=("quick", "full", "guards"))
    parser.add_argument("--only", nargs="+", choices=tuple(FAULTS), metavar="ID", help=", ".join(FAULTS))
    parser.add_argument(
        "--run", nargs="+", metavar="TRIAL", help="these trials of the one fault given by --only"
    )
    parser.add_argument(
        "--part", type=_part, default=(1, 1), metavar="K/N", help="every N-th trial from the K-th"
    )
    parser.add_argument("--seed", type=int, default=1, help="which trials the quick tier samples")
    parser.add_argument(
        "--without",
        nargs="+",
        choices=tuple(guards.GUARDS),
        default=[],
        metavar="GUARD",
        help=", ".join(guards.GUARDS),
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the result as JSON")
    parser.add_argument(
        "--merge", nargs="+", type=Path, metavar="FILE", help="add up kept results; nothing is run"
    )
    parser.add_argument("--write", action="store_true", help="put the table in README.md")
    return parser


def _part(text: str) -> tuple[int, int]:
    number, of = map(int, text.split("/"))
    if not 1 <= number <= of:
        raise ValueError(text)
    return number, of


def _run(options: argparse.Namespace) -> list[Tally]:
    program.quick_keys()
    tier: Tier = options.tier
    number, of = options.part
    tallies = []
    for fault in [FAULTS[name] for name in options.only or FAULTS]:
        began = time.monotonic()
        try:
            fault.prepare()
            trials = options.run or fault.of_tier(tier, options.seed)[number - 1 :: of]
        except Failure as failure:
            _tell(Broken(fault.id, "", f"cannot be tried here: {failure}"))
            tallies.append(Tally(fault.id, 0, 1, round(time.monotonic() - began, 1)))
            continue
        prepared = time.monotonic() - began
        tally = run_trials(fault, trials, _tell)
        tally = Tally(tally.id, tally.runs, tally.failures, round(tally.seconds + prepared, 1))
        print(f"{tally.id}: {tally.runs} runs, {tally.failures} failures, {tally.seconds:.1f} s", flush=True)
        tallies.append(tally)
    return tallies


def _tell(broken: Broken) -> None:
    again = f"python -m tests.faults full --only {broken.fault} --run '{broken.trial}'"
    print(f"FAILED {broken.fault} {broken.trial}: {broken.words}\n    again: {again}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
