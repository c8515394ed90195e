"""The shipped vocabularies have the labels, ids and marks that the trade uses."""

import re

import pytest

from verkstad.domain.shipped import MODULE_TITLES, WHEELS
from verkstad.domain.vocabularies import OCCUPIED, VOCABULARIES, WORK_OR_STUDY

LABELS = {
    "gender": "Kvinna · Man · Ej angivet",
    "target_group": "Unga 18–24 · Nyanländ · Långtidsarbetslös · Funktionsnedsättning med nedsatt arbetsförmåga · "
    "Är eller har varit sjukskriven · Utrikesfödd · Försörjningsstödstagare · Kommunalt aktivitetsansvar · Annan",
    "referral_source": "Ekonomiskt bistånd · Arbetsförmedlingen · Försäkringskassan · Region/vård · "
    "Socialtjänst övrigt · Vuxenutbildning/SFI · Samordningsförbund · Frivård · Skola/KAA · Egen ansökan · "
    "Annan kommun · Annan",
    "support_category": "AM1 · AM2 · AM3 · Ej kategoriserad",
    "track": "Vård och omsorg · Mat och gröna näringar · Teknik och industriell produktion · Barn och skola · "
    "Lager och logistik · Handel och service · Bygg och fastighet · Ej valt",
    "enrolment_status": "Väntar · Inskriven · Pausad · Avslutad · Aldrig påbörjad",
    "exit_manner": "Fullföljt · Förtida avslut · Övergång till ordinarie verksamhet · Aldrig påbörjad · "
    "Felregistrering",
    "exit_destination": "Arbete utan stöd · Arbete med lönestöd · Eget företag · Lärlingsanställning · "
    "Extratjänst · Kommunal arbetsmarknadsanställning · Studier med studiemedel · "
    "SFI eller studier utan studiemedel · Arbetsmarknadsutbildning · Praktik i annan regi · "
    "Åter till Arbetsförmedlingen · Annan kommunal insats · "
    "Daglig verksamhet (LSS) eller sysselsättning (SoL) · Sjuk- eller aktivitetsersättning · Sjukskrivning · "
    "Föräldraledighet · Pension · Flyttat · Behandling · Kriminalvård · Hög frånvaro · Eget val · Avliden · "
    "Okänt · Annat",
    "income_source": "Försörjningsstöd · A-kassa · Aktivitetsstöd/utvecklingsersättning · "
    "Etableringsersättning · Sjukpenning/rehabpenning · Aktivitetsersättning · Sjukersättning · Lön · "
    "Studiemedel · Föräldrapenning · Pension · Anhörig/ingen · Okänt",
    "education_level": "Förgymnasial kortare än 9 år · Förgymnasial 9 år · Gymnasial högst 2 år · "
    "Gymnasial 3 år · Eftergymnasial kortare än 3 år · Eftergymnasial 3 år eller längre · Uppgift saknas",
    "placement_type": "Arbetspraktik · Arbetsträning · Språkpraktik · APL · Yrkeskompetensbedömning · "
    "Prova på/studiebesök · Kommunal praktik · Utlandspraktik · Introduktionsjobb · Nystartsjobb · "
    "Etableringsjobb · Lönebidrag för anställning · Lönebidrag för utveckling i anställning · "
    "Lönebidrag för trygghet i anställning · Skyddat arbete hos offentlig arbetsgivare (OSA) · Samhall · "
    "Yrkesintroduktion · Extratjänst (historisk) · Anställning utan stöd",
    "placement_end": "Enligt plan · Ledde till anställning · Förlängd · Avbruten av deltagaren · "
    "Avbruten av arbetsgivaren · Sjukdom · Annan insats · Kom aldrig igång",
    "contact_channel": "Besök · Telefon · E-post · Digitalt möte · Träff/mässa · Spontant",
    "contact_purpose": "Första kontakt · Behov · Erbjuda deltagare · Stöd till handledare · Uppföljning · "
    "Efter anställning · Avtal/administration",
    "contact_outcome": "Inget svar · Ej intresserad · Vill veta mer · Återkom · Plats erbjuden · Plats bokad · "
    "Anställning diskuteras · Anställning · Behov av handledarstöd · Problem · Allt fungerar",
    "validation_status": "Planerad · Pågående · Inlämnad till intern kvalitetssäkring · Komplettering · "
    "Godkänd · Kompetensintyg utfärdat · Avbruten",
    "effect": "Ja · Delvis · Nej · Vet ej",
    "measurement_occasion": "Start · Mitten · Avslut · Annat",
    "attendance_status": "Närvaro · Sen · Giltig frånvaro: sjuk · Giltig frånvaro: vård av barn · "
    "Giltig frånvaro: myndighet · Giltig frånvaro: intervju · Giltig frånvaro: annat · Ogiltig frånvaro · Ledig",
    "language_level": "Under A1 · A1 · A2 · B1 · B2 · C1 · C2 · Modersmål",
}
IDS = {
    "gender": "female male not_stated",
    "target_group": "youth_18_24 newly_arrived long_term_unemployed disability sick_leave_return foreign_born "
    "social_assistance kaa other",
    "referral_source": "social_assistance_unit af fk region_health social_services_other adult_education finsam "
    "probation school_kaa self other_municipality other",
    "support_category": "am1 am2 am3 none",
    "enrolment_status": "waiting enrolled paused closed never_started",
    "exit_manner": "completed early transferred never_started error",
    "exit_destination": "work_unsubsidised work_subsidised self_employed apprentice extra_job municipal_job "
    "study_funded study_unfunded labour_market_training placement_other back_to_af other_intervention "
    "daily_activity right_benefit sick parental pension moved treatment prison absence own_choice deceased "
    "unknown other",
}


