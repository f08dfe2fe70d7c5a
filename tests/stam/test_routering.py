"""Who decides and who handles: pure functions over what is set up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.stam import routering
from simulator.stam.configuratie import Aanvraagbaar, Behandeling, Inrichting, Mandaat
from simulator.stam.errors import GeenBevoegdGezag, OpgaveOngeldig, OrganisatieOnbekend
from simulator.stam.model import Activiteit, Locatie
from simulator.stam.routering import Plaats, Vraag
from simulator.stelsel import organisaties
from simulator.stelsel.rd import etrs89_van_rd

OP = date(2026, 3, 2)
EILAND, HAVEN, PROVINCIE = "00000009001000009920", "00000009001000009921", "00000009002000000099"
SCHAP, DIENST, REGIO = "00000009003000009920", "00000009000000009920", "00000009000000009921"
KAP, MILIEU, BODEM = (f"nl.imow-gm9920.activiteit.{naam}" for naam in ("Kappen", "Milieu", "Bodem"))
NATUUR = "nl.imow-pv99.activiteit.Natuur"
RIJK = "nl.imow-mnre1034.activiteit.Mba"
OP_EILAND = Locatie(punt=(98500.0, 540800.0))
IN_HAVEN = Locatie(punt=(99700.0, 540800.0))


def vlak(x1: float, x2: float, y1: float = 540300, y2: float = 540500) -> Locatie:
    return Locatie(vlak=((x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)))


def vraag(*ids: str, locatie: Locatie = OP_EILAND, **anders: Any) -> Vraag:
    soort = anders.pop("soort", "Aanvraag vergunning")
    return Vraag(soort, tuple(Activiteit(i, i) for i in ids), routering.plaats((locatie,), OP), OP, **anders)


def inrichting(*behandelingen: Behandeling, mandaten: tuple[Mandaat, ...] = (), **activiteiten: Any) -> Inrichting:
    bekend = {i: Aanvraagbaar(i, i) for i in (KAP, MILIEU, BODEM, NATUUR, RIJK)}
    return Inrichting({**bekend, **activiteiten}, behandelingen, mandaten)


def behandeling(activiteit: str = MILIEU, dienst: str = DIENST, gezag: str = EILAND, **anders: Any) -> Behandeling:
    return Behandeling(date(2026, 1, 1), gezag, activiteit, dienst, **anders)


def delen(gegeven: Vraag, hoe: Inrichting) -> list[tuple[str, str, list[str]]]:
    """(bevoegd gezag, behandeldienst, activiteiten) of each verzoek."""
    return [
        (d.bevoegd_gezag, d.behandeldienst, [a.activiteit_id for a in d.activiteiten])
        for d in routering.route(gegeven, hoe)
    ]


def niet(gegeven: Vraag, hoe: Inrichting) -> dict[str, str]:
    return {rij.oin: rij.reden for deel in routering.route(gegeven, hoe) for rij in deel.onderdrukt}


def test_a_place_knows_its_codes_and_box() -> None:
    assert {"gm9920", "pv99", "ws9920"} <= set(routering.plaats((OP_EILAND,), OP).codes)
    assert routering.plaats((OP_EILAND, IN_HAVEN), OP).box == (98500.0, 540800.0, 99700.0, 540800.0)
    assert routering.plaats((Locatie(),), OP) == Plaats()


def test_the_largest_part_comes_first() -> None:
    assert routering.plaats((vlak(98900, 99900),), OP).eerste("gemeente") == "gm9921"
    assert routering.plaats((vlak(98300, 99300),), OP).eerste("gemeente") == "gm9920"


def test_degrees_will_do_when_there_are_no_metres() -> None:
    graden = Locatie(etrs_punt=etrs89_van_rd(98500.0, 540800.0))
    gevonden = routering.plaats((graden,), OP)
    assert gevonden.eerste("gemeente") == "gm9920"
    assert gevonden.box[0] == pytest.approx(98500, abs=2)


@pytest.mark.parametrize(
    ("locatie", "reden"),
    [
        (Locatie(punt=(float("nan"), 1.0)), "geen getal"),
        (Locatie(vlak=((1.0, 1.0), (2.0, 2.0))), "vier punten"),
        (Locatie(vlak=((0, 0), (9, 9), (9, 0), (0, 9), (0, 0))), "snijdt"),
    ],
)
def test_an_area_that_is_none(locatie: Locatie, reden: str) -> None:
    with pytest.raises(OpgaveOngeldig, match=reden):
        routering.plaats((locatie,), OP)


def test_who_decides_by_kind() -> None:
    for gezag, oin in (("gemeente", HAVEN), ("provincie", PROVINCIE), ("waterschap", SCHAP), ("eigen", EILAND)):
        hoe = inrichting(**{KAP: Aanvraagbaar(KAP, "", gezag)})  # type: ignore[arg-type]
        assert delen(vraag(KAP, locatie=IN_HAVEN), hoe) == [(oin, "", [KAP])]


def test_an_activiteit_of_het_rijk_is_for_the_gemeente_by_default() -> None:
    assert delen(vraag(RIJK), Inrichting({})) == [(EILAND, "", [RIJK])]


def test_nobody_decides_outside_every_area() -> None:
    zee = Locatie(punt=(-50_000.0, 900_000.0))
    with pytest.raises(GeenBevoegdGezag, match="geen gemeente bevoegd"):
        routering.route(vraag(RIJK, locatie=zee), Inrichting({}))
    onbekend = "nl.imow-gm0001.activiteit.X"
    with pytest.raises(OrganisatieOnbekend, match="PUT /_sim/organisaties/gm0001"):
        routering.route(vraag(onbekend), Inrichting({}))
    erbij = Inrichting({}, organisaties={"gm0001": organisaties.van_code("gm0001")})
    assert delen(vraag(onbekend), erbij) == [("00000009001000000001", "", [onbekend])]


def test_who_can_be_chosen_with_the_derived_one_first() -> None:
    gegeven = vraag(KAP, locatie=IN_HAVEN)
    keuzes = routering.keuzes(gegeven, inrichting(), gegeven.activiteiten[0])
    assert (keuzes[0].oin, keuzes[0].naam, keuzes[0].afgeleid) == (EILAND, "Gemeente Testeiland", True)
    assert {HAVEN, PROVINCIE, SCHAP} <= {keuze.oin for keuze in keuzes[1:] if not keuze.afgeleid}


def test_a_project_is_split_by_bevoegd_gezag() -> None:
    assert delen(vraag(KAP, NATUUR, BODEM), inrichting()) == [(EILAND, "", [KAP, BODEM]), (PROVINCIE, "", [NATUUR])]


def test_a_magneet_draws_everything() -> None:
    hoe = inrichting(**{NATUUR: Aanvraagbaar(NATUUR, "", magneet=True)})
    assert delen(vraag(KAP, NATUUR), hoe) == [(PROVINCIE, "", [KAP, NATUUR])]
    assert "magneetactiviteit" in niet(vraag(KAP, NATUUR), hoe)[EILAND]
    assert delen(vraag(KAP, NATUUR, bevoegd_gezag=HAVEN), hoe) == [(HAVEN, "", [KAP, NATUUR])]


def test_ladder_one_to_one() -> None:
    (deel,) = routering.route(vraag(MILIEU), inrichting(behandeling()))
    assert [(o.oin, o.rol, o.kopie) for o in deel.ontvangers] == [
        (EILAND, "bevoegd gezag", True),
        (DIENST, "behandeldienst", False),
    ]
    assert deel.onderdrukt == ()


def test_ladder_one_to_n_by_area() -> None:
    """One bevoegd gezag, two areas, a behandeldienst each."""
    hoe = inrichting(
        behandeling(NATUUR, DIENST, PROVINCIE, gebied="gm9920"),
        behandeling(NATUUR, REGIO, PROVINCIE, gebied="gm9921"),
    )
    assert delen(vraag(NATUUR), hoe) == [(PROVINCIE, DIENST, [NATUUR])]
    assert delen(vraag(NATUUR, locatie=IN_HAVEN), hoe) == [(PROVINCIE, REGIO, [NATUUR])]
    assert delen(vraag(NATUUR, locatie=Locatie(punt=(98500.0, 542000.0))), hoe) == [(PROVINCIE, "", [NATUUR])]


def test_ladder_one_to_unknown() -> None:
    """In the areas of two behandeldiensten at once: nobody but the bevoegd gezag hears of it."""
    hoe = inrichting(
        behandeling(NATUUR, DIENST, PROVINCIE, gebied="gm9920"),
        behandeling(NATUUR, REGIO, PROVINCIE, gebied="gm9921"),
    )
    over_de_grens = vraag(NATUUR, locatie=vlak(98900, 99300))
    assert delen(over_de_grens, hoe) == [(PROVINCIE, "", [NATUUR])]
    redenen = niet(over_de_grens, hoe)
    assert set(redenen) == {DIENST, REGIO}
    assert all("samenwerking" in reden for reden in redenen.values())


def test_2022_gives_the_behandeldienst_a_verzoek_of_its_own() -> None:
    hoe = inrichting(behandeling(), behandeling(BODEM, REGIO))
    assert delen(vraag(KAP, MILIEU, BODEM), hoe) == [
        (EILAND, "", [KAP]),
        (EILAND, DIENST, [MILIEU]),
        (EILAND, REGIO, [BODEM]),
    ]
    assert niet(vraag(KAP, MILIEU, BODEM), hoe) == {}


def test_2020_does_not_reach_it_in_a_meervoudig_verzoek() -> None:
    hoe = inrichting(behandeling())
    assert delen(vraag(MILIEU, routering="2020"), hoe) == [(EILAND, DIENST, [MILIEU])]
    samen = vraag(KAP, MILIEU, routering="2020")
    assert delen(samen, hoe) == [(EILAND, "", [KAP, MILIEU])]
    assert "routering 2020" in niet(samen, hoe)[DIENST]


def test_a_chosen_behandeldienst_splits_nothing() -> None:
    hoe = inrichting(behandeling(), behandeling(BODEM, REGIO))
    gekozen = vraag(KAP, MILIEU, BODEM, behandeldienst=REGIO)
    assert delen(gekozen, hoe) == [(EILAND, REGIO, [KAP, MILIEU, BODEM])]
    assert "hoogstens twee ontvangers" in niet(gekozen, hoe)[DIENST]
    assert REGIO not in niet(gekozen, hoe)
    niemand = vraag(KAP, MILIEU, NATUUR, behandeldienst="")
    assert delen(niemand, hoe) == [(EILAND, "", [KAP, MILIEU, NATUUR])]
    assert set(niet(niemand, hoe)) == {DIENST, PROVINCIE}


def test_the_bevoegd_gezag_is_no_behandeldienst_of_itself() -> None:
    (deel,) = routering.route(vraag(KAP, behandeldienst=EILAND), inrichting())
    assert deel.behandeldienst == ""
    assert [o.kopie for o in deel.ontvangers] == [False]


def test_a_configuration_holds_in_its_time_and_for_its_type() -> None:
    morgen = replace(behandeling(), begindatum=date(2026, 3, 3))
    voorbij = behandeling(einddatum=date(2026, 3, 1))
    vandaag = behandeling(einddatum=OP)
    melding = behandeling(toestemming="Melding")
    uit = [delen(vraag(MILIEU), inrichting(rij))[0][1] for rij in (morgen, voorbij, vandaag, melding)]
    assert uit == ["", "", DIENST, ""]
    assert delen(vraag(MILIEU, soort="Melding"), inrichting(melding))[0][1] == DIENST


def test_the_most_precise_configuration_counts() -> None:
    hoe = inrichting(behandeling(), behandeling(dienst=REGIO, gebied="gm9920"))
    assert delen(vraag(MILIEU), hoe)[0][1] == REGIO
    assert "preciezere" in niet(vraag(MILIEU), hoe)[DIENST]


@pytest.mark.parametrize(
    ("mandaat", "behandelt", "reden"),
    [("volledig", True, ""), ("advies", False, "adviseert"), ("geen", False, "geen mandaat")],
)
def test_a_mandaat_decides(mandaat: Any, behandelt: bool, reden: str) -> None:
    hoe = inrichting(behandeling(), mandaten=(Mandaat(EILAND, DIENST, mandaat),))
    assert delen(vraag(MILIEU), hoe)[0][1] == (DIENST if behandelt else "")
    assert reden in niet(vraag(MILIEU), hoe).get(DIENST, "")


def test_a_mandaat_for_the_activiteit_goes_before_one_for_all() -> None:
    hoe = inrichting(
        behandeling(), mandaten=(Mandaat(EILAND, DIENST, "geen"), Mandaat(EILAND, DIENST, "volledig", MILIEU))
    )
    assert delen(vraag(MILIEU), hoe)[0][1] == DIENST


def test_who_has_a_mandaat_but_is_not_set_up_is_told_of() -> None:
    mandaten = (
        Mandaat(EILAND, REGIO, "advies"),
        Mandaat(EILAND, DIENST, "volledig", KAP),
        Mandaat(HAVEN, SCHAP, "advies"),
    )
    redenen = niet(vraag(KAP), inrichting(mandaten=mandaten))
    assert set(redenen) == {REGIO, DIENST}
    assert "niet ingesteld" in redenen[DIENST]
    assert niet(vraag(KAP), inrichting(mandaten=(Mandaat(EILAND, DIENST, "volledig"),))) == {}
