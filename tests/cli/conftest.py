"""Open workspaces and commands."""

from tests.open_workspace import made, program, quick_keys, workspace

__all__ = ["made", "program", "quick_keys", "workspace"]
