"""A change made as long work, in slices between which the window handles events. Any other write stops it."""

import time
from typing import Generic, TypeVar

from verkstad.domain.errors import VerkstadError
from verkstad.domain.long_work import LongWork
from verkstad.storage.transactions import Transactions

T = TypeVar("T")

GAVE_WAY = "Det stoppades, för något annat skulle sparas samtidigt. Inget av det är gjort. Försök igen."


class Stepwise(Generic[T]):
    """Long work whose transaction stays open between its slices. No other write may become part of that transaction.

    The first other write, or closing the store, therefore stops the work and leaves nothing of it done.
    """

    def __init__(self, transactions: Transactions, work: LongWork[T]) -> None:
        transactions.give_way()
        transactions.under_way = self
        self._transactions = transactions
        self._work = work
        self._results: list[T] = []
        self._is_stopped = False
        self.share = 0.0
        self.is_at_work = False

    @property
    def result(self) -> T:
        """The result, once the work is done."""
        return self._results[0]

    def go_on(self, seconds: float) -> bool:
        """Run one step or more for about so many seconds; return whether the work is done.

        Raises VerkstadError if the work fails or was stopped; nothing of it is done then.
        """
        if self._is_stopped:
            raise VerkstadError(GAVE_WAY)
        until = time.monotonic() + seconds
        self.is_at_work = True
        try:
            self.share = next(self._work)
            while time.monotonic() < until:
                self.share = next(self._work)
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
        """Stop the work and leave nothing of it stored. Does nothing once the work is done."""
        if not self._is_stopped and not self._results:
            self._is_stopped = True
            self._transactions.under_way = None
            self._work.close()
