"""Registers made from the facts of a record: in a tab, or on a page of its own with a file here."""
