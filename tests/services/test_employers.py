"""Employers, their contact people and contacts."""

from dataclasses import replace
from datetime import date

import pytest

from tests.services.makers import TODAY, ago, ahead, employer, enrolled, placed
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.records import ContactPerson, Employer, EmployerContact
from verkstad.workspace import Workspace

NUMBER, TAKEN_BY_NOBODY = "559980-0009", "5599800009"


def test_with_and_without_a_contact_person(workspace: Workspace) -> None:
    shop = workspace.employers.add(Employer(name="Åby livs"), ContactPerson(name="Gun Öhrvall"))
    forge = workspace.employers.add(Employer(name="Smedjan"), ContactPerson(name=""))
    assert [one.name for one in workspace.employers.card(shop.id).persons] == ["Gun Öhrvall"]
    assert workspace.employers.card(forge.id).persons == ()
    with pytest.raises(InvalidRecord) as caught:
        workspace.employers.save_person(ContactPerson(employer_id=shop.id, phone="070-174 06 05"))
    assert set(caught.value.problems) == {"name"}


@pytest.mark.parametrize("detail", ("phone", "email", "role"))
def test_a_contact_person_without_a_name_is_not_dropped(workspace: Workspace, detail: str) -> None:
    person = ContactPerson(**{detail: "070-174 06 05"})
    with pytest.raises(InvalidRecord, match="Namn saknas") as caught:
        workspace.employers.add(Employer(name="Åby livs"), person)
    assert caught.value.problems == {"contact_name": "Namn saknas."}
    with pytest.raises(InvalidRecord) as caught:
        workspace.employers.add(Employer(), person)
    assert set(caught.value.problems) == {"name", "contact_name"}
    assert workspace.store.records(Employer).count() == 0


def test_a_contact_persons_own_facts_are_checked(workspace: Workspace) -> None:
    person = ContactPerson(name="Gun", supervisor_course_on=date(1026, 5, 5))
    with pytest.raises(InvalidRecord) as caught:
        workspace.employers.add(Employer(name="Åby livs"), person)
    assert set(caught.value.problems) == {"supervisor_course_on"}


@pytest.mark.parametrize("size", (10**20, 10**9, -(10**20)))
def test_a_number_has_a_limit_also_where_none_is_declared(workspace: Workspace, size: int) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.employers.add(Employer(name="Åby livs", size=size))
    assert set(caught.value.problems) == {"size"}
    assert workspace.employers.add(Employer(name="Åby livs", size=999_999_999)).size == 999_999_999


def test_an_organisation_number_has_one_owner(workspace: Workspace) -> None:
    first = workspace.employers.add(Employer(name="Åby livs", organisation_number=TAKEN_BY_NOBODY))
    assert first.organisation_number == NUMBER
    with pytest.raises(InvalidRecord, match="Åby livs") as caught:
        workspace.employers.add(Employer(name="Åby Livs AB", organisation_number=NUMBER))
    assert set(caught.value.problems) == {"organisation_number"}
    with pytest.raises(InvalidRecord):
        workspace.employers.add(Employer(name="Smedjan", organisation_number="559980-0001"))
    assert workspace.employers.save(replace(first, place="Åby")).place == "Åby"


def test_a_contact_is_mine_and_today_unless_said(workspace: Workspace) -> None:
    shop = employer(workspace)
    contact = workspace.employers.register_contact(EmployerContact(employer_id=shop.id, words="Ringde."))
    assert (contact.contacted_on, contact.staff_id) == (TODAY, workspace.actor.id)
    with pytest.raises(InvalidRecord) as caught:
        workspace.employers.save_contact(replace(contact, next_on=ago(1)))
    assert set(caught.value.problems) == {"next_on"}


def test_the_list_shows_latest_contact_and_first_open_promise(workspace: Workspace) -> None:
    shop = employer(workspace, "Åby livs")
    employer(workspace, "Ängens förskola")
    employer(workspace, "Dalens mejeri")
    for day, step, on, is_done in (
        (ago(40), "Skicka avtal", ahead(9), False),
        (ago(30), "Ringa", ahead(3), False),
        (ago(20), "Mejla", ahead(1), True),
        (ago(50), "", None, False),
    ):
        workspace.employers.register_contact(
            EmployerContact(
                employer_id=shop.id, contacted_on=day, next_step=step, next_on=on, is_next_done=is_done
            )
        )
    _, own = enrolled(workspace)
    placed(workspace, own, employer_id=shop.id)
    placed(workspace, own, employer_id=shop.id, started_on=ahead(5))
    placed(workspace, own, employer_id=shop.id, ended_on=TODAY, end_reason="as_planned")
    rows = workspace.employers.rows()
    assert [row.name for row in rows] == ["Dalens mejeri", "Åby livs", "Ängens förskola"]
    assert rows[0].next_on is None
    shown = rows[1]
    assert (shown.last_contact_on, shown.next_step, shown.next_on) == (ago(20), "Ringa", ahead(3))
    assert (shown.placements_now, shown.status_label) == (1, "Ny")
    card = workspace.employers.card(shop.id)
    assert [one.contacted_on for one in card.contacts] == [ago(20), ago(30), ago(40), ago(50)]
    assert [one.started_on for one in workspace.placements.of_employer(shop.id)] == [
        ago(20),
        ahead(5),
        ago(20),
    ]
