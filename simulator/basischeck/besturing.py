"""How the software under test is brought to act: the reference in this process, commands, or a person.

An action has a name of the field: of plansoftware valideren, publiceren, publiceren_met_gebrek, herstellen, wijzigen,
afbreken, verkeerde_opdracht; of a VTH system ophalen, bevoegd_gezag_wijzigen, behandeldienst_wijzigen, gemiste_zoeken,
gerelateerde_zoeken, samenwerking_starten. A question is what the software shows: tonen, zoek_regeling, zaak_zoeken.
Some questions can go to a hook beside the software instead (MetHaken).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from typing import Any, Protocol

import httpx

from simulator.basischeck import tijd
from simulator.basischeck.invulling import Vast, opgesomd, vul_in, waarden
from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar

Nu = Callable[[], Awaitable[datetime]]
"""Gives the moment on the clock of the simulator."""
INSTRUCTIES = {
    "valideren": "Bied in uw software een nieuw omgevingsplan aan ter validatie (niet publiceren).",
    "publiceren": "Publiceer in uw software een nieuw omgevingsplan, met {datumBekendmaking} als datum van "
    "bekendmaking: over {dagen} dag(en), of de eerste werkdag daarna.",
    "publiceren_met_gebrek": "Lever een besluit aan waarin de procedurestap Ondertekening ontbreekt, met "
    "{datumBekendmaking} als datum van bekendmaking.",
    "herstellen": "Herstel het afgekeurde besluit in uw software en lever het opnieuw aan, met {datumBekendmaking} als "
    "datum van bekendmaking.",
    "wijzigen": "Maak een wijzigingsbesluit op de gepubliceerde regeling en publiceer het op {datumBekendmaking}.",
    "afbreken": "Breek de publicatie af die nog op haar datum wacht.",
    "verkeerde_opdracht": "Lever een besluit aan met een datum van bekendmaking die te vroeg is: {datumBekendmaking}.",
    "ophalen": "Haal in uw software verzoek {verzoeknummer} op, als {oin}.",
    "bevoegd_gezag_wijzigen": "Zend in uw software verzoek {verzoeknummer}, ontvangen als {oin}, door naar "
    "bevoegd gezag {naar}.",
    "behandeldienst_wijzigen": "Laat in uw software verzoek {verzoeknummer}, ontvangen als {oin}, behandelen door "
    "behandeldienst {naar}.",
    "gemiste_zoeken": "Zoek in uw software, als {oin}, de verzoeken die u gemist hebt, en haal ze op.",
    "gerelateerde_zoeken": "Zoek in uw software, als {oin}, de verzoeken die met {verzoeknummer} samenhangen.",
    "samenwerking_starten": "Nodig in uw software, als {oin}, organisatie {naar} uit om samen te werken aan verzoek "
    "{verzoeknummer}.",
}


class Besturing(Protocol):
    """What drives the software.

    virtueel: everything that the software does has happened when `doe` returns, so waiting is on the virtual clock;
    blijvend: after a restart of the basischeck the software is still where it was.
    """

    @property
    def virtueel(self) -> bool:
        """Whether waiting is on the virtual clock."""

    @property
    def blijvend(self) -> bool:
        """Whether the software outlives the basischeck."""

    def kan(self, naam: str) -> bool:
        """Whether this action or question is there."""

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Do an action; gives what the software says of it (a Gang as a dict), or {} when it says nothing."""

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        """What a person is told to do for an action; "" where no person drives the software."""

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        """Ask what the software shows."""

    async def rust(self) -> None:
        """Return when the software has done all that it can do with what it got, as far as the drive can know."""

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        """Where the software itself opened an address for notifications, by OIN: the fields of a Notificatieadres."""


Haak = Callable[[Mapping[str, Any]], Awaitable[Any]]
"""Answers one question from beside the software; gets the arguments of the question."""


