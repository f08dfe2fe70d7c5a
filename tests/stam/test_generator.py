import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.kernel.ids import toeval
from simulator.stam import generator
from simulator.stam.generator import Bijlagewens, Gemaakt, Wensen, WensOnmogelijk, bijlagewensen, tekens
from simulator.stam.generator.casus import lees_casus
from simulator.stam.generator.locaties import midden
from simulator.stam.generator.wensen import INDIENERS, LOCATIESOORTEN, MEESTE_BIJLAGEN, NAMEN, TEKENS
from simulator.stam.model import (
    TYPEN,
    AdresAanduiding,
    AfwijkendAdres,
    BuitenlandsAdres,
    Inhoud,
    Locatie,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    Perceel,
    Specificatie,
    als_json,
    uit_json,
)
from simulator.stelsel import ambtsgebieden, rd
from simulator.stelsel.identificaties import imow
from tests.stam.persoonsregels import controleer

CASUSSEN = tuple(generator.casussen())
VRAGEN = [v for c in generator.casussen().values() for a in c.activiteiten for v in a.vragen]


def maak(casus: str = "boom-kappen", zaad: int = 1, **wensen: Any) -> Gemaakt:
    return generator.maak(casus, toeval(zaad, "test"), Wensen(**wensen))


def specificaties(inhoud: Inhoud) -> list[Specificatie]:
    return [vraag for activiteit in inhoud.activiteiten for vraag in activiteit.specificaties]


def plaats(locatie: Locatie) -> tuple[float, float]:
    gevonden = midden(locatie)
    assert gevonden is not None
    return gevonden


def test_the_cases_have_all_seven_types() -> None:
    assert {casus.type for casus in generator.casussen().values()} == set(TYPEN)


def test_a_question_is_the_same_wherever_it_is_asked() -> None:
    teksten = {(vraag.id, vraag.tekst) for vraag in VRAGEN}
    assert len(teksten) == len({vraag_id for vraag_id, _ in teksten})


def test_the_questions_that_are_known_of_the_real_loket_are_asked() -> None:
    bekend = "284856 368212 366941 365921 366940 365920 365923 366943 366938 365912 365919 366946 366944 365916 380711"
    assert set(bekend.split()) <= {vraag.id for vraag in VRAGEN}


@pytest.mark.shared
def test_the_activities_of_a_gemeente_are_those_of_the_bruidsschat(shared: Path) -> None:
    with (shared / "basischeck" / "bruidsschat-activiteiten-gm0233.csv").open(encoding="utf-8", newline="") as bestand:
        echt = {rij["identificatie"].replace("gm0233", "{gm}"): rij["naam"] for rij in csv.DictReader(bestand)}
    activiteiten = {a.id: a.naam for casus in generator.casussen().values() for a in casus.activiteiten}
    van_gemeente = {sleutel: naam for sleutel, naam in activiteiten.items() if "{gm}" in sleutel}
    del van_gemeente["nl.imow-{gm}.activiteit.EvenementOrganiseren"]  # the gemeente made it itself (CAS-04)
    assert van_gemeente.items() <= echt.items()


@pytest.mark.parametrize("casus", CASUSSEN)
def test_a_case_gives_a_verzoek(casus: str) -> None:
    gemaakt = maak(casus)
    controleer(gemaakt)
    vorm = generator.casussen()[casus]
    inhoud = gemaakt.inhoud
    assert inhoud.type == vorm.type
    assert {bestand.document for bestand in gemaakt.bestanden} == set(inhoud.documenten)
    assert uit_json(als_json(inhoud)) == inhoud
    for activiteit in inhoud.activiteiten:
        imow.lees(activiteit.activiteit_id)
    assert vorm.gebied in ambtsgebieden.bij_punt(*plaats(inhoud.locaties[0]))


