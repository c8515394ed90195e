"""Widgets and helpers shared by all pages and dialogs."""
