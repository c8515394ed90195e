"""Work on foreign files in a separate process with limits. If a library fails there, it ends in an error message."""
