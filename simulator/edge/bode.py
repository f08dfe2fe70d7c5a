"""What the rooms send to software outside: one careful HTTP client with connections that stay open.

Redirects are not followed, of an answer MAX_ANTWOORD bytes are read, proxies of the environment are not used, and
some addresses are never called (see `verboden`); the address that was judged is the one that is called. What is kept
of an answer has its limits: MAX_ANTWOORD bytes of the body, MAX_KOPPEN characters of the headers, MAX_REDEN of why
there is none.
"""

import contextlib
import http.client
import io
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from urllib.parse import quote, urlsplit

from simulator.edge import bereik
from simulator.edge.verboden import verboden
from simulator.kernel import clock, geheimen
from simulator.kernel.redenen import os_reden

MAX_ANTWOORD = 64 << 10
MAX_KOPPEN = 16 << 10
MAX_REDEN = 200
_MAX_KOP = 2000
SECONDEN = 10.0
_OPEN = 16


class AdresOngeldig(ValueError):
    """An address that cannot be called, with the reason in Dutch."""


class NietBezorgd(Exception):
    """No answer came; the text says why, in Dutch. begonnen: something of the message may have arrived."""

    def __init__(self, reden: str, *, begonnen: bool = True) -> None:
        super().__init__(reden)
        self.begonnen = begonnen


@dataclass(frozen=True)
class Post:
    """What is sent. inhoud: its bytes, or, with `grootte`, what gives them each time it is asked anew."""

    url: str
    inhoud: bytes | Iterable[bytes]
    media: str
    koppen: Mapping[str, str] = field(default_factory=dict)
    methode: str = "POST"
    grootte: int | None = None


@dataclass(frozen=True)
class Antwoord:
    """What came back: the begin of the body, and how long it took in ms."""

    status: int
    koppen: list[tuple[str, str]]
    inhoud: bytes
    duur_ms: float


@dataclass(frozen=True)
class Adres:
    """An address taken apart. pad: with its query, as it goes in the request."""

    schema: str
    host: str
    poort: int
    pad: str

    @property
    def herkomst(self) -> tuple[str, str, int]:
        """What messages must share to go over one connection."""
        return self.schema, self.host, self.poort


