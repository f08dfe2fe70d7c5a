import io
import zipfile

import pytest

from simulator.basischeck.checks.lvbb_run import _fouten
from simulator.basischeck.waarneming.lvbb import familie
from simulator.basischeck.waarneming.pakket import Onleesbaar, uit_bytes

NS = "http://www.overheid.nl/2017/lvbb"
OPDRACHT = f"<publicatieOpdracht xmlns='{NS}'><idLevering>a1</idLevering></publicatieOpdracht>".encode()
GOED = [("opdracht.xml", "application/xml"), ("manifest.xml", "application/xml"), ("a.gml", "application/gml+xml")]


def manifest(rijen):
    bestanden = "".join(
        f"<bestand><bestandsnaam>{naam}</bestandsnaam><contentType>{soort}</contentType></bestand>"
        for naam, soort in rijen
    )
    return f"<manifest xmlns='{NS}'>{bestanden}</manifest>".encode()


def ingepakt(bestanden):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archief:
        for naam, inhoud in bestanden:
            archief.writestr(naam, inhoud)
    return buffer.getvalue()


def pakket(rijen, namen=("a.gml",)):
    return ingepakt(
        [("opdracht.xml", OPDRACHT), ("manifest.xml", manifest(rijen)), *((naam, b"<a/>") for naam in namen)]
    )


@pytest.mark.parametrize(
    ("rijen", "namen", "codes"),
    [
        (GOED, ["a.gml"], []),
        (GOED[:2], ["a.gml"], ["ontbreekt"]),
        (GOED, [], ["te-veel"]),
        ([*GOED, GOED[0]], ["a.gml"], ["dubbel"]),
        ([*GOED[:2], ("a.gml", "text/xml")], ["a.gml"], ["contentType"]),
        ([*GOED[:2], ("map/a.gml", "application/gml+xml")], ["map/a.gml"], ["naam"]),
        ([GOED[0], GOED[2]], ["a.gml"], ["ontbreekt"]),
    ],
)
def test_manifest_against_zip(rijen, namen, codes):
    gevonden = _fouten(uit_bytes(pakket(rijen, namen)))
    assert [code for code, _, _ in gevonden] == codes
    assert all(gekregen and doe for _, gekregen, doe in gevonden)


def test_a_zip_without_a_manifest():
    assert [code for code, _, _ in _fouten(uit_bytes(ingepakt([("opdracht.xml", OPDRACHT)])))] == ["manifest"]


def test_the_opdracht_is_read_also_from_a_multipart():
    zip_ = pakket(GOED)
    grens = b"--grens\r\n"
    deel = grens + b'Content-Disposition: form-data; name="soort"\r\n\r\nx\r\n'
    deel += grens + b'Content-Disposition: form-data; name="bestand"\r\n\r\n' + zip_ + b"\r\n--grens--\r\n"
    gelezen = uit_bytes(deel, 'multipart/form-data; boundary="grens"')
    assert gelezen.opdracht.soort == "publicatieOpdracht"
    assert gelezen.opdracht.veld("idLevering") == "a1"
    assert gelezen.namen == uit_bytes(zip_).namen


@pytest.mark.parametrize(
    ("inhoud", "soort"), [(b"", ""), (b"PK\x03\x04kapot", ""), (b"--g--", "multipart/form-data; boundary=g")]
)
def test_what_is_no_zip(inhoud, soort):
    with pytest.raises(Onleesbaar):
        uit_bytes(inhoud, soort)


@pytest.mark.parametrize(
    ("soort", "verwacht"),
    [
        ("validatieVerzoek", "validatie"),
        ("publicatieGBVerzoek", "publicatie"),
        ("breekPublicatieAfOpdracht", "breekPublicatieAf"),
        ("publicatieStatusVerzoekResultaat", "publicatie"),
        ("", ""),
    ],
)
def test_the_family_of_a_message(soort, verwacht):
    assert familie(soort) == verwacht
