"""What a proxy in front says of the caller: the certificate, the address and the scheme. Only a trusted one is heard.

A certificate counts when it came with the connection itself, or in the one header that was agreed with a proxy. The
agreed header is exactly one: a proxy overwrites the header that it knows and lets any other through, so that a second
name would be a way to forge.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.stelsel import certificaten
from simulator.stelsel.certificaten import Certificaat, CertificaatFout

KOP = "x-ssl-client-cert"
"""As nginx is mostly set up; RFC 9440 has client-cert."""
KOP_OORDEEL = "x-ssl-client-verify"
_BEKEND = frozenset({KOP, "client-cert", "x-forwarded-tls-client-cert"})
_MAX_TEKST = 200
Net = ipaddress.IPv4Network | ipaddress.IPv6Network
Koppen = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Proxies:
    """Which proxies are trusted, and in which header they pass a client's certificate on."""

    netten: tuple[Net, ...] = ()
    kop: str = KOP

    def vertrouwt(self, adres: str) -> bool:
        """Whether a connection from this address is of a trusted proxy."""
        if not self.netten:  # as nearly always
            return False
        try:
            ip = ipaddress.ip_address(adres)
        except ValueError:
            return False
        ip = getattr(ip, "ipv4_mapped", None) or ip
        return any(ip in net for net in self.netten)


GEEN = Proxies()


@dataclass(frozen=True)
class Herkomst:
    """Where a request came from. certificaat: None when there is none that counts; regels: for the journal."""

    ip: str
    schema: str
    der: bytes | None = None
    certificaat: Certificaat | None = None
    regels: tuple[str, ...] = ()


def lees(netten: Iterable[str], kop: str = KOP) -> Proxies:
    """Trusted proxies from settings. netten: addresses or CIDR. Raises ValueError."""
    gelezen = []
    for net in netten:
        try:
            gelezen.append(ipaddress.ip_network(net))
        except ValueError:
            raise ValueError(f"--vertrouw-proxy {net} is geen adres of CIDR, zoals 127.0.0.1/32") from None
    return Proxies(tuple(gelezen), kop.strip().lower())


def herkomst(scope: Any, proxies: Proxies) -> Herkomst:
    """Who is at the other end of a request, by ASGI scope."""
    ip = (scope.get("client") or ("", 0))[0]
    direct: bytes | None = scope.get("state", {}).get("certificaat")
    koppen: Koppen = scope["headers"]
    if proxies.vertrouwt(ip):
        return _achter_proxy(ip, scope["scheme"], koppen, direct, proxies)
    namen = {naam.decode("latin-1") for naam, waarde in koppen if waarde.strip()}
    genegeerd = sorted(namen & _BEKEND | namen & {proxies.kop})
    regels = tuple(f"de kop {naam} telt niet: {ip} is geen proxy uit --vertrouw-proxy" for naam in genegeerd)
    return _met(Herkomst(ip, scope["scheme"], regels=regels), direct)


def _achter_proxy(ip: str, schema: str, koppen: Koppen, direct: bytes | None, proxies: Proxies) -> Herkomst:
    regels = [f"de kop {naam} telt niet: afgesproken is {proxies.kop}" for naam in _andere(koppen, proxies)]
    if direct is not None:
        regels.append("het certificaat van deze verbinding is van de proxy en telt niet")
    gegeven = [waarde for waarde in _waarden(koppen, "x-forwarded-proto") if waarde in ("http", "https")]
    basis = Herkomst(_aanroeper(ip, koppen, proxies), gegeven[-1] if gegeven else schema, regels=tuple(regels))
    waarden = _waarden(koppen, proxies.kop)
    if not waarden:
        return basis
    oordeel = _waarden(koppen, KOP_OORDEEL)
    if oordeel and oordeel != ["SUCCESS"]:
        return _erbij(basis, f"de proxy keurt het certificaat af ({', '.join(oordeel)[:_MAX_TEKST]})")
    if len(waarden) > 1:
        return _erbij(basis, f"de kop {proxies.kop} telt niet: hij staat er {len(waarden)} keer")
    try:
        return _met(basis, certificaten.uit_kop(waarden[0]))
    except CertificaatFout as fout:
        return _erbij(basis, f"de kop {proxies.kop} telt niet: {fout}")


def _met(basis: Herkomst, der: bytes | None) -> Herkomst:
    if der is None:
        return basis
    try:
        certificaat = certificaten.lees(der)
    except CertificaatFout as fout:
        return _erbij(basis, f"het certificaat telt niet: {fout}")
    zonder = f"certificaat zonder OIN: {certificaat.reden} ({certificaat.onderwerp[:_MAX_TEKST]})"
    regels = basis.regels if certificaat.oin else (*basis.regels, zonder)
    return Herkomst(basis.ip, basis.schema, der, certificaat, regels)


def _erbij(basis: Herkomst, regel: str) -> Herkomst:
    return Herkomst(basis.ip, basis.schema, regels=(*basis.regels, regel))


def _andere(koppen: Koppen, proxies: Proxies) -> list[str]:
    return sorted(naam for naam in _BEKEND - {proxies.kop} if _waarden(koppen, naam))


def _aanroeper(ip: str, koppen: Koppen, proxies: Proxies) -> str:
    """The last address in X-Forwarded-For that is not a trusted proxy itself: what comes before it anyone can write."""
    for adres in reversed(
        [deel.strip() for waarde in _waarden(koppen, "x-forwarded-for") for deel in waarde.split(",")]
    ):
        try:
            gelezen = str(ipaddress.ip_address(adres.strip("[]")))
        except ValueError:
            return ip
        if not proxies.vertrouwt(gelezen):
            return gelezen
    return ip


def _waarden(koppen: Koppen, naam: str) -> list[str]:
    """The values of a header that are not empty, in order."""
    gezocht = naam.encode()
    return [w for n, waarde in koppen if n.lower() == gezocht and (w := waarde.decode("latin-1").strip())]