def lees_adres(url: str) -> Adres:
    """Take an address apart. Raises AdresOngeldig."""
    if len(url) > 2000 or not url.isprintable() or " " in url:
        raise AdresOngeldig("een adres heeft hoogstens 2000 tekens, zonder spaties")
    try:
        delen = urlsplit(url)
        host, poort = delen.hostname or "", delen.port
    except ValueError:  # such as a port that is no number
        raise AdresOngeldig("dit is geen adres") from None
    if delen.scheme not in ("http", "https") or not host or poort == 0:
        raise AdresOngeldig("verwacht wordt een adres dat met http:// of https:// begint")
    if delen.username is not None or delen.password is not None:
        raise AdresOngeldig("zet gebruiker en wachtwoord niet in het adres, maar in hun eigen veld")
    pad = quote(delen.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if delen.query:
        pad += "?" + quote(delen.query, safe="/%:@!$&'()*+,;=~-._?")
    return Adres(delen.scheme, host, poort or (443 if delen.scheme == "https" else 80), pad)


class Bode:
    """Sends messages, from any thread; `sluit` gives its connections back."""

    def __init__(self, seconden: float = SECONDEN) -> None:
        self._seconden = seconden
        self._vrij: list[tuple[tuple[str, str, int], http.client.HTTPConnection]] = []
        self._slot = threading.Lock()
        self._dicht = False

    def verstuur(self, post: Post) -> Antwoord:
        """Send a message and wait for its answer. Raises AdresOngeldig, NietBezorgd."""
        adres = lees_adres(post.url)
        begonnen = clock.stopwatch()
        verbinding = self._neem(adres)
        try:
            if verbinding is not None:
                with contextlib.suppress(_Verlopen):
                    return self._vraag(verbinding, adres, post, begonnen, hergebruikt=True)
            verbinding = self._verbind(adres)
            return self._vraag(verbinding, adres, post, begonnen, hergebruikt=False)
        except BaseException:
            if verbinding is not None:
                verbinding.close()
            raise

    def sluit(self) -> None:
        """Close every connection that is not in use; one that is goes when its message is done."""
        with self._slot:
            vrij, self._vrij, self._dicht = self._vrij, [], True
        for _, verbinding in vrij:
            verbinding.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return bereik.vertrouwen()

    def _neem(self, adres: Adres) -> http.client.HTTPConnection | None:
        with self._slot:
            for plek in range(len(self._vrij) - 1, -1, -1):
                if self._vrij[plek][0] == adres.herkomst:
                    return self._vrij.pop(plek)[1]
        return None

    def _geef(self, adres: Adres, verbinding: http.client.HTTPConnection) -> None:
        with self._slot:
            self._vrij.append((adres.herkomst, verbinding))
            oud = self._vrij.pop(0)[1] if self._dicht or len(self._vrij) > _OPEN else None
        if oud is not None:
            oud.close()

    def _verbind(self, adres: Adres) -> http.client.HTTPConnection:
        """A connection with the first address of the host that takes it. Raises NietBezorgd."""
        reden = ""
        for ip in _adressen(adres):
            try:
                stroom = socket.create_connection((ip, adres.poort), timeout=self._seconden)
            except OSError as fout:
                reden = f"geen verbinding met {adres.host} poort {adres.poort}: {_reden(fout)}"
                continue
            try:
                stroom.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if adres.schema == "https":
                    stroom = self._tls.wrap_socket(stroom, server_hostname=adres.host)
            except (OSError, ValueError) as fout:
                stroom.close()
                raise NietBezorgd(f"TLS met {adres.host} lukt niet: {_reden(fout)}", begonnen=False) from None
            verbinding = http.client.HTTPConnection(adres.host, adres.poort, timeout=self._seconden)
            verbinding.sock = _Lijn(stroom, self._seconden)
            return verbinding
        raise NietBezorgd(reden, begonnen=False)

    def _vraag(
        self, verbinding: http.client.HTTPConnection, adres: Adres, post: Post, begonnen: float, *, hergebruikt: bool
    ) -> Antwoord:
        koppen = _koppen(adres, post)
        try:
            try:
                verbinding.request(post.methode, adres.pad, post.inhoud, koppen)
                cast(_Lijn, verbinding.sock).bevestig_snel()
                antwoord = verbinding.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError) as fout:
                if hergebruikt:  # it was closed while nobody used it
                    verbinding.close()
                    raise _Verlopen from None
                raise NietBezorgd(f"de verbinding met {adres.host} brak af: {_reden(fout)}") from None
            inhoud = antwoord.read(MAX_ANTWOORD)
            if len(inhoud) < MAX_ANTWOORD and antwoord.length:
                raise NietBezorgd(f"het antwoord van {adres.host} brak af: er ontbreken {antwoord.length} bytes")
        except (OSError, http.client.HTTPException) as fout:
            raise NietBezorgd(f"geen antwoord van {adres.host}: {_reden(fout)}") from None
        duur = round((clock.stopwatch() - begonnen) * 1000, 3)
        if antwoord.isclosed() and not antwoord.will_close:
            self._geef(adres, verbinding)
        else:
            verbinding.close()
        return Antwoord(antwoord.status, antwoord.getheaders(), inhoud, duur)


@dataclass
class _Lijn:
    """The socket of a connection, on which each message may take so many seconds in all to be answered.

    A socket by itself begins to count anew at every byte, so who drips an answer could hold up a sender for ever.
    """

    stroom: socket.socket
    seconden: float
    tot: float = 0.0

    def sendall(self, inhoud: Any) -> None:
        """Send a part; from the last one on the time counts."""
        self.stroom.settimeout(self.seconden)
        self.stroom.sendall(inhoud)
        self.tot = clock.stopwatch() + self.seconden

    def makefile(self, _wijze: str) -> io.BufferedReader:
        """What the answer is read from."""
        return io.BufferedReader(_Lezer(self, self.stroom.makefile("rb", buffering=0)))

    def bevestig_snel(self) -> None:
        """Many servers write the head of an answer and then the rest, which waits 40 ms for us to acknowledge it."""
        if hasattr(socket, "TCP_QUICKACK"):
            self.stroom.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def close(self) -> None:
        """Hang up, once who reads is done."""
        self.stroom.close()


class _Lezer(io.RawIOBase):
    """Reads a line as long as there is time."""

    def __init__(self, lijn: _Lijn, ruw: socket.SocketIO) -> None:
        self._lijn, self._ruw = lijn, ruw

    def readable(self) -> bool:
        """As io asks."""
        return True

    def readinto(self, ruimte: Any) -> int | None:
        """Raises TimeoutError when the time is over."""
        over = self._lijn.tot - clock.stopwatch()
        if over <= 0:
            raise TimeoutError
        self._lijn.stroom.settimeout(over)
        return self._ruw.readinto(ruimte)

    def close(self) -> None:
        """Be done with the answer."""
        self._ruw.close()
        super().close()


