"""The simulator as the basischeck sees it: the control API under /_sim and the LVBB's own addresses, over HTTP.

Nothing of the simulator is imported here, so that the same run works against a simulator on another machine.
"""

import hashlib
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import httpx

from simulator.basischeck.tijd import iso, moment
from simulator.basischeck.uitkomsten import Simulatorfout
from simulator.kernel.redenen import net_reden

HERKENNING = "dso-sim-basischeck"
"""User-Agent of our own calls: what the software under test did is told apart from them by this."""
LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
PRESENTEREN = "/publiek/omgevingsdocumenten/api/presenteren/v8"
AFHANDELEN = "/overheid/verzoeken/api/afhandelen/v2"
LANGST_WACHTEN = 25.0
_PAGINA = 500
_OMGEVING = re.compile(r"^/o/[^/?]*(?=[/?]|$)")


@dataclass(frozen=True)
class Gebeurtenis:
    """One domain event of the simulator."""

    nummer: int
    op: datetime
    soort: str
    gegevens: dict[str, Any]


@dataclass(frozen=True)
class Regel:
    """One line of the journal; `kop`: the headers of the request; organisatie: OIN or code that the call was for;
    grootte: bytes of the body of the answer; pad: as the koppelvlak saw it, without the /o/{omgeving} that the caller
    may have put before it, so that it can be asked for again at the address of the run.
    """

    nummer: int
    op: datetime
    richting: str
    koppelvlak: str
    operatie: str
    methode: str
    pad: str
    status: int
    kop: dict[str, str]
    kenmerken: dict[str, Any] = field(default_factory=dict)
    organisatie: str = ""
    grootte: int = 0

    @property
    def eigen(self) -> bool:
        """Whether the basischeck itself made this call."""
        return self.kop.get("user-agent", "").startswith(HERKENNING)

    @classmethod
    def uit(cls, rij: dict[str, Any]) -> Self:
        """From the JSON of the control API."""
        kop = (rij.get("verzoek") or {}).get("kop") or {}
        return cls(
            nummer=rij["nummer"],
            op=moment(rij["op"]),
            richting=rij.get("richting") or "in",
            koppelvlak=rij.get("koppelvlak") or "",
            operatie=rij.get("operatie") or "",
            methode=rij.get("methode") or "",
            pad=_OMGEVING.sub("", rij.get("pad") or ""),
            status=rij.get("status") or 0,
            kop={naam.lower(): str(waarde) for naam, waarde in kop.items()},
            kenmerken=rij.get("kenmerken") or {},
            organisatie=rij.get("organisatie") or "",
            grootte=(rij.get("antwoord") or {}).get("grootte") or 0,
        )


@dataclass(frozen=True)
class Onderweg:
    """An answer that is being sent. verzonden, totaal: bytes."""

    operatie: str
    organisatie: str
    kenmerken: dict[str, Any]
    verzonden: int
    totaal: int


