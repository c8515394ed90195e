"""Security copies. A copy is itself a data folder: a database and key files, opened with the same password."""

from verkstad.storage.copies.facts import record_counts
from verkstad.storage.copies.finished import (
    ASIDE_NAME,
    FOLDER_NAME,
    Copy,
    Manifest,
    copies_in,
    copy_at,
    examined,
    is_copied,
    mark_damaged,
    newest_whole,
)
from verkstad.storage.copies.making import CopyInTheMaking, begin, make
from verkstad.storage.copies.rehearsing import rehearse
from verkstad.storage.copies.restoring import (
    OTHER_WORKSHOP,
    discard_aside,
    holds_copy,
    redo_restore,
    redoable_restore,
    restore,
    states_aside,
    undo_restore,
    undoable_restore,
)
from verkstad.storage.copies.thinning import kept, thin
from verkstad.storage.copies.working_folder import sweep

__all__ = [
    "ASIDE_NAME",
    "FOLDER_NAME",
    "OTHER_WORKSHOP",
    "Copy",
    "CopyInTheMaking",
    "Manifest",
    "begin",
    "copies_in",
    "copy_at",
    "discard_aside",
    "examined",
    "holds_copy",
    "is_copied",
    "kept",
    "make",
    "mark_damaged",
    "newest_whole",
    "record_counts",
    "redo_restore",
    "redoable_restore",
    "rehearse",
    "restore",
    "states_aside",
    "sweep",
    "thin",
    "undo_restore",
    "undoable_restore",
]
