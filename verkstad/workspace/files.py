"""The import workbook in and out of an open folder: read, exported, and empty to be filled in."""

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
        """The import workbook in some files, with everything that cannot be read as faults."""
        from verkstad.exchange.workbook_reader import read_workbook  # loaded when a file is read

        return read_workbook(paths, self.lexicon(), skip_unknown=skip_unknown)

    def export(self, path: Path, reason: str = "") -> int:
        """Everything as the import workbook; protected people for a stated reason only. Logged.

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
        """The import workbook with all its sheets and headings and nobody in it."""
        from verkstad.domain.workbook import Workbook
        from verkstad.exchange.workbook_writer import workbook_file
        from verkstad.exchange.written_files import write_file

        write_file(path, workbook_file(Workbook(), self.lexicon()))

    def lexicon(self) -> Lexicon:
        """The words that files are read and written with."""
        from verkstad.exchange.values import Lexicon

        labels = {key: self._words.labels(key) for key in (*VOCABULARIES, MUNICIPALITY)}
        return Lexicon(labels, tuple(self._exports.area_names()))
