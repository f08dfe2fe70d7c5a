"""Serving over sockets: for `dso-sim serve`, and in a thread for tests and the basischeck."""

import asyncio
import re
import socket
import threading
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any, Self

import uvicorn

from simulator import app
from simulator.contract.router import HALF
from simulator.edge.edge import App, Verbreek
from simulator.settings import Instellingen

_GRACE = 1
_H2C = re.compile(rb"\r\nupgrade: *h2c(?=\r\n|$)", re.IGNORECASE)
MAX_KOP = 256 << 10
"""Bytes of headers that are taken in at all; past simulator.edge.edge.MAX_KOP they are refused in the room's shape."""
_KOP_TE_GROOT = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def server(toepassing: App, *, log_level: str = "warning") -> uvicorn.Server:
    """A server for an application; `serveer` runs it."""
    config = uvicorn.Config(
        _zonder_antwoord(toepassing),
        lifespan="off",
        log_level=log_level,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a header must not decide who calls: by it the service bus knows where it may fetch
        date_header=True,
        timeout_graceful_shutdown=_GRACE,
        http=_protocol(),
        ws="none",
    )
    return uvicorn.Server(config)


def _protocol() -> type[asyncio.Protocol] | str:
    """uvicorn's own protocol, with what it lacks; where its fast parser is not there, without that."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return "auto"

    class Verbinding(HttpToolsProtocol):
        """Hands the connection on for a fault switch to break, bounds the headers, and answers half a request."""

        kop: int | None = 0  # bytes of the headers so far, None within a body

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            """As uvicorn, and put the connection in the state of every request on it."""
            super().connection_made(transport)
            self.app_state = {**self.app_state, "verbinding": transport}

        def data_received(self, data: bytes) -> None:
            """As uvicorn, but headers without end are refused: nothing else bounds them."""
            if self.kop == 0:
                data = _zonder_h2c(data)
            if self.kop is not None:
                self.kop += len(data)
            super().data_received(data)
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
            if self.cycle is None or self.cycle.response_complete:
                return False
            self.cycle.keep_alive = False
            self.cycle.scope["state"][HALF] = True
            self.cycle.message_event.set()
            return True

    return Verbinding


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
            while (await receive())["type"] != "http.disconnect":  # else the server wants to know where the answer is
                pass

    return roep_aan


def luister(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError."""
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named, and it costs 40 ms an answer.
    luisteraar = socket.socket(familie, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    luisteraar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    luisteraar.bind((host, port))
    luisteraar.listen(1024)
    return luisteraar


def adres(luisteraar: socket.socket) -> str:
    """The address of a listening socket, as a URL."""
    host, port = luisteraar.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serveer(uv: uvicorn.Server, luisteraar: socket.socket, gereed: Callable[[], None]) -> None:
    """Serve until the server is told to stop; `gereed` is called once requests are taken."""
    taak = asyncio.create_task(uv.serve(sockets=[luisteraar]))
    while not uv.started and not taak.done():
        await asyncio.sleep(0.005)
    if uv.started:
        gereed()
    await taak


class Draaiend:
    """A simulator in a thread, on loopback and a free port: `with Draaiend(klok="2026-03-02T09:00") as sim: sim.url`.

    Any field of Instellingen can be given by name.
    """

    def __init__(self, **instellingen: Any) -> None:
        self.instellingen = Instellingen(**{"host": "127.0.0.1", "port": 0, **instellingen})
        self.simulator = app.maak(self.instellingen)
        self.kern = self.simulator.kern
        self._uv = server(self.simulator.app)
        self._luisteraar = luister(self.instellingen.host, self.instellingen.port)
        self._gereed = threading.Event()
        self._draad = threading.Thread(target=self._draai, name="serve", daemon=True)

    @property
    def url(self) -> str:
        """Where it can be reached."""
        return adres(self._luisteraar)

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
        asyncio.run(serveer(self._uv, self._luisteraar, self._gereed.set))
