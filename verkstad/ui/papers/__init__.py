"""Papers on the screen and on the printer."""
