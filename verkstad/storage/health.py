"""Health check of an open database: pages, links, trade rules, and whether records and change log agree."""

from sqlcipher3 import dbapi2

from verkstad.domain import swedish
from verkstad.domain.folder_faults import DamagedFolder, DiskFull, FolderBusy, NewerFolder
from verkstad.domain.records import table_label
from verkstad.storage import keys, migrations
from verkstad.storage.database import schema_of
from verkstad.storage.faults import from_database
from verkstad.storage.invariants import broken_invariants
from verkstad.storage.replay import differing, logged_states
from verkstad.storage.store import Store

UNREADABLE = "Databasen har skadade sidor och kan inte läsas till slut."


def problems(
    store: Store, *, is_thorough: bool = True, may_be_older: bool = False, has_slots: bool = True
) -> list[str]:
    """Return one Swedish sentence for each problem; an empty list if there is none.

    A thorough check also checks every page of the indexes, impossible values, and every record against the log. A
    copy may have an older schema: it is checked against its own log, but not against today's fields. Without the
    slots only the database is checked. Raises VerkstadError if the check cannot be made, for example for lack of
    memory or disk.
    """
    try:
        is_older = may_be_older and migrations.has_pending(store.database)
        slots = _slots(store) if has_slots else []
        found = [*slots, *_pages(store, is_thorough), *_links(store), *_chain(store)]
        if not is_older:
            found += _schema(store)
        if is_thorough:
            found += _history(store)
        if is_thorough and not is_older:
            found += broken_invariants(store.database)
    except dbapi2.DatabaseError as error:
        fault = from_database(error)
        if isinstance(fault, DiskFull | FolderBusy):  # they say nothing about the pages
            raise fault from error
        return [UNREADABLE]
    except (ValueError, KeyError, TypeError):  # impossible values
        return [UNREADABLE]
    return found


def _slots(store: Store) -> list[str]:
    try:
        ring = keys.KeyRing.read(store.folder)
    except (DamagedFolder, NewerFolder) as fault:
        return [str(fault)]
    found = [
        f"Nyckelfilen {name} saknas eller är skadad." for name in keys.KeyRing.damaged_copies(store.folder)
    ]
    if ring.unusable:
        found.append(
            f"{ring.unusable} av sätten att öppna mappen är skadade och prövas inte. Gör nya under Säkerhet."
        )
    return found


def _pages(store: Store, is_thorough: bool) -> list[str]:
    found = []
    if store.database.execute("PRAGMA cipher_integrity_check").fetchall():
        found.append("Databasfilen har sidor vars innehåll har ändrats utanför programmet.")
    for pragma in ("quick_check", "integrity_check") if is_thorough else ("quick_check",):
        if store.database.execute(f"PRAGMA {pragma}(1)").fetchone()[0] != "ok":
            found.append("Databasens inre ordning är skadad.")
            break
    return found


def _schema(store: Store) -> list[str]:
    is_known = schema_of(store.database) == migrations.SCHEMA_VERSION and not migrations.has_pending(
        store.database
    )
    return [] if is_known else ["Databasens tabeller stämmer inte med programmets."]


def _links(store: Store) -> list[str]:
    loose = store.database.execute("PRAGMA foreign_key_check").fetchall()
    how_many = swedish.count_text(len(loose), "uppgift", "uppgifter")
    return [f"{how_many} hör ihop med något som saknas."] if loose else []


def _chain(store: Store) -> list[str]:
    found = []
    if broken := list(store.log.broken_links()):
        found.append(
            f"Ändringsloggen stämmer inte vid {swedish.count_text(len(broken), 'ändring', 'ändringar')}."
        )
    if store.log.is_shortened():
        found.append("De sista raderna i ändringsloggen saknas.")
    return found


def _history(store: Store) -> list[str]:
    """Find outdated pages, which are valid in themselves: only the log and the digest of the drafts reveal them."""
    is_sealed = store.database.table("draft_seals").exists()  # missing in the first schema
    found = ["Utkasten är inte de som skrevs sist."] if is_sealed and not store.drafts.are_whole() else []
    return found + [
        f"{table_label(table)}: {swedish.count_text(wrong, 'uppgift', 'uppgifter')} är inte som "
        "ändringsloggen säger."
        for table, wrong in differing(store.database, logged_states(store.database)).items()
    ]
