"""TLS for the simulator's own port: 1.2 and 1.3, with a client certificate asked for and not required.

Optional at the handshake, so that an omgeving decides and says so in the koppelvlak's own words. A certificate that is
given must be good, though: OpenSSL ends the handshake over one that is of an unknown CA or has expired, and Python
leaves no way around that. Who was refused reads only an alert; `meld` is told why.

Source: Digikoppeling Beveiligingsstandaarden TLS001-TLS006 (confirmed); the choice of ciphers is inferred.
"""

import re
import ssl
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.digikoppeling import pki
from simulator.digikoppeling.pki import Ca

Meld = Callable[[str], None]
EIGEN_NAMEN = ("localhost", "127.0.0.1", "::1")
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
_OMGEVING = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.localhost")
_MAX_OMGEVINGEN = 256
_TEKST = b"Dit is de poort voor https: begin het adres met https://\n"
_GEEN_HTTP = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%b" % (len(_TEKST), _TEKST)
)
_UITLEG = {
    "CERTIFICATE_VERIFY_FAILED": "het certificaat van de aanroeper is geweigerd",
    "TLSV1_ALERT_UNKNOWN_CA": "de aanroeper vertrouwt de CA van de simulator niet (zie: dso-sim pki ca)",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "de aanroeper vertrouwt het certificaat van de simulator niet",
    "SSLV3_ALERT_BAD_CERTIFICATE": "de aanroeper vindt het certificaat van de simulator niet goed",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "de aanroeper vindt het certificaat van de simulator verlopen",
    "HTTP_REQUEST": "de aanroeper sprak http op de poort van https",
    "UNSUPPORTED_PROTOCOL": "de aanroeper wil een TLS die hier niet mag; 1.2 en 1.3 mogen",
    "NO_SHARED_CIPHER": "de aanroeper en de simulator kennen geen cipher samen",
    "WRONG_VERSION_NUMBER": "de aanroeper sprak geen TLS op de poort van https",
}


def voor_server(ca: Ca, namen: Iterable[str] = (), *, meld: Meld = lambda _: None) -> ssl.SSLContext:
    """How the simulator takes TLS connections.

    namen: hosts and addresses beside localhost at which it is called. `{omgeving}.localhost` works without being
    named. meld: gets one Dutch line for each handshake that failed. Raises PkiFout, OSError.
    """
    context = _context(ca, pki.server(ca, [*EIGEN_NAMEN, *namen]))

    # A certificate for *.localhost will not do: most clients take no wildcard directly below a top level.
    @lru_cache(maxsize=_MAX_OMGEVINGEN)
    def voor_omgeving(naam: str) -> ssl.SSLContext:
        with tempfile.TemporaryDirectory(prefix="dso-sim-") as map_:
            pad = Path(map_) / "server.pem"
            pad.write_bytes(pki.server_voor(ca, naam))
            return _context(ca, pad)

    def kies(verbinding: ssl.SSLSocket | ssl.SSLObject, naam: str | None, _: ssl.SSLContext) -> None:
        if naam and _OMGEVING.fullmatch(naam.lower()):
            verbinding.context = voor_omgeving(naam.lower())

    context.sni_callback = kies
    context.sslobject_class = _mededeelzaam(meld)
    return context


def voor_client(ca: Ca, uitgegeven: "pki.Uitgegeven | None" = None) -> ssl.SSLContext:
    """How a client in Python calls the simulator, with or without a certificate of its own."""
    context = ssl.create_default_context(cafile=str(ca.wortel_pad))
    if uitgegeven is not None:
        with tempfile.TemporaryDirectory(prefix="dso-sim-") as map_:
            pad = Path(map_) / "client.pem"
            pad.write_bytes(uitgegeven.sleutel_pem + uitgegeven.pem)
            context.load_cert_chain(pad)
    return context


class _Context(ssl.SSLContext):
    """Lets a connection know what it sends with."""

    def wrap_bio(self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, *rest: Any, **meer: Any) -> ssl.SSLObject:
        """As ever."""
        verbinding = super().wrap_bio(incoming, outgoing, *rest, **meer)
        verbinding.uitgaand = outgoing  # type: ignore[attr-defined]  # for _mededeelzaam
        return verbinding


def _context(ca: Ca, eigen: Path) -> ssl.SSLContext:
    context = _Context(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(eigen)
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(ca.wortel_pad)
    # The chain too: many a client sends its own certificate only.
    context.load_verify_locations(ca.keten_pad)
    return context


def _mededeelzaam(meld: Meld) -> type[ssl.SSLObject]:
    """When a handshake fails asyncio says nothing to anyone: it even drops the alert that is meant for the caller."""

    class Mededeelzaam(ssl.SSLObject):
        """Tells why a handshake failed, to `meld` and to the caller."""

        uitgaand: ssl.MemoryBIO
        mislukt: ssl.SSLError | None = None

        def do_handshake(self) -> None:
            """As ever; but at a failure it first asks for more, for what is to be sent goes out then."""
            if self.mislukt is not None:
                raise self.mislukt
            try:
                super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise
            except ssl.SSLError as fout:
                self.mislukt = fout
                meld(_leg_uit(fout))
                if fout.reason == "HTTP_REQUEST":
                    self.uitgaand.write(_GEEN_HTTP)
                if self.uitgaand.pending:
                    raise ssl.SSLWantReadError from fout
                raise

    return Mededeelzaam


def _leg_uit(fout: ssl.SSLError) -> str:
    reden = fout.reason or ""
    uitleg = _UITLEG.get(reden, "geen TLS-verbinding")
    if isinstance(fout, ssl.SSLCertVerificationError):
        return f"{uitleg}: {fout.verify_message}"
    return f"{uitleg} ({reden or fout})"
