"""Security copies in the window: making and restoring them, and moving to another computer."""
