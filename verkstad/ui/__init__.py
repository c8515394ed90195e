"""The only room that knows Qt: window, kit and screens."""

from pathlib import Path


def run(folder: Path | None = None) -> int:
    """Opens the window on a data folder, the user's own without one; returns the exit code."""
    from verkstad.ui.application import run_window

    return run_window(folder)
