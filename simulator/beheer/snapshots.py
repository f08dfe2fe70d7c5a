"""A fresh world, and worlds kept by name."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ConfigDict, Field

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, Lichaam, WereldHier, json, lichaam, wortel
from simulator.kernel import snapshot
from simulator.kernel.store import Wereld

router = APIRouter()
_NAAM = re.compile(r"[^\W_](?:[\w .,:@+=()-]*[\w.,:@+=()-])?")


class Nieuw(Lichaam):
    """A snapshot to take."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "voor-de-test"}]})

    naam: Annotated[str, Field(min_length=1, max_length=100)]


@router.post(
    "/_sim/reset",
    **operatie(
        "Begin opnieuw",
        "wereld",
        status=204,
        uitleg="Een lege wereld, de klok op het begin. Snapshots, het journaal en de gebeurtenissen blijven.",
    ),
)
async def reset(hier: Hier, wereld: WereldHier) -> Response:
    """Start over: a fresh world, the clock at its start."""
    await hier.lang(lambda: hier.kern.begin_opnieuw(wereld.omgeving))
    return Response(status_code=204)


@router.get("/_sim/snapshots", **operatie("De snapshots", "wereld", vormen.SNAPSHOTS))
def lijst(hier: Hier, wereld: WereldHier) -> Response:
    """The snapshots there are."""
    return json({"snapshots": snapshot.lijst(hier.kern.store, wereld.omgeving)})


@router.post(
    "/_sim/snapshots",
    **operatie(
        "Bewaar de wereld zoals zij nu is",
        "wereld",
        vormen.SNAPSHOT,
        status=201,
        fouten=(400, 413, 415),
        neemt=Nieuw,
        uitleg="Een snapshot met dezelfde naam wordt vervangen.",
    ),
)
async def neem(
    request: Request, hier: Hier, wereld: WereldHier, gevraagd: Annotated[Nieuw, Depends(lichaam(Nieuw))]
) -> Response:
    """Keep the world as it is now; a snapshot with this name is replaced."""
    rij = await hier.lang(lambda: neem_snapshot(hier, wereld, gevraagd.naam))
    return json(rij, 201, {"Location": f"{wortel(request)}/_sim/snapshots/{quote(gevraagd.naam)}/herstel"})


@router.delete(
    "/_sim/snapshots/{naam}",
    **operatie("Gooi een snapshot weg", "wereld", status=204, fouten=(404,)),
)
async def verwijder(hier: Hier, wereld: WereldHier, naam: str) -> Response:
    """Forget a snapshot."""
    await hier.lang(lambda: verwijder_snapshot(hier, wereld, naam))
    return Response(status_code=204)


@router.post(
    "/_sim/snapshots/{naam}/herstel",
    **operatie("Ga terug naar een snapshot", "wereld", status=204, fouten=(404,)),
)
async def herstel(hier: Hier, wereld: WereldHier, naam: str) -> Response:
    """Go back to a snapshot."""
    await hier.lang(lambda: herstel_snapshot(hier, wereld, naam))
    return Response(status_code=204)


def neem_snapshot(hier: Beheer, wereld: Wereld, naam: str) -> dict[str, str]:
    """Take a snapshot, blocking; gives (naam, genomenOp). Raises Weigering (400) for a name that cannot be."""
    if not _NAAM.fullmatch(naam) or len(naam) > 100:
        reden = "begin met een letter of cijfer; daarna mogen ook spaties en . , : @ + = ( ) _ - (samen hoogstens 100)"
        raise Weigering.velden(("naam", reden))
    hier.kern.neem_snapshot(wereld.omgeving, naam)
    rijen = snapshot.lijst(hier.kern.store, wereld.omgeving)
    return next(dict(rij) for rij in rijen if rij["naam"] == naam)


def herstel_snapshot(hier: Beheer, wereld: Wereld, naam: str) -> None:
    """Go back, blocking. Raises Weigering (404)."""
    try:
        hier.kern.herstel(wereld.omgeving, naam)
    except snapshot.SnapshotOnbekend:
        raise _onbekend(hier, wereld, naam) from None


def verwijder_snapshot(hier: Beheer, wereld: Wereld, naam: str) -> None:
    """Forget a snapshot, blocking. Raises Weigering (404)."""
    try:
        hier.kern.verwijder_snapshot(wereld.omgeving, naam)
    except snapshot.SnapshotOnbekend:
        raise _onbekend(hier, wereld, naam) from None


def _onbekend(hier: Beheer, wereld: Wereld, naam: str) -> Weigering:
    namen = ", ".join(rij["naam"] for rij in snapshot.lijst(hier.kern.store, wereld.omgeving)) or "geen"
    return Weigering(404, f"Er is geen snapshot {naam!r}; wel: {namen}.")