@pytest.mark.parametrize("casus", CASUSSEN)
def test_the_toeval_alone_decides(casus: str) -> None:
    wensen = {"tekens": "alles", "merk": "M", "bijlagen": 7}
    assert maak(casus, 5, **wensen) == maak(casus, 5, **wensen)
    assert maak(casus, 5, **wensen) != maak(casus, 6, **wensen)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(CASUSSEN),
    st.integers(0, 10**6),
    st.builds(
        Wensen,
        type=st.none() | st.sampled_from(TYPEN),
        gebied=st.sampled_from(("", "gm9920", "gm9921", "gm9922", "gm9999", "ws9920", "pv99", "gm0363")),
        activiteiten=st.sampled_from(((), ("nl.imow-gm9920.activiteit.Iets",), ("nl.imow-{gm}.activiteit.Dakkapel",))),
        locatie=st.none() | st.sampled_from(LOCATIESOORTEN),
        indiener=st.none() | st.sampled_from(INDIENERS),
        bijlagen=st.none()
        | st.integers(0, MEESTE_BIJLAGEN)
        | st.lists(st.builds(Bijlagewens, grootte=st.none() | st.integers(0, 200_000_000)), max_size=6).map(tuple),
        bestandsnamen=st.sampled_from(NAMEN),
        tekens=st.sampled_from(TEKENS),
        lange_naam=st.booleans(),
        merk=st.sampled_from(("", "ALLEEN-XML")),
        vervallen=st.booleans(),
    ),
)
def test_every_combination_of_wishes_gives_a_verzoek(casus: str, zaad: int, wensen: Wensen) -> None:
    gemaakt = generator.maak(casus, toeval(zaad, "test"), wensen)
    controleer(gemaakt)
    inhoud = gemaakt.inhoud
    if wensen.gebied:
        daar = ambtsgebieden.bij_punt(*plaats(inhoud.locaties[0]))
        assert wensen.gebied in daar
    if wensen.bijlagen is not None:
        gevraagd = wensen.bijlagen if isinstance(wensen.bijlagen, int) else len(wensen.bijlagen)
        assert len(inhoud.documenten) == len(gemaakt.bestanden) == gevraagd
    assert ("ALLEEN-XML" in repr(inhoud)) == bool(wensen.merk)
    vervolg = generator.aanvulling(inhoud, toeval(zaad, "vervolg"), wensen)
    controleer(vervolg)


@pytest.mark.parametrize("indiener", INDIENERS)
@pytest.mark.parametrize("zaad", range(5))
def test_every_indiener(indiener: str, zaad: int) -> None:
    gemaakt = maak(zaad=zaad, indiener=indiener)
    controleer(gemaakt)
    inhoud = gemaakt.inhoud
    wie = inhoud.initiatiefnemer
    mens = wie if isinstance(wie, NatuurlijkPersoon) else None
    bedrijf = wie if isinstance(wie, NietNatuurlijkPersoon) else None
    klopt = {
        "bsn": mens is not None and mens.bsn.startswith("9999") and mens.correspondentieadres is None,
        "zonder-bsn": mens is not None and mens.bsn == "000000000",
        "buitenland": mens is not None and mens.bsn == "" and isinstance(mens.verblijfsadres, BuitenlandsAdres),
        "kvk": bedrijf is not None and isinstance(bedrijf.postadres, AfwijkendAdres) and bedrijf.vestiging is None,
        "vestiging": bedrijf is not None and bedrijf.vestiging is not None,
        "gemachtigde": mens is not None and isinstance(inhoud.gemachtigde, NietNatuurlijkPersoon),
        "gemachtigde-persoon": bedrijf is not None and isinstance(inhoud.gemachtigde, NatuurlijkPersoon),
        "contactpersoon": inhoud.contactpersoon is not None and inhoud.contactpersoon.adres is not None,
        "postbus": mens is not None and isinstance(mens.correspondentieadres, AfwijkendAdres),
        "bedrijf-zonder-contactpersoon": bedrijf is not None and inhoud.gemachtigde is None,
    }
    assert klopt[indiener]
    met_contact = ("kvk", "vestiging", "gemachtigde", "contactpersoon")
    assert (inhoud.contactpersoon is not None) == (indiener in met_contact)


