"""A small room for the tests of the kernel: one table, a few agenda items and one kind of message out."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Integer, String

from simulator.kernel.agenda import Taak
from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import Begin
from simulator.kernel.tables import BlobRef, Json, wereld_tabel
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Verzender, Zendfout

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
STIL = Begin(zaad=7, moment=START, snelheid=0)
DAG = timedelta(days=1)

MaakKern = Callable[..., Kern]

ding = wereld_tabel(
    "proef_ding",
    Column("soort", String(20), nullable=False),
    Column("naam", String(80), nullable=False),
    Column("waarde", Integer, nullable=False),
    Column("inhoud", BlobRef),
    Column("gegevens", Json),
    sleutel=("soort", "naam"),
)

afspraak = wereld_tabel("proef_afspraak", Column("naam", String(80), nullable=False), sleutel=("naam",), vast=True)


def leg_neer(tx: Tx, naam: str, waarde: int, **meer: Any) -> None:
    """Set the value of a thing."""
    if not tx.wijzig(ding, ding.c.soort == "a", ding.c.naam == naam, waarde=waarde, **meer):
        tx.voeg_toe(ding, soort="a", naam=naam, waarde=waarde, **meer)


def waarde(lezing: Lezing, naam: str) -> int | None:
    """The value of a thing, None when there is none."""
    rij = lezing.rij(ding, ding.c.soort == "a", ding.c.naam == naam)
    return None if rij is None else int(rij.waarde)


def tel(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
    """An item that reads, writes, takes an id, plans a further item `keten` times and sends a message if asked."""
    naam = gegevens["naam"]
    leg_neer(tx, naam, (waarde(tx, naam) or 0) + 1)
    tx.emit("proef.geteld", naam=naam, id=str(tx.uuid("proef")), op=tx.nu.isoformat())
    if gegevens.get("keten"):
        tx.plan(tx.nu + DAG, "proef.tel", **{**gegevens, "keten": gegevens["keten"] - 1})
    if gegevens.get("stuur"):
        tx.verstuur("proef.bericht", naam=naam)


def faal(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
    """An item that writes and then fails."""
    leg_neer(tx, "halverwege", 1)
    raise LookupError("met opzet")


def klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
    """A message arrived."""
    tx.emit("proef.aangekomen", naam=gegevens["naam"], uitkomst=dict(uitkomst))


def mislukt(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
    """A message did not arrive."""
    tx.emit("proef.mislukt", naam=gegevens["naam"], reden=reden)


@dataclass
class Ontvanger:
    """Who receives the messages: what it got, and what it answers to the next ones (None: it is well)."""

    ids: list[str] = field(default_factory=list)
    fouten: list[Exception | None] = field(default_factory=list)
    tussendoor: Callable[[], None] = lambda: None
    slot: threading.Lock = field(default_factory=threading.Lock)

    def zend(self, gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
        """Take a message in."""
        with self.slot:
            self.ids.append(bericht_id)
            fout = self.fouten.pop(0) if self.fouten else None
        self.tussendoor()
        if fout is not None:
            raise fout
        return {"nummer": len(self.ids)}


def bijdrage(ontvanger: Ontvanger, wachttijden: tuple[timedelta, ...] = (), **taken: Taak) -> Bijdrage:
    """What this room brings; taken: more items, under proef.NAAM."""
    eigen = {"proef.tel": Taak(tel), "proef.faal": Taak(faal)}
    meer = {f"proef.{naam}": taak for naam, taak in taken.items()}
    return Bijdrage(eigen | meer, {"proef.bericht": Verzender(ontvanger.zend, klaar, mislukt, wachttijden)})


def weigering(reden: str = "onbereikbaar", *, opnieuw: bool = True) -> Zendfout:
    """An answer that asks for another attempt, or not."""
    return Zendfout(reden, opnieuw=opnieuw)
