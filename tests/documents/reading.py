"""Reads papers back with other libraries than the one that drew them."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pypdf
import pypdfium2.raw as pdfium

from verkstad.documents.preview import opened

POINTS_PER_MM = 72 / 25.4


@dataclass
class Tag:
    """A tag with the text drawn under it, and the text read aloud instead of a drawing."""

    name: str
    text: str = ""
    told: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: "list[Tag]" = field(default_factory=list)

    def all(self, *names: str) -> "list[Tag]":
        """Return the tags with these names in reading order."""
        found = [self] if self.name in names else []
        return found + [tag for kid in self.kids for tag in kid.all(*names)]

    @property
    def whole_text(self) -> str:
        return self.text + "".join(kid.whole_text for kid in self.kids)


@dataclass(frozen=True)
class Letter:
    """A visible letter and its box, in points from the lower left corner."""

    page: int
    letter: str
    left: float
    bottom: float
    right: float
    top: float


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page, with hyphenated words joined."""
    with opened(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [text.replace("\r\n", "\n").replace("\ufffe", "") for text in texts]


def text_of(pdf: bytes) -> str:
    """Return all text with single spaces between words."""
    return " ".join(" ".join(page_texts(pdf)).split())


def letters_of(pdf: bytes) -> list[Letter]:
    found = []
    with opened(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if letter.strip():
                    found.append(Letter(number, letter, *text.get_charbox(index)))
    return found


def rules_of(pdf: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Return the horizontal lines on a page: left, bottom, right and top in points."""
    with opened(pdf) as document:
        found = [part.get_bounds() for part in document[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
    return [(left, low, right, high) for left, low, right, high in found if high - low < 2 < right - left]


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def tags_of(pdf: bytes) -> Tag:
    """Return the tree of tags. Fails if a text is outside the tags and is no decoration."""
    document = reader(pdf)
    pieces = _pieces(pdf)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(document.pages)}
    root = document.root_object["/StructTreeRoot"]
    tree = _tag(root["/K"].get_object(), pages, pieces)
    assert not pieces, f"drawn under no tag: {pieces}"
    return tree


def _pieces(pdf: bytes) -> dict[tuple[int, int], str]:
    """Return texts by page and number of the marked piece."""
    found: dict[tuple[int, int], str] = {}
    with opened(pdf) as document:
        for number, page in enumerate(document):
            text_page = page.get_textpage()
            for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                piece = pdfium.FPDFPageObj_GetMarkedContentID(part.raw)
                if piece >= 0:
                    size = pdfium.FPDFTextObj_GetText(part.raw, text_page.raw, None, 0)
                    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
                    pdfium.FPDFTextObj_GetText(part.raw, text_page.raw, buffer, size)
                    text = bytes(buffer).decode("utf-16-le").rstrip("\0")
                    found[number, piece] = f"{found.get((number, piece), '')} {text}".strip()
    return found


def _tag(element: Any, pages: dict[int, int], pieces: dict[tuple[int, int], str]) -> Tag:
    tag = Tag(element["/S"].removeprefix("/"), told=str(element.get("/Alt", "")))
    tag.attributes = dict(element.get("/A", {}))
    texts = []
    for kid in element["/K"]:
        kid = kid.get_object()
        if isinstance(kid, int):
            texts.append(pieces.pop((pages[element.raw_get("/Pg").idnum], kid), ""))
        elif kid.get("/Type") == "/MCR":
            texts.append(pieces.pop((pages[kid.raw_get("/Pg").idnum], kid["/MCID"]), ""))
        else:
            tag.kids.append(_tag(kid, pages, pieces))
    tag.text = re.sub("[\x02\xad] ", "", " ".join(texts))
    return tag
