"""`import` and `export`: output, exit codes, and nothing half-done."""

import errno
import os
from pathlib import Path

import pytest

from tests.open_workspace import PASSWORD, FakeWindow, Program, Sheets, content, write_xlsx
from verkstad.storage.transactions import Transactions
from verkstad.workspace import Workspace

HEADINGS = ["Nr", "Förnamn", "Efternamn", "Födelseår", "Inskriven", "Kön"]
GOOD: Sheets = {
    "Deltagare": [HEADINGS, [1, "Siv", "Tallvik", 1980, "2026-01-12", "Kvinna"]],
    "Arbetsgivare": [["Nr", "Namn"], [1, "Bageriet"]],
}
BAD: Sheets = {
    "Deltagare": [
        [*HEADINGS, "Skostorlek"],
        [1, "Siv", "Tallvik", "19800517-9800", "2026-02-30", "Kvina"],
        [2, None, "Ek", 1026, "2026-01-12", "Kvinna"],
    ],
    "Semester": [["Vecka"], [28]],
}
COUNTED = """\
Deltagare: 1 nya, 0 ändrade, 0 oförändrade, 0 överhoppade
Arbetsgivare: 1 nya, 0 ändrade, 0 oförändrade, 0 överhoppade
"""


def stored(program: Program) -> object:
    workspace = Workspace.open(program.folder, PASSWORD)
    try:
        return content(workspace)
    finally:
        workspace.close()


def test_a_line_for_each_sheet(made: Program, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lista.xlsx", GOOD)
    said = made("import", path)
    assert (said.code, said.out, said.err) == (0, COUNTED, "")
    again = made("import", path)
    assert again.out == COUNTED.replace("1 nya, 0 ändrade, 0", "0 nya, 0 ändrade, 1")


def test_a_dry_run_changes_nothing(made: Program, tmp_path: Path) -> None:
    before = stored(made)
    said = made("import", "--dry-run", write_xlsx(tmp_path / "lista.xlsx", GOOD))
    assert (said.code, said.out) == (0, f"{COUNTED}Provläst. Ingenting har ändrats.\n")
    assert stored(made) == before


def test_every_fault_is_a_line_on_stderr_and_nothing_is_changed(made: Program, tmp_path: Path) -> None:
    before = stored(made)
    said = made("import", write_xlsx(tmp_path / "lista.xlsx", BAD))
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        (
            "Semester: Bladet är okänt. Kända blad: Deltagare, Arbetsgivare, Kontakter, Praktik, Validering, "
            "Mätningar, Närvaro, Uppföljningar."
        ),
        "Deltagare, rad 1, Skostorlek: Rubriken är okänd.",
        "Deltagare, rad 2, Födelseår: Här ska det stå ett tal.",
        "Deltagare, rad 2, Inskriven: Datumet finns inte.",
        (
            "Deltagare, rad 2, Kön: ”Kvina” finns inte i ordlistan Kön. Menar du Kvinna? "
            "Välj bland: Kvinna, Man, Ej angivet."
        ),
        "Deltagare, rad 3, Födelseår: Talet kan inte vara mindre än 1900.",
        "Deltagare, rad 3, Förnamn: Förnamn saknas.",
        "7 fel i filen. Ingenting har ändrats.",
    ]
    assert stored(made) == before


def test_nothing_of_anybody_is_said_on_stderr(made: Program, tmp_path: Path) -> None:
    number = "19800230-9802"
    sheets: Sheets = {
        "Deltagare": [
            ["Nr", "Personnummer", "Förnamn", "Efternamn", "Kön", "Kommun", "Målgrupper", "E-post"],
            [number, number, "Rallarros", "Videkvist", number, "siv@example.org", number, "siv@example.org"],
        ],
        "Närvaro": [["Deltagare", "Datum", "Status"], ["19800517-9800", number, "Närvaro"]],
        "Mätningar": [["Deltagare", "Verktyg", "Datum"], [number, number, "2026-01-01"]],
        "Validering": [["Deltagare", "Modul", "Start", "Status"], [number, number, "2026-01-01", number]],
    }
    said = made("import", write_xlsx(tmp_path / "lista.xlsx", sheets))
    assert said.code == 1
    assert len(said.err.splitlines()) == 10
    for secret in ("19800230", "9802", "9800", "Rallarros", "Videkvist", "siv@"):
        assert secret not in said.err


def test_unknown_ones_are_skipped_on_demand_and_named(made: Program, tmp_path: Path) -> None:
    sheets = {
        **GOOD,
        "Deltagare": [[*HEADINGS, "Skostorlek"], *GOOD["Deltagare"][1:]],
        "Semester": [["Vecka"]],
    }
    said = made("import", "--skip-unknown", write_xlsx(tmp_path / "lista.xlsx", sheets))
    skipped = "Hoppar över: Kolumnen Skostorlek på bladet Deltagare.\nHoppar över: Bladet Semester.\n"
    assert (said.code, said.out) == (0, skipped + COUNTED)


