"""A certificate with its key, tried as a server would: a handshake with itself, within this process."""

import contextlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.kernel.redenen import os_reden

_RONDEN = 4
_REDENEN = {
    9: ("het is nog niet geldig", "Controleer de klok van deze machine, of wacht tot het certificaat geldig is."),
    10: ("het is verlopen", "Vraag een nieuw certificaat aan."),
    26: ("het is niet bedoeld om mee aan te melden", "Vraag een certificaat aan met extendedKeyUsage clientAuth."),
}


class CertificaatFout(Exception):
    """The certificate or its key cannot be used; reden and doe in Dutch."""

    def __init__(self, reden: str, doe: str) -> None:
        super().__init__(reden)
        self.reden = reden
        self.doe = doe


class _Wachtwoord(Exception):
    """The key is encrypted."""


@dataclass(frozen=True)
class Certificaat:
    """What it says of its holder; oin: subject serialNumber, "" without one."""

    oin: str
    naam: str


def bekijk(certificaat: Path, sleutel: Path | None = None) -> Certificaat:
    """Try a certificate (PEM) with its key. Raises CertificaatFout."""
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for context in (server, client):
        _laad(context, certificaat, sleutel)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    server.verify_mode = ssl.CERT_REQUIRED
    server.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # trust it as it is: whose it is, is not the question here
    server.load_verify_locations(cafile=certificaat)
    try:
        gezien = _spreek_af(server, client)
    except ssl.SSLCertVerificationError as fout:
        reden, doe = _REDENEN.get(fout.verify_code, (fout.verify_message, "Vraag een ander certificaat aan."))
        raise CertificaatFout(reden, doe) from None
    except ssl.SSLError as fout:
        raise CertificaatFout(
            f"TLS lukt er niet mee: {fout.reason or fout}", "Vraag een ander certificaat aan."
        ) from None
    houder = {naam: waarde for deel in gezien.get("subject", ()) for naam, waarde in deel}
    return Certificaat(houder.get("serialNumber", ""), houder.get("commonName", ""))


def _laad(context: ssl.SSLContext, certificaat: Path, sleutel: Path | None) -> None:
    def vraag() -> str:
        raise _Wachtwoord

    try:
        context.load_cert_chain(certificaat, sleutel, password=vraag)
    except _Wachtwoord:
        raise CertificaatFout(
            "de sleutel is met een wachtwoord versleuteld",
            "Haal het wachtwoord eraf, bijvoorbeeld met: openssl pkey -in sleutel.pem -out open.pem",
        ) from None
    except ssl.SSLError as fout:
        if "KEY_VALUES_MISMATCH" in (fout.reason or ""):
            raise CertificaatFout(
                "de sleutel hoort niet bij dit certificaat", "Geef de sleutel waarmee het is aangevraagd."
            ) from None
        raise CertificaatFout(
            "er staat geen certificaat met sleutel in PEM in",
            "Een .p12 of .pfx zet u om met: openssl pkcs12 -in bestand.p12 -nodes -out bestand.pem",
        ) from None
    except OSError as fout:
        welk = next(
            (str(pad) for pad in (certificaat, sleutel) if pad is not None and not pad.is_file()), str(certificaat)
        )
        raise CertificaatFout(
            f"{welk} kan niet gelezen worden: {os_reden(fout)}", "Controleer het pad; het is vanaf het plan."
        ) from None


def _spreek_af(server: ssl.SSLContext, client: ssl.SSLContext) -> dict[str, Any]:
    """What the server sees of the client's certificate."""
    heen, terug = ssl.MemoryBIO(), ssl.MemoryBIO()
    kanten = [
        client.wrap_bio(terug, heen, server_side=False),
        server.wrap_bio(heen, terug, server_side=True),
    ]
    for _ in range(_RONDEN):
        for kant in kanten:
            with contextlib.suppress(ssl.SSLWantReadError):
                kant.do_handshake()
    return kanten[1].getpeercert() or {}
