"""The list of placements, their bars, and the card of one placement."""
