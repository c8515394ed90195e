"""A message bus of its own, and the signals that a system sends on it when its screen is locked."""

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
    """Raises Failure with words where no signal can be sent, since a lock that is not asked for proves nothing."""
    missing = [name for name in ("dbus-daemon", "dbus-send") if shutil.which(name) is None]
    if missing:
        raise Failure(
            f"{', '.join(missing)} missing, so no system can ask for the lock (apt-get install dbus)"
        )


@contextmanager
def bus() -> Iterator[str]:
    """The address of a session bus that nobody else is on."""
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
    """As the screen saver of one of the desktops."""
    interface, path = SAVERS[number % len(SAVERS)]
    signal = f"{interface}.ActiveChanged"
    subprocess.run(
        ["dbus-send", f"--bus={address}", "--type=signal", path, signal, "boolean:true"],
        check=True,
        timeout=20,
    )
