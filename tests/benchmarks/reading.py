"""Reading 100,000 rows in a separate process, compared with the same libraries in this process."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import importing
from tests.benchmarks.measuring import line, side_by_side, timed
from verkstad.exchange.files import read_sheets
from verkstad.exchange.spreadsheets import raw_sheets

ROWS, RUNS, AIM = 100_000, 5, 1.75


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "deltagare.xlsx"
        importing.write(file, ROWS)

        def bare() -> float:
            return timed(lambda: list(raw_sheets(file.read_bytes(), file.name)))

        yield line(
            f"reading {ROWS} rows", *side_by_side(lambda: timed(lambda: read_sheets(file)), bare, RUNS), AIM
        )
