"""What falls due later in virtual time, run in order, one item at a time within an omgeving.

An item's changes, events and new items commit in one transaction together with its going off the agenda, so a crash at
any moment leaves either all of it or none. Heavy work that needs no lock goes in `voorbereiden`.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row

from simulator.kernel import clock, tables
from simulator.kernel.outbox import Outbox
from simulator.kernel.store import Lezing, OmgevingOnbekend, Store, Tx

MISLUKT = "kernel.taak.mislukt"
_log = structlog.get_logger("agenda")


class KlokTerug(ValueError):
    """A jump goes forward only."""


@dataclass(frozen=True)
class Taak:
    """What is done when an item falls due.

    uitvoeren gets the transaction, the item's data and what voorbereiden made; voorbereiden reads, outside any lock.
    """

    uitvoeren: Callable[[Tx, Mapping[str, Any], Any], None]
    voorbereiden: Callable[[Lezing, Mapping[str, Any]], Any] | None = None


class Agenda:
    """Runs the agenda of every omgeving of a store, in a thread of its own."""

    def __init__(self, store: Store, taken: Mapping[str, Taak], outbox: Outbox) -> None:
        self._store = store
        self._taken = taken
        self._outbox = outbox
        self._sloten: dict[str, threading.RLock] = defaultdict(threading.RLock)
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._loop, name="agenda", daemon=True)

    def start(self) -> None:
        """Finish the jumps that a crash broke off, then go on by the clock."""
        self._draad.start()

    def stop(self) -> None:
        """Stop after the item that runs now."""
        self._stop.set()
        self._store.meld_wijziging()
        if self._draad.is_alive():
            self._draad.join()

    def spring(self, omgeving: str, tot: datetime) -> int:
        """Move the clock to a moment and run all that falls due on the way; gives how many items ran.

        Jumps in one omgeving queue. Raises KlokTerug when the moment has passed, OmgevingOnbekend.
        """
        with self._sloten[omgeving]:
            with self._store.schrijf(omgeving) as tx:
                if tot < tx.nu:
                    raise KlokTerug(f"het is al {clock.iso(tx.nu)}")
                stand = tx.stand.gezet(tx.nu, clock.echt_nu())
                tx.zet_klok(clock.Stand(stand.virtueel, stand.echt, stand.snelheid, tot))
            return self._maak_sprong_af(omgeving, tot)

    def tot_rust(self, omgeving: str) -> int:
        """Run all that is due at this moment, messages out included; gives how many items ran."""
        aantal = 0
        with self._sloten[omgeving]:
            while True:
                verstuurd = self._outbox.leeg(omgeving)
                gedaan = 0
                while self._een(omgeving):
                    gedaan += 1
                aantal += gedaan
                if not verstuurd and not gedaan:
                    return aantal

    def _maak_sprong_af(self, omgeving: str, tot: datetime) -> int:
        aantal = 0
        while not self._stop.is_set():
            self._outbox.leeg(omgeving)
            if self._een(omgeving, tot):
                aantal += 1
            elif not self._outbox.leeg(omgeving):
                break
        if not self._stop.is_set():
            with self._store.schrijf(omgeving) as tx:
                if tx.stand.doel is not None:
                    tx.zet_klok(clock.Stand(tot, clock.echt_nu(), tx.stand.snelheid, None))
        return aantal

    def _een(self, omgeving: str, tot: datetime | None = None) -> bool:
        """Run the first item that is due (with `tot`: that falls due until then); whether there was one."""
        with self._sloten[omgeving]:
            with self._store.lees(omgeving) as lezing:
                item = _eerste(lezing, tot or lezing.nu)
                if item is None:
                    return False
                taak = self._taken.get(item.soort)
                klaar, fout = _bereid_voor(taak, lezing, item)
            if fout is None:
                fout = self._voer_uit(omgeving, item, taak, klaar)
            if fout is not None:
                self._leg_weg(omgeving, item, fout)
            return True

    def _voer_uit(self, omgeving: str, item: Row[Any], taak: Taak | None, klaar: Any) -> Exception | None:
        try:
            with self._store.schrijf(omgeving, op=item.op) as tx:
                if not _haal_af(tx, item):
                    return None
                if taak is not None:
                    taak.uitvoeren(tx, item.gegevens, klaar)
        except Exception as fout:  # a fault of one item must not stop the agenda; it becomes an event
            _log.exception("agenda-item mislukt", soort=item.soort)
            return fout
        return None

    def _leg_weg(self, omgeving: str, item: Row[Any], fout: Exception) -> None:
        with self._store.schrijf(omgeving, op=item.op) as tx:
            if _haal_af(tx, item):
                tx.emit(MISLUKT, taak=item.soort, gegevens=item.gegevens, fout=f"{type(fout).__name__}: {fout}")

    def _loop(self) -> None:
        for omgeving in self._store.omgevingen():
            with self._store.lees(omgeving) as lezing:
                doel = lezing.stand.doel
            if doel is not None:
                with self._sloten[omgeving]:
                    self._maak_sprong_af(omgeving, doel)
        while not self._stop.is_set():
            gezien = self._store.wijzigingen
            wachten = [self._ronde(omgeving) for omgeving in self._store.omgevingen()]
            bekend = [w.total_seconds() for w in wachten if w is not None]
            if not self._stop.is_set():
                self._store.wacht_op_wijziging(gezien, min(bekend, default=None))

    def _ronde(self, omgeving: str) -> timedelta | None:
        """Run what is due; gives how long until the next item, None when the clock does not come there by itself."""
        try:
            while not self._stop.is_set() and self._een(omgeving):
                pass
            with self._store.lees(omgeving) as lezing:
                item = _eerste(lezing, None)
                return None if item is None else lezing.stand.wachttijd(item.op, clock.echt_nu())
        except OmgevingOnbekend:
            return None


def _eerste(lezing: Lezing, tot: datetime | None) -> Row[Any] | None:
    tabel = tables.agenda
    voorwaarden = () if tot is None else (tabel.c.op <= tot,)
    rijen = lezing.rijen(tabel, *voorwaarden, volgorde=(tabel.c.op, tabel.c.nummer), limiet=1)
    return rijen[0] if rijen else None


def _bereid_voor(taak: Taak | None, lezing: Lezing, item: Row[Any]) -> tuple[Any, Exception | None]:
    if taak is None or taak.voorbereiden is None:
        return None, None
    try:
        return taak.voorbereiden(lezing, item.gegevens), None
    except Exception as fout:  # as in _voer_uit
        _log.exception("voorbereiding mislukt", soort=item.soort)
        return None, fout


def _haal_af(tx: Tx, item: Row[Any]) -> bool:
    """Take the item off the agenda and, in a jump, set the clock to its moment; False when it is gone (a reset)."""
    if tx.wereld != item.wereld or not tx.verwijder(tables.agenda, tables.agenda.c.nummer == item.nummer):
        return False
    if tx.stand.doel is not None and item.op > tx.stand.virtueel:
        tx.zet_klok(clock.Stand(item.op, tx.stand.echt, tx.stand.snelheid, tx.stand.doel))
    return True
