"""The command in a process of its own, with only our own sentences on stderr."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.open_workspace import write_xlsx

QUICK = (
    "import sys; from verkstad.storage import data_folder, keys; quick = keys.Cost(64, 1, 1); "
    "keys.MINIMUM_COST = quick; data_folder.Cost = lambda: quick; "
    "from verkstad.__main__ import main; main()"
)
ROOT = Path(__file__).parents[2]


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", QUICK, "--data", str(folder), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "VERKSTAD_PASSWORD": "ord", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("process") / "data"
    said = run(made, "create", "--workshop", "Älvsbyn", "--municipality", "2560")
    assert (said.returncode, said.stderr) == (0, "")
    return made


@pytest.mark.parametrize("encoding", ("utf-8", "ascii"))
def test_a_whole_import_says_only_what_it_should(folder: Path, tmp_path: Path, encoding: str) -> None:
    path = write_xlsx(
        tmp_path / "lista.xlsx", {"Deltagare": [["Nr", "Förnamn", "Efternamn"], [1, "Å", None]]}
    )
    said = run(folder, "import", str(path), PYTHONIOENCODING=encoding, LC_ALL="C")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.splitlines() == [
        "Deltagare, rad 1, Personnummer: Kolumnen saknas, och Födelseår också.",
        "Deltagare, rad 2, Efternamn: Efternamn saknas.",
        "2 fel i filen. Ingenting har ändrats.",
    ]


def test_no_library_speaks_about_a_broken_workbook(folder: Path, tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "hel.xlsx", {"Deltagare": [["Nr"], [1]]})
    broken = tmp_path / "trasig.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    said = run(folder, "import", str(broken), "--marked", str(tmp_path / "fel.xlsx"))
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.count("\n") == 1
    assert "trasig.xlsx" in said.stderr


def test_a_wrong_key_makes_no_noise(folder: Path) -> None:
    said = run(folder, "check", VERKSTAD_PASSWORD="fel")
    assert (said.returncode, said.stdout, said.stderr) == (
        1,
        "",
        "Lösenordet stämmer inte. Ingenting har ändrats.\n",
    )


def test_a_damaged_database_makes_no_noise(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "data"
    other.mkdir()
    for path in folder.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    with (other / "verkstad.db").open("rb+") as file:
        file.seek(5000)
        file.write(bytes(20_000))
    said = run(other, "check")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("Databas")
    assert "ERROR" not in said.stderr


def test_a_reader_that_goes_away_is_no_fault_of_ours(folder: Path) -> None:
    command = [sys.executable, "-c", QUICK, "--data", str(folder), "vocabularies"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "VERKSTAD_PASSWORD": "ord"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""


def test_a_closed_standard_input_is_no_mishap(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("VERKSTAD_PASSWORD", None)
    said = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" --data "$2" check <&-', sys.executable, QUICK, str(folder)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (said.returncode, "Lösenordet saknas" in said.stderr) == (1, True)
