"""The fault switches."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, Lichaam, WereldHier, json, lichaam
from simulator.edge import storingen
from simulator.edge.storingen import Storing
from simulator.kernel.store import Wereld

router = APIRouter()
_VOORBEELD: JsonDict = {"koppelvlak": "ozon", "soort": "status", "waarde": 503, "aantal": 1}


class Schakelaar(Lichaam):
    """One switch, as a caller gives it."""

    koppelvlak: Annotated[str, Field(max_length=40)]
    operatie: Annotated[str, Field(max_length=80)] = "*"
    soort: Annotated[str, Field(max_length=40)]
    waarde: Any = None
    aantal: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = None


class Lijst(Lichaam):
    """All switches: what is not in it goes off."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"storingen": [_VOORBEELD]}]})

    storingen: Annotated[list[Schakelaar], Field(max_length=100)]


@router.get("/_sim/storingen", **operatie("De storingen die aan staan", "storingen", vormen.STORINGEN))
def lees(wereld: WereldHier) -> Response:
    """The switches that are on."""
    return json({"storingen": aan(wereld)})


@router.put(
    "/_sim/storingen",
    **operatie(
        "Vervang alle storingen",
        "storingen",
        vormen.STORINGEN,
        fouten=(400, 413, 415),
        neemt=Lijst,
        uitleg="Een lege lijst zet alles uit.",
    ),
)
async def zet(hier: Hier, wereld: WereldHier, gevraagd: Annotated[Lijst, Depends(lichaam(Lijst))]) -> Response:
    """Replace all switches."""
    gewenst = [Storing(**schakelaar.model_dump()) for schakelaar in gevraagd.storingen]
    for n, storing in enumerate(gewenst):
        _toets(hier, storing, n)
    return json({"storingen": await hier.lang(lambda: _zet(wereld, gewenst))})


def aan(wereld: Wereld) -> list[dict[str, Any]]:
    """The switches that are on, as plain data."""
    with wereld.lees() as lezing:
        gevonden = storingen.lijst(lezing)
    return [
        {"koppelvlak": s.koppelvlak, "operatie": s.operatie, "soort": s.soort, "waarde": s.waarde, "aantal": s.aantal}
        for s in gevonden
    ]


def _zet(wereld: Wereld, gewenst: list[Storing]) -> list[dict[str, Any]]:
    try:
        with wereld.schrijf() as tx:
            storingen.zet(tx, gewenst)
    except storingen.StoringOnbekend as fout:
        raise Weigering.velden(("storingen", str(fout))) from None
    return aan(wereld)


def _toets(hier: Beheer, storing: Storing, n: int) -> None:
    """A switch on something that is not there would do nothing and say nothing."""
    operaties: dict[str, set[str]] = {naam: set(uit) for naam, uit in storingen.UITGAAND.items()}
    for koppelvlak in hier.koppelvlakken:
        operaties.setdefault(koppelvlak.naam, set()).update(o.id for o in koppelvlak.contract.operaties)
    if storing.koppelvlak not in operaties:
        reden = f"{storing.koppelvlak!r} bestaat niet; kies uit {', '.join(sorted(operaties))}"
        raise Weigering.velden((f"storingen.{n}.koppelvlak", reden))
    kan = operaties[storing.koppelvlak]
    if storing.operatie != "*" and storing.operatie not in kan:
        reden = f"{storing.operatie!r} bestaat niet; kies * of een van {', '.join(sorted(kan))}"
        raise Weigering.velden((f"storingen.{n}.operatie", reden))
