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
from simulator.basischeck.stroom import Termijn, Wachter
from simulator.basischeck.verbs.sturen import verzet_klok

if TYPE_CHECKING:
    from simulator.basischeck.run import Run

T = TypeVar("T")
_LADDER = (1, 4, 15, 40, 240, 900, 3600)
_JOURNAAL = 5.0


async def wacht_op(
    run: "Run", zoek: Callable[[], Awaitable[T | None]], binnen: timedelta, hooguit: float = 25, *, bezig: bool = True
) -> T | None:
    """Wait until `zoek` finds something, at most `binnen`; None when the time is over.

    hooguit: after so many real seconds it looks again although no event came; bezig: the simulator may still be working
    on what it took in, and gets to finish that before its clock is moved.
    """
    omgeving = run.omgeving
    termijn = Termijn(binnen, omgeving.toestand.termijnen.get(run.sleutel, 0.0))
    run.uitslag.status = Status.WACHT_OP_SOFTWARE
    omgeving.meld(run.uitslag)
    try:
        await omgeving.stroom.bijlezen()
        await omgeving.besturing.rust()
        stap = 0
        while (gevonden := await zoek()) is None and termijn.rest > 0:
            if not omgeving.besturing.virtueel:
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
        run.uitslag.status = Status.LOOPT
        omgeving.meld(run.uitslag)
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

    return await wacht_op(run, zoek, binnen)


async def herhaald(
    run: "Run", vraag: Callable[[], Awaitable[Any]], tot: Callable[[Any], bool], binnen: timedelta
) -> Any:
    """Ask until `tot` holds of the answer, and give the last answer."""
    laatste: list[Any] = []

    async def zoek() -> bool | None:
        laatste[:] = [await vraag()]
        return True if tot(laatste[0]) else None

    await wacht_op(run, zoek, binnen, _JOURNAAL, bezig=False)  # the software answers of itself, so nothing is under way
    return laatste[0]


async def aanroep(
    run: "Run", past: Callable[[Regel], bool], binnen: timedelta, sinds: int, koppelvlak: str, kenmerk: str = ""
) -> Regel | None:
    """The first line of the journal after number `sinds` that fits and is not our own."""

    async def zoek() -> Regel | None:
        regels = await run.omgeving.sim.journaal(sinds, koppelvlak, kenmerk)
        return next((regel for regel in regels if not regel.eigen and past(regel)), None)

    return await wacht_op(run, zoek, binnen, _JOURNAAL)


async def stilte(run: "Run", soort: str, past: Callable[[Gebeurtenis], bool], binnen: timedelta, sinds: int) -> None:
    """Let `binnen` pass, or less when what should not come has come."""
    if run.omgeving.besturing.virtueel:
        await verzet_klok(run, await run.omgeving.sim.nu() + binnen)
        await run.omgeving.stroom.bijlezen()
    else:
        await event(run, soort, past, binnen, sinds)


async def claim(run: "Run", wachter: Wachter, binnen: timedelta) -> Gebeurtenis | None:
    """The delivery that the dispatcher gives to this check."""
    omgeving = run.omgeving

    async def zoek() -> Gebeurtenis | None:
        return wachter.gekregen

    await omgeving.stroom.bijlezen()
    omgeving.verdeler.wacht(wachter, omgeving.stroom.gezien)
    try:
        gevonden = await wacht_op(run, zoek, binnen)
    finally:
        omgeving.verdeler.vertrek(wachter)
    if gevonden is not None:
        omgeving.toestand.claims[str(gevonden.nummer)] = run.check.id
    return gevonden
