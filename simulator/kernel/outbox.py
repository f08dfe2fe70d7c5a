"""What leaves the process: kept in the store first, sent at least once, every attempt under the same id.

States: wacht -> verstuurd | mislukt. Between attempts the virtual clock runs; what wakes a retry stands on the agenda.
During a jump the messages of an omgeving are sent one by one in the jump, so that the jump knows when they are gone.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from simulator.kernel import clock, tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.store import Lezing, OmgevingOnbekend, Store, StoreDicht, Tx, Wereld

OPNIEUW = "kernel.uitgaand.opnieuw"
MISLUKT = "kernel.taak.mislukt"
_ZENDERS = 4
_VOORUIT = 8
"""How many messages are made ready before somebody can send them, and how many outcomes are kept at once."""
_EVEN = 0.05
_GREEP = 256
"""How many waiting messages are read at once; the next ones when few of them are left."""
_LAAG = 32
_T = TypeVar("_T")
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
    kept, at every attempt, from the world as it is then (`Wereld` is for what zend reads itself, later); it may raise
    Zendfout too. Any other error than Zendfout is a
    fault of the simulator: the message is mislukt, and there is an event of it.
    """

    zend: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
    klaar: Callable[[Tx, Mapping[str, Any], Mapping[str, Any]], None]
    mislukt: Callable[[Tx, Mapping[str, Any], str], None]
    wachttijden: tuple[timedelta, ...] = ()
    opnieuw: Callable[[Tx, Mapping[str, Any], str], None] | None = None
    voorbereiden: Callable[[Lezing, Wereld, Mapping[str, Any]], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class _Zending:
    """A message on its way, with what its verzender gets of it."""

    omgeving: str
    rij: Row[Any]
    gegevens: Mapping[str, Any]


@dataclass(frozen=True)
class _Afloop:
    """What came of an attempt: `uitkomst`, or `fout`: a Zendfout, or a fault of the simulator."""

    omgeving: str
    rij: Row[Any]
    uitkomst: Mapping[str, Any] = field(default_factory=dict)
    fout: Exception | None = None


class Outbox:
    """Sends what waits, for every omgeving of a store.

        _loop -> _voorbereider -> _zender (a few) -> _afmelder

    Only the sending goes side by side. The rest is work for the store, which one thread at a time does soonest, several
    messages in a transaction. Of the processes that share a database one sends for an omgeving at a time, for as long
    as it has messages under way.
    """

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
        self._beurten: dict[str, ExitStack] = {}
        self._wachtrij: SimpleQueue[tuple[str, Row[Any]] | None] = SimpleQueue()
        self._vooruit = threading.Semaphore(_VOORUIT)
        self._gereed: SimpleQueue[_Zending | None] = SimpleQueue()
        self._afgelopen: SimpleQueue[_Afloop | None] = SimpleQueue()
        self._draden = [
            threading.Thread(target=self._loop, name="outbox", daemon=True),
            threading.Thread(target=self._voorbereider, name="voorbereider", daemon=True),
            *(threading.Thread(target=self._zender, name=f"zender-{n}", daemon=True) for n in range(_ZENDERS)),
        ]
        self._laatste = threading.Thread(target=self._afmelder, name="afmelder", daemon=True)

    def start(self) -> None:
        """Send what a crash left, then whatever comes."""
        for draad in (*self._draden, self._laatste):
            draad.start()

    def stop(self, seconden: float = 0.3) -> None:
        """Finish the attempts under way; after so many seconds they are left: what waits stays in the store."""
        einde = clock.stopwatch() + seconden
        self._stop.set()
        self._store.post.meld()
        with self._klaar:
            self._klaar.notify_all()
        self._wachtrij.put(None)
        self._vooruit.release()
        for _ in range(_ZENDERS):
            self._gereed.put(None)
        for draad in (*self._draden, self._laatste):
            if draad is self._laatste:  # what the others still brought goes before this
                self._afgelopen.put(None)
            if draad.is_alive():
                draad.join(max(0.0, einde - clock.stopwatch()))

    def leeg(self, omgeving: str) -> int:
        """Send, here and now, all that waits at this moment, and wait for the attempts that are under way already.

        Gives how many attempts there were. Raises OmgevingOnbekend.
        """
        aantal = 0
        while not self._stop.is_set():
            with self._store.zijspoor.als_enige(_slot(omgeving)) as wij:
                rijen = self._stuur_alles(omgeving) if wij else []
            if not wij:
                self._stop.wait(_EVEN)  # another process is sending
                continue
            onderweg = self._wacht_op_lopende(omgeving)
            aantal += len(rijen) + onderweg
            if not rijen and not onderweg:
                break
        return aantal

    def _stuur_alles(self, omgeving: str) -> list[Row[Any]]:
        """Send what waits and nobody is sending, one by one; gives what that was."""
        with self._store.lees(omgeving) as lezing:
            rijen = self._neem(lezing)
        for rij in rijen:
            try:
                self._nu(omgeving, rij)
            finally:
                self._geef_vrij(omgeving, rij)
        return rijen

    def _nu(self, omgeving: str, rij: Row[Any]) -> None:
        if self._stop.is_set():
            return
        with suppress(StoreDicht, OmgevingOnbekend):  # it waits in the store for the next start, or went
            with self._store.lees(omgeving) as lezing:
                gereed = self._maak_gereed(lezing, rij)
            if gereed is not None:
                self._meld_af(omgeving, [gereed if isinstance(gereed, _Afloop) else self._zend(gereed)])

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

    def _geef_vrij(self, omgeving: str, *rijen: Row[Any]) -> None:
        with self._klaar:
            bezig = self._bezig[omgeving]
            bezig -= {(rij.wereld, rij.nummer) for rij in rijen}
            kijk = omgeving in self._vol and len(bezig) <= _LAAG
            if kijk:
                self._vol.discard(omgeving)
            if not bezig:
                kijk |= self._store.geduld is not None  # to give the turn to other processes
                self._klaar.notify_all()
        if kijk:
            self._store.post.meld(omgeving)

    def _voorbereider(self) -> None:
        """Make messages ready as they leave, so that what is set up counts until just before."""
        while (eerste := self._wachtrij.get()) is not None:
            self._vooruit.acquire()
            greep = [eerste]
            while self._vooruit.acquire(blocking=False):
                if (meer := _meer(self._wachtrij)) is None:
                    self._vooruit.release()
                    break
                greep.append(meer)
            for omgeving, rijen in _per_omgeving(greep).items():
                self._bereid_voor(omgeving, rijen)

    def _bereid_voor(self, omgeving: str, rijen: list[Row[Any]]) -> None:
        gereed: list[_Zending | _Afloop | None] = [None] * len(rijen)
        try:
            if not self._stop.is_set():
                with self._store.lees(omgeving) as lezing:
                    gereed = [self._maak_gereed(lezing, rij) for rij in rijen]
        except (StoreDicht, OmgevingOnbekend):
            pass  # it waits in the store for the next start, or went with its omgeving
        except Exception:  # such as a database that is away; the messages still wait
            _log.exception("versturen hapert: %s", omgeving)
        for rij, een in zip(rijen, gereed, strict=True):
            if isinstance(een, _Zending):
                self._gereed.put(een)
                continue
            self._vooruit.release()
            if een is None:
                self._geef_vrij(omgeving, rij)
            else:
                self._afgelopen.put(een)

    def _maak_gereed(self, lezing: Lezing, rij: Row[Any]) -> _Zending | _Afloop | None:
        """A message with what its verzender wants of the world; None when the attempt was made already, in the moment
        between reading the row and taking it.
        """
        nu = lezing.met(tables.uitgaand, nummer=rij.nummer) if lezing.wereld == rij.wereld else None
        if nu is None or nu.status != "wacht" or nu.pogingen != rij.pogingen:
            return None
        try:
            maak = self._verzenders[rij.soort].voorbereiden
            gegevens = rij.gegevens
            if maak is not None:
                gegevens = maak(lezing, Wereld(self._store, lezing.omgeving), gegevens)
        except DBAPIError:
            raise
        except Exception as fout:
            return _Afloop(lezing.omgeving, rij, fout=fout)
        return _Zending(lezing.omgeving, rij, gegevens)

    def _zender(self) -> None:
        while (zending := self._gereed.get()) is not None:
            self._vooruit.release()
            if self._stop.is_set():
                self._geef_vrij(zending.omgeving, zending.rij)
            else:
                self._afgelopen.put(self._zend(zending))

    def _zend(self, zending: _Zending) -> _Afloop:
        rij = zending.rij
        try:
            uitkomst = self._verzenders[rij.soort].zend(zending.gegevens, rij.bericht_id)
        except Exception as fout:
            return _Afloop(zending.omgeving, rij, fout=fout)
        return _Afloop(zending.omgeving, rij, uitkomst)

    def _afmelder(self) -> None:
        while (eerste := self._afgelopen.get()) is not None:
            greep = [eerste]
            while len(greep) < _VOORUIT and (meer := _meer(self._afgelopen)) is not None:
                greep.append(meer)
            for omgeving, aflopen in _per_omgeving([(afloop.omgeving, afloop) for afloop in greep]).items():
                try:
                    self._meld_af(omgeving, aflopen)
                except (StoreDicht, OmgevingOnbekend):
                    pass  # it waits in the store for the next start, or went with its omgeving
                except Exception:  # such as a full disk; the messages still wait
                    _log.exception("uitkomst niet bewaard: %s", omgeving)
                finally:
                    self._geef_vrij(omgeving, *(afloop.rij for afloop in aflopen))

    def _meld_af(self, omgeving: str, aflopen: list[_Afloop]) -> None:
        """Keep what came of attempts, all in one transaction; when that fails, one by one."""
        try:
            with self._store.schrijf(omgeving) as tx:
                van_nu = [afloop for afloop in aflopen if afloop.rij.wereld == tx.wereld]
                for afloop in van_nu:
                    _werk_bij(tx, self._verzenders.get(afloop.rij.soort), afloop)
                # Before the commit: who hears of what came of it finds the message in the journal.
                self._schrijf_in(tx, aflopen)
        except (StoreDicht, OmgevingOnbekend):
            raise
        except Exception as fout_van_ons:  # a fault in one message must not stop the others
            if len(aflopen) > 1:
                for afloop in aflopen:
                    self._meld_af(omgeving, [afloop])
                return
            (afloop,) = aflopen
            with self._store.schrijf(omgeving) as tx:
                if tx.wereld == afloop.rij.wereld:
                    _leg_weg(tx, afloop.rij, fout_van_ons)

    def _schrijf_in(self, tx: Tx, aflopen: list[_Afloop]) -> None:
        if self._noteer is None:
            return
        for afloop in aflopen:
            fout = afloop.fout
            journaal = (fout.journaal if isinstance(fout, Zendfout) else afloop.uitkomst.get("journaal")) or []
            for velden in [journaal] if isinstance(journaal, Mapping) else journaal:
                self._noteer(Inschrijving(omgeving=tx.omgeving, op=tx.nu, richting="uit", **velden))

    def _loop(self) -> None:
        while not self._stop.is_set():
            gezien = self._store.post.alle.stand
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
                self._store.post.alle.wacht(gezien, min(grenzen, default=None))

    def _kijk_na(self, omgeving: str) -> float | None:
        """As `_deel_uit`, without looking where nothing can have come since and no time is up."""
        stand, nu = self._store.post.van(omgeving).stand, clock.stopwatch()
        gezien, tot = self._nagekeken.get(omgeving, (-1, None))
        if gezien != stand or self._store.kijktijd is not None or (tot is not None and tot <= nu):
            wachten = self._deel_uit(omgeving)
            tot = None if wachten is None else nu + wachten
            self._nagekeken[omgeving] = stand, tot
        return None if tot is None else max(0.0, tot - nu)

    def _deel_uit(self, omgeving: str) -> float | None:
        """Let what waits go; gives in how many seconds there is more, None when nothing is known of."""
        if omgeving in self._vol:
            return None  # who sends the last of them says so
        if not self._neem_beurt(omgeving):
            return self._store.geduld  # the process that has it may die
        try:
            with self._store.lees(omgeving) as lezing:
                rijen = self._neem(lezing) if lezing.stand.doel is None else []  # a jump sends them itself
                for rij in rijen:
                    self._wachtrij.put((omgeving, rij))
                if rijen or lezing.stand.doel is not None:
                    return None
                tabel = tables.uitgaand
                later = (tabel.c.status == "wacht", tabel.c.volgende > lezing.nu)
                volgende = lezing.rijen(tabel, *later, volgorde=(tabel.c.volgende,), limiet=1)
                wachttijd = lezing.stand.wachttijd(volgende[0].volgende, clock.echt_nu()) if volgende else None
                return None if wachttijd is None else wachttijd.total_seconds()
        except OmgevingOnbekend:
            return None
        finally:
            self._geef_beurt(omgeving)

    def _neem_beurt(self, omgeving: str) -> bool:
        """Whether this process is the one that sends for this omgeving, until `_geef_beurt`."""
        if omgeving not in self._beurten:
            with ExitStack() as beurt:
                if not beurt.enter_context(self._store.zijspoor.als_enige(_slot(omgeving))):
                    return False
                self._beurten[omgeving] = beurt.pop_all()
        return True

    def _geef_beurt(self, omgeving: str) -> None:
        """Let another process send, when nothing is under way here."""
        with self._klaar:
            bezig = bool(self._bezig.get(omgeving))
        if not bezig:
            self._beurten.pop(omgeving).close()


def _slot(omgeving: str) -> str:
    return f"uitgaand/{omgeving}"


def _meer(rij: "SimpleQueue[_T | None]") -> "_T | None":
    """What else is in a queue now; the end of it stays in."""
    try:
        een = rij.get_nowait()
    except Empty:
        return None
    if een is None:
        rij.put(None)
    return een


def _per_omgeving(paren: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    uit: dict[str, list[_T]] = {}
    for omgeving, een in paren:
        uit.setdefault(omgeving, []).append(een)
    return uit


def _werk_bij(tx: Tx, verzender: Verzender | None, afloop: _Afloop) -> None:
    rij, fout = afloop.rij, afloop.fout
    pogingen = rij.pogingen + 1
    if verzender is None or not isinstance(fout, Zendfout | None):
        _log.error("versturen mislukt: %s", rij.soort, exc_info=fout)
        _leg_weg(tx, rij, fout or LookupError(rij.soort))
    elif fout is None:
        _zet(tx, rij, status="verstuurd", pogingen=pogingen, fout="")
        verzender.klaar(tx, rij.gegevens, afloop.uitkomst)
    elif fout.opnieuw and pogingen <= len(verzender.wachttijden):
        volgende = tx.nu + verzender.wachttijden[pogingen - 1]
        _zet(tx, rij, pogingen=pogingen, fout=fout.reden, volgende=volgende)
        if verzender.opnieuw is not None:
            verzender.opnieuw(tx, rij.gegevens, fout.reden)
        tx.plan(volgende, OPNIEUW)
        tx.post = True
    else:
        _zet(tx, rij, status="mislukt", pogingen=pogingen, fout=fout.reden)
        verzender.mislukt(tx, rij.gegevens, fout.reden)


def _leg_weg(tx: Tx, rij: Row[Any], fout: Exception) -> None:
    """A fault of ours ends a message."""
    reden = f"{type(fout).__name__}: {fout}"
    _zet(tx, rij, status="mislukt", pogingen=rij.pogingen + 1, fout=reden)
    tx.emit(MISLUKT, taak=rij.soort, gegevens=rij.gegevens, fout=reden)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    tx.wijzig_met(tables.uitgaand, {"nummer": rij.nummer}, **waarden)
