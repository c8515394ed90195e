"""The operations that faults interrupt. To add one, add a function and a line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from tests.faults import program
from tests.faults.program import NEW_PASSWORD, Clock
from tests.open_workspace import PASSWORD
from verkstad.domain.records import Employer
from verkstad.storage import migrations
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace


@dataclass
class Session:
    """A folder as opened by one start of the program."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    workspace: Workspace | None = None
    secret: str = PASSWORD

    @property
    def open(self) -> Workspace:
        """The workspace, opened if necessary."""
        if self.workspace is None:
            self.workspace, self.secret = program.open_folder(self.folder, self.clock)
        return self.workspace

    def close(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None


def _as_it_is() -> None:
    """The unchanged program."""


def _open_it(session: Session) -> None:
    session.open.today()


def _leave_it(session: Session) -> None:
    """The folder stays closed."""


@dataclass(frozen=True)
class Operation:
    """A user's action that must be done completely or not at all."""

    id: str
    base: str
    act: Callable[[Session], object]
    arrange: Callable[[Session], object] = _open_it
    """What is done before the fault may occur."""
    is_copy: bool = False
    """Whether the purpose is a copy; other operations may make one as a side effect."""
    dress: Callable[[], None] = _as_it_is
    """Changes the program in the children of this operation and in those that judge it."""


def _create(session: Session) -> None:
    session.workspace = program.create(session.folder, session.clock)


def _save(session: Session) -> None:
    program.add_participant(session.open, 7)


def _delete(session: Session) -> None:
    session.open.registers.delete(session.open.store.records(Employer).all()[-1])


def _import(session: Session) -> None:
    session.open.imports.read(program.workbook())


def _undo(session: Session) -> None:
    session.open.store.undo()


def _redo(session: Session) -> None:
    session.open.store.redo()


def _draft(session: Session) -> None:
    session.open.store.drafts.put("participants/new", {"first_name": "Yodit", "words": "språk " * 2000})


def _copy(session: Session) -> None:
    program.make_copy(session.open)


def _choose_second_place(session: Session) -> None:
    place = session.folder.with_name("stick")
    place.mkdir(exist_ok=True)
    session.open.copying.choose_second_place(place)


def _thin(session: Session) -> None:
    program.thin(session.folder, session.clock())


def _restore(session: Session) -> None:
    program.restore(session.folder, program.newest_of_base(session.folder), PASSWORD, session.clock())


def _undo_restore(session: Session) -> None:
    if program.is_restoring(session.folder):
        session.open.today()  # the interrupted restore continues by itself
        session.close()
    else:
        program.undo_restore(session.folder, session.clock())


def _rehearse(session: Session) -> None:
    rehearsal = session.open.copying.rehearsal()
    if rehearsal is not None:
        while not rehearsal.step():
            pass
        rehearsal.run()


def _salvage(session: Session) -> None:
    """Salvage into a new folder; the original must stay unchanged."""
    salvage(session.folder, PASSWORD, session.folder.with_name("salvaged"), session.clock)


def _change_password(session: Session) -> None:
    program.change_password(session.open, PASSWORD, NEW_PASSWORD)


def _open(session: Session) -> None:
    session.close()
    session.open.today()


def _close(session: Session) -> None:
    session.close()


def _made_up_migration() -> None:
    """Add a migration that creates and fills a table, with an index and a column."""

    def made_up(db: Database) -> None:
        db.execute("CREATE TABLE made_up (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
        db.execute("INSERT INTO made_up SELECT id, words || words FROM notes")
        db.execute("CREATE INDEX made_up_words ON made_up (words)")
        db.execute("ALTER TABLE made_up ADD COLUMN length INTEGER NOT NULL DEFAULT 0")
        db.execute("UPDATE made_up SET length = length(words)")

    migrations.STEPS = (*migrations.STEPS, made_up)
    migrations.SCHEMA_VERSION += 1


OPERATIONS = {
    operation.id: operation
    for operation in (
        Operation("create", "empty", _create, arrange=_leave_it),
        Operation("save", "worked", _save),
        Operation("delete", "worked", _delete),
        Operation("import", "worked", _import),
        Operation("undo", "worked", _undo),
        Operation("redo", "undone", _redo),
        Operation("draft", "worked", _draft),
        Operation("copy", "worked", _copy, is_copy=True),
        Operation("second place", "worked", _copy, is_copy=True, arrange=_choose_second_place),
        Operation("thin", "copied", _thin, arrange=_leave_it),
        Operation("restore", "copied", _restore, arrange=_leave_it),
        Operation("undo restore", "restored", _undo_restore, arrange=_leave_it),
        Operation("rehearse", "copied", _rehearse),
        Operation("salvage", "worked", _salvage, arrange=_leave_it),
        Operation("password", "worked", _change_password),
        Operation("heal", "one key file", _open, arrange=_leave_it),
        Operation("migrate", "worked", _open, arrange=_leave_it, dress=_made_up_migration),
        Operation("close", "worked", _close),
    )
}
