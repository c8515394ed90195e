"""A finished paper as pictures, for the screen: what is shown is the very file that is printed."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

# The library below keeps its state per process, and is gone before the process is: whoever draws in a thread
# waits for it before the end.
_one_at_a_time = Lock()


def page_count(pdf: bytes) -> int:
    """How many pages the paper has."""
    with opened(pdf) as document:
        return len(document)


def page_png(pdf: bytes, page: int, scale: float) -> bytes:
    """A page, counted from 0, as a PNG picture; at scale 1 a point is a pixel. IndexError: no such page."""
    with opened(pdf) as document, closing(_rendered(document, page, scale)) as bitmap:
        target = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(target, "PNG")
        return target.getvalue()


def page_pixels(pdf: bytes, page: int, scale: float) -> tuple[int, int, int, bytes]:
    """As page_png, but width, height, bytes per line and pixels of four bytes: blue, green, red, unused."""
    with opened(pdf) as document, closing(_rendered(document, page, scale)) as bitmap:
        return bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """A paper for whoever reads it, one at a time in the whole process; the tests' own readers too."""
    from pypdfium2 import PdfDocument

    with _one_at_a_time:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _rendered(document: Any, page: int, scale: float) -> Any:
    if not 0 <= page < len(document):
        raise IndexError(f"no page {page} of {len(document)}")
    return document[page].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
