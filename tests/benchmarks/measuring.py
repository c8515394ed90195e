"""Times two functions alternately, so that a change in the machine's speed affects both."""

import statistics
import time
from collections.abc import Callable

Seconds = float


def timed(act: Callable[[], object]) -> Seconds:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def side_by_side(
    ours: Callable[[], Seconds], bare: Callable[[], Seconds], runs: int
) -> tuple[Seconds, Seconds, float]:
    """Return the medians of both, and the median of the ratios of each pair. The first pair is a warm-up."""
    pairs = [(ours(), bare()) for _ in range(runs + 1)][1:]
    ratios = [one / other for one, other in pairs]
    return (
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(ratios),
    )


def line(what: str, ours: Seconds, bare: Seconds, ratio: float, aim: float) -> str:
    verdict = "within" if ratio <= aim else "OVER"
    return f"{what}: {ours * 1000:.0f} ms against {bare * 1000:.0f} ms bare = {ratio:.2f} (aim ≤ {aim:g}: {verdict})"
