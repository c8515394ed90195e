"""Reads all text that the window shows, and fills a protected person's records with canaries (unique test words)."""

import dataclasses
import html
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from tests.ui import sample
from verkstad.domain.belonging import is_about_people
from verkstad.domain.fields import DataClass, Fact, Kind, facts_of
from verkstad.domain.records import (
    RECORD_TYPES,
    Employer,
    Enrolment,
    Participant,
    WheelArea,
    WheelTool,
)
from verkstad.domain.records.participant import Protection
from verkstad.workspace import Workspace

PROTECTED = 5
"""Id of the protected person in the sample."""
WORKPLACE = "ZqplatskxÅ"
"""Name of the protected person's employer. Nobody else works there."""
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def canary(table: str, name: str) -> str:
    """Return the canary of a field; it contains the field's name."""
    return f"Zq-{table}-{name}-kxÅ"


def canaries(*classes: DataClass) -> set[str]:
    """Return the canaries of all fields in these classes."""
    return {
        canary(record_type.table, name)
        for record_type in RECORD_TYPES
        if is_about_people(record_type)
        for name, fact in facts_of(record_type).items()
        if _is_text(fact) and fact.data_class in classes
    }


def fill_protected(workspace: Workspace) -> None:
    """Add a record of every kind for the protected person, with a canary in every text; then protect the person.

    The changes are made while the person is not yet protected, so that older entries of the log contain names.
    """
    sample.complete(workspace)
    open_person = filled(workspace, Participant, {}, workspace.participants.get(Participant, PROTECTED))
    workspace.participants.save(dataclasses.replace(open_person, protection=Protection.NONE))
    with workspace.store.change("employer.added", "Ny arbetsgivare") as change:
        employer = change.insert(Employer(name=WORKPLACE))
    enrolment = workspace.store.records(Enrolment).where(participant_id=PROTECTED)[0]
    workspace.participants.save_enrolment(filled(workspace, Enrolment, {}, enrolment))
    tool = workspace.store.records(WheelTool).where(is_active=1)[0]
    ids: dict[str, int] = {
        "participants": PROTECTED,
        "enrolments": enrolment.id,
        "employers": employer.id,
        "workshops": 1,
        "modules": 1,
        "wheel_tools": tool.id,
        "wheel_areas": workspace.store.records(WheelArea).where(tool_id=tool.id)[0].id,
        "staff_members": workspace.actor.id,
    }
    with workspace.store.change("placement.added", f"Ny praktik: Arbetspraktik, {WORKPLACE}") as change:
        for record_type in RECORD_TYPES:
            if is_about_people(record_type) and record_type.table not in ids:
                ids[record_type.table] = change.insert(filled(workspace, record_type, ids)).id
    _through_services(workspace)
    person = workspace.participants.get(Participant, PROTECTED)
    workspace.participants.save(dataclasses.replace(person, protection=Protection.SECRECY_MARKED))


def _through_services(workspace: Workspace) -> None:
    """Make each kind of change that a service makes to these records."""
    for record_type, save in (
        ("notes", workspace.participants.save_note),
        ("placements", workspace.placements.save),
        ("referrals", workspace.participants.save_referral),
        ("validations", workspace.validations.save),
    ):
        kind = next(one for one in RECORD_TYPES if one.table == record_type)
        record: Any = workspace.store.records(kind).all()[-1]
        name = next(name for name, fact in facts_of(kind).items() if _is_text(fact))
        save(dataclasses.replace(record, **{name: f"{getattr(record, name)} igen"}))
    workspace.history.undo()
    workspace.history.redo()


def _is_text(fact: Fact) -> bool:
    return fact.kind in (Kind.LINE, Kind.TEXT) and fact.data_class is not DataClass.OPEN


_LEFT_OUT = {"personal_number"}


def filled(workspace: Workspace, record_type: type[Any], ids: dict[str, int], of: Any = None) -> Any:
    """Return a record with a canary in every text and a value in every other required field."""
    values: dict[str, Any] = {}
    for name, fact in facts_of(record_type).items():
        if _is_text(fact) and name not in _LEFT_OUT:
            values[name] = canary(record_type.table, name)
        elif of is not None:
            continue
        elif fact.kind is Kind.LINK and fact.target in ids:
            values[name] = ids[fact.target]
        elif fact.kind is Kind.DATE and name in ("done_on", "ended_on", "resumed_on", "decided_on"):
            continue
        elif fact.kind is Kind.DATE:
            values[name] = sample.TODAY + timedelta(
                days=1 if name.startswith(("due", "next", "planned")) else 0
            )
        elif fact.kind is Kind.TERM and fact.required:
            values[name] = workspace.words.terms(fact.vocabulary)[0].key
        elif fact.kind is Kind.NUMBER and fact.required:
            values[name] = 7
        elif fact.kind in (Kind.LINE, Kind.TEXT) and fact.required:
            values[name] = fact.label
    return dataclasses.replace(of, **values) if of is not None else record_type(**values)


def words_in_sight() -> list[str]:
    """Return every text that a visible widget shows or a screen reader would read, in all windows."""
    return [words for top in QApplication.topLevelWidgets() if top.isVisible() for words in words_on(top)]


def words_on(top: QWidget) -> list[str]:
    return list(_words(top))


def _words(top: QWidget) -> Iterator[str]:
    for widget in (top, *top.findChildren(QWidget)):
        if widget is top or widget.isVisible():
            yield from (words for words in _of_widget(widget) if isinstance(words, str) and words)


def _of_widget(widget: QWidget) -> Iterator[Any]:
    yield widget.windowTitle()
    yield as_read(widget.toolTip())
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel):
        yield as_shown(widget)
    elif isinstance(widget, QAbstractButton):
        yield widget.text().replace("&&", "&")
    elif isinstance(widget, QLineEdit):
        yield widget.text()
        yield widget.placeholderText()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QMenu):
        yield from (action.text().replace("&&", "&") for action in widget.actions())
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for row in range(model.rowCount()):
            for at in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
                index = model.index(row, at)
                for role in _ROLES:
                    found = index.data(role)
                    yield as_read(found) if role == Qt.ItemDataRole.ToolTipRole and found else found


def as_shown(label: QLabel) -> str:
    """Return the text of a label as the screen shows it."""
    text_format = label.textFormat()
    if text_format is Qt.TextFormat.PlainText:
        return label.text()
    return _rendered(label.text()) if text_format is Qt.TextFormat.RichText else as_read(label.text())


def as_read(words: str) -> str:
    """Return what Qt shows of a text whose format it guesses."""
    from PySide6.QtGui import Qt as GuiQt

    return _rendered(words) if GuiQt.mightBeRichText(words) else words


def _rendered(words: str) -> str:
    document = QTextDocument()
    document.setHtml(words)
    return document.toPlainText()


def told(found: list[str], wanted: set[str]) -> dict[str, str]:
    """Return the wanted words that can be read, each with the text that contains it."""
    return {word: text for word in wanted for text in found if word in html.unescape(text)}
