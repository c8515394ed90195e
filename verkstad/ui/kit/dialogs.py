"""Dialogs. Esc closes, Enter presses the primary button, and no dialog blocks the lock."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.kit.cursors import put_cursor_last
from verkstad.ui.kit.drafting import when_kept
from verkstad.ui.kit.parts import TITLE, Banner, button, column, frame, restyle, row, scrolled, text
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.visibility import show_if

WIDTH = 620


class Dialog(QDialog):
    """A heading, a body and buttons. Call open(), never exec(): a nested event loop would block the lock."""

    def __init__(self, parent: QWidget | None, heading: str, help_line: str = "") -> None:
        super().__init__(parent)
        self.reopens_as = ""  # key by which the dialog is reopened after a lock (draft_dialogs); may be empty
        self.setWindowTitle(TITLE)
        self.setAccessibleName(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.banner = Banner()
        self._body = QWidget()
        self._body.setLayout(column(margin=0, space=12))
        self._buttons = row(0)
        helping = text(help_line, "muted", wraps=True)
        show_if(helping, bool(help_line))
        self._area = scrolled(self._body)
        self.setLayout(
            column(
                text(heading, "title"), helping, self.banner, self._area, self._buttons, margin=24, space=12
            )
        )

    def add(self, part: QWidget | QLayout) -> None:
        layout = self._body.layout()
        if isinstance(part, QLayout):
            holder = QWidget()
            holder.setLayout(part)
            part = holder
        if layout is not None:
            layout.addWidget(part)

    def add_filling(self, part: QWidget) -> None:
        """Replace the scrolling body by one widget that takes all the space."""
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self._area, part)
            self._area.hide()

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add buttons; the last one is the default, pressed by Enter."""
        for one in buttons:
            self._buttons.addWidget(one)
        buttons[-1].setDefault(True)

    def open_fitted(self) -> None:
        """Open at the size that the content needs, at most that of the window."""
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.screen().availableGeometry().size()
        self.ensurePolished()
        width = min(WIDTH, room.width() - 24)
        layout = self._body.layout()
        self._body.resize(width - 60, 10)
        needed = layout.totalHeightForWidth(width - 60) if layout and layout.hasHeightForWidth() else -1
        if needed < 0:
            needed = self._body.sizeHint().height()
        chrome = self.sizeHint().height() - self._area.sizeHint().height()
        self.resize(width, min(needed + chrome + 24, room.height() - 24))
        self.open()

    def tell(self, words: str, tone: str = "late") -> None:
        """Show a message above the body. The dialog grows by its height, so that nothing is pushed out of sight."""
        before = 0 if self.banner.isHidden() else self.banner.height()
        self.banner.show_words(words, tone)
        needed = self.banner.heightForWidth(self.banner.width() if before else self.width() - 48)
        self.resize(self.width(), self.height() + max(0, needed + (0 if before else 12) - before))

    def open_wide(self, width: int = 760, height: int = 520) -> None:
        """Open at a given size, for a table or a paper, at most that of the window."""
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.screen().availableGeometry().size()
        self.resize(min(width, room.width() - 24), min(height, room.height() - 24))
        self.open()


class RecordDialog(Dialog):
    """A record in a dialog. Esc closes it and the draft stays.

    A new record begins with an empty form even if an older draft exists. The older one is opened only on request, so
    that words about one person are never saved for another.
    """

    def __init__(self, parent: QWidget, heading: str, editor: RecordEditor, help_line: str = "") -> None:
        super().__init__(parent, heading, help_line)
        self.editor = editor
        self.add(editor.form)
        editor.setParent(self)
        editor.hide()
        self.banner.hide()
        self._note = editor.state
        self.layout().insertWidget(2, editor.banner)  # type: ignore[union-attr]
        self._buttons.insertWidget(0, editor.state)
        self._buttons.insertWidget(1, editor.discard_button)
        self._is_warned = False
        self.cancel_button = button("Avbryt", self.reject, tip="Esc")
        self.add_buttons(self.cancel_button, editor.done_button)
        self._other_words = text(wraps=True)
        self.go_on_button = button("Fortsätt med det", self.go_on, role="link", icon="arrow-right")
        layout = row(self._other_words, self.go_on_button)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 4, 8, 4)
        self.other = frame("banner")
        restyle(self.other, "tone", "info")
        self.other.setLayout(layout)
        self.layout().insertWidget(2, self.other)  # type: ignore[union-attr]
        self.setTabOrder(self.go_on_button, next(iter(editor.form.fields().values())).editor)
        if not editor.record.id:
            editor.begin_anew()
        self._tell_of_other()
        editor.saved.connect(lambda _record: self.accept())

    def reject(self) -> None:
        """Save the draft and close. If saving fails, stay open once, so that the user can keep the text."""
        try:
            self.editor.keep_draft()
        except VerkstadError as fault:
            if not self._is_warned:
                self._is_warned = True
                self.cancel_button.setText("Stäng ändå")
                self.editor.banner.show_words(f"{fault} Stänger du ändå försvinner det du har skrivit här.")
                return
        super().reject()

    def go_on(self) -> None:
        """Save this draft and switch to the other one."""
        try:
            self.editor.keep_draft()
        except VerkstadError as fault:
            self.editor.banner.show_words(str(fault))
        else:
            if other := self.editor.other_draft():
                self.go_on_with(other.key)

    def go_on_with(self, key: str) -> None:
        self.editor.turn_to(key)
        self._tell_of_other()
        self._put_cursor()

    def _tell_of_other(self) -> None:
        """Say that another draft exists and when it was saved, but not its words: others may see the screen."""
        self.reopens_as = self.editor.key
        words = ""
        if other := None if self.editor.record.id else self.editor.other_draft():
            kept = when_kept(other.saved_at, self.editor.today())
            words = (
                f"Du har också ett annat utkast, sparat {kept}."
                if self.editor.has_draft
                else f"Du har redan något påbörjat, sparat {kept}. Skriv här om du vill börja på nytt."
            )
        self._other_words.setText(words)
        self.setAccessibleDescription(words)
        show_if(self.other, bool(words))

    def open_fitted(self) -> None:
        super().open_fitted()
        self._put_cursor()

    def _put_cursor(self) -> None:
        self.editor.form.focus_first()
        if self.editor.has_draft:
            put_cursor_last(self.editor.form.focusWidget())


def ask(parent: QWidget, heading: str, words: str, yes: str, then: Callable[[], Any]) -> Dialog:
    """Ask before something that cannot be undone."""
    dialog = Dialog(parent, heading)
    body = text(words, wraps=True)
    dialog.add(body)

    def do() -> None:
        dialog.accept()
        then()

    obvious = button(yes, do, role="primary")
    dialog.add_buttons(button("Avbryt", dialog.reject), obvious)
    dialog.open_fitted()
    obvious.setFocus()
    return dialog
