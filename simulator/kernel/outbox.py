"""What leaves the process: kept in the store first, sent at least once, every attempt under the same id.

States: wacht -> verstuurd | mislukt. Between attempts the virtual clock runs; what wakes a retry stands on the agenda.
During a jump the messages of an omgeving are sent one by one in the jump, so that the jump knows when they are gone.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from simulator.kernel import clock, tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.onderweg import Onderweg
from simulator.kernel.redenen import eigen_fout
from simulator.kernel.store import OmgevingOnbekend, Store, StoreDicht, Wereld
from simulator.kernel.transactie import Lezing, Tx

OPNIEUW = "kernel.uitgaand.opnieuw"
MISLUKT = "kernel.taak.mislukt"
_ZENDERS = 4
_VOORUIT = 8
"""How many messages are made ready before somebody sends them, at most."""
_SAMEN = 32
"""How many outcomes are kept at once, at most."""
_EVEN = 0.05
_ADEM = 0.025
"""How soon after it began the same thing is done again, in seconds: what comes in between then goes together."""
_GREEP = 256
"""How many waiting messages are read at once; the next ones when these are on their way."""
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
    Zendfout too. Any other error than Zendfout is a fault of the simulator: the message is mislukt, there is an event
    of it, and `mislukt` hears it.
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

    One thread looks what may go and makes it ready, a few send, and one of these at a time keeps what came of it: only
    the sending goes side by side, for the store is served soonest by few, several messages in a transaction. Of the
    processes that share a database one sends for an omgeving at a time, for as long as it has messages under way.
    """

    def __init__(
        self, store: Store, verzenders: Mapping[str, Verzender], noteer: Callable[[Inschrijving], None]
    ) -> None:
        self._store = store
        self._noteer = noteer
        self._verzenders = verzenders
        self._onderweg = Onderweg(_VOORUIT)
        self._stop = threading.Event()
        self._nagekeken: dict[str, tuple[int, float | None]] = {}
        self._beurten: dict[str, ExitStack] = {}
        self._rijen: dict[str, deque[Row[Any]]] = {}
        self._gereed: SimpleQueue[_Zending | None] = SimpleQueue()
        self._afgelopen: deque[_Afloop] = deque()
        self._afmelden = threading.Lock()
        self._gekeken = self._afgemeld = -_ADEM
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
        self._store.post.meld()
        self._onderweg.stop()
        for _ in range(_ZENDERS):
            self._gereed.put(None)
        for draad in self._draden:
            if draad.is_alive():
                draad.join(max(0.0, einde - clock.stopwatch()))

    def leeg(self, omgeving: str) -> int:
        """Send, here and now, all that waits at this moment, and wait for the attempts that are under way already.

        Gives how many attempts there were. Raises OmgevingOnbekend.
        """
        aantal = 0
        while not self._stop.is_set():
            gedaan = self._onderweg.gedaan(omgeving)
            with self._store.zijspoor.als_enige(_slot(omgeving)) as wij:
                hier = self._stuur_alles(omgeving) if wij else 0
            if not wij:
                self._stop.wait(_EVEN)  # another process is sending
                continue
            hier += self._onderweg.wacht_op(omgeving)
            aantal += hier
            if not hier and gedaan == self._onderweg.gedaan(omgeving):
                break
        return aantal

    def _stuur_alles(self, omgeving: str) -> int:
        """Send what waits and nobody is sending, one by one; gives how many that was."""
        with self._onderweg.kijken(omgeving), self._store.lees(omgeving) as lezing:
            rijen, _ = self._neem(lezing)
        for rij in rijen:
            try:
                if not self._stop.is_set():
                    self._nu(omgeving, rij)
            except (StoreDicht, OmgevingOnbekend):
                pass  # it waits in the store for the next start, or went with its omgeving
            finally:
                self._geef_vrij(omgeving, rij)
        return len(rijen)

    def _nu(self, omgeving: str, rij: Row[Any]) -> None:
        with self._store.lees(omgeving) as lezing:
            gereed = self._maak_gereed(lezing, rij)
        if gereed is not None:
            self._meld_af(omgeving, [gereed if isinstance(gereed, _Afloop) else self._zend(gereed)])

    def _neem(self, lezing: Lezing) -> tuple[list[Row[Any]], bool]:
        """The next _GREEP messages whose turn it is and that nobody is sending; from now on the caller is.

        And whether there may be more: what was sent since the view began still waits in it, and takes up room.
        """
        tabel = tables.uitgaand
        limiet = _GREEP + self._onderweg.aantal(lezing.omgeving)
        beurt = (tabel.c.status == "wacht", tabel.c.volgende <= lezing.nu)
        rijen = lezing.rijen(tabel, *beurt, volgorde=(tabel.c.volgende, tabel.c.nummer), limiet=limiet)
        return self._onderweg.neem(lezing.omgeving, rijen, _GREEP), len(rijen) == limiet

    def _geef_vrij(self, omgeving: str, *rijen: Row[Any]) -> None:
        klaar = self._onderweg.geef_vrij(omgeving, rijen)
        if klaar and self._store.geduld is not None:
            self._store.post.alle.meld()  # to give the turn to other processes

    def _maak_gereed(self, lezing: Lezing, rij: Row[Any]) -> _Zending | _Afloop | None:
        """A message with what its verzender wants of the world; None when its world was replaced."""
        if lezing.wereld != rij.wereld:
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

    def _zend(self, zending: _Zending) -> _Afloop:
        rij = zending.rij
        try:
            uitkomst = self._verzenders[rij.soort].zend(zending.gegevens, rij.bericht_id)
        except Exception as fout:
            return _Afloop(zending.omgeving, rij, fout=fout)
        return _Afloop(zending.omgeving, rij, uitkomst)

    def _zender(self) -> None:
        while (zending := self._gereed.get()) is not None:
            if self._onderweg.begin() and any(list(self._rijen.values())):
                self._store.post.alle.meld()  # there is room for more
            if self._stop.is_set():
                self._geef_vrij(zending.omgeving, zending.rij)
            else:
                self._afgelopen.append(self._zend(zending))
                self._meld_alles_af(adem=True)

    def _meld_alles_af(self, *, adem: bool = False) -> None:
        """Keep what came of attempts, also of those that others bring meanwhile; adem: wait for these a moment."""
        while self._afgelopen and self._afmelden.acquire(blocking=False):
            try:
                if adem:
                    self._afgemeld = self._adem_uit(self._afgemeld)
                greep = [self._afgelopen.popleft() for _ in range(min(len(self._afgelopen), _SAMEN))]
                for omgeving in dict.fromkeys(afloop.omgeving for afloop in greep):
                    aflopen = [afloop for afloop in greep if afloop.omgeving == omgeving]
                    try:
                        self._meld_af(omgeving, aflopen)
                    except (StoreDicht, OmgevingOnbekend):
                        pass  # it waits in the store for the next start, or went with its omgeving
                    except Exception:  # such as a full disk; the messages still wait
                        _log.exception("uitkomst niet bewaard: %s", omgeving)
                    finally:
                        self._geef_vrij(omgeving, *(afloop.rij for afloop in aflopen))
            finally:
                self._afmelden.release()

    def _adem_uit(self, vorige: float) -> float:
        """Wait until the previous time is _ADEM ago; gives what time it is."""
        self._stop.wait(max(0.0, vorige + _ADEM - clock.stopwatch()))
        return clock.stopwatch()

    def _meld_af(self, omgeving: str, aflopen: list[_Afloop]) -> None:
        """Keep what came of attempts, all in one transaction; when that fails, one by one."""
        try:
            with self._store.schrijf(omgeving) as tx:
                for afloop in aflopen:
                    if afloop.rij.wereld == tx.wereld:
                        _werk_bij(tx, self._verzenders.get(afloop.rij.soort), afloop)
                # Before the commit: who hears of what came of it finds the message in the journal.
                for regel in (regel for afloop in aflopen for regel in _inschrijvingen(tx, afloop)):
                    self._noteer(regel)
        except (StoreDicht, OmgevingOnbekend):
            raise
        except Exception as fout:  # a fault in one message must not stop the others
            if len(aflopen) > 1:
                for afloop in aflopen:
                    self._meld_af(omgeving, [afloop])
                return
            _log.exception("uitkomst niet verwerkt: %s", aflopen[0].rij.soort)
            self._leg_weg(omgeving, aflopen[0], fout)

    def _leg_weg(self, omgeving: str, afloop: _Afloop, fout: Exception) -> None:
        """End a message whose outcome could not be kept; who sends it hears so, unless that is what fails."""
        verzender = self._verzenders.get(afloop.rij.soort)
        for wie in (verzender, None):
            try:
                with self._store.schrijf(omgeving) as tx:
                    if afloop.rij.wereld == tx.wereld:
                        _leg_weg(tx, wie, afloop.rij, fout)
                        if wie is not None:  # else it may be the journal that fails
                            for regel in _inschrijvingen(tx, afloop):
                                self._noteer(regel)
                return
            except (StoreDicht, OmgevingOnbekend):
                raise
            except Exception:
                if wie is None:
                    raise
                _log.exception("mislukken niet verwerkt: %s", afloop.rij.soort)

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._gekeken = self._adem_uit(self._gekeken)
            if self._stop.is_set():
                return
            gezien = self._store.post.alle.stand
            try:
                wachten = [self._kijk_na(omgeving) for omgeving in self._store.bekende_omgevingen()]
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
        """As `_deel_uit`, without looking where nothing can have come since, no time is up and nothing can go."""
        stand, nu = self._store.post.van(omgeving).stand, clock.stopwatch()
        gezien, tot = self._nagekeken.get(omgeving, (-1, None))
        op_tijd = tot is not None and tot <= nu
        verder = bool(self._rijen.get(omgeving)) and self._onderweg.ruimte()
        if gezien != stand or self._store.kijktijd is not None or op_tijd or verder:
            wachten = self._deel_uit(omgeving)
            tot = None if wachten is None else nu + wachten
            self._nagekeken[omgeving] = stand, tot
        else:
            self._geef_beurt(omgeving)
        return None if tot is None else max(0.0, tot - nu)

    def _deel_uit(self, omgeving: str) -> float | None:
        """Let go what may go and for which there is room; gives in how many seconds to look again, None: when told.

        It is made ready as it leaves, so that what is set up counts until just before.
        """
        if not self._neem_beurt(omgeving):
            return self._store.geduld  # the process that has it may die
        rijen = self._rijen.setdefault(omgeving, deque())
        try:
            with self._onderweg.kijken(omgeving), self._store.lees(omgeving) as lezing:
                if not rijen and lezing.stand.doel is not None:
                    return None  # a jump sends by itself
                meer = bool(rijen)  # since these were read others may have come
                if not rijen:
                    genomen, meer = self._neem(lezing)
                    rijen.extend(genomen)
                    if not rijen and not meer:
                        return _tot_de_volgende(lezing)
                while rijen and self._onderweg.ruimte():
                    self._laat_gaan(omgeving, rijen[0], self._maak_gereed(lezing, rijen[0]))
                    rijen.popleft()
                if rijen:
                    return None
                return 0.0 if meer else _tot_de_volgende(lezing)
        except OmgevingOnbekend:
            self._geef_vrij(omgeving, *rijen)
            rijen.clear()
            return None
        finally:
            self._meld_alles_af()
            self._geef_beurt(omgeving)

    def _laat_gaan(self, omgeving: str, rij: Row[Any], gereed: _Zending | _Afloop | None) -> None:
        if gereed is None:
            self._geef_vrij(omgeving, rij)
        elif isinstance(gereed, _Afloop):
            self._afgelopen.append(gereed)
        else:
            self._onderweg.zet_klaar()
            self._gereed.put(gereed)

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
        if omgeving in self._beurten and not self._onderweg.aantal(omgeving):
            self._beurten.pop(omgeving).close()


