"""What a page, card or dialog may ask for: the open workspace, the window, undo, long work."""