def test_a_marked_copy_is_written_beside_and_says_what_it_loses(made: Program, tmp_path: Path) -> None:
    own = write_xlsx(tmp_path / "lista.xlsx", BAD)
    before = own.read_bytes()
    said = made("import", own, "--marked", tmp_path / "fel.xlsx")
    assert said.code == 1
    assert "följer inte med" in said.err
    assert (tmp_path / "fel.xlsx").exists()
    assert own.read_bytes() == before


@pytest.mark.parametrize("target", ("lista.xlsx", "./lista.xlsx", "länk.xlsx"))
def test_the_marked_copy_is_never_the_file_itself(made: Program, tmp_path: Path, target: str) -> None:
    own = write_xlsx(tmp_path / "lista.xlsx", GOOD)
    (tmp_path / "länk.xlsx").symlink_to(own)
    before = own.read_bytes(), stored(made)
    said = made("import", own, "--marked", tmp_path / target)
    assert (said.code, said.out) == (1, "")
    assert (own.read_bytes(), stored(made)) == before


def test_several_csv_files_are_one_workbook(made: Program, tmp_path: Path) -> None:
    (tmp_path / "Deltagare.csv").write_text(
        "Nr,Förnamn,Efternamn,Födelseår\n1,Siv,Ek,1980\n", encoding="cp1252"
    )
    (tmp_path / "Närvaro.csv").write_text("Deltagare;Datum;Status\n1;2026-01-12;Sen\n", encoding="utf-8-sig")
    said = made("import", tmp_path / "Närvaro.csv", tmp_path / "Deltagare.csv")
    assert said.code == 1
    assert said.err.startswith("Närvaro.csv, Närvaro, rad 2, Datum: Personen har ingen inskrivning")


def test_the_same_sheet_in_two_files_is_read_from_both(made: Program, tmp_path: Path) -> None:
    other: Sheets = {"Deltagare": [HEADINGS, [2, "Bo", "Ek", 1981, "2026-01-12", "Man"]]}
    clash: Sheets = {"Deltagare": [HEADINGS, [1, "Bo", "Ek", 1981, "2026-01-12", "Man"]]}
    paths = [write_xlsx(tmp_path / f"{at}.xlsx", sheets) for at, sheets in enumerate((GOOD, other, clash))]
    assert made("import", *paths[:2]).out.startswith("Deltagare: 2 nya")
    said = made("import", *paths)
    assert said.code == 1
    assert said.err.startswith(
        "2.xlsx, Deltagare, rad 2, Efternamn: Samma Nr har ett annat namn på rad 2 i 0.xlsx."
    )


@pytest.mark.parametrize("name", ("saknas.xlsx", "text.txt", "tom.xlsx"))
def test_a_file_that_cannot_be_read_is_one_sentence(made: Program, tmp_path: Path, name: str) -> None:
    if name != "saknas.xlsx":
        (tmp_path / name).touch()
    said = made("import", tmp_path / name)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert name in said.err


def test_a_folder_instead_of_a_file_is_wrong_usage(made: Program, tmp_path: Path) -> None:
    said = made("import", tmp_path)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may read everything")
