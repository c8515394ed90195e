"""Statistics: records in, tables and figures out. Each rule for counting is implemented once."""
