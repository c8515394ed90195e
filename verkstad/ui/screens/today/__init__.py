"""The page Idag: what is due, unfinished drafts, and contradictions in the stored data."""