@pytest.mark.parametrize("gebied", ["gm9920", "gm9921", "gm9922", "gm9999", "ws9920", "gm0344"])
@pytest.mark.parametrize("soort", LOCATIESOORTEN)
def test_every_location_lies_wholly_in_its_area(soort: str, gebied: str) -> None:
    for zaad in range(5):
        locaties = maak(zaad=zaad, locatie=soort, gebied=gebied).inhoud.locaties
        assert len(locaties) == (3 if soort == "meer" else 1)
        for locatie in locaties:
            ring = locatie.vlak or (plaats(locatie),)
            for x, y in ring:
                assert gebied in ambtsgebieden.bij_punt(x, y)
            if locatie.vlak is not None:
                assert locatie.vlak[0] == locatie.vlak[-1]
                assert locatie.etrs_vlak is not None
                assert len(locatie.etrs_vlak) == len(locatie.vlak)
        assert [heeft(locatie) for locatie in locaties] == VORM[soort]


VORM = {
    "bag": ["adres punt etrs_punt"],
    "perceel": ["perceel punt etrs_punt"],
    "punt": ["punt etrs_punt"],
    "polygoon": ["perceel vlak etrs_vlak"],
    "etrs": ["etrs_punt"],
    "getekend": ["vlak etrs_vlak"],
    "meer": ["adres punt etrs_punt", "perceel punt etrs_punt", "vlak etrs_vlak"],
}


def heeft(locatie: Locatie) -> str:
    velden = ("adres", "perceel", "punt", "vlak", "etrs_punt", "etrs_vlak")
    return " ".join(naam for naam in velden if getattr(locatie, naam) is not None)


def test_an_address_and_a_parcel_are_of_the_gemeente() -> None:
    adres = maak(locatie="bag", gebied="gm9921").inhoud.locaties[0].adres
    assert isinstance(adres, AdresAanduiding)
    assert re.fullmatch(r"992120[0-9]{10}", adres.bag_id)
    assert adres.woonplaats == "Oefenhaven"
    perceel = maak(locatie="perceel", gebied="gm0363").inhoud.locaties[0].perceel
    assert isinstance(perceel, Perceel)
    assert perceel.kadastrale_gemeente == "Amsterdam"


def test_a_given_location_is_kept_and_completed_and_says_whose_activities_they_are() -> None:
    gemaakt = maak(locatie=Locatie(punt=(99_500.0, 540_800.0)))
    (locatie,) = gemaakt.inhoud.locaties
    assert locatie.punt == (99_500.0, 540_800.0)
    assert locatie.etrs_punt is not None
    assert rd.rd_van_etrs89(*locatie.etrs_punt) == pytest.approx((99_500.0, 540_800.0), abs=1)
    assert gemaakt.inhoud.activiteiten[0].activiteit_id == "nl.imow-gm9921.activiteit.HoutopstandVellen"


def test_a_given_polygon_gets_its_etrs89() -> None:
    vlak = ((98_000.0, 540_300.0), (98_050.0, 540_300.0), (98_050.0, 540_350.0), (98_000.0, 540_300.0))
    (locatie,) = maak(locatie=(Locatie(vlak=vlak),)).inhoud.locaties
    assert locatie.vlak == vlak
    assert locatie.etrs_vlak is not None
    assert locatie.etrs_vlak[0] == locatie.etrs_vlak[-1]


def test_a_place_that_is_nobodys_leaves_the_activities_with_the_case() -> None:
    gemaakt = maak(locatie=Locatie(perceel=Perceel("Nergens", "A", 1)))
    assert gemaakt.inhoud.activiteiten[0].activiteit_id == "nl.imow-gm9920.activiteit.HoutopstandVellen"


