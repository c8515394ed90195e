"""Opens folders with 80 kinds of password, and tries 1,000 wrong ones.

Proven: a password of any kind opens its folder, and after a change only the new one does; a nearly right password
does not, nor does any other; trying changes nothing in the folder. A few of each are tried at the shipped cost of the
key derivation, the rest at a low one.
"""

import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect
from tests.faults.operations import Session
from tests.open_workspace import PASSWORD
from tests.storage.passwords import PASSWORDS
from verkstad.domain.folder_faults import WrongSecret

_WRONG = 1000
_SHIPPED_COST = 10
_LETTERS = "abcåäöABCÅÄÖ0123456789 -_.,!?éüñşжह字🙂\t\u00a0\u200b"


def prepare() -> None:
    program.base("worked")


def trials() -> list[str]:
    kinds = [f"kind/{number}" for number in range(len(PASSWORDS))]
    wrong = [f"wrong/{number}" for number in range(_WRONG)]
    return [*kinds, *wrong, *(f"shipped/{number}" for number in range(_SHIPPED_COST))]


def run(trial: str) -> None:
    what, number = trial.split("/")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("worked", Path(place) / "data")
        if what == "wrong":
            in_child(lambda: _refused(folder, _wrong(Random(f"passwords/{trial}"))))
        elif what == "kind":
            in_child(lambda: _of_a_kind(folder, int(number)))
        else:
            in_child(lambda: _at_shipped_cost(folder, int(number)))


def _at_shipped_cost(folder: Path, number: int) -> None:
    program.shipped_keys()
    _of_a_kind(folder, number * 7 % len(PASSWORDS), nearly=2)


def _of_a_kind(folder: Path, number: int, nearly: int = 100) -> None:
    password = list(PASSWORDS.values())[number]
    session = Session(folder)
    program.change_password(session.open, PASSWORD, password)
    content = program.content_of(session.open)
    session.close()
    _opens(folder, password, content)
    if password != PASSWORD:
        _refused(folder, PASSWORD)
    for other in list(_near(password))[:nearly]:
        _refused(folder, other)


def _opens(folder: Path, password: str, content: program.Content) -> None:
    session = Session(folder)
    session.workspace, _ = program.open_folder(folder, session.clock, (password,))
    expect(program.content_of(session.open) == content, "opened with another content")
    session.close()


def _refused(folder: Path, password: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    try:
        program.open_folder(folder, Session(folder).clock, (password,))
    except WrongSecret:
        now = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        expect(now == before, "a wrong password changed something")
    else:
        expect(False, f"opened with {password!r}")


def _near(password: str) -> Iterator[str]:
    """Yield what a typing error or a program might make of a password."""
    made = (
        f"{password} ", f" {password}", f"{password}\n", f"{password}\x00", password[:-1], password[1:],
        password.strip(), password.swapcase(), password.casefold(), password[::-1], password * 2, "",
        unicodedata.normalize("NFKC", password), password.encode(errors="replace").decode("latin-1"),
    )  # fmt: skip
    same = unicodedata.normalize("NFC", password)
    yield from (one for one in dict.fromkeys(made) if unicodedata.normalize("NFC", one) != same)


def _wrong(rng: Random) -> str:
    guess = rng.choice(
        (
            "".join(rng.choices(_LETTERS, k=rng.randint(0, 40))),
            PASSWORD[: rng.randrange(len(PASSWORD))] + rng.choice(_LETTERS),
            PASSWORD + "".join(rng.choices(_LETTERS, k=rng.randint(1, 3))),
            "".join(letter.upper() if rng.random() < 0.3 else letter for letter in PASSWORD),
            "".join(rng.sample(PASSWORD, len(PASSWORD))),
            "-".join(
                "".join(rng.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=4))
                for _ in range(rng.randint(4, 9))
            ),
        )
    )
    return guess if guess != PASSWORD else f"{guess}x"


PASSWORD_KINDS = Fault(
    "passwords",
    "80 kinds of password open what they were chosen for, and 1,000 wrong ones nothing",
    trials=trials,
    run=run,
    quick=100,
    prepare=prepare,
)
