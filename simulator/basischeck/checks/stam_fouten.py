"""A check of STAM about fetching that fails for a moment: STAM-25."""

from itertools import pairwise
from typing import Any

from simulator.basischeck import tijd
from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.control import Regel
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Verzoek

VOLGORDE = ("STAM-25",)
OPERATIES = (stam.REFERENTIES, stam.SAMENVATTING, stam.DOCUMENT)
TIJDELIJK = (404, 409, 429, 500, 503)
GEWEIGERD = 403
KEREN = 2
"""How often each step fails before it goes well."""
TRAAG = 0.1
"""Real seconds; the software must not give up, nor ask twice."""
KORTSTE = 5
"""Seconds between two attempts (our own threshold)."""
GEDULD = "10m"
MEESTE = 10
"""Calls on a refusal that are no hammering (our own threshold)."""


@check(
    "STAM-25",
    "Fouten bij ophalen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="wat tijdelijk niet op te halen is wordt later alsnog opgehaald, tot en met de laatste bijlage",
    bron="docs/bronnen.md#stam-ophalen",
    merk="client",
    timeout="2u",
    na=("STAM-01",),
    stilte=GEDULD,
)
async def fouten_bij_ophalen(run: Run) -> None:
    """Elke stap mislukt twee keer, met 404, 409, 429, 500 of 503, of is traag; daarna komt alles alsnog binnen.

    Tot slot weigert het DSO (403), en kijkt de check tien minuten toe of uw software niet blijft vragen. Met de
    pogingen erbij duurt dat ongeveer een kwartier. Een kortere wachttijd onder [klok] in het plan verkort dat.
    """
    for status in TIJDELIJK:
        await _herstelt(run, status)
    await _traag(run)
    await _geweigerd(run)


async def _herstelt(run: Run, status: int) -> None:
    async with stam.storing(run, *(_storing(o, "status", status, KEREN) for o in OPERATIES)):
        verzoek = await stappen.nieuw(run, bijlagen=2)
        await stappen.aangekomen(run, verzoek)
        mist = await _ontbreekt(run, verzoek)
    _compleet(run, verzoek, mist, f"{status}", f"nadat elke stap {KEREN} keer status {status} gaf")
    await _wachttijden(run, verzoek, status)
    if status == TIJDELIJK[-1]:
        await _een_zaak(run, verzoek)


async def _traag(run: Run) -> None:
    async with stam.storing(run, *(_storing(o, "vertraging", TRAAG, 1) for o in OPERATIES)):
        verzoek = await stappen.nieuw(run, bijlagen=2)
        await stappen.aangekomen(run, verzoek)
        mist = await _ontbreekt(run, verzoek)
    _compleet(run, verzoek, mist, "traag", "terwijl het DSO traag was")


async def _geweigerd(run: Run) -> None:
    """A refusal may be final; but it is no reason to ask without end, and the user can try again later."""
    async with stam.storing(run, _storing(stam.REFERENTIES, "status", GEWEIGERD, KEREN)):
        verzoek = await stappen.nieuw(run, bijlagen=1)
        await stappen.aangekomen(run, verzoek)
        await run.expect_call(lambda r: verzoek.verzoeknummer in r.pad, sinds=verzoek.regel, koppelvlak=stam.KOPPELVLAK)
    await run.expect_none("", lambda _: False, sinds=verzoek.plek)
    binnen = tijd.leesbaar(run.stilte())
    aanroepen = await _aanroepen(run, verzoek)
    run.vergelijk(
        aanroepen,
        aanroepen[MEESTE:],
        verder=True,
        code="403",
        eis=f"op een weigering volgen hoogstens {MEESTE} aanroepen in {binnen}",
        bron="docs/bronnen.md#basischeck, eigen drempel",
        merk="inferred",
        verwacht=f"hoogstens {MEESTE} aanroepen in {binnen} na status {GEWEIGERD}",
        gekregen=f"aantal aanroepen: {len(aanroepen)}",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Stop na een weigering, en meld haar: meestal ontbreekt een machtiging.",
        bericht=stam.bericht(aanroepen[-1] if aanroepen else None),
    )


