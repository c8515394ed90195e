"""Whether an open database is whole: pages, links between records, and the change log's chain."""

from sqlcipher3 import dbapi2

from verkstad.storage.store import Store


def problems(store: Store, *, is_thorough: bool = True) -> list[str]:
    """One Swedish sentence for each thing that is wrong; empty when all is well."""
    try:
        return [*_pages(store, is_thorough), *_links(store), *_chain(store)]
    except dbapi2.DatabaseError:
        return ["Databasen har skadade sidor och kan inte läsas till slut."]


def _pages(store: Store, is_thorough: bool) -> list[str]:
    found = []
    if store.database.execute("PRAGMA cipher_integrity_check").fetchall():
        found.append("Databasfilen har sidor vars innehåll har ändrats utanför programmet.")
    pragma = "integrity_check" if is_thorough else "quick_check"
    if store.database.execute(f"PRAGMA {pragma}(1)").fetchone()[0] != "ok":
        found.append("Databasens inre ordning är skadad.")
    return found


def _links(store: Store) -> list[str]:
    loose = store.database.execute("PRAGMA foreign_key_check").fetchall()
    return [f"{len(loose)} uppgifter hör ihop med något som saknas."] if loose else []


def _chain(store: Store) -> list[str]:
    broken = list(store.log.broken_links())
    return [f"Ändringsloggen stämmer inte vid {len(broken)} ändringar."] if broken else []
