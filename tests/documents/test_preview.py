"""A paper as pictures."""

import io

import pytest
from PIL import Image

from tests.documents.papers import PLAN
from verkstad.documents.action_plan import action_plan
from verkstad.documents.preview import page_count, page_pixels, page_png


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return action_plan(PLAN)


def test_pages_are_counted(pdf: bytes) -> None:
    assert page_count(pdf) == 2


def test_picture_is_a4_in_the_scale_asked_for(pdf: bytes) -> None:
    picture = Image.open(io.BytesIO(page_png(pdf, 0, 2)))
    assert picture.format == "PNG"
    assert picture.size == (1191, 1684)
    colours = picture.convert("L").getextrema()
    assert colours == (min(colours), 255)
    assert min(colours) < 60  # ink on white paper


def test_pixels_are_those_of_the_picture(pdf: bytes) -> None:
    width, height, stride, pixels = page_pixels(pdf, 1, 1.5)
    assert len(pixels) == stride * height
    shown = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)
    drawn = Image.open(io.BytesIO(page_png(pdf, 1, 1.5)))
    assert shown.tobytes() == drawn.tobytes()


@pytest.mark.parametrize("page", (-1, 2))
def test_no_such_page(pdf: bytes, page: int) -> None:
    with pytest.raises(IndexError):
        page_png(pdf, page, 1)
    with pytest.raises(IndexError):
        page_pixels(pdf, page, 1)
