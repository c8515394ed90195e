"""Colours on top of Qt's Fusion style, light and dark."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from verkstad.ui.kit.stylesheet import STYLESHEET


@dataclass(frozen=True, slots=True)
class Colours:
    """Each colour is named after its use; a tint is the background for text in that colour."""

    paper: str
    surface: str
    line: str
    ink: str
    muted: str
    accent: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    late: str
    late_tint: str
    soon: str
    soon_tint: str
    info: str
    info_tint: str


LIGHT = Colours(
    paper="#FAF8F4",
    surface="#FFFFFF",
    line="#E3DED4",
    ink="#22302B",
    muted="#5C6A64",
    accent="#1F5F4A",
    accent_hover="#17493A",
    accent_tint="#E3EFEA",
    on_accent="#FFFFFF",
    late="#9B2D20",
    late_tint="#F7E4E1",
    soon="#8A5A00",
    soon_tint="#FBF0D9",
    info="#1F5A85",
    info_tint="#E2EEF6",
)
DARK = Colours(
    paper="#161B19",
    surface="#1E2522",
    line="#39433E",
    ink="#E8ECE9",
    muted="#A6B2AC",
    accent="#7CC4A8",
    accent_hover="#97D3BB",
    accent_tint="#213A30",
    on_accent="#10231B",
    late="#F09A8C",
    late_tint="#40231F",
    soon="#E3B564",
    soon_tint="#3A2E17",
    info="#8CC0E6",
    info_tint="#1D3245",
)

_current = LIGHT


def colours() -> Colours:
    """Return the current colours."""
    return _current


def follow_system(app: QApplication, forced: str = "") -> None:
    """Use the system's light or dark colours, now and after each change, or those of `forced` (light, dark)."""
    app.setStyle("Fusion")
    if forced:
        _dress(app, forced == "dark")
        return
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: _dress(app, scheme == Qt.ColorScheme.Dark))
    _dress(app, hints.colorScheme() == Qt.ColorScheme.Dark)


def _wants_high_contrast(app: QApplication) -> bool:
    accessibility = getattr(app.styleHints(), "accessibility", None)  # from Qt 6.10 on
    return accessibility is not None and accessibility().contrastPreference().name == "HighContrast"


def _dress(app: QApplication, is_dark: bool) -> None:
    global _current
    _current = DARK if is_dark else LIGHT
    if _wants_high_contrast(app):
        strong = "#FFFFFF" if is_dark else "#000000"
        _current = replace(_current, ink=strong, muted=strong, line=strong)
    app.setPalette(_palette(_current))
    app.setStyleSheet(_stylesheet(_current))


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, c.paper),
        (role.Base, c.surface),
        (role.AlternateBase, c.paper),
        (role.Button, c.surface),
        (role.ToolTipBase, c.surface),
        (role.WindowText, c.ink),
        (role.Text, c.ink),
        (role.ButtonText, c.ink),
        (role.ToolTipText, c.ink),
        (role.BrightText, c.late),
        (role.PlaceholderText, c.muted),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Accent, c.accent),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.Light, c.surface),
        (role.Midlight, c.paper),
        (role.Mid, c.line),
        (role.Dark, c.line),
        (role.Shadow, c.line),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(c.muted))
    return palette


def _stylesheet(c: Colours) -> str:
    sheet = STYLESHEET
    for name in sorted(Colours.__slots__, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", getattr(c, name))
    return sheet
