"""The events of the simulator as one stream, and which check a delivery belongs to.

Reading is by the long poll of the control API, one call at a time however many checks wait; nothing here sleeps.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from simulator.basischeck.control import LANGST_WACHTEN, Gebeurtenis, Sim

LEVERING = "lvbb.verzoek.ontvangen"
Predicaat = Callable[[Gebeurtenis], bool]


@dataclass
class Stroom:
    """What the run has seen so far; `gelezen` is the number of the last event that was read."""

    sim: Sim
    gelezen: int = 0
    gezien: list[Gebeurtenis] = field(default_factory=list)
    bij_nieuw: list[Callable[[Gebeurtenis], None]] = field(default_factory=list)
    _lopend: "asyncio.Task[None] | None" = None

    async def bijlezen(self) -> None:
        """Read what is there now."""
        await self._lees(0)

    async def volgende(self, wacht: float) -> None:
        """Return when new events were read, or after `wacht` seconds at most."""
        if self._lopend is None or self._lopend.done():
            self._lopend = asyncio.create_task(self._lees(min(wacht, LANGST_WACHTEN)))
        klaar, _ = await asyncio.wait({self._lopend}, timeout=max(wacht, 0.01))
        for taak in klaar:
            taak.result()

    async def sluit(self) -> None:
        """Drop the long poll that is still open."""
        if self._lopend is not None and not self._lopend.done():
            self._lopend.cancel()
            await asyncio.gather(self._lopend, return_exceptions=True)

    async def _lees(self, wacht: float) -> None:
        nieuw, laatste = await self.sim.gebeurtenissen(self.gelezen, wacht)
        while nieuw:
            # Two readers may overlap (bijlezen beside an open long poll): what was read already is not new.
            for gebeurtenis in nieuw:
                if gebeurtenis.nummer > self.gelezen:
                    self.gelezen = gebeurtenis.nummer
                    self.gezien.append(gebeurtenis)
                    for aanroep in self.bij_nieuw:
                        aanroep(gebeurtenis)
            if self.gelezen >= laatste:
                return
            nieuw, laatste = await self.sim.gebeurtenissen(self.gelezen)


@dataclass
class Wachter:
    """A check that waits for a delivery.

    vanaf: only events after this number; past: whether it wants a delivery of this kind; herkent: whether it knows this
    one as its own (by an id it issued or saw); alleen dan wint hij van wie langer wacht.
    """

    check: str
    vanaf: int
    past: Predicaat
    herkent: Predicaat | None = None
    gekregen: Gebeurtenis | None = None


@dataclass
class Verdeler:
    """Gives every inbound delivery to one check (docs/bronnen.md#basischeck).

    By correlation where a check knows the delivery; else the first new idLevering goes to the check that has waited
    longest for that kind. A repeated idLevering goes to the check that had it before.
    """

    wachters: list[Wachter] = field(default_factory=list)
    eigenaar: dict[int, str] = field(default_factory=dict)
    _per_id: dict[str, str] = field(default_factory=dict)

    def wacht(self, wachter: Wachter, gezien: list[Gebeurtenis]) -> None:
        """Join the queue; deliveries that came since `vanaf` and belong to nobody are offered at once."""
        self.wachters.append(wachter)
        for gebeurtenis in gezien:
            if gebeurtenis.nummer > wachter.vanaf and gebeurtenis.nummer not in self.eigenaar:
                self.verdeel(gebeurtenis)

    def vertrek(self, wachter: Wachter) -> None:
        """Leave the queue."""
        if wachter in self.wachters:
            self.wachters.remove(wachter)

    def verdeel(self, gebeurtenis: Gebeurtenis) -> None:
        """Offer one event to who waits."""
        if gebeurtenis.soort != LEVERING or gebeurtenis.nummer in self.eigenaar:
            return
        open_ = [w for w in self.wachters if w.gekregen is None and gebeurtenis.nummer > w.vanaf]
        kandidaten = [w for w in open_ if w.herkent is not None and w.herkent(gebeurtenis)]
        id_levering = gebeurtenis.gegevens.get("idLevering")
        eerder = self._per_id.get(id_levering or "")
        if not kandidaten and eerder is not None:
            kandidaten = [w for w in open_ if w.check == eerder]
        elif not kandidaten:
            kandidaten = [w for w in open_ if w.past(gebeurtenis)]
        if kandidaten:
            self.wijs_toe(gebeurtenis, kandidaten[0].check)
            kandidaten[0].gekregen = gebeurtenis

    def wijs_toe(self, gebeurtenis: Gebeurtenis, check: str) -> None:
        """Note that this delivery belongs to `check`."""
        self.eigenaar[gebeurtenis.nummer] = check
        if id_levering := gebeurtenis.gegevens.get("idLevering"):
            self._per_id.setdefault(id_levering, check)


@dataclass
class Termijn:
    """How long one wait may still last: virtual where the basischeck drives the software, else in real seconds."""

    limiet: timedelta
    verbruikt: float = 0.0

    @property
    def rest(self) -> float:
        """The seconds that are left."""
        return self.limiet.total_seconds() - self.verbruikt
