"""Personal, coordination and organisation numbers: parsing what people write, and validation."""

import re
from dataclasses import dataclass
from datetime import date

_YOUNGEST = 13
"""In years. A number with a two-digit year is refused when the century that fits would give a younger person."""
EARLIEST_BIRTH_YEAR = 1900


class NumberProblem(ValueError):
    """The number is invalid; the text is a Swedish sentence."""


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number as ÅÅÅÅMMDD-NNNN, with the date in it. `warning` is set if the number could not be fully checked."""

    text: str
    birth_year: int
    born_on: date | None
    warning: str = ""


def read_personal_number(written: str, today: date) -> PersonalNumber:
    """Read ÅÅÅÅMMDD-NNNN, ÅÅMMDD-NNNN or ÅÅMMDD+NNNN, with or without the sign; raises NumberProblem.

    Coordination numbers have 60 added to the day. Interim numbers contain a letter and are accepted with a warning.
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
    """Return the number as NNNNNN-NNNN from any usual way of writing it; raises NumberProblem."""
    digits = re.sub(r"[\s–-]", "", written)
    if len(digits) == 12 and digits[:2] == "16":
        digits = digits[2:]
    if not re.fullmatch(r"\d{10}", digits, re.ASCII):
        raise NumberProblem("Organisationsnumret ska skrivas NNNNNN-NNNN.")
    if digits[-1] != check_digit(digits[:-1]):
        raise NumberProblem("Organisationsnumrets kontrollsiffra stämmer inte.")
    return f"{digits[:6]}-{digits[6:]}"


def check_digit(digits: str) -> str:
    """Return the last digit of a personal, coordination or organisation number by the Luhn algorithm."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(digits)))
    return str(-sum(sum(divmod(one, 10)) for one in doubled) % 10)


def _full_year(two_figures: int, sign: str, today: date) -> int:
    """Return the latest year that is not in the future; a plus sign means an age of at least a hundred years."""
    year = today.year // 100 * 100 + two_figures
    if year > today.year:
        year -= 100
    return year - 100 if sign == "+" else year


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
