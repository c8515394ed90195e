"""Security copies in the window: making, restoring, and moving to another computer."""
