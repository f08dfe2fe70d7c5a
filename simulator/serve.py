"""Serving over sockets: for `dso-sim serve`, and in a thread for tests and the basischeck."""

import asyncio
import errno
import logging
import re
import socket
import ssl
import sys
import threading
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

import uvicorn

from simulator import app
from simulator.bundel import Bundel
from simulator.contract.lichaam import HALF
from simulator.edge.edge import App, Verbreek
from simulator.kernel.journal import Inschrijving
from simulator.kernel.kern import Kern
from simulator.kernel.redenen import os_reden
from simulator.kernel.store import StoreDicht, Wereld
from simulator.settings import Instellingen
from simulator.wachtend import Wachtend

if TYPE_CHECKING:
    import httpx

    from simulator.digikoppeling.pki import Ca
    from simulator.postbus.smtp import Postbus

_log = logging.getLogger("dso-sim.tls")
_GRACE = 1
_HANDDRUK = 20
_AFSCHEID = 0.5
"""Seconds that a caller gets to end a TLS connection; less than _GRACE, or an idle caller holds up the end."""
_H2C = re.compile(rb"\r\nupgrade: *h2c(?=\r\n|$)", re.IGNORECASE)
MAX_KOP = 256 << 10
"""Bytes of headers that are taken in at all; past simulator.edge.edge.MAX_KOP they are refused in the room's shape."""
_TE_LANGZAAM = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_KOP_TE_GROOT = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def server(toepassing: App, *, log_level: str = "warning", wachtend: Wachtend | None = None) -> uvicorn.Server:
    """A server for an application; `serveer` runs it. wachtend: the limits of connections without a request."""
    config = uvicorn.Config(
        _zonder_antwoord(toepassing),
        lifespan="off",
        log_level=log_level,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a header must not decide who calls: by it the service bus knows where it may fetch
        date_header=True,
        timeout_graceful_shutdown=_GRACE,
        http=_protocol(wachtend or Wachtend()),
        ws="none",
    )
    return uvicorn.Server(config)


