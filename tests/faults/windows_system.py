"""What the program and its tests see of the system: that it is Windows, and what its modules contain there.

Other libraries, and pathlib itself, see the real system.
"""

import builtins
import contextlib
import ctypes
import importlib.abc
import importlib.machinery
import itertools
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

_SITE = Path(__file__).with_name("windows_site")
_SEEING = ("verkstad", "tests")
_NOT_SEEING = ("tests.faults", "tests.open_workspace")
_NO_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
_NOT_IN_OS = frozenset(
    "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_PATH O_SYNC O_TMPFILE chown eventfd fchmod fchown fdatasync fork "
    "forkpty getegid geteuid getgid getgroups getloadavg getpgid getsid getuid getxattr killpg lchown listxattr "
    "memfd_create mkfifo mknod nice openpty pidfd_open posix_fadvise posix_fallocate posix_spawn pread pwrite "
    "register_at_fork sched_getaffinity sendfile setgid setsid setuid setxattr statvfs sync sysconf uname wait wait3 "
    "wait4 waitid".split()
)
_handles = itertools.count(4, 4)
_NOTHING = object()


class Seen(ModuleType):
    """A module as on Windows; attributes are set on the real module."""

    def __init__(self, real: ModuleType, has: dict[str, Any], has_not: frozenset[str] = frozenset()) -> None:
        super().__init__(real.__name__)
        self.__dict__.update(_real=real, _has=has, _has_not=has_not, _before={})

    def __getattr__(self, name: str) -> Any:
        if name in self._has:
            return self._has[name]
        if name in self._has_not:
            raise AttributeError(f"Windows: module {self.__name__!r} has no {name!r}")
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._before.setdefault(name, getattr(self, name, _NOTHING))
        self._put(name, value)

    def __delattr__(self, name: str) -> None:
        """Restore the original: a test's patch ends this way, because the name is not in this object's own dict."""
        before = self._before.pop(name, _NOTHING)
        if before is _NOTHING:
            delattr(self._real, name)
        else:
            self._put(name, before)

    def _put(self, name: str, value: Any) -> None:
        if name in self._has:
            self._has[name] = value
        else:
            setattr(self._real, name, value)


class _Job:
    """A job object: limits set on it are applied with the real system's calls."""

    def __init__(self) -> None:
        self.memory = self.seconds = 0
        self.pids: list[int] = []

    def take_note(self, told: Any) -> None:
        self.memory = told.ProcessMemoryLimit
        self.seconds = told.BasicLimitInformation.PerProcessUserTimeLimit // 10_000_000

    def bind(self, pid: int) -> None:
        self.pids.append(pid)
        for what, most in ((resource.RLIMIT_AS, self.memory), (resource.RLIMIT_CPU, self.seconds)):
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, what, (most, most))

    def close(self) -> None:
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _kernel() -> SimpleNamespace:
    fixed = 3  # DRIVE_FIXED
    jobs: dict[int, _Job] = {}

    def made(_security: object, _name: object) -> int:
        number = next(_handles)
        jobs[number] = _Job()
        return number

    def noted(job: int, _kind: int, told: Any, _size: int) -> bool:
        jobs[job].take_note(told._obj)
        return True

    def bound(job: int, process: int) -> bool:
        jobs[job].bind(process)
        return True

    def closed(handle: int) -> bool:
        jobs.pop(handle).close()
        return True

    calls = {
        "GetDriveTypeW": lambda _root: fixed,
        "CreateJobObjectW": made,
        "SetInformationJobObject": noted,
        "AssignProcessToJobObject": bound,
        "CloseHandle": closed,
    }
    return SimpleNamespace(**{name: _call(act) for name, act in calls.items()})


def _call(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that can hold argument types, as those of a C library do."""

    def called(*given: Any) -> Any:
        return act(*given)

    return called


def _windll() -> SimpleNamespace:
    return SimpleNamespace(
        kernel32=_kernel(),
        wtsapi32=SimpleNamespace(WTSRegisterSessionNotification=lambda _window, _flags: 1),
    )


SEEN = {
    "os": Seen(os, {"name": "nt", "linesep": "\r\n", "O_BINARY": 0}, _NOT_IN_OS),
    "sys": Seen(sys, {"platform": "win32"}),
    "ctypes": Seen(ctypes, {"windll": _windll(), "WinDLL": lambda _name, use_last_error=False: _kernel()}),
    "subprocess": Seen(subprocess, {"CREATE_NO_WINDOW": 0x08000000}),
}


def _import(
    name: str,
    globals: Any = None,  # noqa: A002 - as Python calls it
    locals: Any = None,  # noqa: A002
    fromlist: Sequence[str] = (),
    level: int = 0,
) -> Any:
    top = name.partition(".")[0]
    if level == 0 and top in _NO_MODULES:
        raise ModuleNotFoundError(f"Windows: no module named {name!r}", name=name)
    found = builtins.__import__(name, globals, locals, fromlist, level)
    is_seen = level == 0 and (name in SEEN or (top in SEEN and not fromlist))
    return SEEN[top] if is_seen else found


class _Loader(importlib.abc.Loader):
    """Loads a module with its own loader, but with our import function."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Any:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": _import}
        self._real.exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if not _is_within(name, _SEEING) or _is_within(name, _NOT_SEEING):
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)) is not None:
                if spec.loader is not None:
                    spec.loader = _Loader(spec.loader)
                return spec
        return None


def _is_within(name: str, places: Sequence[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def install() -> None:
    """Apply to everything imported from now on, and to Python processes started from here."""
    if "verkstad" in sys.modules:
        raise RuntimeError("the program has been imported before it could see Windows")
    sys.meta_path.insert(0, _Finder())
    begin = subprocess.Popen.__init__

    def begin_so(self: Any, *given: Any, **named: Any) -> None:
        environment = dict(named.get("env") or os.environ)
        environment.setdefault("PYTHONIOENCODING", "cp1252")
        paths = (str(_SITE), str(_SITE.parents[2]), environment.get("PYTHONPATH", ""))
        named["env"] = {**environment, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        named.pop("creationflags", None)  # the real system has none
        begin(self, *given, **named)
        self._handle = self.pid

    subprocess.Popen.__init__ = begin_so  # type: ignore[method-assign]
