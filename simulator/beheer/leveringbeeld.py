"""A delivery as the list shows it: for whom, what it is about, what came of it, and where its regelingen are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, Row, func, select, true

from simulator.beheer.hier import Beheer
from simulator.kernel import clock
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing
from simulator.lvbb import tables
from simulator.lvbb.inbreng import BUITEN_DE_KETEN
from simulator.ozon import tables as ozon

_CONTRACT = "ozon/presenteren-v8"
_KOLOMMEN = (
    *("id", "nummer", "id_levering", "soort", "oin", "ontvangen_op", "status", "getoetst", "route", "leverancier"),
    "oordeel",
)
_FOUT = "fout"


@dataclass(frozen=True)
class Beeld:
    """A delivery. uitkomst: the verdict in words with the last message; regelingen: (name, path) in Presenteren."""

    rij: Row[Any]
    bevoegd_gezag: str
    titel: str
    uitkomst: str
    regelingen: tuple[tuple[str, str], ...]

    def als_json(self, wortel: str) -> dict[str, Any]:
        """As the control API shows it. wortel: what stands before every path of a link."""
        return {
            "leveringId": self.rij.id,
            "idLevering": self.rij.id_levering,
            "soort": self.rij.soort,
            "status": self.rij.status,
            "oin": self.rij.oin,
            "bevoegdGezag": self.bevoegd_gezag,
            "titel": self.titel,
            "uitkomst": self.uitkomst,
            "regelingen": [wortel + pad for _, pad in self.regelingen],
            "ontvangen": clock.iso(self.rij.ontvangen_op),
            "getoetst": self.rij.getoetst,
            "buitenDeKeten": self.rij.route == BUITEN_DE_KETEN,
        }


def beelden(
    hier: Beheer, wereld: Wereld, *, voor: int | None = None, aantal: int | None = None, id_: str | None = None
) -> list[Beeld]:
    """The deliveries of a world, newest first.

    voor: only those with a lower number; aantal: at most so many; id_: only this one.
    """
    t = tables.levering
    with wereld.lees() as lezing:
        vraag = select(*(t.c[naam] for naam in _KOLOMMEN)).where(t.c.wereld == lezing.wereld)
        if voor is not None:
            vraag = vraag.where(t.c.nummer < voor)
        if id_ is not None:
            vraag = vraag.where(t.c.id == id_)
        rijen = list(lezing.conn.execute(vraag.order_by(t.c.nummer.desc()).limit(aantal)))
        ids = None if aantal is None and id_ is None else [rij.id for rij in rijen]
        laatste = dict(_laatste(lezing, ids))
        regelingen = defaultdict(list)
        for levering, uri in _regelingen(lezing, ids):
            regelingen[levering].append(uri)
    basis = next((k.contract.basis for k in hier.koppelvlakken if k.contract_id == _CONTRACT), "")
    return [
        Beeld(
            rij,
            (rij.oordeel or {}).get("bevoegdGezag", ""),
            (rij.oordeel or {}).get("titel", ""),
            uitkomst(rij.oordeel, rij.status, laatste.get(rij.id, "")),
            tuple((uri, f"{basis}/regelingen/{quote(uri, safe='')}") for uri in regelingen[rij.id]),
        )
        for rij in rijen
    ]


def uitkomst(oordeel: Mapping[str, Any] | None, status: str, bericht: str) -> str:
    """The verdict in words, and of which kind the last message about it is; "" before there is any."""
    delen = [] if oordeel is None else [_in_woorden(oordeel, status)]
    return "; ".join((*delen, *([f"laatste bericht: {bericht}"] if bericht else ())))


def _in_woorden(oordeel: Mapping[str, Any], status: str) -> str:
    ernsten = [melding["ernst"] for melding in oordeel["meldingen"]]
    fouten = ernsten.count(_FOUT)
    delen = [_aantal(fouten, "fout", "fouten")] if fouten else []
    if let_op := len(ernsten) - fouten:
        delen.append(_aantal(let_op, "waarschuwing", "waarschuwingen"))
    if oordeel["uitkomst"] == "valide":
        opgelegd = status in ("niet-valide", "technisch-afgewezen") or status.startswith("opdracht-")
        delen.insert(0, "opgelegd door een storing" if opgelegd else "valide")
    elif oordeel["uitkomst"] == "technisch":
        delen.insert(0, "technisch afgewezen")
    return ", ".join(delen) or "niet valide"


def _aantal(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}"


def _van(kolom: ColumnElement[Any], ids: list[str] | None) -> ColumnElement[bool]:
    return true() if ids is None else kolom.in_(ids)


def _laatste(lezing: Lezing, ids: list[str] | None) -> Iterator[tuple[str, str]]:
    """(delivery, kind of its last message)."""
    b = tables.bericht
    hoogste = (
        select(b.c.levering, func.max(b.c.volgnummer).label("volgnummer"))
        .where(b.c.wereld == lezing.wereld, _van(b.c.levering, ids))
        .group_by(b.c.levering)
        .subquery()
    )
    vraag = (
        select(b.c.levering, b.c.soort)
        .join(hoogste, (b.c.levering == hoogste.c.levering) & (b.c.volgnummer == hoogste.c.volgnummer))
        .where(b.c.wereld == lezing.wereld)
    )
    return ((rij.levering, rij.soort) for rij in lezing.conn.execute(vraag))


def _regelingen(lezing: Lezing, ids: list[str] | None) -> Iterator[tuple[str, str]]:
    """(delivery, uriIdentificatie) of every regeling that OZON has of a besluit that is published."""
    d, v, r = tables.besluit, tables.versie, ozon.regeling
    vraag = (
        select(d.c.levering, r.c.uri)
        .join_from(d, v, (d.c.wereld == v.c.wereld) & (d.c.work == v.c.besluit) & (d.c.nummer == v.c.besluit_nummer))
        .join(r, (v.c.wereld == r.c.wereld) & (v.c.work == r.c.work))
        .where(d.c.wereld == lezing.wereld, d.c.status == "gepubliceerd", _van(d.c.levering, ids))
        .distinct()
        .order_by(d.c.levering, r.c.uri)
    )
    return ((rij.levering, rij.uri) for rij in lezing.conn.execute(vraag))
