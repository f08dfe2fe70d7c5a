"""The messages of STAM: written, judged and read back, for every profile."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.contract import xml
from simulator.stam import berichten, ontleding, tekens
from simulator.stam.model import Bericht, Locatie
from simulator.stam.profiel import ProfielFout, profiel, profielen
from tests.stam import strategie

PROFIELEN = ("stam-v2", "stam-v3", "stam-v4")
V4 = {
    "vx": "http://www.omgevingswet.nl/koppelvlak/stam-v4/verzoek",
    "gml": "http://www.opengis.net/gml/3.2",
}
# What an open reader of version 4 looks for (docs/bronnen.md#stam-lezers), and where there are several, what it looks
# for in each.
XPATHS = (
    ".//vx:verzoeknummer",
    ".//vx:activiteitnaam",
    ".//vx:type",
    ".//vx:indienDatum",
    ".//vx:project/vx:naam",
    ".//vx:initiatiefnemer//vx:handelsnaam",
    ".//vx:bevoegdGezag/vx:naam",
    ".//vx:specificatie/vx:vraagId",
    ".//vx:specificatie/vx:vraagtekst",
    ".//vx:specificatie/vx:antwoord",
    ".//vx:specificatie/vx:vraagclassificatie",
    ".//vx:specificatie/vx:groepering",
    ".//vx:specificatie//vx:gevraagdeBijlage",
    ".//vx:document/vx:documentId",
    ".//vx:document/vx:bestandsnaam",
    ".//vx:coordinatenEtrs",
    ".//vx:coordinatenOpgegeven",
    ".//vx:adresaanduiding",
    ".//gml:posList",
)
# Tags in the documents of the production system that are not of a verzoek message of version 4, and why.
GEEN_VERZOEK = {
    "root": "het eigen intrekbericht van een digikoppelaar",
    "actie": "het eigen intrekbericht van een digikoppelaar",
    "triggerbericht": "de notificatie van voor STAM 4",
    "trigger": "de notificatie van voor STAM 4",
    "vraaggegevensindividueleinrichtingresponse": "een dienst van RVO",
    "inrichting": "een dienst van RVO",
    "inrichtingidineloket": "een dienst van RVO",
}


@pytest.fixture(scope="module")
def volle() -> tuple[Bericht, ...]:
    return strategie.volle()


@pytest.mark.parametrize("naam", PROFIELEN)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bericht=strategie.berichten())
def test_wat_geschreven_wordt_is_geldig_en_wordt_gelijk_teruggelezen(naam: str, bericht: Bericht) -> None:
    geschreven = berichten.verzoek_xml(naam, bericht)
    assert berichten.toets_verzoek(naam, geschreven) == []
    assert berichten.lees_verzoek(naam, geschreven) == strategie.zoals_in(naam, bericht)


@pytest.mark.parametrize("naam", PROFIELEN)
def test_participatie_is_of_stam_4_alone(naam: str, volle: tuple[Bericht, ...]) -> None:
    """Nothing shows that an earlier version has it (IMAM as the GGM has it); who says nothing of it gets no element."""
    for gezegd, tekst in ((True, "true"), (False, "false"), (None, "")):
        bericht = replace(volle[0], inhoud=replace(volle[0].inhoud, participatie=gezegd))
        wortel = xml.lees(berichten.verzoek_xml(naam, bericht)).wortel
        gevonden = [e.text for e in wortel.iter("{*}participatie")]
        assert gevonden == ([tekst] if naam == "stam-v4" and tekst else [])


@pytest.mark.parametrize("naam", PROFIELEN)
def test_both_systems_of_coordinates_are_named(naam: str) -> None:
    """bronLocatie in RD beside locatie in ETRS89; the near miss: what was entered in ETRS89 has no RD."""
    volledig = strategie.volle()[0]
    in_rd = Locatie(punt=(98500.0, 540800.0), etrs_punt=(52.8, 4.7))
    for locatie, namen in ((in_rd, ["EPSG::28992", "EPSG::4258"]), (Locatie(etrs_punt=(52.8, 4.7)), ["EPSG::4258"])):
        bericht = replace(volledig, inhoud=replace(volledig.inhoud, locaties=(locatie,)))
        wortel = xml.lees(berichten.verzoek_xml(naam, bericht)).wortel
        assert [e.get("srsName") for e in wortel.iter("{*}Point")] == [f"urn:ogc:def:crs:{n}" for n in namen]


@pytest.mark.parametrize("naam", PROFIELEN)
def test_de_volle_berichten_hebben_elk_element(naam: str, volle: tuple[Bericht, ...]) -> None:
    documenten = [xml.lees(berichten.verzoek_xml(naam, bericht)).wortel for bericht in volle]
    geschreven = {e.tag for d in documenten for e in d.iter("*")}
    gekozen = profiel(naam)
    assert geschreven == {gekozen.tag(knoop.element) for knoop in gekozen.verzoek.alle()}
    for bericht, document in zip(volle, documenten, strict=True):
        assert berichten.toets_verzoek(naam, etree.tostring(document)) == []
        assert berichten.lees_verzoek(naam, etree.tostring(document)) == strategie.zoals_in(naam, bericht)


@pytest.mark.parametrize("naam", PROFIELEN)
def test_het_onbekende_element_is_geldig_en_wordt_genegeerd(naam: str, volle: tuple[Bericht, ...]) -> None:
    gewoon = berichten.verzoek_xml(naam, volle[0])
    geschreven = berichten.verzoek_xml(naam, volle[0], onbekend_element=True)
    extra = [e for e in xml.lees(geschreven).wortel.iter("*") if "onbekend" in (etree.QName(e).namespace or "")]
    assert [e.getparent().getchildren()[-1] for e in extra] == extra != []
    assert b"onbekend" not in gewoon
    assert berichten.toets_verzoek(naam, geschreven) == []
    assert berichten.lees_verzoek(naam, geschreven) == strategie.zoals_in(naam, volle[0])


@pytest.mark.parametrize("naam", PROFIELEN)
@settings(max_examples=30, deadline=None)
@given(verzoeknummer=strategie.cijfers(13), volgnummer=st.integers(0, 999), oin=strategie.oins)
def test_een_notificatie_is_geldig_en_noemt_het_verzoek(
    naam: str, verzoeknummer: str, volgnummer: int, oin: str
) -> None:
    geschreven = berichten.notificatie_xml(naam, verzoeknummer, volgnummer, oin)
    assert berichten.toets_notificatie(naam, geschreven) == []
    assert xml.lees(geschreven).wortel.xpath("string(//*[local-name()='verzoeknummer'])") == verzoeknummer
    assert b"bsn" not in geschreven


def test_een_notificatie_voor_stam_4_heet_trigger() -> None:
    wortels = {n: xml.lees(berichten.notificatie_xml(n, "2026030200001", 0, "0" * 20)).wortel for n in PROFIELEN}
    assert [etree.QName(wortels[n]).localname for n in PROFIELEN] == [
        "triggerbericht",
        "triggerbericht",
        "verzoeknotificatie",
    ]
    assert wortels["stam-v3"].find("{*}trigger/{*}verzoeknummer") is not None
    assert wortels["stam-v2"].nsmap == {"vx": "http://www.omgevingswet.nl/koppelvlak/stam-v2/IMAM"}


@pytest.mark.parametrize(
    ("naam", "woord"), [("stam-v2", "Vooroverleg"), ("stam-v3", "Vooroverleg"), ("stam-v4", "Conceptverzoek")]
)
def test_een_conceptverzoek_heet_voor_stam_4_vooroverleg(naam: str, woord: str, volle: tuple[Bericht, ...]) -> None:
    geschreven = berichten.verzoek_xml(naam, replace(volle[0], doel="Conceptverzoek"))
    assert f">{woord}<".encode() in geschreven
    for ander in ("Vooroverleg", "conceptverzoek"):
        gelezen = berichten.lees_verzoek(naam, geschreven.replace(woord.encode(), ander.encode()))
        assert gelezen.doel == "Conceptverzoek"


def test_een_doel_wordt_zonder_trema_en_hoofdletter_ook_gelezen(volle: tuple[Bericht, ...]) -> None:
    geschreven = berichten.verzoek_xml("stam-v4", volle[0])
    assert berichten.lees_verzoek("stam-v4", geschreven.replace("Initiëren".encode(), b"initieren")).doel == "Initiëren"


def test_de_datum_is_die_van_nederland(volle: tuple[Bericht, ...]) -> None:
    laat = replace(volle[0], ingediend_op=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert b"<vx:indienDatum>2026-07-02</vx:indienDatum>" in berichten.verzoek_xml("stam-v4", laat)


@pytest.mark.parametrize("xpath", XPATHS)
def test_wat_een_bekende_lezer_zoekt_is_er(xpath: str, volle: tuple[Bericht, ...]) -> None:
    bedrijf = replace(volle[0], inhoud=replace(volle[0].inhoud, initiatiefnemer=volle[0].inhoud.gemachtigde))
    gevonden = xml.lees(berichten.verzoek_xml("stam-v4", bedrijf)).wortel.xpath(xpath, namespaces=V4)
    assert gevonden
    assert all(xml.tekst_van(element) for element in gevonden)


@pytest.mark.shared
def test_elk_element_dat_een_systeem_in_productie_leest_is_er(shared: Path, volle: tuple[Bericht, ...]) -> None:
    bladen = sorted((shared / "koppelvlakken/data/stam/openwave").glob("*.md"))
    citaten = [stuk for blad in bladen for stuk in re.findall(r"`([^`\n]+)`", blad.read_text(encoding="utf-8"))]
    gelezen = {naam.lower() for stuk in citaten for naam in re.findall(r"<\s*/?(\w+)\s*>", stuk)}
    documenten = [xml.lees(berichten.verzoek_xml("stam-v4", bericht)).wortel for bericht in volle]
    geschreven = {etree.QName(e).localname.lower() for d in documenten for e in d.iter("*")}
    assert len(gelezen) > 50
    assert gelezen - geschreven == GEEN_VERZOEK.keys() & gelezen


@settings(deadline=None)
@given(tekst=st.text())
def test_elk_teken_geeft_een_leesbaar_bericht(tekst: str) -> None:
    vol = strategie.volle()[0]
    bericht = replace(vol, inhoud=replace(vol.inhoud, toelichting=tekst))
    gelezen = berichten.lees_verzoek("stam-v4", berichten.verzoek_xml("stam-v4", bericht)).inhoud.toelichting
    assert (gelezen == tekst) is (tekens.ongeldig(tekst) == "")
    assert len(gelezen) == len(tekst)


@pytest.mark.parametrize(
    ("tekst", "gevonden"), [("a\x07b", "U+0007"), ("\ud800", "U+D800"), ("￿", "U+FFFF"), ("\t\n\r é 👩🏽‍🌾", "")]
)
def test_een_teken_dat_niet_kan_wordt_genoemd(tekst: str, gevonden: str) -> None:
    assert tekens.ongeldig(tekst) == gevonden


def test_in_een_attribuut_staat_ook_een_regeleinde() -> None:
    assert tekens.in_attribuut('a"<b>\n\t&') == "a&quot;&lt;b&gt;&#10;&#9;&amp;"


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        (b"<vx:verzoek>", b"<vx:verzoek", "dit is geen XML die gelezen kan worden"),
        (b"stam-v4/verzoek", b"stam-v5/verzoek", "verwacht hoofdelement verzoekXML van namespace"),
        (
            b">Aanvraag vergunning<",
            b">Aanvraag<",
            r"/verzoekXML/verzoek/type: verwacht een van \(Aanvraag vergunning, ",
        ),
        (b">2026-03-02<", b">gisteren<", r"verwacht een datum \(jjjj-mm-dd\), gekregen 'gisteren'"),
        (b"<vx:ambtshalve>false", b"<vx:ambtshalve>soms", r"verwacht een van \(true, false\), gekregen 'soms'"),
        (b"<vx:huisnummer>12", b"<vx:huisnummer>twaalf", "verwacht een geheel getal, gekregen 'twaalf'"),
        (b"<gml:pos>121000 487000.5", b"<gml:pos>121000", "verwacht twee getallen, gekregen '121000'"),
        (b"<vx:volgnummer>000", b"<vx:volgnummer>eerste", "verwacht drie cijfers, gekregen 'eerste'"),
        (b"<vx:type>Aanvraag vergunning</vx:type>", b"", "verzoekXML/verzoek/type ontbreekt"),
        (b"<vx:projectId>", b"<vx:projectId>1</vx:projectId><vx:projectId>", "projectId komt 2 keer voor"),
    ],
)
def test_wat_niet_te_lezen_is_wordt_gezegd(oud: bytes, nieuw: bytes, melding: str, volle: tuple[Bericht, ...]) -> None:
    geschreven = berichten.verzoek_xml("stam-v4", volle[0])
    assert oud in geschreven
    kapot = geschreven.replace(oud, nieuw)
    with pytest.raises(berichten.BerichtOngeldig, match=melding):
        berichten.lees_verzoek("stam-v4", kapot)
    assert berichten.toets_verzoek("stam-v4", kapot) != []


def test_wat_geen_xml_is_wordt_ook_bij_het_toetsen_gezegd() -> None:
    (klacht,) = berichten.toets_notificatie("stam-v4", b"<a>")
    assert "dit is geen XML die gelezen kan worden" in klacht


def test_een_profiel_dat_er_niet_is(volle: tuple[Bericht, ...]) -> None:
    assert tuple(profielen()) == PROFIELEN
    with pytest.raises(ProfielFout, match="stam-v1 bestaat niet; wel: stam-v2, stam-v3, stam-v4"):
        berichten.verzoek_xml("stam-v1", volle[0])


def test_three_dimensions_are_not_read_as_pairs(volle: tuple[Bericht, ...]) -> None:
    """srsDimension on the geometry holds for the positions within it."""
    naam = PROFIELEN[-1]
    geschreven = berichten.verzoek_xml(naam, volle[0])
    twee, drie = (
        re.sub(rb"(<gml:\w+)(?= [^>]*srsName=)", rf'\1 srsDimension="{aantal}"'.encode(), geschreven)
        for aantal in (2, 3)
    )
    assert drie != geschreven
    assert berichten.lees_verzoek(naam, twee) == volle[0]
    with pytest.raises(ontleding.BerichtOngeldig, match="verwacht coördinaten met twee dimensies"):
        berichten.lees_verzoek(naam, drie)
