"""Invented people with numbers that nobody can have: birth numbers 980–999 are reserved for that."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from verkstad.demo_workshop import words
from verkstad.demo_workshop.chance import Deck, chosen
from verkstad.domain.identity_numbers import check_digit
from verkstad.domain.records import Participant
from verkstad.domain.records.participant import Protection

_FIRST_BIRTH_NUMBER, _LAST_BIRTH_NUMBER = 980, 999
_GENDERS = (("female", 20), ("male", 17), ("not_stated", 1), ("", 1))
_EDUCATION = (
    ("compulsory_under_9", 18),
    ("compulsory_9", 24),
    ("upper_secondary_2", 18),
    ("upper_secondary_3", 20),
    ("post_secondary_under_3", 6),
    ("post_secondary_3", 6),
    ("", 8),
)


@dataclass
class People:
    """Makes people, each with a number of their own."""

    rng: Random
    today: date
    municipalities: tuple[str, ...]

    def __post_init__(self) -> None:
        self._taken: set[str] = set()
        self._genders = Deck(self.rng, _GENDERS)

    def make(self, number: int) -> Participant:
        """Return the person with a running number. Some values are missing, as in real data."""
        rng = self.rng
        gender = self._genders.deal()
        first = rng.choice(words.MALE if gender == "male" else words.FEMALE)
        born = self._birthday()
        has_number = rng.random() > 0.08
        protection = Protection.NONE
        if number % 41 == 17:
            protection = Protection.SECRECY_MARKED if number % 2 else Protection.PROTECTED_REGISTRATION
        is_nameless = protection is Protection.PROTECTED_REGISTRATION
        speaks = () if rng.random() < 0.35 else (rng.choice(words.LANGUAGES[1:]),)
        return Participant(
            personal_number=self._number(born, gender) if has_number and not is_nameless else "",
            birth_year=born.year,
            first_name="" if is_nameless else first,
            last_name="" if is_nameless else rng.choice(words.LAST),
            gender=gender,
            protection=protection,
            phone=f"070-174 06 {number % 100:02}" if protection is Protection.NONE else "",
            municipality=rng.choice(self.municipalities) if rng.random() > 0.05 else "",
            languages=("sv", *speaks),
            is_interpreter_needed=bool(speaks) and rng.random() < 0.3,
            driving_licence="B" if rng.random() < 0.4 else "",
            education_level=chosen(rng, _EDUCATION),
            permit_valid_until=self.today + timedelta(days=rng.randint(20, 700))
            if number % 13 == 5
            else None,
            informed_on=None,
        )

    def _birthday(self) -> date:
        age = self.rng.choices((19, 24, 30, 38, 46, 54, 61), (14, 16, 18, 20, 15, 12, 5))[0]
        return self.today - timedelta(days=age * 365 + self.rng.randint(0, 1800))

    def _number(self, born: date, gender: str) -> str:
        """Return an unused number: even for women, odd for men, and from the day before if all are used."""
        while True:
            for birth_number in range(_FIRST_BIRTH_NUMBER, _LAST_BIRTH_NUMBER + 1):
                if birth_number % 2 == (gender == "male"):
                    nine = f"{born:%y%m%d}{birth_number}"
                    number = f"{born:%Y%m%d}-{birth_number}{check_digit(nine)}"
                    if number not in self._taken:
                        self._taken.add(number)
                        return number
            born -= timedelta(days=1)
