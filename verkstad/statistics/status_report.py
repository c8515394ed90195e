"""The figures of a month's status report, by section."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from verkstad.domain.bulk import without_collecting
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Enrolment, Participant, Placement, Referral, Validation, Workshop
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.table import Row, Table
from verkstad.statistics.by_gender import GenderTable, Spans
from verkstad.statistics.measures import measures
from verkstad.statistics.population import grouped, open_on, started, value_on
from verkstad.statistics.report_records import Labels, ReportRecords
from verkstad.statistics.report_results import measure_tables, step_tables, target_table
from verkstad.statistics.report_spans import activity_table, contact_table, loss_table
from verkstad.storage.store import Store


def report_figures(
    store: Store, workshops: Sequence[Workshop], today: date, labels: Labels, month: Month
) -> dict[str, tuple[Table, ...]]:
    """Return the tables of a month's report, counted from the store."""
    with without_collecting():
        return report_tables(ReportRecords.of(store, workshops, today, labels), month)


def report_tables(records: ReportRecords, month: Month) -> dict[str, tuple[Table, ...]]:
    """Return the tables by section id. Sections without figures are absent."""
    spans = Spans.of(month, records.project_starts_on)
    counts = _Counts(records, spans)
    changes = records.wheels.changes(spans.so_far)
    so_far = measures(records.population, spans.so_far)
    targets = target_table(records, spans, changes, so_far)
    return {
        "flow": (counts.flow(), counts.persons(), *((targets,) if targets.rows else ())),
        "not_started": (counts.referrals(),),
        "exits": (counts.manners(), counts.destinations()),
        "results": measure_tables(records, spans, so_far),
        "employers": (contact_table(records, spans), counts.placements(), counts.placement_types()),
        "activities": (activity_table(records, spans),),
        "validation": (counts.validations(),),
        "steps": step_tables(changes),
        "horizontal": (counts.tracks(),),
        "definitions": (loss_table(records, spans),),
    }


