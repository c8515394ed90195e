"""Registers generated from the facts of a record type: in a tab, or on a page with a module here."""
