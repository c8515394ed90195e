"""The search field searches the same people and employers as their lists show, in the same order."""

from verkstad.domain.records import Employer, Participant
from verkstad.domain.records.participant import Protection
from verkstad.workspace import Workspace

PEOPLE = (
    Participant(first_name="Åsa", last_name="Öberg"),
    Participant(first_name="Siv", last_name="Åkesson"),
    Participant(first_name="Åsa", last_name="Öberg"),
    Participant(first_name="Ann-Sofi", last_name="Berg", protection=Protection.SECRECY_MARKED),
    Participant(protection=Protection.PROTECTED_REGISTRATION),
)


def test_it_is_what_the_lists_show(workspace: Workspace) -> None:
    for person in PEOPLE:
        workspace.participants.add(person)
    for name, place in (("Ödets kafé", "Å"), ("Åby livs", ""), ("åby livs", "Kust")):
        workspace.employers.add(Employer(name=name, place=place))
    found = workspace.finding.all()
    people, employers = workspace.participant_views.rows(), workspace.employers.rows()
    assert [(one.table, one.id, one.name, one.search) for one in found] == [
        *(("participants", row.id, row.name, row.search) for row in people),
        *(("employers", row.id, row.name, row.search) for row in employers),
    ]
    assert all(row.case_number in one.what for row, one in zip(people, found, strict=False))
    assert len(found) == 8


def test_a_protected_person_is_found_by_name_and_shown_by_number(workspace: Workspace) -> None:
    hidden = workspace.participants.add(PEOPLE[3])
    [found] = workspace.finding.all()
    assert "ann-sofi" in found.search
    assert (found.name, found.what) == (hidden.case_number, f"Deltagare {hidden.case_number}")
