"""What leaves the process: kept in the store first, sent at least once, every attempt under the same id.

States: wacht -> verstuurd | mislukt. Between attempts the virtual clock runs; what wakes a retry stands on the agenda.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row

from simulator.kernel import tables
from simulator.kernel.store import OmgevingOnbekend, Store, Tx

OPNIEUW = "kernel.uitgaand.opnieuw"
_log = structlog.get_logger("outbox")


class Zendfout(Exception):
    """An attempt failed; `opnieuw` tells whether another could do better."""

    def __init__(self, reden: str, *, opnieuw: bool = True) -> None:
        super().__init__(reden)
        self.reden = reden
        self.opnieuw = opnieuw


@dataclass(frozen=True)
class Verzender:
    """How one kind of message is sent.

    zend does the sending, outside any transaction, and gives its result (plain data) or raises Zendfout; klaar and
    mislukt put the outcome in the store; wachttijden: how long after each failed attempt the next one comes.
    """

    zend: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
    klaar: Callable[[Tx, Mapping[str, Any], Mapping[str, Any]], None]
    mislukt: Callable[[Tx, Mapping[str, Any], str], None]
    wachttijden: tuple[timedelta, ...] = ()


class Outbox:
    """Sends what waits, for every omgeving of a store, in a few threads."""

    def __init__(self, store: Store, verzenders: Mapping[str, Verzender]) -> None:
        self._store = store
        self._verzenders = verzenders
        self._bezig: set[tuple[int, int]] = set()
        self._slot = threading.Lock()
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._loop, name="outbox", daemon=True)
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="outbox")

    def start(self) -> None:
        """Send what a crash left, then whatever comes."""
        self._draad.start()

    def stop(self) -> None:
        """Finish the attempts under way; what waits stays in the store."""
        self._stop.set()
        self._store.meld_wijziging()
        if self._draad.is_alive():
            self._draad.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def leeg(self, omgeving: str) -> int:
        """Send, here and now, all that waits at this moment; gives how many attempts were made."""
        aantal = 0
        while rijen := self._wachtend(omgeving):
            for rij in rijen:
                self._poging(omgeving, rij)
                aantal += 1
        return aantal

    def _wachtend(self, omgeving: str) -> list[Row[Any]]:
        tabel = tables.uitgaand
        with self._store.lees(omgeving) as lezing:
            rijen = lezing.rijen(
                tabel, tabel.c.status == "wacht", tabel.c.volgende <= lezing.nu, volgorde=(tabel.c.nummer,)
            )
        with self._slot:
            vrij = [rij for rij in rijen if (rij.wereld, rij.nummer) not in self._bezig]
            self._bezig |= {(rij.wereld, rij.nummer) for rij in vrij}
        return vrij

    def _poging(self, omgeving: str, rij: Row[Any]) -> None:
        try:
            verzender = self._verzenders[rij.soort]
            try:
                uitkomst, fout = verzender.zend(rij.gegevens, rij.bericht_id), None
            except Zendfout as gevangen:
                uitkomst, fout = {}, gevangen
            with self._store.schrijf(omgeving) as tx:
                if tx.wereld == rij.wereld:
                    _werk_bij(tx, verzender, rij, uitkomst, fout)
        except Exception:  # a fault in one message must not stop the others
            _log.exception("versturen mislukt", soort=rij.soort)
            with self._store.schrijf(omgeving) as tx:
                if tx.wereld == rij.wereld:
                    _zet(tx, rij, status="mislukt", fout="interne fout")
        finally:
            with self._slot:
                self._bezig.discard((rij.wereld, rij.nummer))

    def _loop(self) -> None:
        while not self._stop.is_set():
            gezien = self._store.wijzigingen
            for omgeving in self._store.omgevingen():
                try:
                    for rij in self._wachtend(omgeving):
                        self._pool.submit(self._poging, omgeving, rij)
                except (OmgevingOnbekend, RuntimeError):
                    continue
            if not self._stop.is_set():
                self._store.wacht_op_wijziging(gezien, None)


def _werk_bij(tx: Tx, verzender: Verzender, rij: Row[Any], uitkomst: Mapping[str, Any], fout: Zendfout | None) -> None:
    pogingen = rij.pogingen + 1
    if fout is None:
        _zet(tx, rij, status="verstuurd", pogingen=pogingen, fout="")
        verzender.klaar(tx, rij.gegevens, uitkomst)
    elif fout.opnieuw and pogingen <= len(verzender.wachttijden):
        volgende = tx.nu + verzender.wachttijden[pogingen - 1]
        _zet(tx, rij, pogingen=pogingen, fout=fout.reden, volgende=volgende)
        tx.plan(volgende, OPNIEUW)
    else:
        _zet(tx, rij, status="mislukt", pogingen=pogingen, fout=fout.reden)
        verzender.mislukt(tx, rij.gegevens, fout.reden)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    tx.wijzig(tables.uitgaand, tables.uitgaand.c.nummer == rij.nummer, **waarden)
