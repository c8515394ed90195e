"""Strips: the paper as a column of pieces that are never cut, and how they are shared out over pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from verkstad.documents.kit.pen import Pen


@dataclass(slots=True)
class Strip:
    """A piece of the paper, the whole width wide, that stays whole."""

    height: float
    draw: Callable[[Pen, float, float], None]  # pen, left edge, top edge
    before: float = 0.0  # room above, not used at the top of a page
    stays: bool = False  # stands on the same page as the next strip
    header: "Strip | None" = None  # repeated above this one, as decoration, when it begins a page


def height_of(strips: Sequence[Strip]) -> float:
    """From the top of the first to the bottom of the last."""
    return sum(strip.before + strip.height for strip in strips) - (strips[0].before if strips else 0)


def kept(strips: Sequence[Strip], *, with_next: bool = False) -> list[Strip]:
    """The same strips, all on one page when a page can hold them."""
    for strip in strips[:-1]:
        strip.stays = True
    if strips and with_next:
        strips[-1].stays = True
    return list(strips)


def spaced(before: float, strips: Sequence[Strip]) -> list[Strip]:
    """The same strips with at least so much room above the first."""
    if strips:
        strips[0].before = max(before, strips[0].before)
    return list(strips)


def stacked(strips: Sequence[Strip]) -> Strip:
    """The strips below each other as a single one."""

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, strip in enumerate(strips):
            top -= strip.before if number else 0
            strip.draw(pen, x, top)
            top -= strip.height

    return Strip(height_of(strips), draw, strips[0].before if strips else 0.0)


def indented(strips: Sequence[Strip], by: float) -> list[Strip]:
    """The same strips moved to the right."""

    def moved(draw: Callable[[Pen, float, float], None]) -> Callable[[Pen, float, float], None]:
        return lambda pen, x, top: draw(pen, x + by, top)

    return [replace(strip, draw=moved(strip.draw)) for strip in strips]


def with_drawing(strip: Strip, draw: Callable[[Pen, float, float], None]) -> Strip:
    """The strip with something more drawn before it."""

    def both(pen: Pen, x: float, top: float) -> None:
        draw(pen, x, top)
        strip.draw(pen, x, top)

    return replace(strip, draw=both)


def space(height: float) -> Strip:
    """Empty room that stands with what comes before it."""
    return Strip(height, lambda _pen, _x, _top: None)


class Placed(NamedTuple):
    """A strip on its page."""

    below: float  # points from the top of the page's room
    strip: Strip
    is_repeated: bool = False  # a header that has been said before


def paginate(strips: Iterable[Strip], heights: Callable[[int], float]) -> list[list[Placed]]:
    """Shares the strips out over pages.

    `heights` gives the room of a page by its index. Strips that must stay together move to the next page
    together, unless no page could hold them.
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
