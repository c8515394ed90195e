"""Python runs this at start if the rules have put its folder on the path: child processes obey the rules too."""

from tests.faults import windows_plugin  # noqa: F401
