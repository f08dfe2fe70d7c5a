"""What falls due later in virtual time, run in order, one item at a time within an omgeving.

An item's changes, events and new items commit in one transaction together with its going off the agenda, so a crash at
any moment leaves either all of it or none. Heavy work that needs no lock goes in `voorbereiden`.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from simulator.kernel import clock, database, opslag, tables
from simulator.kernel.locks import Beurt
from simulator.kernel.omvang import Omvang
from simulator.kernel.outbox import Outbox
from simulator.kernel.redenen import eigen_fout
from simulator.kernel.store import OmgevingOnbekend, Store, StoreDicht
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import MISLUKT, OPNIEUW

__all__ = ["MISLUKT", "Agenda", "KlokTerug", "Taak"]

Doel = datetime | Callable[[datetime], datetime]
_log = logging.getLogger("dso-sim.agenda")


class KlokTerug(ValueError):
    """A jump goes forward only."""


@dataclass(frozen=True)
class Taak:
    """What is done when an item falls due.

    uitvoeren gets the transaction, the item's data and what voorbereiden made; voorbereiden reads, outside any lock.
    For both it is the item's own moment. bij_fout: what it means to those who wait that one of these two failed, in the
    transaction that takes the item off the agenda.
    """

    uitvoeren: Callable[[Tx, Mapping[str, Any], Any], None]
    voorbereiden: Callable[[Lezing, Mapping[str, Any]], Any] | None = None
    bij_fout: Callable[[Tx, Mapping[str, Any], Exception], None] | None = None


def _wek_outbox(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
    """A retry of the outbox: that the moment is there is enough."""
    tx.post = True


class Agenda:
    """Runs the agenda of every omgeving of a store, each in a thread of its own."""

    def __init__(self, store: Store, taken: Mapping[str, Taak], outbox: Outbox) -> None:
        self._store = store
        self._taken = {**taken, OPNIEUW: Taak(_wek_outbox)}
        self._outbox = outbox
        self._beurten: dict[str, Beurt] = {}
        self._beurtenslot = threading.Lock()
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._loop, name="agenda", daemon=True)
        self._lopers: dict[str, threading.Thread] = {}

    def start(self) -> None:
        """Finish the jumps that a crash broke off, then go on by the clock."""
        self._draad.start()

    def stop(self, seconden: float = 0.4) -> None:
        """Stop after the item that runs now, jumps too; after so many seconds that item is left to the next start."""
        einde = clock.stopwatch() + seconden
        self._stop.set()
        self._store.werk.meld()
        for draad in (self._draad, *list(self._lopers.values())):
            if draad.is_alive():
                draad.join(max(0.0, einde - clock.stopwatch()))
        for beurt in list(self._beurten.values()):
            if beurt.neem(max(0.0, einde - clock.stopwatch())):
                beurt.geef()

    def spring(self, omgeving: str, tot: Doel) -> int:
        """Move the clock to a moment and run all that falls due on the way; gives how many items ran.

        That is what stands on the agenda as it begins and what comes of it: what others bring in meanwhile runs after
        it, as soon as may be.
        tot: a moment, or what makes it from the moment at which the jump begins (jumps in one omgeving queue).
        Meanwhile others see the moment of the item that runs. A reset or restore on the way ends the jump. Raises
        KlokTerug when the moment has passed, OmgevingOnbekend.
        """
        with self._alleen(omgeving):
            self._spring_af(omgeving)  # one that a crash left
            with self._store.schrijf(omgeving) as tx:
                doel = tot if isinstance(tot, datetime) else tot(tx.nu)
                if doel < tx.nu:
                    raise KlokTerug(f"het is al {clock.iso(tx.nu)}")
                tx.zet_klok(clock.Stand(tx.nu, clock.echt_nu(), tx.stand.snelheid, doel))
            return self._spring_af(omgeving)

    def zet(self, omgeving: str, *, nu: datetime | None = None, snelheid: float | None = None) -> None:
        """Set the clock, after the jump that is under way. What it passes by falls due at once, each at its own moment.

        Raises OmgevingOnbekend; ValueError for a speed that is none.
        """
        with self._alleen(omgeving), self._store.schrijf(omgeving) as tx:
            tx.zet_klok(tx.stand.gezet(nu or tx.nu, clock.echt_nu(), snelheid))

    def tot_rust(self, omgeving: str) -> int:
        """Run all that is due at this moment and what comes of it, messages out included; gives how many items ran.

        What others bring in meanwhile it leaves to the running agenda.
        """
        with self._alleen(omgeving):
            aantal = self._spring_af(omgeving)
            with self._outbox.omvang(omgeving) as omvang:
                while not self._stop.is_set():
                    gevolgd = omvang.gevolgd
                    verstuurd = self._outbox.leeg(omgeving, omvang)
                    gedaan = 0
                    while not self._stop.is_set() and self._een(omgeving, omvang=omvang):
                        gedaan += 1
                    aantal += gedaan
                    if not verstuurd and not gedaan and gevolgd == omvang.gevolgd:
                        break
        return aantal

    @contextlib.contextmanager
    def _alleen(self, omgeving: str) -> Iterator[None]:
        """Be the only one, of all threads and processes, that runs items of this omgeving."""
        try:
            with self._beurt(omgeving):
                while True:
                    with self._store.zijspoor.als_enige(f"agenda/{omgeving}") as wij:
                        if wij:
                            yield
                            return
                    if self._stop.wait(0.05):
                        raise StoreDicht("de agenda is gestopt")
        finally:
            self._store.werk.meld(omgeving)  # the loops passed over it meanwhile
            self._store.post.meld(omgeving)

    def _beurt(self, omgeving: str) -> Beurt:
        with self._beurtenslot:
            return self._beurten.setdefault(omgeving, Beurt())

    def _spring_af(self, omgeving: str) -> int:
        """Go on with the jump that is under way, if there is one, until the clock is where it must be."""
        if self._doel(omgeving) is None:
            return 0
        aantal = 0
        with self._outbox.omvang(omgeving) as omvang:
            while not self._stop.is_set() and (doel := self._doel(omgeving)) is not None:
                verstuurd = self._outbox.leeg(omgeving, omvang)
                if self._een(omgeving, doel, omvang):
                    aantal += 1
                elif not verstuurd:
                    self._land(omgeving, doel, omvang)
        return aantal

    def _doel(self, omgeving: str) -> datetime | None:
        with self._store.lees(omgeving) as lezing:
            return lezing.stand.doel

    def _land(self, omgeving: str, doel: datetime, omvang: Omvang) -> None:
        with self._store.schrijf(omgeving) as tx:
            gevolgd = omvang.gevolgd
            if tx.stand.doel == doel and omvang.item(tx, gevolgd, doel) is None:
                moment = max(doel, tx.stand.virtueel)
                tx.zet_klok(clock.Stand(moment, clock.echt_nu(), tx.stand.snelheid, None))

    def _een(self, omgeving: str, tot: datetime | None = None, omvang: Omvang | None = None) -> bool:
        """Run the first item that is due (with `tot`: that falls due until then); whether there was one.

        omvang: of those that count for it only.
        """
        gevolgd = 0 if omvang is None else omvang.gevolgd
        with self._store.lees(omgeving) as lezing:
            grens = tot or lezing.nu
            item = _eerste(lezing, grens) if omvang is None else omvang.item(lezing, gevolgd, grens)
        if item is None:
            return False
        if lezing.stand.doel is not None and item.op > lezing.stand.virtueel:
            self._zet_op(omgeving, item)
        try:
            taak = self._taak(item.soort)
            tx = self._voer_uit(omgeving, item, taak, self._bereid_voor(omgeving, item, taak))
        except StoreDicht:
            raise
        except Exception as fout:  # a fault of one item must not stop the agenda; it becomes an event
            if opslag.gebrek(fout) is not None:
                raise  # the storage does not work, and that is no fault of the item
            _log.exception("agenda-item mislukt: %s", item.soort)
            tx = self._leg_weg(omgeving, item, fout)
        if omvang is not None:
            omvang.volg(tx)
        return True

    def _taak(self, soort: str) -> Taak:
        if soort not in self._taken:
            raise LookupError(f"geen taak met de naam {soort}")
        return self._taken[soort]

    def _zet_op(self, omgeving: str, item: Row[Any]) -> None:
        """In a jump: let everybody see the item's moment before it runs."""
        with self._store.schrijf(omgeving) as tx:
            if tx.wereld == item.wereld and tx.stand.doel is not None and item.op > tx.stand.virtueel:
                tx.zet_klok(clock.Stand(item.op, tx.stand.echt, tx.stand.snelheid, tx.stand.doel))

    def _bereid_voor(self, omgeving: str, item: Row[Any], taak: Taak) -> Any:
        if taak.voorbereiden is None:
            return None
        with self._store.lees(omgeving) as lezing:
            if lezing.wereld != item.wereld:
                return None
            return taak.voorbereiden(replace(lezing, nu=item.op), item.gegevens)

    def _voer_uit(self, omgeving: str, item: Row[Any], taak: Taak, klaar: Any) -> Tx:
        while True:
            try:
                with self._store.schrijf(omgeving, op=item.op) as tx:
                    if _haal_af(tx, item):
                        taak.uitvoeren(tx, item.gegevens, klaar)
                return tx
            except DBAPIError as fout:
                if not database.opnieuw_proberen(fout):
                    raise

    def _leg_weg(self, omgeving: str, item: Row[Any], fout: Exception) -> Tx:
        """Take an item that failed off the agenda, with an event of it: what fails once would do so for ever."""
        taak = self._taken.get(item.soort)
        bij_fout = None if taak is None else taak.bij_fout
        if bij_fout is not None:
            try:
                return self._meld_fout(omgeving, item, fout, bij_fout)
            except StoreDicht:
                raise
            except Exception as ook:
                if opslag.gebrek(ook) is not None or (isinstance(ook, DBAPIError) and ook.connection_invalidated):
                    raise
                _log.exception("de fout van een agenda-item kon niet worden gemeld: %s", item.soort)
        return self._meld_fout(omgeving, item, fout)

    def _meld_fout(
        self,
        omgeving: str,
        item: Row[Any],
        fout: Exception,
        bij_fout: Callable[[Tx, Mapping[str, Any], Exception], None] | None = None,
    ) -> Tx:
        with self._store.schrijf(omgeving, op=item.op) as tx:
            if _haal_af(tx, item):
                tx.emit(MISLUKT, taak=item.soort, gegevens=item.gegevens, fout=eigen_fout(fout))
                if bij_fout is not None:
                    bij_fout(tx, item.gegevens, fout)
        return tx

    def _loop(self) -> None:
        """See to it that every omgeving has a thread."""
        while not self._stop.is_set():
            gezien = self._store.werk.alle.stand
            try:
                for omgeving in self._store.bekende_omgevingen():
                    loper = self._lopers.get(omgeving)
                    if loper is None or not loper.is_alive():  # it ends with its omgeving, whose name can come back
                        naam = f"agenda-{omgeving}"
                        self._lopers[omgeving] = threading.Thread(
                            target=self._loop_van, args=(omgeving,), name=naam, daemon=True
                        )
                        self._lopers[omgeving].start()
            except StoreDicht:
                return
            except Exception as fout:
                if self._store.opslag.meld(fout) is None:
                    _log.exception("agenda hapert")
                self._stop.wait(1.0)
                continue
            if not self._stop.is_set():
                self._store.werk.alle.wacht(gezien, self._store.kijktijd)

    def _loop_van(self, omgeving: str) -> None:
        werk = self._store.werk.van(omgeving)
        while not self._stop.is_set():
            gezien = werk.stand
            try:
                wachten = self._ronde(omgeving)
            except StoreDicht:
                return
            except OmgevingOnbekend:
                self._lopers.pop(omgeving, None)
                self._store.werk.alle.meld()  # when the name has come back already, it needs a thread
                return
            except Exception as fout:  # such as a full disk: look again, the item is still there
                if self._store.opslag.meld(fout) is None:
                    _log.exception("agenda hapert: %s", omgeving)
                self._stop.wait(1.0)
                continue
            grenzen = [s for s in (wachten, self._store.kijktijd) if s is not None]
            if not self._stop.is_set():
                werk.wacht(gezien, min(grenzen, default=None))

    def _ronde(self, omgeving: str) -> float | None:
        """Run what is due; gives how many seconds until the next, None when the clock does not come there by itself."""
        beurt = self._beurt(omgeving)
        if not beurt.neem(0):
            return None  # a jump is under way
        try:
            with self._store.zijspoor.als_enige(f"agenda/{omgeving}") as wij:
                if not wij:
                    return self._store.geduld
                self._spring_af(omgeving)
                while not self._stop.is_set() and self._een(omgeving):
                    if beurt.gewild:
                        return None  # a jump waits; after it there is a signal
                with self._store.lees(omgeving) as lezing:
                    item = _eerste(lezing, None)
                    wachten = None if item is None else lezing.stand.wachttijd(item.op, clock.echt_nu())
                    return None if wachten is None else wachten.total_seconds()
        finally:
            beurt.geef()


def _eerste(lezing: Lezing, tot: datetime | None) -> Row[Any] | None:
    tabel = tables.agenda
    voorwaarden = () if tot is None else (tabel.c.op <= tot,)
    rijen = lezing.rijen(tabel, *voorwaarden, volgorde=(tabel.c.op, tabel.c.nummer), limiet=1)
    return rijen[0] if rijen else None


def _haal_af(tx: Tx, item: Row[Any]) -> bool:
    """Take the item off the agenda; False when it is gone: done by another process, or its world was replaced."""
    return tx.wereld == item.wereld and tx.verwijder(tables.agenda, tables.agenda.c.nummer == item.nummer) > 0
