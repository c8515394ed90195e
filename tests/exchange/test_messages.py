"""The messages between the program and the reading process: plain data only."""

import io
import pickle
from datetime import date, datetime, timedelta
from datetime import time as clock_time

import pytest

from verkstad.exchange.bounded.messages import TooLarge, receive, send
from verkstad.exchange.files import ERROR


def test_every_sort_of_cell_passes_as_it_is() -> None:
    moment = datetime(2026, 3, 2, 10, 40)  # noqa: DTZ001 - as it stands in a cell
    cells = ["å", 1, 1.5, True, None, date(2026, 3, 2), moment, clock_time(8), timedelta(1), ERROR]
    pipe = io.BytesIO()
    send(pipe, ("piece", [cells]))
    pipe.seek(0)
    size, (_, [passed]) = receive(pipe, 1000)
    assert passed == cells
    assert passed[-1] is ERROR
    assert size < 1000


def test_nothing_but_plain_data_is_made_of_an_answer() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, ...]:
            return eval, ("1",)

    pipe = io.BytesIO()
    send(pipe, Harm())
    pipe.seek(0)
    with pytest.raises(pickle.UnpicklingError):
        receive(pipe, 1000)
    pipe.seek(0)
    with pytest.raises(TooLarge):
        receive(pipe, 10)
