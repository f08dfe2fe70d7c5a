"""push, clock and human: what a check does to the outside, each kept as a step so that it is done once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.basischeck.haken import antwoord
from simulator.basischeck.masker import masker
from simulator.basischeck.model import Status

if TYPE_CHECKING:
    from simulator.basischeck.run import Run


_PLEK = "plek"


@dataclass(frozen=True)
class Antwoord:
    """What a hook or a person answered; `verklaard` when it was a person."""

    waarde: Any
    verklaard: bool


async def eenmalig(run: "Run", soort: str, doe: Callable[[], Awaitable[Any]]) -> Any:
    """Do a step, or take it from the record of the run when it was done before a restart."""
    toestand = run.omgeving.toestand
    stappen = toestand.stappen.setdefault(run.check.id, [])
    nummer, run.stap, run.wachten = run.stap, run.stap + 1, 0
    if nummer < len(stappen):
        if stappen[nummer]["soort"] == soort:
            if soort != _PLEK:  # what was asked before this step has come, or its time was over
                run.gevraagd = None
            return stappen[nummer]["waarde"]
        del stappen[nummer:]
    waarde = await doe()
    stappen.append({"soort": soort, "waarde": waarde})
    toestand.geen_termijnen(f"{run.check.id}#{run.stap}.")  # what was waited within the step is done
    run.wachten = 0
    toestand.gelezen = run.omgeving.stroom.gelezen
    toestand.bewaar()
    return waarde


async def verzet_klok(run: "Run", tot: datetime) -> datetime:
    """Move the clock; waits while another check holds it."""
    omgeving = run.omgeving
    geef_beurt(run)
    if run.houdt_klok:
        return await omgeving.sim.spring(tot)
    async with omgeving.klokslot:
        return await omgeving.sim.spring(tot)


async def duw(run: "Run", actie: str, argumenten: dict[str, Any]) -> dict[str, Any]:
    """Bring the software to act; gives what it says of it.

    A person gets one instruction at a time: the next one comes when what this one asks has come, or was waited for.
    """
    gedaan = False

    async def doe() -> dict[str, Any]:
        nonlocal gedaan
        gedaan = True
        if await run.omgeving.besturing.instructie(actie, argumenten):
            await neem_beurt(run)
        run.omgeving.zeg(f"{run.check.id} {run.check.titel}:")
        return await run.omgeving.besturing.doe(actie, argumenten)

    gang = dict(await eenmalig(run, f"push:{actie}", doe) or {})
    antwoord.keur("actie", gang)
    run.gevraagd = None if gedaan else (actie, argumenten)
    if gang.get("fout"):
        run.uitslag.notities.append(masker(f"De software kwam bij '{actie}' niet verder: {gang['fout']}"))
    return gang


async def herhaal(run: "Run") -> None:
    """Say once more what was asked of a person before a restart, where the check still waits for it."""
    if run.gevraagd is None:
        return
    (actie, argumenten), run.gevraagd = run.gevraagd, None
    if await run.omgeving.besturing.instructie(actie, argumenten):
        await neem_beurt(run)
        run.omgeving.zeg(f"{run.check.id} {run.check.titel}, dit is nog niet binnengekomen:")
        await run.omgeving.besturing.doe(actie, argumenten)


async def neem_beurt(run: "Run") -> None:
    """Wait until no other check asks anything of the person."""
    if not run.beurt:
        await run.omgeving.beurt.acquire()
        run.beurt = True


def geef_beurt(run: "Run") -> None:
    """Let another check ask something of the person."""
    if run.beurt:
        run.beurt = False
        run.omgeving.beurt.release()


async def mens(run: "Run", sleutel: str, tekst: str, opties: tuple[str, ...]) -> str | None:
    """Ask a person; None where nobody is there to answer."""

    async def doe() -> str | None:
        run.uitslag.status = Status.WACHT_OP_MENS
        run.omgeving.meld(run.uitslag)
        await neem_beurt(run)
        try:
            return await run.omgeving.mens.antwoord(f"{run.check.id}.{sleutel}", tekst, opties)
        finally:
            run.uitslag.status = Status.LOOPT
            geef_beurt(run)

    gezegd: str | None = await eenmalig(run, f"mens:{sleutel}", doe)
    return gezegd
