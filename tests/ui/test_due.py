"""Flytta on a row of Idag: the days that it offers."""

from datetime import date

from verkstad.ui.screens.due import moves_from


def test_an_ordinary_monday() -> None:
    assert moves_from(date(2026, 10, 5)) == {
        date(2026, 10, 6): "I morgon",
        date(2026, 10, 12): "Nästa vecka",
        date(2026, 10, 19): "Om två veckor",
        date(2026, 11, 4): "Om en månad",
    }


def test_the_day_before_julafton() -> None:
    assert moves_from(date(2026, 12, 23)) == {
        date(2026, 12, 28): "Nästa arbetsdag",
        date(2026, 12, 30): "Om en vecka",
        date(2027, 1, 7): "Om två veckor",
        date(2027, 1, 22): "Om en månad",
    }
