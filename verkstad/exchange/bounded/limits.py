"""Limits of a process, and how to set them in the operating system."""

import contextlib
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from subprocess import Popen

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The limits of one job."""

    memory: int  # bytes
    work: int  # seconds of processor time
    patience: float  # seconds by the clock
    answer: int  # bytes


READING = Limits(memory=1536 * MB, work=60, patience=180, answer=400 * MB)
"""Ten times what a list of 100,000 rows needs."""
MARKING = Limits(memory=3072 * MB, work=300, patience=900, answer=400 * MB)
"""Higher, since openpyxl keeps formulas and formats and needs many times more."""

if sys.platform == "win32":
    import ctypes
    import subprocess
    from ctypes import wintypes

    NO_WINDOW = subprocess.CREATE_NO_WINDOW
    """The creation flag that prevents a console window."""
    _PROCESS_TIME, _PROCESS_MEMORY, _NO_DIALOG, _KILL_ON_CLOSE = 0x2, 0x100, 0x400, 0x2000
    _EXTENDED_LIMITS = 9

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def bind_self(limits: Limits) -> None:
        """Do nothing: on Windows `bound` sets the limits from outside."""

    @contextmanager
    def bound(process: "Popen[bytes]", limits: Limits) -> Iterator[None]:
        """Limit a process that waits for its first message, and end it with the block.

        Not proven: written for Windows, but never run there. Without it the time limit still ends a slow process.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        job = kernel.CreateJobObjectW(None, None)
        told = _Extended()
        told.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY | _NO_DIALOG | _KILL_ON_CLOSE
        told.BasicLimitInformation.PerProcessUserTimeLimit = limits.work * 10_000_000
        told.ProcessMemoryLimit = limits.memory
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(told), ctypes.sizeof(told))
        kernel.AssignProcessToJobObject(job, int(process._handle))  # type: ignore[attr-defined]

        try:
            yield
        finally:
            kernel.CloseHandle(job)

else:
    import resource

    NO_WINDOW = 0

    def bind_self(limits: Limits) -> None:
        """Limit memory and processor time, and forbid writing files.

        macOS may ignore the memory limit.
        """
        for what, most, last in (
            (resource.RLIMIT_AS, limits.memory, limits.memory),
            (resource.RLIMIT_CPU, limits.work, limits.work + 5),  # the soft limit sends SIGXCPU
            (resource.RLIMIT_FSIZE, 0, 0),
        ):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(what, (most, last))

    def bound(process: "Popen[bytes]", limits: Limits) -> AbstractContextManager[None]:  # noqa: ARG001
        """Do nothing: the process has limited itself."""
        return nullcontext()
