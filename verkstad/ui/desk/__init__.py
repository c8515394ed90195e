"""The base classes and services of pages, cards and dialogs: the desk, undo, long work."""
