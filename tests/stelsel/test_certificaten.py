"""The OIN in a certificate, also in one that is odd, and the forms in which a proxy passes a certificate on."""

import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID

from simulator.stelsel import certificaten
from simulator.stelsel.certificaten import CertificaatFout

OIN = "00000001002564440000"
ANDER = "00000001001234567000"
VAN, TOT = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
SLEUTEL = ec.generate_private_key(ec.SECP256R1())


def certificaat(*onderwerp: x509.NameAttribute | x509.RelativeDistinguishedName) -> x509.Certificate:
    rdns = [
        x509.RelativeDistinguishedName([deel]) if isinstance(deel, x509.NameAttribute) else deel for deel in onderwerp
    ]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name(rdns))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "uitgever")]))
        .public_key(SLEUTEL.public_key())
        .serial_number(1)
        .not_valid_before(VAN)
        .not_valid_after(TOT)
        .sign(SLEUTEL, SHA256())
    )


def der(*onderwerp: x509.NameAttribute | x509.RelativeDistinguishedName) -> bytes:
    return certificaat(*onderwerp).public_bytes(Encoding.DER)


def nummer(waarde: str, soort: _ASN1Type | None = None) -> x509.NameAttribute:
    return x509.NameAttribute(NameOID.SERIAL_NUMBER, waarde, soort)


CN = x509.NameAttribute(NameOID.COMMON_NAME, ANDER)
OU = x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, ANDER)
ORG = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Gemeente Voorbeeld")
ORG_ID = x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRNL-{ANDER}")


def test_wat_er_van_een_certificaat_bekend_is():
    gelezen = certificaten.lees(der(ORG, nummer(OIN)))
    assert (gelezen.oin, gelezen.reden, gelezen.organisatie) == (OIN, "", "Gemeente Voorbeeld")
    assert (gelezen.van, gelezen.tot) == (VAN, TOT)
    assert gelezen.onderwerp == f"2.5.4.5={OIN},O=Gemeente Voorbeeld"
    assert len(gelezen.vingerafdruk) == 64


@pytest.mark.parametrize(
    "onderwerp",
    [
        (nummer(OIN),),
        (nummer(f" {OIN} "),),
        (nummer(OIN, _ASN1Type.UTF8String),),
        (nummer(OIN, _ASN1Type.BMPString),),
        (nummer(OIN), nummer(OIN)),
        (CN, OU, ORG_ID, nummer(OIN)),
        (x509.RelativeDistinguishedName([ORG, nummer(OIN)]),),
    ],
    ids=["gewoon", "spaties", "utf8", "bmp", "dubbel", "andere nummers", "samengesteld"],
)
def test_het_oin_staat_in_serialnumber(onderwerp):
    assert certificaten.lees(der(*onderwerp)).oin == OIN


@pytest.mark.parametrize(
    ("onderwerp", "reden"),
    [
        ((CN, OU, ORG_ID), "geen serialNumber"),
        ((), "geen serialNumber"),
        ((nummer(OIN), nummer(ANDER)), "meer dan één serialNumber"),
        ((nummer(OIN[:-1]),), "geen OIN van twintig cijfers"),
        ((nummer(OIN + "0"),), "geen OIN van twintig cijfers"),
        ((nummer(OIN + "_T", _ASN1Type.UTF8String),), "geen OIN van twintig cijfers"),
        ((nummer("٠" * 20, _ASN1Type.UTF8String),), "geen OIN van twintig cijfers"),
        ((nummer("X" * 60),), "geen OIN van twintig cijfers"),
    ],
)
def test_zonder_oin_staat_er_waarom(onderwerp, reden):
    gelezen = certificaten.lees(der(*onderwerp))
    assert gelezen.oin == ""
    assert reden in gelezen.reden


@pytest.mark.parametrize("inhoud", [b"", b"\x30", b"geen certificaat", der(nummer(OIN))[:-40]])
def test_wat_geen_certificaat_is(inhoud):
    with pytest.raises(CertificaatFout, match="geen certificaat"):
        certificaten.lees(inhoud)


VORMEN = {
    "nginx": lambda c: quote(c.public_bytes(Encoding.PEM).decode(), safe=""),
    "pem met tabs": lambda c: c.public_bytes(Encoding.PEM).decode().replace("\n", "\t"),
    "rfc9440": lambda c: f":{base64.b64encode(c.public_bytes(Encoding.DER)).decode()}:",
    "traefik": lambda c: ",".join([base64.b64encode(c.public_bytes(Encoding.DER)).decode(), "AAAA"]),
}


@pytest.mark.parametrize("vorm", VORMEN)
def test_een_kop_van_een_proxy(vorm):
    gegeven = certificaat(nummer(OIN))
    assert certificaten.uit_kop(VORMEN[vorm](gegeven)) == gegeven.public_bytes(Encoding.DER)


@pytest.mark.parametrize("waarde", ["%41", "-----BEGIN CERTIFICATE-----", ":AAAA", "::", ":", "geen base64!", ":é:"])
def test_een_kop_die_geen_certificaat_is(waarde):
    with pytest.raises(CertificaatFout):
        certificaten.uit_kop(waarde)
