"""Fixtures: open workspaces and commands."""

from tests.open_workspace import made, new_folder, program, quick_keys, workspace

__all__ = ["made", "new_folder", "program", "quick_keys", "workspace"]
