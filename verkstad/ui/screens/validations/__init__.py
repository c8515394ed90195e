"""The list of validations, and one validation's card."""
