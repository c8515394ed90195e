"""Rules for every test: no window system, no network, no dialog that waits for a person."""

import os
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

# Must be set before Qt is loaded.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)
settings.load_profile("ci" if os.environ.get("CI") else "local")

_NETWORK_EVENTS = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"}
_network_calls: list[str] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NETWORK_EVENTS:
        return
    address = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    if event != "socket.getaddrinfo" and not isinstance(address, tuple):
        return  # a Unix socket has a path and stays on this machine
    _network_calls.append(f"{event} {address!r}")
    raise PermissionError(f"a test may not use the network: {event} {address!r}")


# An audit hook catches every socket, also from a library that imported the class earlier.
sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail the test even if the code under test has caught the refusal."""
    _network_calls.clear()
    yield
    assert not _network_calls, f"the test used the network: {_network_calls}"


_QUESTIONS = {
    "QMessageBox": ["about", "aboutQt", "critical", "information", "question", "warning"],
    "QFileDialog": [
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    ],
    "QInputDialog": ["getDouble", "getInt", "getItem", "getMultiLineText", "getText"],
    "QColorDialog": ["getColor"],
    "QFontDialog": ["getFont"],
}


@pytest.fixture(autouse=True)
def _no_waiting_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits would stop the run. A test that needs one replaces the call itself."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        return

    def refusal(name: str) -> Any:
        def refuse(*_arguments: object, **_named: object) -> NoReturn:
            raise AssertionError(f"{name} would wait for a person")

        return refuse

    for class_name, methods in _QUESTIONS.items():
        for method in methods:
            monkeypatch.setattr(
                getattr(widgets, class_name), method, staticmethod(refusal(f"{class_name}.{method}"))
            )
    for class_name in ("QDialog", *_QUESTIONS):
        monkeypatch.setattr(getattr(widgets, class_name), "exec", refusal(f"{class_name}.exec"))
