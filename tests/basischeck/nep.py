"""A control API that lives in a test: events, journal and clock as lists that the test fills."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from simulator.basischeck import tijd
from simulator.basischeck.model import OPTIONEEL, VERPLICHT, Check, CheckUitslag, Ernst, Functie, Merk
from simulator.basischeck.plan import Keuze, Plan, Sturing, Sut
from simulator.basischeck.toestand import Toestand

BEGIN = datetime.fromisoformat("2026-03-02T08:00:00+00:00")


@dataclass
class NepSim:
    """Answers the calls of `Sim`. Each empty long poll takes its seconds from the counter, without waiting for real."""

    nu: datetime = BEGIN
    gebeurtenissen: list[dict[str, Any]] = field(default_factory=list)
    journaal: list[dict[str, Any]] = field(default_factory=list)
    verzoeken: dict[int, bytes] = field(default_factory=dict)
    seconden: float = 0.0
    bij_wachten: list[Callable[[], None]] = field(default_factory=list)
    storingen: list[Any] = field(default_factory=list)
    overig: dict[str, httpx.Response] = field(default_factory=dict)
    gereed: bool = True
    taak: asyncio.Task[Any] | None = None

    def gebeurt(self, soort: str, /, **gegevens: Any) -> int:
        nummer = len(self.gebeurtenissen) + 1
        self.gebeurtenissen.append({"nummer": nummer, "op": tijd.iso(self.nu), "soort": soort, "gegevens": gegevens})
        return nummer

    def levering(self, id_levering: str, soort: str = "publicatieOpdracht", zip_: bytes = b"", **meer: Any) -> str:
        levering_id = f"lev-{len(self.gebeurtenissen) + 1}"
        nummer = len(self.journaal) + 1
        self.journaal.append(
            {
                "nummer": nummer,
                "op": tijd.iso(self.nu),
                "richting": "in",
                "koppelvlak": "lvbb",
                "methode": "POST",
                "pad": "/overheid/bronhouderkoppelvlak/api/v1/leveringen",
                "status": 202,
                "verzoek": {"kop": {"content-type": "application/zip", "user-agent": "software/1"}},
                "kenmerken": {"leveringId": levering_id},
            }
        )
        self.verzoeken[nummer] = zip_
        velden = {"oin": "00000001001000009920", "sha256": f"sha-{id_levering}", "route": "http", "leverancier": "L"}
        self.gebeurt(
            "lvbb.verzoek.ontvangen", leveringId=levering_id, idLevering=id_levering, soort=soort, **{**velden, **meer}
        )
        return levering_id

    def verslag(self, levering_id: str, **velden: Any) -> int:
        basis = {"volgnummer": 1, "uitkomst": "succes", "verslagUitkomst": "", "voortgang": "", "codes": []}
        return self.gebeurt("lvbb.verslag.verzonden", leveringId=levering_id, **{**basis, **velden})

    def breek_af(self) -> None:
        """What Ctrl-C does."""
        assert self.taak is not None
        self.taak.cancel()

    def teller(self) -> float:
        return self.seconden

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._antwoord)

    def _antwoord(self, vraag: httpx.Request) -> httpx.Response:
        pad, methode = vraag.url.path, vraag.method
        if pad in self.overig:
            return self.overig[pad]
        if pad == "/_sim/ready":
            return httpx.Response(200 if self.gereed else 503, json={"status": "GEREED"})
        if pad == "/_sim/klok":
            if methode == "PUT":
                self.nu = tijd.moment(json.loads(vraag.content).get("nu", tijd.iso(self.nu)))
            return httpx.Response(200, json={"nu": tijd.iso(self.nu), "snelheid": 1, "vandaag": str(self.nu.date())})
        if pad == "/_sim/klok/spring":
            self.nu = max(self.nu, tijd.moment(json.loads(vraag.content).get("tot", tijd.iso(self.nu))))
            return httpx.Response(200, json={"nu": tijd.iso(self.nu), "uitgevoerd": 0})
        if pad == "/_sim/gebeurtenissen":
            return self._lees_gebeurtenissen(vraag)
        if pad == "/_sim/journaal":
            return self._lees_journaal(vraag)
        if pad == "/_sim/storingen":
            self.storingen = json.loads(vraag.content)["storingen"]
            return httpx.Response(200, json={"storingen": self.storingen})
        if pad.startswith("/_sim/journaal/") and pad.endswith("/verzoek"):
            return httpx.Response(200, content=self.verzoeken[int(pad.split("/")[3])])
        if pad.startswith("/_sim/leveringen/"):
            return httpx.Response(
                200, json={"uitkomst": "valide", "meldingen": [], "getoetst": "getoetst: 3 van 4 regels"}
            )
        if "/leveringen/" in pad and "/resultaten/" in pad:
            return httpx.Response(200, content=b"<publicatieVerzoekResultaat/>")
        if "/leveringen/" in pad:
            return httpx.Response(200, json={"status": "valide"})
        return httpx.Response(404, json={"detail": f"{methode} {pad} bestaat niet"})

    def _lees_gebeurtenissen(self, vraag: httpx.Request) -> httpx.Response:
        na, wacht = int(vraag.url.params["na"]), float(vraag.url.params["wacht"])
        nieuw = [g for g in self.gebeurtenissen if g["nummer"] > na]
        if not nieuw and wacht:
            self.seconden += wacht
            if self.bij_wachten:
                self.bij_wachten.pop(0)()
                nieuw = [g for g in self.gebeurtenissen if g["nummer"] > na]
        return httpx.Response(200, json={"gebeurtenissen": nieuw, "laatste": len(self.gebeurtenissen)})

    def _lees_journaal(self, vraag: httpx.Request) -> httpx.Response:
        na = int(vraag.url.params.get("na", 0))
        regels = [r for r in self.journaal if r["nummer"] > na]
        if vraag.url.params.get("nieuwste") == "true":
            regels = regels[-1:]
        return httpx.Response(200, json={"regels": regels})


@dataclass
class NepBesturing:
    """Software that does in a test what the test says: per action a function, or nothing at all."""

    acties: dict[str, Callable[..., Any]] = field(default_factory=dict)
    virtueel: bool = True
    blijvend: bool = True
    gedaan: list[str] = field(default_factory=list)
    mens: bool = False

    def kan(self, naam: str) -> bool:
        return naam in self.acties

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        self.gedaan.append(naam)
        return self.acties[naam](**argumenten) or {}

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        return f"doe {naam}" if self.mens else ""

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        self.gedaan.append(naam)
        return self.acties[naam](**argumenten)

    async def rust(self) -> None:
        return None

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        return {}


def maak_check(
    functie: Functie,
    id_: str = "LVBB-01",
    *,
    ernst: Ernst = VERPLICHT,
    merk: Merk = "confirmed",
    na: tuple[str, ...] = (),
    nodig: tuple[str, ...] = (),
    laatst: bool = False,
    stilte: timedelta = timedelta(),
) -> Check:
    return Check(
        id_, "titel", "lvbb", "plan", ernst, "de eis", "de bron", merk, "push", timedelta(minutes=30), functie,
        nodig, na, laatst, stilte,
    )  # fmt: skip


def uitslag(resultaat: Any, *, ernst: Ernst = VERPLICHT, id_: str = "LVBB-01", **meer: Any) -> CheckUitslag:
    async def niets(run: Any) -> None:
        return None

    return CheckUitslag(maak_check(niets, id_, ernst=ernst), resultaat=resultaat, **meer)


def plan(**meer: Any) -> Plan:
    vast = {
        "sut": Sut(naam="Proef", leverancier="L", versie="1"),
        "besturing": Sturing(wijze="hand"),
        "checks": Keuze(),
    }
    return Plan(**{**vast, **meer})


__all__ = ["BEGIN", "OPTIONEEL", "VERPLICHT", "NepBesturing", "NepSim", "Toestand", "maak_check", "plan", "uitslag"]
