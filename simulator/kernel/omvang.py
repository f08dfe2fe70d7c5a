"""What a jump waits for: what was there when it began and what comes of that, not what others bring in meanwhile.

Else it would wait for as long as others go on. What they bring in has its turn right after it, each thing at its own
moment, and a next jump waits for it.
"""

import contextlib
import heapq
import itertools
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from simulator.kernel import tables
from simulator.kernel.transactie import Lezing, Tx

_Gevolg = tuple[datetime, int, int]
"""(when it is due, its number, how many transactions were followed when it came)"""


@dataclass
class Omvang:
    """Of one world. agenda, post: the newest item and message that were there; gevolgd: how many transactions that this
    jump caused were followed. Who reads `gevolgd` first and then the world, misses nothing of what it caused.
    """

    wereld: int = 0
    agenda: int = 0
    post: int = 0
    gevolgd: int = 0
    _items: list[_Gevolg] = field(default_factory=list)
    _berichten: list[_Gevolg] = field(default_factory=list)
    _eigen: set[int] = field(default_factory=set)
    _slot: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, lezing: Lezing) -> None:
        """What is there now counts."""
        self.wereld = lezing.wereld
        self.agenda, self.post = (_nieuwste(lezing, reeks) for reeks in ("agenda", "uitgaand"))

    def volg(self, tx: Tx) -> None:
        """What a transaction planned and sent counts too; it is committed."""
        self.volg_deel(tx.gepland, tx.te_versturen)

    def volg_deel(self, gepland: list[tuple[datetime, int]], te_versturen: list[tuple[datetime, int]]) -> None:
        """As `volg`, of a part of a transaction."""
        with self._slot:
            self.gevolgd += 1
            for bij, rij in ((gepland, self._items), (te_versturen, self._berichten)):
                for wanneer, nummer in bij:
                    heapq.heappush(rij, (wanneer, nummer, self.gevolgd))
            self._eigen.update(nummer for _, nummer in te_versturen)

    def heeft_bericht(self, wereld: int, nummer: int) -> bool:
        """Whether a message counts."""
        return wereld == self.wereld and (nummer <= self.post or nummer in self._eigen)

    def item(self, lezing: Lezing, gevolgd: int, tot: datetime) -> Row[Any] | None:
        """The first item that counts and falls due until a moment. gevolgd: as it was before the view began."""
        if lezing.wereld != self.wereld:
            return None
        t = tables.agenda
        rijen = lezing.rijen(t, t.c.op <= tot, t.c.nummer <= self.agenda, volgorde=(t.c.op, t.c.nummer), limiet=1)
        eerste = rijen[0] if rijen else None
        with contextlib.closing(self._neem(self._items, gevolgd, tot)) as eigen:
            for op, nummer in eigen:
                rij = lezing.met(t, nummer=nummer)
                if rij is None:
                    continue  # it was taken off
                with self._slot:
                    heapq.heappush(self._items, (op, nummer, gevolgd))  # it counts until it has run
                return rij if eerste is None or (op, nummer) < (eerste.op, eerste.nummer) else eerste
        return eerste

    def berichten(self, lezing: Lezing, gevolgd: int, meest: int) -> list[Row[Any]]:
        """Messages that count and whose turn it is, those that were there first. gevolgd: as in `item`."""
        if lezing.wereld != self.wereld:
            return []
        t = tables.uitgaand
        beurt = (t.c.status == "wacht", t.c.volgende <= lezing.nu)
        volgorde = (t.c.volgende, t.c.nummer)
        rijen = lezing.rijen(t, *beurt, t.c.nummer <= self.post, volgorde=volgorde, limiet=meest)
        if rijen:
            return rijen
        with contextlib.closing(self._neem(self._berichten, gevolgd, lezing.nu)) as eigen:
            nummers = [nummer for _, nummer in itertools.islice(eigen, meest)]
        return lezing.rijen(t, *beurt, t.c.nummer.in_(nummers), volgorde=volgorde) if nummers else []

    def wacht_nog(self, lezing: Lezing) -> bool:
        """Whether there is a message that counts and whose turn it is; for who does not send it itself."""
        t = tables.uitgaand
        with self._slot:
            eigen = [nummer for op, nummer, _ in self._berichten if op <= lezing.nu][:500]
        beurt = (t.c.status == "wacht", t.c.volgende <= lezing.nu, (t.c.nummer <= self.post) | t.c.nummer.in_(eigen))
        return lezing.wereld == self.wereld and bool(lezing.rijen(t, *beurt, limiet=1))

    def _neem(self, rij: list[_Gevolg], gevolgd: int, tot: datetime) -> Generator[tuple[datetime, int], None, None]:
        """Take off what is due until a moment, in order; what came after the view began stays for the next time."""
        te_nieuw: list[_Gevolg] = []
        try:
            while True:
                with self._slot:
                    if not rij or rij[0][0] > tot:
                        return
                    op, nummer, toen = heapq.heappop(rij)
                if toen > gevolgd:
                    te_nieuw.append((op, nummer, toen))
                else:
                    yield op, nummer
        finally:
            with self._slot:
                for gevolg in te_nieuw:
                    heapq.heappush(rij, gevolg)


@dataclass
class Volgers:
    """Who follows what comes of messages, by omgeving."""

    _van: dict[str, list[Omvang]] = field(default_factory=dict)
    _slot: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def volgt(self, omgeving: str, omvang: Omvang) -> Iterator[None]:
        """Within this, what comes of its messages counts for an Omvang, whoever sends them."""
        with self._slot:
            self._van.setdefault(omgeving, []).append(omvang)
        try:
            yield
        finally:
            with self._slot:
                self._van[omgeving].remove(omvang)

    def meld(
        self,
        omgeving: str,
        bericht: Row[Any],
        gepland: list[tuple[datetime, int]],
        te_versturen: list[tuple[datetime, int]],
    ) -> None:
        """Tell what came of a message, once it is committed."""
        with self._slot:
            wie = list(self._van.get(omgeving, ()))
        for omvang in wie:
            if omvang.heeft_bericht(bericht.wereld, bericht.nummer):
                omvang.volg_deel(gepland, te_versturen)


def _nieuwste(lezing: Lezing, reeks: str) -> int:
    """The newest number of a series; 0 before the first."""
    rij = lezing.met(tables.teller, reeks=reeks)
    return 0 if rij is None else int(rij.waarde)
