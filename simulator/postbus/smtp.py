"""The SMTP server, on aiosmtpd. It takes a mail to any address, with any login or none, and keeps it.

Loaded only when a port is set: it takes as long to load as a tenth of the start may.
"""

import asyncio
import logging
import socket
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from simulator.kernel.store import StoreDicht, Wereld
from simulator.postbus import service

MAX_VERBINDINGEN = 50
_GEDULD = 60
_MAX_INSTROOM = 4 * service.MAX_MAIL
"""Bytes that a connection may send for one mail: the library keeps a line without end."""
_log = logging.getLogger("dso-sim.postbus")
logging.getLogger("mail.log").setLevel(logging.ERROR)  # it would put every line of every mail in the log


@dataclass
class Postbus:
    """A mail sink on a socket; `begin` within the loop that serves. Ends as a server of uvicorn does."""

    wereld: Wereld
    luisteraar: socket.socket
    open: set["_Verbinding"] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def begin(self) -> None:
        """Take connections."""
        self._server = await asyncio.get_running_loop().create_server(self._verbinding, sock=self.luisteraar)

    def close(self) -> None:
        """Take no more connections and break those that are open."""
        if self._server is not None:
            self._server.close()
        for verbinding in list(self.open):
            verbinding.breek_af()

    async def wait_closed(self) -> None:
        """Called by the server; there is nothing left to wait for."""

    def _verbinding(self) -> asyncio.BaseProtocol:
        return _Vol() if len(self.open) >= MAX_VERBINDINGEN else _Verbinding(self)


class _Vol(asyncio.Protocol):
    """Says that there are too many connections."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answer and end."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"421 4.3.2 te veel verbindingen; probeer het straks opnieuw\r\n")
        transport.close()


class _Verbinding(SMTP):
    """One connection, known to the sink and bounded. Derived: this is how aiosmtpd is told what a connection does."""

    def __init__(self, postbus: Postbus) -> None:
        super().__init__(
            _Handler(postbus.wereld),
            data_size_limit=service.MAX_MAIL,
            enable_SMTPUTF8=True,
            hostname="dso-sim",  # else it asks the network for a name
            ident="postbus",
            timeout=_GEDULD,
            auth_require_tls=False,
            authenticator=_iedereen,
            loop=asyncio.get_running_loop(),
        )
        self.gekomen = 0
        self._postbus = postbus

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As the library, and count."""
        self._postbus.open.add(self)
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """As the library, but a mail without end is cut off."""
        self.gekomen += len(data)
        if self.gekomen > _MAX_INSTROOM:
            self.breek_af()
        else:
            super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        """As the library, and count."""
        self._postbus.open.discard(self)
        super().connection_lost(error)

    def breek_af(self) -> None:
        """End at once."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()


def _iedereen(*_: Any) -> AuthResult:
    """Any login is good, and is not kept."""
    return AuthResult(success=True)


@dataclass(frozen=True)
class _Handler:
    """What aiosmtpd asks at each command."""

    wereld: Wereld

    async def handle_MAIL(  # noqa: N802  # aiosmtpd finds it by this name
        self, server: _Verbinding, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A mail begins."""
        del session
        server.gekomen = 0
        envelope.mail_from = address or "<>"  # the library takes "" for no MAIL at all
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - what aiosmtpd calls it
        self, server: _Verbinding, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Any address is taken, so many."""
        del server, session, options
        if len(envelope.rcpt_tos) >= service.MAX_ONTVANGERS:
            return f"452 4.5.3 hoogstens {service.MAX_ONTVANGERS} ontvangers per mail"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: _Verbinding, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep it."""
        del server, session
        inhoud = envelope.original_content or b""
        van = (envelope.mail_from or "").removeprefix("<>")
        envelop = service.Envelop(van, tuple(envelope.rcpt_tos))
        try:
            nummer = await asyncio.to_thread(service.neem_aan, self.wereld, envelop, inhoud)
        except StoreDicht:
            return "421 4.3.2 de simulator stopt"
        return f"250 2.0.0 bewaard als mail {nummer}; er wordt niets doorgestuurd"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever goes wrong is ours, and no reason to throw the mail away."""
        _log.error("mail niet aangenomen", exc_info=error)
        return "451 4.3.0 de postbus kan deze mail nu niet bewaren"
