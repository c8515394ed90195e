"""The only room that knows SQLite: opening, keys, migrations, repositories, change log and copies."""
