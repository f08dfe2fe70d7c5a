"""Try an address that the simulator will have to reach, and hear in words why that does not work."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, Lichaam, json, lichaam
from simulator.edge import bereik

router = APIRouter()


class Proef(Lichaam):
    """What is tried: the address, with the method and the headers of the call that will come."""

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    methode: Literal["GET", "HEAD", "OPTIONS", "POST"] = "GET"
    headers: Annotated[dict[str, str], Field(default_factory=dict, max_length=30)]


@router.post(
    "/_sim/ontvangst/proef",
    **operatie(
        "Probeer of de simulator een adres kan bereiken",
        "uitgaand",
        vormen.PROEF,
        fouten=(400, 413, 415),
        neemt=Proef,
        uitleg="Een keer, zonder inhoud. Lukt het niet, dan zegt doe wat u eraan doet.",
    ),
)
async def proef(request: Request, hier: Hier, gevraagd: Annotated[Proef, Depends(lichaam(Proef))]) -> Response:
    """Try an address once, with an empty body; the answer says whether it works, and if not what to do."""
    fouten = bereik.verkeerde_koppen(gevraagd.headers)
    if fouten:
        raise Weigering.velden(*((f"headers.{naam}", reden) for naam, reden in fouten))
    vraag = bereik.Vraag(
        gevraagd.url,
        gevraagd.methode,
        gevraagd.headers,
        aanroeper=request.client.host if request.client else "",
        in_container=bereik.draait_in_container(),
    )
    async with hier.proeven.plek(hier.omgeving):
        return json((await bereik.probeer(vraag)).als_dict())