@dataclass(frozen=True)
class _Counts:
    """Tables of counts by gender."""

    records: ReportRecords
    spans: Spans

    @property
    def _enrolments(self) -> Iterable[Enrolment]:
        return self.records.population.enrolments.values()

    def _by_enrolment(self) -> GenderTable:
        return GenderTable(self.records.population.genders_of_enrolments.__getitem__, self.spans)

    def flow(self) -> Table:
        """In each column: in at start + new − ended = out."""
        tables = self._by_enrolment()

        def in_at_start(period: Period) -> list[Enrolment]:
            return open_on(self._enrolments, period.first - timedelta(days=1)) if period.first else []

        def out(period: Period) -> list[Enrolment]:
            return open_on(self._enrolments, period.last) if period.last else []

        rows = [
            tables.row("in_at_start", "Inskrivna vid början", in_at_start),
            tables.row("new", "Nya", lambda period: started(self._enrolments, period)),
            tables.row("ended", "Avslutade", self.records.population.ended),
            tables.row("out", "Inskrivna vid slutet", out),
        ]
        table = tables.table(
            "flow",
            "Inskrivningar: in, nya, avslutade och ut",
            rows,
            "Räknar inskrivningar. Inskrivna vid början + nya − avslutade = inskrivna vid slutet. "
            "Den dag någon avslutas räknas personen inte längre som inskriven.",
        )
        return replace(table, proven=table.proven and _flow_holds(rows))

    def persons(self) -> Table:
        population = self.records.population

        def unique(period: Period) -> list[Participant]:
            found = {one.participant_id or 0 for one in population.took_part(period)}
            return [population.participants[key] for key in sorted(found)]

        tables = GenderTable(population.genders.__getitem__, self.spans)
        return tables.table(
            "persons",
            "Personer som har deltagit",
            [tables.row("took_part", "Unika personer", unique)],
            "Räknar personer. Den som varit inskriven någon dag i perioden räknas en gång.",
            subject="participants",
        )

    def referrals(self) -> Table:
        population = self.records.population

        def referred(period: Period) -> list[Referral]:
            return [one for one in population.referrals.values() if one.referred_on in period]

        def of(outcome: ReferralOutcome) -> Row:
            return tables.row(
                outcome.value,
                outcome.label,
                lambda period: [one for one in referred(period) if one.outcome is outcome],
            )

        genders = {
            key: population.genders[one.participant_id or 0] for key, one in population.referrals.items()
        }
        tables = GenderTable(genders.__getitem__, self.spans)
        return tables.table(
            "referrals",
            "Anvisade efter hur det gick",
            [of(outcome) for outcome in ReferralOutcome],
            "Räknar anvisningar efter anvisningens datum. En anvisning är ingen inskrivning.",
            subject="referrals",
            whole=referred,
        )

    def manners(self) -> Table:
        return self._exits("exit_manner", "Avslut efter sätt", "Räknar avslutade inskrivningar.")

    def destinations(self) -> Table:
        return self._exits(
            "exit_destination", "Avslut efter orsak", "Räknar avslutade inskrivningar.", is_sensitive=True
        )

    def _exits(self, vocabulary: str, title: str, definition: str, *, is_sensitive: bool = False) -> Table:
        def group(period: Period) -> dict[str, list[Enrolment]]:
            return grouped(self.records.population.ended(period), lambda one: str(getattr(one, vocabulary)))

        tables = self._by_enrolment()
        return tables.table(
            vocabulary,
            title,
            tables.rows(self.records.labels(vocabulary), group),
            definition,
            whole=self.records.population.ended,
            is_sensitive=is_sensitive,
        )

    def placements(self) -> Table:
        def running(period: Period) -> list[Placement]:
            return [one for one in self.records.placements if _is_running(one, period)]

        def ended_in(period: Period, reason: str = "") -> list[Placement]:
            return [
                one
                for one in self.records.placements
                if one.ended_on is not None
                and one.ended_on in period
                and (not reason or one.end_reason == reason)
            ]

        tables = self._by_enrolment_of(self.records.placements)
        return tables.table(
            "placements",
            "Praktik",
            [
                tables.row(
                    "started",
                    "Påbörjade",
                    lambda period: [one for one in self.records.placements if one.started_on in period],
                ),
                tables.row("running", "Pågående någon dag", running),
                tables.row("ended", "Avslutade", ended_in),
                tables.row(
                    "employment",
                    "Ledde till anställning",
                    lambda period: ended_in(period, "led_to_employment"),
                ),
            ],
            "Räknar placeringar. En person kan ha flera.",
            subject="placements",
        )

    def placement_types(self) -> Table:
        def begun(period: Period) -> list[Placement]:
            return [one for one in self.records.placements if one.started_on in period]

        def group(period: Period) -> dict[str, list[Placement]]:
            return grouped(begun(period), lambda one: one.placement_type)

        tables = self._by_enrolment_of(self.records.placements)
        return tables.table(
            "placement_types",
            "Påbörjad praktik efter typ",
            tables.rows(self.records.labels("placement_type"), group),
            "Räknar placeringar efter startdatum.",
            subject="placements",
            whole=begun,
        )

    def validations(self) -> Table:
        found = self.records.validations

        def dated(name: str, period: Period) -> list[Validation]:
            return [one for one in found if (on := getattr(one, name)) is not None and on in period]

        tables = self._by_enrolment_of(found)
        return tables.table(
            "validations",
            "Valideringar",
            [
                tables.row("started", "Påbörjade", lambda period: dated("started_on", period)),
                tables.row("certified", "Utfärdade intyg", lambda period: dated("certificate_on", period)),
            ],
            "Räknar valideringar. En person kan ha flera.",
            subject="validations",
        )

    def tracks(self) -> Table:
        population = self.records.population

        def group(period: Period) -> dict[str, list[Enrolment]]:
            def track(enrolment: Enrolment) -> str:
                day = period.last or enrolment.ended_on or population.today
                return value_on(population.tracks.get(enrolment.id, ()), day)

            return grouped(population.took_part(period), track)

        tables = self._by_enrolment()
        return tables.table(
            "tracks",
            "Kvinnor och män i branschspåren",
            tables.rows(self.records.labels("track"), group),
            "Räknar inskrivningar som varit öppna någon dag, med det spår som gällde den sista dagen.",
            whole=population.took_part,
        )

    def _by_enrolment_of(self, records: Iterable[Placement | Validation]) -> GenderTable:
        """Return a maker of tables for records that belong to enrolments."""
        of_enrolment = self.records.population.genders_of_enrolments
        genders = {one.id: of_enrolment[one.enrolment_id or 0] for one in records}
        return GenderTable(genders.__getitem__, self.spans)


def _is_running(placement: Placement, period: Period) -> bool:
    start, end = placement.started_on, placement.ended_on
    if start is None or (period.last is not None and start > period.last):
        return False
    return end is None or period.first is None or end >= period.first


def _flow_holds(rows: list[Row]) -> bool:
    columns = zip(*(row.cells for row in rows), strict=True)
    return all(
        (in_.value or 0) + (new.value or 0) - (gone.value or 0) == out.value
        for in_, new, gone, out in columns
    )
