"""An open workspace with one workshop and nobody in it."""

from tests.open_workspace import quick_keys, workspace

__all__ = ["quick_keys", "workspace"]
