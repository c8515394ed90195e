"""Verkstad: a workshop leader's register, plans and reports, stored encrypted on their own computer."""

__version__ = "0.1.0"
