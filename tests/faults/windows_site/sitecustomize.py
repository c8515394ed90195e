"""Python runs this at its start where the rules have put its folder on the path: children obey them too."""

from tests.faults import windows_plugin  # noqa: F401
