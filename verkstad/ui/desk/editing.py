"""Opens a record for editing on a card or in a dialog, with what the form needs from the workspace."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from verkstad.domain.fields import Record
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.record_form import Section


def editor_of(
    desk: Desk,
    record: Record,
    sections: Sequence[Section],
    save: Callable[[Any], Any],
    *,
    key: str = "",
    done: str = "Klar",
    is_proposal: bool = False,
) -> RecordEditor:
    """Return the form of a record, with its draft. `save` stores the record and may raise VerkstadError."""
    drafts = desk.workspace.drafts
    return RecordEditor(
        record, sections, desk.source, drafts, save, key=key, done=done, is_proposal=is_proposal
    )


def edit_in_dialog(
    desk: Desk,
    parent: QWidget,
    heading: str,
    record: Record,
    fields: Sequence[str | Section],
    save: Callable[[Any], Any],
    *,
    help_line: str = "",
    key: str = "",
    done: str = "Klar",
    is_proposal: bool = False,
) -> RecordDialog:
    """Open a dialog with the form of a record. Fields outside a section come first."""
    loose = tuple(one for one in fields if isinstance(one, str))
    sections = [one for one in fields if isinstance(one, Section)]
    if loose:
        sections.insert(0, Section("", loose))
    editor = editor_of(desk, record, sections, save, key=key, done=done, is_proposal=is_proposal)
    dialog = RecordDialog(parent, heading, editor, help_line)
    dialog.open_fitted()
    return dialog
