"""Reading in a separate process: every failure is one sentence, and no process is left."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.faults import bombs
from tests.open_workspace import write_xlsx
from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault
from verkstad.exchange import files
from verkstad.exchange.bounded import process as bounded
from verkstad.exchange.bounded.limits import MARKING, MB, READING
from verkstad.exchange.bounded.process import BoundedProcess
from verkstad.exchange.files import read_sheets
from verkstad.exchange.marked_copy import write_marked

_SAFE = "ngenting har ändrats"
_HANGING = "import time; time.sleep(600)"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes started during the test. None may be left."""
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield found
    assert all(one.returncode is not None for one in found)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "Anna Ek.xlsx", {"Deltagare": [["Nr"], [1]]})


def refusal(path: Path, process: BoundedProcess | None = None) -> str:
    with pytest.raises(VerkstadError) as refused:
        read_sheets(path, process)
    told = str(refused.value)
    assert path.name in told
    return told


def while_it_hangs(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[BoundedProcess], object]
) -> BoundedProcess:
    """Return a process that never answers. `act` is called as soon as it has started."""
    monkeypatch.setattr(bounded, "_BEGIN", _HANGING)
    process = BoundedProcess(READING)

    def wait_and_act() -> None:
        while process._process is None:
            time.sleep(0.01)
        act(process)

    threading.Thread(target=wait_and_act).start()
    return process