def test_three_documents_have_three_different_places() -> None:
    gemaakt = maak("ongewoon-voorval", bijlagen=3)
    eerste, tweede, derde = (bestand.document for bestand in gemaakt.bestanden)
    assert gemaakt.inhoud.bijlagen == (tweede,)
    per_vraag = [[d for b in v.gevraagde_bijlagen for d in b.documenten] for v in specificaties(gemaakt.inhoud)]
    assert sum(eerste in documenten for documenten in per_vraag) == 1
    assert sum(derde in documenten for documenten in per_vraag) == 2


def test_documents_are_as_they_were_asked_for() -> None:
    wens = (Bijlagewens("geheim.png", 40_000_000, True), Bijlagewens(), Bijlagewens("x.docx", 7, mediatype="a/b"))
    eerste, tweede, derde = (bestand.document for bestand in maak(bijlagen=wens, grootte=(500, 600)).bestanden)
    assert (eerste.bestandsnaam, eerste.mediatype, eerste.grootte, eerste.vertrouwelijk) == (
        *("geheim.png", "image/png", 40_000_000),
        True,
    )
    assert 500 <= tweede.grootte <= 600
    assert (derde.mediatype, derde.grootte) == ("a/b", 7)


def test_sizes_go_from_the_smallest_to_the_largest_that_are_wanted() -> None:
    bestanden = maak(bijlagen=120, grootte=(10_000, 200_000_000)).bestanden
    grootten = sorted(bestand.document.grootte for bestand in bestanden)
    assert grootten[0] < 20_000
    assert grootten[-1] > 100_000_000
    assert len({bestand.zaad for bestand in bestanden}) == 120
    assert 0 < sum(bestand.document.vertrouwelijk for bestand in bestanden) < 60


@pytest.mark.parametrize("namen", NAMEN)
def test_names_of_documents_are_legal_and_differ(namen: str) -> None:
    lijst = [bestand.document.bestandsnaam for bestand in maak(bijlagen=60, bestandsnamen=namen).bestanden]
    assert len(set(lijst)) == 60
    assert all(naam.isprintable() and "/" not in naam and "\\" not in naam and len(naam) < 256 for naam in lijst)
    assert any(not naam.isascii() for naam in lijst) == (namen == "diacrieten")
    assert (min(map(len, lijst)) > 200) == (namen == "lang")


def test_the_large_confidential_document_of_the_sloop_is_there() -> None:
    groot = [d for d in maak("sloop-asbest").inhoud.documenten if d.grootte > 30_000_000]
    assert [document.vertrouwelijk for document in groot] == [True]


def test_every_kind_of_difficult_text() -> None:
    for soort, tekst in tekens.ANTWOORDEN.items():
        inhoud = maak(tekens=soort).inhoud
        assert tekst in [vraag.antwoord for vraag in specificaties(inhoud) if f"({soort})" in vraag.vraagtekst]
    alles = [vraag.antwoord for vraag in specificaties(maak(tekens="alles").inhoud)]
    assert set(tekens.ANTWOORDEN.values()) <= set(alles)
    assert len(tekens.ANTWOORDEN["lang"]) == 4000
    assert "]]>" in tekens.ANTWOORDEN["entiteiten"]


def test_a_long_name_is_longer_than_a_zaak_may_have() -> None:
    assert len(maak(lange_naam=True).inhoud.project_naam) > 80
    assert len(maak().inhoud.project_naam) <= 80


def test_the_merk_is_not_publiceerbaar() -> None:
    (vraag,) = [vraag for vraag in specificaties(maak(merk="GEHEIM").inhoud) if vraag.antwoord == "GEHEIM"]
    assert not vraag.publiceerbaar


