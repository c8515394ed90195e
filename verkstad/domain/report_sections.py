"""The headings of the status report, in order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading. `is_written` is True if the leader writes a text under it; `prompt` then suggests what to write."""

    id: str
    heading: str
    is_written: bool = True
    prompt: str = ""


SECTIONS = (
    SectionHeading("summary", "Sammanfattning", prompt="Det viktigaste den här månaden, i tre–fem meningar."),
    SectionHeading("flow", "Deltagarflöde", prompt="Vad förklarar hur många som har kommit och gått?"),
    SectionHeading(
        "not_started", "Anvisade som inte börjat", prompt="Varför har de inte börjat, och vad görs åt det?"
    ),
    SectionHeading("exits", "Avslut", prompt="Vad ligger bakom avsluten?"),
    SectionHeading("results", "Resultat efter 3 månader", prompt="Hur har det gått för dem som slutat?"),
    SectionHeading(
        "employers", "Arbetsgivare och praktik", prompt="Nya samarbeten, och vad arbetsgivarna säger."
    ),
    SectionHeading("activities", "Aktiviteter", prompt="Vad har ni gjort tillsammans, och för vem?"),
    SectionHeading("validation", "Validering", prompt="Moduler, intyg och hur det gick."),
    SectionHeading("steps", "Stegförflyttning", prompt="Vad visar mätningarna, och vad visar de inte?"),
    SectionHeading(
        "horizontal",
        "Horisontella principer",
        prompt="Jämställdhet, tillgänglighet och icke-diskriminering: vad har gjorts?",
    ),
    SectionHeading("deviations", "Avvikelser, risker, åtgärder", prompt="Vad har inte gått som tänkt?"),
    SectionHeading("cooperation", "Samverkan", prompt="Med vilka, om vad och med vilket resultat?"),
    SectionHeading("lessons", "Lärdomar", prompt="Vad skulle ni göra om eller göra annorlunda?"),
    SectionHeading("next_period", "Nästa period", prompt="Vad är planerat?"),
    SectionHeading("definitions", "Definitioner och bortfall", is_written=False),
)
