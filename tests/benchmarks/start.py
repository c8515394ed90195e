"""Start to a painted main window with 5,000 participants, against a process with an empty QMainWindow."""

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

# The key is handed over, since its derivation is slow on purpose and is measured apart.
OURS = """
import sys
from datetime import datetime
from pathlib import Path
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.desk.desk import Desk
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.desk.page import Whereabouts
from verkstad.storage.store import Store
from verkstad.workspace import Workspace
app = make_application()
store = Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), datetime.now)
store.actor_id = 1
window = MainWindow(Desk(Workspace(store, datetime.now)))
window.return_to(Whereabouts())
window.show()
app.processEvents()
assert not window.grab().isNull()
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1180, 720)
window.show()
app.processEvents()
assert not window.grab().isNull()
"""


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        make_demo(folder, people=PEOPLE, seed=1, today=None)
        ring = KeyRing.read(folder)
        derivation = min(timed(lambda: ring.unlock(PASSWORD)) for _ in range(3))
        key = ring.unlock(PASSWORD).data_key.hex()
        ours, bare, ratio = side_by_side(
            lambda: _process(OURS, str(folder), key), lambda: _process(BARE), RUNS
        )
    yield line(f"window with {PEOPLE} participants", ours, bare, ratio, AIM)
    yield f"key derivation, measured apart: {derivation * 1000:.0f} ms"


def _process(code: str, *arguments: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - before
