"""Runs each operation on its own small disk, full except for the last bytes.

Proven: the operation is done, or refused in Swedish with everything unchanged; saving, deleting and drafts, which a
user needs to free space, work with the reserve, at the second attempt at the latest; when there is space again,
everything works. The disk is a tmpfs in a mount namespace of the trial.
"""

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.faults import program, stage
from tests.faults.children import in_child
from tests.faults.fault import Failure, Fault, expect
from tests.faults.operations import OPERATIONS, Operation, Session
from verkstad.domain.errors import VerkstadError

_KIB = 1024
FREE = (0, 4, 8, 16, 32, 64, 96, 128, 192, 256, 384, 512, 640, 768, 1024, 1536, 2048, 3072, 4608, 9216)
"""KiB left free when the operation begins."""
_SIZE = 96 * _KIB * _KIB
_MUST_WORK = ("save", "delete", "draft", "undo")
_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
_PRIVATE = 0x40000 | 0x4000  # MS_PRIVATE with MS_REC


def _mount(place: Path) -> None:
    """Mount a disk of `_SIZE` bytes for this process and its children; it disappears when they end."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = _NEW_MOUNTS if os.geteuid() == 0 else _NEW_MOUNTS | _NEW_USER
    options = f"size={_SIZE},mode=0700".encode()
    if (
        libc.unshare(flags) != 0
        or libc.mount(b"none", b"/", None, _PRIVATE, None) != 0
        or libc.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0, options) != 0
    ):
        words = os.strerror(ctypes.get_errno())
        raise Failure(f"no small disk can be made here, so a full one cannot be tried: {words}")


def prepare() -> None:
    place = program.work_place() / "disks"
    place.mkdir(exist_ok=True)
    in_child(lambda: _mount(place))
    for operation_id in OPERATIONS:
        try:
            stage.views_of(operation_id)
        except Failure:
            continue  # its trials report it


def trials() -> list[str]:
    return [f"{operation_id}/{free}" for operation_id in OPERATIONS for free in FREE]


def run(trial: str) -> None:
    operation_id, free = trial.split("/")
    place = program.work_place() / "disks"
    in_child(lambda: _try(OPERATIONS[operation_id], place, int(free) * _KIB))


def _try(operation: Operation, place: Path, free: int) -> None:
    _mount(place)
    folder = program.fresh(operation.base, place / "data")
    ballast = place / "ballast"
    told = in_child(lambda: _act(operation, folder, lambda: _fill(ballast, free)))
    ballast.unlink()
    if operation.id in _MUST_WORK:
        expect(told == "done", f"not even with the room set aside: {told}")
    stage.judged(operation, folder, is_done=told == "done")


def _fill(ballast: Path, free: int) -> None:
    """Fill the disk until this many bytes are free."""
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(ballast.parent).free - free))


def _act(operation: Operation, folder: Path, fill: Callable[[], None]) -> str:
    """Return the message for the user. If the operation may be tried again, it is."""
    operation.dress()
    session = Session(folder)
    operation.arrange(session)
    fill()
    told = ""
    for _ in range(2 if operation.id in _MUST_WORK else 1):
        try:
            operation.act(session)
        except VerkstadError as error:
            told = str(error)
        else:
            told = "done"
            break
    session.close()
    return told


FULL_DISKS = Fault(
    "full-disks",
    "on a full disk an operation is done or refused; saving and deleting still work; then everything does",
    trials=trials,
    run=run,
    quick=40,
    prepare=prepare,
)
