"""How threads of one process wait for each other: in order of asking, and never a thread for itself.

And how a process keeps others out of its folder.
"""

import contextlib
import os
import sys
import threading
from collections import deque
from pathlib import Path
from types import TracebackType

LANGST = 3600.0
"""No wait is longer than this many seconds: whoever waits looks again, and no clock value can overflow."""


class Beurt:
    """A lock that is given in order of asking, so that work in small steps lets everybody else in between."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._rij: deque[tuple[threading.Lock, int]] = deque()
        self._van: int | None = None

    def neem(self, seconden: float | None = None) -> bool:
        """Take it, waiting at most so many real seconds (None: as long as it takes); whether it was got.

        Raises RuntimeError when this thread has it already.
        """
        ik = threading.get_ident()
        with self._slot:
            if self._van == ik:
                raise RuntimeError("deze draad heeft de beurt al: een schrijf of sprong binnen een andere")
            if self._van is None:
                self._van = ik
                return True
            if seconden == 0:
                return False
            plek = threading.Lock()
            plek.acquire()
            self._rij.append((plek, ik))
        try:
            return plek.acquire(timeout=-1 if seconden is None else seconden) or not self._trek_terug(plek, ik)
        except BaseException:  # such as KeyboardInterrupt: a turn that nobody takes would stop everybody
            if not self._trek_terug(plek, ik):
                self.geef()
            raise

    @property
    def gewild(self) -> bool:
        """Whether somebody waits for it."""
        return bool(self._rij)

    def geef(self) -> None:
        """Give it to the next in line."""
        with self._slot:
            if not self._rij:
                self._van = None
                return
            plek, self._van = self._rij.popleft()
            plek.release()

    def __enter__(self) -> None:
        self.neem()

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.geef()

    def _trek_terug(self, plek: threading.Lock, ik: int) -> bool:
        """Leave the line; False when the turn was given just before."""
        with self._slot:
            if (plek, ik) not in self._rij:
                return False
            self._rij.remove((plek, ik))
            return True


class Sein:
    """A count of what happened, that threads wait on. Who reads `stand` first and then looks, misses nothing."""

    def __init__(self) -> None:
        self._iets = threading.Condition()
        self._stand = 0

    @property
    def stand(self) -> int:
        """How often it was given."""
        return self._stand

    def meld(self) -> None:
        """Give it: whoever waits wakes."""
        with self._iets:
            self._stand += 1
            self._iets.notify_all()

    def wacht(self, sinds: int, seconden: float | None = None) -> int:
        """Wait until `stand` is past `sinds`, or for so many real seconds; gives the stand now."""
        with self._iets:
            self._iets.wait_for(lambda: self._stand > sinds, LANGST if seconden is None else min(seconden, LANGST))
            return self._stand


class Seinen:
    """A Sein for each name, and in `alle` one that goes with every one of them."""

    def __init__(self) -> None:
        self.alle = Sein()
        self._van: dict[str, Sein] = {}
        self._slot = threading.Lock()

    def van(self, naam: str) -> Sein:
        """The one of this name."""
        with self._slot:
            return self._van.setdefault(naam, Sein())

    def meld(self, naam: str = "") -> None:
        """Give that of one name, or with "" that of all names."""
        with self._slot:
            wie = list(self._van.values()) if not naam else [sein] if (sein := self._van.get(naam)) else []
        for sein in (*wie, self.alle):
            sein.meld()


SLOT = "dso-sim.slot"


class MapBezet(ValueError):
    """Another process has this folder."""


class Mapslot:
    """A folder for one process, until `geef` or the end of the process, however it ends. Raises MapBezet, OSError."""

    def __init__(self, map_: Path) -> None:
        self._bestand = os.open(map_ / SLOT, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _vergrendel(self._bestand)
        except OSError:
            wie = _wie(self._bestand)
            os.close(self._bestand)
            raise MapBezet(
                f"op de map {map_} draait al een simulator{wie}. Stop die, kies een andere map, of laat de processen "
                "samen een PostgreSQL-database gebruiken (--database)."
            ) from None
        with contextlib.suppress(OSError):  # only for who reads it: a full disk is found out later
            os.ftruncate(self._bestand, 0)
            os.write(self._bestand, str(os.getpid()).encode())

    def geef(self) -> None:
        """Let another have it; a second call does nothing."""
        if self._bestand >= 0:
            os.close(self._bestand)
            self._bestand = -1


def _wie(bestand: int) -> str:
    """Which process has the lock, as far as it wrote that."""
    try:
        nummer = os.read(bestand, 20).decode("ascii", "replace")
    except OSError:  # Windows lets nobody read what is locked
        return ""
    return f" (proces {nummer})" if nummer.isdecimal() else ""


def _vergrendel(bestand: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(bestand, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