@dataclass
class Sim:
    """The control API; every method raises Simulatorfout where the simulator does not answer as agreed."""

    client: httpx.AsyncClient

    async def vraag(self, methode: str, pad: str, **opties: Any) -> httpx.Response:
        """One call; an answer of 400 or more is a Simulatorfout with the detail of the problem."""
        antwoord = await self.probeer(methode, pad, **opties)
        if antwoord.is_error:
            raise Simulatorfout(f"{methode} {pad} gaf {antwoord.status_code}: {_detail(antwoord)}")
        return antwoord

    async def probeer(self, methode: str, pad: str, **opties: Any) -> httpx.Response:
        """One call, whatever its status."""
        try:
            return await self.client.request(methode, pad, **opties)
        except httpx.HTTPError as fout:
            raise Simulatorfout(f"de simulator op {self.client.base_url} antwoordt niet: {net_reden(fout)}") from fout

    async def gereed(self) -> bool:
        """Whether the simulator can be used now."""
        try:
            return (await self.client.get("/_sim/ready")).status_code == 200
        except httpx.HTTPError:
            return False

    async def reset(self) -> None:
        """A fresh world."""
        await self.vraag("POST", "/_sim/reset")

    async def nu(self) -> datetime:
        """The virtual moment, UTC."""
        return moment((await self.vraag("GET", "/_sim/klok")).json()["nu"])

    async def klok(self) -> dict[str, Any]:
        """The clock as the control API shows it: nu, snelheid, vandaag."""
        return dict((await self.vraag("GET", "/_sim/klok")).json())

    async def zet_klok(self, **stand: Any) -> None:
        """Set `nu` (ISO) or `snelheid`."""
        await self.vraag("PUT", "/_sim/klok", json=stand)

    async def spring(self, tot: datetime) -> datetime:
        """Let the clock jump to `tot`, running all that falls due, and give the moment; a past `tot` does nothing."""
        if tot <= await self.nu():
            return await self.nu()
        antwoord = await self.probeer("POST", "/_sim/klok/spring", json={"tot": iso(tot)}, timeout=300)
        if antwoord.status_code == 409:  # the clock runs: the moment went by between the two calls
            return await self.nu()
        if antwoord.is_error:
            raise Simulatorfout(f"de klok kon niet naar {iso(tot)}: {_detail(antwoord)}")
        return moment(antwoord.json()["nu"])

    async def rust(self) -> None:
        """Return when all that falls due at this moment has run, messages out included."""
        await self.vraag("POST", "/_sim/klok/spring", json={"duur": "PT0S"}, timeout=300)

    async def gebeurtenissen(self, na: int, wacht: float = 0) -> tuple[list[Gebeurtenis], int]:
        """The events after number `na`, waiting up to `wacht` seconds for the first; and the last number there is."""
        wacht = max(0.0, min(wacht, LANGST_WACHTEN))
        antwoord = await self.vraag(
            "GET", "/_sim/gebeurtenissen", params={"na": na, "wacht": f"{wacht:g}"}, timeout=wacht + 30
        )
        inhoud = antwoord.json()
        rijen = [
            Gebeurtenis(rij["nummer"], moment(rij["op"]), rij["soort"], rij["gegevens"])
            for rij in inhoud["gebeurtenissen"]
        ]
        return rijen, int(inhoud["laatste"])

    async def journaal(self, na: int = 0, koppelvlak: str = "", kenmerk: str = "") -> list[Regel]:
        """Every line of the journal after number `na`. kenmerk: `naam:waarde`."""
        regels: list[Regel] = []
        filter_ = {naam: waarde for naam, waarde in (("koppelvlak", koppelvlak), ("kenmerk", kenmerk)) if waarde}
        while True:
            params: dict[str, Any] = {"na": na, "aantal": _PAGINA, **filter_}
            rijen = (await self.vraag("GET", "/_sim/journaal", params=params)).json()["regels"]
            regels += [Regel.uit(rij) for rij in rijen]
            if len(rijen) < _PAGINA:
                return regels
            na = rijen[-1]["nummer"]

    async def onderweg(self) -> list[Onderweg]:
        """The answers that are being sent right now, which have no line yet."""
        rijen = (await self.vraag("GET", "/_sim/journaal/onderweg")).json()["onderweg"]
        velden = ("operatie", "organisatie", "kenmerken", "verzonden", "totaal")
        return [Onderweg(**{veld: rij[veld] for veld in velden}) for rij in rijen]

    async def laatste_regel(self) -> int:
        """The number of the last line of the journal, 0 when there is none."""
        regels = (await self.vraag("GET", "/_sim/journaal", params={"aantal": 1, "nieuwste": "true"})).json()["regels"]
        return max((int(rij["nummer"]) for rij in regels), default=0)

    async def laatste_gebeurtenis(self) -> int:
        """The number of the last event, 0 when there is none."""
        return int(
            (await self.vraag("GET", "/_sim/gebeurtenissen", params={"na": 2**31 - 1, "wacht": "0"})).json()["laatste"]
        )

    async def verzoek(self, nummer: int) -> bytes:
        """The body of the request of one journal line."""
        return (await self.vraag("GET", f"/_sim/journaal/{nummer}/verzoek")).content

    async def antwoord(self, nummer: int) -> bytes:
        """The body of the answer of one journal line."""
        return (await self.vraag("GET", f"/_sim/journaal/{nummer}/antwoord")).content

    async def oordeel(self, levering_id: str) -> dict[str, Any]:
        """The verdict on one levering, with `getoetst`."""
        return dict((await self.vraag("GET", f"/_sim/leveringen/{levering_id}/oordeel")).json())

    async def verzoek_indienen(self, opgave: Mapping[str, Any]) -> dict[str, Any]:
        """Submit, add to or withdraw a verzoek, as POST /_sim/verzoeken takes it."""
        return dict((await self.vraag("POST", "/_sim/verzoeken", json=dict(opgave))).json())

    async def verzoek_stand(self, verzoeknummer: str) -> dict[str, Any]:
        """All that the simulator knows of a verzoek."""
        return dict((await self.vraag("GET", f"/_sim/verzoeken/{verzoeknummer}")).json())

    async def som(self, pad: str, oin: str) -> str:
        """The SHA-256 of what stands at an address of the koppelvlak, fetched for this organisation."""
        som = hashlib.sha256()
        try:
            async with self.client.stream("GET", pad, headers={"OIN": oin} if oin else {}) as antwoord:
                if antwoord.is_error:
                    raise Simulatorfout(f"GET {pad} gaf {antwoord.status_code}")
                async for deel in antwoord.aiter_bytes():
                    som.update(deel)
        except httpx.HTTPError as fout:
            raise Simulatorfout(f"GET {pad} brak af: {net_reden(fout)}") from fout
        return som.hexdigest()

    async def herrouteer(self, verzoeknummer: str, *, door: str, naar: str) -> None:
        """Send a verzoek on to another bevoegd gezag, as the one that has it now."""
        pad = f"{AFHANDELEN}/verzoeken/{verzoeknummer}/bevoegdgezag"
        await self.vraag("PUT", pad, json={"oin": naar}, headers={"OIN": door})

    async def opnieuw(self, verzoeknummer: str, volgnummer: int, oin: str) -> None:
        """Deliver a notification once more."""
        await self.vraag("POST", f"/_sim/verzoeken/{verzoeknummer}/notificaties/{volgnummer}/{oin}/opnieuw")

    async def zet_ontvangst(self, oin: str, adres: Mapping[str, Any]) -> None:
        """Set where an organisation is notified of verzoeken."""
        await self.vraag("PUT", f"/_sim/organisaties/{oin}/ontvangst", json=dict(adres))

    async def storingen(self, lijst: list[dict[str, Any]]) -> None:
        """Replace the list of faults."""
        await self.vraag("PUT", "/_sim/storingen", json={"storingen": lijst})


def _detail(antwoord: httpx.Response) -> str:
    try:
        inhoud = antwoord.json()
    except ValueError:
        return antwoord.text[:200]
    return str(inhoud.get("detail") or inhoud if isinstance(inhoud, dict) else inhoud)[:1000]


@asynccontextmanager
async def verbind(
    url: str,
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    koppen: Mapping[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
    seconden: float = 30,
) -> AsyncIterator[Sim]:
    """A connection with the simulator at `url`; `transport` replaces the network in tests.

    koppen: headers to send along; tls: whom to trust, None for the usual authorities; seconden: how long one call may
    take unless it says so itself.
    """
    async with httpx.AsyncClient(
        base_url=url,
        transport=transport,
        timeout=seconden,
        trust_env=False,
        verify=True if tls is None else tls,
        headers={**(koppen or {}), "user-agent": HERKENNING},
    ) as client:
        yield Sim(client)
