"""A finished paper as pictures for the screen, rendered from the same PDF that is printed."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

# PDFium is not thread-safe. It is shut down before the process ends, so threads that render must end before that.
_one_at_a_time = Lock()


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    with opened(pdf) as document:
        return len(document)


def page_png(pdf: bytes, page: int, scale: float) -> bytes:
    """Return a page as PNG, counted from 0. At scale 1 a point is a pixel. Raises IndexError if there is none."""
    with opened(pdf) as document, closing(_rendered(document, page, scale)) as bitmap:
        target = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(target, "PNG")
        return target.getvalue()


def page_pixels(pdf: bytes, page: int, scale: float) -> tuple[int, int, int, bytes]:
    """Like page_png, but return width, height, bytes per line, and pixels of four bytes: blue, green, red, unused."""
    with opened(pdf) as document, closing(_rendered(document, page, scale)) as bitmap:
        return bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """Open a PDF. Only one is open at a time in the whole process; the tests read through this function too."""
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
