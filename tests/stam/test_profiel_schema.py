"""A profile of a user's own XML Schema: names, order and nesting are his, and from then on it judges."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from simulator.contract import schemas, xsd
from simulator.stam import berichten
from simulator.stam.profiel import Profiel, ProfielFout, bewaar, gebruik, profiel, schema, uit_voorbeeld, uit_xsd
from tests.stam import strategie

VOLLE = strategie.volle()
# A schema as somebody else could have written it: two files, types of its own, extension, a group, a choice, a required
# attribute, a geometry of GML 3.2, and a notification beside the verzoek.
HUN = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:st="urn:hun" xmlns:gml="http://www.opengis.net/gml/3.2"
    targetNamespace="urn:hun" elementFormDefault="qualified">
  <xs:include schemaLocation="../deel/common.xsd"/>
  <xs:import namespace="http://www.opengis.net/gml/3.2" schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/>
  <xs:element name="verzoekbericht" type="st:Verzoek"/>
  <xs:element name="verzoeknotificatiebericht">
    <xs:complexType><xs:sequence><xs:element name="verzoekNr" type="st:Nummer"/></xs:sequence></xs:complexType>
  </xs:element>
  <xs:complexType name="Verzoek"><xs:complexContent><xs:extension base="st:Kop"><xs:sequence>
    <xs:element name="bevoegdGezag"><xs:complexType><xs:sequence>
      <xs:element name="naam" type="xs:string"/><xs:element name="oin" type="xs:string"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="aanvrager" type="st:Persoon"/>
    <xs:element name="locatie" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="coordinatenRd" type="gml:GeometryPropertyType" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element ref="st:activiteit" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="activiteit"><xs:complexType><xs:sequence>
    <xs:element name="naamActiviteit" type="xs:string"/>
    <xs:element name="functioneleStructuurRef" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
COMMON = """<?xml version="1.0" encoding="ISO-8859-1"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:st="urn:hun" targetNamespace="urn:hun"
    elementFormDefault="qualified">
  <xs:complexType name="Kop"><xs:sequence>
    <xs:element name="verzoekNr" type="st:Nummer"/>
    <xs:group ref="st:soorten"/>
    <xs:element name="indienDatum" type="xs:dateTime"/>
    <xs:element name="kleur" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:group name="soorten"><xs:sequence>
    <xs:element name="soortVerzoek" type="st:Soort"/><xs:element name="doel" type="st:Doel" minOccurs="0"/>
  </xs:sequence></xs:group>
  <xs:simpleType name="Nummer">
    <xs:restriction base="xs:string"><xs:pattern value="\\d{13}"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Soort"><xs:restriction base="xs:string">
    <xs:enumeration value="AANVRAAG VERGUNNING"/><xs:enumeration value="MELDING"/><xs:enumeration value="IETS"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Doel"><xs:restriction base="st:DoelTekst"><xs:enumeration value="initi\u00ebren"/>
    <xs:enumeration value="conceptverzoek"/><xs:enumeration value="aanvullen"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="DoelTekst"><xs:restriction base="xs:string"/></xs:simpleType>
  <xs:complexType name="Persoon"><xs:choice>
    <xs:element name="natuurlijkPersoon"><xs:complexType><xs:sequence>
      <xs:element name="burgerservicenummer" type="xs:string" minOccurs="0"/>
      <xs:element name="geslachtsnaam" type="xs:string"/><xs:element name="voorletters" type="xs:string"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="bedrijf"><xs:complexType><xs:sequence>
      <xs:element name="kvkNr" type="xs:string"/><xs:element name="handelsnaam" type="xs:string"/>
    </xs:sequence><xs:attribute name="herkomst" use="required"/></xs:complexType></xs:element>
  </xs:choice></xs:complexType>
