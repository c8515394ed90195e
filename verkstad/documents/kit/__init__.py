"""The one kit through which every paper is drawn: it knows each part's role, and fetches nothing."""

from reportlab import rl_config

# No text is read as markup and no picture opened by address here; should that ever change, this still holds.
rl_config.trustedHosts = []
rl_config.trustedSchemes = ["data"]
