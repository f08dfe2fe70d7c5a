"""`Run` is what the body of a check gets: the verbs, and what the run has seen so far."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sized
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NoReturn, Protocol

from simulator.basischeck import tijd
from simulator.basischeck.besturing import Besturing
from simulator.basischeck.control import Gebeurtenis, Regel, Sim
from simulator.basischeck.model import Bevinding, Check, CheckUitslag, Resultaat
from simulator.basischeck.plan import Organisatie, Termijn
from simulator.basischeck.stroom import LEVERING, Stroom, Verdeler, Wachter
from simulator.basischeck.toestand import Toestand
from simulator.basischeck.uitkomsten import Afgerond, Geblokkeerd, NietVanToepassing, Onbeslist, Overgeslagen
from simulator.basischeck.verbs import haken, oordelen, sturen, wachten
from simulator.basischeck.verbs.sturen import Antwoord
from simulator.kernel import clock


class Mens(Protocol):
    """Who answers the questions that only a person can."""

    async def antwoord(self, sleutel: str, tekst: str, opties: tuple[str, ...]) -> str | None:
        """The answer, one of `opties`, or None when nobody is there."""


@dataclass
class Omgeving:
    """What the checks of one run share.

    teller gives real seconds that only go up; zeg shows a line; meld tells that the state of a check changed;
    organisaties, termijn: those of the plan; wie: which product does a task, for a reader; met_de_hand: a person does
    what the checks ask, or nobody; machinedag: the real date.
    """

    sim: Sim
    stroom: Stroom
    verdeler: Verdeler
    besturing: Besturing
    mens: Mens
    toestand: Toestand
    teller: Callable[[], float]
    zeg: Callable[[str], None]
    meld: Callable[[CheckUitslag], None]
    profiel: dict[str, bool] = field(default_factory=dict)
    wachttijd: timedelta | None = None
    organisaties: tuple[Organisatie, ...] = ()
    termijn: Termijn = field(default_factory=Termijn)
    wie: Callable[[str], str] = lambda _: ""
    met_de_hand: bool = False
    machinedag: Callable[[], date] = lambda: tijd.datum_nl(clock.echt_nu())
    klokslot: asyncio.Lock = field(default_factory=asyncio.Lock)
    storingsslot: asyncio.Lock = field(default_factory=asyncio.Lock)
    beurt: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Run:
    """One check in one run. The verbs are methods; what they do stands in the modules of `verbs`.

    onderwerp: the task that the next finding is about, unless it says so itself; wachten: how many waits there were
    since the last step; beurt: this check holds the attention of the person; gevraagd: an instruction (action,
    arguments) that was given before a restart and may still have to be followed.
    """

    check: Check
    omgeving: Omgeving
    uitslag: CheckUitslag
    stap: int = 0
    houdt_klok: bool = False
    houdt_storing: bool = False
    onderwerp: str = "ophalen"
    wachten: int = 0
    beurt: bool = False
    gevraagd: tuple[str, dict[str, Any]] | None = None

    # judging

    def must(self, goed: bool, *, verder: bool = False, **bevinding: Any) -> bool:
        """Require `goed`; the rest as `oordelen.oordeel`.

        Ends the check when it is not met, unless `verder`. A requirement that is only inferred gives `beoordelen`
        and the check goes on.
        """
        oordelen.stop_als_gezakt(oordelen.oordeel(self, goed, Resultaat.GEZAKT, **bevinding), verder)
        return goed

    def vergelijk(self, bekeken: Sized, anders: Sized, *, verder: bool = False, **bevinding: Any) -> bool:
        """Require that of all that was `bekeken` nothing is `anders`; the rest as `must`.

        Where there was nothing to compare that is no pass: see `onbekeken`.
        """
        if not bekeken and not anders:
            return self.onbekeken("er was niets om te vergelijken", **bevinding)
        return self.must(not anders, verder=verder, **bevinding)

    def onbekeken(self, reden: str, **bevinding: Any) -> bool:
        """Say that it could not be looked at, whatever the rest as `must` says was received; gives False.

        The check is `onbeslist` then, unless it fails on something else. What is only inferred becomes a note: it
        fails nobody, so neither does not looking at it.
        """
        if (bevinding.get("merk") or self.check.merk) == "inferred":
            self.note(f"Niet bekeken: {reden} (verwacht was {bevinding['verwacht']}).")
        else:
            oordelen.oordeel(self, False, Resultaat.ONBESLIST, **{**bevinding, "gekregen": f"niet bekeken: {reden}"})
        return False

    def should(self, goed: bool, **bevinding: Any) -> bool:
        """Advise: not met gives a waarschuwing."""
        oordelen.oordeel(self, goed, Resultaat.WAARSCHUWING, **bevinding)
        return goed

    def note(self, tekst: str) -> None:
        """Put a line in the report that judges nothing."""
        self.uitslag.notities.append(tekst)

    # waiting

    @property
    def sleutel(self) -> str:
        """Names the wait that the check is in, for the deadline that is kept."""
        return f"{self.check.id}#{self.stap}.{self.wachten}"

    async def plek(self) -> int:
        """The number of the last event there is: what comes after this line has a higher one, also after a restart."""

        async def doe() -> int:
            await self.omgeving.stroom.bijlezen()
            return self.omgeving.stroom.gelezen

        return int(await sturen.eenmalig(self, "plek", doe))

    def gezien(
        self, soort: str = "", past: Callable[[Gebeurtenis], bool] = lambda _: True, sinds: int = 0
    ) -> list[Gebeurtenis]:
        """What the run saw of this kind, after event `sinds`."""
        return [
            g for g in self.omgeving.stroom.gezien if g.nummer > sinds and (not soort or g.soort == soort) and past(g)
        ]

    async def expect_event(
        self, soort: str, past: Callable[[Gebeurtenis], bool] = lambda _: True, *, binnen: str = "", sinds: int = 0
    ) -> Gebeurtenis | None:
        """Wait for an event of the simulator after number `sinds`; None when it did not come in time."""
        return await wachten.event(self, soort, past, self._binnen(binnen), sinds)

    async def expect_call(
        self,
        past: Callable[[Regel], bool],
        *,
        binnen: str = "",
        sinds: int = 0,
        koppelvlak: str = "",
        kenmerk: str = "",
    ) -> Regel | None:
        """Wait for a call of the software (a journal line after number `sinds`); None when it did not come in time.

        kenmerk: `naam:waarde` that the line must have.
        """
        return await wachten.aanroep(self, past, self._binnen(binnen), sinds, koppelvlak, kenmerk)

    async def expect_none(
        self, soort: str, past: Callable[[Gebeurtenis], bool], *, sinds: int, binnen: str = ""
    ) -> list[Gebeurtenis]:
        """Let `binnen` pass and give what came of this kind all the same; an empty list is good.

        binnen: without it the silence of the check. In real time it is no longer than the plan lets a check wait.
        """
        await wachten.stilte(self, soort, past, self.stilte(binnen), sinds)
        return self.gezien(soort, past, sinds)

    def stilte(self, binnen: str = "") -> timedelta:
        """How long expect_none looks on in this run."""
        lang, wachttijd = tijd.duur(binnen) if binnen else self.check.stilte, self.omgeving.wachttijd
        return lang if wachttijd is None or self.omgeving.besturing.virtueel else min(lang, wachttijd)

    async def levering(
        self,
        past: Callable[[Gebeurtenis], bool],
        *,
        sinds: int,
        herkent: Callable[[Gebeurtenis], bool] | None = None,
        binnen: str = "",
    ) -> Gebeurtenis | None:
        """Claim the next delivery that fits; `herkent` is for a delivery that the check knows by an id of its own."""

        async def doe() -> dict[str, Any] | None:
            wachter = Wachter(self.check.id, sinds, past, herkent)
            gevonden = await wachten.claim(self, wachter, self._binnen(binnen))
            return None if gevonden is None else {"nummer": gevonden.nummer}

        stap = await sturen.eenmalig(self, "levering", doe)
        if stap is None:
            return None
        return next((g for g in self.gezien(LEVERING) if g.nummer == stap["nummer"]), None)

    # acting

    async def push(self, actie: str, **argumenten: Any) -> dict[str, Any]:
        """Bring the software to do `actie`; gives what it says of it, or {} when it says nothing."""
        return await sturen.duw(self, actie, argumenten)

    async def clock(self, *, tot: datetime | None = None, duur: str = "") -> datetime:
        """Let the clock of the simulator jump to `tot`, or by `duur`; all that falls due has then run."""
        doel = tot if tot is not None else await self.omgeving.sim.nu() + tijd.duur(duur)
        gekomen = await sturen.verzet_klok(self, doel)
        await self.omgeving.stroom.bijlezen()
        return gekomen

    @asynccontextmanager
    async def klok_vast(self) -> AsyncIterator[None]:
        """Keep other checks from moving the clock meanwhile."""
        sturen.geef_beurt(self)
        async with self.omgeving.klokslot:
            self.houdt_klok = True
            try:
                yield
            finally:
                self.houdt_klok = False

    @asynccontextmanager
    async def storingsslot(self) -> AsyncIterator[None]:
        """Be the only check that lets something go wrong."""
        sturen.geef_beurt(self)
        async with self.omgeving.storingsslot:
            self.houdt_storing = True
            try:
                yield
            finally:
                self.houdt_storing = False

    @asynccontextmanager
    async def storingsvrij(self) -> AsyncIterator[None]:
        """Do something while no other check lets anything go wrong."""
        if self.houdt_storing:
            yield
            return
        sturen.geef_beurt(self)
        async with self.omgeving.storingsslot:
            yield

    async def eenmalig(self, soort: str, doe: Callable[[], Awaitable[Any]]) -> Any:
        """Do a step to the outside once, also over a restart of the run; its outcome is kept, so it is plain data."""
        return await sturen.eenmalig(self, soort, doe)

    async def human(self, sleutel: str, tekst: str, opties: tuple[str, ...] = ("ja", "nee")) -> str | None:
        """Ask a person; None where nobody is there to answer."""
        return await sturen.mens(self, sleutel, tekst, opties)

    async def hook(
        self,
        naam: str,
        of: str = "",
        *,
        tot: Callable[[Any], bool] | None = None,
        binnen: str = "",
        **argumenten: Any,
    ) -> Antwoord | None:
        """Ask the software what it shows, else a person with the question `of`; None when neither can say.

        tot: ask again until this holds of the answer, at most `binnen`; the last answer counts then. What is judged
        next is about the zaak.
        """
        self.onderwerp = "zaak"
        return await haken.haak(self, naam, of, argumenten, tot, self._binnen(binnen))

    def kan(self, actie: str) -> bool:
        """Whether the software can be brought to do this: the drive has it and the profile does not deny it."""
        return self.omgeving.profiel.get(actie, True) and self.omgeving.besturing.kan(actie)

    # ending

    def fail(self, **bevinding: Any) -> NoReturn:
        """End: the requirement is not met, and there is nothing left to look at; the arguments as `must`."""
        self.must(False, **bevinding)
        raise Afgerond(bevinding["gekregen"])

    def skip(self, reden: str) -> NoReturn:
        """End: a condition is not there."""
        raise Overgeslagen(reden)

    def not_applicable(self, reden: str) -> NoReturn:
        """End: the product does not have this."""
        raise NietVanToepassing(reden)

    def inconclusive(self, reden: str) -> NoReturn:
        """End: nothing to judge."""
        raise Onbeslist(reden)

    def blocked(self, door: str, reden: str) -> NoReturn:
        """End: what check `door` is about stands in the way."""
        raise Geblokkeerd(reden, door)

    def bevindingen(self, resultaat: Resultaat) -> list[Bevinding]:
        """The findings with this result."""
        return [b for b in self.uitslag.bevindingen if b.resultaat is resultaat]

    def _binnen(self, tekst: str) -> timedelta:
        return tijd.duur(tekst) if tekst else (self.omgeving.wachttijd or self.check.timeout)
