"""One English word for each Swedish term in the names of records, fields, classes and functions."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from verkstad.domain.fields import Fact, Kind, facts_of
from verkstad.domain.records import RECORD_TYPES

_PACKAGE = Path(__file__).parents[2] / "verkstad"

_GLOSSARY = {
    "anvisning": "referral",
    "arbetsgivare": "employer",
    "arbetsgivarkontakt": "employer_contact",
    "arbetsplatsanalys": "workplace_analysis",
    "avslut": "exit",
    "bedömningskriterium": "criterion",
    "deltagare": "participant",
    "förfrågan om resurs": "resource_request",
    "gallring": "disposal",
    "handledare": "supervisor",
    "handlingsplan": "action_plan",
    "hjul": "wheel",
    "inskrivning": "enrolment",
    "insats": "intervention",
    "kompetensintyg": "certificate",
    "läranderesultat": "learning_outcome",
    "lägesrapport": "status_report",
    "mått": "measure",
    "mätning": "measurement",
    "närvaro": "attendance",
    "praktik": "placement",
    "registerutdrag": "register_extract",
    "utlämnande": "disclosure",
    "validering": "validation",
    "veckomål": "weekly_goal",
    "verkstad": "workshop",
}

# Word to avoid → word to use.
_SYNONYMS = {
    "admission": "enrolment",
    "client": "participant",
    "company": "employer",
    "customer": "participant",
    "diploma": "certificate",
    "discharge": "exit",
    "erasure": "disposal",
    "firm": "employer",
    "intake": "enrolment",
    "internship": "placement",
    "mentor": "supervisor",
    "presence": "attendance",
    "purge": "disposal",
    "pupil": "participant",
    "sex": "gender",
    "ssn": "personal_number",
    "student": "participant",
    "trainee": "participant",
    "traineeship": "placement",
    "tutor": "supervisor",
    "validate": "check",
    "validator": "check",
}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@functools.cache
def _names_defined() -> list[tuple[str, str]]:
    """Return the module and name of every class, function and annotated field in the program."""
    defined = []
    for file in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            module = file.relative_to(_PACKAGE).as_posix()
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                defined.append((module, node.name))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                defined.append((module, node.target.id))
    return defined


def _fields() -> Iterator[tuple[str, Fact]]:
    for record_type in RECORD_TYPES:
        yield from facts_of(record_type).items()


def test_no_second_word_for_the_same_thing() -> None:
    used = [
        f"{module}: {name} (say {_SYNONYMS[word]})"
        for module, name in _names_defined()
        for word in re.findall(r"[a-z]+", _snake(name).replace("s_", "_").removesuffix("s"))
        if word in _SYNONYMS
    ]
    assert used == []


def test_model_is_qts_word() -> None:
    outside_ui = [
        f"{module}: {name}"
        for module, name in _names_defined()
        if name.endswith("Model") and not module.startswith("ui/")
    ]
    assert outside_ui == []


def test_a_record_is_called_what_the_glossary_says() -> None:
    names = {record_type.label.lower(): _snake(record_type.__name__) for record_type in RECORD_TYPES}
    assert [f"{label}: {name}" for label, name in names.items() if _GLOSSARY.get(label, "") not in name] == []


def test_a_table_is_its_record_in_the_plural() -> None:
    names = {record_type.table: _snake(record_type.__name__) for record_type in RECORD_TYPES}
    assert [table for table, name in names.items() if table not in {f"{name}s", f"{name[:-1]}ies"}] == []


def test_a_field_is_called_what_the_glossary_says() -> None:
    others = [
        f"{fact.label}: {name}"
        for name, fact in _fields()
        if _GLOSSARY.get(fact.label.lower(), "") not in f"{name} {fact.target}"
    ]
    assert others == []


def test_a_name_tells_its_kind() -> None:
    endings = {Kind.DATE: ("_on", "_until"), Kind.LINK: ("_id",)}
    beginnings = {Kind.FLAG: ("is_", "has_", "took_")}
    misleading = [
        name
        for name, fact in _fields()
        if any(name.endswith(words) != (fact.kind is kind) for kind, words in endings.items())
        or any(name.startswith(words) != (fact.kind is kind) for kind, words in beginnings.items())
    ]
    assert misleading == []


def test_a_link_points_to_a_table() -> None:
    tables = {record_type.table for record_type in RECORD_TYPES}
    assert [name for name, fact in _fields() if fact.kind is Kind.LINK and fact.target not in tables] == []