def test_numbers_have_a_decimal_comma_and_dates_count_from_the_given_day() -> None:
    op = date(2027, 5, 5)
    antwoorden = {v.vraag_id: v.antwoord for v in specificaties(maak("dakkapel", op=op).inhoud)}
    assert re.fullmatch(r"[0-9]+,[0-9]{2}", antwoorden["284856"])
    boom = {v.vraag_id: v.antwoord for v in specificaties(maak(op=op).inhoud)}
    dag, maand, jaar = map(int, boom["900107"].split("-"))
    assert op + timedelta(days=60) <= date(jaar, maand, dag) <= op + timedelta(days=200)


def test_other_activities_bring_their_questions_where_a_case_has_them() -> None:
    ids = (
        "nl.imow-gm0363.activiteit.Dakkapel",
        "nl.imow-ws0155.activiteit.Onbekend",
        "nl.imow-{gm}.activiteit.LPGTanken",
    )
    activiteiten = maak(activiteiten=ids).inhoud.activiteiten
    assert [a.activiteit_id for a in activiteiten] == [*ids[:2], "nl.imow-gm9920.activiteit.LPGTanken"]
    assert {"900311", "900004", "900201"} <= {vraag.vraag_id for vraag in specificaties(maak(activiteiten=ids).inhoud)}


def test_a_shared_document_that_stands_alone_still_has_a_name() -> None:
    gemaakt = maak("evenement", activiteiten=("nl.imow-{gm}.activiteit.GeluidProdAct",))
    (document,) = gemaakt.inhoud.documenten
    assert document.bestandsnaam == "akoestisch onderzoek.pdf"
    assert document.grootte > 0


def test_an_aanvulling_is_the_complete_message_with_one_change_and_one_document() -> None:
    oud = maak("dakkapel").inhoud
    nieuw = generator.aanvulling(oud, toeval(1, "a"))
    (bestand,) = nieuw.bestanden
    assert set(nieuw.inhoud.documenten) == {*oud.documenten, bestand.document}
    paren = list(zip(specificaties(oud), specificaties(nieuw.inhoud), strict=True))
    anders = [(was, werd) for was, werd in paren if was.antwoord != werd.antwoord]
    assert len(anders) == 1
    assert anders[0][1].oorspr_antwoord == anders[0][0].antwoord
    assert [w.oorspr_antwoord for was, w in paren if was.antwoord == w.antwoord] == [""] * (len(paren) - 1)
    zonder = {"activiteiten": (), "bijlagen": ()}
    assert replace(nieuw.inhoud, **zonder) == replace(oud, **zonder)


def test_an_aanvulling_can_leave_a_document_out() -> None:
    oud = maak("melding-milieu").inhoud
    weg = oud.documenten[0]
    assert sum(weg in b.documenten for v in specificaties(oud) for b in v.gevraagde_bijlagen) == 2
    nieuw = generator.aanvulling(oud, toeval(1, "a"), Wensen(vervallen=True, bijlagen=0))
    assert set(nieuw.inhoud.documenten) == set(oud.documenten) - {weg}
    assert nieuw.bestanden == ()


def test_an_aanvulling_of_an_aanvulling_keeps_the_first_answer() -> None:
    eerste = maak("ongewoon-voorval").inhoud
    stand = eerste
    for nummer in range(12):
        stand = generator.aanvulling(stand, toeval(nummer, "a")).inhoud
    was = {vraag.vraag_id: vraag.antwoord for vraag in specificaties(eerste)}
    gewijzigd = [vraag for vraag in specificaties(stand) if vraag.oorspr_antwoord]
    assert len(gewijzigd) > 1
    assert all(vraag.oorspr_antwoord == was[vraag.vraag_id] for vraag in gewijzigd)
    assert len(stand.documenten) == 12


