"""A profile of a user's own message: names, nesting, order and spellings are his, what they mean stays ours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from simulator.contract import xml
from simulator.stam import berichten, ontleding, opmaak
from simulator.stam.model import Bericht
from simulator.stam.profiel import (
    GEEN,
    Aangepast,
    Profiel,
    ProfielFout,
    bestand,
    bewaar,
    gebruik,
    profiel,
    uit_voorbeeld,
)
from tests.stam import strategie

HUN = "http://www.omgevingswet.nl/koppelvlak/stam-v4/echt"
VOLLE = strategie.volle()


@pytest.fixture
def basis() -> Profiel:
    return profiel("stam-v4")


@pytest.fixture
def eigen_map(tmp_path: Path) -> Iterator[Path]:
    gebruik(tmp_path)
    yield tmp_path
    gebruik(None)


def _kaal(inhoud: bytes) -> bytes:
    """Without white space between elements and without declarations that nothing uses."""
    wortel = etree.fromstring(inhoud, etree.XMLParser(remove_blank_text=True))
    etree.cleanup_namespaces(wortel)
    for element in wortel.iter("*"):
        element.tail = None
        if len(element):
            element.text = None
    return etree.tostring(wortel, method="c14n")


def anders(inhoud: bytes) -> bytes:
    """A message as somebody else could have meant it: other names, another nesting and order, another spelling."""
    wortel = xml.lees(inhoud).wortel
    verzoek = wortel[0]

    def pak(naam: str) -> etree._Element:
        return verzoek.find(f"{{*}}{naam}")

    def nieuw(naam: str, *binnen: etree._Element) -> etree._Element:
        element = etree.SubElement(verzoek, etree.QName(etree.QName(verzoek).namespace, naam))
        element.extend(binnen)
        return element

    # The head goes together, and after the project; the project loses its element; the persons get one.
    kop = nieuw("kop", *(pak(naam) for naam in ("verzoeknummer", "volgnummer", "type", "doel", "indienDatum")))
    project = pak("project")
    namen = {"naam": "projectNaam", "omschrijving": "projectomschrijving"}
    for kind in list(project):
        kind.tag = kind.tag.replace(etree.QName(kind).localname, namen[etree.QName(kind).localname])
        project.addprevious(kind)
    verzoek.remove(project)
    pak("projectlocaties").addprevious(kop)
    nieuw("partijen", pak("contactpersoon"), pak("gemachtigde"), pak("initiatiefnemer"))
    # Locations and answers stand loose; what was loose gets an element.
    for houder in (
        *verzoek.findall("{*}projectlocaties"),
        *verzoek.iter("{*}specificaties"),
        *verzoek.iter("{*}documenten"),
    ):
        for kind in list(houder):
            houder.addprevious(kind)
        houder.getparent().remove(houder)
    tekst = etree.tostring(wortel, encoding="unicode")
    for oud, nieuw_ in (
        ("stam-v4/verzoek", "stam-v4/echt"),
        ("vx:", "s:"),
        ("xmlns:vx", "xmlns:s"),
        ("http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml"),
        ("s:verzoekXML", "s:indiening"),
        ("s:verzoek>", "s:aanvraag>"),
        ("s:adresaanduiding", "s:adresAanduiding"),
        ("s:oorsprantwoord", "s:oorsprAntwoord"),
        ("s:nietNatuurlijkPersoon", "s:NietNatuurlijkPersoon"),
        ("s:kvkNummer", "s:kvk"),
        ("s:bsn>", "s:burgerservicenummer>"),
        ("s:indienDatum", "s:datumIndiening"),
        (">true<", ">J<"),
        (">false<", ">N<"),
        ("Initiëren", "initieren"),
    ):
        tekst = tekst.replace(oud, nieuw_)
    return re.sub(r"(?<=s:datumIndiening>)[\d-]+", lambda d: f"{d[0]}T00:00:00.000+01:00", tekst).encode()


def _schrijf(aangepast: Aangepast, bericht: Bericht) -> bytes:
    return opmaak.schrijf(aangepast.profiel, "verzoek", bericht)


def _lees(aangepast: Aangepast, inhoud: bytes) -> Bericht:
    return ontleding.lees_verzoek(aangepast.profiel, ontleding.ontleed(inhoud))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(voorbeeld=strategie.berichten(), bericht=strategie.berichten())
def test_een_bericht_van_ons_geeft_ons_profiel_terug(voorbeeld: Bericht, bericht: Bericht) -> None:
    aangepast = uit_voorbeeld(berichten.verzoek_xml("stam-v4", voorbeeld), profiel("stam-v4"))
    assert aangepast.niet_geplaatst == aangepast.onzeker == aangepast.ontbreekt == ()
    assert _schrijf(aangepast, bericht) == berichten.verzoek_xml("stam-v4", bericht)
    assert _lees(aangepast, _schrijf(aangepast, bericht)) == bericht


def test_een_bericht_met_andere_namen_en_nesting(basis: Profiel) -> None:
    aangepast = uit_voorbeeld(anders(berichten.verzoek_xml("stam-v4", VOLLE[0])), basis)
    assert aangepast.niet_geplaatst == ()
    assert aangepast.ontbreekt == ()
    assert [vraag.pad for vraag in aangepast.onzeker] == []
    for bericht in VOLLE:
        assert _kaal(_schrijf(aangepast, bericht)) == _kaal(anders(berichten.verzoek_xml("stam-v4", bericht)))
        assert _lees(aangepast, _schrijf(aangepast, bericht)) == bericht


def test_vanaf_het_bewaren_gaat_alles_zoals_de_gebruiker_het_heeft(eigen_map: Path, basis: Profiel) -> None:
    voorbeeld = anders(berichten.verzoek_xml("stam-v4", VOLLE[0]))
    bewaar(uit_voorbeeld(voorbeeld, basis, bron="echt.xml").profiel, eigen_map)
    assert profiel("stam-v4").source == "echt.xml van de gebruiker"
    assert profiel("stam-v4").mark == "client"
    assert berichten.lees_verzoek("stam-v4", voorbeeld) == VOLLE[0]
    for bericht in VOLLE:
        geschreven = berichten.verzoek_xml("stam-v4", bericht, onbekend_element=True)
        assert f'xmlns:s="{HUN}"'.encode() in geschreven
        assert b"toekomstigGegeven" in geschreven
        assert berichten.lees_verzoek("stam-v4", geschreven) == bericht
        assert berichten.toets_verzoek("stam-v4", geschreven) == []
    assert HUN.encode() in berichten.notificatie_xml("stam-v4", "2026030200001", 0, "0" * 20)
    (klacht,) = berichten.toets_verzoek("stam-v4", voorbeeld.replace(b">Aanvraag vergunning<", b">Iets<"))
    assert "verwacht een van (Aanvraag vergunning" in klacht
    assert profiel("stam-v3").mark == "inferred"


def test_niets_van_wie_het_voorbeeld_indiende_komt_in_het_profiel(basis: Profiel) -> None:
    voorbeeld = berichten.verzoek_xml("stam-v4", VOLLE[0]).replace(
        b"</vx:bsn>", b'</vx:bsn><vx:geboren o="x">1970</vx:geboren>'
    )
    tekst = bestand.schrijf(uit_voorbeeld(voorbeeld, basis).profiel)
    waarden = {xml.tekst_van(e) for e in xml.lees(voorbeeld).wortel.iter("*") if not len(e)}
    woorden = {w for lijst in basis.woorden.values() for rij in lijst.values() for w in rij}
    eigen = {waarde for waarde in waarden - woorden if len(waarde) > 3}
    assert len(eigen) > 30
    assert [waarde for waarde in sorted(eigen) if f": {waarde}\n" in tekst or f"'{waarde}'" in tekst] == []


def test_wat_niet_te_plaatsen_is_wordt_gevraagd_en_het_antwoord_telt(basis: Profiel) -> None:
    voorbeeld = berichten.verzoek_xml("stam-v4", VOLLE[0])
    voorbeeld = voorbeeld.replace(b"vx:groepering", b"vx:hoofdstuk").replace(
        b"<vx:naam>Boom kappen 1<", b"<vx:x>1</vx:x><vx:naam>Boom kappen 1<"
    )
    eerst = uit_voorbeeld(voorbeeld, basis)
    vragen = {vraag.pad.rpartition("/")[2]: vraag for vraag in eerst.niet_geplaatst}
    assert vragen.keys() == {"hoofdstuk", "x"}
    groepering = next(keuze for keuze in vragen["hoofdstuk"].keuzes if keuze.endswith("/groepering"))
    keuzes = {vragen["hoofdstuk"].pad: groepering, vragen["x"].pad: GEEN}
    daarna = uit_voorbeeld(voorbeeld, basis, keuzes=keuzes)
    assert daarna.niet_geplaatst == ()
    assert b"<vx:hoofdstuk>Kosten</vx:hoofdstuk>" in _schrijf(daarna, VOLLE[0])
    assert _lees(daarna, _schrijf(daarna, VOLLE[0])) == VOLLE[0]


def _zonder_namespace(inhoud: bytes) -> bytes:
    tekst = re.sub(r' xmlns:(vx|imam|ic)="[^"]*"', "", inhoud.decode())
    return re.sub(r"(</?)vx:", r"\1", tekst).encode()


def _standaardnamespace(inhoud: bytes) -> bytes:
    tekst = inhoud.decode().replace("xmlns:vx=", "xmlns=")
    return re.sub(r"(</?)vx:", r"\1", tekst).encode()


@pytest.mark.parametrize("maak", [_zonder_namespace, _standaardnamespace])
def test_een_voorbeeld_met_een_andere_of_geen_namespace(maak: Callable[[bytes], bytes], basis: Profiel) -> None:
    aangepast = uit_voorbeeld(maak(berichten.verzoek_xml("stam-v4", VOLLE[0])), basis)
    assert aangepast.niet_geplaatst == aangepast.onzeker == ()
    for bericht in VOLLE:
        assert _kaal(_schrijf(aangepast, bericht)) == _kaal(maak(berichten.verzoek_xml("stam-v4", bericht)))
        assert _lees(aangepast, _schrijf(aangepast, bericht)) == bericht


def test_namen_die_wij_niet_kennen_worden_aan_de_waarde_herkend(basis: Profiel) -> None:
    voorbeeld = berichten.verzoek_xml("stam-v4", VOLLE[0])
    for naam in ("verzoeknummer", "volgnummer", "type", "bsn", "kvkNummer", "bevoegdGezag"):
        voorbeeld = voorbeeld.replace(f"vx:{naam}>".encode(), f"vx:q{naam[::-1]}>".encode())
    aangepast = uit_voorbeeld(voorbeeld, basis)
    assert aangepast.niet_geplaatst == ()
    assert {vraag.keuzes[0].rpartition("/")[2] for vraag in aangepast.onzeker} >= {
        "verzoeknummer",
        "volgnummer",
        "type",
        "bsn",
        "kvkNummer",
        "bevoegdGezag",
    }
    assert _lees(aangepast, voorbeeld) == VOLLE[0]
    assert _schrijf(aangepast, VOLLE[0]) == voorbeeld


def test_een_naam_die_alleen_bij_de_organisatie_staat(basis: Profiel) -> None:
    """A later version of an open reader looks for bevoegdGezagNaam (docs/bronnen.md#stam-lezers)."""
    voorbeeld = re.sub(
        rb"<vx:bevoegdGezag>\s*<vx:oin>(\d+)</vx:oin>\s*<vx:naam>(\w+)</vx:naam>\s*</vx:bevoegdGezag>(?=\s*<vx:bevoegdGezagH)",
        rb"<vx:bevoegdGezagOin>\1</vx:bevoegdGezagOin><vx:bevoegdGezagNaam>\2</vx:bevoegdGezagNaam>",
        berichten.verzoek_xml("stam-v4", VOLLE[0]),
    )
    assert b"bevoegdGezagNaam" in voorbeeld
    aangepast = uit_voorbeeld(voorbeeld, basis)
    assert aangepast.niet_geplaatst == ()
    assert _kaal(_schrijf(aangepast, VOLLE[0])) == _kaal(voorbeeld)
    assert _lees(aangepast, voorbeeld) == VOLLE[0]


def test_een_kaal_bericht_is_ook_een_voorbeeld(basis: Profiel) -> None:
    """What it lacks is filled in: the reader gets everything, and a template for the generator lacks only that."""
    voorbeeld = b"""<aanvraag><nr>2026030200001</nr><soort>Melding</soort><indiener><natuurlijkPersoon>
        <bsn>999990019</bsn><voorletters>A.</voorletters><achternaam>Jansen</achternaam></natuurlijkPersoon></indiener>
        <bevoegdGezag><oin>00000009001000009920</oin></bevoegdGezag><indienDatum>2026-03-02</indienDatum></aanvraag>"""
    aangepast = uit_voorbeeld(voorbeeld, basis)
    assert aangepast.niet_geplaatst == ()
    gelezen = _lees(aangepast, voorbeeld)
    assert (gelezen.inhoud.type, gelezen.inhoud.initiatiefnemer) == (
        "Melding",
        replace(
            VOLLE[0].inhoud.initiatiefnemer,
            voorletters="A.",
            voorvoegsel="",
            emailadres="",
            telefoonnummer="",
            correspondentieadres=None,
            verblijfsadres=None,
        ),
    )
    for bericht in VOLLE:
        assert _lees(aangepast, _schrijf(aangepast, bericht)) == bericht


def test_een_notificatie_als_voorbeeld(basis: Profiel) -> None:
    voorbeeld = (
        b'<m:notificatiebericht xmlns:m="urn:m"><m:kop><m:nr>2026030200001</m:nr></m:kop></m:notificatiebericht>'
    )
    aangepast = uit_voorbeeld(voorbeeld, basis)
    geschreven = opmaak.schrijf(aangepast.profiel, "notificatie", berichten.Notificatie("2026030200009", 0, "0" * 20))
    assert _kaal(geschreven) == _kaal(voorbeeld.replace(b"00001", b"00009"))


def test_een_notificatie_laat_het_verzoek_zoals_het_was(eigen_map: Path, basis: Profiel) -> None:
    """And the other way around, once the notification is the user's own."""
    notificatie = b'<m:triggerbericht xmlns:m="urn:m"><m:nr>2026030200001</m:nr></m:triggerbericht>'
    verzoek = anders(berichten.verzoek_xml("stam-v4", VOLLE[0]))
    bewaar(uit_voorbeeld(notificatie, basis).profiel, eigen_map)
    assert _kaal(berichten.verzoek_xml("stam-v4", VOLLE[0])) == _kaal(opmaak.schrijf(basis, "verzoek", VOLLE[0]))
    assert berichten.toets_verzoek("stam-v4", b"<iets/>") != []
    bewaar(uit_voorbeeld(verzoek, profiel("stam-v4")).profiel, eigen_map)
    assert _kaal(berichten.verzoek_xml("stam-v4", VOLLE[0])) == _kaal(verzoek)
    assert _kaal(berichten.notificatie_xml("stam-v4", "2026030200001", 0, "0" * 20)) == _kaal(notificatie)


@pytest.mark.parametrize("inhoud", [b"", b"<a>", b"<!DOCTYPE a><a/>", b"PK\x03\x04"])
def test_wat_geen_xml_is(inhoud: bytes, basis: Profiel) -> None:
    with pytest.raises(ProfielFout, match=r"echt\.xml is geen XML die gelezen kan worden"):
        uit_voorbeeld(inhoud, basis, bron="echt.xml")


def test_een_voorbeeld_dat_te_diep_is(basis: Profiel) -> None:
    with pytest.raises(ProfielFout, match="dieper genest dan 45 elementen"):
        uit_voorbeeld(b"<a>" * 200 + b"</a>" * 200, basis)


def test_een_heel_ander_document_plaatst_niets(basis: Profiel) -> None:
    aangepast = uit_voorbeeld(b"<factuur><regel>1</regel></factuur>", basis)
    assert [vraag.pad for vraag in aangepast.niet_geplaatst] == ["factuur/regel"]
