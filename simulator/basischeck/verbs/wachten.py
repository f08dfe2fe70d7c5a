"""expect_call, expect_event, expect_none and the claim of a delivery: waiting without ever sleeping.

Where the basischeck drives the software all that it does has happened when the action returns, so the clock of the
simulator is moved on in steps until the answer is there. Where a person or other software must act the long poll waits
in real time.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.basischeck.control import Gebeurtenis, Regel
from simulator.basischeck.model import Status
from simulator.basischeck.stroom import LEVERING, Termijn, Wachter
from simulator.basischeck.tijd import leesbaar
from simulator.basischeck.verbs.sturen import eenmalig, geef_beurt, herhaal, verzet_klok

if TYPE_CHECKING:
    from simulator.basischeck.run import Run

T = TypeVar("T")
_LADDER = (1, 4, 15, 40, 240, 900, 3600)
_JOURNAAL = 5.0
_WAAROP = {
    LEVERING: "een levering van uw software",
    "lvbb.verslag.verzonden": "het antwoord van de LVBB",
    "ozon.beschikbaar": "de doorlevering aan OZON",
    "stam.notificatie.bezorgd": "de bevestiging van een notificatie",
}


async def wacht_op(
    run: "Run",
    zoek: Callable[[], Awaitable[T | None]],
    binnen: timedelta,
    hooguit: float = 25,
    *,
    waarop: str,
    bezig: bool = True,
) -> T | None:
    """Wait until `zoek` finds something, at most `binnen`; None when the time is over.

    hooguit: after so many real seconds it looks again although no event came; waarop: what it waits for, for a reader;
    bezig: the simulator may still be working on what it took in, and gets to finish that before its clock is moved.
    What was waited before a restart counts.
    """
    omgeving = run.omgeving
    run.wachten += 1
    termijn = Termijn(binnen, omgeving.toestand.termijnen.get(run.sleutel, 0.0))
    run.uitslag.status, run.uitslag.waarop = Status.WACHT_OP_SOFTWARE, waarop
    omgeving.meld(run.uitslag)
    try:
        await omgeving.stroom.bijlezen()
        await omgeving.besturing.rust()
        stap = 0
        while (gevonden := await zoek()) is None and termijn.rest > 0:
            if not omgeving.besturing.virtueel:
                await herhaal(run)
                await _echt(run, termijn, hooguit)
            elif stap == 0:
                if bezig:
                    await omgeving.sim.rust()
                    await omgeving.stroom.bijlezen()
            else:
                verder = min(termijn.rest, _LADDER[min(stap, len(_LADDER)) - 1])
                await verzet_klok(run, await omgeving.sim.nu() + timedelta(seconds=verder))
                termijn.verbruikt += verder
                await omgeving.stroom.bijlezen()
            await omgeving.besturing.rust()
            stap += 1
    finally:
        run.uitslag.status, run.uitslag.waarop, run.uitslag.tot = Status.LOOPT, "", None
        omgeving.meld(run.uitslag)
        geef_beurt(run)
    run.gevraagd = None
    if gevonden is not None:  # else the time is over, and after a restart it still is
        omgeving.toestand.termijnen.pop(run.sleutel, None)
    return gevonden


async def _echt(run: "Run", termijn: Termijn, hooguit: float) -> None:
    omgeving = run.omgeving
    begin = omgeving.teller()
    await omgeving.stroom.volgende(min(termijn.rest, hooguit))
    termijn.verbruikt += max(0.0, omgeving.teller() - begin)
    omgeving.toestand.gelezen = omgeving.stroom.gelezen
    omgeving.toestand.termijnen[run.sleutel] = termijn.verbruikt
    omgeving.toestand.bewaar()


async def event(
    run: "Run", soort: str, past: Callable[[Gebeurtenis], bool], binnen: timedelta, sinds: int
) -> Gebeurtenis | None:
    """The first event of this kind after number `sinds` that fits."""

    async def zoek() -> Gebeurtenis | None:
        return next(iter(run.gezien(soort, past, sinds)), None)

    return await wacht_op(run, zoek, binnen, waarop=_WAAROP.get(soort, "een gebeurtenis in de simulator"))


async def herhaald(
    run: "Run", vraag: Callable[[], Awaitable[Any]], tot: Callable[[Any], bool], binnen: timedelta
) -> Any:
    """Ask until `tot` holds of the answer, and give the last answer."""
    laatste: list[Any] = []

    async def zoek() -> bool | None:
        laatste[:] = [await vraag()]
        return True if tot(laatste[0]) else None

    # The software answers of itself, so nothing is under way.
    await wacht_op(run, zoek, binnen, _JOURNAAL, waarop="wat uw software laat zien", bezig=False)
    return laatste[0]


async def aanroep(
    run: "Run", past: Callable[[Regel], bool], binnen: timedelta, sinds: int, koppelvlak: str, kenmerk: str = ""
) -> Regel | None:
    """The first line of the journal after number `sinds` that fits and is not our own."""

    async def zoek() -> Regel | None:
        regels = await run.omgeving.sim.journaal(sinds, koppelvlak, kenmerk)
        return next((regel for regel in regels if not regel.eigen and past(regel)), None)

    return await wacht_op(run, zoek, binnen, _JOURNAAL, waarop="een aanroep van uw software")


async def stilte(run: "Run", soort: str, past: Callable[[Gebeurtenis], bool], binnen: timedelta, sinds: int) -> None:
    """Let `binnen` pass, or less when what should not come has come.

    In real time it is a step of its own, so that after a restart only the rest of it is waited.
    """
    if run.omgeving.besturing.virtueel:
        await verzet_klok(run, await run.omgeving.sim.nu() + binnen)
        await run.omgeving.stroom.bijlezen()
        return

    async def zoek() -> bool | None:
        return True if run.gezien(soort, past, sinds) else None

    async def doe() -> bool:
        al = run.omgeving.toestand.termijnen.get(f"{run.check.id}#{run.stap}.{run.wachten + 1}", 0.0)
        run.uitslag.tot = run.omgeving.teller() + binnen.total_seconds() - al
        waarop = f"kijkt {leesbaar(binnen)} toe of het stil blijft; u hoeft niets te doen"
        return bool(await wacht_op(run, zoek, binnen, waarop=waarop))

    await eenmalig(run, "stilte", doe)


async def claim(run: "Run", wachter: Wachter, binnen: timedelta) -> Gebeurtenis | None:
    """The delivery that the dispatcher gives to this check."""
    omgeving = run.omgeving

    async def zoek() -> Gebeurtenis | None:
        return wachter.gekregen

    await omgeving.stroom.bijlezen()
    omgeving.verdeler.wacht(wachter, omgeving.stroom.gezien)
    try:
        gevonden = await wacht_op(run, zoek, binnen, waarop="een levering van uw software")
    finally:
        omgeving.verdeler.vertrek(wachter)
    if gevonden is not None:
        omgeving.toestand.claims[str(gevonden.nummer)] = run.check.id
    return gevonden
