"""The agenda: what falls due when, in virtual time."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import WereldHier, json
from simulator.kernel import clock, tables

router = APIRouter()
WAT = {
    "lvbb.beoordeel": "de LVBB beoordeelt een levering",
    "lvbb.stuur": "de LVBB stuurt een bericht over een levering",
    "lvbb.publiceer": "een besluit of kennisgeving wordt bekendgemaakt",
    "ozon.inname": "OZON neemt een regeling in",
    "ozon.intrekking": "OZON verwerkt een intrekking",
    "kernel.uitgaand.opnieuw": "een bericht naar buiten wordt opnieuw geprobeerd",
}


@router.get("/_sim/agenda", **operatie("Wat er wanneer aan de beurt komt", "klok", vormen.AGENDA, fouten=(400,)))
def lees(
    wereld: WereldHier,
    vanaf: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """The items in the order in which they will run."""
    t = tables.agenda
    with wereld.lees() as lezing:
        rijen = lezing.rijen(t, volgorde=(t.c.op, t.c.nummer), limiet=vanaf + aantal)[vanaf:]
        nu, totaal = lezing.nu, lezing.aantal(t)
    items = [
        {
            "nummer": rij.nummer,
            "op": clock.iso(rij.op),
            "soort": rij.soort,
            "wat": WAT.get(rij.soort, rij.soort),
            "gegevens": rij.gegevens,
        }
        for rij in rijen
    ]
    return json({"nu": clock.iso(nu), "items": items, "totaal": totaal})
