"""The only room that knows SQLite: opening, keys, migrations, repositories, change log and copies.

sqlite-utils does what it has a verb for: the row of migrations, changed tables (`transform`), transactions
(`atomic`), what a table looks like, counts, reading whole rows, and rows of technical tables. SQL of our own stands
where it does not do: new tables (its `create` knows neither CHECK nor AUTOINCREMENT), rows of records (`rows.py`) and
typed reading of them (`repository.py`), the numbers beside the tables (`sequences.py`), questions that join tables,
and pragmas. Its reading takes a missing table for an empty one, and its inserting makes one that is missing: both are
used only for tables that are known to be there.
"""