@pytest.mark.parametrize(
    ("wensen", "waarom"),
    [
        ({"type": "Klacht"}, "type kan niet 'Klacht' zijn"),
        ({"indiener": "buurman"}, "indiener kan niet 'buurman' zijn; kies uit bsn"),
        ({"locatie": "maan"}, "locatie kan niet 'maan' zijn"),
        ({"locatie": ()}, "ten minste één locatie"),
        ({"locatie": Locatie()}, "een locatie heeft"),
        ({"tekens": "vreemd"}, "tekens kan niet"),
        ({"bestandsnamen": "vreemd"}, "bestandsnamen kan niet"),
        ({"bijlagen": 121}, "0 tot 120 bijlagen; gevraagd zijn er 121"),
        ({"bijlagen": -1}, "0 tot 120 bijlagen"),
        ({"bijlagen": (Bijlagewens(grootte=200_000_001),)}, "200000001"),
        ({"bijlagen": (Bijlagewens(naam="../x"),)}, "geen naam van een bijlage"),
        ({"bijlagen": (Bijlagewens(naam="a\nb"),)}, "geen naam van een bijlage"),
        ({"grootte": (10, 5)}, "van 10 tot 5"),
        ({"gebied": "so9920"}, "'so9920' heeft geen ambtsgebied"),
        ({"gebied": "zomaar"}, "'zomaar' heeft geen ambtsgebied"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_in_dutch(wensen: dict[str, Any], waarom: str) -> None:
    with pytest.raises(WensOnmogelijk, match=re.escape(waarom)):
        maak(**wensen)


def test_an_unknown_case_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(WensOnmogelijk, match=r"geen casus 'luchtballon'; wel: boom-kappen"):
        maak("luchtballon")


@pytest.mark.parametrize(
    ("gegevens", "wens"),
    [
        (None, None),
        (3, 3),
        ([], ()),
        ([{"naam": "a.pdf", "grootte": 5, "vertrouwelijk": True}, {}], (Bijlagewens("a.pdf", 5, True), Bijlagewens())),
    ],
)
def test_documents_are_asked_for_in_plain_data(gegevens: Any, wens: Any) -> None:
    assert bijlagewensen(gegevens) == wens


@pytest.mark.parametrize(
    "gegevens", [True, "drie", {"naam": "x"}, 1.5, [3], [{"kleur": "rood"}], [{"grootte": "5"}], [{"grootte": True}]]
)
def test_documents_that_are_asked_for_wrongly_are_refused(gegevens: Any) -> None:
    with pytest.raises(WensOnmogelijk):
        bijlagewensen(gegevens)


CASUS = """
titel = "T"
toont = "T"
type = "Melding"
project = "P"
omschrijving = "O"
gebied = "gm9920"
indiener = "bsn"
locatie = "bag"
[[activiteit]]
id = "a"
naam = "A"
[[activiteit.vraag]]
id = "1"
tekst = "?"
soort = "getal"
"""


@pytest.mark.parametrize(
    ("oud", "nieuw", "waarom"),
    [
        ('"Melding"', '"Klacht"', "no type of verzoek"),
        ('"bsn"', '"buurman"', "no indiener 'buurman'"),
        ('"getal"', '"raadsel"', "unknown soort 'raadsel'"),
        ('"getal"', '"keuze"', "nothing to choose from"),
        ('"getal"', '"getal"\nvan = 3', "goes from 3 to 0"),
        ('"getal"', '"getal"\nclassificatie = "X"', "unknown classificatie"),
        ('"getal"', '"bijlage"\nbijlagen = [{ soort = "S", deelt = "x" }]', "shares 'x'"),
        ('gebied = "gm9920"', "", "gebied"),
        ('titel = "T"', "titel = ", "x.toml"),
    ],
)
def test_a_wrong_case_says_what_is_wrong(oud: str, nieuw: str, waarom: str) -> None:
    assert lees_casus("x", CASUS).sleutel == "x"
    with pytest.raises(ValueError, match=rf"fixtures/verzoeken/x.toml.*|{waarom}") as fout:
        lees_casus("x", CASUS.replace(oud, nieuw))
    assert waarom in str(fout.value)
