"""Whether an address can be reached from here, and if not, why not and what to do: in words that its owner understands.

Nothing of an answer is shown but its status and where it sends the caller, so that nobody reads through the simulator
what he cannot reach himself. Redirects are not followed, at most MAX_KOP bytes are read, and all of it takes at most
LIMIET seconds. Some addresses are never called (see `verboden`); the address that was judged is the one that is called.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from simulator.edge.bereik_woorden import Soort, woorden
from simulator.edge.verboden import verboden
from simulator.kernel import clock
from simulator.kernel.redenen import os_reden

__all__ = [
    "LIMIET",
    "METHODEN",
    "Bereik",
    "Soort",
    "Vraag",
    "draait_in_container",
    "probeer",
    "verkeerde_koppen",
    "vertrouwen",
]

LIMIET = 10.0
MAX_KOP = 64 << 10
METHODEN = ("GET", "HEAD", "OPTIONS", "POST")
_POORT = {"http": 80, "https": 443}
_STATUSREGEL = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)\b[^\r\n]*\r?\n")
_NAAR = re.compile(rb"(?im)^location:[ \t]*([^\r\n]*)")
_EIGEN_KOPPEN = frozenset({"host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"})
_KOPNAAM = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_KOPWAARDE = re.compile(r"[\x20-\x7e\x80-\xff\t]{0,2000}")
_TLS_BYTES = (b"\x15\x03", b"\x16\x03")
_GEEN_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "UNKNOWN_PROTOCOL",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
)
_VRAAGT_CERTIFICAAT = ("CERTIFICATE_REQUIRED", "HANDSHAKE_FAILURE", "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE")
_CERTIFICAAT = {
    9: Soort.NOG_NIET_GELDIG,
    10: Soort.VERLOPEN,
    18: Soort.UITGEVER,
    19: Soort.UITGEVER,
    20: Soort.UITGEVER,
    21: Soort.UITGEVER,
    62: Soort.ANDERE_NAAM,
    64: Soort.ANDERE_NAAM,
}


@dataclass(frozen=True)
class Vraag:
    """What is tried. wie: who tries, as a sentence names it; aanroeper: the IP address of whoever asked, "" for us.

    in_container: whether this machine is a container; limiet: seconds; tls: whom to trust, None for the usual ones.
    """

    url: str
    methode: str = "GET"
    koppen: Mapping[str, str] = field(default_factory=dict)
    wie: str = "de simulator"
    aanroeper: str = ""
    in_container: bool = False
    limiet: float = LIMIET
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Bereik:
    """How it went; gelukt: an answer came that is neither an error nor a redirect; adres: the IP address and port."""

    url: str
    soort: Soort
    gelukt: bool
    verwacht: str
    gekregen: str
    doe: str = ""
    adres: str = ""
    status: int | None = None
    naar: str = ""
    seconden: float = 0.0

    def als_dict(self) -> dict[str, Any]:
        """As JSON, for the control API."""
        return {
            "url": self.url,
            "gelukt": self.gelukt,
            "soort": str(self.soort),
            "adres": self.adres,
            "status": self.status,
            "naar": self.naar,
            "duurMs": round(self.seconden * 1000, 1),
            "verwacht": self.verwacht,
            "gekregen": self.gekregen,
            "doe": self.doe,
        }


class _Mis(Exception):
    """The attempt ends here."""

    def __init__(self, soort: Soort, **feiten: Any) -> None:
        super().__init__(soort)
        self.soort = soort
        self.feiten = feiten


@dataclass
class _Poging:
    """One attempt under way; `stap` is what it is busy with, for when time is up."""

    vraag: Vraag
    delen: SplitResult
    host: str
    poort: int
    adres: str = ""
    stap: str = "de naam opzoeken"


async def probeer(vraag: Vraag) -> Bereik:
    """Try an address once. Never raises for what the other side does."""
    begin = clock.stopwatch()
    poging = _lees(vraag)
    if poging is None:
        return _uitkomst(vraag, None, Soort.ADRES)
    try:
        async with asyncio.timeout(vraag.limiet):
            uit = await _doe(poging)
    except TimeoutError:
        uit = _uitkomst(vraag, poging, Soort.TE_LAAT, stap=poging.stap, limiet=f"{vraag.limiet:g}")
    except _Mis as mis:
        uit = _uitkomst(vraag, poging, mis.soort, **mis.feiten)
    return replace(uit, seconden=clock.stopwatch() - begin)


def verkeerde_koppen(koppen: Mapping[str, str]) -> list[tuple[str, str]]:
    """(name, reason in Dutch) of each header that cannot be sent along."""
    return [
        (naam, "deze kop zet de simulator zelf" if naam.lower() in _EIGEN_KOPPEN else "geen geldige kop")
        for naam, waarde in koppen.items()
        if naam.lower() in _EIGEN_KOPPEN or not _KOPNAAM.fullmatch(naam) or not _KOPWAARDE.fullmatch(waarde)
    ]


def draait_in_container(wortel: Path = Path("/")) -> bool:
    """Whether this process runs in a container, as far as Docker and Podman tell."""
    return any((wortel / teken).exists() for teken in (".dockerenv", "run/.containerenv"))


def vertrouwen(ca: Path | None = None) -> ssl.SSLContext:
    """Whom to trust: the usual certificate authorities (SSL_CERT_FILE replaces them), and those in the PEM file `ca`.

    Raises OSError (also ssl.SSLError) for a file that cannot be read as certificates.
    """
    import httpx  # takes as long to load as the whole start of the simulator

    context = httpx.create_ssl_context(trust_env=True)
    if ca is not None:
        context.load_verify_locations(cafile=ca)
    return context


def _lees(vraag: Vraag) -> _Poging | None:
    """The parts of the address, None where it is none that can be called."""
    try:
        delen = urlsplit(vraag.url.strip())
        host, poort = delen.hostname or "", delen.port
    except ValueError:
        return None
    if delen.scheme not in _POORT or not host or re.search(r"[\x00-\x20\x7f]", vraag.url.strip()):
        return None
    return _Poging(vraag, delen, host, poort if poort is not None else _POORT[delen.scheme])


async def _doe(poging: _Poging) -> Bereik:
    """Try, and where http gets no sensible answer see whether https would. Raises _Mis."""
    adressen = await _zoek(poging)
    try:
        uit = _oordeel(poging, await _vraag(poging, adressen))
    except _Mis as mis:
        if mis.soort is not Soort.VERBROKEN:
            raise
        if poging.delen.scheme == "https":
            await _hoor_weigering(poging, adressen)
        uit = _uitkomst(poging.vraag, poging, mis.soort, **mis.feiten)
    raar = uit.soort in (Soort.GEEN_HTTP, Soort.VERBROKEN) or uit.status == 400
    if raar and poging.delen.scheme == "http" and await _spreekt_tls(poging, adressen):
        return _uitkomst(poging.vraag, poging, Soort.TLS_NODIG)
    return uit


async def _spreekt_tls(poging: _Poging, adressen: list[str]) -> bool:
    """Whether a TLS server listens there; whose certificate it has does not matter for that."""
    los = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    los.check_hostname = False
    los.verify_mode = ssl.CERT_NONE
    _, schrijver = await _verbind(poging, adressen)
    try:
        await schrijver.start_tls(los, server_hostname=poging.host)
    except OSError:
        return False
    else:
        return True
    finally:
        schrijver.transport.abort()


async def _hoor_weigering(poging: _Poging, adressen: list[str]) -> None:
    """Say nothing and hear why a TLS server hung up: what we sent can push its reason away. Raises _Mis."""
    lezer, schrijver = await _verbind(poging, adressen)
    try:
        await schrijver.start_tls(poging.vraag.tls or vertrouwen(), server_hostname=poging.host)
        async with asyncio.timeout(1):
            await lezer.read(1)
    except ssl.SSLError as fout:
        raise _tls_fout(fout) from None
    except (OSError, TimeoutError):
        return
    finally:
        schrijver.transport.abort()


async def _vraag(poging: _Poging, adressen: list[str]) -> bytes:
    """The head of the answer. Raises _Mis."""
    lezer, schrijver = await _verbind(poging, adressen)
    try:
        if poging.delen.scheme == "https":
            poging.stap = "TLS afspreken"
            await schrijver.start_tls(poging.vraag.tls or vertrouwen(), server_hostname=poging.host)
        poging.stap = "een antwoord krijgen"
        schrijver.write(_verzoek(poging))
        await schrijver.drain()
        return await _kop(lezer)
    except ssl.SSLCertVerificationError as fout:
        raise _Mis(_CERTIFICAAT.get(fout.verify_code, Soort.TLS), reden=fout.verify_message) from None
    except ssl.SSLError as fout:
        raise _tls_fout(fout) from None
    except OSError as fout:
        raise _Mis(Soort.VERBROKEN, reden=os_reden(fout)) from None
    finally:
        schrijver.transport.abort()


async def _zoek(poging: _Poging) -> list[str]:
    lus = asyncio.get_running_loop()
    try:
        gevonden = await lus.getaddrinfo(poging.host, poging.poort, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Mis(Soort.NAAM) from None
    adressen = list(dict.fromkeys(str(info[4][0]) for info in gevonden))
    mag = [adres for adres in adressen if not verboden(adres)]
    if not mag:
        raise _Mis(Soort.VERBODEN, reden=", ".join(adressen))
    return mag


async def _verbind(poging: _Poging, adressen: list[str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection with the first address that takes it."""
    poging.stap = "verbinden"
    fout: OSError = OSError()
    for adres in adressen:
        poging.adres = f"[{adres}]:{poging.poort}" if ":" in adres else f"{adres}:{poging.poort}"
        try:
            return await asyncio.open_connection(adres, poging.poort, limit=MAX_KOP)
        except OSError as gevangen:
            # "refused" says more than that there is no IPv6, which is what localhost in a container also meets
            fout = fout if isinstance(fout, ConnectionRefusedError) else gevangen
    if not isinstance(fout, ConnectionRefusedError):
        raise _Mis(Soort.GEEN_WEG, reden=os_reden(fout))
    eigen = all(ipaddress.ip_address(adres).is_loopback for adres in adressen)
    raise _Mis(Soort.EIGEN_MACHINE if eigen and _elders(poging.vraag) else Soort.GEWEIGERD)


