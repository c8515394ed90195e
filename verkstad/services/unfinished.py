"""What has been begun and is not yet a change: each draft in words, and where it belongs."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from verkstad.domain.changes import RecordKey
from verkstad.domain.draft_keys import form_of
from verkstad.domain.fields import Record
from verkstad.domain.records import (
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Module,
    Note,
    Participant,
    Placement,
    Referral,
    StaffMember,
    StatusReport,
    Target,
    Term,
    Validation,
    Workshop,
)
from verkstad.services.titles import owner_of, title_of
from verkstad.storage.drafts import Draft
from verkstad.storage.store import Store

_HAVE_CARDS = (Participant, Employer, Placement, Validation, StatusReport)


class _Kind(NamedTuple):
    key: str
    what: str
    about: tuple[type[Record], ...] = ()
    """The kinds of record that the numbers in the key point to; 0 is none."""


_KINDS = (
    _Kind(r"participants/new", "Ny deltagare"),
    _Kind(r"participants/(\d+)", "Uppgifter", (Participant,)),
    _Kind(r"notes/new/(\d+)", "Ny anteckning", (Participant,)),
    _Kind(r"notes/(\d+)", "Anteckning", (Note,)),
    _Kind(r"action_plans/of/(\d+)", "Handlingsplan", (Participant,)),
    _Kind(r"referrals/new/(\d+)", "Ny anvisning", (Participant,)),
    _Kind(r"referrals/(\d+)", "Anvisning", (Referral,)),
    _Kind(r"enrolments/new/(\d+)", "Ny inskrivning", (Participant,)),
    _Kind(r"enrolments/(\d+)", "Inskrivning", (Enrolment,)),
    _Kind(r"enrolments/(\d+)/end", "Avslut av inskrivningen", (Enrolment,)),
    _Kind(r"track_periods/(\d+)", "Byte av branschspår", (Enrolment,)),
    _Kind(r"support_category_periods/(\d+)", "Ändrad stödkategori", (Enrolment,)),
    _Kind(r"exit_follow_ups/(\d+)", "Uppföljning efter avslut", (ExitFollowUp,)),
    _Kind(r"employers/new", "Ny arbetsgivare"),
    _Kind(r"employers/(\d+)", "Uppgifter", (Employer,)),
    _Kind(r"employer_contacts/new/(\d+)", "Ny kontakt", (Employer,)),
    _Kind(r"employer_contacts/(\d+)", "Kontakt", (EmployerContact,)),
    _Kind(r"contact_persons/(\d+)/0", "Ny kontaktperson", (Employer,)),
    _Kind(r"contact_persons/(\d+)/\d+", "Kontaktperson", (Employer,)),
    _Kind(r"placements/new/(\d+)/(\d+)", "Ny praktik", (Participant, Employer)),
    _Kind(r"placements/(\d+)", "Praktik", (Placement,)),
    _Kind(r"placements/(\d+)/end", "Avslut av praktiken", (Placement,)),
    _Kind(r"placement_follow_ups/(\d+)/\d+", "Uppföljning av praktik", (Placement,)),
    _Kind(r"validations/new/(\d+)", "Ny validering", (Participant,)),
    _Kind(r"validations/(\d+)", "Validering", (Validation,)),
    _Kind(r"status_reports/(\d+)/\w+", "Lägesrapport", (StatusReport,)),
    _Kind(r"workshops/new", "Ny verkstad"),
    _Kind(r"workshops/(\d+)", "Verkstad", (Workshop,)),
    _Kind(r"staff_members/new", "Ny i personalen"),
    _Kind(r"staff_members/(\d+)", "Personal", (StaffMember,)),
    _Kind(r"targets/new", "Nytt mål"),
    _Kind(r"targets/(\d+)", "Mål", (Target,)),
    _Kind(r"terms/new/\w+", "Nytt ord"),
    _Kind(r"terms/(\d+)", "Ord i en lista", (Term,)),
    _Kind(r"modules/new", "Ny modul"),
    _Kind(r"modules/(\d+)", "Modul", (Module,)),
)


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
    what, about, is_known = "Utkast", _chosen_in(store, draft), False
    for kind in _KINDS:
        if match := re.fullmatch(kind.key, form_of(draft.key)):
            what, is_known = kind.what, True
            numbers = [int(number) for number in match.groups()]
            for record_type, number in zip(kind.about, numbers, strict=True):
                if number:
                    about = store.records(record_type).one(id=number)
                    is_known &= about is not None
            break
    card = _card_of(store, about)
    return Unfinished(
        key=draft.key,
        what=what,
        about=title_of(store, card or about) if about else "",
        card=RecordKey(card.table, card.id) if card else None,
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
