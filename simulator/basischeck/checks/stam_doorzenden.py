"""Checks of STAM about another bevoegd gezag: sending on, and getting what was sent on (STAM-15, STAM-16)."""

from dataclasses import replace
from typing import Any

from simulator.basischeck import tijd
from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Verzoek, Zaak

VOLGORDE = ("STAM-15", "STAM-16")
GEWIJZIGD = "stam.bevoegdgezag.gewijzigd"
WIJZIGEN = "wijzigBevoegdGezag"


def _bevoegd_gezag(run: Run) -> tuple[str, str]:
    """(the bevoegd gezag that the software works for, another one). Ends the check where the plan has none."""
    eigen = stam.organisatie(run, stam.BEVOEGD_GEZAG)
    if not eigen:
        run.not_applicable("het plan noemt geen bevoegd gezag waarvoor de software werkt")
    return eigen, stam.ANDERE_GEMEENTE if eigen != stam.ANDERE_GEMEENTE else stam.TESTGEMEENTE


@check(
    "STAM-15",
    "Bevoegd gezag wijzigen (doorzenden)",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="wie een verzoek ten onrechte kreeg, laat een ander bevoegd gezag het behandelen",
    bron="docs/bronnen.md#stam-ophalen, #stam-doorzenden",
    merk="confirmed",
    timeout="10m",
    nodig=("bevoegd_gezag_wijzigen",),
    na=("STAM-01",),
)
async def doorzenden(run: Run) -> None:
    """De software geeft een verzoek door aan een ander bevoegd gezag; de zaak wordt hier niet langer behandeld."""
    eigen, ander = _bevoegd_gezag(run)
    verzoek = await stappen.nieuw(run, oin=eigen, bevoegdGezag=eigen, behandeldienst=None)
    gezien = await stappen.verwerkt(run, verzoek)
    await run.push("bevoegd_gezag_wijzigen", verzoeknummer=verzoek.verzoeknummer, oin=eigen, naar=ander)
    gewijzigd = await run.expect_event(
        GEWIJZIGD, lambda g: g.gegevens.get("verzoeknummer") == verzoek.verzoeknummer, sinds=verzoek.plek
    )
    if gewijzigd is None:
        await _gevraagd(run, gezien, ander)
    nieuw = None if gewijzigd is None else gewijzigd.gegevens.get("nieuw")
    run.must(
        nieuw == ander,
        code="gewijzigd",
        verwacht=f"bevoegd gezag van {verzoek.verzoeknummer} gewijzigd in {ander}",
        gekregen="Wijziging bevoegd gezag niet ontvangen binnen "
        + tijd.leesbaar(run.omgeving.wachttijd or run.check.timeout)
        if nieuw is None
        else f"gewijzigd in {nieuw}",
        waar=gezien.waar,
        doe="Roep bij het doorzenden de wijziging van het bevoegd gezag aan, met het OIN van de nieuwe.",
        bericht=stam.bericht(gezien.regel),
    )
    await _niet_meer_hier(run, gezien)


async def _gevraagd(run: Run, gezien: stappen.Verwerkt, ander: str) -> None:
    """Where the DSO heard nothing at all, somebody may not have done the step."""
    nummer = gezien.verzoek.verzoeknummer
    if not await stam.aanroepen(run, gezien.verzoek, WIJZIGEN):
        await stappen.gedaan(run, "bevoegd_gezag_wijzigen", f"verzoek {nummer} doorgezonden naar {ander}")


async def _niet_meer_hier(run: Run, gezien: stappen.Verwerkt) -> None:
    zaken = await stam.zaken(
        run,
        gezien.verzoek,
        of=f"Staat de zaak bij verzoek {gezien.verzoek.verzoeknummer} in uw software als doorgezonden of afgesloten?",
        tot=lambda zaken: not _lopend(gezien.verzoek, zaken),
        nodig=False,
    )
    if zaken is None:
        return
    lopend = _lopend(gezien.verzoek, zaken)
    namen = ", ".join(f"{zaak.id} ({zaak.tekst('status')})" for zaak in lopend)
    run.vergelijk(
        [zaak for zaak in zaken if zaak.tekst("status")],
        lopend,
        code="zaak",
        eis="wat is doorgezonden wordt hier niet langer behandeld",
        bron="docs/bronnen.md#stam-doorzenden, eigen eis",
        merk="inferred",
        verwacht="geen lopende zaak meer bij de oude organisatie",
        gekregen=f"nog lopend: {namen}" if lopend else "geen lopende zaak",
        waar=gezien.waar,
        doe="Sluit de zaak als het doorzenden gelukt is; ophalen geeft daarna 403.",
        bericht=stam.bericht(gezien.regel),
    )


def _lopend(verzoek: Verzoek, zaken: Any) -> list[Zaak]:
    eigen = [zaak for zaak in zaken if zaak.tekst("organisatie") in ("", verzoek.oin)]
    return [zaak for zaak in eigen if zaak.lopend and zaak.tekst("status")]


@check(
    "STAM-16",
    "Verzoek ontvangen ná wijziging bevoegd gezag",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="van een doorgezonden verzoek komt alleen de laatste aanvulling; ook die wordt een zaak",
    bron="docs/bronnen.md#stam-doorzenden",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def na_doorzenden(run: Run) -> None:
    """Een ander bevoegd gezag geeft een verzoek door dat al is aangevuld; het bericht heeft doel Aanvullen."""
    eigen, ander = _bevoegd_gezag(run)
    eerste = await stappen.nieuw(run, oin=ander, bevoegdGezag=ander, behandeldienst=None)
    await stam.vul_aan(run, eerste)
    laatste = await stam.vul_aan(run, eerste)

    async def geef_door() -> dict[str, int]:
        sim = run.omgeving.sim
        voor = {"plek": await sim.laatste_gebeurtenis(), "regel": await sim.laatste_regel()}
        await sim.herrouteer(eerste.verzoeknummer, door=ander, naar=eigen)
        return voor

    voor = await run.eenmalig("doorgeven", geef_door)
    verzoek = replace(laatste, oin=eigen, plek=int(voor["plek"]), regel=int(voor["regel"]))
    gezien = await stappen.verwerkt(run, verzoek)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat er in uw software een zaak bij verzoek {verzoek.verzoeknummer}, dat een ander bevoegd gezag doorzond?",
        geen="STAM-16",
        doe="Maak een zaak van een aanvulling waarbij u nog geen zaak hebt: de historie noemt wie het eerst had.",
    )
    if zaak is None:
        return
    run.must(True, code="zaak", verwacht="één zaak", gekregen=f"zaak {zaak.id}", waar=gezien.waar)
    if not zaak.heeft("historie"):
        run.note("Niet bekeken: de haak geeft geen historie.")
        return
    bekend = [str(oin) for oin in zaak.rij["historie"] or []]
    run.should(
        ander in bekend,
        code="historie",
        bron="docs/bronnen.md#basischeck, eigen advies",
        merk="inferred",
        verwacht=f"in de zaak is te zien dat {ander} het verzoek eerst had",
        gekregen=f"historie: {', '.join(bekend)}" if bekend else "geen historie",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Toon de behandelaar wie het verzoek eerst had: zie bevoegdGezagHistorie in het bericht.",
    )
