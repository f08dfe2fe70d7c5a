"""The outbox: what the simulator itself sends or fetches, with its attempts."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import Row

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import WereldHier, json
from simulator.kernel import clock, tables
from simulator.kernel.store import Wereld

router = APIRouter()


@dataclass(frozen=True)
class Vraag:
    """Which messages are wanted."""

    na: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100
    nieuwste: bool = False
    status: Literal["", "wacht", "verstuurd", "mislukt"] = ""
    soort: Annotated[str, Query(max_length=80)] = ""


@router.get(
    "/_sim/uitgaand", **operatie("Wat de simulator verstuurt of ophaalt", "uitgaand", vormen.UITGAAND, fouten=(400,))
)
def lees(wereld: WereldHier, vraag: Annotated[Vraag, Depends()]) -> Response:
    """Messages after a number, oldest first or newest first, each with what became of it so far."""
    return json({"uitgaand": [als_json(rij) for rij in rijen(wereld, vraag)]})


def rijen(wereld: Wereld, vraag: Vraag) -> list[Row[Any]]:
    """The messages of this world."""
    u = tables.uitgaand
    gelijk = [u.c[naam] == waarde for naam, waarde in (("status", vraag.status), ("soort", vraag.soort)) if waarde]
    volgorde = u.c.nummer.desc() if vraag.nieuwste else u.c.nummer
    with wereld.lees() as lezing:
        return lezing.rijen(u, u.c.nummer > vraag.na, *gelijk, volgorde=(volgorde,), limiet=vraag.aantal)


def als_json(rij: Row[Any]) -> dict[str, Any]:
    """A message as the control API shows it. volgende: when the next attempt comes, null when none comes any more."""
    return {
        "nummer": rij.nummer,
        "berichtId": rij.bericht_id,
        "soort": rij.soort,
        "status": rij.status,
        "pogingen": rij.pogingen,
        "fout": rij.fout,
        "volgende": clock.iso(rij.volgende) if rij.status == "wacht" else None,
        "naar": str(rij.gegevens.get("url") or ""),
        "gegevens": rij.gegevens,
    }
