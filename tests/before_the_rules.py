"""A folder as older versions let it become: what is written here passes no rule of the trade."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from verkstad.domain.steps import Steps
from verkstad.storage import trade_rules


@contextmanager
def before_the_rules() -> Iterator[None]:
    def all_is_well(*_given: object) -> Steps[None]:
        yield from ()

    with (
        mock.patch.object(trade_rules, "require", return_value=None),
        mock.patch.object(trade_rules, "requiring", all_is_well),
    ):
        yield
