"""Where libxml2 differs from Xerces, the official validator, our verdict is that of Xerces."""

import copy
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from simulator.contract import schemas, xerces, xml
from simulator.contract.witruimte import vouw_samen
from tests.contract.officieel import ROOTS
from tests.lvbb import bouw
from tests.lvbb.rules.voorbeelden_io import DOCUMENTEN

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def opdracht(oud: str = "", nieuw: str = "") -> bytes:
    """A good opdracht.xml with one text of it changed."""
    tekst = (bouw.goede_levering().bestanden["opdracht.xml"].inhoud or b"").decode()
    assert oud in tekst
    return tekst.replace(oud, nieuw, 1).encode()


def besluit(oud: str = "", nieuw: str = "") -> bytes:
    tekst = DOCUMENTEN["initieel"]
    assert oud in tekst
    return tekst.replace(oud, nieuw, 1).encode()


def oordeel(document: bytes) -> list[str]:
    """What our schema says; XmlFout when the document cannot be read."""
    wortel = xml.lees(document).wortel
    schema = schemas.schema_van(wortel)
    assert schema
    return [fout.tekst for fout in schemas.toets(schema, wortel)]


DATUM = re.search(rb"<(?:\w+:)?datumBekendmaking>([^<]*)<", opdracht())[1].decode()  # type: ignore[index]


@pytest.mark.parametrize(
    "datum", [f" {DATUM} ", f"\n\t{DATUM}\r\n", f"{DATUM} ", f" {DATUM}Z", "-0044-03-15", "12026-01-01 "]
)
def test_white_space_round_a_date_is_accepted(datum: str) -> None:
    assert oordeel(opdracht(DATUM, datum)) == []


@pytest.mark.parametrize(
    "datum", ["", " ", "2026 -03-03", "2026-02-30", "\u00a02026-03-03", "2026-03-03T00:00:00", "6 mei"]
)
def test_what_is_no_date_is_refused(datum: str) -> None:
    (fout,) = oordeel(opdracht(DATUM, datum))
    assert fout == f"element datumBekendmaking: verwacht een datum (jjjj-mm-dd), gekregen '{datum}'"


@pytest.mark.parametrize(
    "uri",
    [
        "http://x:poort/y", "http://x:/", "http://u@x:y@z/", "//a:b", "http://x/?[a]", "a b", "${ns}", "C:\\map\\x",
        "http:///x", "urn:a:b", "http://[::1]:80/x", "#a", "", "été", "http://x/%41",
    ],
)  # fmt: skip
def test_a_uri_as_xerces_reads_it(uri: str) -> None:
    assert xerces.is_uri(uri)
    assert (
        oordeel(besluit("/tooi/id/gemeente/gm0001</data:maker>", f"\n {uri.replace('&', '&amp;')} </data:maker>")) == []
    )


@pytest.mark.parametrize(
    "uri", ["http:", "http://", "urn:", "urn:#a", "//", ":a", "1a:b", "a b:c", "%", "%4", "http://[::1", "#a#b"]
)
def test_what_is_no_uri_for_xerces(uri: str) -> None:
    assert not xerces.is_uri(uri)
    (fout,) = oordeel(besluit("/tooi/id/gemeente/gm0001</data:maker>", f"{uri}</data:maker>"))
    assert fout == f"element maker: verwacht een URI, gekregen '{uri}'"


