"""Parts that every page is laid out with."""
