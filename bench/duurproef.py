"""The soak of STAM: many verzoeken through routing, notification and fetch, while things go wrong.

Every verzoek must end at every addressee that may have it, none twice in effect and none lost. The same with two
processes on one PostgreSQL, of which one is killed half-way (DSO_SIM_TEST_DATABASE, as tools/postgres-tijdelijk gives).
"""

import asyncio
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from sqlalchemy import create_engine, make_url, text

from bench import ontvanger
from bench.http import Verbinding, Verbroken
from bench.metingen import Meting
from bench.proces import Proces, gestart

KLOK = "2026-03-02T09:00"
GEMEENTE, DIENST = "00000009001000009920", "00000009000000009920"
AANTAL = int(os.environ.get("DSO_SIM_BENCH_VERZOEKEN", "20000"))
_INDIENERS = 2
_PER_GREEP = 500
_SNEL = 60
"""How fast the virtual clock runs, so that a retry of five minutes comes within seconds."""
_VLAK = [[0.0, 300000.0], [300000.0, 300000.0], [300000.0, 650000.0], [0.0, 650000.0], [0.0, 300000.0]]
_BIJLAGEN = [{"naam": "tekening.pdf", "grootte": 10000}, {"naam": "toelichting.pdf", "grootte": 10000}]


@dataclass
class Proef:
    """One soak. verwacht: (OIN, verzoeknummer, volgnummer) of every addressee that the loket named; afgebroken: how
    often somebody submitted and got no answer, so that the verzoek may be there all the same.
    """

    sims: list[str]
    client: httpx.Client
    lijn: Any
    verwacht: set[tuple[str, str, str]] = field(default_factory=set)
    storingen: Counter[str] = field(default_factory=Counter)
    afgebroken: int = 0

    def vraag(self, *opdracht: Any) -> Any:
        """Tell the receiver something; gives its answer."""
        self.lijn.send(opdracht)
        return self.lijn.recv()

    def zet_storingen(self, greep: int) -> None:
        """Faults for the next verzoeken: about one in thirty goes wrong at the simulator's side."""
        keer = max(1, greep // 125)
        soorten: list[dict[str, Any]] = [
            {"wat": "dubbel"},
            {"wat": "verlies"},
            {"wat": "omgekeerd"},
            {"wat": "laat", "seconden": 600},
        ]
        rijen = [
            {
                "koppelvlak": "stam",
                "operatie": "notificatie",
                "soort": "stam-notificatie",
                "waarde": soort,
                "aantal": keer,
            }
            for soort in soorten
        ]
        for operatie, status in (("getSamenvatting", 503), ("getDocument", 500), ("getVerzoekreferenties", 429)):
            rijen.append(
                {
                    "koppelvlak": "stam",
                    "operatie": operatie,
                    "soort": "status",
                    "waarde": status,
                    "aantal": keer,
                }
            )
        self.client.put("/_sim/storingen", json={"storingen": rijen}).raise_for_status()
        self.storingen.update({"aan de kant van de simulator": sum(int(rij["aantal"]) for rij in rijen)})


def duurproef() -> Iterator[Meting]:
    """One process on SQLite."""
    with ExitStack() as af:
        proces = af.enter_context(gestart("--klok", KLOK))
        yield from _meet(af, [proces], "STAM-duurproef")


def duurproef_postgres() -> Iterator[Meting]:
    """Two processes on one PostgreSQL database; one is killed half-way."""
    server = os.environ.get("DSO_SIM_TEST_DATABASE", "")
    if not server:
        return
    naam = f"duurproef_{os.getpid()}"
    _op_server(server, f"CREATE DATABASE {naam}")
    url = make_url(server).set(database=naam).render_as_string(hide_password=False)
    try:
        with ExitStack() as af:
            processen = [af.enter_context(gestart("--klok", KLOK, "--database", url)) for _ in range(2)]
            yield from _meet(af, processen, "STAM-duurproef, twee processen op PostgreSQL", dood=True)
    finally:
        _op_server(server, f"DROP DATABASE {naam} WITH (FORCE)")


def _meet(af: ExitStack, processen: Sequence[Proces], naam: str, *, dood: bool = False) -> Iterator[Meting]:
    client = af.enter_context(httpx.Client(base_url=processen[0].url, timeout=120))
    hier, daar = multiprocessing.Pipe()
    maak = multiprocessing.get_context("spawn").Process
    sims = [proces.url for proces in processen]
    kind = maak(target=ontvanger.draai, args=(daar, sims, _VLAK, 1), daemon=True)
    kind.start()
    af.callback(kind.join, 10)
    proef = Proef(sims, client, hier)
    poort = proef.lijn.recv()
    client.post("/_sim/fixtures/verzoek").raise_for_status()
    client.put("/_sim/klok", json={"snelheid": _SNEL}).raise_for_status()
    for oin in (GEMEENTE, DIENST):
        ontvangst = {"adapter": "https", "url": f"http://127.0.0.1:{poort}/{oin}"}
        client.put(f"/_sim/organisaties/{oin}/ontvangst", json=ontvangst).raise_for_status()
    begonnen = time.perf_counter()
    asyncio.run(_dien_in(proef, processen[1] if dood else None))
    ingediend = time.perf_counter() - begonnen
    _maak_af(proef)
    duur = time.perf_counter() - begonnen
    stand = proef.vraag("stand")
    af.callback(hier.send, ("einde",))
    geheugen = max(proces.piek_mb() for proces in processen if not dood or proces is not processen[1])
    fouten = _fouten(proef, stand)
    for regel in fouten[:10]:
        print(f"  {naam}: {regel}")
    mis = sum(proef.storingen.values()) + sum(keer for wat, keer in stand["teller"].items() if wat in ontvanger.MIS)
    print(f"  {naam}: {dict(proef.storingen)} {stand['teller']}")
    yield Meting(f"{naam}: {AANTAL} verzoeken, indienen", ingediend, "s")
    yield Meting(f"{naam}: tot alles bij iedereen is", duur, "s", 300)
    yield Meting(f"{naam}: bij een ontvanger aangekomen", len(stand["zaken"]), "")
    yield Meting(f"{naam}: ging mis en kwam goed", mis, "")
    yield Meting(f"{naam}: verloren, dubbel of beschadigd", len(fouten), "", 0)
    yield Meting(f"{naam}: geheugen, hoogste stand", geheugen, "MB", 300)


async def _dien_in(proef: Proef, slachtoffer: Proces | None) -> None:
    """Submit everything; half-way the receiver falls away for a while, and one of the processes for good."""
    nummers = iter(range(AANTAL))
    halverwege = asyncio.Event()

    async def indiener(plek: int) -> None:
        verbinding = Verbinding(proef.sims[plek % len(proef.sims)])
        for nummer in nummers:
            if nummer % _PER_GREEP == 0:
                await asyncio.to_thread(proef.zet_storingen, _PER_GREEP)
            if nummer == AANTAL // 2:
                halverwege.set()
            await _een(proef, verbinding, nummer)
        await verbinding.sluit()

    async def ramp() -> None:
        await halverwege.wait()
        if slachtoffer is not None:
            os.kill(slachtoffer.pid, signal.SIGKILL)
        await asyncio.to_thread(proef.vraag, "sterf")
        await asyncio.sleep(3)
        await asyncio.to_thread(proef.vraag, "leef")

    async with asyncio.TaskGroup() as groep:
        groep.create_task(ramp())
        for plek in range(_INDIENERS):
            groep.create_task(indiener(plek))


async def _een(proef: Proef, verbinding: Verbinding, nummer: int) -> None:
    """Submit one verzoek; where the process is gone another takes it."""
    casus = "melding-milieu" if nummer % 2 else "boom-kappen"
    body = orjson.dumps({"casus": casus, "bijlagen": _BIJLAGEN, "wacht": False})
    while True:
        try:
            status, antwoord = await verbinding.vraag("POST", "/_sim/verzoeken", body)
        except Verbroken:
            proef.afgebroken += 1
            verbinding.url = proef.sims[(proef.sims.index(verbinding.url) + 1) % len(proef.sims)]
            continue
        if status != 201:
            raise RuntimeError(f"{status}: {antwoord.decode()[:300]}")
        for verzoek in orjson.loads(antwoord)["verzoeken"]:
            for wie in verzoek["ontvangers"]:
                proef.verwacht.add((wie["oin"], verzoek["verzoeknummer"], verzoek["volgnummer"]))
        return


def _maak_af(proef: Proef) -> None:
    """Let what still waits come, then let the receiver search what never came."""
    proef.client.put("/_sim/storingen", json={"storingen": []}).raise_for_status()
    for _ in range(4):
        proef.client.post("/_sim/klok/spring", json={"duur": "PT30M"}).raise_for_status()
    _wacht_tot_leeg(proef)
    proef.vraag("herstel", GEMEENTE)
    _wacht_tot_leeg(proef)


def _wacht_tot_leeg(proef: Proef) -> None:
    while proef.vraag("wacht"):
        time.sleep(0.2)  # the receiver is still fetching


def _fouten(proef: Proef, stand: dict[str, Any]) -> list[str]:
    """What was lost, taken in twice, or came to somebody whom the loket did not name."""
    zaken = stand["zaken"]
    bekend = {nummer for _, nummer, _ in proef.verwacht}
    onbekend = sorted({sleutel[1] for sleutel in zaken if not _van_fixture(sleutel)} - bekend)
    fouten = [f"{nummer} is van niemand die ernaar vroeg" for nummer in onbekend[proef.afgebroken :]]
    verwacht = proef.verwacht.union(*(_ontvangers(proef, nummer) for nummer in onbekend))
    fouten += [f"{sleutel} kwam nooit aan" for sleutel in sorted(verwacht - zaken.keys())]
    fouten += [f"{sleutel} had {keer} keer gevolg" for sleutel, keer in zaken.items() if keer != 1]
    vreemd = sorted(sleutel for sleutel in zaken.keys() - verwacht if not _van_fixture(sleutel))
    fouten += [f"{sleutel} is niet voor deze ontvanger" for sleutel in vreemd]
    er_zijn = proef.client.get("/_sim/verzoeken").raise_for_status().json()["totaal"]
    if er_zijn != (aangekomen := len({sleutel[1] for sleutel in zaken})):
        fouten.append(f"er zijn {er_zijn} verzoeken, en {aangekomen} kwamen ergens aan")
    return fouten + list(stand["mis"])


def _ontvangers(proef: Proef, nummer: str) -> set[tuple[str, str, str]]:
    """Who must have a verzoek of which the answer to its applicant was lost."""
    alles = proef.client.get(f"/_sim/verzoeken/{nummer}").raise_for_status().json()
    return {(rij["oin"], nummer, rij["volgnummer"]) for rij in alles["notificaties"]}


def _van_fixture(sleutel: tuple[str, str, str]) -> bool:
    """The verzoek that the fixture brought in is there too."""
    return sleutel[1].endswith("00001")


def _op_server(server: str, opdracht: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(opdracht))
    engine.dispose()
