"""Start up to a painted main window with 5,000 participants, compared with a process that shows an empty QMainWindow.

Both processes use compiled bytecode, as an installed program does, and print the times themselves.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import line, side_by_side, timed
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.storage.keys import KeyRing

PEOPLE, RUNS, AIM = 5_000, 9, 3.0

# The key is passed in, because its derivation is slow on purpose and is measured separately. The workspace is
# imported before Qt, as in the program, which imports its commands first, and without the garbage collector.
OURS = """
import gc
gc.disable()
import sys, time
from datetime import datetime
from pathlib import Path
from verkstad.storage.store import Store
from verkstad.workspace import Workspace
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.kit.garbage import MainThreadCollector
from verkstad.ui.desk.desk import Desk
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.desk.page import Whereabouts
app = make_application()
MainThreadCollector(app)
store = Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), datetime.now)
store.actor_id = 1
window = MainWindow(Desk(Workspace(store, datetime.now)))
window.return_to(Whereabouts())
window.resize(1180, 720)
window.show()
app.processEvents()
assert not window.grab().isNull()
print(time.perf_counter())
until = time.monotonic() + 10
while not window.page.is_full and time.monotonic() < until:
    app.processEvents()
app.processEvents()
assert window.page.is_full and not window.grab().isNull()
print(time.perf_counter())
"""
LOCK = """
import gc
gc.disable()
import sys, time
from pathlib import Path
import verkstad.cli.program
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.kit.garbage import MainThreadCollector
app = make_application()
MainThreadCollector(app)
session = Session(Path(sys.argv[1]))
assert session.start()
app.processEvents()
assert not session.window.grab().isNull()
print(time.perf_counter())
until = time.monotonic() + 5
while "verkstad.ui.screens.today.page" not in sys.modules and time.monotonic() < until:
    app.processEvents()
begun = time.perf_counter()
from datetime import datetime
from verkstad.storage.store import Store
from verkstad.workspace import Workspace
store = Store.open(session.folder, bytes.fromhex(sys.argv[2]), datetime.now)
store.actor_id = 1
session.work_in(Workspace(store, datetime.now))
app.processEvents()
assert not session.window.grab().isNull()
print(time.perf_counter() - begun)
session.end()
"""
BARE = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1180, 720)
window.show()
app.processEvents()
assert not window.grab().isNull()
print(time.perf_counter())
"""


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        folder, bytecode = Path(place) / "demo", Path(place) / "bytecode"
        make_demo(folder, people=PEOPLE, seed=1, today=None)
        ring = KeyRing.read(folder)
        derivation = min(timed(lambda: ring.unlock(PASSWORD)) for _ in range(3))
        key = ring.unlock(PASSWORD).data_key.hex()
        ends: list[float] = []

        def ours() -> float:
            painted, full = _process(bytecode, OURS, str(folder), key)
            ends.append(full)
            return painted

        def bare() -> float:
            [painted] = _process(bytecode, BARE)
            return painted

        shown = side_by_side(ours, bare, RUNS)
        lock = side_by_side(lambda: _process(bytecode, LOCK, str(folder), key)[0], bare, RUNS)
        opened = side_by_side(lambda: _process(bytecode, LOCK, str(folder), key)[1], bare, RUNS)
        full = side_by_side(lambda: ours() and ends[-1], bare, RUNS)
    yield line(f"window with {PEOPLE} participants, painted with its bars and Idag's frame", *shown, AIM)
    yield line("the same until what is due to-day stands there, painted", *full, AIM)
    yield line("the lock of the same folder, painted: what a user waits for first", *lock, AIM)
    yield line("from the key to the painted window, after that lock", *opened, AIM)
    yield f"key derivation, measured apart: {derivation * 1000:.0f} ms"


def _process(bytecode: Path, code: str, *arguments: str) -> list[float]:
    """Return the seconds from the start of the process to each time that it prints; durations are kept."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    moments = [float(moment) for moment in told.stdout.split()]
    return [one - before if one > before else one for one in moments]
