"""An open workspace with one workshop and nobody in it."""

from tests.open_workspace import new_folder, quick_keys, workspace

__all__ = ["new_folder", "quick_keys", "workspace"]
