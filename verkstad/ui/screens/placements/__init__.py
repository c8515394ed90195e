"""The list of placements, their time bars, and one placement's card."""
