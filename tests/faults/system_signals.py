"""A separate message bus, and the signals that a system sends on it when the screen is locked."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.fault import Failure, expect

SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
)


def need_bus() -> None:
    """Raises Failure if no signal can be sent: without a request to lock, the trial proves nothing."""
    missing = [name for name in ("dbus-daemon", "dbus-send") if shutil.which(name) is None]
    if missing:
        raise Failure(
            f"{', '.join(missing)} missing, so no system can ask for the lock (apt-get install dbus)"
        )


@contextmanager
def bus() -> Iterator[str]:
    """Yield the address of a session bus that only this test uses."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        expect(address.startswith("unix:"), f"no bus: {address!r}")
        yield address
    finally:
        daemon.kill()
        daemon.wait()


def say_locked(address: str, number: int) -> None:
    """Send the signal of one desktop's screen saver."""
    interface, path = SAVERS[number % len(SAVERS)]
    signal = f"{interface}.ActiveChanged"
    subprocess.run(
        ["dbus-send", f"--bus={address}", "--type=signal", path, signal, "boolean:true"],
        check=True,
        timeout=20,
    )
