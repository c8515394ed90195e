"""Importing a workbook, and the table of faults found in it."""
