"""A small client for tests: deliver a package or submit a verzoek, see what came of it, let the clock jump."""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx

from simulator.kernel.redenen import net_reden

if TYPE_CHECKING:  # it brings lxml, which is needed only when there is a message to read
    from simulator.basischeck.reference.berichten import Bericht

OIN = "00000001002564440000"
LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
_BEZIG = {"ontvangen", "in-behandeling"}
_SPRONGEN = ("PT0S", "PT1M", "PT1H")
_PAGINA = 500


class SimulatorFout(Exception):
    """The simulator did not do what was asked; the text says what and why. status: of its answer, 0 without one."""

    def __init__(self, tekst: str, status: int = 0) -> None:
        super().__init__(tekst)
        self.status = status


@dataclass(frozen=True)
class Klok:
    """How the clock stands. vandaag: the date in Amsterdam."""

    nu: datetime
    vandaag: date
    snelheid: float


@dataclass(frozen=True)
class Levering:
    """A delivery with the messages about it so far; ruw: the same messages as they went over the wire."""

    id: str
    id_levering: str
    soort: str
    status: str
    url: str
    berichten: tuple["Bericht", ...]
    ruw: tuple[bytes, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all meldingen, in order."""
        return tuple(melding.code for bericht in self.berichten for melding in bericht.meldingen)


class Dso:
    """A running simulator. url: its address, with the path of an omgeving after it where there is one.

    oin: who delivers, unless told otherwise; client: another way to it, such as one with a certificate (it is not
    closed here). Every method raises SimulatorFout where the simulator refuses or does not answer.
    """

    def __init__(self, url: str, *, oin: str = OIN, client: httpx.Client | None = None) -> None:
        self.url = url.rstrip("/")
        self.oin = oin
        self._eigen = client is None
        # Not by way of a proxy of the user: the simulator stands near.
        self.http = client or httpx.Client(timeout=60, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.sluit()

    def sluit(self) -> None:
        """Close the connections."""
        if self._eigen:
            self.http.close()

    def vraag(self, methode: str, pad: str, **opties: Any) -> httpx.Response:
        """One call to any address of the simulator; pad: a path, or a whole address of a link."""
        adres = pad if "://" in pad else self.url + pad
        try:
            antwoord = self.http.request(methode, adres, **opties)
        except httpx.HTTPError as fout:
            raise SimulatorFout(f"op {self.url} antwoordt geen simulator ({net_reden(fout)})") from fout
        if antwoord.is_error:
            raise SimulatorFout(f"{methode} {adres}: {antwoord.status_code} {_detail(antwoord)}", antwoord.status_code)
        return antwoord

    def wacht_tot_gereed(self, seconden: float = 30) -> None:
        """Return when it can be used. Raises SimulatorFout when it cannot after so many real seconds."""
        pauze, rust = threading.Event(), 0.1
        for _ in range(max(1, round(seconden / rust))):
            try:
                self.vraag("GET", "/_sim/ready", timeout=5)
                return
            except SimulatorFout:
                pauze.wait(rust)
        raise SimulatorFout(f"de simulator op {self.url} was na {seconden:g} seconden niet gereed")

    # deliver

    def lever_aan(
        self,
        zip_: bytes | str | Path,
        *,
        oin: str = "",
        wacht: bool = True,
        soort: str = "",
        id_levering: str = "",
        leverancier: str = "",
    ) -> Levering:
        """Deliver a package to the LVBB: the bytes of a zip, or where it stands.

        wacht: give it with its verdict. When the LVBB takes its time (DSO_SIM_LVBB_TIMING=realistisch) the clock then
        jumps, at most an hour and a minute. soort, id_levering and leverancier: what the sender says beside the zip.
        """
        inhoud = zip_ if isinstance(zip_, bytes) else Path(zip_).read_bytes()
        velden = {"soort": soort, "idLevering": id_levering, "leverancier": leverancier}
        antwoord = self.vraag(
            "POST",
            LEVERINGEN,
            content=inhoud,
            params={naam: waarde for naam, waarde in velden.items() if waarde},
            headers={"Content-Type": "application/zip", "x-oin": oin or self.oin},
        )
        id_ = str(antwoord.json()["leveringId"])
        return self._beslist(id_) if wacht else self.levering(id_)

    def levering(self, id_: str) -> Levering:
        """A delivery as it is now, by its leveringId."""
        pad = f"{LEVERINGEN}/{quote(id_, safe='')}"
        rij = self.vraag("GET", pad).json()
        lijst = self.vraag("GET", f"{pad}/resultaten").json()["_embedded"]["resultaten"]
        ruw = tuple(self.vraag("GET", f"{pad}/resultaten/{item['volgnummer']}").content for item in lijst)
        adres = str(rij["_links"]["self"]["href"])
        return Levering(id_, rij["idLevering"] or "", rij["soort"] or "", rij["status"], adres, _lees(ruw), ruw)

    def oordeel(self, levering: Levering | str) -> dict[str, Any]:
        """What the simulator knows of a delivery, more than the messages say: per melding the place and the rule."""
        id_ = levering if isinstance(levering, str) else levering.id
        return dict(self.vraag("GET", f"/_sim/leveringen/{quote(id_, safe='')}/oordeel").json())

    # submit

    def dien_in(self, casus: str = "", **opgave: Any) -> dict[str, Any]:
        """Submit a verzoek at the loket; what came of it: verzoeknummer, volgnummer, ontvangers, onderdrukt, verzoeken.

        casus: what it is made of, "" for the usual one; opgave: as POST /_sim/verzoeken takes it (type, gebied,
        bevoegdGezag, behandeldienst, activiteiten, locatie, indiener, bijlagen, ...).
        """
        velden = {**({"casus": casus} if casus else {}), **opgave}
        return dict(self.vraag("POST", "/_sim/verzoeken", json=velden).json())

    def vul_aan(self, verzoeknummer: str, **opgave: Any) -> dict[str, Any]:
        """Add to a verzoek: another answer and a new document, or what is asked for."""
        return self.dien_in(doel="Aanvullen", verzoeknummer=verzoeknummer, **opgave)

    def trek_in(self, verzoeknummer: str, toelichting: str = "") -> dict[str, Any]:
        """Withdraw a verzoek."""
        return self.dien_in(doel="Intrekken", verzoeknummer=verzoeknummer, toelichting=toelichting)

    def verzoek(self, verzoeknummer: str) -> dict[str, Any]:
        """All that is known of a verzoek: versies, notificaties, onderdrukt, ophalingen, termijn."""
        return dict(self.vraag("GET", f"/_sim/verzoeken/{quote(verzoeknummer, safe='')}").json())

    def verzoeken(self, **filter_: str) -> list[dict[str, Any]]:
        """The verzoeken, newest first, at most a thousand. filter_: oin, status or project."""
        return list(self.vraag("GET", "/_sim/verzoeken", params={"aantal": 1000, **filter_}).json()["verzoeken"])

    def bezorg_opnieuw(self, verzoeknummer: str, volgnummer: int | str, oin: str) -> dict[str, Any]:
        """Deliver a notification once more; how it stands now."""
        return self._notificatie(verzoeknummer, volgnummer, oin, "opnieuw")

    def haal_op(self, verzoeknummer: str, volgnummer: int | str, oin: str) -> dict[str, Any]:
        """Pick a notification up from the inbox; how it stands now."""
        return self._notificatie(verzoeknummer, volgnummer, oin, "ophalen")

    def postvak(self, oin: str = "") -> list[dict[str, Any]]:
        """The notifications that nobody picked up yet, newest first, of everyone or of one organisation."""
        params = {"status": "inbox", "aantal": "1000", **({"oin": oin} if oin else {})}
        return list(self.vraag("GET", "/_sim/postvak", params=params).json()["notificaties"])

    def termijn(self, verzoeknummer: str, stap: str, weken: int | None = None) -> dict[str, Any]:
        """A step of the beslistermijn: verleng, opschorten or hervatten; how the term stands now."""
        pad = f"/_sim/verzoeken/{quote(verzoeknummer, safe='')}/termijn/{quote(stap, safe='')}"
        return dict(self.vraag("POST", pad, params={} if weken is None else {"weken": weken}).json())

    def kennisgeving(self, verzoeknummer: str) -> dict[str, Any]:
        """Make an application known; how its term stands now."""
        return dict(self.vraag("POST", f"/_sim/verzoeken/{quote(verzoeknummer, safe='')}/kennisgeving").json())

    # set up STAM

    def zet_ontvangst(self, oin: str, adapter: str, url: str = "", **meer: Any) -> dict[str, Any]:
        """Where an organisation is notified. adapter: https, ebms, webhook or inbox; meer: gebruiker, headers, ..."""
        adres = {"adapter": adapter, "url": url, **meer}
        return dict(self.vraag("PUT", f"/_sim/organisaties/{quote(oin, safe='')}/ontvangst", json=adres).json())

    def stam(self, **keuzes: Any) -> dict[str, Any]:
        """Change how STAM behaves (profiel, routering, pdf, onbekendElement, volgnummerIntrekking); gives all of it."""
        return dict(self.vraag("PUT", "/_sim/stam/instellingen", json=keuzes).json())

    def zet_activiteit(self, id_: str, naam: str, **meer: Any) -> dict[str, Any]:
        """Let an activiteit be applied for. meer: gezag, magneet, vereisten, concept."""
        pad = f"/_sim/stam/activiteiten/{quote(id_, safe='')}"
        return dict(self.vraag("PUT", pad, json={"naam": naam, **meer}).json())

    def zet_behandeldienst(
        self, bevoegd_gezag: str, activiteit: str, behandeldienst: str, **meer: Any
    ) -> dict[str, Any]:
        """Let a behandeldienst handle an activiteit. meer: begindatum, einddatum, toestemming, gebied."""
        wie = {"bevoegdGezag": bevoegd_gezag, "activiteit": activiteit, "behandeldienst": behandeldienst}
        return dict(self.vraag("POST", "/_sim/stam/behandeldiensten", json={**wie, **meer}).json())

    def zet_mandaat(
        self, bevoegd_gezag: str, behandeldienst: str, mandaat: str = "volledig", activiteit: str = ""
    ) -> dict[str, Any]:
        """Give a behandeldienst mandaat: volledig, advies or geen."""
        pad = f"/_sim/stam/mandaten/{quote(bevoegd_gezag, safe='')}/{quote(behandeldienst, safe='')}"
        return dict(self.vraag("PUT", pad, json={"mandaat": mandaat, "activiteit": activiteit}).json())

    # clock and world

    def klok(self) -> Klok:
        """How the clock stands."""
        return _klok(self.vraag("GET", "/_sim/klok").json())

    def zet_klok(self, nu: datetime | str | None = None, *, snelheid: float | None = None) -> Klok:
        """Set the clock, its speed (0: it stands still) or both."""
        stand = {"nu": nu if nu is None else _iso(nu), "snelheid": snelheid}
        gevraagd = {naam: waarde for naam, waarde in stand.items() if waarde is not None}
        return _klok(self.vraag("PUT", "/_sim/klok", json=gevraagd).json())

    def spring(self, waarheen: timedelta | datetime | str) -> Klok:
        """Let the clock jump; all that falls due on the way has happened when this returns.

        waarheen: how far (a timedelta, "P1D" or "1d") or to which moment (a datetime, or ISO 8601 text).
        """
        if isinstance(waarheen, timedelta):
            waarheen = f"PT{waarheen / timedelta(seconds=1):.6f}S"
        tekst = _iso(waarheen)
        veld = "tot" if re.match(r"\d{4}-", tekst) else "duur"
        return _klok(self.vraag("POST", "/_sim/klok/spring", json={veld: tekst}, timeout=600).json())

    def reset(self) -> None:
        """Start over: an empty world, the clock at its start. Journal and events go on."""
        self.vraag("POST", "/_sim/reset")

    def snapshot(self, naam: str) -> None:
        """Keep the world as it is now under a name."""
        self.vraag("POST", "/_sim/snapshots", json={"naam": naam})

    def herstel(self, naam: str) -> None:
        """Go back to a snapshot."""
        self.vraag("POST", f"/_sim/snapshots/{quote(naam, safe='')}/herstel")

    def storingen(self, lijst: Iterable[Mapping[str, Any]]) -> None:
        """Replace the faults that are switched on; an empty list switches all of them off."""
        self.vraag("PUT", "/_sim/storingen", json={"storingen": [dict(storing) for storing in lijst]})

    # look back

    def journaal(self, na: int = 0, **filter_: str) -> list[dict[str, Any]]:
        """The lines of the journal after a number, oldest first. filter_: koppelvlak, operatie or organisatie."""
        regels: list[dict[str, Any]] = []
        while True:
            params: dict[str, Any] = {"na": na, "aantal": _PAGINA, **filter_}
            erbij = self.vraag("GET", "/_sim/journaal", params=params).json()["regels"]
            regels += erbij
            if len(erbij) < _PAGINA:
                return regels
            na = erbij[-1]["nummer"]

    def laatste_regel(self) -> int:
        """The number of the last line of the journal, 0 when there is none."""
        regels = self.vraag("GET", "/_sim/journaal", params={"aantal": 1, "nieuwste": "true"}).json()["regels"]
        return max((int(regel["nummer"]) for regel in regels), default=0)

    def gebeurtenissen(self, na: int = 0, soort: str = "") -> list[dict[str, Any]]:
        """The domain events after a number, oldest first."""
        gebeurd: list[dict[str, Any]] = []
        while True:
            params: dict[str, Any] = {"na": na, "aantal": _PAGINA, **({"soort": soort} if soort else {})}
            erbij = self.vraag("GET", "/_sim/gebeurtenissen", params=params).json()["gebeurtenissen"]
            gebeurd += erbij
            if len(erbij) < _PAGINA:
                return gebeurd
            na = erbij[-1]["nummer"]

    def _notificatie(self, verzoeknummer: str, volgnummer: int | str, oin: str, doe: str) -> dict[str, Any]:
        nummer, wie = quote(verzoeknummer, safe=""), quote(oin, safe="")
        return dict(self.vraag("POST", f"/_sim/verzoeken/{nummer}/notificaties/{int(volgnummer)}/{wie}/{doe}").json())

    def _beslist(self, id_: str) -> Levering:
        pad = f"{LEVERINGEN}/{quote(id_, safe='')}"
        for sprong in _SPRONGEN:
            self.spring(sprong)
            if self.vraag("GET", pad).json()["status"] not in _BEZIG:
                return self.levering(id_)
        raise SimulatorFout(f"levering {id_} heeft na een uur op de klok nog geen oordeel")


def _lees(ruw: tuple[bytes, ...]) -> tuple["Bericht", ...]:
    if not ruw:
        return ()
    from simulator.basischeck.reference.berichten import lees_bericht

    return tuple(lees_bericht(inhoud) for inhoud in ruw)


def _klok(stand: Mapping[str, Any]) -> Klok:
    nu = datetime.fromisoformat(stand["nu"])
    return Klok(nu.astimezone(UTC), date.fromisoformat(stand["vandaag"]), float(stand["snelheid"]))


def _iso(moment: datetime | str) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()


def _detail(antwoord: httpx.Response) -> str:
    try:
        inhoud = antwoord.json()
    except ValueError:
        return antwoord.text[:200]
    return str(inhoud.get("detail") or inhoud) if isinstance(inhoud, dict) else str(inhoud)
