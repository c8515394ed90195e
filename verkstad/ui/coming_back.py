"""What is told and asked when the window is there: after the first start, a lock, or a copy put in place."""

from verkstad.services.security import FROM_COPY, WITHDRAWN_USED
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.desk.whereabouts import put_back
from verkstad.ui.window.main_window import MainWindow


def tell_and_ask(window: MainWindow, whereabouts: Whereabouts, done: str) -> None:
    """Says how the folder was opened, or what was done; asks for a new password where the old one no longer counts,
    and then opens the dialog that was open at the lock.
    """
    security = window.desk.workspace.security
    if security.is_withdrawn:
        window.banner.show_words(WITHDRAWN_USED)
    elif security.came_from_copy:
        window.banner.show_words(FROM_COPY, "soon")
    elif done:
        window.banner.show_words(done, "info")
    if security.must_choose_password:
        from verkstad.ui.screens.settings.security_dialogs import choose_after_code

        asked = choose_after_code(window, window.desk.workspace)
        asked.finished.connect(lambda _result: _reopen_dialog(window, whereabouts))
    else:
        _reopen_dialog(window, whereabouts)


def _reopen_dialog(window: MainWindow, whereabouts: Whereabouts) -> None:
    """With what was typed in it, and the cursor where it stood."""
    if not whereabouts.dialog:
        return
    from verkstad.ui.screens.today.draft_dialogs import open_draft

    dialog = open_draft(window, whereabouts.dialog)
    if dialog is not None:
        put_back(dialog, whereabouts.dialog_cursor)
