"""The only package that uses SQLite: opening, keys, migrations, repositories, change log and copies.

sqlite-utils is used for whatever it has a method for: the list of migrations, changed tables (`transform`),
transactions (`atomic`), table descriptions, counts, reading whole rows, and writing rows of technical tables. We
write our own SQL for the rest: new tables (`create` of sqlite-utils supports neither CHECK nor AUTOINCREMENT), rows
of records (`rows.py`) and typed reading of them (`repository.py`), the sequence numbers (`sequences.py`), queries
that join tables, and pragmas. When sqlite-utils reads a missing table it returns no rows, and when it inserts into
one it creates the table. So both are used only for tables that are known to exist.
"""
