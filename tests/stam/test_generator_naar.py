import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.kernel.ids import toeval
from simulator.stam import generator
from simulator.stam.generator import Gemaakt, Wensen, WensOnmogelijk
from simulator.stam.generator.locaties import midden
from simulator.stam.model import (
    Activiteit,
    Adres,
    AdresAanduiding,
    Contactpersoon,
    Document,
    GevraagdeBijlage,
    Inhoud,
    Locatie,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    Perceel,
    Specificatie,
    Vestiging,
)
from simulator.stelsel import ambtsgebieden
from tests.stam.persoonsregels import controleer

ADRES = Adres("Waterkeringweg", 77, "1052XX", "Aardenhout")
GEDEELD = Document("doc-1", "Plattegrond Waterkeringweg.pdf", "application/pdf", 123_456, vertrouwelijk=True)
ALGEMEEN = Document("doc-2", "brief Zwartjens", "", 0)


def vraag(nummer: str, antwoord: str, **meer: Any) -> Specificatie:
    return Specificatie(nummer, f"Vraag {nummer}?", antwoord, **meer)


EIGEN = Inhoud(
    naam="Verbouwing Zwartjens",
    type="Melding",
    project_naam="Verbouwing Zwartjens",
    project_omschrijving="Voor de heer Zwartjens, 0612345678, p.zwartjens@bedrijf.nl, BSN 123456782.",
    initiatiefnemer=NietNatuurlijkPersoon(
        "68750110", "Zwartjens Bouwgroep", "p.zwartjens@bedrijf.nl", "", ADRES, None, Vestiging("000037178598", ADRES)
    ),
    gemachtigde=None,
    contactpersoon=Contactpersoon("P.", "Zwartjens", "", "p.zwartjens@bedrijf.nl", "0612345678", ADRES),
    locaties=(
        Locatie(
            AdresAanduiding("0363200000123456", "Waterkeringweg", 77, "1052XX", "Aardenhout"),
            Perceel("Aardenhout", "K", 8123),
            (121_000.0, 487_000.0),
            None,
            (52.37, 4.89),
        ),
    ),
    activiteiten=(
        Activiteit(
            "nl.imow-gm0363.activiteit.Verbouwen",
            "Verbouwen",
            "Klein",
            (
                vraag("1", "Ja"),
                vraag("2", "12,50"),
                vraag("3", "31-12-1980", oorspr_antwoord="2020-01-31"),
                vraag("4", "Dhr. Zwartjens uit Aardenhout, zie ook Zwartjens Bouwgroep"),
                vraag("5", ""),
                vraag("6", "123456782"),
                vraag("366941", "68750110"),
                vraag("8", "", gevraagde_bijlagen=(GevraagdeBijlage("Tekening", (GEDEELD,)),)),
                vraag("9", "", gevraagde_bijlagen=(GevraagdeBijlage("Tekening", (GEDEELD,)),)),
            ),
        ),
        Activiteit("nl.imow-mnre1034.activiteit.Technisch", "Technisch"),
    ),
    bijlagen=(ALGEMEEN,),
    referentie_aanvrager="Zwartjens-2026",
    toelichting="Bel Zwartjens",
)


def naar(zaad: int = 1, inhoud: Inhoud = EIGEN, **wensen: Any) -> Gemaakt:
    return generator.maak_naar(inhoud, toeval(zaad, "naar"), Wensen(**wensen))


def antwoorden(inhoud: Inhoud) -> dict[str, str]:
    return {v.vraag_id: v.antwoord for a in inhoud.activiteiten for v in a.specificaties}


@pytest.mark.parametrize("zaad", range(10))
def test_nothing_that_is_about_somebody_is_left(zaad: int) -> None:
    gemaakt = naar(zaad)
    controleer(gemaakt)
    tekst = repr(gemaakt)
    geheim = (
        "Zwartjens zwartjens Waterkeringweg Aardenhout 1052XX 0612345678 123456782 68750110 000037178598 bedrijf.nl"
    )
    for deel in (*geheim.split(), "0363200000123456", "doc-1", "doc-2", "31-12-1980", "2020-01-31", "121000.0"):
        assert deel not in tekst


def test_what_the_form_says_stays() -> None:
    inhoud = naar().inhoud
    assert inhoud.type == EIGEN.type
    assert [(a.activiteit_id, a.naam, a.subactiviteit) for a in inhoud.activiteiten] == [
        (a.activiteit_id, a.naam, a.subactiviteit) for a in EIGEN.activiteiten
    ]
    vragen, was = inhoud.activiteiten[0].specificaties, EIGEN.activiteiten[0].specificaties
    for nieuw, oud in zip(vragen, was, strict=True):
        assert (nieuw.vraag_id, nieuw.vraagtekst) == (oud.vraag_id, oud.vraagtekst)
        assert [b.documentsoort for b in nieuw.gevraagde_bijlagen] == [b.documentsoort for b in oud.gevraagde_bijlagen]


