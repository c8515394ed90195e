"""Spreadsheets that are small on disk and very large when they are read."""

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MB = 1024 * 1024


def _xlsx(sheet: Iterable[str], *, strings: Iterable[str] = (), sheets: int = 1, book: str = "") -> bytes:
    """Return a workbook. The first sheet and the shared strings are given in pieces, because they may be long."""
    made = io.BytesIO()
    numbers = range(1, sheets + 1)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        types = "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
            for n in numbers
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>{types}</Types>',
        )
        archive.writestr("_rels/.rels", _relations([("r1", "officeDocument", "xl/workbook.xml")]))
        links = [(f"s{n}", "worksheet", f"worksheets/s{n}.xml") for n in numbers]
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _relations([*links, ("t", "sharedStrings", "sharedStrings.xml")])
        )
        names = "".join(
            f'<sheet name="{"Deltagare" if n == 1 else n}" sheetId="{n}" r:id="s{n}"/>' for n in numbers
        )
        archive.writestr(
            "xl/workbook.xml", f"{book}<workbook {_MAIN} {_LINKS}><sheets>{names}</sheets></workbook>"
        )
        _write(archive, "xl/sharedStrings.xml", strings or [f"<sst {_MAIN}/>"])
        _write(archive, "xl/worksheets/s1.xml", sheet)
        for n in numbers[1:]:
            archive.writestr(f"xl/worksheets/s{n}.xml", f"<worksheet {_MAIN}><sheetData/></worksheet>")
    return made.getvalue()


def _relations(links: Iterable[tuple[str, str, str]]) -> str:
    found = "".join(f'<Relationship Id="{i}" Type="{_KIND}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece.encode())


def _sheet(rows: Iterable[str], after: str = "") -> Iterable[str]:
    yield f"<worksheet {_MAIN}><sheetData>"
    yield from rows
    yield f"</sheetData>{after}</worksheet>"


def _same_cells(count: int, cell: str, wide: int = 20) -> Iterable[str]:
    for number in range(1, count // wide + 1):
        cells = "".join(cell.format(place=f"{chr(65 + column)}{number}") for column in range(wide))
        yield f'<row r="{number}">{cells}</row>'


def one_long_shared_string() -> bytes:
    """200,000 cells with the same text."""
    text = "å" * 500_000
    strings = [f'<sst {_MAIN} count="1" uniqueCount="1"><si><t>{text}</t></si></sst>']
    return _xlsx(_sheet(_same_cells(200_000, '<c r="{place}" t="s"><v>0</v></c>')), strings=strings)


def long_texts_in_cells() -> bytes:
    """A sheet that unpacks to almost the size limit of the import."""
    piece = "<is><t>" + "ord " * 2000 + "</t></is>"
    return _xlsx(_sheet(_same_cells(200_000, '<c r="{place}" t="inlineStr">' + piece + "</c>")))


def more_than_is_let_in() -> bytes:
    return _xlsx(_sheet(f"<!--{'x' * _MB}-->" for _ in range(2200)))


def a_promise_of_strings() -> bytes:
    """The table of shared strings claims to have four thousand million entries."""
    strings = [f'<sst {_MAIN} count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>']
    return _xlsx(_sheet(['<row r="1"><c r="A1" t="s"><v>0</v></c></row>']), strings=strings)


def many_strings() -> bytes:
    strings = [f"<sst {_MAIN}>", *("<si><t>x</t></si>" * 50_000 for _ in range(1000)), "</sst>"]
    return _xlsx(_sheet(['<row r="1"><c r="A1" t="s"><v>0</v></c></row>']), strings=strings)


def the_far_corner() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _xlsx(_sheet([cells]))


def the_far_corner_in_other_words() -> bytes:
    """The position of a cell may come late, and in a form that a simple search does not find."""
    rows = ["<row><c><v>1</v></c></row>", '<row r="1048576"><c s="0" r="XFD1048576" ><v>1</v></c></row>']
    return _xlsx(_sheet(rows))


def a_place_that_is_none() -> bytes:
    return _xlsx(_sheet(['<row r="99999999999"><c r="ZZZZZZZZ99999999999"><v>1</v></c></row>']))


def a_size_that_is_said() -> bytes:
    piece = f'<worksheet {_MAIN}><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    return _xlsx([piece, "</sheetData></worksheet>"])


def merged_without_end() -> bytes:
    areas = (f'<mergeCell ref="A{n}:XFD{n + 1}"/>' for n in range(2, 200_000, 2))
    after = f"<mergeCells>{''.join(areas)}</mergeCells>"
    return _xlsx(_sheet(['<row r="1"><c r="A1" t="str"><v>Nr</v></c></row>'], after))


def many_sheets() -> bytes:
    return _xlsx(_sheet(['<row r="1"><c r="A1"><v>1</v></c></row>']), sheets=4_000)


def deep_tags() -> bytes:
    deep = 2_000_000
    return _xlsx(_sheet(["<x>" * deep, "</x>" * deep]))


def deep_tags_in_the_list_of_sheets() -> bytes:
    deep = 1_000_000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([("s1", "worksheet", "worksheets/s1.xml")]))
        archive.writestr("xl/workbook.xml", "<x>" * deep + "</x>" * deep)
    return made.getvalue()


def laughs() -> bytes:
    """Nested XML entities, each ten times as long as the previous one."""
    said = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return _xlsx(_sheet([]), book=f'<!DOCTYPE x [<!ENTITY e0 "ha">{said}]><x>&e10;</x>')


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Deltagare">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(rows: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", _ODS.format(rows=rows))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def _repeated(words: str, wide: int, high: int, more: str = "") -> str:
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{wide}"{more}>'
    return (
        f'<table:table-row table:number-rows-repeated="{high}">{cell}<text:p>{words}</text:p></table:table-cell>'
        "</table:table-row>"
    )


