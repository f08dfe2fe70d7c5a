"""What a transaction on one world offers: `Lezing` a view, `Tx` the one that writes. Made by `kernel.store`."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, Table, func, select, update

from simulator.kernel import clock, ids, tables, vragen
from simulator.kernel.clock import Stand
from simulator.kernel.geheugen import Geheugen
from simulator.kernel.teksten import kort_alles

_GEBEURTENIS = 4000
"""Characters of one text that an event keeps; its handlers get all of it."""
_T = TypeVar("_T")
Handler = Callable[["Tx", Mapping[str, Any]], None]


@dataclass
class Lezing:
    """A view on one world. `nu` is the virtual moment, UTC; vast: at which number its tables that are `vast` are."""

    conn: Connection
    omgeving: str
    wereld: int
    zaad: int
    nu: datetime
    stand: Stand
    vast: int
    geheugen: Geheugen

    @property
    def vandaag(self) -> date:
        """The virtual date in Amsterdam."""
        return clock.dag(self.nu)

    def eens(self, sleutel: Hashable, lees: Callable[[], _T]) -> _T:
        """What `lees` reads of tables that are `vast`: it is called only when one of these changed since the last time.

        sleutel: begins with the name of the room; nobody may change what is given.
        """
        return self.geheugen.eens(self.wereld, self.vast, sleutel, lees)

    def rijen(
        self, tabel: Table, *voorwaarden: Any, volgorde: tuple[Any, ...] = (), limiet: int | None = None
    ) -> list[Row[Any]]:
        """The rows of a table of this world, in an order, and no more than `limiet`."""
        vraag = select(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).order_by(*volgorde).limit(limiet)
        return list(self.conn.execute(vraag))

    def rij(self, tabel: Table, *voorwaarden: Any) -> Row[Any] | None:
        """The first row of a table of this world that meets these conditions, or None."""
        return self.conn.execute(select(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).limit(1)).first()

    def met(self, tabel: Table, /, **gelijk: Any) -> Row[Any] | None:
        """The row of a table of this world in which these columns are equal, or None; the statement is made once."""
        return self.conn.execute(vragen.zoeken(tabel, tuple(gelijk)), {"wereld": self.wereld, **gelijk}).first()

    def alle_met(self, tabel: Table, volgorde: tuple[str, ...] = (), /, **gelijk: Any) -> list[Row[Any]]:
        """The rows of a table of this world in which these columns are equal; the statement is made once.

        gelijk: a value, or a list of which it may be any.
        """
        in_lijst = tuple(naam for naam, waarde in gelijk.items() if isinstance(waarde, list))
        vraag = vragen.zoeken(tabel, tuple(naam for naam in gelijk if naam not in in_lijst), volgorde, in_lijst)
        return list(self.conn.execute(vraag, {"wereld": self.wereld, **gelijk}))

    def aantal(self, tabel: Table, *voorwaarden: Any) -> int:
        """How many rows of a table of this world meet these conditions."""
        vraag = select(func.count()).select_from(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden)
        return int(self.conn.scalar(vraag) or 0)


@dataclass
class Tx(Lezing):
    """The writing transaction of one omgeving. What stands in `na_afloop` is called after the commit.

    werk, post: it gives the agenda, the outbox something to do; klok_anders, vast_anders: it changed the clock, or a
    table that is `vast`; gebeurtenissen: the rows of the events, written together at the end; gepland, te_versturen:
    (when it is due, its number) of what it put on the agenda and in the outbox.
    """

    laatste_gebeurtenis: int
    handlers: Mapping[str, list[Handler]] = field(default_factory=dict)
    na_afloop: list[Callable[[], None]] = field(default_factory=list)
    werk: bool = False
    post: bool = False
    klok_anders: bool = False
    vast_anders: bool = False
    gebeurtenissen: list[dict[str, Any]] = field(default_factory=list)
    gepland: list[tuple[datetime, int]] = field(default_factory=list)
    te_versturen: list[tuple[datetime, int]] = field(default_factory=list)

    def voeg_toe(self, tabel: Table, **waarden: Any) -> None:
        """Insert a row into a table of this world."""
        self._raak(tabel)
        self.conn.execute(vragen.invoegen(tabel), {"wereld": self.wereld, **waarden})

    def voeg_alle_toe(self, tabel: Table, rijen: list[dict[str, Any]]) -> None:
        """Insert many rows at once."""
        if rijen:
            self._raak(tabel)
            self.conn.execute(vragen.invoegen(tabel), [{"wereld": self.wereld, **rij} for rij in rijen])

    def wijzig(self, tabel: Table, *voorwaarden: Any, **waarden: Any) -> int:
        """Change the rows that meet these conditions; gives how many there were."""
        self._raak(tabel)
        return self.conn.execute(
            update(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).values(**waarden)
        ).rowcount

    def wijzig_met(self, tabel: Table, sleutel: Mapping[str, Any], /, **waarden: Any) -> int:
        """Change the rows in which these columns are equal; gives how many there were. The statement is made once."""
        self._raak(tabel)
        gezocht = {f"_{naam}": waarde for naam, waarde in sleutel.items()}
        vraag = vragen.wijzigen(tabel, tuple(sleutel))
        return self.conn.execute(vraag, {"_wereld": self.wereld, **gezocht, **waarden}).rowcount

    def verwijder(self, tabel: Table, *voorwaarden: Any) -> int:
        """Delete the rows that meet these conditions; gives how many there were."""
        self._raak(tabel)
        return self.conn.execute(tabel.delete().where(tabel.c.wereld == self.wereld, *voorwaarden)).rowcount

    def nummer(self, reeks: str) -> int:
        """The next number of a series, from 1."""
        waarde = self.conn.scalar(vragen.VERDER, {"van": self.wereld, "in": reeks})
        if waarde is None:
            self.voeg_toe(tables.teller, reeks=reeks, waarde=1)
        return int(waarde or 1)

    def uuid(self, reeks: str) -> UUID:
        """The next id of a series: the same after the same events with the same seed."""
        return ids.uuid(self.zaad, reeks, self.nummer(f"uuid/{reeks}"))

    def toeval(self, reeks: str) -> ids.Toeval:
        """Repeatable randomness for one purpose."""
        return ids.toeval(self.zaad, f"{reeks}/{self.nummer(f'toeval/{reeks}')}")

    def plan(self, op: datetime, soort: str, /, **gegevens: Any) -> int:
        """Put something on the agenda; gives its number. What the rooms call it: see `kernel.agenda`."""
        self.werk = True
        nummer = self.nummer("agenda")
        self.voeg_toe(tables.agenda, nummer=nummer, op=op, soort=soort, gegevens=gegevens)
        self.gepland.append((op, nummer))
        return nummer

    def verstuur(self, soort: str, /, **gegevens: Any) -> UUID:
        """Put a message in the outbox; gives its id, which every attempt keeps. See `kernel.outbox`."""
        self.post = True
        nummer = self.nummer("uitgaand")
        bericht_id = ids.uuid(self.zaad, "bericht", nummer)
        self.voeg_toe(
            tables.uitgaand,
            nummer=nummer,
            bericht_id=str(bericht_id),
            soort=soort,
            gegevens=gegevens,
            status="wacht",
            pogingen=0,
            volgende=self.nu,
            fout="",
        )
        self.te_versturen.append((self.nu, nummer))
        return bericht_id

    def emit(self, soort: str, /, **gegevens: Any) -> int:
        """Record a domain event and let its handlers run, all in this transaction; gives its number."""
        nummer = self.laatste_gebeurtenis = self.laatste_gebeurtenis + 1
        bewaard = kort_alles(gegevens, _GEBEURTENIS)
        rij = {"omgeving": self.omgeving, "nummer": nummer, "op": self.nu, "soort": soort, "gegevens": bewaard}
        self.gebeurtenissen.append(rij)
        for handler in self.handlers.get(soort, ()):
            handler(self, gegevens)
        return nummer

    def zet_klok(self, stand: Stand) -> None:
        """Change the clock of this world; `nu` of this transaction stays as it was."""
        self.wijzig(tables.klok, virtueel=stand.virtueel, echt=stand.echt, snelheid=stand.snelheid, doel=stand.doel)
        self.stand = stand
        self.werk = self.post = self.klok_anders = True

    def _raak(self, tabel: Table) -> None:
        if tabel.info.get("vast"):
            self.geheugen = Geheugen()  # what is read from now on is of this transaction only
            if not self.vast_anders:
                self.vast_anders = True
                self.nummer(vragen.VAST)