@pytest.mark.parametrize(
    ("plaats", "fout"),
    [
        ("schemaLocation='urn:x x.xsd'", ""),
        ("schemaLocation='urn:x http://x:poort/y  '", ""),
        ("schemaLocation='urn:x'", ""),
        ("schemaLocation=''", ""),
        ("noNamespaceSchemaLocation=' x.xsd '", ""),
        ("schemaLocation='urn:x http://[x'", "schemaLocation: verwacht een URI, gekregen 'http://[x'"),
        ("schemaLocation='http:// x.xsd'", "schemaLocation: verwacht een URI, gekregen 'http://'"),
        ("noNamespaceSchemaLocation='%zz'", "noNamespaceSchemaLocation: verwacht een URI, gekregen '%zz'"),
    ],
)
def test_the_place_of_a_schema(plaats: str, fout: str) -> None:
    for element in ("<data:BesluitMetadata", "<lvbba:AanleveringBesluit"):
        fouten = oordeel(besluit(element, f"{element} xmlns:xsi='{XSI}' xsi:{plaats}"))
        assert [tekst.partition("attribuut ")[2] for tekst in fouten] == ([fout] if fout else [])


@pytest.mark.parametrize("attribuut", ["xml:id='1'", "xml:id=''", "xml:id='a'"])
def test_an_xml_id_is_for_the_schema_to_judge(attribuut: str) -> None:
    """In the data it is not allowed; an element of the text lets any attribute from elsewhere pass."""
    assert oordeel(besluit("<data:BesluitMetadata", f"<data:BesluitMetadata {attribuut}")) == [
        "element BesluitMetadata, attribuut id: attribuut id is hier niet toegestaan"
    ]
    assert oordeel(besluit("<Al>", f"<Al {attribuut}>")) == []


def test_what_xerces_reads_is_read() -> None:
    assert oordeel(besluit("<data:BesluitMetadata", "<?a:b c?><data:BesluitMetadata")) == []
    assert oordeel(besluit("<Al>", "<Al xml:id='a'>").replace(b"<Al>", b"<Al xml:id='a'>", 1)) == []
    assert xml.lees(b"<a xml:id='1' xmlns:b='een twee'/>").waarschuwingen == (
        "regel 1: xmlns:b: 'een twee' is geen geldige URI",
    )
    assert xml.lees(b"<?xml version='1.1'?><a/>").wortel.tag == "a"


@pytest.mark.parametrize(
    "document",
    [
        b"<?xml version='1.2'?><a/>",
        b"<a xml:id='1'><b></a>",
        b"<a xml:id='1' c='1' c='2'/>",
        b"<x:a xml:id='1'/>",
        b"<a:b:c xmlns:a='urn:x'/>",
        b"<?a:b?><a><b/>",
        b"<?a:b?><a>&x;</a>",
    ],
)
def test_what_xerces_does_not_read_is_not_read(document: bytes) -> None:
    with pytest.raises(xml.XmlOnleesbaar):
        xml.lees(document)


@pytest.mark.parametrize(
    ("getal", "goed"), [("1.5E1", True), (" INF\n", True), ("NaN ", True), ("1e", False), ("+INF", False)]
)
def test_a_double(getal: str, goed: bool) -> None:
    document = re.sub("(<geo:kwantitatieveNormwaarde>)[^<]*", rf"\g<1>{getal}", DOCUMENTEN["getal"], count=1)
    verwacht = [] if goed else [f"element kwantitatieveNormwaarde: verwacht een getal, gekregen '{getal}'"]
    assert oordeel(document.encode()) == verwacht


@pytest.mark.parametrize(
    ("element", "naam", "gelezen"),
    [
        ("soortWork", "initieel", "a b"),
        ("FRBRWork", "initieel", "a b"),
        ("voltooidOp", "initieel", "a b"),
        ("groepID", "groepen", "a b"),
        ("kwantitatieveNormwaarde", "getal", "a b"),
        ("officieleTitel", "initieel", "\n a  b "),
        ("Al", "initieel", "\n a  b "),
        ("label", "groepen", "\n a  b "),
        ("kwalitatieveNormwaarde", "woord", "\n a  b "),
    ],
)
def test_a_rule_reads_the_value_that_the_schema_makes_of_it(element: str, naam: str, gelezen: str) -> None:
    wortel = xml.lees(DOCUMENTEN[naam].encode()).wortel
    knoop = next(k for k in wortel.iter(f"{{*}}{element}") if not len(k))
    knoop.text = "\n a  b "
    assert vouw_samen(wortel) is wortel
    assert knoop.text == gelezen


