"""Copies made before manifests existed: each is opened once and gets a manifest if it is whole."""

import contextlib
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from verkstad.domain.errors import VerkstadError
from verkstad.storage import health
from verkstad.storage.change_log import last_hash
from verkstad.storage.copies import facts
from verkstad.storage.copies.finished import MANIFEST_NAME, Manifest, copies_in, facts_of, origin_of, slots_of
from verkstad.storage.database import connect, schema_of
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import KeyRing
from verkstad.storage.store import Store


def adopt(place: Path, data_key: Key) -> None:
    """Write a manifest for each of our copies without one. Skip damaged copies and those of other workshops."""
    for copy in copies_in(place):
        if not copy.is_known and not (copy.path / MANIFEST_NAME).exists():
            with contextlib.suppress(VerkstadError, OSError, dbapi2.Error), translated():
                _adopt(copy.path, copy.made_at, data_key)


def _adopt(copy: Path, made_at: datetime, data_key: Key) -> None:
    ring, files = KeyRing.read(copy), facts_of(copy)
    database = connect(copy / FILE_NAME, data_key)
    try:
        if health.problems(Store(copy, database, datetime.now, data_key), may_be_older=True):
            return
        manifest = Manifest(
            number=0,  # sorts before all copies with a manifest
            made_at=made_at.isoformat(timespec="seconds"),
            origin=origin_of(data_key),
            position=last_hash(database),
            state=facts.fingerprint(database),
            written=facts.written_of(database),
            slots=slots_of(ring),
            schema=schema_of(database),
            counts=facts.record_counts(database),
            files=files,
        )
    finally:
        database.close()
    manifest.write(copy)
