"""What can only be seen over the network: the simulator, its clock, and the addresses that it must reach."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.basischeck import tijd
from simulator.basischeck.control import PRESENTEREN, Sim, verbind
from simulator.basischeck.doctor.diagnose import Diagnose, Ernst, Situatie
from simulator.basischeck.doctor.plan_proeven import gedeelde_adressen, na_klok, versie_zonder_oin, zonder_oin
from simulator.basischeck.plan import Notificatieadres
from simulator.basischeck.uitkomsten import Simulatorfout
from simulator.edge import bereik
from simulator.edge.bereik import Soort

PROEF = "/_sim/ontvangst/proef"
INSTELLINGEN = "/_sim/stam/instellingen"
_WEG = {Soort.NAAM, Soort.GEWEIGERD, Soort.EIGEN_MACHINE, Soort.GEEN_WEG, Soort.TE_LAAT, Soort.VERBROKEN}
_SECONDEN = 10.0
_ANTWOORDT = {400, 405, 406, 411, 413, 415, 422}
"""What who takes notifications may well say to an empty one."""


@dataclass(frozen=True)
class Gevonden:
    """What came of looking for the simulator; klok: as it says itself, None where it is none that can be used."""

    diagnoses: tuple[Diagnose, ...]
    klok: dict[str, Any] | None


@dataclass(frozen=True)
class Adres:
    """An address of the software that the simulator must reach.

    waar: the field of the plan; notificatie: it takes notifications of verzoeken.
    """

    waar: str
    url: str
    methode: str
    koppen: Mapping[str, str] = field(default_factory=dict)
    notificatie: bool = False


def adressen(s: Situatie) -> list[Adres]:
    """Every address of the software in the plan."""
    gewoon = [Adres(f"[[ontvangst]] {o.naam}", o.url, o.methode, o.koppen) for o in s.plan.ontvangst]
    return gewoon + [
        Adres(f"[[sut.organisaties]] {o.naam}: ontvangst", o.ontvangst.url, "POST", _koppen(o.ontvangst), True)
        for o in s.plan.sut.organisaties
        if o.ontvangst is not None and o.ontvangst.url
    ]


def _koppen(adres: Notificatieadres) -> dict[str, str]:
    if not adres.gebruiker:
        return dict(adres.headers)
    geheim = base64.b64encode(f"{adres.gebruiker}:{adres.wachtwoord}".encode()).decode()
    return {"Authorization": f"Basic {geheim}", **adres.headers}


def tls(s: Situatie) -> ssl.SSLContext:
    """Whom to trust; a file that cannot be read is another finding, and then the usual ones."""
    try:
        return bereik.vertrouwen(s.ca)
    except OSError:
        return bereik.vertrouwen()


@asynccontextmanager
async def _verbonden(s: Situatie) -> AsyncIterator[Sim]:
    async with verbind(s.sim, koppen=dict(s.plan.simulator.koppen), tls=tls(s), seconden=_SECONDEN) as sim:
        yield sim


async def simulator(s: Situatie) -> Gevonden:
    """Whether the address answers, and whether it is a simulator that answers."""
    vraag = bereik.Vraag(
        f"{s.sim}/_sim/health",
        koppen=s.plan.simulator.koppen,
        wie="deze machine",
        in_container=bereik.draait_in_container(),
        limiet=_SECONDEN,
        tls=tls(s) if s.sim.startswith("https:") else None,
    )
    uit = await bereik.probeer(vraag)
    if not uit.gelukt and uit.soort not in {Soort.PAD, Soort.METHODE, Soort.STATUS}:
        return Gevonden((_niet_bereikt(s.sim_waar, s.sim, uit.als_dict(), "de simulator", uit.soort in _WEG),), None)
    async with _verbonden(s) as sim:
        try:
            antwoord = await sim.probeer("GET", "/_sim/klok")
            klok = antwoord.json() if antwoord.status_code == 200 else None
            gereed = await sim.gereed()
            links = await _links(sim)
        except (Simulatorfout, ValueError):
            klok, gereed, links = None, False, ""
    if not isinstance(klok, dict) or not {"nu", "snelheid", "vandaag"} <= klok.keys():
        return Gevonden((_geen_simulator(s, uit.status),), None)
    return Gevonden((_niet_gereed(s),) if not gereed else tuple(_ander_adres(s, links)), klok)


async def _links(sim: Sim) -> str:
    """Scheme, host and port of the links that the simulator makes for who calls it as we do; "" where it shows none."""
    antwoord = await sim.probeer("GET", f"{PRESENTEREN}/regelingen", params={"size": 1})
    inhoud = antwoord.json() if antwoord.status_code == httpx.codes.OK else {}
    return _gastheer(str(((inhoud.get("_links") or {}).get("self") or {}).get("href") or ""))


def _gastheer(url: str) -> str:
    """Scheme, host and port of an address, without a port that goes without saying; "" where it has none."""
    delen = urlsplit(url.lower())
    gewoon = {"http": ":80", "https": ":443"}.get(delen.scheme, "")
    return f"{delen.scheme}://{delen.netloc.removesuffix(gewoon)}" if delen.netloc else ""


def _ander_adres(s: Situatie, links: str) -> Iterator[Diagnose]:
    """Software follows the links that it gets, so they must lead back."""
    if not links or links == _gastheer(s.sim):
        return
    alleen_schema = links.partition("://")[2] == _gastheer(s.sim).partition("://")[2]
    yield Diagnose(
        s.sim_waar,
        f"links van de simulator die met {s.sim} beginnen",
        f"links die met {links} beginnen",
        f"Start hem met --publieke-url {s.sim}, zodat software met die links bij hem terugkomt.",
        Ernst.FOUT if alleen_schema else Ernst.LET_OP,
    )


def _niet_bereikt(waar: str, adres: str, uit: dict[str, Any], wat: str, weg: bool) -> Diagnose:
    doe = str(uit["doe"]).replace("uw software", wat)
    if weg and wat == "de simulator":
        doe += " Een simulator start u met: dso-sim serve"
    gekregen = f"{adres}: {uit['gekregen']}"
    return Diagnose(waar, str(uit["verwacht"]), gekregen, doe, weg=weg)


def _geen_simulator(s: Situatie, status: int | None) -> Diagnose:
    return Diagnose(
        s.sim_waar,
        "een simulator, die op /_sim/klok zegt hoe laat het is",
        f"{s.sim}: daar antwoordt iets anders (status {status} op /_sim/health)",
        "Controleer de poort, en geef het adres zonder pad: dso-sim serve zegt het als het gereed is.",
    )


def _niet_gereed(s: Situatie) -> Diagnose:
    return Diagnose(
        s.sim_waar,
        "een simulator die gereed is",
        f"{s.sim}: de simulator start of stopt",
        "Wacht op de regel 'Gereed op' van dso-sim serve, of vraag /_sim/ready.",
        weg=True,
    )


def klok(s: Situatie, stand: dict[str, Any]) -> Iterator[Diagnose]:
    """Whether the clock of the simulator fits the dates of the plan."""
    begin, datum = s.plan.klok.begin, s.plan.besturing.datumBekendmaking
    nu, vandaag = tijd.moment(str(stand["nu"])), date.fromisoformat(str(stand["vandaag"]))
    if begin is None:
        if datum is not None:
            yield from na_klok(datum, vandaag, "van de simulator")
        for ontheffing in s.plan.ontheffing:
            if ontheffing.tot < vandaag:
                yield Diagnose(
                    f"[[ontheffing]] {ontheffing.code or ontheffing.check}: tot",
                    f"een dag vanaf {vandaag}, de dag op de klok van de simulator",
                    f"{ontheffing.tot}, dus verlopen",
                    "Los op waar de ontheffing voor was, geef haar een nieuwe datum, of zet onder [klok] een begin.",
                    Ernst.LET_OP,
                )
    elif vandaag > tijd.datum_nl(tijd.met_zone(begin)) and not (s.plan.opnieuw or s.hervat):
        yield Diagnose(
            "[klok] begin",
            f"een moment na {tijd.iso(nu)}, want zo laat is het in de simulator",
            tijd.iso(tijd.met_zone(begin)),
            "De run zet de klok terug; wat gebeurd is blijft gebeurd. Zet opnieuw = true voor een lege wereld.",
            Ernst.LET_OP,
        )
    if begin is None and float(stand["snelheid"]) == 0 and s.plan.besturing.wijze == "hand":
        yield Diagnose(
            "[klok] begin",
            "een klok die loopt, want u bedient de software zelf",
            "de klok van de simulator staat stil",
            "Zet hem aan: dso-sim klok zet --snelheid 1",
            Ernst.LET_OP,
        )


async def ontvangst(s: Situatie, via_simulator: bool) -> list[Diagnose]:
    """Let the simulator try each address that it must reach; without one that is running, this machine tries."""
    gegeven = adressen(s)
    if not gegeven:
        return []
    if not via_simulator:
        gedaan = await asyncio.gather(*(_zelf(s, adres) for adres in gegeven))
    else:
        async with _verbonden(s) as sim:
            gedaan = await asyncio.gather(*(_laat_proberen(sim, adres) for adres in gegeven))
            soort = await _zonder_oin(s, sim)
            gedaan += list(gedeelde_adressen(s, soort)) if soort else []
    return [diagnose for diagnose in gedaan if diagnose is not None]


async def _zonder_oin(s: Situatie, sim: Sim) -> str | None:
    """Whether the simulator notifies without an OIN now, and will in the run.

    None where it does not, and where that need not be said: a reset takes the choice away, or the plan told already.
    """
    if s.plan.opnieuw or zonder_oin(s):
        return None
    try:
        antwoord = await sim.probeer("GET", INSTELLINGEN)
        keuzes = antwoord.json() if antwoord.status_code == httpx.codes.OK else {}
    except (Simulatorfout, ValueError):
        return None
    return versie_zonder_oin(str(keuzes.get("profiel")))


async def _zelf(s: Situatie, adres: Adres) -> Diagnose | None:
    vraag = bereik.Vraag(adres.url, adres.methode, adres.koppen, tls=tls(s) if adres.url.startswith("https:") else None)
    return _van_ontvangst(adres, (await bereik.probeer(vraag)).als_dict())


async def _laat_proberen(sim: Sim, adres: Adres) -> Diagnose | None:
    body = {"url": adres.url, "methode": adres.methode, "headers": dict(adres.koppen)}
    try:
        antwoord = await sim.probeer("POST", PROEF, json=body, timeout=2 * _SECONDEN)
        uit = antwoord.json() if antwoord.status_code == httpx.codes.OK else {}
    except (Simulatorfout, ValueError):
        uit = {}
    if "gelukt" not in uit:
        return Diagnose(
            adres.waar,
            "dat de simulator dit adres kan proberen",
            f"dat lukte niet op {PROEF}",
            "Neem een simulator van dezelfde versie als deze dso-sim.",
            Ernst.LET_OP,
        )
    return _van_ontvangst(adres, uit)


def _van_ontvangst(adres: Adres, uit: dict[str, Any]) -> Diagnose | None:
    if uit["gelukt"] or (adres.notificatie and uit["status"] in _ANTWOORDT):
        return None
    return _niet_bereikt(adres.waar, adres.url, uit, "uw software", False)
