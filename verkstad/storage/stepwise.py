"""A change that is made a little at a time while the window answers, and gives way to whatever else is written."""

import time
from typing import Generic, TypeVar

from verkstad.domain.errors import VerkstadError
from verkstad.domain.long_work import LongWork
from verkstad.storage.transactions import Transactions

T = TypeVar("T")

GAVE_WAY = "Det stoppades, för något annat skulle sparas samtidigt. Inget av det är gjort. Försök igen."


class Stepwise(Generic[T]):
    """Has a transaction open between its turns. What another part of the program writes must not land in it.

    So the first to write, or to close the store, stops it, and nothing of it has been done.
    """

    def __init__(self, transactions: Transactions, steps: LongWork[T]) -> None:
        transactions.give_way()
        transactions.under_way = self
        self._transactions = transactions
        self._steps = steps
        self._results: list[T] = []
        self._is_stopped = False
        self.share = 0.0
        self.is_at_work = False

    @property
    def result(self) -> T:
        """What came of it, once it is done."""
        return self._results[0]

    def go_on(self, seconds: float) -> bool:
        """At least one step more; whether it is done. Raises VerkstadError, and nothing of it is done."""
        if self._is_stopped:
            raise VerkstadError(GAVE_WAY)
        until = time.monotonic() + seconds
        self.is_at_work = True
        try:
            self.share = next(self._steps)
            while time.monotonic() < until:
                self.share = next(self._steps)
        except StopIteration as end:
            self._results.append(end.value)
            self._transactions.under_way = None
            return True
        except BaseException:
            self.stop()
            raise
        finally:
            self.is_at_work = False
        return False

    def stop(self) -> None:
        """Nothing of it is stored; does nothing once it is done."""
        if not self._is_stopped and not self._results:
            self._is_stopped = True
            self._transactions.under_way = None
            self._steps.close()