@pytest.mark.parametrize("bomb", ("a promise of strings", "one long shared string"))
def test_what_ends_the_process_is_one_sentence(
    bomb: str, tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    little = dataclasses.replace(READING, memory=400 * MB)  # the bomb exceeds this quickly
    told = refusal(bombs.write(bomb, tmp_path), BoundedProcess(little))
    assert _SAFE in told
    assert "ny fil i Excel" in told
    assert len(started) == 1


def test_the_marked_copy_of_a_bomb_is_one_sentence_and_no_file(tmp_path: Path) -> None:
    bomb = bombs.write("ods a fault far away", tmp_path)
    process = BoundedProcess(dataclasses.replace(MARKING, memory=400 * MB))
    with pytest.raises(VerkstadError, match=_SAFE):
        write_marked([bomb], [Fault("Deltagare", 2, "Nr", "Fel.")], tmp_path / "märkt.xlsx", process)
    assert not (tmp_path / "märkt.xlsx").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
@pytest.mark.parametrize("how", (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV) if os.name != "nt" else ())
def test_a_process_that_dies_is_one_sentence(
    how: signal.Signals,
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[subprocess.Popen[bytes]],
) -> None:
    def strike(process: BoundedProcess) -> None:
        assert process._process is not None
        process._process.send_signal(how)

    assert _SAFE in refusal(own, while_it_hangs(monkeypatch, strike))


def test_a_process_that_is_stopped_is_gone(
    own: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    assert "avbrutits" in refusal(own, while_it_hangs(monkeypatch, lambda process: process.stop()))


def test_what_is_stopped_before_it_began_never_begins(
    own: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    process = BoundedProcess(READING)
    process.stop()
    assert "avbrutits" in refusal(own, process)
    assert not started


def test_a_process_that_cannot_be_bound_is_ended(
    own: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_process: object, _limits: object) -> NoReturn:
        raise OSError("no job")

    monkeypatch.setattr(bounded, "bound", refuse)
    with pytest.raises(OSError, match="no job"):
        list(BoundedProcess(READING).answers("sheets", own))
    assert started[0].returncode is not None


def test_what_takes_too_long_is_ended(
    own: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    monkeypatch.setattr(bounded, "_BEGIN", _HANGING)
    told = refusal(own, BoundedProcess(dataclasses.replace(READING, patience=0.2)))
    assert "för lång tid" in told
    assert _SAFE in told


@pytest.mark.skipif(os.name == "nt", reason="Windows counts from outside")
def test_what_works_too_long_is_ended(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    path = tmp_path / "Deltagare.csv"
    path.write_bytes(b"1;2\n" * 15 * MB)
    told = refusal(path, BoundedProcess(dataclasses.replace(READING, work=1, memory=READING.memory * 8)))
    assert "för lång tid" in told


def test_what_answers_too_much_is_ended(own: Path, started: list[subprocess.Popen[bytes]]) -> None:
    told = refusal(own, BoundedProcess(dataclasses.replace(READING, answer=10)))
    assert "rymmer mer" in told
    assert _SAFE in told


def test_more_cells_than_any_list_has_are_refused(
    own: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    monkeypatch.setattr(files, "_MOST_CELLS", 1)
    assert "för stor" in refusal(own)


def test_a_process_that_cannot_be_started_is_one_sentence(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", fail)
    assert _SAFE in refusal(own)


def test_it_is_told_nothing_that_others_may_read(
    own: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    monkeypatch.setenv("VERKSTAD_PASSWORD", "rallarros")
    assert read_sheets(own)[0].rows == [["Nr"], [1]]
    [child] = started
    assert "Anna Ek" not in repr(child.args)
    assert "VERKSTAD_PASSWORD" not in bounded._environment()


@pytest.mark.parametrize(
    "answer",
    (
        pytest.param(b"\x80\x04N}b.", id="a state for what has none"),
        pytest.param(
            b"\x80\x04cdatetime\ntimedelta\n\x8a\x10" + b"\x7f" * 16 + b"\x85R.", id="a time beyond all times"
        ),
        pytest.param(b"\x80\x04]\x8c\x01a.", id="no message"),
        pytest.param(b"no pickle", id="noise"),
    ),
)
def test_whatever_it_says_when_it_has_gone_wrong_is_one_sentence(
    answer: bytes, own: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    said = len(answer).to_bytes(8, "big") + answer
    monkeypatch.setattr(bounded, "_BEGIN", f"import os; os.write(1, {said!r}); os.read(0, 1)")
    assert _SAFE in refusal(own)


def test_nothing_that_lies_beside_the_file_is_run(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A download folder may contain anything, also files named like Python's modules."""
    (tmp_path / "signal.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place])
    monkeypatch.chdir(tmp_path)
    assert read_sheets(own)[0].rows == [["Nr"], [1]]


def test_the_program_itself_can_be_such_a_process(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built program starts itself, since there is no separate Python."""
    monkeypatch.setattr(bounded, "_command", lambda: [sys.executable, "-m", "verkstad", bounded.CHILD])
    assert read_sheets(own)[0].rows == [["Nr"], [1]]


@pytest.mark.parametrize("answer", (b"N}\x8c\x01aNsb.", b"Nr\xff\xff\xff\x7f.", b"N.", b""))
def test_an_answer_that_is_none_is_one_sentence(
    own: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, started: list[subprocess.Popen[bytes]]
) -> None:
    """A compromised library may send anything, and unpacking it may raise nearly any error."""
    code = f"import sys; sys.stdout.buffer.write({len(answer).to_bytes(8, 'big') + answer!r})"
    monkeypatch.setattr(bounded, "_BEGIN", code)
    assert _SAFE in refusal(own)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bound")
def test_it_can_write_no_file(own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    code = (
        "from verkstad.exchange.bounded import child; from verkstad.exchange import spreadsheets\n"
        "def spilling(content, name):\n"
        "    try: open(sys.argv[1], 'wb').write(content)\n"
        "    except OSError: yield name, True\n"
        "import sys; child.JOBS['sheets'] = lambda: spilling; child.main()"
    )
    monkeypatch.setattr(bounded, "_command", lambda: [sys.executable, "-c", code, str(spill)])
    assert read_sheets(own)[0].name == own.name
    assert spill.read_bytes() == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
@pytest.mark.parametrize(
    "busy",
    (
        "time.sleep(600)",
        pytest.param(
            "re.match('(a+)+$', 'a' * 60 + 'b')",  # no other thread can run
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the bound on work ends it elsewhere"),
        ),
    ),
)
def test_it_ends_when_the_program_is_killed(busy: str) -> None:
    code = (
        "import sys, threading, time\n"
        "from pathlib import Path\n"
        "from verkstad.exchange.bounded import process as bounded\n"
        "from verkstad.exchange.files import read_sheets\n"
        "bounded._BEGIN = '''\n"
        "from verkstad.exchange.bounded import child\n"
        "import time, os, re\n"
        "def hanging(*given):\n"
        "    yield 'x', os.getpid()\n"
        f"    {busy}\n"
        "child.JOBS['sheets'] = lambda: hanging; child.main()'''\n"
        "read = bounded.BoundedProcess(bounded.Limits(1 << 32, 60, 60, 1 << 20)).answers('sheets')\n"
        "print(next(read)[1], flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        os.kill(child, 0)
        program.kill()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").read_text(encoding="utf-8").split()[2] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("it is still there")
