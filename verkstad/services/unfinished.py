"""Drafts in words, with the card that each belongs to."""

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
    """A draft in words. It contains nothing that was typed, and no name of a protected person."""

    key: str
    what: str
    about: str
    """The title of the record or person concerned; empty for a new one."""
    card: RecordKey | None
    """The card that the draft belongs to, if any."""
    is_gone: bool
    """Whether the record that the draft was about has been removed."""
    saved_at: datetime


def unfinished(store: Store) -> list[Unfinished]:
    """Return all drafts in words, latest first."""
    found = sorted(store.drafts.all(), key=lambda draft: draft.saved_at, reverse=True)
    return [_in_words(store, draft) for draft in found]


def _in_words(store: Store, draft: Draft) -> Unfinished:
    what, about, is_known, is_of_card = "Utkast", _chosen_in(store, draft), False, False
    if found := kind_of(draft.key):
        kind, ids = found
        what, is_known, is_of_card = kind.what, True, kind in KINDS  # a plain register has no cards
        for record_type, number in zip(kind.about, ids, strict=False):  # there may be more ids
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
    """Return the participant of a new record, if it is chosen in the dialog itself."""
    chosen = draft.values.get("participant_id")
    return store.records(Participant).one(id=chosen) if isinstance(chosen, int) else None


def _card_of(store: Store, record: Record | None) -> Record | None:
    while record is not None and not isinstance(record, _HAVE_CARDS):
        record = owner_of(store, record)
    return record
