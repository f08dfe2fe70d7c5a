"""What a certificate of the PKIoverheid kind says of its holder: the OIN stands in serialNumber of the subject.

CN, OU and organizationIdentifier may hold numbers too and count for nothing here: a CA puts there what it wants.
Source: Digikoppeling Beveiligingsstandaarden PKI001, OIN-Stelsel (confirmed); docs/bronnen.md#certificaten-en-oin.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from simulator.stelsel.identificaties import oin
from simulator.stelsel.identificaties.fouten import OinFout

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.S)
_MAX_TEKST = 100


class CertificaatFout(ValueError):
    """This is not a certificate; the text says why, in Dutch."""


@dataclass(frozen=True)
class Certificaat:
    """A certificate, as far as the stelsel looks at it.

    onderwerp: the subject as RFC 4514 writes it; oin: twenty digits, or "" with in `reden` why it has none; van and
    tot: UTC; vingerafdruk: SHA-256 of the DER in hexadecimal.
    """

    onderwerp: str
    organisatie: str
    oin: str
    reden: str
    van: datetime
    tot: datetime
    vingerafdruk: str


@lru_cache(maxsize=512)
def lees(der: bytes) -> Certificaat:
    """Read a certificate in DER. Whether it may be trusted is not judged here.

    Raises CertificaatFout.
    """
    # Loaded here: cryptography takes time and memory that a simulator without certificates does not need.
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        gelezen = x509.load_der_x509_certificate(der)
        onderwerp = gelezen.subject.rfc4514_string()
        gevonden, reden = _oin(_waarden(gelezen, x509.NameOID.SERIAL_NUMBER))
        organisatie = next(iter(_waarden(gelezen, x509.NameOID.ORGANIZATION_NAME)), "")
        van, tot = gelezen.not_valid_before_utc, gelezen.not_valid_after_utc
    except Exception as fout:  # anyone can write anything in a certificate, and the parser has many words for wrong
        raise CertificaatFout(f"dit is geen certificaat dat te lezen is ({fout})") from fout
    return Certificaat(onderwerp, organisatie, gevonden, reden, van, tot, gelezen.fingerprint(SHA256()).hex())


def uit_kop(waarde: str) -> bytes:
    """The certificate (DER) in a header that a proxy set, in one of the forms that proxies write.

    waarde: URL-encoded PEM (nginx, $ssl_client_escaped_cert), `:base64:` (RFC 9440, Client-Cert), or base64 of the
    DER (Traefik; of a chain with commas the first). Raises CertificaatFout.
    """
    tekst = waarde.strip()
    if "%" in tekst or tekst.startswith("-----"):
        pem = _PEM.search(unquote(tekst))
        if pem is None:
            raise CertificaatFout("er staat geen PEM in (BEGIN CERTIFICATE … END CERTIFICATE)")
        tekst = pem[1]
    elif tekst.startswith(":"):
        if len(tekst) < 3 or not tekst.endswith(":"):
            raise CertificaatFout("dit is geen byte-reeks volgens RFC 9440 (:base64:)")
        tekst = tekst[1:-1]
    else:
        tekst = tekst.partition(",")[0]
    try:
        return base64.b64decode(re.sub(r"\s", "", tekst), validate=True)
    except (binascii.Error, ValueError) as fout:
        raise CertificaatFout(f"dit is geen base64 ({fout})") from fout


def _waarden(certificaat: "Certificate", soort: object) -> list[str]:
    """The values of an attribute of the subject; a number can be written in bytes, which no OIN is."""
    return [w if isinstance(w := a.value, str) else w.hex() for a in certificaat.subject if a.oid == soort]


def _oin(nummers: list[str]) -> tuple[str, str]:
    """(OIN or "", why there is none) for the serialNumbers of a subject."""
    verschillend = {nummer.strip() for nummer in nummers}
    if not verschillend:
        return "", "het onderwerp heeft geen serialNumber"
    if len(verschillend) > 1:
        return "", "het onderwerp heeft meer dan één serialNumber"
    nummer = verschillend.pop()
    try:
        return str(oin.lees(nummer)), ""
    except OinFout:
        return "", f"serialNumber {nummer[:_MAX_TEKST]!r} is geen OIN van twintig cijfers"
