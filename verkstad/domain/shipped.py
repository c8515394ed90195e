"""Data shipped with the program, apart from vocabularies: wheels and module titles."""

from dataclasses import dataclass

from verkstad.domain.records.measurement import WheelTool
from verkstad.domain.records.validation import Programme


@dataclass(frozen=True, slots=True)
class ShippedWheel:
    """A tool with the ids and names of its areas, in order."""

    tool: WheelTool
    areas: tuple[tuple[str, str], ...]


WHEELS = (
    ShippedWheel(
        WheelTool(key="arbetshjulet", name="Arbetshjulet", interval_weeks=13),
        (
            ("competence", "Kompetens"),
            ("communication_language", "Kommunikation, språk"),
            ("health", "Hälsa"),
            ("work_contacts", "Kontakter i arbetslivet, nätverk"),
            ("self_knowledge", "Självkännedom"),
            ("goals_plan", "Mål, plan, strategier"),
            ("mobility", "Mobilitet"),
            ("other", "Övrigt"),
        ),
    ),
    ShippedWheel(
        WheelTool(key="livshjulet", name="Livshjulet", interval_weeks=13, is_active=False),
        (
            ("health", "Hälsa"),
            ("economy", "Ekonomi"),
            ("housing", "Boende"),
            ("family", "Familj"),
            ("relations", "Relationer"),
            ("leisure", "Fritid"),
            ("work_studies", "Arbete/studier"),
            ("personal_growth", "Personlig utveckling"),
        ),
    ),
    ShippedWheel(
        WheelTool(key="halsohjulet", name="Hälsohjulet", is_stored=False, is_active=False),
        (("stress", "Stress"), ("sleep", "Sömn"), ("food", "Kost"), ("exercise", "Motion")),
    ),
    ShippedWheel(
        WheelTool(
            key="stegforflyttning", name="Stegförflyttning", is_answered_by_staff=True, is_active=False
        ),
        (
            ("motivation", "Motivation"),
            ("confidence", "Självförtroende"),
            ("health_wellbeing", "Hälsa och mående"),
            ("language", "Språk"),
            ("network", "Nätverk"),
            ("work_experience", "Arbetslivserfarenhet"),
            ("routines", "Rutiner"),
        ),
    ),
)

PROGRAMME = Programme(name="Validering på arbetsplats")

MODULE_TITLES = (
    "Kompetenser för arbetslivet",
    "Butikshandel",
    "Återvinningscentral",
    "Disk/kafé",
    "Hygienarbete/kök",
    "Grundläggande kunskap om arbetsmiljö och säkerhet",
)
"""Titles only. The criteria belong to the provider, and the user types them in."""
