"""Protection of this process's memory, which holds keys and data in plain text: a crash must not write it to disk."""

import contextlib
import ctypes
import sys
from pathlib import Path

_WHAT_IS_DUMPED = Path("/proc/self/coredump_filter")


def dump_nothing() -> None:
    """Switch off core files for this process, and leave its memory out of what a crash handler receives."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A crash handler that the system pipes the core to ignores the limit. With an empty filter it gets no memory.
        with contextlib.suppress(OSError):
            _WHAT_IS_DUMPED.write_text("0", encoding="ascii")


def give_back() -> None:
    """Return freed memory to the system, which clears it before another process gets it.

    Does nothing where the C library has no such call: the memory is then returned later, or when the process ends.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
