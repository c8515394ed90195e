"""Small ods files, written by hand like LibreOffice's."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ERROR_CELL = object()


def write_ods(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], *, is_locked: bool = False) -> Path:
    """Write a spreadsheet. A locked one has encryption in its manifest, and random content."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} {_CALCEXT}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if is_locked else ""
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_MANIFEST}"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_MIMETYPE}"/><manifest:file-entry manifest:full-path="content.xml" '
        f'manifest:media-type="text/xml">{secret}</manifest:file-entry></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _MIMETYPE)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", bytes(range(256)) if is_locked else content)
    return path


def _row(cells: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if value is ERROR_CELL:
        kind = 'table:formula="of:=#REF!" office:value-type="string" calcext:value-type="error"'
        return f"<table:table-cell {kind}><text:p>#REF!</text:p></table:table-cell>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
