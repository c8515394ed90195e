"""The import workbook of an open folder: reading, exporting, and an empty template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verkstad.domain.records import Participant
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.services.access import AccessLog
from verkstad.services.words import MUNICIPALITY, Words

if TYPE_CHECKING:
    from verkstad.domain.workbook import Workbook
    from verkstad.exchange.values import Lexicon
    from verkstad.services.exports import Exports


class WorkbookFiles:
    def __init__(self, words: Words, exports: Exports, access_log: AccessLog) -> None:
        self._words, self._exports, self._access_log = words, exports, access_log

    def read(self, paths: Sequence[Path], *, skip_unknown: bool = False) -> Workbook:
        """Read the import workbook from some files. Everything that cannot be read becomes a fault."""
        from verkstad.exchange.workbook_reader import read_workbook  # imported when a file is read

        return read_workbook(paths, self.lexicon(), skip_unknown=skip_unknown)

    def export(self, path: Path, reason: str = "") -> int:
        """Export everything as the import workbook, and log it; protected people only for a stated reason.

        Returns how many protected people were left out.
        """
        from verkstad.exchange.workbook_writer import workbook_file
        from verkstad.exchange.written_files import written_file

        exported = self._exports.workbook(has_reason=bool(reason))
        what = "Allt exporterat till en arbetsbok"
        with written_file(path, workbook_file(exported.workbook, self.lexicon())):
            self._access_log.note("export", what, Participant.table, exported.participant_ids, reason)
        return exported.left_out

    def write_template(self, path: Path) -> None:
        """Write the import workbook with all sheets and headings, but no rows."""
        from verkstad.domain.workbook import Workbook
        from verkstad.exchange.workbook_writer import workbook_file
        from verkstad.exchange.written_files import write_file

        write_file(path, workbook_file(Workbook(), self.lexicon()))

    def lexicon(self) -> Lexicon:
        """Return the words that files are read and written with."""
        from verkstad.exchange.values import Lexicon

        labels = {key: self._words.labels(key) for key in (*VOCABULARIES, MUNICIPALITY)}
        return Lexicon(labels, tuple(self._exports.area_names()))
