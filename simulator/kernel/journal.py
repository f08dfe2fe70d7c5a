"""Every message in and out, bounded, written in groups by one writer: within 20 ms, before any read, and at the end."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from simulator.kernel import blobs, tables
from simulator.kernel.store import Store

GROEP = 0.02
INLINE = 1 << 20
BEGIN_VAN_BLOB = 64 << 10
MAX_AANTAL = 20_000
MAX_BYTES = 1 << 30
_NAKIJKEN = 500


@dataclass
class Inschrijving:
    """One message with its answer. `op` is the virtual moment it came; bodies are bytes or a file that stays open."""

    omgeving: str
    op: datetime
    richting: str = "in"
    koppelvlak: str = ""
    operatie: str = ""
    organisatie: str = ""
    methode: str = ""
    pad: str = ""
    status: int = 0
    duur_ms: float = 0.0
    verzoek_kop: list[tuple[str, str]] = field(default_factory=list)
    verzoek: bytes = b""
    verzoek_blob: str | None = None
    verzoek_grootte: int = 0
    antwoord_kop: list[tuple[str, str]] = field(default_factory=list)
    antwoord: bytes = b""
    antwoord_grootte: int = 0
    kenmerken: dict[str, str] = field(default_factory=dict)
    regels: list[str] = field(default_factory=list)


class Journaal:
    """The journal of a store."""

    def __init__(self, store: Store, *, max_aantal: int = MAX_AANTAL, max_bytes: int = MAX_BYTES) -> None:
        self._store = store
        self._max_aantal = max_aantal
        self._max_bytes = max_bytes
        self._rij: list[Inschrijving] = []
        self._iets = threading.Condition()
        self._spoelslot = threading.Lock()
        self._sinds_nakijken = 0
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._loop, name="journaal", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._draad.start()

    def stop(self) -> None:
        """Write what waits, then stop."""
        self._stop.set()
        with self._iets:
            self._iets.notify_all()
        if self._draad.is_alive():
            self._draad.join()
        self.spoel()

    def noteer(self, inschrijving: Inschrijving) -> None:
        """Enter a message; it is in the store within 20 ms."""
        with self._iets:
            self._rij.append(inschrijving)
            if len(self._rij) == 1:
                self._iets.notify()

    def spoel(self) -> None:
        """Write what waits, here and now."""
        with self._spoelslot:
            with self._iets:
                groep, self._rij = self._rij, []
            if not groep:
                return
            with self._store.ruw() as conn:
                _schrijf(conn, groep)
                self._sinds_nakijken += len(groep)
                if self._sinds_nakijken >= _NAKIJKEN:
                    self._sinds_nakijken = 0
                    for omgeving in {regel.omgeving for regel in groep}:
                        _begrens(conn, omgeving, self._max_aantal, self._max_bytes)
        self._store.meld_wijziging()

    def lees(
        self, omgeving: str, *, na: int = 0, aantal: int = 100, nieuwste: bool = False, **filter_: str
    ) -> list[Row[Any]]:
        """Rows of the journal of an omgeving: those after a number, oldest first, or the newest first.

        filter_: columns that must be equal, such as koppelvlak="lvbb".
        """
        self.spoel()
        j = tables.journaal
        gelijk = [j.c[naam] == waarde for naam, waarde in filter_.items()]
        volgorde = j.c.nummer.desc() if nieuwste else j.c.nummer
        vraag = select(j).where(j.c.omgeving == omgeving, j.c.nummer > na, *gelijk).order_by(volgorde).limit(aantal)
        with self._store.engine.connect() as conn:
            return list(conn.execute(vraag))

    def _loop(self) -> None:
        while not self._stop.is_set():
            with self._iets:
                self._iets.wait_for(lambda: self._rij or self._stop.is_set())
            self._stop.wait(GROEP)
            self.spoel()


def _schrijf(conn: Connection, groep: list[Inschrijving]) -> None:
    j = tables.journaal
    volgende: dict[str, int] = {}
    rijen = []
    for regel in groep:
        if regel.omgeving not in volgende:
            laatste = conn.scalar(select(func.max(j.c.nummer)).where(j.c.omgeving == regel.omgeving))
            volgende[regel.omgeving] = int(laatste or 0) + 1
        rij = dict(vars(regel), nummer=volgende[regel.omgeving], antwoord_blob=None)
        volgende[regel.omgeving] += 1
        for kant in ("verzoek", "antwoord"):
            inhoud = rij[kant]
            rij[f"{kant}_grootte"] = max(rij[f"{kant}_grootte"], len(inhoud))
            if len(inhoud) > INLINE:
                rij[f"{kant}_blob"] = blobs.bewaar(conn, inhoud)
                rij[kant] = inhoud[:BEGIN_VAN_BLOB]
        rijen.append(rij)
    conn.execute(insert(j), rijen)


def _begrens(conn: Connection, omgeving: str, max_aantal: int, max_bytes: int) -> None:
    j = tables.journaal
    van_ons = j.c.omgeving == omgeving
    laatste = int(conn.scalar(select(func.max(j.c.nummer)).where(van_ons)) or 0)
    grens = laatste - max_aantal
    grootte = j.c.verzoek_grootte + j.c.antwoord_grootte
    totaal = int(conn.scalar(select(func.sum(grootte)).where(van_ons, j.c.nummer > grens)) or 0)
    for rij in conn.execute(select(j.c.nummer, grootte).where(van_ons, j.c.nummer > grens).order_by(j.c.nummer)):
        if totaal <= max_bytes:
            break
        totaal -= rij[1]
        grens = rij.nummer
    if conn.execute(delete(j).where(van_ons, j.c.nummer <= grens)).rowcount:
        blobs.ruim_op(conn)
