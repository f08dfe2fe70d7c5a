"""What leaves the process: kept in the store first, sent at least once, every attempt under the same id.

States: wacht -> verstuurd | mislukt. Between attempts the virtual clock runs; what wakes a retry stands on the agenda.
During a jump the messages of an omgeving are sent one by one in the jump, so that the jump knows when they are gone.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from simulator.kernel import clock, opslag, tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.omvang import Omvang, Volgers
from simulator.kernel.onderweg import Onderweg
from simulator.kernel.store import OmgevingOnbekend, Store, StoreDicht, Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Afloop, Verzender, Zending, inschrijvingen, leg_weg, werk_bij

_ZENDERS = 4
"""How many threads send for an omgeving, at most."""
_RUST = 10.0
"""Seconds after which one that had nothing to send ends."""
_VOORUIT = 8
"""How many messages of an omgeving are made ready before somebody sends them, at most."""
_UITSTEL = 1.0
"""Seconds until it is tried again when something is wrong."""
_SAMEN = 32
"""How many outcomes are kept at once, at most."""
_EVEN = 0.05
_ADEM = 0.025
"""How soon after it began the same thing is done again, in seconds: what comes in between then goes together."""
_GREEP = 256
"""How many waiting messages are read at once; the next ones when these are on their way."""
_log = logging.getLogger("dso-sim.outbox")


@dataclass
class _Baan:
    """What an omgeving has of its own: its senders with what is ready for them, what came of their attempts, the
    messages that were read and nobody made ready, and when it was looked at: (at which sign, until when).
    """

    gereed: "SimpleQueue[Zending | Afloop | None]" = field(default_factory=SimpleQueue)
    draden: list[threading.Thread] = field(default_factory=list)
    slot: threading.Lock = field(default_factory=threading.Lock)
    afgelopen: deque[Afloop] = field(default_factory=deque)
    afmelden: threading.Lock = field(default_factory=threading.Lock)
    afgemeld: float = -_ADEM
    rijen: deque[Row[Any]] = field(default_factory=deque)
    nagekeken: tuple[int, float | None] = (-1, None)


class Outbox:
    """Sends what waits, for every omgeving of a store.

    One thread looks what may go and makes it ready. Of each omgeving a few threads of its own send, and one of these at
    a time keeps what came of it: only the sending goes side by side, for the store is served soonest by few, several
    messages in a transaction. So a receiver that does not answer keeps nobody waiting in another omgeving. Of the
    processes that share a database one sends for an omgeving at a time, for as long as it has messages under way.
    """

    def __init__(
        self, store: Store, verzenders: Mapping[str, Verzender], noteer: Callable[[Inschrijving], None]
    ) -> None:
        self._store = store
        self._noteer = noteer
        self._verzenders = verzenders
        self._onderweg = Onderweg(_VOORUIT)
        self._volgers = Volgers()
        self._stop = threading.Event()
        self._beurten: dict[str, ExitStack] = {}
        self._banen: dict[str, _Baan] = {}
        self._banenslot = threading.Lock()
        self._gekeken = -_ADEM
        self._draad = threading.Thread(target=self._loop, name="outbox", daemon=True)

    def start(self) -> None:
        """Send what a crash left, then whatever comes."""
        self._draad.start()

    def stop(self, seconden: float = 0.3) -> None:
        """Finish the attempts under way; after so many seconds they are left: what waits stays in the store."""
        einde = clock.stopwatch() + seconden
        self._stop.set()
        self._store.post.meld()
        self._onderweg.stop()
        draden = [self._draad]
        for baan in list(self._banen.values()):
            with baan.slot:
                draden += baan.draden
                for _ in baan.draden:
                    baan.gereed.put(None)
        for draad in draden:
            if draad.is_alive():
                draad.join(max(0.0, einde - clock.stopwatch()))

    @contextmanager
    def omvang(self, omgeving: str) -> Iterator[Omvang]:
        """What is there now and what comes of it, also of messages that are under way already."""
        omvang = Omvang()
        with self._volgers.volgt(omgeving, omvang):
            with self._store.lees(omgeving) as lezing:
                omvang.begin(lezing)
            yield omvang

    def leeg(self, omgeving: str, omvang: Omvang | None = None) -> int:
        """Send, here and now, what waits and counts for `omvang`, and wait for the attempts at it that are under way.

        Without it, what waits now counts and what comes of that. Gives how many attempts there were. Raises
        OmgevingOnbekend.
        """
        if omvang is None:
            with self.omvang(omgeving) as omvang_van_nu:
                return self.leeg(omgeving, omvang_van_nu)
        aantal, van_anderen = 0, False
        while not self._stop.is_set():
            gevolgd = omvang.gevolgd
            with self._store.zijspoor.als_enige(_slot(omgeving)) as wij:
                hier = self._stuur_alles(omgeving, omvang) if wij else 0
            if not wij:
                with self._store.lees(omgeving) as lezing:
                    nog = omvang.wacht_nog(lezing)
                    if not nog and not van_anderen:  # once: what came of those that another process sent counts too
                        omvang.begin(lezing)
                if not nog and van_anderen:
                    break
                van_anderen = van_anderen or not nog
                self._stop.wait(_EVEN)
                continue
            hier += self._onderweg.wacht_op(omgeving, omvang.heeft_bericht)
            aantal += hier
            if not hier and gevolgd == omvang.gevolgd:
                break
        return aantal

    def _stuur_alles(self, omgeving: str, omvang: Omvang) -> int:
        """Send what waits, counts and nobody is sending, one by one; gives how many that was."""
        gevolgd = omvang.gevolgd
        with self._onderweg.kijken(omgeving), self._store.lees(omgeving) as lezing:
            limiet = _GREEP + self._onderweg.aantal(omgeving)
            rijen = self._onderweg.neem(omgeving, omvang.berichten(lezing, gevolgd, limiet), _GREEP)
        with ExitStack() as vrij:
            vrij.callback(self._geef_vrij, omgeving, *rijen)
            for rij in rijen:
                if not self._stop.is_set():
                    with suppress(
                        StoreDicht, OmgevingOnbekend
                    ):  # it waits for the next start, or went with its omgeving
                        self._nu(omgeving, rij)
        return len(rijen)

    def _nu(self, omgeving: str, rij: Row[Any]) -> None:
        with self._store.lees(omgeving) as lezing:
            gereed = self._maak_gereed(lezing, rij)
        if gereed is not None:
            self._meld_af(omgeving, [self._zend(gereed)])

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

    def _maak_gereed(self, lezing: Lezing, rij: Row[Any]) -> Zending | Afloop | None:
        """A message with what its verzender wants of the world; None when its world was replaced."""
        if lezing.wereld != rij.wereld:
            return None
        try:
            maak = self._verzenders[rij.soort].voorbereiden
            gegevens = rij.gegevens
            if maak is not None:
                gegevens = maak(lezing, Wereld(self._store, lezing.omgeving), gegevens)
        except Exception as fout:
            if isinstance(fout, DBAPIError) or opslag.gebrek(fout) is not None:
                raise
            return Afloop(lezing.omgeving, rij, fout=fout)
        return Zending(lezing.omgeving, rij, gegevens)

    def _zend(self, zending: Zending | Afloop) -> Afloop:
        """Send it, unless what comes of it is known already. Raises what tells that the storage does not work."""
        if isinstance(zending, Afloop):
            return zending
        rij = zending.rij
        try:
            uitkomst = self._verzenders[rij.soort].zend(zending.gegevens, rij.bericht_id)
        except Exception as fout:
            if opslag.gebrek(fout) is not None:
                raise
            return Afloop(zending.omgeving, rij, fout=fout)
        return Afloop(zending.omgeving, rij, uitkomst)

    def _zender(self, omgeving: str, baan: _Baan) -> None:
        """Send what is ready in an omgeving, until nothing came for a while."""
        while (zending := self._volgende(baan)) is not None:
            if self._onderweg.begin(omgeving) and baan.rijen:
                self._store.post.meld(omgeving)  # there is room for more
            if self._stop.is_set():
                self._geef_vrij(omgeving, zending.rij)
                continue
            try:
                baan.afgelopen.append(self._zend(zending))
            except Exception as fout:  # the message still waits
                self._store.opslag.meld(fout)
                self._geef_vrij(omgeving, zending.rij)
            self._meld_alles_af(omgeving, baan)

    def _volgende(self, baan: _Baan) -> Zending | Afloop | None:
        """What is to be sent next; None when it is time for this thread to end."""
        while True:
            try:
                return baan.gereed.get(timeout=_RUST)
            except Empty:
                with baan.slot:  # what is put from here on gets a new thread
                    if baan.gereed.empty():
                        baan.draden.remove(threading.current_thread())
                        return None

    def _zet_klaar(self, omgeving: str, baan: _Baan, gereed: Zending | Afloop) -> None:
        self._onderweg.zet_klaar(omgeving)
        with baan.slot:
            baan.gereed.put(gereed)
            if len(baan.draden) < _ZENDERS:
                naam = f"zender-{omgeving}-{len(baan.draden)}"
                draad = threading.Thread(target=self._zender, args=(omgeving, baan), name=naam, daemon=True)
                baan.draden.append(draad)
                draad.start()

    def _meld_alles_af(self, omgeving: str, baan: _Baan) -> None:
        """Keep what came of attempts, also of those that others bring in a moment."""
        while baan.afgelopen and baan.afmelden.acquire(blocking=False):
            try:
                baan.afgemeld = self._adem_uit(baan.afgemeld)
                aflopen = [baan.afgelopen.popleft() for _ in range(min(len(baan.afgelopen), _SAMEN))]
                try:
                    self._meld_af(omgeving, aflopen)
                except (StoreDicht, OmgevingOnbekend):
                    pass  # it waits in the store for the next start, or went with its omgeving
                except Exception as fout:  # such as a full disk; the messages still wait
                    if self._store.opslag.meld(fout) is None:
                        _log.exception("uitkomst niet bewaard: %s", omgeving)
                finally:
                    self._geef_vrij(omgeving, *(afloop.rij for afloop in aflopen))
            finally:
                baan.afmelden.release()

    def _adem_uit(self, vorige: float) -> float:
        """Wait until the previous time is _ADEM ago; gives what time it is."""
        self._stop.wait(max(0.0, vorige + _ADEM - clock.stopwatch()))
        return clock.stopwatch()

    def _meld_af(self, omgeving: str, aflopen: list[Afloop]) -> None:
        """Keep what came of attempts, all in one transaction; when that fails, one by one."""
        grenzen: list[tuple[int, int]] = []  # up to where the lists of the transaction are of which outcome
        try:
            with self._store.schrijf(omgeving) as tx:
                for afloop in aflopen:
                    if afloop.rij.wereld == tx.wereld:
                        werk_bij(tx, self._verzenders.get(afloop.rij.soort), afloop)
                    grenzen.append((len(tx.gepland), len(tx.te_versturen)))
                # Before the commit: who hears of what came of it finds the message in the journal.
                for regel in (regel for afloop in aflopen for regel in inschrijvingen(tx, afloop)):
                    self._noteer(regel)
        except (StoreDicht, OmgevingOnbekend):
            raise
        except Exception as fout:  # a fault in one message must not stop the others
            if opslag.gebrek(fout) is not None:
                raise
            if len(aflopen) > 1:
                for afloop in aflopen:
                    self._meld_af(omgeving, [afloop])
                return
            _log.exception("uitkomst niet verwerkt: %s", aflopen[0].rij.soort)
            tx = self._leg_weg(omgeving, aflopen[0], fout)
            grenzen = [(len(tx.gepland), len(tx.te_versturen))]
        van = (0, 0)
        for afloop, tot in zip(aflopen, grenzen, strict=True):
            self._volgers.meld(omgeving, afloop.rij, tx.gepland[van[0] : tot[0]], tx.te_versturen[van[1] : tot[1]])
            van = tot

    def _leg_weg(self, omgeving: str, afloop: Afloop, fout: Exception) -> Tx:
        """End a message whose outcome could not be kept; who sends it hears so, unless that is what fails."""
        try:
            return self._beeindig(omgeving, afloop, fout, self._verzenders.get(afloop.rij.soort))
        except (StoreDicht, OmgevingOnbekend):
            raise
        except Exception as ook:
            if opslag.gebrek(ook) is not None:
                raise
            _log.exception("mislukken niet verwerkt: %s", afloop.rij.soort)
        return self._beeindig(omgeving, afloop, fout, None)

    def _beeindig(self, omgeving: str, afloop: Afloop, fout: Exception, wie: Verzender | None) -> Tx:
        with self._store.schrijf(omgeving) as tx:
            if afloop.rij.wereld == tx.wereld:
                leg_weg(tx, wie, afloop.rij, fout)
                if wie is not None:  # else it may be the journal that fails
                    for regel in inschrijvingen(tx, afloop):
                        self._noteer(regel)
        return tx

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
            except Exception as fout:
                self._hapert(fout)
                self._stop.wait(_UITSTEL)
                continue
            if not self._stop.is_set():
                grenzen = [w for w in (*wachten, self._store.kijktijd) if w is not None]
                self._store.post.alle.wacht(gezien, min(grenzen, default=None))

    def _hapert(self, fout: Exception) -> None:
        if self._store.opslag.meld(fout) is None:
            _log.error("outbox hapert", exc_info=fout)

    def _kijk_na(self, omgeving: str) -> float | None:
        """As `_deel_uit`, without looking where nothing can have come since, no time is up and nothing can go."""
        if self._store.opslag.stand is not None:
            return _UITSTEL  # what comes of messages could not be kept, and they would be sent over and over
        baan = self._baan(omgeving)
        stand, nu = self._store.post.van(omgeving).stand, clock.stopwatch()
        gezien, tot = baan.nagekeken
        op_tijd = tot is not None and tot <= nu
        verder = bool(baan.rijen) and self._onderweg.ruimte(omgeving)
        if gezien != stand or self._store.kijktijd is not None or op_tijd or verder:
            try:
                wachten = self._deel_uit(omgeving)
            except StoreDicht:
                raise
            except Exception as fout:  # of this omgeving; the others go on
                self._hapert(fout)
                wachten = _UITSTEL
            tot = None if wachten is None else nu + wachten
            baan.nagekeken = stand, tot
        else:
            self._geef_beurt(omgeving)
        return None if tot is None else max(0.0, tot - nu)

    def _baan(self, omgeving: str) -> _Baan:
        with self._banenslot:
            return self._banen.setdefault(omgeving, _Baan())

    def _deel_uit(self, omgeving: str) -> float | None:
        """Let go what may go and for which there is room; gives in how many seconds to look again, None: when told.

        It is made ready as it leaves, so that what is set up counts until just before.
        """
        if not self._neem_beurt(omgeving):
            return self._store.geduld  # the process that has it may die
        baan = self._baan(omgeving)
        rijen = baan.rijen
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
                while rijen and self._onderweg.ruimte(omgeving):
                    gereed = self._maak_gereed(lezing, rijen[0])
                    if gereed is None:
                        self._geef_vrij(omgeving, rijen[0])
                    else:
                        self._zet_klaar(omgeving, baan, gereed)
                    rijen.popleft()
                if rijen:
                    return None
                return 0.0 if meer else _tot_de_volgende(lezing)
        except OmgevingOnbekend:
            self._geef_vrij(omgeving, *rijen)
            rijen.clear()
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
