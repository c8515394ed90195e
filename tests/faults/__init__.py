"""The fault suite: what must survive kills, broken calls, power cuts, damage and full disks. See README.md."""
