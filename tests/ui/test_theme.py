"""The colours have enough contrast, and the application's language and font are set."""

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from verkstad.ui.kit import fonts, theme
from verkstad.ui.kit.theme import DARK, LIGHT, Colours

_STRONG_LIGHT = replace(LIGHT, ink="#000000", muted="#000000", line="#000000")
_STRONG_DARK = replace(DARK, ink="#FFFFFF", muted="#FFFFFF", line="#FFFFFF")

TEXT_ON_GROUND = (
    *(
        ("ink", ground)
        for ground in ("paper", "surface", "accent_tint", "late_tint", "soon_tint", "info_tint")
    ),
    *(("muted", ground) for ground in ("paper", "surface")),
    *(("accent", ground) for ground in ("paper", "surface", "accent_tint")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *((tone, ground) for tone in ("late", "soon", "info") for ground in ("surface", "paper", f"{tone}_tint")),
)
"""Every text colour with each background it is drawn on."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", (LIGHT, DARK, _STRONG_LIGHT, _STRONG_DARK))
def test_every_text_can_be_read_on_its_ground(colours: Colours) -> None:
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in TEXT_ON_GROUND
        if (ratio := contrast(getattr(colours, text), getattr(colours, ground))) < 4.5
    }
    assert not poor


def test_qt_itself_speaks_swedish(qapp: QApplication) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Avbryt"


def test_a_system_without_fonts_gets_the_bundled_one(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = qapp.font()
    monkeypatch.setattr(fonts.QFontDatabase, "families", list)
    fonts.use_system_face(qapp)
    assert qapp.font().family() == "Noto Sans"
    assert qapp.font().pointSizeF() >= 10
    qapp.setFont(before)


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_the_scheme_can_be_forced(qapp: QApplication, scheme: str) -> None:
    theme.follow_system(qapp, scheme)
    wanted = LIGHT if scheme == "light" else DARK
    assert theme.colours() == wanted
    assert qapp.palette().window().color().name().upper() == wanted.paper
    theme.follow_system(qapp, "light")


def test_every_colour_is_named_in_the_stylesheet_or_drawn_by_the_kit() -> None:
    from verkstad.ui.kit.stylesheet import STYLESHEET

    drawn = {"info_tint", "soon_tint", "late_tint", "info", "soon", "late"}
    assert all(f"@{field.name}" in STYLESHEET or field.name in drawn for field in fields(Colours))
