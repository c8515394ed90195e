"""The list of validations and the card of one validation."""
