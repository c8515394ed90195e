"""The initial content of a new workshop: vocabularies, wheels and module titles."""

from dataclasses import replace

from verkstad.domain.records import Module, Programme, StaffMember, Term, WheelArea, Workshop
from verkstad.domain.shipped import MODULE_TITLES, PROGRAMME, WHEELS
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.storage.change import Change
from verkstad.storage.store import Store


def seed(
    store: Store, workshop: Workshop, leader: StaffMember, manager: StaffMember | None = None
) -> StaffMember:
    """Fill an empty store. Return the leader as stored. This first change cannot be undone."""
    with store.change("workshop.created", f"Ny verkstad: {workshop.name}", is_undoable=False) as change:
        leader = change.insert(leader)
        if manager is not None:
            change.insert(manager)
        change.insert(replace(workshop, leader_id=leader.id))
        _insert_words(change)
        _insert_wheels(change)
        programme = change.insert(Programme(name=PROGRAMME.name, provider=PROGRAMME.provider))
        change.insert_all([Module(programme_id=programme.id, title=title) for title in MODULE_TITLES])
    return leader


def _insert_words(change: Change) -> None:
    change.insert_all(
        [
            Term(
                vocabulary=vocabulary.key,
                key=term.key,
                name=term.label,
                position=position,
                group=term.group,
                marks=term.marks,
                definition=term.definition,
            )
            for vocabulary in VOCABULARIES.values()
            for position, term in enumerate(vocabulary.terms)
        ]
    )


def _insert_wheels(change: Change) -> None:
    for wheel in WHEELS:
        tool = change.insert(wheel.tool)
        change.insert_all(
            [
                WheelArea(tool_id=tool.id, position=position, key=key, name=name)
                for position, (key, name) in enumerate(wheel.areas)
            ]
        )
