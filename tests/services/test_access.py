"""The access log: reads are in the chain, cannot be undone, and do not count as changes."""

from verkstad.domain.changes import ChangeEvent
from verkstad.domain.records import Participant
from verkstad.workspace import Workspace


def test_an_opened_card_stands_in_the_persons_history(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Åsa", last_name="Ålund"))
    saved_at = workspace.store.log.latest_write()
    heard: list[ChangeEvent] = []
    workspace.store.subscribe(heard.append)
    workspace.access_log.note("read", "Kort öppnat", Participant.table, [person.id], "sökte telefonnummer")
    latest = workspace.store.log.of_record(Participant.table, person.id)[0]
    assert latest.name == "Kort öppnat (sökte telefonnummer)"
    assert latest.actor_id == workspace.actor.id
    assert heard == []
    assert workspace.store.log.latest_write() == saved_at
    assert workspace.problems() == []


def test_an_opened_card_is_not_what_undo_takes_back(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Åsa", last_name="Ålund"))
    workspace.access_log.note("read", "Kort öppnat", Participant.table, [person.id])
    workspace.store.undo()
    assert workspace.store.records(Participant).count() == 0
