"""The service bus in front of the LVBB (contract lvbb/servicebus, client): it fetches the zip and buffers the answers.

It fetches from the caller's own address or loopback only, unless a setting widens that; redirects are not followed,
bytes are counted while they come in, and what fails in passing is tried once more. Where it comes to nothing the LVBB
gets a verzoek without a zip and answers LVBB0002; the event lvbb.ophalen.mislukt has the outcome by name (inferred):

niet-toegestaan   an address that is neither the caller's nor loopback, nor one of the setting
niet-opgehaald    no connection, no answer in time, or another status than 200
grootte-anders    more or fewer bytes than the offer says
checksum-anders   as many bytes, but other ones
eigen-fout        the simulator itself failed; `reden` says how
An offer of more than the LVBB takes is not fetched at all: it says LVBB1040.
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
from simulator.edge.bereik import vertrouwen
from simulator.edge.bode import koppen_voor_journaal
from simulator.edge.verboden import verboden
from simulator.kernel import clock
from simulator.kernel.journal import BEGIN_VAN_BLOB
from simulator.kernel.kern import Bijdrage
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Verzender, Zendfout
from simulator.lvbb import errors, render, service, tables
from simulator.lvbb.antwoorden import Instellingen
from simulator.lvbb.inzage import Afzender, Lezer, mag_zien

OPHALEN = "lvbb.ophalen"
ACTIES = ("valideren", "publiceren", "afbreken")
_SECONDEN = 30
_SECONDEN_SAMEN = 300
_MAX_GROOTTE = 10**15
_VELDEN = {"oin_bevoegdgezag": 40, "leverings_id": 200, "conversation_id": 200, "url": 2000, "checksum": 64}
NIET_TOEGESTAAN, NIET_OPGEHAALD = "niet-toegestaan", "niet-opgehaald"
GROOTTE_ANDERS, CHECKSUM_ANDERS = "grootte-anders", "checksum-anders"
_UITKOMSTEN = (NIET_TOEGESTAAN, NIET_OPGEHAALD, GROOTTE_ANDERS, CHECKSUM_ANDERS)


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


@dataclass(frozen=True)
class Aanbieder:
    """Who offers. tunnel_oin: in the path; ip: its address; houder: the OIN in its certificate, "" without."""

    tunnel_oin: str
    ip: str
    houder: str = ""


def lees_aanbod(actie: str, body: Any) -> Aanbod:
    """Read an offer. Raises ActieOnbekend, AanbodOngeldig."""
    if actie not in ACTIES:
        raise errors.ActieOnbekend(actie)
    if not isinstance(body, Mapping):
        raise errors.AanbodOngeldig("body", "verwacht wordt een JSON-object")
    for veld, lengte in _VELDEN.items():
        waarde = body.get(veld)
        if not isinstance(waarde, str) or not 0 < len(waarde) <= lengte or not render.kan_in_xml(waarde):
            raise errors.AanbodOngeldig(veld, f"verwacht wordt een tekst van 1 tot {lengte} tekens")
    grootte = body.get("grootte")
    if isinstance(grootte, str) and re.fullmatch("[0-9]{1,15}", grootte):
        grootte = int(grootte)
    if not isinstance(grootte, int) or isinstance(grootte, bool) or not 0 <= grootte <= _MAX_GROOTTE:
        raise errors.AanbodOngeldig("grootte", "verwacht wordt het aantal bytes")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", body["checksum"]):
        raise errors.AanbodOngeldig("checksum", "verwacht wordt een SHA-256 in 64 hexadecimale cijfers")
    if not _is_adres(body["url"]):
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


def _is_adres(url: str) -> bool:
    try:
        delen = urlsplit(url)
        return delen.scheme in ("http", "https") and bool(delen.hostname) and delen.port != 0
    except ValueError:  # such as a port that is no number
        return False


def bied(wereld: Wereld, wie: Aanbieder, aanbod: Aanbod) -> None:
    """Put an offer in the outbox: fetching is the simulator's own call."""
    with wereld.schrijf() as tx:
        tx.emit("lvbb.aanbod.ontvangen", gesprek=aanbod.gesprek, idLevering=aanbod.leverings_id, url=aanbod.url)
        aanbieder = {"oin": wie.tunnel_oin, "aanroeper": wie.ip, "houder": wie.houder}
        tx.verstuur(OPHALEN, **aanbieder, gesprek=aanbod.gesprek, **vars(aanbod))


