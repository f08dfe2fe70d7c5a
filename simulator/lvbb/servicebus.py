"""The service bus in front of the LVBB (contract lvbb/servicebus, client): it fetches the zip and buffers the answers.

It fetches from the caller's own address or loopback only, unless a setting widens that; redirects are not followed,
bytes are counted while they come in. Outcomes (inferred): a zip that cannot be fetched is delivered as an empty body,
so that the LVBB says LVBB1001; so is one whose checksum or size is not the one offered.
"""

import hashlib
import ipaddress
import re
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import IO, Any, cast
from urllib.parse import urlsplit

from sqlalchemy import Row

from simulator.contract import zips
from simulator.kernel.kern import Bijdrage
from simulator.kernel.outbox import Verzender, Zendfout
from simulator.kernel.store import Tx, Wereld
from simulator.lvbb import errors, service, tables
from simulator.lvbb.antwoorden import Instellingen

OPHALEN = "lvbb.ophalen"
ACTIES = ("valideren", "publiceren", "afbreken")
_SECONDEN = 30


@dataclass(frozen=True)
class Aanbod:
    """What a caller offers to be fetched; checksum is SHA-256 in hex, grootte in bytes."""

    actie: str
    oin_bevoegdgezag: str
    leverings_id: str
    conversation_id: str
    url: str
    checksum: str
    grootte: int

    @property
    def gesprek(self) -> str:
        """By what the caller finds its answers back."""
        return f"{self.oin_bevoegdgezag}_{self.conversation_id}"


def lees_aanbod(actie: str, body: Any) -> Aanbod:
    """Read an offer. Raises ActieOnbekend, AanbodOngeldig."""
    if actie not in ACTIES:
        raise errors.ActieOnbekend(actie)
    if not isinstance(body, Mapping):
        raise errors.AanbodOngeldig("body", "verwacht wordt een JSON-object")
    for veld in ("oin_bevoegdgezag", "leverings_id", "conversation_id", "url", "checksum"):
        if not isinstance(body.get(veld), str) or not body[veld]:
            raise errors.AanbodOngeldig(veld, "verwacht wordt een tekst die niet leeg is")
    grootte = body.get("grootte")
    if isinstance(grootte, str) and grootte.isdigit():
        grootte = int(grootte)
    if not isinstance(grootte, int) or isinstance(grootte, bool) or grootte < 0:
        raise errors.AanbodOngeldig("grootte", "verwacht wordt het aantal bytes")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", body["checksum"]):
        raise errors.AanbodOngeldig("checksum", "verwacht wordt een SHA-256 in 64 hexadecimale cijfers")
    if urlsplit(body["url"]).scheme not in ("http", "https") or not urlsplit(body["url"]).hostname:
        raise errors.AanbodOngeldig("url", "verwacht wordt een http- of https-adres")
    return Aanbod(
        actie,
        body["oin_bevoegdgezag"],
        body["leverings_id"],
        body["conversation_id"],
        body["url"],
        body["checksum"],
        grootte,
    )


def bied(wereld: Wereld, tunnel_oin: str, aanbod: Aanbod, aanroeper_ip: str) -> None:
    """Put an offer in the outbox: fetching is the simulator's own call."""
    with wereld.schrijf() as tx:
        tx.emit("lvbb.aanbod.ontvangen", gesprek=aanbod.gesprek, idLevering=aanbod.leverings_id, url=aanbod.url)
        tx.verstuur(OPHALEN, oin=tunnel_oin, aanroeper=aanroeper_ip, gesprek=aanbod.gesprek, **vars(aanbod))


def resultaat(wereld: Wereld, gesprek: str) -> bytes:
    """All messages of a conversation so far, one after the other. Raises GesprekOnbekend."""
    with wereld.lees() as lezing:
        t = tables.levering
        leveringen: list[Row[Any]] = lezing.rijen(t, t.c.gesprek == gesprek, t.c.route == "opentunnel")
        if not leveringen and not _onderweg(lezing, gesprek):
            raise errors.GesprekOnbekend(gesprek)
        return b"".join(rij.inhoud for rij in tables.berichten(lezing, [rij.id for rij in leveringen]))


