"""The list of participants, and one participant's card."""