def _protocol(wachtend: Wachtend) -> type[asyncio.Protocol] | str:
    """uvicorn's own protocol, with what it lacks; where its fast parser is not there, without that."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return _protocol_zonder_httptools(wachtend)

    class Verbinding(HttpToolsProtocol):
        """Hands the connection on for a fault switch to break, bounds the headers, and answers half a request."""

        kop: int | None = 0  # bytes of the headers so far, None within a body

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            """As uvicorn, and put the connection in the state of every request on it."""
            gebundeld = cast(asyncio.Transport, Bundel(transport))
            super().connection_made(gebundeld)
            self.app_state = {**self.app_state, **_staat(gebundeld)}
            wachtend.begin(self)

        def connection_lost(self, exc: Exception | None) -> None:
            """As uvicorn."""
            wachtend.einde(self)
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            """As uvicorn; a body of which the rest still comes is nothing that anyone waits for."""
            super().on_response_complete()
            if self.cycle.response_complete and not self.transport.is_closing():
                wachtend.begin(self)

        def verlopen(self) -> None:
            """Close a connection that waited too long; who was busy with a request is told."""
            if not self.transport.is_closing():
                if self.kop:
                    self.transport.write(_TE_LANGZAAM)
                self.transport.close()

        def shutdown(self) -> None:
            """As uvicorn, and tell an answer that has no end of itself that the server stops."""
            self.app_state["stopt"].set()
            super().shutdown()

        def data_received(self, data: bytes) -> None:
            """As uvicorn, but headers without end are refused: nothing else bounds them."""
            if self.kop == 0:
                data = _zonder_h2c(data)
            if self.kop is not None:
                self.kop += len(data)
            super().data_received(data)
            _na_data(wachtend, self)
            if self.kop is not None and self.kop > MAX_KOP and not self.transport.is_closing():
                self.transport.write(_KOP_TE_GROOT)
                self.transport.close()

        def on_headers_complete(self) -> None:
            """As uvicorn."""
            self.kop = None
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            """As uvicorn."""
            self.kop = 0
            super().on_message_complete()

        def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn has None: give up at once
            """A caller that closes its own side still gets its answer, also to half a request."""
            if self.cycle is None or self.cycle.response_complete or "certificaat" in self.app_state:
                return False  # over TLS asyncio cannot keep the other side open
            self.cycle.keep_alive = False
            self.cycle.scope["state"][HALF] = True
            self.cycle.message_event.set()
            return True

    return Verbinding


def _protocol_zonder_httptools(wachtend: Wachtend) -> type[asyncio.Protocol]:
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Verbinding(H11Protocol):
        """Hands the connection on; half a request ends the connection here."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            """As uvicorn, and put the connection in the state of every request on it."""
            gebundeld = cast(asyncio.Transport, Bundel(transport))
            super().connection_made(gebundeld)
            self.app_state = {**self.app_state, **_staat(gebundeld)}
            wachtend.begin(self)

        def connection_lost(self, exc: Exception | None) -> None:
            """As uvicorn."""
            wachtend.einde(self)
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            """As uvicorn; a body of which the rest still comes is nothing that anyone waits for."""
            super().on_response_complete()
            if self.cycle.response_complete and not self.transport.is_closing():
                wachtend.begin(self)

        def verlopen(self) -> None:
            """Close a connection that waited too long."""
            self.transport.close()

        def data_received(self, data: bytes) -> None:
            """As uvicorn."""
            super().data_received(data)
            _na_data(wachtend, self)

        def shutdown(self) -> None:
            """As uvicorn, and tell an answer that has no end of itself that the server stops."""
            self.app_state["stopt"].set()
            super().shutdown()

    return Verbinding


def _na_data(wachtend: Wachtend, verbinding: Any) -> None:
    """What came may be the end of the headers: then there is a request to answer."""
    if verbinding.cycle is not None and not verbinding.cycle.response_complete:
        wachtend.einde(verbinding)


def _staat(transport: asyncio.Transport) -> dict[str, Any]:
    """What the application may know of a connection; certificaat is there over TLS only, DER or None."""
    tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    staat = {"verbinding": transport, "stopt": asyncio.Event()}
    return staat if tls is None else {**staat, "certificaat": tls.getpeercert(binary_form=True)}


def _zonder_h2c(data: bytes) -> bytes:
    """The beginning of a request without its offer to go over to HTTP/2.

    Java's HttpClient makes that offer by default. It need not be taken, but the parser stops at it before the body.
    """
    if b"h2c" not in data:
        return data
    kop, scheiding, rest = data.partition(b"\r\n\r\n")
    return _H2C.sub(b"", kop) + scheiding + rest


def _zonder_antwoord(toepassing: App) -> App:
    async def roep_aan(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        try:
            await toepassing(scope, receive, send)
        except (Verbreek, asyncio.CancelledError):  # the second when the server stops before the answer
            verbinding = scope.get("state", {}).get("verbinding")
            if verbinding is None:
                raise
            verbinding.abort()
            with suppress(asyncio.CancelledError):  # the server does not wait for it when it stops
                while (await receive())["type"] != "http.disconnect":  # else it wants to know where the answer is
                    pass

    return roep_aan


class AdresOnbruikbaar(OSError):
    """Nobody can listen at this address; the text says why and what to do, in Dutch."""


def luister(host: str, port: int, optie: str = "--port") -> socket.socket:
    """A listening socket; port 0 takes a free one. optie: by which the port is chosen. Raises AdresOnbruikbaar."""
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named, and it costs 40 ms an answer.
    luisteraar = socket.socket(familie, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    luisteraar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        luisteraar.bind((host, port))
        luisteraar.listen(1024)
    except (OSError, OverflowError, UnicodeError) as fout:
        luisteraar.close()
        raise AdresOnbruikbaar(_geen_adres(host, port, optie, fout)) from None
    return luisteraar


def _geen_adres(host: str, port: int, optie: str, fout: Exception) -> str:
    waar = f"op poort {port} van {host or 'alle adressen'} kan de simulator niet luisteren"
    if isinstance(fout, OverflowError):
        return f"{waar}: een poort is een getal van 0 tot en met 65535. Kies er een met {optie}."
    if isinstance(fout, UnicodeError):
        return f"{waar}: dat is geen naam of adres. Kies met --host bijvoorbeeld 127.0.0.1."
    assert isinstance(fout, OSError)
    if fout.errno == errno.EADDRINUSE:
        raad = f"Stop dat programma, of kies met {optie} een andere poort; 0 neemt een vrije"
    elif fout.errno in (errno.EACCES, errno.EPERM):
        raad = f"Kies met {optie} een poort boven 1023"
    else:
        raad = "Kies met --host 127.0.0.1 (alleen deze machine) of 0.0.0.0 (ook voor andere)"
    return f"{waar}: {os_reden(fout)}. {raad}."


def adres(luisteraar: socket.socket, schema: str = "http") -> str:
    """The address of a listening socket, as a URL."""
    host, port = luisteraar.getsockname()[:2]
    return f"{schema}://[{host}]:{port}" if ":" in host else f"{schema}://{host}:{port}"


@dataclass(frozen=True)
class Beveiligd:
    """A second port of the same server, with TLS."""

    luisteraar: socket.socket
    context: ssl.SSLContext


def beveiligd(instellingen: Instellingen, kern: Kern) -> Beveiligd | None:
    """The port for TLS that the settings ask for, with a CA that is made when there is none; None when they do not.

    Raises ValueError when a setting is no good, and OSError.
    """
    if instellingen.tls_port is None:
        return None
    if instellingen.pki is None:
        raise ValueError("bij --tls-port hoort --pki DIR: de map voor de test-CA en de certificaten")
    # Loaded here: without TLS a simulator does not need it, and it is not light.
    from simulator.digikoppeling import pki, tls

    namen = {*instellingen.tls_naam, urlsplit(instellingen.publieke_url or "").hostname or "localhost"}
    if instellingen.host not in ("", "0.0.0.0", "::"):  # noqa: S104  # every address is no name
        namen.add(instellingen.host)
    context = tls.voor_server(pki.open_ca(instellingen.pki), sorted(namen), meld=partial(_noteer_handdruk, kern))
    return Beveiligd(luister(instellingen.host, instellingen.tls_port, "--tls-port"), context)


def _noteer_handdruk(kern: Kern, reden: str) -> None:
    """A handshake that failed is in the journal too: who called has only an alert to go by."""
    _log.warning("geen TLS-verbinding: %s", reden)
    wereld = Wereld(kern.store)
    with suppress(StoreDicht), wereld.lees() as lezing:
        regel = Inschrijving(wereld.omgeving, lezing.nu, koppelvlak="tls", operatie="handdruk", regels=[reden])
        kern.journaal.noteer(regel)


def postbus(instellingen: Instellingen, kern: Kern) -> "Postbus | None":
    """The mail sink that the settings ask for; None when they do not. Raises OSError."""
    if instellingen.smtp_port is None:
        return None
    # Loaded here: most simulators have none.
    from simulator.postbus.smtp import Postbus

    luisteraar = luister(instellingen.host, instellingen.smtp_port, "--smtp-port")
    kern.adressen["smtp"] = adres(luisteraar, "smtp")
    return Postbus(Wereld(kern.store), luisteraar)


async def serveer(
    uv: uvicorn.Server,
    luisteraar: socket.socket,
    gereed: Callable[[], None],
    tls: Beveiligd | None = None,
    mail: "Postbus | None" = None,
) -> None:
    """Serve until the server is told to stop; `gereed` is called once requests are taken."""
    taak = asyncio.create_task(uv.serve(sockets=[luisteraar]))
    while not uv.started and not taak.done():
        await asyncio.sleep(0.005)
    if uv.started:
        if tls is not None:
            await _neem_erbij(uv, tls)
        if mail is not None:
            await mail.begin()
            uv.servers.append(cast(asyncio.Server, mail))
        gereed()
    await taak


@dataclass(frozen=True)
class _Tweede:
    """A server as uvicorn ends it, without waiting for who opened a connection and never finished the handshake."""

    server: asyncio.Server

    def close(self) -> None:
        """Take no more connections."""
        self.server.close()

    async def wait_closed(self) -> None:
        """Called when every connection that uvicorn knows of has ended; what is left is no more than begun."""
        if sys.version_info >= (3, 13):
            self.server.abort_clients()


async def _neem_erbij(uv: uvicorn.Server, tls: Beveiligd) -> None:
    """Let a server take connections over TLS too; it ends them with its others."""

    def protocol() -> asyncio.Protocol:
        staat = {"config": uv.config, "server_state": uv.server_state, "app_state": uv.lifespan.state}
        return uv.config.http_protocol_class(**staat)

    lus = asyncio.get_running_loop()
    bij = await lus.create_server(
        protocol,
        sock=tls.luisteraar,
        ssl=tls.context,
        ssl_handshake_timeout=_HANDDRUK,
        ssl_shutdown_timeout=_AFSCHEID,
    )
    uv.servers.append(cast(asyncio.Server, _Tweede(bij)))


class Draaiend:
    """A simulator in a thread, on loopback and a free port: `with Draaiend(klok="2026-03-02T09:00") as sim: sim.url`.

    Any field of Instellingen can be given by name. tls: also take TLS, on a free port, with the CA in the folder `pki`.
    smtp_port=0: also take mail, on a free port: `sim.smtp`. wachtend: the limits of connections without a request.
    """

    def __init__(self, *, tls: bool = False, wachtend: Wachtend | None = None, **instellingen: Any) -> None:
        poort = {"tls_port": 0} if tls else {}
        self.instellingen = Instellingen(**{"host": "127.0.0.1", "port": 0, **poort, **instellingen})
        self.simulator = app.maak(self.instellingen)
        self.kern = self.simulator.kern
        self._uv = server(self.simulator.app, wachtend=wachtend)
        try:
            self._tls = beveiligd(self.instellingen, self.kern)
            self._postbus = postbus(self.instellingen, self.kern)
        except BaseException:
            self.kern.stop()
            raise
        self._luisteraar = luister(self.instellingen.host, self.instellingen.port)
        self._gereed = threading.Event()
        self._draad = threading.Thread(target=self._draai, name="serve", daemon=True)

    @property
    def url(self) -> str:
        """Where it can be reached."""
        return adres(self._luisteraar)

    @property
    def tls_url(self) -> str:
        """Where it can be reached over TLS. Raises ValueError."""
        if self._tls is None:
            raise ValueError("deze simulator heeft geen poort voor TLS; geef tls=True en pki")
        return f"https://localhost:{self._tls.luisteraar.getsockname()[1]}"

    @property
    def smtp(self) -> tuple[str, int]:
        """Where it takes mail: host and port. Raises ValueError."""
        if self._postbus is None:
            raise ValueError("deze simulator neemt geen mail aan; geef smtp_port=0")
        host, port = self._postbus.luisteraar.getsockname()[:2]
        return host, port

    @property
    def ca(self) -> "Ca":
        """The test CA that it trusts, to issue certificates with. Raises ValueError without `pki`."""
        from simulator.digikoppeling import pki

        if self.instellingen.pki is None:
            raise ValueError("deze simulator heeft geen CA; geef pki")
        return pki.open_ca(self.instellingen.pki)

    def tls_client(self, oin: str = "", **httpx_: Any) -> "httpx.Client":
        """A client over TLS that trusts the simulator; oin: with a certificate for this OIN. Close it after use."""
        import httpx

        from simulator.digikoppeling import pki, tls

        ca = self.ca
        context = tls.voor_client(ca, pki.client(ca, oin) if oin else None)
        return httpx.Client(**{"base_url": self.tls_url, "verify": context, **httpx_})

    def __enter__(self) -> Self:
        """Start, and wait until requests are taken."""
        self.kern.start()
        self._draad.start()
        self._gereed.wait(30)
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Stop, with the journal complete."""
        self._uv.should_exit = True
        self._draad.join(30)
        self.kern.stop()

    def _draai(self) -> None:
        asyncio.run(serveer(self._uv, self._luisteraar, self._gereed.set, self._tls, self._postbus))
