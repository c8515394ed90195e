"""Runs all benchmarks, or those named, and prints a line for each result: figure, ratio, aim."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import importing, reading, report, search, start

ALL = {
    "start": start.run,
    "search": search.run,
    "report": report.run,
    "import": importing.run,
    "reading": reading.run,
}


def main(names: list[str]) -> None:
    for name in names or ALL:
        for line in ALL[name]():
            print(f"{name:7}  {line}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