def test_answers_keep_their_shape() -> None:
    gegeven = antwoorden(naar(op=date(2026, 6, 1)).inhoud)
    assert gegeven["1"] == "Ja"
    assert re.fullmatch(r"1[0-5],[0-9]{2}", gegeven["2"])
    assert re.fullmatch(r"[0-9]{2}-[0-9]{2}-202[567]", gegeven["3"])
    oud = antwoorden(EIGEN)["4"]
    assert re.sub(r"\w", "x", gegeven["4"]) == re.sub(r"\w", "x", oud)
    assert gegeven["5"] == ""
    assert re.fullmatch(r"9999[0-9]{5}", gegeven["6"])
    assert re.fullmatch(r"9999[0-9]{4}", gegeven["366941"])


def test_persons_keep_their_kind_and_what_is_known_of_them() -> None:
    inhoud = naar().inhoud
    bedrijf = inhoud.initiatiefnemer
    assert isinstance(bedrijf, NietNatuurlijkPersoon)
    assert bedrijf.telefoonnummer == ""
    assert bedrijf.emailadres
    assert bedrijf.bezoekadres is None
    assert isinstance(bedrijf.postadres, Adres)
    assert bedrijf.vestiging is not None
    assert bedrijf.vestiging.locatieadres is None
    assert inhoud.contactpersoon is not None
    assert inhoud.gemachtigde is None


@pytest.mark.parametrize("casus", generator.casussen())
def test_a_made_verzoek_can_be_an_example_too(casus: str) -> None:
    voorbeeld = generator.maak(casus, toeval(3, "v")).inhoud
    gemaakt = naar(inhoud=voorbeeld)
    controleer(gemaakt)
    assert type(gemaakt.inhoud.initiatiefnemer) is type(voorbeeld.initiatiefnemer)
    if isinstance(voorbeeld.initiatiefnemer, NatuurlijkPersoon):
        assert gemaakt.inhoud.initiatiefnemer != voorbeeld.initiatiefnemer
    assert len(gemaakt.inhoud.documenten) == len(voorbeeld.documenten)


def test_documents_are_made_up_of_about_the_same_size_and_stay_shared() -> None:
    gemaakt = naar(grootte=(300, 400))
    gedeeld, algemeen = (bestand.document for bestand in gemaakt.bestanden)
    assert (gedeeld.mediatype, gedeeld.vertrouwelijk) == ("application/pdf", True)
    assert 110_000 < gedeeld.grootte < 136_000
    assert gedeeld.bestandsnaam.endswith(".pdf")
    assert 300 <= algemeen.grootte <= 400
    per_vraag = [b.documenten for v in gemaakt.inhoud.activiteiten[0].specificaties for b in v.gevraagde_bijlagen]
    assert per_vraag == [(gedeeld,), (gedeeld,)]
    assert gemaakt.inhoud.bijlagen == (algemeen,)


def test_the_location_lies_elsewhere_in_the_same_gemeente() -> None:
    (locatie,) = naar().inhoud.locaties
    assert locatie.adres is not None
    assert locatie.perceel is not None
    assert locatie.perceel != EIGEN.locaties[0].perceel
    assert locatie.vlak is None
    punt = midden(locatie)
    assert punt is not None
    assert "gm0363" in ambtsgebieden.bij_punt(*punt)


def test_a_wish_for_an_area_moves_the_activities_along() -> None:
    inhoud = naar(gebied="gm9921").inhoud
    assert [a.activiteit_id for a in inhoud.activiteiten] == [
        "nl.imow-gm9921.activiteit.Verbouwen",
        "nl.imow-mnre1034.activiteit.Technisch",
    ]
    punt = midden(inhoud.locaties[0])
    assert punt is not None
    assert "gm9921" in ambtsgebieden.bij_punt(*punt)


def test_wishes_hold_for_an_example_as_well() -> None:
    wensen = {"type": "Informatie", "indiener": "buitenland", "locatie": "getekend", "bijlagen": 5, "merk": "M-1"}
    gemaakt = naar(**wensen, lange_naam=True, activiteiten=("nl.imow-mnre1034.activiteit.Technisch",))
    controleer(gemaakt)
    inhoud = gemaakt.inhoud
    assert inhoud.type == "Informatie"
    assert isinstance(inhoud.initiatiefnemer, NatuurlijkPersoon)
    assert inhoud.contactpersoon is None
    assert inhoud.locaties[0].vlak is not None
    assert len(inhoud.documenten) == 5
    assert len(inhoud.project_naam) > 80
    assert [a.naam for a in inhoud.activiteiten] == ["Technisch"]
    assert "M-1" in antwoorden(inhoud).values()
    with pytest.raises(WensOnmogelijk, match="het voorbeeld heeft geen activiteit weg"):
        naar(activiteiten=("weg",))


def test_the_toeval_alone_decides() -> None:
    assert naar(4) == naar(4)
    assert naar(4) != naar(5)


@settings(max_examples=200)
@given(st.text(max_size=80), st.integers(0, 1000))
def test_any_text_can_stand_in_an_example(tekst: str, zaad: int) -> None:
    activiteit = Activiteit("nl.imow-gm9920.activiteit.A", "A", specificaties=(vraag("1", tekst),))
    eigen = replace(
        EIGEN, activiteiten=(activiteit,), project_naam=tekst, bijlagen=(replace(GEDEELD, bestandsnaam=tekst),)
    )
    controleer(naar(zaad, eigen))
