"""The colours can be read."""

from dataclasses import fields, replace

import pytest

from verkstad.ui.kit.theme import DARK, LIGHT, TEXT_ON_GROUND, Colours, contrast

_STRONG_LIGHT = replace(LIGHT, ink="#000000", muted="#000000", line="#000000")
_STRONG_DARK = replace(DARK, ink="#FFFFFF", muted="#FFFFFF", line="#FFFFFF")


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


def test_every_colour_is_named_in_the_stylesheet_or_drawn_by_the_kit() -> None:
    from verkstad.ui.kit.stylesheet import STYLESHEET

    drawn = {"info_tint", "soon_tint", "late_tint", "info", "soon", "late"}
    assert all(f"@{field.name}" in STYLESHEET or field.name in drawn for field in fields(Colours))