def _elders(vraag: Vraag) -> bool:
    """Whether localhost means another machine to who asks than to us."""
    try:
        van_buiten = bool(vraag.aanroeper) and not ipaddress.ip_address(vraag.aanroeper).is_loopback
    except ValueError:
        van_buiten = False
    return vraag.in_container or van_buiten


def _verzoek(poging: _Poging) -> bytes:
    delen = poging.delen
    pad = (delen.path or "/") + (f"?{delen.query}" if delen.query else "")
    gastheer = f"[{poging.host}]" if ":" in poging.host else poging.host
    if poging.poort != _POORT[delen.scheme]:
        gastheer += f":{poging.poort}"
    koppen = {"Host": gastheer, "User-Agent": "dso-sim-proef", "Accept": "*/*", **poging.vraag.koppen}
    koppen |= {"Connection": "close"} | ({"Content-Length": "0"} if poging.vraag.methode == "POST" else {})
    regels = [f"{poging.vraag.methode} {pad} HTTP/1.1", *(f"{naam}: {waarde}" for naam, waarde in koppen.items())]
    return ("\r\n".join(regels) + "\r\n\r\n").encode("utf-8", "replace")


async def _kop(lezer: asyncio.StreamReader) -> bytes:
    """As much of the answer as its head, or all there is of it up to MAX_KOP."""
    gelezen = b""
    while len(gelezen) < MAX_KOP and b"\r\n\r\n" not in gelezen and (deel := await lezer.read(MAX_KOP - len(gelezen))):
        gelezen += deel
    return gelezen.partition(b"\r\n\r\n")[0] + b"\r\n"