def resultaat(wereld: Wereld, gesprek: str, wie: Lezer | None = None) -> bytes:
    """All messages of a conversation so far, one after the other, for who may see them. Raises GesprekOnbekend."""
    with wereld.lees() as lezing:
        t = tables.levering
        gevonden: list[Row[Any]] = lezing.rijen(t, t.c.gesprek == gesprek, t.c.route == "opentunnel")
        leveringen = [rij for rij in gevonden if mag_zien(lezing, rij, wie)]
        if not leveringen and not _onderweg(lezing, gesprek, wie):
            raise errors.GesprekOnbekend(gesprek)
        nummers = {rij.id: rij.nummer for rij in leveringen}
        berichten = tables.berichten(lezing, list(nummers))
        return b"".join(b.inhoud for b in sorted(berichten, key=lambda b: (b.op, nummers[b.levering], b.volgnummer)))


def _onderweg(lezing: Lezing, gesprek: str, wie: Lezer | None) -> bool:
    """Whether an offer of this conversation is still to be fetched: it has the fields of a delivery that matter."""
    from simulator.kernel.tables import uitgaand

    onderweg = [rij.gegevens for rij in lezing.rijen(uitgaand, uitgaand.c.soort == OPHALEN)]
    return any(
        mag_zien(lezing, Afzender(aanbod["oin_bevoegdgezag"], aanbod.get("houder", "")), wie)
        for aanbod in onderweg
        if aanbod.get("gesprek") == gesprek
    )


def bijdrage(instellingen: Instellingen) -> Bijdrage:
    """What the bus brings to the kernel."""
    zend = partial(_haal_op, instellingen.ophalen_van)
    return Bijdrage(verzenders={OPHALEN: Verzender(zend, _klaar, _mislukt, (timedelta(seconds=5),))})


def adressen_om_op_te_halen(url: str, aanroeper: str, ruimer: frozenset[str]) -> list[str]:
    """The IP addresses to fetch from, in the order in which to try them; [] where that is not allowed.

    Allowed are the caller itself, loopback, and a host that a setting names, but never what is never called. The
    address that was judged is the one that is called, so a name that changes in between changes nothing.
    """
    host = urlsplit(url).hostname or ""
    try:
        adressen = list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, None)))
    except (OSError, ValueError):  # the second for a name that cannot be one
        return []
    toegestaan = host in ruimer or all(a == aanroeper or ipaddress.ip_address(a).is_loopback for a in adressen)
    return [adres for adres in adressen if not verboden(adres)] if toegestaan else []


def _haal_op(ruimer: frozenset[str], gegevens: Mapping[str, Any], _bericht_id: str) -> Mapping[str, Any]:
    """Fetch the zip into a temporary file, which `_klaar` closes."""
    bestand = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=16 << 20))  # noqa: SIM115 - closed by _klaar
    if gegevens["grootte"] > zips.MAX_ZIP:
        return {"bestand": bestand, "grootte": gegevens["grootte"], "checksum": gegevens["checksum"].lower()}
    adressen = adressen_om_op_te_halen(gegevens["url"], gegevens["aanroeper"], ruimer)
    try:
        if not adressen:
            host = urlsplit(gegevens["url"]).hostname
            reden = f"{host} is niet het adres van de aanroeper, of een adres dat nooit wordt aangeroepen"
            raise Zendfout(f"{NIET_TOEGESTAAN}: {reden}", opnieuw=False)
        for n, adres in enumerate(adressen, 1):
            try:
                return {"bestand": bestand, **_download(gegevens, adres, bestand)}
            except _GeenVerbinding as fout:
                if n == len(adressen):
                    journaal = {**_journaal(gegevens), "regels": [str(fout)]}
                    raise Zendfout(f"{NIET_OPGEHAALD}: {fout}", journaal=journaal) from None
        raise AssertionError(adressen)
    except Exception:
        bestand.close()
        raise


class _GeenVerbinding(Exception):
    """Nobody listens at one of the addresses of a host."""


