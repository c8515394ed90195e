"""Inställningar, a file for each tab."""
