"""Messages and questions shown when the window opens: after first start, a lock or a restore."""

from verkstad.services.security import FROM_COPY, WITHDRAWN_USED
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.desk.whereabouts import put_back
from verkstad.ui.window.main_window import MainWindow


def tell_and_ask(window: MainWindow, whereabouts: Whereabouts, done: str) -> None:
    """Show how the folder was opened, or what was done. Ask for a new password if the old one is no longer valid.

    Then reopen the dialog that was open when the program was locked.
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
    """Reopen the dialog from its draft and put the cursor back."""
    if not whereabouts.dialog:
        return
    from verkstad.ui.screens.today.draft_dialogs import open_draft

    dialog = open_draft(window, whereabouts.dialog)
    if dialog is not None:
        put_back(dialog, whereabouts.dialog_cursor)
