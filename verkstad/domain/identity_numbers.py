"""Personal, coordination and organisation numbers: read as people write them, checked by their rules."""

import re
from dataclasses import dataclass
from datetime import date

_YOUNGEST = 13
"""Years: a ten-figure number that would make its owner younger is not guessed at."""
EARLIEST_BIRTH_YEAR = 1900


class NumberProblem(ValueError):
    """The number cannot be right; the text is a Swedish sentence."""


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number as ÅÅÅÅMMDD-NNNN, with what it says. `warning` is set for what cannot be checked."""

    text: str
    birth_year: int
    born_on: date | None
    warning: str = ""


def read_personal_number(written: str, today: date) -> PersonalNumber:
    """Read ÅÅÅÅMMDD-NNNN, ÅÅMMDD-NNNN, ÅÅMMDD+NNNN, with or without signs; raises NumberProblem.

    Coordination numbers have 60 added to the day. Interim numbers have a letter and are taken with a warning.
    """
    compact = re.sub(r"\s", "", written).upper().replace("–", "-").replace("−", "-")
    found = re.fullmatch(r"(\d{2})?(\d{6})([-+]?)([0-9A-Z]\d{3})", compact, re.ASCII)
    if not found:
        if re.fullmatch(r"(19|20)?\d{6}", compact.rstrip("-"), re.ASCII):
            raise NumberProblem("Personnumrets fyra sista siffror saknas.")
        if re.fullmatch(r"\d{7,9}|\d{11}", compact, re.ASCII):
            lost = " En inledande nolla har troligen fallit bort." if len(compact) < 10 else ""
            raise NumberProblem(f"Personnumret har {len(compact)} siffror.{lost}")
        raise NumberProblem("Personnumret ska skrivas ÅÅÅÅMMDD-NNNN.")
    century, six, sign, last = found.groups()
    year = int(century + six[:2]) if century else _full_year(int(six[:2]), sign, today)
    month, day = int(six[2:4]), int(six[4:6])
    actual_day = day - 60 if day > 60 else day
    try:
        born_on = date(year, month, actual_day)
    except ValueError:
        raise NumberProblem("Personnumret börjar med ett datum som inte finns.") from None
    if year < EARLIEST_BIRTH_YEAR:
        raise NumberProblem(f"Personnumret börjar med år {year}, och det kan inte stämma.")
    if born_on > today:
        raise NumberProblem("Personnumrets födelsedatum har inte varit än.")
    if not century and not sign and _age(born_on, today) < _YOUNGEST:
        raise NumberProblem("Personnumrets århundrade är oklart. Skriv året med fyra siffror.")
    text = f"{year:04}{six[2:]}-{last}"
    if last[0].isalpha():
        return PersonalNumber(text, year, born_on, "Numret är tillfälligt och kan inte kontrolleras.")
    if last[-1] != check_digit(six + last[:-1]):
        raise NumberProblem("Personnumrets kontrollsiffra stämmer inte.")
    return PersonalNumber(text, year, born_on)


def read_organisation_number(written: str) -> str:
    """NNNNNN-NNNN from any usual way of writing it; raises NumberProblem."""
    digits = re.sub(r"[\s–-]", "", written)
    if len(digits) == 12 and digits[:2] == "16":
        digits = digits[2:]
    if not re.fullmatch(r"\d{10}", digits, re.ASCII):
        raise NumberProblem("Organisationsnumret ska skrivas NNNNNN-NNNN.")
    if digits[-1] != check_digit(digits[:-1]):
        raise NumberProblem("Organisationsnumrets kontrollsiffra stämmer inte.")
    return f"{digits[:6]}-{digits[6:]}"


def check_digit(digits: str) -> str:
    """The last figure of a personal, coordination or organisation number: every other one counts twice (Luhn)."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(digits)))
    return str(-sum(sum(divmod(one, 10)) for one in doubled) % 10)


def _full_year(two_figures: int, sign: str, today: date) -> int:
    """The latest year that is not in the future; a plus says at least a hundred years old."""
    year = today.year // 100 * 100 + two_figures
    if year > today.year:
        year -= 100
    return year - 100 if sign == "+" else year


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