def _slot(omgeving: str) -> str:
    return f"uitgaand/{omgeving}"


def _tot_de_volgende(lezing: Lezing) -> float | None:
    """In how many seconds the next message may go; None when none waits, or the clock does not come there by itself.

    A retry stands on the agenda too, but what waits when the clock is set back does not.
    """
    tabel = tables.uitgaand
    later = (tabel.c.status == "wacht", tabel.c.volgende > lezing.nu)
    volgende = lezing.rijen(tabel, *later, volgorde=(tabel.c.volgende,), limiet=1)
    wachttijd = lezing.stand.wachttijd(volgende[0].volgende, clock.echt_nu()) if volgende else None
    return None if wachttijd is None else wachttijd.total_seconds()


def _inschrijvingen(tx: Tx, afloop: _Afloop) -> Iterator[Inschrijving]:
    """What the journal keeps of an attempt."""
    fout = afloop.fout
    journaal = (fout.journaal if isinstance(fout, Zendfout) else afloop.uitkomst.get("journaal")) or []
    for velden in [journaal] if isinstance(journaal, Mapping) else journaal:
        yield Inschrijving(omgeving=tx.omgeving, op=tx.nu, richting="uit", **velden)


def _werk_bij(tx: Tx, verzender: Verzender | None, afloop: _Afloop) -> None:
    rij, fout = afloop.rij, afloop.fout
    pogingen = rij.pogingen + 1
    if verzender is None or not isinstance(fout, Zendfout | None):
        _log.error("versturen mislukt: %s", rij.soort, exc_info=fout)
        _leg_weg(tx, verzender, rij, fout or LookupError(rij.soort))
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


def _leg_weg(tx: Tx, verzender: Verzender | None, rij: Row[Any], fout: Exception) -> None:
    """A fault of ours ends a message; verzender: who hears it, None when nobody does."""
    reden = eigen_fout(fout)
    _zet(tx, rij, status="mislukt", pogingen=rij.pogingen + 1, fout=reden)
    tx.emit(MISLUKT, taak=rij.soort, gegevens=rij.gegevens, fout=reden)
    if verzender is not None:
        verzender.mislukt(tx, rij.gegevens, reden)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    tx.wijzig_met(tables.uitgaand, {"nummer": rij.nummer}, **waarden)
