"""The drawing kit of all papers. It tags each part with its role, and never loads anything from the network."""

from reportlab import rl_config

# The kit parses no markup and opens no pictures by address; these settings are a second safeguard.
rl_config.trustedHosts = []
rl_config.trustedSchemes = ["data"]
