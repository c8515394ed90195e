"""What has been begun and is not yet a change: each draft in words, and where it belongs."""

from dataclasses import dataclass
from datetime import datetime

from verkstad.domain.changes import RecordKey
from verkstad.domain.draft_keys import Draft
from verkstad.domain.draft_kinds import KINDS, kind_of
from verkstad.domain.fields import Record
from verkstad.domain.records import Employer, Participant, Placement, StatusReport, Validation
from verkstad.services.titles import owner_of, title_of
from verkstad.storage.store import Store

_HAVE_CARDS = (Participant, Employer, Placement, Validation, StatusReport)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft in words. Nothing of what is typed stands in it, and of a protected person no name."""

    key: str
    what: str
    about: str
    """Whom or what it concerns; empty for what is wholly new."""
    card: RecordKey | None
    """Whose card it belongs to, if any."""
    is_gone: bool
    """Whether the record it was about has been taken away."""
    saved_at: datetime


def unfinished(store: Store) -> list[Unfinished]:
    """What is kept as drafts, the latest first."""
    found = sorted(store.drafts.all(), key=lambda draft: draft.saved_at, reverse=True)
    return [_in_words(store, draft) for draft in found]


def _in_words(store: Store, draft: Draft) -> Unfinished:
    what, about, is_known, is_of_card = "Utkast", _chosen_in(store, draft), False, False
    if found := kind_of(draft.key):
        kind, ids = found
        what, is_known, is_of_card = kind.what, True, kind in KINDS  # a plain register has no cards
        for record_type, number in zip(kind.about, ids, strict=False):  # the ids of the others tell no more
            if number:
                about = store.records(record_type).one(id=number)
                is_known &= about is not None
    card = _card_of(store, about)
    return Unfinished(
        key=draft.key,
        what=what,
        about=title_of(store, card or about) if about else "",
        card=RecordKey(card.table, card.id) if card and is_of_card else None,
        is_gone=not is_known,
        saved_at=draft.saved_at,
    )


def _chosen_in(store: Store, draft: Draft) -> Record | None:
    """Whom a new record is about where that is chosen in the dialog itself."""
    chosen = draft.values.get("participant_id")
    return store.records(Participant).one(id=chosen) if isinstance(chosen, int) else None


def _card_of(store: Store, record: Record | None) -> Record | None:
    while record is not None and not isinstance(record, _HAVE_CARDS):
        record = owner_of(store, record)
    return record
