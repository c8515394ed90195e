"""Plain Python: records, vocabularies, rules and arithmetic. No I/O, no Qt, no SQL."""
