"""Everything the search field can find: pages, actions, participants and employers."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from verkstad.domain import swedish
from verkstad.ui.desk.desk import Desk
from verkstad.ui.window.finder import Hit
from verkstad.ui.window.new_menu import NEW_ENTRIES
from verkstad.ui.window.pages import PAGES

_ICONS = {"participants": "users", "employers": "buildings"}
Act = tuple[str, str, Callable[[], Any]]  # label, icon, function


def all_hits(desk: Desk, acts: Sequence[Act]) -> Iterator[Hit]:
    """Return all hits. `acts` are the actions of the window itself."""
    for entry in PAGES:
        take = partial(desk.page_wanted.emit, entry.key)
        yield Hit(entry.title, "Sida", entry.icon, swedish.fold(entry.title), take)
    for new in NEW_ENTRIES:
        make = partial(desk.new_wanted.emit, new.key, {})
        yield Hit(new.title, "Gör", new.icon, swedish.fold(new.title), make)
    for words, icon, does in acts:
        yield Hit(words, "Gör", icon, swedish.fold(words), does)
    for one in desk.workspace.finding.all():
        go = partial(desk.record_wanted.emit, one.table, one.id)
        yield Hit(one.name, one.what, _ICONS[one.table], one.search, go)