def _onderweg(lezing: Any, gesprek: str) -> bool:
    from simulator.kernel.tables import uitgaand

    return any(rij.gegevens.get("gesprek") == gesprek for rij in lezing.rijen(uitgaand, uitgaand.c.soort == OPHALEN))


def bijdrage(instellingen: Instellingen) -> Bijdrage:
    """What the bus brings to the kernel."""
    zend = partial(_haal_op, instellingen.ophalen_van)
    return Bijdrage(verzenders={OPHALEN: Verzender(zend, _klaar, _mislukt, (timedelta(seconds=5),))})


def adres_om_op_te_halen(url: str, aanroeper: str, ruimer: frozenset[str]) -> str | None:
    """The IP address to fetch from, None where that is not allowed.

    Allowed are the caller itself, loopback, and a host that a setting names. The address that was judged is the one
    that is called, so a name that changes in between changes nothing.
    """
    host = urlsplit(url).hostname or ""
    try:
        adressen = [str(info[4][0]) for info in socket.getaddrinfo(host, None)]
    except OSError:
        return None
    toegestaan = host in ruimer or all(a == aanroeper or ipaddress.ip_address(a).is_loopback for a in adressen)
    return adressen[0] if adressen and toegestaan else None


def _haal_op(ruimer: frozenset[str], gegevens: Mapping[str, Any], _bericht_id: str) -> Mapping[str, Any]:
    """Fetch the zip into a temporary file, which `_klaar` closes."""
    import httpx  # takes as long to load as the rest of this room

    host = urlsplit(gegevens["url"]).hostname
    adres = adres_om_op_te_halen(gegevens["url"], gegevens["aanroeper"], ruimer)
    if adres is None:
        raise Zendfout(f"ophalen van {host} is niet toegestaan; alleen van de aanroeper zelf", opnieuw=False)
    maximum = min(gegevens["grootte"], zips.MAX_ZIP) + 1
    bestand = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=16 << 20))  # noqa: SIM115 - closed by _klaar
    som, aantal = hashlib.sha256(), 0
    url = httpx.URL(gegevens["url"])
    verzoek = httpx.Request(
        "GET", url.copy_with(host=adres), headers={"Host": url.netloc.decode()}, extensions={"sni_hostname": host}
    )
    try:
        with httpx.Client(follow_redirects=False, trust_env=False, timeout=_SECONDEN) as client:
            antwoord = client.send(verzoek, stream=True)
            if antwoord.status_code != 200:
                raise Zendfout(f"het adres gaf status {antwoord.status_code}", opnieuw=antwoord.status_code >= 500)
            for deel in antwoord.iter_bytes(1 << 16):
                aantal += len(deel)
                som.update(deel)
                bestand.write(deel)
                if aantal > maximum:
                    break
    except httpx.HTTPError as fout:
        raise Zendfout(f"{type(fout).__name__}: {fout}") from None
    return {"bestand": bestand, "grootte": aantal, "checksum": som.hexdigest()}


def _klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
    with uitkomst["bestand"] as bestand:
        redenen = []
        if uitkomst["grootte"] != gegevens["grootte"]:
            redenen.append(f"grootte is {uitkomst['grootte']}, aangeboden was {gegevens['grootte']}")
        if uitkomst["checksum"] != gegevens["checksum"].lower():
            redenen.append("de checksum is niet die van het aanbod")
        if redenen:
            _mislukt(tx, gegevens, "; ".join(redenen))
        else:
            service.neem_aan(tx, bestand, uitkomst["grootte"], _verzoek(gegevens))


def _mislukt(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
    tx.emit("lvbb.ophalen.mislukt", gesprek=gegevens["gesprek"], url=gegevens["url"], reden=reden)
    with tempfile.TemporaryFile() as leeg:
        service.neem_aan(tx, leeg, 0, _verzoek(gegevens))


def _verzoek(gegevens: Mapping[str, Any]) -> service.Verzoek:
    return service.Verzoek(
        gegevens["oin_bevoegdgezag"],
        gegevens["leverings_id"],
        gegevens["actie"],
        "overheidsservicebus",
        "opentunnel",
        gegevens["gesprek"],
    )