def ods_repeated_cells() -> bytes:
    return _ods(_repeated("x", 16_384, 1_048_576))


def ods_repeated_rows_of_long_text() -> bytes:
    return _ods(_repeated("ord " * 25_000, 20, 10_000))


def ods_repeated_more_often_than_there_is_room() -> bytes:
    return _ods(_repeated("x", 4_000_000_000, 4_000_000_000))


def ods_a_fault_far_away() -> bytes:
    far = _repeated("", 1, 2_000_000_000)
    return _ods(far + _repeated("#REF!", 1, 1, ' calcext:value-type="error"'))


def ods_deep_tags() -> bytes:
    deep = 1_000_000
    return _ods("<text:p>" * deep + "</text:p>" * deep + '<x calcext:value-type="error"/>')


def xls_with_nothing_in_it() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * _MB


def csv_of_nothing_but_semicolons() -> bytes:
    return b"Nr;Namn\n" + b";" * (120 * _MB)


def csv_of_nothing_but_lines() -> bytes:
    return b"Nr;Namn\n" + b"1\n" * (60 * _MB)


Bomb = Callable[[], bytes]
BOMBS: dict[str, tuple[str, Bomb]] = {
    made.__name__.replace("_", " "): (ending, made)
    for ending, made in (
        ("xlsx", one_long_shared_string),
        ("xlsx", long_texts_in_cells),
        ("xlsx", more_than_is_let_in),
        ("xlsx", a_promise_of_strings),
        ("xlsx", many_strings),
        ("xlsx", the_far_corner),
        ("xlsx", the_far_corner_in_other_words),
        ("xlsx", a_place_that_is_none),
        ("xlsx", a_size_that_is_said),
        ("xlsx", merged_without_end),
        ("xlsx", many_sheets),
        ("xlsx", deep_tags),
        ("xlsx", deep_tags_in_the_list_of_sheets),
        ("xlsx", laughs),
        ("ods", ods_repeated_cells),
        ("ods", ods_repeated_rows_of_long_text),
        ("ods", ods_repeated_more_often_than_there_is_room),
        ("ods", ods_a_fault_far_away),
        ("ods", ods_deep_tags),
        ("xls", xls_with_nothing_in_it),
        ("csv", csv_of_nothing_but_semicolons),
        ("csv", csv_of_nothing_but_lines),
    )
}
"""By name: the file extension and the function that makes the content."""


def write(name: str, folder: Path) -> Path:
    ending, made = BOMBS[name]
    path = folder / f"Deltagare.{ending}"
    path.write_bytes(made())
    return path