def test_a_file_without_reading_rights_is_one_sentence(made: Program, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lista.xlsx", GOOD)
    path.chmod(0)
    said = made("import", path)
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_export_and_import_again_changes_nothing(made: Program, tmp_path: Path) -> None:
    made("import", write_xlsx(tmp_path / "lista.xlsx", GOOD))
    before = stored(made)
    said = made("export", "--out", tmp_path / "ut.xlsx")
    assert (said.code, said.out, said.err) == (0, f"Exporterat till {tmp_path / 'ut.xlsx'}\n", "")
    again = made("import", tmp_path / "ut.xlsx")
    assert again.code == 0
    assert all(", 0 ändrade," in line and ": 0 nya" in line for line in again.out.splitlines())
    assert stored(made) == before


PROTECTED: Sheets = {
    "Deltagare": [
        ["Nr", "Födelseår", "Kön", "Inskriven", "Skyddade uppgifter"],
        [1, 1980, "Kvinna", "2026-01-12", "Sekretessmarkering"],
        [2, 1981, "Man", "2026-01-12", "Skyddad folkbokföring"],
    ],
    "Praktik": [["Deltagare", "Arbetsgivare", "Typ", "Start"], [1, 1, "Arbetspraktik", "2026-02-02"]],
    "Närvaro": [["Deltagare", "Datum", "Status"], [2, "2026-02-03", "Närvaro"]],
    "Arbetsgivare": GOOD["Arbetsgivare"],
}


def access(program: Program) -> list[tuple[str, str]]:
    """Return the kind and name of each line of the access log."""
    workspace = Workspace.open(program.folder, PASSWORD)
    try:
        return workspace.store.database.execute(  # type: ignore[no-any-return]
            "SELECT kind, name FROM changes JOIN change_names ON change_id = changes.id "
            "WHERE kind LIKE 'access.%' ORDER BY changes.id"
        ).fetchall()
    finally:
        workspace.close()


def test_protected_people_are_exported_for_a_reason_only(made: Program, tmp_path: Path) -> None:
    assert made("import", write_xlsx(tmp_path / "lista.xlsx", PROTECTED)).code == 0
    before = stored(made)
    target = tmp_path / "ut.xlsx"
    said = made("export", "--out", target)
    assert said.code == 0
    assert "2 deltagare med skyddade uppgifter är inte med." in said.out
    counted = made("import", "--dry-run", target).out.splitlines()
    assert [line for line in counted if ": 0 nya, 0 ändrade, 0 oför" not in line] == [
        "Arbetsgivare: 0 nya, 0 ändrade, 1 oförändrade, 0 överhoppade",
        "Provläst. Ingenting har ändrats.",
    ]
    again = made("export", "--out", target, "--with-protected", "Byter system")
    assert (again.code, again.out) == (0, f"Exporterat till {target}\n")
    read = made("import", target)
    assert "Deltagare: 0 nya, 0 ändrade, 2 oförändrade" in read.out
    assert "Praktik: 0 nya, 0 ändrade, 1 oförändrade" in read.out
    assert stored(made) == before
    assert access(made) == [("access.export.protected", "Allt exporterat till en arbetsbok (Byter system)")]


@pytest.mark.parametrize(("reason", "code"), (("", 1), ("  ", 1), (None, 2)))
def test_a_reason_has_to_be_given(made: Program, tmp_path: Path, reason: str | None, code: int) -> None:
    given = [] if reason is None else [reason]
    said = made("export", "--out", tmp_path / "ut.xlsx", "--with-protected", *given)
    assert (said.code, said.err.count("\n")) == (code, 1)
    assert not (tmp_path / "ut.xlsx").exists()
    assert access(made) == []


def test_what_is_exported_stands_in_the_access_log(made: Program, tmp_path: Path) -> None:
    made("import", write_xlsx(tmp_path / "lista.xlsx", GOOD))
    made("export", "--out", tmp_path / "ut.xlsx")
    made("plan", "2026-0001", "--out", tmp_path / "plan.pdf")
    assert access(made) == [
        ("access.export", "Allt exporterat till en arbetsbok"),
        ("access.export", "Handlingsplan sparad som fil"),
    ]


@pytest.mark.parametrize("before", (None, b"an older one"))
@pytest.mark.parametrize("command", (["export"], ["plan", "2026-0001"]))
def test_what_cannot_be_logged_is_not_let_out(
    made: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], before: bytes | None
) -> None:
    """The disk becomes full when the log line is stored, at the very end."""
    made("import", write_xlsx(tmp_path / "lista.xlsx", GOOD))

    def full(_transactions: Transactions) -> None:
        raise OSError(errno.ENOSPC, "full")

    out = tmp_path / ("ut.pdf" if command[0] == "plan" else "ut.xlsx")
    if before is not None:
        out.write_bytes(before)
    with monkeypatch.context() as patch:
        patch.setattr(Transactions, "_mark_first_page", full)
        said = made(*command, "--out", out)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert (out.read_bytes() if out.exists() else None) == before
    assert access(made) == []


@pytest.mark.parametrize(("out", "code"), (("saknas/ut.xlsx", 1), ("ut.csv", 2), ("mapp.xlsx", 2)))
def test_an_export_that_cannot_be_written_is_one_sentence(
    made: Program, tmp_path: Path, out: str, code: int
) -> None:
    (tmp_path / "mapp.xlsx").mkdir()
    said = made("export", "--out", tmp_path / out)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)


def test_a_person_of_the_file_can_be_named_by_nr(made: Program, tmp_path: Path) -> None:
    made("import", write_xlsx(tmp_path / "lista.xlsx", GOOD))
    for case in ("Nr:1", "nr: 1.0", "2026-0001"):
        said = made("plan", case, "--out", tmp_path / "plan.pdf")
        assert (said.code, said.err) == (0, "")
        assert "2026-0001" in said.out
        assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    unknown = made("plan", "19800517-9800", "--out", tmp_path / "annan.pdf")
    assert (unknown.code, (tmp_path / "annan.pdf").exists()) == (1, False)
    assert "1980" not in unknown.err


def test_no_window_is_opened(made: Program) -> None:
    assert isinstance(made.window, FakeWindow)
    made("import", "--help")
    assert not made.window.opened
