"""The fast selection of tests contains some from each room."""

from collections import Counter

import pytest

from tests.fast import choose, room_of

_MANY = 20
"""A room with fewer tests in this run is ignored: only a few of its tests were selected on the command line."""


def test_something_of_each_room_is_chosen(request: pytest.FixtureRequest) -> None:
    every = request.session.items
    rooms = {room for room, count in Counter(map(room_of, every)).items() if count >= _MANY}
    assert rooms <= {room_of(item) for item in choose(every)}
