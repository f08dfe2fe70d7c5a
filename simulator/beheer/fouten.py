"""What goes wrong here, always as problem details in Dutch; a browser gets the same on a page.

Weigering         *    an answer other than the one asked for, with what to do about it
errors.Fout       *    a body that is too large, comes too slowly, is half or cannot be read
(FastAPI)         400  parameters that do not fit; 404 and 405 for what there is not
StoreDicht        503  the simulator is stopping
OmgevingOnbekend  404  it was removed while the request was under way
(the storage)     503  it does not work: a full disk, a damaged database
(any other)       500  a fault of the simulator itself; the log has the rest
"""

import logging
from collections.abc import Iterable, Mapping, MutableMapping
from difflib import SequenceMatcher
from typing import Any, Self, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.beheer import paginas
from simulator.contract import errors
from simulator.contract.call import Answer
from simulator.edge import problem
from simulator.kernel import veldfouten
from simulator.kernel.opslag import Opslag
from simulator.kernel.store import OmgevingOnbekend, StoreDicht
from simulator.kernel.teksten import kort

_log = logging.getLogger("dso-sim.beheer")
_LIJKT = 0.9
_MEEST = 20
METHODEN = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Weigering(Exception):
    """An answer other than the one that was asked for; detail in Dutch: expected, received, what to do."""

    def __init__(
        self, status: int, detail: str, *, kop: Mapping[str, str] | None = None, fouten: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kop = dict(kop or {})
        self.fouten = list(fouten)

    @classmethod
    def velden(cls, *fouten: tuple[str, str], status: int = 400) -> Self:
        """Fields that are no good, each with its reason; of very many the first."""
        getoond = [(kort(naam, 200), kort(reden)) for naam, reden in fouten[:_MEEST]]
        klachten = "; ".join(f"{naam}: {reden}" for naam, reden in getoond)
        rest = f"; en nog {len(fouten) - _MEEST}" if len(fouten) > _MEEST else ""
        return cls(status, f"Het verzoek klopt niet: {klachten}{rest}.", fouten=getoond)


def redenen(fouten: Iterable[Any]) -> list[tuple[str, str]]:
    """(field, reason in Dutch) of what pydantic found."""
    uit = []
    for fout in fouten:
        waar = [str(stuk) for stuk in fout["loc"] if stuk not in ("query", "path", "header", "body")]
        uit.append((".".join(waar) or "body", veldfouten.reden(fout)))
    return uit


def registreer(app: FastAPI) -> None:
    """Let every error of this application be answered here."""
    app.add_exception_handler(Weigering, _weigering)
    app.add_exception_handler(errors.Fout, _fout)
    app.add_exception_handler(RequestValidationError, _validatie)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreDicht, _dicht)
    app.add_exception_handler(OmgevingOnbekend, _weg)
    app.add_middleware(Opvang)


async def _weigering(request: Request, fout: Exception) -> Response:
    return _antwoord(request, cast(Weigering, fout))


async def _fout(request: Request, fout: Exception) -> Response:
    """A body that could not be read, as the koppelvlakken say it too."""
    detail, kop = problem.beschrijf(fout, request.url.path)
    velden = fout.fouten if isinstance(fout, errors.ParameterOngeldig) else ()
    return _antwoord(request, Weigering(cast(errors.Fout, fout).status, detail, kop=kop, fouten=velden))


async def _validatie(request: Request, fout: Exception) -> Response:
    gevonden = cast(RequestValidationError, fout).errors()
    if any(klacht["loc"][0] == "path" for klacht in gevonden):
        return _antwoord(request, _onbekend(request))
    return _antwoord(request, Weigering.velden(*redenen(gevonden)))


async def _http(request: Request, fout: Exception) -> Response:
    http = cast(HTTPException, fout)
    if http.status_code == 404:
        return _antwoord(request, _onbekend(request))
    if http.status_code == 405:
        kan = ", ".join(_toegestaan(request))
        detail = f"{request.method} kan hier niet; wel: {kan}."
        return _antwoord(request, Weigering(405, detail, kop={"Allow": kan}))
    return _antwoord(request, Weigering(http.status_code, "Het verzoek is niet te lezen.", kop=http.headers))


async def _dicht(request: Request, _fout: Exception) -> Response:
    return _antwoord(request, Weigering(503, "De simulator stopt; start hem opnieuw."))


async def _weg(request: Request, fout: Exception) -> Response:
    return _antwoord(request, Weigering(404, f"Er is geen omgeving {str(fout)!r} (meer); zie /_sim/omgevingen."))


def _onbekend(request: Request) -> Weigering:
    """Under another version or spelling of a koppelvlak the one that was meant is named."""
    pad = request.url.path
    bases = [koppelvlak.contract.basis for koppelvlak in request.app.state.beheer.koppelvlakken]
    begin = {basis: "/".join(pad.split("/")[: basis.count("/") + 1]) for basis in bases}
    lijken = {basis: SequenceMatcher(None, basis, begin[basis]).ratio() for basis in bases}
    beste = max(lijken, key=lambda basis: lijken[basis], default="")
    if not beste or lijken[beste] < _LIJKT:
        return Weigering(404, f"Er is niets op {pad}.")
    raad = "een eigen contract met een ander adres laadt u met dso-sim contract laden"
    return Weigering(404, f"Er is niets op {pad}. Er is wel een koppelvlak op {beste}; {raad}.")


def _toegestaan(request: Request) -> list[str]:
    """Every method that this path has, over all routes."""
    kan = []
    for methode in METHODEN:
        scope: MutableMapping[str, Any] = {**request.scope, "method": methode}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            kan.append(methode)
    return kan


def _antwoord(request: Request, fout: Weigering) -> Response:
    if paginas.wil_pagina(request):
        return paginas.pagina(request, "fout.html", status=fout.status, kop=fout.kop, fout=fout, titel="Het lukte niet")
    meer: dict[str, Any] = {"instance": request.url.path}
    if fout.fouten:
        meer["invalid-params"] = [{"name": naam, "reason": reden} for naam, reden in fout.fouten]
    return als_response(problem.probleem(fout.status, fout.detail, **meer), fout.kop)


def als_response(antwoord: Answer, kop: Mapping[str, str] | None = None) -> Response:
    """An answer of the contract layer, for FastAPI."""
    koppen = {"Cache-Control": "no-store", **antwoord.kop, **(kop or {})}
    return Response(antwoord.inhoud, antwoord.status, koppen, antwoord.media)


def _opslag(scope: Scope) -> Opslag:
    return cast(Opslag, scope["app"].state.beheer.kern.store.opslag)


class Opvang:
    """Answers a fault of our own; FastAPI's own way would raise it once more after the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        begonnen = False

        async def zend(bericht: Message) -> None:
            nonlocal begonnen
            begonnen = True
            await send(bericht)

        try:
            await self._app(scope, receive, zend)
        except (ClientDisconnect, errors.Afgebroken):
            return  # nobody is left to answer
        except Exception as fout:
            gebrek = None if scope["type"] != "http" else _opslag(scope).meld(fout)
            if begonnen or scope["type"] != "http":
                raise
            if gebrek is not None:
                await _antwoord(Request(scope, receive), Weigering(503, gebrek.reden))(scope, receive, send)
                return
            _log.exception("onverwachte fout: %s", scope["path"])
            detail = "Er ging iets mis in de simulator zelf; het logboek van de simulator zegt wat."
            antwoord = als_response(problem.probleem(500, detail, instance=scope["path"]))
            await antwoord(scope, receive, send)
