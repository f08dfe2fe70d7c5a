"""Checks of OZON: what was published can be found."""

import re
from dataclasses import dataclass
from typing import Any

from simulator.basischeck import tijd
from simulator.basischeck.checks import stappen
from simulator.basischeck.control import PRESENTEREN, Gebeurtenis, Regel
from simulator.basischeck.masker import masker
from simulator.basischeck.model import PLAN, VERPLICHT, Bericht, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import PUBLICEREN, REGELING

VOLGORDE = ("OZON-10",)
BESCHIKBAAR = "ozon.beschikbaar"


@dataclass(frozen=True)
class Gepubliceerd:
    """A regeling that this run saw published; `nummer` is that of the event."""

    nummer: int
    work: str
    expression: str
    titel: str

    @property
    def uri(self) -> str:
        """The uriIdentificatie in the paths of Presenteren: slashes and hyphens are underscores.

        Source: docs/bronnen.md#ozon-presenteren.
        """
        return re.sub(r"[/-]", "_", self.work)


@check(
    "OZON-10",
    "Zichtbaar in Regels op de kaart / Presenteren",
    koppelvlak="ozon",
    software=PLAN,
    ernst=VERPLICHT,
    eis="een gepubliceerde regeling is te vinden in OZON",
    bron="docs/bronnen.md#basischeck, #ozon-presenteren",
    merk="confirmed",
    nodig=("publiceren",),
    na=("LVBB-03",),
)
async def zichtbaar(run: Run) -> None:
    """Na de publicatie staat de regeling in OZON Presenteren, en vindt de software (of de gebruiker) haar daar."""
    regeling = await _gepubliceerde_regeling(run)
    beschikbaar = await run.expect_event(
        BESCHIKBAAR, lambda g: g.gegevens.get("work") == regeling.work, binnen="2u", sinds=regeling.nummer
    )
    if beschikbaar is None:
        run.inconclusive(
            "Regeling is 120 min na publicatie niet vindbaar: de simulator leverde haar niet door aan OZON"
        )
    await _in_presenteren(run, regeling)
    await _software_vindt(run, regeling)


async def _gepubliceerde_regeling(run: Run) -> Gepubliceerd:
    gevonden = run.gezien(REGELING)
    if not gevonden:
        levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, "Publiceer een nieuw omgevingsplan.", dagen=1)
        verslag = await lvbb.voortgang(run, levering, "registratie-voltooid")
        if verslag is not None:
            stappen.elders(run, verslag)
        if verslag is None or verslag.uitkomst != "succes":
            run.blocked("LVBB-03", f"de publicatie is niet aangenomen: {verslag.kort if verslag else 'geen antwoord'}")
        await stappen.gepubliceerd(run, levering, await lvbb.leesbaar_pakket(run, levering))
        gevonden = run.gezien(REGELING, lambda g: g.gegevens.get("idLevering") == levering.id_levering)
    if not gevonden:
        run.blocked("LVBB-03", "er is in deze run geen regeling gepubliceerd")
    laatste = gevonden[-1]
    # In OZON's view of today a regeling counts from the day on which it is in werking.
    if vanaf := str(laatste.gegevens.get("inwerkingVanaf") or ""):
        await run.clock(tot=tijd.na_middernacht(tijd.dag(vanaf)))
    return _uit(laatste)


def _uit(gebeurtenis: Gebeurtenis) -> Gepubliceerd:
    g = gebeurtenis.gegevens
    titel = g.get("officieleTitel") or g.get("citeertitel") or g.get("opschrift") or ""
    return Gepubliceerd(gebeurtenis.nummer, str(g.get("work")), str(g.get("expression")), str(titel))


async def _in_presenteren(run: Run, regeling: Gepubliceerd) -> None:
    pad = f"{PRESENTEREN}/regelingen/{regeling.uri}"
    antwoord = await run.omgeving.sim.probeer("GET", pad)
    inhoud: Any = antwoord.json() if antwoord.status_code == 200 else {}
    run.must(
        antwoord.status_code == 200 and inhoud.get("identificatie") == regeling.work,
        code="presenteren",
        verwacht=f"Presenteren geeft {regeling.work}",
        gekregen=f"status {antwoord.status_code}" + (f", {inhoud.get('identificatie')}" if inhoud else ""),
        doe="Kijk of de regeling al in werking is op de datum van vandaag in de simulator.",
        waar=pad,
        bericht=Bericht(f"GET {pad}", lvbb.fragment(antwoord.content)),
    )


async def _software_vindt(run: Run, regeling: Gepubliceerd) -> None:
    gevonden = await run.hook(
        "zoek_regeling", of=f"Vindt u '{regeling.titel}' ({regeling.work}) in de viewer of in uw software?"
    )
    if gevonden is None:
        run.note("Of de software de regeling vindt is niet bekeken: er was niemand om het te vragen.")
        return
    goed = gevonden.waarde is True or regeling.work in _teksten(gevonden.waarde)
    aanroep = await _aanroep(run, regeling)
    run.must(
        goed,
        code="vindbaar",
        verwacht=f"de software vindt {regeling.work}",
        gekregen="gevonden" if goed else f"niet gevonden; de software zegt: {_kort(gevonden.waarde)}",
        doe="Zoek de regeling bij Presenteren op haar identificatie, met _ voor elke / en -, en probeer later opnieuw.",
        bericht=None
        if aanroep is None
        else Bericht(f"{aanroep.methode} {aanroep.pad}", f"status {aanroep.status}", aanroep.nummer),
        verklaard=gevonden.verklaard,
    )


async def _aanroep(run: Run, regeling: Gepubliceerd) -> Regel | None:
    """The last call of the software to OZON that names the regeling, or the last one at all."""
    begin = run.omgeving.toestand.begin_journaal
    regels = [r for r in await run.omgeving.sim.journaal(begin, "ozon") if not r.eigen and r.methode == "GET"]
    genoemd = [r for r in regels if regeling.uri in r.pad]
    gekozen = genoemd or regels
    return gekozen[-1] if gekozen else None


def _teksten(waarde: Any) -> set[str]:
    if isinstance(waarde, dict):
        return set().union(*(_teksten(deel) for deel in waarde.values()), set())
    if isinstance(waarde, list | tuple):
        return set().union(*(_teksten(deel) for deel in waarde), set())
    return {waarde} if isinstance(waarde, str) else set()


def _kort(waarde: Any) -> str:
    return masker(str(waarde))[:200]