# --- held against Xerces itself, with the official schemas ------------------------------------------------------------

WAARDEN = ("", "\n {} ", "{}Z", "http://x:poort/", "http:", "1e", " INF ", "2026-03-03 ")
SCHEMA_MAP = "koppelvlakken/data/lvbb/schema_1.3.0"


def _bronnen() -> Iterator[bytes]:
    for levering in (bouw.goede_levering(), bouw.goede_mutatie(), bouw.goede_kennisgeving(), bouw.afbreekopdracht()):
        yield from (b.inhoud for b in levering.bestanden.values() if b.is_xml and b.inhoud)
    yield from (tekst.encode() for tekst in DOCUMENTEN.values())


def _varianten() -> Iterator[tuple[str, bytes]]:
    """(schema, document) of each source, and of that with one value in it changed; of a kind of value the first."""
    gezien: set[tuple[str, ...]] = set()
    for bron in _bronnen():
        wortel = xml.lees(bron).wortel
        schema = schemas.schema_van(wortel) or ""
        yield schema, etree.tostring(wortel)
        for plek, element in enumerate(wortel.iter("*")):
            namen = [*map(str, element.keys()), *(() if len(element) or not element.text else [""])]
            for naam in namen:
                if (soort := (schema, str(element.tag), naam)) not in gezien:
                    gezien.add(soort)
                    yield from ((schema, _veranderd(wortel, plek, naam, waarde)) for waarde in WAARDEN)


def _veranderd(wortel: etree._Element, plek: int, naam: str, waarde: str) -> bytes:
    kopie = copy.deepcopy(wortel)
    element = next(e for nummer, e in enumerate(kopie.iter("*")) if nummer == plek)
    oud = element.get(naam) if naam else element.text
    nieuw = waarde.replace("{}", oud or "")
    if naam:
        element.set(naam, nieuw)
    else:
        element.text = nieuw
    return etree.tostring(kopie)


def _paden(folder: Path) -> Iterator[str]:
    """`uri TAB path` of every document that the official schemas name by its public address."""
    for catalogus in sorted(folder.rglob("*catalog*.xml")):
        for uri, pad in re.findall(r'<(?:uri|system)\s+\w+="([^"]*)"\s+uri="([^"]*)"', catalogus.read_text("utf-8")):
            yield f"{uri}\t{(catalogus.parent / pad).resolve()}\n"


@pytest.mark.shared
@pytest.mark.skipif(shutil.which("java") is None, reason="needs a JDK")
def test_our_verdict_is_that_of_xerces(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "paden").write_text("".join(_paden(shared / SCHEMA_MAP)), encoding="utf-8")
    per_schema: dict[str, list[bytes]] = {}
    for schema, document in _varianten():
        per_schema.setdefault(schema, []).append(document)
    verschillen = []
    for schema, documenten in per_schema.items():
        for nummer, document in enumerate(documenten):
            (tmp_path / str(nummer)).write_bytes(document)
        opdracht = ["java", str(Path(__file__).with_name("Xerces.java")), str(tmp_path / "paden")]
        invoer = "".join(f"{tmp_path / str(nummer)}\n" for nummer in range(len(documenten)))
        uit = subprocess.run(
            [*opdracht, str(shared / SCHEMA_MAP / ROOTS[schema])],
            input=invoer,
            capture_output=True,
            text=True,
            check=True,
        )
        for document, hun in zip(documenten, uit.stdout.splitlines(), strict=True):
            if bool(ons := oordeel(document)) != (hun != "ok"):
                verschillen.append((schema, hun, ons))

    assert set(per_schema) == set(schemas.SCHEMAS)
    assert sum(map(len, per_schema.values())) > 1000
    assert verschillen == []
