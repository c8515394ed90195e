"""A month calendar for choosing a day: Monday first, weeks numbered."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QToolButton, QWidget, QWidgetAction

from verkstad.ui.kit import icons, theme
from verkstad.ui.kit.tips import set_tip


def open_calendar(below: QWidget, day: date, chosen: Callable[[date], None]) -> QMenu:
    """Open a calendar at `day` below a widget. Esc closes it; a click or Enter chooses."""
    menu = QMenu(below)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale(QLocale.Language.Swedish))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    calendar.setMinimumSize(340, 290)
    weekend = QTextCharFormat()
    weekend.setForeground(QColor(theme.colours().muted))
    for number in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(number, weekend)
    for name, icon, words in (
        ("qt_calendar_prevmonth", "caret-left", "Förra månaden"),
        ("qt_calendar_nextmonth", "caret-right", "Nästa månad"),
    ):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icons.icon(icon))
            set_tip(button, words)
            button.setAccessibleName(words)

    def choose(found: QDate) -> None:
        menu.close()
        chosen(date(found.year(), found.month(), found.day()))

    calendar.clicked.connect(choose)
    calendar.activated.connect(choose)
    action = QWidgetAction(menu)
    action.setDefaultWidget(calendar)
    menu.addAction(action)
    menu.popup(below.mapToGlobal(QPoint(0, below.height())))
    calendar.setFocus()
    return menu
