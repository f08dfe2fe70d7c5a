"""The choices about STAM: which version it speaks, how it routes, which pdf it gives."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict

from simulator.beheer import vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import Hier, Lichaam, WereldHier, json, lichaam
from simulator.beheer.stamfouten import vertaald
from simulator.kernel.store import Wereld
from simulator.stam import instellingen
from simulator.stam.instellingen import Instellingen

router = APIRouter()
_ANDERS = {"onbekendElement": "onbekend_element", "volgnummerIntrekking": "volgnummer_intrekking"}


class Keuzes(Lichaam):
    """Choices to change; what is not given stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"profiel": "stam-v3"}]})

    profiel: str | None = None
    routering: str | None = None
    pdf: str | None = None
    onbekendElement: bool | None = None  # noqa: N815  # as the JSON writes it
    volgnummerIntrekking: str | None = None  # noqa: N815


@router.get("/_sim/stam/instellingen", **operatie("Hoe STAM zich gedraagt", "stam", vormen_stam.INSTELLINGEN))
def lees(wereld: WereldHier) -> Response:
    """Every choice."""
    with wereld.lees() as lezing:
        return json(_als_json(instellingen.lees(lezing)))


@router.put(
    "/_sim/stam/instellingen",
    **operatie(
        "Laat STAM zich anders gedragen",
        "stam",
        vormen_stam.INSTELLINGEN,
        fouten=(400, 413, 415),
        neemt=Keuzes,
        uitleg="Wat niet genoemd wordt, blijft. De keuzes horen bij de wereld: reset zet ze terug.",
    ),
)
async def zet(hier: Hier, wereld: WereldHier, gevraagd: Annotated[Keuzes, Depends(lichaam(Keuzes))]) -> Response:
    """Change some of the choices."""
    return json(_als_json(await hier.lang(lambda: _zet(wereld, gevraagd))))


def _zet(wereld: Wereld, gevraagd: Keuzes) -> Instellingen:
    keuzes = gevraagd.model_dump(exclude_none=True)
    for naam, ons in _ANDERS.items():
        if naam in keuzes:
            keuzes[ons] = keuzes.pop(naam)
    with vertaald(), wereld.schrijf() as tx:
        return instellingen.zet(tx, keuzes)


def _als_json(keuzes: Instellingen) -> dict[str, str | bool]:
    return {
        "profiel": keuzes.profiel,
        "routering": keuzes.routering,
        "pdf": keuzes.pdf,
        "onbekendElement": keuzes.onbekend_element,
        "volgnummerIntrekking": keuzes.volgnummer_intrekking,
    }
