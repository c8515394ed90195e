"""Records in, tables and figures out. How things are counted stands in one place each."""
