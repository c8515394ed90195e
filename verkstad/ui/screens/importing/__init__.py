"""Reading in somebody's own list, and the faults found in it."""
