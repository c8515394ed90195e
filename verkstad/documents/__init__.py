"""Papers as PDF: the only room that knows reportlab, which its modules load and the room itself does not."""
