"""Fixtures: an open workspace with one workshop and no participants."""

from tests.open_workspace import new_folder, quick_keys, workspace

__all__ = ["new_folder", "quick_keys", "workspace"]
