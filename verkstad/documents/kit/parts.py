"""The parts of a paper with their roles, and writing them into the PDF as tags."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas


class Role(Enum):
    """The role of a part for a screen reader: its tag, and the scope of a table heading.

    Decoration has no role; a screen reader skips it.
    """

    DOCUMENT = ("Document",)
    TITLE = ("H1",)
    HEADING = ("H2",)
    SUBHEADING = ("H3",)
    PARAGRAPH = ("P",)
    NOTE = ("Note",)
    LIST = ("L",)
    LIST_ITEM = ("LI",)
    LIST_MARK = ("Lbl",)
    LIST_TEXT = ("LBody",)
    TABLE = ("Table",)
    TABLE_ROW = ("TR",)
    COLUMN_HEADING = ("TH", "Column")
    ROW_HEADING = ("TH", "Row")
    TABLE_CELL = ("TD",)
    FIGURE = ("Figure",)
    SIGNATURES = ("Div",)

    def __init__(self, tag: str, scope: str = "") -> None:
        self.tag = tag
        self.scope = scope


@dataclass(eq=False, slots=True)
class Part:
    """A part of the tag tree. It is drawn in one or more pieces, possibly on several pages."""

    role: Role
    parent: "Part | None" = None
    description: str = ""  # read aloud instead of the drawing
    span: int = 1  # columns of the table
    kids: "list[Part | tuple[int, int]]" = field(default_factory=list)  # parts, or (page, number) of a piece


class _Written(pdfdoc.PDFObject):
    """A PDF object given as its own text. A tag then costs one string instead of a tree of reportlab objects."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.text = ""

    def format(self, _document: Any) -> bytes:
        return self.text.encode("latin-1")


class Tags:
    """The tree of parts. Reading order is drawing order."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._document = canvas._doc
        self._root = Part(Role.DOCUMENT)
        self._listed: set[int] = {id(self._root)}
        self._pages: list[list[Part]] = [[]]

    def piece_of(self, part: Part) -> int:
        """Return the number on the page of the piece that is about to be drawn."""
        child = part
        while id(child) not in self._listed:
            parent = child.parent or self._root
            self._listed.add(id(child))
            parent.kids.append(child)
            child = parent
        page = self._pages[-1]
        part.kids.append((len(self._pages) - 1, len(page)))
        page.append(part)
        return len(page) - 1

    def end_page(self) -> None:
        """Call this when the canvas has closed a page."""
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._pages) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self._pages.append([])

    def write(self) -> None:
        """Write the tree into the document. Nothing may be drawn afterwards."""
        tree, parents = _Written(), _Written()
        written: dict[int, _Written] = {}
        self._reserve(self._root, written)
        tree_at, parents_at = self._number(tree), self._number(parents)
        self._write_part(self._root, tree_at, written)
        tree.text = (
            f"<< /Type /StructTreeRoot /K {self._number(written[id(self._root)])} 0 R "
            f"/ParentTree {parents_at} 0 R /ParentTreeNextKey {len(self._pages)} >>"
        )
        numbers = (
            f"{index} [{' '.join(f'{self._number(written[id(part)])} 0 R' for part in page)}]"
            for index, page in enumerate(self._pages)
            if page
        )
        parents.text = f"<< /Nums [{' '.join(numbers)}] >>"
        catalog = self._document.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})

    def _number(self, written: pdfdoc.PDFObject) -> int:
        name = self._document.Reference(written).name
        return int(self._document.idToObjectNumberAndVersion[name][0])

    def _reserve(self, part: Part, written: dict[int, _Written]) -> None:
        written[id(part)] = _Written()
        for kid in part.kids:
            if isinstance(kid, Part):
                self._reserve(kid, written)

    def _write_part(self, part: Part, parent_at: int, written: dict[int, _Written]) -> None:
        own = written[id(part)]
        own_at = self._number(own)
        first_page: int | None = None
        kids = []
        for kid in part.kids:
            if isinstance(kid, Part):
                self._write_part(kid, own_at, written)
                kids.append(f"{self._number(written[id(kid)])} 0 R")
                continue
            page, number = kid
            first_page = page if first_page is None else first_page
            kids.append(str(number) if page == first_page else self._piece_elsewhere(page, number))
        entries = [f"/Type /StructElem /S /{part.role.tag} /P {parent_at} 0 R /K [{' '.join(kids)}]"]
        if first_page is not None:
            entries.append(f"/Pg {self._page_at(first_page)} 0 R")
        if part.description:
            text = pdfdoc.PDFString(part.description).format(self._document)
            entries.append(f"/Alt {text.decode('latin-1')}")
        scope = f" /Scope /{part.role.scope}" if part.role.scope else ""
        span = f" /ColSpan {part.span}" if part.span > 1 else ""
        if scope or span:
            entries.append(f"/A << /O /Table{scope}{span} >>")
        own.text = f"<< {' '.join(entries)} >>"

    def _page_at(self, page: int) -> int:
        return self._number(self._document.Pages.pages[page])

    def _piece_elsewhere(self, page: int, number: int) -> str:
        return f"<< /Type /MCR /Pg {self._page_at(page)} 0 R /MCID {number} >>"