class _Verlopen(Exception):
    """A connection that was kept open turns out to be closed."""


def _adressen(adres: Adres) -> list[str]:
    """The IP addresses of a host that may be called. Raises NietBezorgd."""
    try:
        gevonden = socket.getaddrinfo(adres.host, adres.poort, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NietBezorgd(f"de naam {adres.host} is niet te vinden", begonnen=False) from None
    adressen = list(dict.fromkeys(str(info[4][0]) for info in gevonden))
    mag = [ip for ip in adressen if not verboden(ip)]
    if not mag:
        raise NietBezorgd(f"{adres.host} is {', '.join(adressen)}, en dat roept de simulator nooit aan", begonnen=False)
    return mag


def _koppen(adres: Adres, post: Post) -> dict[str, str]:
    """Every header; those of the message itself go before ours, whatever their case."""
    grootte = len(post.inhoud) if isinstance(post.inhoud, bytes) else post.grootte
    eigen = {naam.lower() for naam in post.koppen}
    ons = {"User-Agent": "dso-sim", "Accept": "*/*", "Content-Type": post.media}
    vast = {"Host": _gastheer(adres), "Content-Length": str(grootte or 0)}
    return {**{naam: waarde for naam, waarde in ons.items() if naam.lower() not in eigen}, **post.koppen, **vast}


def _gastheer(adres: Adres) -> str:
    try:
        naam = f"[{adres.host}]" if ipaddress.ip_address(adres.host).version == 6 else adres.host
    except ValueError:
        naam = adres.host.encode("idna").decode() if not adres.host.isascii() else adres.host
    standaard = 443 if adres.schema == "https" else 80
    return naam if adres.poort == standaard else f"{naam}:{adres.poort}"


def _reden(fout: Exception) -> str:
    if isinstance(fout, TimeoutError):
        return "het duurde te lang"
    if isinstance(fout, ssl.SSLCertVerificationError):
        return f"het certificaat wordt niet vertrouwd ({fout.verify_message})"
    if isinstance(fout, OSError):
        return os_reden(fout)
    return _leesbaar(str(fout), MAX_REDEN) or type(fout).__name__  # holds what the other side sent


def koppen_voor_journaal(koppen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of somebody else's answer as the journal keeps them: MAX_KOPPEN readable characters in all."""
    uit: list[tuple[str, str]] = []
    over, alle = MAX_KOPPEN, list(koppen)
    for naam, waarde in alle:
        kop = _leesbaar(naam, _MAX_KOP), _leesbaar(waarde, _MAX_KOP)
        over -= len(kop[0]) + len(kop[1])
        if over < 0:
            return [*uit, ("(niet bewaard)", f"{len(alle) - len(uit)} koppen")]
        uit.append(kop)
    return uit


def _leesbaar(tekst: str, hoogstens: int) -> str:
    """Up to so many characters of a text, each of which can be kept and shown."""
    kort = tekst if len(tekst) <= hoogstens else tekst[: hoogstens - 1] + "…"
    return "".join(teken if teken.isprintable() or teken == "\t" else "\ufffd" for teken in kort)


def regel(post: Post, antwoord: Antwoord | None, **velden: Any) -> dict[str, Any]:
    """The line of the journal about a message that was sent; velden: the other fields of Inschrijving."""
    inhoud = post.inhoud if isinstance(post.inhoud, bytes) else b""
    uit: dict[str, Any] = {
        "methode": post.methode,
        "pad": post.url,
        "verzoek_kop": geheimen.uit_koppen([("Content-Type", post.media), *post.koppen.items()]),
        "verzoek": inhoud,
        "verzoek_grootte": post.grootte or len(inhoud),
        **velden,
    }
    if antwoord is not None:
        weg = geheimen.van(post.koppen.items(), post.url)  # some receivers give back what they got
        uit |= {
            "status": antwoord.status,
            "antwoord_kop": koppen_voor_journaal(
                (naam, geheimen.zonder(waarde.encode(), weg).decode()) for naam, waarde in antwoord.koppen
            ),
            "antwoord": geheimen.zonder(antwoord.inhoud, weg),
            "duur_ms": antwoord.duur_ms,
        }
    return uit
