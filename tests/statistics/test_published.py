"""Two published results, and the kind of error in them that cannot be made here."""

from tests.statistics.town import YEAR, Town, on
from verkstad.domain.swedish import share_text
from verkstad.statistics.crosstab import Question, cross_table
from verkstad.statistics.measures import measures


def test_two_hundred_and_forty_seven_people() -> None:
    """A published result: 203 exits and 44 transfers, 120 of the exits to work or studies."""
    town = Town()
    genders = ["male"] * 158 + ["female"] * 89
    people = [town.person(gender) for gender in genders]
    for number, person in enumerate(people):
        if number < 120:
            town.enrol(
                person, on(1), on(6), "completed", "work_unsubsidised" if number % 2 else "study_funded"
            )
        elif number < 203:
            town.enrol(person, on(1), on(6), "early", "back_to_af")
        else:
            town.enrol(person, on(1), on(6), "transferred", "other_intervention")
    found = {one.measure: one for one in measures(town.population(), YEAR)}
    exited, everybody = found["work_study_exited"], found["work_study_all"]
    assert (len(exited.numerator), len(exited.denominator)) == (120, 203)
    assert (len(everybody.numerator), len(everybody.denominator)) == (120, 247)
    assert share_text(120, 203) == "59,1\u00a0%"
    assert share_text(120, 247) == "48,6\u00a0%"


def test_four_part_projects() -> None:
    """A published result: 142 people in four workshops. Every sum is proven, and a share is part of the whole."""
    town = Town()
    parts = {"Söder": (31, 4), "Väster": (17, 7), "Norr": (18, 5), "Öster": (26, 34)}
    town.workshops = [type(town.workshops[0])(id=number, name=name) for number, name in enumerate(parts, 1)]
    people = [
        (town.person(gender), workshop.id)
        for workshop, (women, men) in zip(town.workshops, parts.values(), strict=True)
        for gender in ("female",) * women + ("male",) * men
    ]
    for number, (person, workshop) in enumerate(people):
        destination = "work_unsubsidised" if number < 59 else "study_funded" if number < 72 else "sick"
        town.enrol(person, on(1), on(6), "completed", destination, workshop_id=workshop)
    found = {one.measure: one for one in measures(town.population(), YEAR)}["work_study_all"]
    assert (len(found.numerator), len(found.denominator)) == (72, 142)
    assert share_text(72, 142) == "50,7\u00a0%"
    figures = cross_table(town.population(), Question(("workshop",), "gender"))
    sizes = {row: (figures.cells[row, "female"], figures.cells[row, "male"]) for row in figures.rows}
    assert {name: (len(women), len(men)) for (name,), (women, men) in sizes.items()} == parts
    assert {name: len(figures.row_total((name,))) for name in parts} == {
        "Söder": 35,
        "Väster": 24,
        "Norr": 23,
        "Öster": 60,
    }
    assert len(figures.total) == 142
    assert (len(figures.column_total("female")), len(figures.column_total("male"))) == (92, 50)
    assert figures.is_proven
    assert share_text(4, len(figures.row_total(("Söder",)))) == "11,4\u00a0%"