async def _aanroepen(run: Run, verzoek: Verzoek) -> list[Regel]:
    """Every call about a verzoek, by its path: one that a fault switch answers has no kenmerken."""
    regels = await run.omgeving.sim.journaal(verzoek.regel, stam.KOPPELVLAK)
    return [r for r in regels if r.richting == "in" and not r.eigen and verzoek.verzoeknummer in r.pad]


def _storing(operatie: str, soort: str, waarde: float, aantal: int) -> dict[str, Any]:
    return {"koppelvlak": "stam", "operatie": operatie, "soort": soort, "waarde": waarde, "aantal": aantal}


async def _ontbreekt(run: Run, verzoek: Verzoek) -> list[str]:
    """What the software has not fetched in time: names of the parts."""
    stand = await run.omgeving.sim.verzoek_stand(verzoek.verzoeknummer)
    documenten = stand["versies"][-1]["documenten"]
    if await stam.opgehaald(run, verzoek, stam.SAMENVATTING) is None:
        return ["het STAM-bericht"]
    mist = []
    for nummer, document in enumerate(documenten, 1):
        if await stam.opgehaald(run, verzoek, stam.DOCUMENT, document_id=document["documentId"]) is None:
            mist.append(f"bijlage {nummer} ({document['bestandsnaam']})")
    return mist


def _compleet(run: Run, verzoek: Verzoek, mist: list[str], code: str, wanneer: str) -> None:
    run.must(
        not mist,
        code=code,
        verwacht=f"alles opgehaald, {wanneer}",
        gekregen=f"na de fout nooit meer opgehaald: {', '.join(mist)}" if mist else "alles opgehaald",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Probeer het opnieuw, met steeds langere tussenpozen, en ga verder bij wat nog ontbreekt.",
    )


async def _wachttijden(run: Run, verzoek: Verzoek, status: int) -> None:
    """Judge the time between a failed attempt and the next at the same address, on the clock of the simulator."""
    regels = await _aanroepen(run, verzoek)
    paden = {r.pad: [x for x in regels if x.pad == r.pad] for r in regels}
    tijden = [[(b.op - a.op).total_seconds() for a, b in pairwise(van) if a.status >= 400] for van in paden.values()]
    kort = [t for stap in tijden for t in stap if t < KORTSTE]
    groeit = all(a <= b for stap in tijden for a, b in pairwise(stap))
    gekregen = "; ".join(", ".join(f"{t:.0f} s" for t in stap) for stap in tijden if stap) or "geen tweede poging"
    run.vergelijk(
        [t for stap in tijden for t in stap],
        kort or ([] if groeit else ["korter"]),
        verder=True,
        code=f"{status}-wachttijd",
        eis=f"tussen twee pogingen zit ten minste {KORTSTE} seconden, en steeds meer",
        bron="docs/bronnen.md#basischeck, eigen drempel",
        merk="inferred",
        verwacht=f"tussenpozen van ten minste {KORTSTE} seconden die niet korter worden",
        gekregen=gekregen,
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Wacht voor elke nieuwe poging langer dan voor de vorige.",
        bericht=stam.bericht(regels[-1] if regels else None),
    )


async def _een_zaak(run: Run, verzoek: Verzoek) -> None:
    regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
    if regel is None:
        return
    gezien = Verwerkt(verzoek, regel, await stam.bericht_van(run, regel))
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat er in uw software precies één zaak bij verzoek {verzoek.verzoeknummer}, waarvan het ophalen eerst "
        "mislukte?",
        meer="STAM-25",
        doe="Maak bij een nieuwe poging geen nieuwe zaak.",
    )
    if zaak is not None:
        run.must(True, code="zaak", verwacht="één zaak", gekregen=f"zaak {zaak.id}", waar=gezien.waar)
