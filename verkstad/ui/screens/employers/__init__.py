"""The list of employers, and one employer's card."""