</xs:schema>"""


@pytest.fixture
def eigen_map(tmp_path: Path) -> Iterator[Path]:
    gebruik(tmp_path)
    yield tmp_path
    gebruik(None)


@pytest.fixture
def basis() -> Profiel:
    return profiel("stam-v4")


def _ons_schema(model: str) -> dict[str, bytes]:
    """The schema of a model of ours as files, which name each other as files do."""
    documenten = schemas.documenten_van(model)
    namen = {pad: f"{PurePosixPath(pad).stem}.xsd" for pad in documenten}
    bestanden = {}
    for pad, tekst in documenten.items():
        for ander, naam in namen.items():
            tekst = tekst.replace(f'"{xsd.ADRES}{ander}"', f'"../schemas/{naam}"')
        bestanden[namen[pad]] = tekst.encode()
    return bestanden


def _hun() -> dict[str, bytes]:
    return {"hun/verzoek.xsd": HUN.encode(), "deel\\common.xsd": COMMON.encode("latin-1")}


def test_ons_eigen_schema_geeft_onze_berichten(eigen_map: Path, basis: Profiel) -> None:
    aangepast = uit_xsd(_ons_schema("stam/stam-v4/verzoekbericht.model"), basis)
    assert aangepast.niet_geplaatst == aangepast.onzeker == aangepast.ontbreekt == ()
    assert [k.element for k in aangepast.profiel.verzoek.alle()] == [k.element for k in basis.verzoek.alle()]
    bewaar(aangepast.profiel, eigen_map, dict(aangepast.schemas))
    assert profiel("stam-v4").source == "gml.xsd, verzoekbericht.xsd, xerces.xsd van de gebruiker"
    for bericht in VOLLE:
        geschreven = berichten.verzoek_xml("stam-v4", bericht)
        assert berichten.toets_verzoek("stam-v4", geschreven) == []
        assert berichten.lees_verzoek("stam-v4", geschreven) == bericht
    (klacht,) = berichten.toets_verzoek("stam-v4", geschreven.replace(b"<vx:volgnummer>002<", b"<vx:volgnummer>2<"))
    assert "/verzoekXML/verzoek/volgnummer" in klacht
    (klacht,) = berichten.toets_verzoek("stam-v4", b"<iets/>")
    assert "geen hoofdelement van schema stam-v4" in klacht


def test_een_schema_van_een_ander(eigen_map: Path, basis: Profiel) -> None:
    aangepast = uit_xsd(_hun(), basis)
    assert [vraag.pad for vraag in aangepast.niet_geplaatst] == ["verzoekbericht/kleur"]
    assert any("eist attribuut herkomst" in vraag.tekst for vraag in aangepast.onzeker)
    assert any("'IETS' is geen waarde die wij kennen van type" in vraag.tekst for vraag in aangepast.onzeker)
    assert "verzoekXML/verzoek/volgnummer" in aangepast.ontbreekt
    bewaar(aangepast.profiel, eigen_map, dict(aangepast.schemas))
    geschreven = berichten.verzoek_xml("stam-v4", VOLLE[0])
    assert berichten.toets_verzoek("stam-v4", geschreven) == []
    tekst = geschreven.decode()
    assert "<st:soortVerzoek>AANVRAAG VERGUNNING</st:soortVerzoek>" in tekst
    assert "<st:indienDatum>2026-03-02T00:00:00.000+01:00</st:indienDatum>" in tekst
    assert tekst.index("<st:naam>Testeiland<") < tekst.index("<st:oin>00000009001000009920<")
    assert "contactpersoon" not in tekst
    assert '<gml:Point gml:id="geo.1" srsName="urn:ogc:def:crs:EPSG::28992">' in tekst
    gelezen = berichten.lees_verzoek("stam-v4", geschreven)
    assert (gelezen.verzoeknummer, gelezen.inhoud.type) == (VOLLE[0].verzoeknummer, "Aanvraag vergunning")
    assert gelezen.inhoud.locaties[0].punt == VOLLE[0].inhoud.locaties[0].punt
    assert gelezen.inhoud.initiatiefnemer.achternaam == "Jansen"


def test_een_schema_met_beide_berichten_geldt_voor_beide(eigen_map: Path, basis: Profiel) -> None:
    aangepast = uit_xsd(_hun(), basis)
    bewaar(aangepast.profiel, eigen_map, dict(aangepast.schemas))
    geschreven = berichten.notificatie_xml("stam-v4", "2026030200001", 0, "0" * 20)
    assert b"<st:verzoekNr>2026030200001</st:verzoekNr>" in geschreven
    assert berichten.toets_notificatie("stam-v4", geschreven) == []
    assert berichten.toets_notificatie("stam-v4", geschreven.replace(b"2026030200001", b"1")) != []


def test_na_een_schema_een_voorbeeld(eigen_map: Path, basis: Profiel) -> None:
    aangepast = uit_xsd(_ons_schema("stam/stam-v4/verzoekbericht.model"), basis)
    bewaar(aangepast.profiel, eigen_map, dict(aangepast.schemas))
    geschreven = berichten.verzoek_xml("stam-v4", VOLLE[0])
    goed = uit_voorbeeld(geschreven, profiel("stam-v4"))
    assert goed.onzeker == ()
    bewaar(goed.profiel, eigen_map)
    assert berichten.toets_verzoek("stam-v4", geschreven) == []
    assert berichten.toets_verzoek("stam-v4", geschreven.replace(b">000<", b">0<")) != []
    fout = uit_voorbeeld(geschreven.replace(b"vx:handelsnaam", b"vx:bedrijfsnaam"), profiel("stam-v4"))
    assert ["past niet in uw eigen schema" in vraag.tekst for vraag in fout.onzeker] == [True]
    assert fout.profiel.xsd == {}
    assert fout.profiel.schemas.keys() == {"notificatie"}


def test_een_wortel_kan_gekozen_worden(basis: Profiel) -> None:
    assert uit_xsd(_hun(), basis, wortel="activiteit").profiel.verzoek.naam == "activiteit"


@pytest.mark.parametrize(
    ("bestanden", "melding"),
    [
        ({}, "geef ten minste een schemabestand"),
        ({"a.xsd": b"<a/>"}, r"a\.xsd is geen XML-schema: verwacht hoofdelement schema, gekregen a"),
        ({"a.xsd": b"<a"}, r"a\.xsd is geen XML die gelezen kan worden"),
        ({"verzoek.xsd": HUN.encode()}, r"verzoek\.xsd verwijst naar common\.xsd; geef dat bestand er ook bij"),
        ({"common.xsd": COMMON.encode("latin-1")}, "geen hoofdelement van een verzoekbericht gevonden"),
        (
            {**_hun(), "common.xsd": COMMON.replace('base="st:DoelTekst"', 'base="st:Weg"').encode("latin-1")},
            "het schema is niet te gebruiken",
        ),
        ({"a.xsd": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}, "DOCTYPE is niet toegestaan"),
    ],
)
def test_wat_geen_bruikbaar_schema_is(bestanden: dict[str, bytes], melding: str, basis: Profiel) -> None:
    with pytest.raises(ProfielFout, match=melding):
        uit_xsd(bestanden, basis)


def test_een_schema_dat_zichzelf_bevat(basis: Profiel) -> None:
    tekst = HUN.replace(
        '<xs:element name="naamActiviteit" type="xs:string"/>',
        '<xs:element name="naamActiviteit" type="xs:string"/><xs:element ref="st:activiteit" minOccurs="0"/>',
    )
    aangepast = uit_xsd(_hun() | {"hun/verzoek.xsd": tekst.encode()}, basis)
    assert len(list(aangepast.profiel.verzoek.alle())) < 60


def test_een_bestand_dat_weg_is(eigen_map: Path, basis: Profiel) -> None:
    aangepast = uit_xsd(_hun(), basis)
    with pytest.raises(ProfielFout, match="niet bewaard"):
        schema(aangepast.profiel, "verzoek")
    (bewaar(aangepast.profiel, eigen_map, dict(aangepast.schemas)).parent / "common.xsd").unlink()
    with pytest.raises(ProfielFout, match=r"common\.xsd ontbreekt; laad het schema opnieuw"):
        berichten.toets_verzoek("stam-v4", berichten.verzoek_xml("stam-v4", VOLLE[0]))
