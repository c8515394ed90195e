"""Messages of the window never move a widget that the user is about to press."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from verkstad.ui.window.main_window import MainWindow

_LONG = "Mappen med uppgifterna är borta. Det du har sparat ligger kvar. Anslut disken igen. " * 4


def _places(window: MainWindow) -> dict[int, QPoint]:
    parts = [one for one in window.page.findChildren(QWidget) if one.isVisible()]
    return {id(one): one.mapTo(window, QPoint(0, 0)) for one in parts}


def test_a_banner_moves_nothing_on_the_page(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    for key in ("today", "participants", "settings", "reports"):
        window.show_page(key)
        qtbot.wait(10)
        before = _places(window)
        window.desk.failed.emit(_LONG)
        qtbot.wait(10)
        assert window.banner.isVisible()
        assert _places(window) == before
        window.banner.hide()


def test_a_banner_can_be_read_whole_also_in_a_narrow_window_and_lies_on_top(  # type: ignore[no-untyped-def]
    qtbot, window: MainWindow
) -> None:
    window.desk.failed.emit(_LONG)
    window.toast.say("Sparat", with_undo=False)
    for width in (1366, 800):
        window.resize(width, 700)
        qtbot.wait(10)
        banner, toast = window.banner.geometry(), window.toast.geometry()
        assert banner.height() >= window.banner.heightForWidth(banner.width())
        assert window.stack.rect().contains(banner)
        assert not banner.intersects(toast)
        assert toast.bottom() < banner.top()
        middle = window.banner.mapTo(window, window.banner.rect().center())
        on_top = window.childAt(middle)
        assert on_top is not None
        assert window.banner.isAncestorOf(on_top)


def test_a_toast_goes_down_again_when_the_banner_is_closed(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.toast.say("Sparat", with_undo=False)
    alone = window.toast.geometry()
    window.desk.failed.emit(_LONG)
    assert window.toast.y() < alone.y()
    window.banner.hide()
    assert window.toast.geometry() == alone
