"""The font: the system's own, or the bundled one if the system has none."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from verkstad.resource_files import resource_path

_SMALLEST = 10  # points


def use_system_face(app: QApplication) -> None:
    """Use the system's font at 10 points or more; Noto Sans if no font is installed."""
    font = app.font()
    if not QFontDatabase.families():
        for file in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(resource_path("fonts", file)))
        font.setFamily("Noto Sans")
    font.setPointSizeF(max(_SMALLEST, font.pointSizeF()))
    app.setFont(font)


def enlarge(widget: QWidget, points: int, *, is_heavy: bool = True) -> None:
    """Set a font that is `points` larger than the application's, semibold for titles."""
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() + points)
    if is_heavy:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def tabular(widget: QWidget) -> None:
    """Use figures of equal width, so that columns line up and clocks do not jump."""
    font = widget.font()
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    widget.setFont(font)