@dataclass
class MetHaken:
    """A drive of which some questions go to a hook (docs/haken.md). haken: by name of the question."""

    binnen: Besturing
    haken: Mapping[str, Haak]

    @property
    def virtueel(self) -> bool:
        """As the drive itself."""
        return self.binnen.virtueel

    @property
    def blijvend(self) -> bool:
        """As the drive itself."""
        return self.binnen.blijvend

    def kan(self, naam: str) -> bool:
        """Whether there is a hook for it, or the drive has it."""
        return naam in self.haken or self.binnen.kan(naam)

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Actions go to the software."""
        return await self.binnen.doe(naam, argumenten)

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        """As the drive itself."""
        return await self.binnen.instructie(naam, argumenten)

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        """Ask the hook, or the software where there is none."""
        haak = self.haken.get(naam)
        return await (self.binnen.vraag(naam, argumenten) if haak is None else haak(argumenten))

    async def rust(self) -> None:
        """As the drive itself."""
        await self.binnen.rust()

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        """As the drive itself."""
        return self.binnen.adressen()


@dataclass
class Referentie:
    """The bundled reference software, or a mutant of it, in this process.

    The methods `rust` and `adressen` are optional in the software itself: see Besturing.
    """

    maak: Callable[[], Any]
    virtueel: bool = True
    blijvend: bool = False
    _software: Any = None

    def kan(self, naam: str) -> bool:
        """Whether the reference has a method of this name."""
        return not naam.startswith("_") and callable(getattr(self._levend(), naam, None))

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Call the method, in a thread since it talks HTTP."""
        from simulator.basischeck.reference.plansoftware import PlansoftwareFout
        from simulator.basischeck.reference.vth.fouten import VthFout

        try:
            gang = await self._roep(naam, argumenten)
        except (PlansoftwareFout, VthFout) as fout:
            return {"fout": str(fout)}
        return asdict(gang) if is_dataclass(gang) and not isinstance(gang, type) else dict(gang or {})

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        """None: no person drives the reference."""
        return ""

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        """Call the method that shows."""
        return await self._roep(naam, argumenten)

    async def rust(self) -> None:
        """Let the software finish what it is at."""
        if callable(rust := getattr(self._levend(), "rust", None)):
            await asyncio.to_thread(rust)

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        """The addresses that the software opened."""
        adressen = getattr(self._levend(), "adressen", None)
        return dict(adressen()) if callable(adressen) else {}

    def sluit(self) -> None:
        """Close what the software opened."""
        if callable(sluit := getattr(self._software, "sluit", None)):
            sluit()

    def _levend(self) -> Any:
        if self._software is None:
            self._software = self.maak()
        return self._software

    async def _roep(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        methode = getattr(self._levend(), naam)
        try:
            return await asyncio.to_thread(methode, **argumenten)
        except httpx.HTTPError as fout:
            raise Onbereikbaar(f"de software kwam bij '{naam}' niet verder: {fout!r}") from fout


@dataclass
class Opdrachten:
    """Commands from the plan, run without a shell; `{sim}`, `{vandaag}` and the like are filled in."""

    acties: dict[str, list[str]]
    vast: Vast
    nu: Nu
    virtueel: bool = False
    blijvend: bool = True
    limiet: float = 600

    def kan(self, naam: str) -> bool:
        """Whether the plan has a command for it."""
        return naam in self.acties

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Run the command; when its output is a JSON object, that is what the software says."""
        uit = await self._draai(naam, argumenten)
        return uit if isinstance(uit, dict) else {}

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        """None: a command drives the software."""
        return ""

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        """Run the command and read its output as JSON, or as text where it is no JSON."""
        return await self._draai(naam, argumenten)

    async def rust(self) -> None:
        """A command that has ended is at rest; what the software does by itself nobody knows."""

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        """None: they stand in the plan."""
        return {}

    async def _draai(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        ingevuld = waarden(naam, self.vast, await self.nu(), argumenten)
        try:
            argv = [vul_in(deel, ingevuld) for deel in self.acties[naam]]
        except KeyError as fout:
            kent = opgesomd(ingevuld)
            raise Configfout(f"besturing.acties.{naam}: {{{fout.args[0]}}} ken ik niet, wel {kent}") from None
        try:
            proces = await asyncio.create_subprocess_exec(
                *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
            )
        except OSError as fout:
            raise Onbereikbaar(f"de opdracht voor '{naam}' start niet: {fout}") from fout
        try:
            uit, fouten = await asyncio.wait_for(proces.communicate(), self.limiet)
        except TimeoutError as fout:
            proces.kill()
            await proces.wait()
            raise Onbereikbaar(f"de opdracht voor '{naam}' was na {self.limiet:g} seconden niet klaar") from fout
        if proces.returncode:
            staart = fouten.decode("utf-8", "replace").strip()[-300:]
            raise Onbereikbaar(f"de opdracht voor '{naam}' eindigde met code {proces.returncode}: {staart}")
        tekst = uit.decode("utf-8", "replace").strip()
        try:
            return json.loads(tekst)
        except ValueError:
            return tekst


@dataclass
class Hand:
    """A person drives the software: every action is an instruction on the screen.

    adres: what the person needs to know of the simulator, as a sentence.
    """

    zeg: Callable[[str], None]
    adres: str
    nu: Nu
    vast: Vast = field(default_factory=Vast)
    virtueel: bool = False
    blijvend: bool = True
    gezegd: list[str] = field(default_factory=list)

    def kan(self, naam: str) -> bool:
        """Every action can be asked of a person; a question goes to `human`."""
        return naam in INSTRUCTIES

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Show the instruction and return; the check then waits for what comes in."""
        tekst = await self.instructie(naam, argumenten)
        self.gezegd.append(tekst)
        self.zeg(tekst)
        return {}

    async def instructie(self, naam: str, argumenten: Mapping[str, Any]) -> str:
        """What to do, where, and which date it is in the simulator."""
        nu = await self.nu()
        tekst = vul_in(INSTRUCTIES[naam], waarden(naam, self.vast, nu, {"dagen": 1, **argumenten}))
        return f"{tekst} {self.adres} {klokregel(nu)}"

    async def vraag(self, naam: str, argumenten: Mapping[str, Any]) -> Any:
        """A person is asked by `human`, never here."""
        raise Configfout(f"'{naam}' heeft geen antwoord zonder mens")

    async def rust(self) -> None:
        """Nobody knows what a person is at."""

    def adressen(self) -> Mapping[str, Mapping[str, Any]]:
        """None: they stand in the plan."""
        return {}


def klokregel(nu: datetime) -> str:
    """For a person: how late it is on the clock of the simulator, which need not be the date of the day."""
    hier = nu.astimezone(tijd.AMSTERDAM)
    return f"Op de klok van de simulator is het {hier:%Y-%m-%d, %H:%M}; reken met die datum."
