"""What is run every few minutes tries each room."""

from collections import Counter

import pytest

from tests.fast import choose, room_of

_MANY = 20
"""A room with fewer tests here is one of which somebody runs a few by themselves."""


def test_something_of_each_room_is_chosen(request: pytest.FixtureRequest) -> None:
    every = request.session.items
    rooms = {room for room, count in Counter(map(room_of, every)).items() if count >= _MANY}
    assert rooms <= {room_of(item) for item in choose(every)}
