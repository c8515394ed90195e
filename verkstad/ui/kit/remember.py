"""Sizes and column widths between two days. Nothing personal: this file is not encrypted."""

from typing import Any

from PySide6.QtCore import QSettings


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Verkstad", "window")


def remember(name: str, value: Any) -> None:
    _settings().setValue(name, value)


def recall(name: str) -> Any:
    return _settings().value(name)
