"""Idag: what is due, what is begun and not done, and what does not agree."""
