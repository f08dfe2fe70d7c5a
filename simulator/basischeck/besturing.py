"""How the software under test is brought to act: the reference in this process, commands, or a person.

An action has a name of the field: valideren, publiceren, publiceren_met_gebrek, herstellen, wijzigen, afbreken,
verkeerde_opdracht. A question is what the software shows: tonen, zoek_regeling.
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Protocol

import httpx

from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar

INVULLING = re.compile(r"\{(\w+)\}")
_ALTIJD = ("sim", "lvbb", "actie")
DATUM = "datumBekendmaking"
_ARGUMENTEN = {"publiceren": ("dagen",)}
INSTRUCTIES = {
    "valideren": "Bied in uw software een nieuw omgevingsplan aan ter validatie (niet publiceren).",
    "publiceren": "Publiceer in uw software een nieuw omgevingsplan, met een datum van bekendmaking "
    "over {dagen} dag(en) of op de eerste werkdag daarna.",
    "publiceren_met_gebrek": "Lever een besluit aan waarin de procedurestap Ondertekening ontbreekt.",
    "herstellen": "Herstel het afgekeurde besluit in uw software en lever het opnieuw aan.",
    "wijzigen": "Maak een wijzigingsbesluit op de gepubliceerde regeling en publiceer het.",
    "afbreken": "Breek de publicatie af die nog op haar datum wacht.",
    "verkeerde_opdracht": "Lever een besluit aan met een datum van bekendmaking in het verleden.",
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

    async def vraag(self, naam: str) -> Any:
        """Ask what the software shows."""


@dataclass
class Referentie:
    """The bundled reference software, or a mutant of it, in this process."""

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

        try:
            gang = await self._roep(naam, argumenten)
        except PlansoftwareFout as fout:
            return {"fout": str(fout)}
        return asdict(gang) if is_dataclass(gang) and not isinstance(gang, type) else dict(gang or {})

    async def vraag(self, naam: str) -> Any:
        """Call the method that shows."""
        return await self._roep(naam, {})

    def _levend(self) -> Any:
        if self._software is None:
            self._software = self.maak()
        return self._software

    async def _roep(self, naam: str, argumenten: dict[str, Any]) -> Any:
        methode = getattr(self._levend(), naam)
        try:
            return await asyncio.to_thread(methode, **argumenten)
        except httpx.HTTPError as fout:
            raise Onbereikbaar(f"de software kwam bij '{naam}' niet verder: {fout!r}") from fout


def invulbaar(actie: str, vaste_datum: bool) -> tuple[str, ...]:
    """The names that are filled in between braces in the command of an action.

    vaste_datum: whether the plan has a datumBekendmaking.
    """
    return (*_ALTIJD, *_ARGUMENTEN.get(actie, ()), *([DATUM] if vaste_datum else []))


@dataclass
class Opdrachten:
    """Commands from the plan, run without a shell; `{sim}`, `{dagen}` and the like are filled in."""

    acties: dict[str, list[str]]
    waarden: dict[str, str]
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

    async def vraag(self, naam: str) -> Any:
        """Run the command and read its output as JSON, or as text where it is no JSON."""
        return await self._draai(naam, {})

    async def _draai(self, naam: str, argumenten: dict[str, Any]) -> Any:
        waarden = {**self.waarden, "actie": naam, **{sleutel: str(waarde) for sleutel, waarde in argumenten.items()}}
        argv = [INVULLING.sub(lambda gevonden: _vul_in(naam, gevonden, waarden), deel) for deel in self.acties[naam]]
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


def _vul_in(naam: str, gevonden: re.Match[str], waarden: dict[str, str]) -> str:
    if gevonden[1] not in waarden:
        kent = ", ".join(f"{{{sleutel}}}" for sleutel in waarden)
        raise Configfout(f"besturing.acties.{naam}: {gevonden[0]} ken ik niet, wel {kent}")
    return waarden[gevonden[1]]


@dataclass
class Hand:
    """A person drives the software: every action is an instruction on the screen."""

    zeg: Callable[[str], None]
    adres: str
    virtueel: bool = False
    blijvend: bool = True
    gezegd: list[str] = field(default_factory=list)

    def kan(self, naam: str) -> bool:
        """Every action can be asked of a person; a question goes to `human`."""
        return naam in INSTRUCTIES

    async def doe(self, naam: str, argumenten: dict[str, Any]) -> dict[str, Any]:
        """Show the instruction and return; the check then waits for what comes in."""
        tekst = INSTRUCTIES[naam].format_map({"dagen": 1, **argumenten})
        self.gezegd.append(tekst)
        self.zeg(f"{tekst} Adres van de LVBB: {self.adres}")
        return {}

    async def vraag(self, naam: str) -> Any:
        """A person is asked by `human`, never here."""
        raise Configfout(f"'{naam}' heeft geen antwoord zonder mens")
