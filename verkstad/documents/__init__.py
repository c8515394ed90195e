"""Papers as PDF. Only this package uses reportlab, and importing the package does not load it."""