@pytest.mark.parametrize("key", LABELS)
def test_every_word_is_there(key: str) -> None:
    assert {term.label for term in VOCABULARIES[key].terms} == set(LABELS[key].split(" · "))


@pytest.mark.parametrize("key", IDS)
def test_ids_that_files_rely_on(key: str) -> None:
    """The ids are paired with the labels in the order of LABELS."""
    by_label = {term.label: term.key for term in VOCABULARIES[key].terms}
    assert [by_label[label] for label in LABELS[key].split(" · ")] == IDS[key].split()


@pytest.mark.parametrize("key", VOCABULARIES)
def test_ids_are_plain_and_words_are_told_apart(key: str) -> None:
    terms = VOCABULARIES[key].terms
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", term.key) for term in terms)
    assert len({term.key for term in terms}) == len(terms)
    assert len({term.label.casefold() for term in terms}) == len(terms)


def test_marks_for_kolada() -> None:
    marks = {term.key: term.marks for term in VOCABULARIES["exit_destination"].terms if term.marks}
    work = dict.fromkeys(("work_unsubsidised", "work_subsidised", "self_employed", "apprentice"), "W")
    assert marks == {**work, "study_funded": "S"}


def test_what_the_measures_count() -> None:
    assert (
        set(
            "work_unsubsidised work_subsidised self_employed apprentice study_funded study_unfunded "
            "labour_market_training".split()
        )
        == WORK_OR_STUDY
    )
    assert {"extra_job", "municipal_job", "placement_other"} == OCCUPIED - WORK_OR_STUDY
    assert OCCUPIED > WORK_OR_STUDY


def test_income_is_grouped() -> None:
    groups = {term.group for term in VOCABULARIES["income_source"].terms if term.group}
    assert groups == {"ohälsa", "arbetsmarknadsstöd", "ekonomiskt bistånd", "ingen offentlig"}


def test_language_levels_are_grouped() -> None:
    groups = {term.key: term.group for term in VOCABULARIES["language_level"].terms}
    assert [groups[key] for key in ("below_a1", "a2", "b1", "b2", "c2", "native")] == [
        "A",
        "A",
        "B",
        "B",
        "C",
        "C",
    ]


def test_the_trades_languages_are_there() -> None:
    named = "am ar prs en fr kmr ckb fa pl ps ru so es sw th ti tr uk vi".split()
    assert set(named) <= {term.key for term in VOCABULARIES["language"].terms}


def test_wheels() -> None:
    wheels = {wheel.tool.key: wheel for wheel in WHEELS}
    assert [name for _, name in wheels["arbetshjulet"].areas] == [
        "Kompetens",
        "Kommunikation, språk",
        "Hälsa",
        "Kontakter i arbetslivet, nätverk",
        "Självkännedom",
        "Mål, plan, strategier",
        "Mobilitet",
        "Övrigt",
    ]
    assert [key for key, wheel in wheels.items() if wheel.tool.is_active] == ["arbetshjulet"]
    assert [key for key, wheel in wheels.items() if not wheel.tool.is_stored] == ["halsohjulet"]
    assert [key for key, wheel in wheels.items() if wheel.tool.is_answered_by_staff] == ["stegforflyttning"]
    assert {(wheel.tool.minimum, wheel.tool.maximum) for wheel in WHEELS} == {(1, 10)}


def test_module_titles() -> None:
    assert len(MODULE_TITLES) == 6
    assert "Grundläggande kunskap om arbetsmiljö och säkerhet" in MODULE_TITLES
