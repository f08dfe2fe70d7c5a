"""What the routes here share: the simulator they are about, how a body is read and how an answer is made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Annotated, Any, TypeVar, cast

import orjson
from fastapi import Depends, Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.beheer import fouten
from simulator.contract import jsonlezer
from simulator.contract import lichaam as lichamen
from simulator.contract.draden import Draden
from simulator.contract.router import SPOOR, Koppelvlak
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD, Wereld

MAX_JSON = 1 << 20
JSON = "application/json"
GEEN_NUL = "hierin staat het teken U+0000, en dat hoort in geen enkele tekst"
_ZWAAR = 8
_LEZERS = 4
_PROEVEN = 8
_T = TypeVar("_T")
_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True)
class Beheer:
    """The simulator that is looked after.

    zwaar and lezers: the threads for long work (jumps, deliveries) and for reading for pollers; apart, so that neither
    keeps the other waiting. proeven: the places to try addresses. omgeving: of whose threads they are.
    keten: nothing may come in past the chain, so no fixtures.
    """

    kern: Kern
    koppelvlakken: Sequence[Koppelvlak]
    publieke_url: str | None
    versie: str
    keten: bool = False
    omgeving: str = STANDAARD
    zwaar: Draden = field(default_factory=lambda: Draden(_ZWAAR))
    lezers: Draden = field(default_factory=lambda: Draden(_LEZERS))
    proeven: Draden = field(default_factory=lambda: Draden(_PROEVEN))

    async def lang(self, functie: Callable[[], _T]) -> _T:
        """Do work that may take long in a thread of its own kind."""
        return await self.zwaar.doe(self.omgeving, functie)

    async def leest(self, functie: Callable[[], _T]) -> _T:
        """Read for whoever waits, in a thread of its own kind."""
        return await self.lezers.doe(self.omgeving, functie)


class Lichaam(BaseModel):
    """A JSON body: its fields as they are, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


async def _hier(request: Request) -> Beheer:
    beheer = cast(Beheer, request.app.state.beheer)
    spoor = request.scope.get(SPOOR)
    return beheer if spoor is None else replace(beheer, omgeving=spoor.wereld.omgeving)


async def _wereld(request: Request) -> Wereld:
    spoor = request.scope.get(SPOOR)
    return Wereld((await _hier(request)).kern.store) if spoor is None else cast(Wereld, spoor.wereld)


Hier = Annotated[Beheer, Depends(_hier)]
WereldHier = Annotated[Wereld, Depends(_wereld)]


def lichaam(model: type[_M]) -> Callable[[Request], Awaitable[_M]]:
    """A dependency that reads a JSON body. Raises Weigering (400, 413, 415)."""

    async def lees(request: Request) -> _M:
        soort = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
        if soort != JSON:
            raise fouten.Weigering(415, f"Content-Type is {soort}; hier wordt aangenomen: {JSON}.")
        try:
            ruw = jsonlezer.lees(await kort(request))
        except jsonlezer.JsonFout as fout:
            raise fouten.Weigering.velden(("body", str(fout))) from None
        if _heeft_nul(ruw):
            raise fouten.Weigering.velden(("body", GEEN_NUL))
        try:
            return model.model_validate(ruw)
        except ValidationError as fout:
            raise fouten.Weigering.velden(*fouten.redenen(fout.errors())) from None

    return lees


async def zonder_nul(request: Request) -> None:
    """Refuse an address with U+0000 in it: not every database can keep or compare that. Raises Weigering (400)."""
    if "\0" in request.url.path or "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise fouten.Weigering(400, f"Dit adres kan niet: {GEEN_NUL}.")


def _heeft_nul(deel: Any) -> bool:
    if isinstance(deel, str):
        return "\0" in deel
    if isinstance(deel, dict):
        return any(_heeft_nul(naam) or _heeft_nul(waarde) for naam, waarde in deel.items())
    return isinstance(deel, list) and any(_heeft_nul(onder) for onder in deel)


async def kort(request: Request) -> bytes:
    """A body that is never large. Raises errors.Fout and Afgebroken, as `contract.lichaam`."""
    gelezen = BytesIO()
    await lichamen.lees(request.scope, request.receive, gelezen, MAX_JSON)
    return gelezen.getvalue()


def basis_url(request: Request, hier: Beheer) -> str:
    """The address of this omgeving as the caller reached it, without a slash at the end."""
    spoor = request.scope.get(SPOOR)
    return str((hier.publieke_url or request.base_url) if spoor is None else spoor.basis_url).rstrip("/")


def wortel(request: Request) -> str:
    """What stands before every path of a link: the path of the omgeving, or ""."""
    spoor = request.scope.get(SPOOR)
    return "" if spoor is None else str(spoor.voorvoegsel)


def json(inhoud: Any, status: int = 200, kop: Mapping[str, str] | None = None) -> Response:
    """An answer of plain data."""
    return Response(orjson.dumps(inhoud), status, {"Cache-Control": "no-store", **(kop or {})}, JSON)
