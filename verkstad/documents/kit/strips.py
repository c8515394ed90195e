"""Strips: pieces of a paper that are never divided, and their distribution over pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from verkstad.documents.kit.pen import Pen


@dataclass(slots=True)
class Strip:
    """A piece of the paper across the whole width, never divided by a page break."""

    height: float
    draw: Callable[[Pen, float, float], None]  # pen, left edge, top edge
    before: float = 0.0  # room above, not used at the top of a page
    stays: bool = False  # is kept on the same page as the next strip
    header: "Strip | None" = None  # repeated as decoration above this strip, if it begins a page


def height_of(strips: Sequence[Strip]) -> float:
    """Return the height from the top of the first to the bottom of the last strip."""
    return sum(strip.before + strip.height for strip in strips) - (strips[0].before if strips else 0)


def kept(strips: Sequence[Strip], *, with_next: bool = False) -> list[Strip]:
    """Keep the strips on one page, if they fit on a page."""
    for strip in strips[:-1]:
        strip.stays = True
    if strips and with_next:
        strips[-1].stays = True
    return list(strips)


def spaced(before: float, strips: Sequence[Strip]) -> list[Strip]:
    """Give the first strip at least this much room above."""
    if strips:
        strips[0].before = max(before, strips[0].before)
    return list(strips)


def stacked(strips: Sequence[Strip]) -> Strip:
    """Join strips below each other into one."""

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, strip in enumerate(strips):
            top -= strip.before if number else 0
            strip.draw(pen, x, top)
            top -= strip.height

    return Strip(height_of(strips), draw, strips[0].before if strips else 0.0)


def indented(strips: Sequence[Strip], by: float) -> list[Strip]:
    """Return the strips moved to the right."""

    def moved(draw: Callable[[Pen, float, float], None]) -> Callable[[Pen, float, float], None]:
        return lambda pen, x, top: draw(pen, x + by, top)

    return [replace(strip, draw=moved(strip.draw)) for strip in strips]


def with_drawing(strip: Strip, draw: Callable[[Pen, float, float], None]) -> Strip:
    """Return the strip with an additional drawing before it."""

    def both(pen: Pen, x: float, top: float) -> None:
        draw(pen, x, top)
        strip.draw(pen, x, top)

    return replace(strip, draw=both)


def space(height: float) -> Strip:
    """Return an empty strip that follows the previous one."""
    return Strip(height, lambda _pen, _x, _top: None)


class Placed(NamedTuple):
    """A strip on its page."""

    below: float  # points from the top of the content area
    strip: Strip
    is_repeated: bool = False  # a header that is repeated


def paginate(strips: Iterable[Strip], heights: Callable[[int], float]) -> list[list[Placed]]:
    """Distribute the strips over pages.

    `heights` returns the room of a page by its index. Strips that must stay together move to the next page together,
    unless they are taller than a page.
    """
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for run in _runs(strips):
        needed = height_of(run)
        if pages[-1] and used + run[0].before + needed > heights(len(pages) - 1):
            pages.append([])
            used = 0.0
        for strip in run:
            before = strip.before if pages[-1] else 0.0
            if pages[-1] and used + before + strip.height > heights(len(pages) - 1):
                pages.append([])
                used = before = 0.0
            if not pages[-1] and strip.header:
                pages[-1].append(Placed(0.0, strip.header, is_repeated=True))
                used = strip.header.height
            pages[-1].append(Placed(used + before, strip))
            used += before + strip.height
    return pages


def _runs(strips: Iterable[Strip]) -> Iterable[list[Strip]]:
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.stays:
            yield run
            run = []
    if run:
        yield run
