"""The shape of a certificate: levels, subjects and extensions of the private TLS certificates of PKIoverheid G4.

Attributes of the subject and their order, key usage, policies and the 397 days are those of the TRIAL profiles
(docs/bronnen.md#certificaten-en-oin, confirmed). Ours: the names, which say that this is a test; keys of 3072 bits at
every level, where a real CA has 4096; no CRL and no AIA, for there is nothing to fetch.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Sleutel = rsa.RSAPrivateKey

MERK = "TRIAL"
GELDIG = timedelta(days=397)
"""How long a certificate that is no CA is valid."""
_GELDIG_CA = timedelta(days=3653)
_VOORAF = timedelta(days=1)  # clocks of machines and containers differ
_BITS = 3072
_BELEID = ("0.4.0.2042.1.1", "2.16.528.1.1003.1.2.41.15.35.11")
_ELK_BELEID = "2.5.29.32.0"
_MAX_NAAM = 64
_LABEL = r"[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?"
_HOST = re.compile(rf"(\*\.)?{_LABEL}(\.{_LABEL})*")
_MAX_HOST = 253
_SOORTEN = {
    "C": NameOID.COUNTRY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "CN": NameOID.COMMON_NAME,
    "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
    "serialNumber": NameOID.SERIAL_NUMBER,
}
_GEBRUIK = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class PkiFout(ValueError):
    """The folder or what was asked is no good; the text says what to do, in Dutch."""


@dataclass(frozen=True)
class Ondertekenaar:
    """Who signs. pss: with RSASSA-PSS SHA-512 as G4 does, else with PKCS#1 SHA-256."""

    naam: x509.Name
    sleutel: Sleutel
    pss: bool


def nieuwe_sleutel() -> Sleutel:
    """A key pair."""
    return rsa.generate_private_key(65537, _BITS)


def ca_naam(wat: str) -> x509.Name:
    """The subject of a CA."""
    organisatie = f"{MERK} DSO-simulator - niet voor productie"
    return _naam(C="NL", O=organisatie, CN=f"{MERK} DSO-simulator - {wat}")


def houder(wie: str, oin: str) -> x509.Name:
    """The subject of an organisation, with its OIN in serialNumber.

    NTRNL in organizationIdentifier is a KvK number; who has none in the OIN gets the one that the trial uses.
    """
    kvk = oin[8:16] if oin.startswith("00000003") else "99999990"
    naam = f"{MERK} {wie}"[:_MAX_NAAM]
    return _naam(C="NL", O=naam, CN=naam, organizationIdentifier=f"NTRNL-{kvk}", serialNumber=oin)


def teken_ca(
    naam: x509.Name, sleutel: Sleutel, door: Ondertekenaar, nu: datetime, *, onderste: bool = False
) -> x509.Certificate:
    """A certificate for a CA. door: itself for a root; onderste: it issues to organisations and makes no other CA."""
    grenzen = x509.BasicConstraints(ca=True, path_length=0 if onderste else None)
    bouw = (
        _begin(naam, sleutel, door, nu, _GELDIG_CA)
        .add_extension(grenzen, critical=True)
        .add_extension(_gebruik("key_cert_sign", "crl_sign"), critical=True)
    )
    if naam != door.naam:
        bouw = bouw.add_extension(_doelen(), critical=False).add_extension(_beleid(_ELK_BELEID), critical=False)
    return _teken(bouw, door)


def teken_houder(
    naam: x509.Name, sleutel: Sleutel, door: Ondertekenaar, nu: datetime, namen: Iterable[str]
) -> x509.Certificate:
    """A certificate for an organisation. namen: hosts and IP addresses at which it can be called. Raises PkiFout."""
    alternatief = x509.SubjectAlternativeName(alternatieven(namen))
    bouw = (
        _begin(naam, sleutel, door, nu, GELDIG - _VOORAF)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_gebruik("digital_signature", "key_encipherment"), critical=True)
        .add_extension(_doelen(), critical=False)
        .add_extension(_beleid(*_BELEID), critical=False)
        .add_extension(alternatief, critical=False)
    )
    return _teken(bouw, door)


def alternatieven(namen: Iterable[str]) -> list[x509.GeneralName]:
    """Names as a certificate carries them, each once, in order. Raises PkiFout."""
    return list(dict.fromkeys(_alternatief(naam) for naam in namen))


def pem(*certificaten: x509.Certificate) -> bytes:
    """Certificates in PEM, one after the other."""
    return b"".join(certificaat.public_bytes(serialization.Encoding.PEM) for certificaat in certificaten)


def _alternatief(naam: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(naam.strip("[]")))
    except ValueError:
        if not _HOST.fullmatch(naam) or len(naam) > _MAX_HOST:
            raise PkiFout(f"{naam!r} is geen naam van een host en geen IP-adres.") from None
        return x509.DNSName(naam.lower())


def _begin(
    naam: x509.Name, sleutel: Sleutel, door: Ondertekenaar, nu: datetime, geldig: timedelta
) -> x509.CertificateBuilder:
    eigen = x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key())
    bouw = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(door.naam)
        .public_key(sleutel.public_key())
        # Random, and not of the kernel's seeded ids: two CAs of one seed would be the same issuer with the same
        # serials, which browsers refuse.
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - _VOORAF)
        .not_valid_after(nu + geldig)
        .add_extension(eigen, critical=False)
    )
    if naam == door.naam:
        return bouw
    erboven = x509.AuthorityKeyIdentifier.from_issuer_public_key(door.sleutel.public_key())
    return bouw.add_extension(erboven, critical=False)


def _teken(bouw: x509.CertificateBuilder, door: Ondertekenaar) -> x509.Certificate:
    if not door.pss:
        return bouw.sign(door.sleutel, SHA256())
    zout = SHA512.digest_size
    return bouw.sign(door.sleutel, SHA512(), rsa_padding=padding.PSS(padding.MGF1(SHA512()), zout))


def _gebruik(*aan: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{soort: soort in aan for soort in _GEBRUIK})


def _doelen() -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])


def _beleid(*oids: str) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(oid), None) for oid in oids])


def _naam(**delen: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(_SOORTEN[soort], waarde) for soort, waarde in delen.items()])
