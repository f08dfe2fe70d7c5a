"""What leaves the process: kept in the store first, sent at least once, every attempt under the same id.

States: wacht -> verstuurd | mislukt. Between attempts the virtual clock runs; what wakes a retry stands on the agenda.
During a jump the messages of an omgeving are sent one by one in the jump, so that the jump knows when they are gone.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Row

from simulator.kernel import clock, tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.store import Lezing, OmgevingOnbekend, Store, StoreDicht, Tx, Wereld

OPNIEUW = "kernel.uitgaand.opnieuw"
MISLUKT = "kernel.taak.mislukt"
_ZENDERS = 4
_GREEP = 256
"""How many waiting messages are read at once; the next ones when few of them are left."""
_LAAG = 32
_log = logging.getLogger("dso-sim.outbox")
Journaal = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Zendfout(Exception):
    """An attempt failed; `opnieuw` tells whether another could do better; journaal: as in the result of `zend`."""

    def __init__(self, reden: str, *, opnieuw: bool = True, journaal: Journaal | None = None) -> None:
        super().__init__(reden)
        self.reden = reden
        self.opnieuw = opnieuw
        self.journaal = journaal


@dataclass(frozen=True)
class Verzender:
    """How one kind of message is sent.

    zend does the sending, outside any transaction, and gives its result (plain data) or raises Zendfout; klaar and
    mislukt put the outcome in the store. A result with `journaal` (fields of Inschrijving, or a list of them) is
    entered as messages out, after what `klaar` made of it; wachttijden: how long after each failed attempt the next one
    comes, and before it comes `opnieuw` hears the reason. voorbereiden: makes what zend gets of the data that were
    kept, at every attempt, from the world as it is then; it may raise Zendfout too. Any other error than Zendfout is a
    fault of the simulator: the message is mislukt, and there is an event of it.
    """

    zend: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
    klaar: Callable[[Tx, Mapping[str, Any], Mapping[str, Any]], None]
    mislukt: Callable[[Tx, Mapping[str, Any], str], None]
    wachttijden: tuple[timedelta, ...] = ()
    opnieuw: Callable[[Tx, Mapping[str, Any], str], None] | None = None
    voorbereiden: Callable[[Wereld, Mapping[str, Any]], Mapping[str, Any]] | None = None


class Outbox:
    """Sends what waits, for every omgeving of a store, in a few threads."""

    def __init__(
        self, store: Store, verzenders: Mapping[str, Verzender], noteer: Callable[[Inschrijving], None] | None = None
    ) -> None:
        self._store = store
        self._noteer = noteer
        self._verzenders = verzenders
        self._bezig: dict[str, set[tuple[int, int]]] = {}
        self._vol: set[str] = set()
        self._klaar = threading.Condition()
        self._stop = threading.Event()
        self._nagekeken: dict[str, tuple[int, float | None]] = {}
        self._rij: SimpleQueue[tuple[str, Row[Any]] | None] = SimpleQueue()
        self._draden = [
            threading.Thread(target=self._loop, name="outbox", daemon=True),
            *(threading.Thread(target=self._zender, name=f"zender-{n}", daemon=True) for n in range(_ZENDERS)),
        ]

    def start(self) -> None:
        """Send what a crash left, then whatever comes."""
        for draad in self._draden:
            draad.start()

    def stop(self, seconden: float = 0.3) -> None:
        """Finish the attempts under way; after so many seconds they are left: what waits stays in the store."""
        einde = clock.stopwatch() + seconden
        self._stop.set()
        self._store.werk.meld()
        with self._klaar:
            self._klaar.notify_all()
        for _ in range(_ZENDERS):
            self._rij.put(None)
        for draad in self._draden:
            if draad.is_alive():
                draad.join(max(0.0, einde - clock.stopwatch()))

    def leeg(self, omgeving: str) -> int:
        """Send, here and now, all that waits at this moment, and wait for the attempts that are under way already.

        Gives how many attempts there were. Raises OmgevingOnbekend.
        """
        aantal = 0
        while not self._stop.is_set():
            with self._store.lees(omgeving) as lezing:
                rijen = self._neem(lezing)
            gedaan = [self._poging(omgeving, rij) for rij in rijen]
            if rijen and not any(gedaan):
                self._stop.wait(0.05)  # another process is sending them
            onderweg = self._wacht_op_lopende(omgeving)
            aantal += len(rijen) + onderweg
            if not rijen and not onderweg:
                break
        return aantal

    def _wacht_op_lopende(self, omgeving: str) -> int:
        with self._klaar:
            aantal = len(self._bezig.get(omgeving, ()))
            self._klaar.wait_for(lambda: self._stop.is_set() or not self._bezig.get(omgeving))
            return aantal

    def _neem(self, lezing: Lezing) -> list[Row[Any]]:
        """The next _GREEP messages whose turn it is and that nobody is sending; from now on the caller is."""
        tabel = tables.uitgaand
        with self._klaar:
            limiet = _GREEP + len(self._bezig.get(lezing.omgeving, ()))
        beurt = (tabel.c.status == "wacht", tabel.c.volgende <= lezing.nu)
        rijen = lezing.rijen(tabel, *beurt, volgorde=(tabel.c.volgende, tabel.c.nummer), limiet=limiet)
        with self._klaar:
            bezig = self._bezig.setdefault(lezing.omgeving, set())
            vrij = [rij for rij in rijen if (rij.wereld, rij.nummer) not in bezig][:_GREEP]
            bezig |= {(rij.wereld, rij.nummer) for rij in vrij}
            if len(bezig) >= _GREEP:
                self._vol.add(lezing.omgeving)
        return vrij

    def _poging(self, omgeving: str, rij: Row[Any]) -> bool:
        """Send a message that `_neem` gave; whether it was tried."""
        try:
            with self._store.zijspoor.als_enige(f"uitgaand/{rij.wereld}/{rij.nummer}") as wij:
                if wij and not self._stop.is_set() and self._wacht_nog(omgeving, rij):
                    self._verstuur(omgeving, rij)
                    return True
        except (StoreDicht, OmgevingOnbekend):
            pass  # it waits in the store for the next start, or went with its omgeving
        finally:
            self._geef_vrij(omgeving, rij)
        return False

    def _geef_vrij(self, omgeving: str, rij: Row[Any]) -> None:
        with self._klaar:
            bezig = self._bezig[omgeving]
            bezig.discard((rij.wereld, rij.nummer))
            meer = omgeving in self._vol and len(bezig) <= _LAAG
            if meer:
                self._vol.discard(omgeving)
            self._klaar.notify_all()
        if meer:
            self._store.werk.meld()

    def _wacht_nog(self, omgeving: str, rij: Row[Any]) -> bool:
        """Whether this attempt was not made in the moment between reading the row and taking it."""
        with self._store.lees(omgeving) as lezing:
            nu = lezing.met(tables.uitgaand, nummer=rij.nummer)
        return lezing.wereld == rij.wereld and nu is not None and nu.status == "wacht" and nu.pogingen == rij.pogingen

    def _verstuur(self, omgeving: str, rij: Row[Any]) -> None:
        try:
            verzender = self._verzenders[rij.soort]
            try:
                maak = verzender.voorbereiden
                gegevens = rij.gegevens if maak is None else maak(Wereld(self._store, omgeving), rij.gegevens)
                uitkomst, fout = verzender.zend(gegevens, rij.bericht_id), None
            except Zendfout as gevangen:
                uitkomst, fout = {}, gevangen
            with self._store.schrijf(omgeving) as tx:
                if tx.wereld == rij.wereld:
                    _werk_bij(tx, verzender, rij, uitkomst, fout)
                # Before the commit: who hears of what came of it finds the message in the journal.
                journaal = (uitkomst.get("journaal") if fout is None else fout.journaal) or []
                for velden in [journaal] if isinstance(journaal, Mapping) else journaal:
                    if self._noteer is not None:
                        self._noteer(Inschrijving(omgeving=omgeving, op=tx.nu, richting="uit", **velden))
        except (StoreDicht, OmgevingOnbekend):
            raise
        except Exception as fout_van_ons:  # a fault in one message must not stop the others
            _log.exception("versturen mislukt: %s", rij.soort)
            with self._store.schrijf(omgeving) as tx:
                if tx.wereld == rij.wereld:
                    reden = f"{type(fout_van_ons).__name__}: {fout_van_ons}"
                    _zet(tx, rij, status="mislukt", pogingen=rij.pogingen + 1, fout=reden)
                    tx.emit(MISLUKT, taak=rij.soort, gegevens=rij.gegevens, fout=reden)

    def _zender(self) -> None:
        while (taak := self._rij.get()) is not None:
            try:
                self._poging(*taak)
            except Exception:  # such as a full disk; the message still waits
                _log.exception("versturen hapert: %s", taak[1].soort)

    def _loop(self) -> None:
        while not self._stop.is_set():
            gezien = self._store.werk.alle.stand
            try:
                wachten = [self._kijk_na(omgeving) for omgeving in self._store.omgevingen()]
            except StoreDicht:
                return
            except Exception:
                _log.exception("outbox hapert")
                self._stop.wait(1.0)
                continue
            if not self._stop.is_set():
                grenzen = [w for w in (*wachten, self._store.kijktijd) if w is not None]
                self._store.werk.alle.wacht(gezien, min(grenzen, default=None))

    def _kijk_na(self, omgeving: str) -> float | None:
        """As `_deel_uit`, without looking where nothing can have come since and no time is up."""
        stand, nu = self._store.werk.van(omgeving).stand, clock.stopwatch()
        gezien, tot = self._nagekeken.get(omgeving, (-1, None))
        if gezien != stand or self._store.kijktijd is not None or (tot is not None and tot <= nu):
            wachten = self._deel_uit(omgeving)
            tot = None if wachten is None else nu + wachten
            self._nagekeken[omgeving] = stand, tot
        return None if tot is None else max(0.0, tot - nu)

    def _deel_uit(self, omgeving: str) -> float | None:
        """Give the senders what waits; gives in how many seconds there is more, None when nothing is known of."""
        if omgeving in self._vol:
            return None  # who sends the last of them says so
        try:
            with self._store.lees(omgeving) as lezing:
                if lezing.stand.doel is not None:
                    return None
                rijen = self._neem(lezing)
                for rij in rijen:
                    self._rij.put((omgeving, rij))
                if rijen and self._store.geduld is not None:
                    return self._store.geduld  # another process may have one, and die with it
                tabel = tables.uitgaand
                later = (tabel.c.status == "wacht", tabel.c.volgende > lezing.nu)
                volgende = lezing.rijen(tabel, *later, volgorde=(tabel.c.volgende,), limiet=1)
                wachttijd = lezing.stand.wachttijd(volgende[0].volgende, clock.echt_nu()) if volgende else None
                return None if wachttijd is None else wachttijd.total_seconds()
        except OmgevingOnbekend:
            return None


def _werk_bij(tx: Tx, verzender: Verzender, rij: Row[Any], uitkomst: Mapping[str, Any], fout: Zendfout | None) -> None:
    pogingen = rij.pogingen + 1
    if fout is None:
        _zet(tx, rij, status="verstuurd", pogingen=pogingen, fout="")
        verzender.klaar(tx, rij.gegevens, uitkomst)
    elif fout.opnieuw and pogingen <= len(verzender.wachttijden):
        volgende = tx.nu + verzender.wachttijden[pogingen - 1]
        _zet(tx, rij, pogingen=pogingen, fout=fout.reden, volgende=volgende)
        if verzender.opnieuw is not None:
            verzender.opnieuw(tx, rij.gegevens, fout.reden)
        tx.plan(volgende, OPNIEUW)
    else:
        _zet(tx, rij, status="mislukt", pogingen=pogingen, fout=fout.reden)
        verzender.mislukt(tx, rij.gegevens, fout.reden)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    tx.wijzig_met(tables.uitgaand, {"nummer": rij.nummer}, **waarden)