def _tls_fout(fout: ssl.SSLError) -> _Mis:
    reden = fout.reason or str(fout)
    if any(teken in reden for teken in _GEEN_TLS):
        return _Mis(Soort.GEEN_TLS)
    if any(teken in reden for teken in _VRAAGT_CERTIFICAAT):
        return _Mis(Soort.CLIENTCERTIFICAAT, reden=reden)
    if isinstance(fout, ssl.SSLEOFError) or "EOF" in reden:
        return _Mis(Soort.VERBROKEN, reden="de verbinding ging dicht")
    return _Mis(Soort.TLS, reden=reden)


def _oordeel(poging: _Poging, kop: bytes) -> Bereik:
    """What the head of an answer means."""
    vraag = poging.vraag
    regel = _STATUSREGEL.match(kop)
    if regel is None:
        if kop.startswith(_TLS_BYTES):
            return _uitkomst(vraag, poging, Soort.TLS_NODIG)
        if not kop.strip():
            return _uitkomst(vraag, poging, Soort.VERBROKEN, reden="er kwam geen antwoord")
        return _uitkomst(vraag, poging, Soort.GEEN_HTTP)
    status = int(regel[1])
    naar = treffer[1].decode("latin-1").strip()[:500] if (treffer := _NAAR.search(kop)) else ""
    if status < 300:
        soort = Soort.BEREIKT
    elif status < 400:
        soort = Soort.DOORVERWEZEN
    else:
        soort = {401: Soort.AANMELDEN, 403: Soort.AANMELDEN, 404: Soort.PAD, 405: Soort.METHODE}.get(
            status, Soort.STATUS
        )
    return _uitkomst(vraag, poging, soort, status=status, naar=naar)


def _uitkomst(vraag: Vraag, poging: _Poging | None, soort: Soort, **feiten: Any) -> Bereik:
    van_buiten = vraag.aanroeper if vraag.aanroeper and not vraag.in_container else ""
    rest = {"reden": "", "status": None, "naar": "", "stap": "", "limiet": "", **feiten}
    verwacht, gekregen, doe = woorden(
        soort,
        wie=vraag.wie,
        url=vraag.url,
        methode=vraag.methode,
        host=poging.host if poging else "",
        poort=poging.poort if poging else 0,
        adres=poging.adres if poging else "",
        aanroeper=van_buiten,
        **rest,
    )
    return Bereik(
        url=vraag.url,
        soort=soort,
        gelukt=soort is Soort.BEREIKT,
        verwacht=verwacht,
        gekregen=gekregen,
        doe=doe,
        adres=poging.adres if poging else "",
        status=rest["status"],
        naar=rest["naar"],
    )
