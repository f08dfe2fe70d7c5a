"""The kernel put together: one store with its agenda, outbox and journal, started and stopped as one."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.kernel import blobs, database, omgevingen, samen, snapshot, tijdelijk
from simulator.kernel.agenda import Agenda, Taak
from simulator.kernel.journal import OPMERKING, Journaal
from simulator.kernel.lopend import Lopend
from simulator.kernel.opslag import Gebrek
from simulator.kernel.outbox import Outbox
from simulator.kernel.store import Begin, Store, StoreDicht
from simulator.kernel.transactie import Handler
from simulator.kernel.zending import Verzender

_BIJWERKEN = 2.0
_EVEN = 0.02
_log = logging.getLogger("dso-sim.kern")


@dataclass(frozen=True)
class Bijdrage:
    """What a room brings to the kernel: agenda items, senders and event handlers, by name.

    sluit: what it gives back when the kernel has stopped, such as connections.
    """

    taken: Mapping[str, Taak] = field(default_factory=dict)
    verzenders: Mapping[str, Verzender] = field(default_factory=dict)
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    sluit: Callable[[], None] | None = None


class Kern:
    """A running kernel. url: another database than the SQLite file in `map_`, as SQLAlchemy writes it.

    adressen: where this process listens beside HTTP, by protocol; who opens a port puts it there.
    """

    def __init__(self, map_: Path | None, begin: Begin, bijdragen: Iterable[Bijdrage], *, url: str = "") -> None:
        self.store = Store(url, begin) if url else Store.open(map_, begin)
        self.adressen: dict[str, str] = {}
        taken: dict[str, Taak] = {}
        verzenders: dict[str, Verzender] = {}
        self._sluiters: list[Callable[[], None]] = []
        for bijdrage in bijdragen:
            if bijdrage.sluit is not None:
                self._sluiters.append(bijdrage.sluit)
            taken |= bijdrage.taken
            verzenders |= bijdrage.verzenders
            for soort, handler in bijdrage.handlers.items():
                self.store.handlers.setdefault(soort, []).append(handler)
        self.journaal = Journaal(self.store)
        self.store.handlers.setdefault(OPMERKING, []).append(self.journaal.hoor)
        self.lopend = Lopend()
        self.outbox = Outbox(self.store, verzenders, self.journaal.noteer)
        self.agenda = Agenda(self.store, taken, self.outbox)
        self._opruimen = threading.Event()
        self._opruimen.set()  # at the start too: a crash may have left half a copy
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._achtergrond, name="kern", daemon=True)
        self._oor = threading.Thread(
            target=samen.hoor_anderen, args=(self.store, self._stop), name="samen", daemon=True
        )

    def start(self) -> None:
        """Begin to run; what a crash left is finished first."""
        self.journaal.start()
        self.outbox.start()
        self.agenda.start()
        self._draad.start()
        self._oor.start()

    def stop(self) -> None:
        """Finish what runs, write the journal completely and close, within a second; a second call does nothing.

        An agenda item or an attempt to send that takes longer is left as if the process had crashed: nothing of it is
        in the store, and the next start does it again.
        """
        if self._stop.is_set():
            return
        self._stop.set()
        self._opruimen.set()
        self.agenda.stop()
        self.outbox.stop()
        for sluit in self._sluiters:
            sluit()
        self.journaal.stop()
        for draad in (self._draad, self._oor):
            if draad.is_alive():
                draad.join(0.2)
        self.store.sluit()

    def neem_snapshot(self, omgeving: str, naam: str) -> None:
        """Keep the world under a name."""
        snapshot.neem(self.store, omgeving, naam)
        self._opruimen.set()

    def herstel(self, omgeving: str, naam: str) -> None:
        """Go back to a snapshot. Raises SnapshotOnbekend."""
        snapshot.herstel(self.store, omgeving, naam)
        self._opruimen.set()

    def verwijder_snapshot(self, omgeving: str, naam: str) -> None:
        """Forget a snapshot. Raises SnapshotOnbekend."""
        snapshot.verwijder(self.store, omgeving, naam)
        self._opruimen.set()

    def begin_opnieuw(self, omgeving: str) -> None:
        """Start over with a fresh world."""
        snapshot.begin_opnieuw(self.store, omgeving)
        self._opruimen.set()

    def maak_omgeving(self, omgeving: str, begin: Begin | None = None, **instellingen: Any) -> None:
        """Make an omgeving. Raises NaamOngeldig, OmgevingBestaat."""
        self.journaal.spoel()  # what is still to be written is of an earlier one with this name
        omgevingen.maak(self.store, omgeving, begin, **instellingen)

    def vertak_omgeving(self, omgeving: str, van: str, van_snapshot: str = "", **instellingen: Any) -> None:
        """Branch an omgeving. Raises NaamOngeldig, OmgevingBestaat, OmgevingOnbekend, SnapshotOnbekend."""
        self.journaal.spoel()
        omgevingen.vertak(self.store, omgeving, van, van_snapshot, **instellingen)

    def verwijder_omgeving(self, omgeving: str) -> None:
        """Remove an omgeving with all it keeps. Raises StandaardBlijft, OmgevingOnbekend."""
        self.journaal.spoel()
        omgevingen.verwijder(self.store, omgeving)
        self._opruimen.set()

    def proef_opslag(self) -> Gebrek | None:
        """What is wrong with the storage, None when it works: where something was, it is tried whether it still is."""
        try:
            stand = self.store.opslag.stand
            if stand is None:
                database.kijk_na(self.store.engine)
            elif not stand.blijft:
                blobs.proef(self.store)
                self.store.opslag.hersteld()
        except StoreDicht:
            pass
        except Exception as fout:
            if self.store.opslag.meld(fout) is None:
                raise
        return self.store.opslag.stand

    def _achtergrond(self) -> None:
        """Make the copies that the next restores will use, and clear what nothing points at."""
        gezien = self.store.wijzigingen
        blijft_liggen = False
        with suppress(OSError):
            tijdelijk.ruim_op()
        while not self._stop.is_set():
            gevraagd = self._opruimen.wait(_BIJWERKEN) or blijft_liggen
            if gevraagd:
                self._stop.wait(_EVEN)  # whoever asked gets the answer first
            self._opruimen.clear()
            try:
                if gevraagd:
                    with self.store.zijspoor.als_enige("opruimen") as wij:
                        blijft_liggen = not wij
                        if wij:
                            self._ruim_op()
                if gevraagd or self.store.wijzigingen != gezien:
                    gezien = self.store.wijzigingen
                    database.werk_bij(self.store.engine)
            except StoreDicht:
                return
            except Exception as fout:  # such as a full disk; a restore makes its copy itself then
                if self.store.opslag.meld(fout) is None:
                    _log.exception("opruimen mislukt")
            self.proef_opslag()

    def _ruim_op(self) -> None:
        """The copies first: with a new request for one, clearing can wait."""
        omgevingen.ruim_op(self.store, self._onderbroken)
        for omgeving in self.store.omgevingen():
            for rij in snapshot.lijst(self.store, omgeving):
                snapshot.maak_klaar(self.store, omgeving, rij["naam"], self._stop.is_set)
        if snapshot.ruim_op(self.store, self._onderbroken):
            blobs.ruim_stap_voor_stap(self.store, self._onderbroken)

    def _onderbroken(self) -> bool:
        return self._stop.is_set() or self._opruimen.is_set()
