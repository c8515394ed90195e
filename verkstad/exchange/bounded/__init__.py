"""Work on files from elsewhere, in a process of its own with bounds: what a library does there ends here in words."""
