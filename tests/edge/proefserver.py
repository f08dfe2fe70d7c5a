"""A server on loopback that answers every connection with the bytes that a test gives, with TLS where it asks so."""

import asyncio
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATEN = Path(__file__).parent / "certificaten"
GOED = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Server:
    """What listens; ontvangen: the request of each connection."""

    poort: int
    ontvangen: list[bytes] = field(default_factory=list)

    def url(self, schema: str = "http", host: str = "127.0.0.1", pad: str = "/") -> str:
        return f"{schema}://{host}:{self.poort}{pad}"


def _lees(verbinding: socket.socket) -> bytes:
    """A request: its head, and as much of a body as that announces; what is no HTTP as it comes."""
    gelezen = b""
    while deel := verbinding.recv(65536):
        gelezen += deel
        kop, einde, lichaam = gelezen.partition(b"\r\n\r\n")
        lengte = re.search(rb"\r\ncontent-length: *(\d+)", kop, re.IGNORECASE)
        heel = einde and len(lichaam) >= (int(lengte[1]) if lengte else 0)
        if heel or not re.match(rb"[A-Z]+ /", gelezen):
            break
    return gelezen


@contextlib.contextmanager
def serveer(
    antwoord: bytes | Callable[[bytes], bytes] = GOED,
    *,
    certificaat: str = "",
    vraagt_certificaat: bool = False,
    zwijgt: bool = False,
    druppelt: bytes = b"",
) -> Iterator[Server]:
    """Listen until the end of the block.

    zwijgt: take connections and never answer; druppelt: after the answer send this a hundred times a second.
    """
    context = None
    if certificaat:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATEN / certificaat)
        if vraagt_certificaat:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(CERTIFICATEN / "ca.pem")
    luisteraar = socket.create_server(("127.0.0.1", 0))
    server = Server(luisteraar.getsockname()[1])
    klaar = threading.Event()

    def bedien(verbinding: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stapel:
            stapel.enter_context(verbinding)
            verbinding.settimeout(20)
            if context is not None:
                verbinding = stapel.enter_context(context.wrap_socket(verbinding, server_side=True))
            gelezen = _lees(verbinding)
            server.ontvangen.append(gelezen)
            if zwijgt:
                klaar.wait(20)
                return
            verbinding.sendall(antwoord if isinstance(antwoord, bytes) else antwoord(gelezen))
            while druppelt and not klaar.wait(0.01):
                verbinding.sendall(druppelt)
            with contextlib.suppress(OSError):
                verbinding.shutdown(socket.SHUT_WR)
                while verbinding.recv(65536):  # what is left unread would break the answer off
                    pass

    def luister() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=bedien, args=(luisteraar.accept()[0],), daemon=True).start()

    draad = threading.Thread(target=luister, daemon=True)
    draad.start()
    try:
        yield server
    finally:
        klaar.set()
        with contextlib.suppress(OSError):
            luisteraar.shutdown(socket.SHUT_RDWR)
        luisteraar.close()
        draad.join(5)


@contextlib.contextmanager
def achter_tls(binnen: Callable[[], str], certificaat: str = "goed.pem") -> Iterator[str]:
    """Something that speaks TLS before what listens at the address that `binnen` gives; its own address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATEN / certificaat)
    lus, gereed, poorten = asyncio.new_event_loop(), threading.Event(), []

    async def geef_door(van: asyncio.StreamReader, naar: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while deel := await van.read(65536):
                naar.write(deel)
                await naar.drain()
        naar.close()

    async def bedien(van: asyncio.StreamReader, naar: asyncio.StreamWriter) -> None:
        terug, heen = await asyncio.open_connection("127.0.0.1", int(binnen().rpartition(":")[2]))
        await asyncio.gather(geef_door(van, heen), geef_door(terug, naar))

    async def luister() -> None:
        server = await asyncio.start_server(bedien, "127.0.0.1", 0, ssl=context)
        poorten.append(server.sockets[0].getsockname()[1])
        gereed.set()
        await server.serve_forever()

    def draai() -> None:
        asyncio.set_event_loop(lus)
        with contextlib.suppress(asyncio.CancelledError):
            lus.run_until_complete(taak)
        for rest in asyncio.all_tasks(lus):
            rest.cancel()
        lus.run_until_complete(asyncio.sleep(0))
        lus.close()

    taak = lus.create_task(luister())
    draad = threading.Thread(target=draai, daemon=True)
    draad.start()
    gereed.wait(20)
    try:
        yield f"https://localhost:{poorten[0]}"
    finally:
        lus.call_soon_threadsafe(taak.cancel)
        draad.join(20)


def vrije_poort() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as los:
        return int(los.getsockname()[1])
