"""Takes a picture of every page, tab and dialog, for comparing before and after a change."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QCursor, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from verkstad.ui.desk.card_page import TabbedCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit import remember
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.new_menu import NEW_ENTRIES
from verkstad.ui.window.pages import PAGES
from verkstad.workspace import Workspace

SCREEN = (1366, 768)  # pixels
_PATIENCE = 20.0  # seconds to wait until a paper is rendered
_CODE = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-6MTD"
_STEPS = ("welcome", "workshop", "leader", "password", "recovery-code", "manager", "managers-envelope")


def take_pictures(folder: Path, workspace: Workspace, scheme: str, scale: int) -> list[Path]:
    """Save pictures of everything the window can show, named after what they show, and return their paths.

    `scheme` is light or dark; `scale` is 100, 150 or 200 per cent (Qt uses only the first scale in a process).
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(scale / 100)
    remember.is_on = False
    with _only_real_warnings():
        return _all(workspace, folder, scheme, scale)


@contextmanager
def _only_real_warnings() -> Iterator[None]:
    """Filter out the line that Qt's offscreen plugin prints for every window."""

    def write(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if "propagateSizeHints" not in words:
            sys.stderr.write(f"{words}\n")

    before = qInstallMessageHandler(write)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _all(workspace: Workspace, folder: Path, scheme: str, scale: int) -> list[Path]:
    camera = _Camera(folder, make_application(scheme), f"{scheme}-{scale}")
    size = (SCREEN[0] * 100 // scale, SCREEN[1] * 100 // scale)
    _before_work(camera, workspace, size)
    window = MainWindow(Desk(workspace))
    window.resize(*size)
    window.show_page("today")
    window.show()
    QCursor.setPos(window.mapToGlobal(QPoint(size[0] // 2, 2)))  # no widget here reacts to the mouse
    for entry in PAGES:
        window.show_page(entry.key)
        camera.take(window, f"page-{entry.key}")
    _cards(camera, window)
    _settings(camera, window)
    _copies(camera, window)
    _report(camera, window)
    _dialogs(camera, window)
    window.close()
    window.deleteLater()
    camera.settle()
    return camera.taken


class _Camera:
    def __init__(self, folder: Path, app: QApplication, suffix: str) -> None:
        self._folder, self._app, self._suffix = folder, app, suffix
        folder.mkdir(parents=True, exist_ok=True)
        self.taken: list[Path] = []

    def settle(self) -> None:
        """Process all pending layout, paint and delete events."""
        for _ in range(4):
            self._app.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def take(self, widget: QWidget, name: str) -> None:
        self.settle()
        self.keep(widget.grab(), name)

    def keep(self, picture: QPixmap, name: str) -> None:
        path = self._folder / f"{name}-{self._suffix}.png"
        if not picture.save(str(path)):
            raise OSError(f"{path} could not be written")
        self.taken.append(path)

    def wait_for(self, view: QWidget) -> None:
        """Wait until a paper has been rendered in the worker thread."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and not getattr(view, "images", True):
            self._app.processEvents()
            time.sleep(0.01)

    @contextmanager
    def dialog(self, window: QWidget, name: str) -> Iterator[None]:
        """Take a picture of the dialog that the block opens, and close it."""
        before = set(window.findChildren(QDialog))
        yield
        for dialog in set(window.findChildren(QDialog)) - before:
            self.wait_for(
                next((one for one in dialog.findChildren(QWidget) if hasattr(one, "images")), dialog)
            )
            self.take(dialog, f"dialog-{name}")
            dialog.reject()
        self.settle()


def _before_work(camera: _Camera, workspace: Workspace, size: tuple[int, int]) -> None:
    """First start, each step, and the unlock window."""
    from verkstad.ui.gate.first_start import FirstStart
    from verkstad.ui.gate.unlock import UnlockWindow

    guide = FirstStart(Path("Verkstad"))
    for coded in (guide.code, guide.envelope):
        coded.show_code(_CODE)
    lock = UnlockWindow(Path("Verkstad"), lambda _secret: workspace)
    for window in (guide, lock):
        window.resize(*size)
        window.show()
    for at, name in enumerate(_STEPS):
        guide.show_step(at)
        camera.take(guide, f"first-start-{at + 1}-{name}")
    camera.take(lock, "locked")
    with camera.dialog(lock, "password-forgotten"):
        lock.explain()
    for window in (guide, lock):
        window.close()
        window.deleteLater()


def _tabs(camera: _Camera, window: MainWindow, card: object, name: str) -> None:
    if isinstance(card, TabbedCard):
        for at in range(card.tabs.count()):
            card.choose_tab(at)
            camera.take(window, f"card-{name}-{at + 1}-{card.tabs.tabText(at).lower()}")
        card.choose_tab(0)
    else:
        camera.take(window, f"card-{name}")


def _cards(camera: _Camera, window: MainWindow) -> None:
    workspace = window.desk.workspace
    people = [row for row in workspace.participant_views.rows() if row.status == "enrolled"]
    busiest = max(
        people, key=lambda row: len(workspace.participant_views.card(row.id).timeline), default=None
    )
    employers = workspace.employers.rows()
    talked = max(employers, key=lambda row: len(workspace.employers.card(row.id).contacts), default=None)
    running = next((row for row in workspace.placements.rows() if row.status == "ongoing"), None)
    validation = next(iter(workspace.validations.rows()), None)
    for key, table, row in (
        ("participant", "participants", busiest),
        ("employer", "employers", talked),
        ("placement", "placements", running),
        ("validation", "validations", validation),
    ):
        if row is not None:
            window.open_record(table, row.id)
            _tabs(camera, window, window.page.card, key)  # type: ignore[attr-defined]
            if key == "participant":
                _participant_dialogs(camera, window)
            window.go_back()
    window.show_page("placements")
    window.page.bars_button.setChecked(True)  # type: ignore[attr-defined]
    camera.take(window, "page-placements-timeline")
    window.page.list_button.setChecked(True)  # type: ignore[attr-defined]


def _participant_dialogs(camera: _Camera, window: MainWindow) -> None:
    card = window.page.card  # type: ignore[attr-defined]
    with camera.dialog(window, "plan-paper"):
        card.show_plan_paper()
    with camera.dialog(window, "end-enrolment"):
        card.end()


def _settings(camera: _Camera, window: MainWindow) -> None:
    from verkstad.ui.papers.printing import CodePaper, code_picture
    from verkstad.ui.screens.settings.security_page import SecurityPage

    window.show_page("settings")
    tabs = window.page.tabs  # type: ignore[attr-defined]
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        camera.take(window, f"settings-{at + 1}-{tabs.tabText(at).lower()}")
    [page] = window.findChildren(SecurityPage)
    for name, opens in (
        ("change-password", page.change_password),
        ("new-code", page.new_code),
        ("managers-envelope", page.make_envelope),
        *((("add-password", page.add_password),) if page.add_button.isVisible() else ()),
    ):
        with camera.dialog(window, name):
            opens()
    for name, manager in (("recovery-code", ""), ("managers-envelope", "Kerstin Lund")):
        today = window.desk.workspace.today()
        paper = CodePaper(_CODE, "Verkstad Väst", "Siv Tallvik", manager, Path("Verkstad"), today)
        camera.keep(code_picture(paper), f"paper-{name}")


def _copies(camera: _Camera, window: MainWindow) -> None:
    """Whole and damaged copies, their dialogs, and the dialogs for moving to another computer."""
    from verkstad.services.closed_folder import examined, mark_damaged
    from verkstad.ui.copies.copy_dialog import CopyDialog
    from verkstad.ui.copies.moving_in import MovingIn
    from verkstad.ui.copies.restore import open_restore
    from verkstad.ui.screens.settings.copies_page import CopiesPage

    copying, folder = window.desk.workspace.copying, window.desk.workspace.folder
    [page] = window.findChildren(CopiesPage)
    made = [copying.make() for _ in range(3)]
    mark_damaged(made[1].path)
    for copy in made:
        examined(copy)  # otherwise the picture shows them being read
    page.refresh()
    window.copies.ended.emit("")
    window.page.tabs.setCurrentWidget(page)  # type: ignore[attr-defined]
    camera.take(window, "settings-copies")
    with camera.dialog(window, "restore"):
        open_restore(window, folder)
    with camera.dialog(window, "moving-out"):
        page.move_out()
    with camera.dialog(window, "moving-in"):
        MovingIn(window, folder).open_fitted()
    with camera.dialog(window, "moved"):
        arrived = MovingIn(window, folder)
        arrived.show_counts("7K2M9-QXT4H", [("Deltagare", 60, 60), ("Arbetsgivare", 24, 24)])
        arrived.open_fitted()
    with camera.dialog(window, "copying"):
        under_way = CopyDialog(window, "Gör en säkerhetskopia", copying.begin(), copying.finisher().finish)
        under_way.rest()
        under_way.open_fitted()


def _report(camera: _Camera, window: MainWindow) -> None:
    window.show_page("reports")
    page = window.page
    page.open_latest()  # type: ignore[attr-defined]
    editor = page.card  # type: ignore[attr-defined]
    if editor is None:
        return
    for at, name in enumerate(("summary", "flow")):
        editor.headings.setCurrentRow(at)
        camera.settle()
        if not editor.paper_view.isHidden():
            camera.wait_for(editor.paper_view)
        camera.take(window, f"report-{name}")
    window.go_back()


def _dialogs(camera: _Camera, window: MainWindow) -> None:
    from verkstad.ui.kit.dialogs import ask
    from verkstad.ui.screens.endings import follow_up_exit

    window.show_page("today")
    for entry in NEW_ENTRIES:
        with camera.dialog(window, f"new-{entry.key}"):
            window.make_new(entry.key, {})
    with camera.dialog(window, "help"):
        window.show_help()
    with camera.dialog(window, "question"):
        ask(window, "Leverera rapporten?", "Siffrorna låses som de är nu.", "Leverera", lambda: None)
    follow_up = window.desk.workspace.participants.next_exit_follow_up()
    if follow_up is not None:
        with camera.dialog(window, "follow-up-after-exit"):
            follow_up_exit(window.desk, window, follow_up)
    window.search.setText("a")
    window.search.textEdited.emit("a")
    camera.take(window, "search")
    window.search.leave()
