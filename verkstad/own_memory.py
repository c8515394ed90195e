"""What is in memory is in plain text, keys too: a crash must not leave it on the disk."""

import contextlib
import ctypes
import sys
from pathlib import Path

_WHAT_IS_DUMPED = Path("/proc/self/coredump_filter")


def dump_nothing() -> None:
    """No core file, and nothing of ours in what a crash handler is given in its stead. For this whole process."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A handler that the system pipes the core to is not bound by the limit; without a mask it gets no memory.
        with contextlib.suppress(OSError):
            _WHAT_IS_DUMPED.write_text("0", encoding="ascii")


def give_back() -> None:
    """Memory that nothing lies in any more goes back to the system, which gives it to nobody before it is emptied.

    Where the C library has no call for it nothing happens: it is given back in its own time, or at the end.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
