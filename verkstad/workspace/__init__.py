"""An open data folder with everything wired together. The only composition root."""

from verkstad.workspace.papers import MASKING_SETTING
from verkstad.workspace.workspace import Clock, Workspace

__all__ = ["MASKING_SETTING", "Clock", "Workspace"]
