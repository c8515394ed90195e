"""All kinds of draft: the key, the name, the records it is about, and the tab that shows it.

A register that the plain register page shows needs no line here: its table name identifies its drafts.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from verkstad.domain.draft_keys import form_of
from verkstad.domain.fields import Record
from verkstad.domain.records import (
    BY_TABLE,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Note,
    Participant,
    Placement,
    Referral,
    StatusReport,
    Validation,
)


@dataclass(frozen=True)
class DraftKind:
    form: str
    """The pattern of the key. Each {} stands for a record's id, or 0 for no record; {word} stands for any word."""
    what: str
    about: tuple[type[Record], ...] = ()
    """The record types of the first ids in the key."""
    tab: str = ""
    """The tab of the card that shows the draft; "" if the card shows it in no tab."""

    def key(self, *ids: int, word: str = "") -> str:
        return self.form.format(*ids, word=word)

    def ids_in(self, key: str) -> tuple[int, ...] | None:
        """Return the ids in a key of this kind; None if the key is of another kind."""
        found = self._pattern.fullmatch(form_of(key))
        return tuple(map(int, found.groups())) if found else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.form.replace("{word}", r"\w+").replace("{}", r"(\d+)"))


NEW_PARTICIPANT = DraftKind("participants/new", "Ny deltagare")
PARTICIPANT = DraftKind("participants/{}", "Uppgifter", (Participant,), "Uppgifter")
NEW_NOTE = DraftKind("notes/new/{}", "Ny anteckning", (Participant,))
NOTE = DraftKind("notes/{}", "Anteckning", (Note,))
ACTION_PLAN = DraftKind("action_plans/of/{}", "Handlingsplan", (Participant,), "Plan")
NEW_REFERRAL = DraftKind("referrals/new/{}", "Ny anvisning", (Participant,))
REFERRAL = DraftKind("referrals/{}", "Anvisning", (Referral,), "Uppgifter")
NEW_ENROLMENT = DraftKind("enrolments/new/{}", "Ny inskrivning", (Participant,))
ENROLMENT = DraftKind("enrolments/{}", "Inskrivning", (Enrolment,), "Uppgifter")
ENROLMENT_END = DraftKind("enrolments/{}/end", "Avslut av inskrivningen", (Enrolment,))
TRACK_CHANGE = DraftKind("track_periods/{}", "Byte av branschspår", (Enrolment,))
CATEGORY_CHANGE = DraftKind("support_category_periods/{}", "Ändrad stödkategori", (Enrolment,))
EXIT_FOLLOW_UP = DraftKind("exit_follow_ups/{}", "Uppföljning efter avslut", (ExitFollowUp,))
NEW_EMPLOYER = DraftKind("employers/new", "Ny arbetsgivare")
EMPLOYER = DraftKind("employers/{}", "Uppgifter", (Employer,), "Uppgifter")
NEW_CONTACT = DraftKind("employer_contacts/new/{}", "Ny kontakt", (Employer,), "Kontakter")
CONTACT = DraftKind("employer_contacts/{}", "Kontakt", (EmployerContact,), "Kontakter")
NEW_CONTACT_PERSON = DraftKind("contact_persons/{}/0", "Ny kontaktperson", (Employer,), "Personer")
CONTACT_PERSON = DraftKind("contact_persons/{}/{}", "Kontaktperson", (Employer,), "Personer")
NEW_PLACEMENT = DraftKind("placements/new/{}/{}", "Ny praktik", (Participant, Employer))
PLACEMENT = DraftKind("placements/{}", "Praktik", (Placement,))
PLACEMENT_END = DraftKind("placements/{}/end", "Avslut av praktiken", (Placement,))
PLACEMENT_FOLLOW_UP = DraftKind("placement_follow_ups/{}/{}", "Uppföljning av praktik", (Placement,))
NEW_VALIDATION = DraftKind("validations/new/{}", "Ny validering", (Participant,))
VALIDATION = DraftKind("validations/{}", "Validering", (Validation,))
REPORT_TEXT = DraftKind("status_reports/{}/{word}", "Lägesrapport", (StatusReport,))

# All the kinds above.
KINDS = tuple(one for one in vars().values() if isinstance(one, DraftKind))


def kind_of(key: str) -> tuple[DraftKind, tuple[int, ...]] | None:
    """Return the kind and the ids of a key; None if no kind matches, for example a kind of a later version."""
    table = key.partition("/")[0]
    for kind in (*KINDS, *_of_register(table)):
        if (ids := kind.ids_in(key)) is not None:
            return kind, ids
    return None


def _of_register(table: str) -> tuple[DraftKind, ...]:
    record_type = BY_TABLE.get(table)
    if record_type is None:
        return ()
    return (
        DraftKind(f"{table}/new", record_type.new_label),
        DraftKind(f"{table}/new/{{word}}", record_type.new_label),
        DraftKind(f"{table}/{{}}", record_type.label, (record_type,)),
    )
