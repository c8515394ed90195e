"""A second way to count figures: plain loops over database rows, independent of the program."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from verkstad.workspace import Workspace

Row = dict[str, Any]
AGES = [("-17", 0, 17), ("18-24", 18, 24), ("25-34", 25, 34), ("35-44", 35, 44), ("45-54", 45, 54)]
AGES += [("55-64", 55, 64), ("65+", 65, 200)]


@dataclass
class Item:
    """A counted referral or enrolment, and the day that selects it."""

    id: int
    person: Row
    enrolment: Row | None
    referral: Row | None
    day: str


@dataclass
class Answer:
    cells: Counter[tuple[tuple[str, ...], str]]
    rows: Counter[tuple[str, ...]]
    columns: Counter[str]
    total: int
    left_out: int


@dataclass
class Question:
    rows: list[str]
    columns: str
    count: str = "persons"
    state: str = "started"
    first: str = "0000"
    last: str = ""
    where: tuple[tuple[str, str], ...] = ()

    def arguments(self) -> list[str]:
        """Return the question as command line arguments."""
        said = ["--rows", ",".join(self.rows), "--columns", self.columns, "--count", self.count]
        said += ["--state", self.state, "--format", "json"]
        said += ["--from", self.first] if self.first != "0000" else []
        said += ["--to", self.last] if self.last else []
        return said + [word for key, value in self.where for word in ("--where", f"{key}={value}")]


class Facts:
    """The tables as stored in the database."""

    def __init__(self, workspace: Workspace) -> None:
        def table(name: str) -> list[Row]:
            return list(workspace.store.database.query(f"SELECT * FROM {name}"))

        self.people = {row["id"]: row for row in table("participants")}
        self.enrolments = table("enrolments")
        self.referrals = table("referrals")
        self.workshops = {row["id"]: row["name"] for row in table("workshops")}
        self.tracks, self.categories = table("track_periods"), table("support_category_periods")
        self.follow_ups = table("exit_follow_ups")
        self.today = workspace.today().isoformat()

    def answer(self, asked: Question) -> Answer:
        items, wrong = self._items(asked)
        chosen = [
            item
            for item in items
            if all(value in self.values(key, item, asked.last) for key, value in asked.where)
        ]
        everyone = items + wrong
        if asked.count == "persons":
            chosen = _one_each(chosen)
            left_out = len({item.person["id"] for item in everyone}) - len(chosen)
        else:
            left_out = len(everyone) - len(chosen)
        cells: dict[tuple[tuple[str, ...], str], set[int]] = defaultdict(set)
        for item in chosen:
            names: list[tuple[str, ...]] = [()]
            for key in asked.rows:
                names = [(*name, value) for name in names for value in self.values(key, item, asked.last)]
            for name in names:
                for column in self.values(asked.columns, item, asked.last):
                    cells[name, column].add(id(item))
        rows, columns = defaultdict(set), defaultdict(set)
        for (name, column), found in cells.items():
            rows[name] |= found
            columns[column] |= found
        return Answer(_sizes(cells), _sizes(rows), _sizes(columns), len(chosen), left_out)

    def values(self, key: str, item: Item, last: str) -> list[str]:
        enrolment, person = item.enrolment, item.person
        found: Any = ""
        if key in ("gender", "municipality", "education_level"):
            found = person[key]
        elif key == "birth_decade":
            found = f"{person['birth_year'] // 10}0" if person["birth_year"] else ""
        elif key == "age_group":
            found = _age_group(person, enrolment["started_on"] if enrolment else item.day)
        elif key == "month":
            found = item.day[:7]
        elif key == "referral_source":
            found = item.referral["source"] if item.referral else ""
        elif key == "workshop":
            found = self.workshops[(enrolment or item.referral or {})["workshop_id"]]
        elif enrolment is None:
            found = ""
        elif key in ("track", "support_category"):
            day = last or enrolment["ended_on"] or self.today
            history = self.tracks if key == "track" else self.categories
            begun = [r for r in history if r["enrolment_id"] == enrolment["id"] and r["from_on"] <= day]
            found = max(begun, key=lambda r: (r["from_on"], r["id"]))[key] if begun else ""
        elif key in ("target_group", "income_source"):
            listed = enrolment["target_groups" if key == "target_group" else "income_at_start"]
            return [word.strip('" ') for word in listed.strip("[]").split(",") if word] or ["not_stated"]
        else:
            found = enrolment[key]
        return [found or "not_stated"]

    def _items(self, asked: Question) -> tuple[list[Item], list[Item]]:
        """Return the counted items, and the misregistered ones."""
        good, wrong = [], []
        last = asked.last or "9999"
        if asked.state == "referred":
            by_id = {row["id"]: row for row in self.enrolments}
            for row in self.referrals:
                day, enrolment = row["referred_on"], by_id.get(row["enrolment_id"])
                if (day is None and asked.first == "0000" and not asked.last) or (
                    day is not None and asked.first <= day <= last
                ):
                    item = Item(row["id"], self.people[row["participant_id"]], enrolment, row, day or "")
                    is_wrong = enrolment is not None and enrolment["exit_manner"] == "error"
                    (wrong if is_wrong else good).append(item)
            return good, wrong
        for row in self.enrolments:
            day = {"started": row["started_on"], "ended": row["ended_on"]}.get(asked.state)
            if asked.state == "open":
                day = asked.last or self.today
                if row["started_on"] > day or (row["ended_on"] and row["ended_on"] <= day):
                    continue
            elif day is None or not asked.first <= day <= last:
                continue
            led = [one for one in self.referrals if one["enrolment_id"] == row["id"]]
            item = Item(row["id"], self.people[row["participant_id"]], row, led[-1] if led else None, day)
            (wrong if row["exit_manner"] == "error" else good).append(item)
        return good, wrong

    def took_part(self, first: str, last: str) -> set[int]:
        """Return the people who were enrolled on any day of the period."""
        return {
            row["participant_id"]
            for row in self.enrolments
            if row["exit_manner"] != "error"
            and row["started_on"] <= last
            and (row["ended_on"] is None or row["ended_on"] > max(row["started_on"], first))
        }


def _one_each(items: list[Item]) -> list[Item]:
    """Return each person's latest enrolment."""
    latest: dict[int, Item] = {}
    for item in items:
        rival = latest.get(item.person["id"])
        if rival is None or _age(item) > _age(rival):
            latest[item.person["id"]] = item
    return list(latest.values())


def _age(item: Item) -> tuple[str, int]:
    return (item.enrolment["started_on"] if item.enrolment else item.day), item.id


def _age_group(person: Row, day: str) -> str:
    number = person["personal_number"]
    if number:
        born = date(int(number[:4]), int(number[4:6]), int(number[6:8]) % 60 or 60)
        age = int(day[:4]) - born.year - (day[5:] < f"{born:%m-%d}")
    elif person["birth_year"]:
        age = int(day[:4]) - person["birth_year"]
    else:
        return ""
    return next(label for label, low, high in AGES if low <= age <= high)


def _sizes(groups: dict[Any, set[int]]) -> Counter[Any]:
    return Counter({key: len(found) for key, found in groups.items()})
