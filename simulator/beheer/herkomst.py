"""What the edge found of a request, in the shape of /_sim and the pages."""

from fastapi import Request

from simulator.beheer.fouten import Weigering
from simulator.contract import errors
from simulator.edge.herkomst import GEWEIGERD
from simulator.edge.omgeving import ONBEKEND


async def bestaande_omgeving(request: Request) -> None:
    """Refuse what is for an omgeving that is not there. Raises Weigering (404)."""
    if ONBEKEND in request.scope:
        raise Weigering(404, str(errors.OmgevingOnbekend(request.scope[ONBEKEND])))


async def eigen_herkomst(request: Request) -> None:
    """Refuse what a browser does on behalf of another site; see `edge.herkomst`. Raises Weigering (403)."""
    if GEWEIGERD in request.scope:
        raise Weigering(403, request.scope[GEWEIGERD])
