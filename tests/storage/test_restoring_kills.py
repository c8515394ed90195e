"""A restore, an undo or a redo killed at any point leaves the old or the new state, whole."""

import itertools
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.storage.restored import LATER, NEW, OLD, first_copy, folder, names_in
from verkstad.storage import copies, swap
from verkstad.storage.copies import restoring, working_folder

__all__ = ["folder"]  # a fixture


class Killed(BaseException):
    """An exception that no code catches. Nothing is cleaned up after it."""


@contextmanager
def _killed_before(call: int) -> Iterator[None]:
    """Stop the program before its n-th change to a folder."""
    left = itertools.count(call, -1)

    def dying(original: Callable[..., Any]) -> Callable[..., Any]:
        def act(self: Path, *arguments: Any, **named: Any) -> Any:
            ours = sys._getframe(1).f_globals["__name__"].startswith("verkstad")
            if ours and next(left) <= 0:
                raise Killed
            return original(self, *arguments, **named)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename", "unlink", "mkdir", "rmdir"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        patch.setattr(working_folder.WorkingFolder, "remove", lambda self: self._lock.release())
        patch.setattr(restoring, "_unmake", lambda *_: None)
        yield


def _each_kill(folder: Path, act: Callable[[Path], object], tmp_path: Path) -> Iterator[Path]:
    """Yield the folder after a kill before each call that `act` makes; ends after a run without a kill."""
    for call in itertools.count():
        tried = tmp_path / f"killed-{call}"
        shutil.copytree(folder, tried)
        try:
            with _killed_before(call):
                act(tried)
        except Killed:
            yield tried
        else:
            assert call > 8
            return


@pytest.mark.slow
def test_a_restore_killed_at_any_point_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    found = []
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, first_copy(place), "hemligt", LATER), tmp_path
    ):
        found.append(names_in(tried))
        assert found[-1] in (OLD, NEW)
        assert not swap.is_pending(tried)
        assert not list(tried.rglob("*.partial"))
        if found[-1] == NEW:
            copies.undo_restore(tried, LATER)
            assert names_in(tried) == OLD
    assert found == sorted(found, key=len, reverse=True)  # once the new state is in place, it stays
    assert found[0] == OLD
    assert found[-1] == NEW


@pytest.mark.heavy
def test_an_undo_killed_at_any_point_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    for tried in _each_kill(folder, lambda place: copies.undo_restore(place, LATER), tmp_path):
        assert names_in(tried) in (OLD, NEW)
        assert copies.undoable_restore(tried) or copies.redoable_restore(tried)


@pytest.mark.heavy
def test_a_redo_killed_at_any_point_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    copies.undo_restore(folder, LATER)
    found = []
    for tried in _each_kill(folder, lambda place: copies.redo_restore(place, LATER), tmp_path):
        found.append(names_in(tried))
        assert bool(copies.undoable_restore(tried)) == (found[-1] == NEW), (
            "what is offered fits what is there"
        )
        assert bool(copies.redoable_restore(tried)) == (found[-1] == OLD)
    assert (found[0], found[-1]) == (OLD, NEW)


@pytest.mark.slow
def test_a_kill_in_the_going_on_after_a_kill_is_harmless_too(folder: Path, tmp_path: Path) -> None:
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, first_copy(place), "hemligt", LATER), tmp_path
    ):
        if not swap.is_pending(tried):
            continue
        for again in _each_kill_of_settling(tried, tmp_path / f"again-{tried.name}"):
            assert names_in(again) == NEW


def _each_kill_of_settling(folder: Path, place: Path) -> Iterator[Path]:
    for call in itertools.count():
        tried = place / str(call)
        shutil.copytree(folder, tried)
        try:
            with _killed_before(call):
                swap.settle(tried)
        except Killed:
            yield tried
        else:
            return


@pytest.mark.heavy
def test_undoing_a_restore_first_finishes_one_that_was_stopped(folder: Path, tmp_path: Path) -> None:
    """Otherwise the old state would be split between two folders."""
    stopped = 0
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, first_copy(place), "hemligt", LATER), tmp_path
    ):
        if swap.is_pending(tried):
            stopped += 1
            copies.undo_restore(tried, LATER)
            assert not swap.is_pending(tried)
            assert names_in(tried) == OLD
    assert stopped > 4
