"""An open data folder with everything wired together. The only composition root."""

from verkstad.workspace.workspace import MASKING_SETTING, Clock, Workspace

__all__ = ["MASKING_SETTING", "Clock", "Workspace"]
