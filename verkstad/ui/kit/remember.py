"""Stores sizes and column widths between sessions. Nothing personal: the file is not encrypted."""

from typing import Any

from PySide6.QtCore import QSettings

is_on = True
"""Off while pictures are taken, so that they do not depend on the user's sizes."""


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Verkstad", "window")


def remember(name: str, value: Any) -> None:
    if is_on:
        _settings().setValue(name, value)


def recall(name: str) -> Any:
    return _settings().value(name) if is_on else None
