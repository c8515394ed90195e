"""Help for code that handles many records in one go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Switch off the garbage collector within the block.

    Reading many records creates no garbage, but Python would interrupt it again and again to look for some.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
