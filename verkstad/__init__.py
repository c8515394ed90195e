"""Verkstad: a workshop leader's register, plans and reports, kept encrypted on their own computer."""

__version__ = "0.1.0"