def _download(gegevens: Mapping[str, Any], adres: str, bestand: IO[bytes]) -> Mapping[str, Any]:
    import httpx  # takes as long to load as the rest of this room

    som, aantal, begonnen = hashlib.sha256(), 0, clock.stopwatch()
    journaal = _journaal(gegevens)
    try:
        url = httpx.URL(gegevens["url"])
        kop = {"Host": url.netloc.decode(), "Accept-Encoding": "identity"}
        verzoek = httpx.Request("GET", url.copy_with(host=adres), headers=kop, extensions={"sni_hostname": url.host})
        journaal["verzoek_kop"] = verzoek.headers.multi_items()
        tls = vertrouwen() if url.scheme == "https" else True  # as a trial of the address goes about it
        with httpx.Client(follow_redirects=False, trust_env=False, timeout=_SECONDEN, verify=tls) as client:
            antwoord = client.send(verzoek, stream=True)
            gekregen = koppen_voor_journaal(antwoord.headers.multi_items())
            journaal |= {"status": antwoord.status_code, "antwoord_kop": gekregen}
            journaal["duur_ms"] = round((clock.stopwatch() - begonnen) * 1000, 3)
            if antwoord.status_code != 200:
                reden = f"{NIET_OPGEHAALD}: het adres gaf status {antwoord.status_code}"
                raise Zendfout(reden, opnieuw=antwoord.status_code >= 500, journaal=journaal)
            for deel in antwoord.iter_bytes():
                aantal += len(deel)
                som.update(deel)
                bestand.write(deel)
                if aantal > gegevens["grootte"]:
                    break
                if clock.stopwatch() - begonnen > _SECONDEN_SAMEN:
                    te_lang = f"{NIET_OPGEHAALD}: het duurde langer dan {_SECONDEN_SAMEN} seconden"
                    raise Zendfout(te_lang, journaal=journaal)
    except httpx.ConnectError as fout:
        raise _GeenVerbinding(f"{type(fout).__name__}: {fout}") from None
    except httpx.HTTPError as fout:
        raise Zendfout(f"{NIET_OPGEHAALD}: {type(fout).__name__}: {fout}", journaal=journaal) from None
    except (httpx.InvalidURL, ValueError) as fout:
        raise Zendfout(f"{NIET_OPGEHAALD}: {type(fout).__name__}: {fout}", opnieuw=False) from None
    return {"grootte": aantal, "checksum": som.hexdigest(), "journaal": {**journaal, "antwoord_grootte": aantal}}


def _journaal(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """The line of the journal about a download, before anything is known of it."""
    kenmerken = {"idLevering": gegevens["leverings_id"], "gesprek": gegevens["gesprek"]}
    return {
        "koppelvlak": "lvbb",
        "operatie": OPHALEN,
        "organisatie": gegevens["oin_bevoegdgezag"][:40],
        "methode": "GET",
        "pad": gegevens["url"],
        "kenmerken": kenmerken,
    }


def _klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
    with uitkomst["bestand"] as bestand:
        if uitkomst["grootte"] != gegevens["grootte"]:
            # One byte more is where it stopped counting.
            meer = f"meer dan {gegevens['grootte']}"
            gekregen = meer if uitkomst["grootte"] > gegevens["grootte"] else str(uitkomst["grootte"])
            _mislukt(tx, gegevens, f"{GROOTTE_ANDERS}: {gekregen} bytes, aangeboden was {gegevens['grootte']}")
        elif uitkomst["checksum"] != gegevens["checksum"].lower():
            _mislukt(tx, gegevens, f"{CHECKSUM_ANDERS}: SHA-256 is {uitkomst['checksum']}")
        else:
            rij = service.neem_aan(tx, bestand, uitkomst["grootte"], _verzoek(gegevens))
            if "journaal" in uitkomst:
                bestand.seek(0)
                uitkomst["journaal"]["antwoord"] = bestand.read(BEGIN_VAN_BLOB)
                uitkomst["journaal"]["antwoord_blob"] = rij.zip
                uitkomst["journaal"]["kenmerken"]["leveringId"] = rij.id


def _mislukt(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
    uitkomst = reden.partition(":")[0]
    uitkomst = uitkomst if uitkomst in _UITKOMSTEN else "eigen-fout"
    tx.emit("lvbb.ophalen.mislukt", gesprek=gegevens["gesprek"], url=gegevens["url"], uitkomst=uitkomst, reden=reden)
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
        gegevens.get("houder", ""),
    )
