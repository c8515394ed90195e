"""The fault suite: what must survive kills, failing calls, power cuts, damage and full disks. See README.md."""
