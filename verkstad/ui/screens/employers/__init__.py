"""The list of employers and the card of one employer."""
