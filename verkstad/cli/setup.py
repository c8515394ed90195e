"""`create` and `vocabularies`."""

import json

import click

from verkstad.cli.opening import data_folder, opened, password
from verkstad.cli.swedish_click import SwedishCommand
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import facts_of
from verkstad.domain.municipalities import municipality_code
from verkstad.domain.records import StaffMember, Workshop
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.domain.written import tidy
from verkstad.services.checking import value_problem
from verkstad.workspace import Workspace

LEADER = "Verkstadsledare"
"""The name of the first staff member, until the user changes it in Inställningar."""


@click.command(cls=SwedishCommand)
@click.option("--workshop", required=True, metavar="NAMN", help="Verkstadens namn.")
@click.option(
    "--municipality", "municipalities", required=True, multiple=True, metavar="KOD", help="Kommunens kod."
)
def create(workshop: str, municipalities: tuple[str, ...]) -> None:
    """Skapar en ny datamapp och visar återställningskoden en gång."""
    codes = []
    for written in municipalities:
        code = municipality_code(written)
        if code is None:
            raise VerkstadError(f"”{written}” är ingen kommun. Ange kommunens fyrsiffriga kod.")
        codes.append(code)
    name = tidy(workshop)
    if not name:
        raise VerkstadError("Verkstadens namn är tomt.")
    if problem := value_problem(facts_of(Workshop)["name"], name, {}):
        raise VerkstadError(problem)
    folder = data_folder()
    if Workspace.exists(folder):
        raise VerkstadError("I mappen finns redan en verkstad. Ingenting har ändrats.")
    record = Workshop(name=name, municipalities=tuple(dict.fromkeys(codes)))
    workspace, code = Workspace.create(folder, password(is_new=True), record, StaffMember(name=LEADER))
    workspace.close()
    click.echo(f"Datamappen är skapad: {folder}")
    click.echo(f"Återställningskod: {code}")
    click.echo("Skriv ner koden och lägg den på ett säkert ställe. Den visas aldrig igen.")


@click.command(cls=SwedishCommand)
def vocabularies() -> None:
    """Skriver alla ordlistor som JSON: id och ord."""
    if _is_given():
        with opened() as workspace:
            found = {
                key: {
                    "label": vocabulary.label,
                    "terms": [
                        {"id": term.key, "label": term.name, "active": term.is_active}
                        for term in workspace.words.all_terms(key)
                    ],
                }
                for key, vocabulary in VOCABULARIES.items()
            }
    else:
        found = {
            key: {
                "label": vocabulary.label,
                "terms": [{"id": term.key, "label": term.label, "active": True} for term in vocabulary.terms],
            }
            for key, vocabulary in VOCABULARIES.items()
        }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _is_given() -> bool:
    """Return whether there is a data folder to read words from; if not, the shipped words are printed."""
    return Workspace.exists(data_folder())
