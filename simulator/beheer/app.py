"""The FastAPI application for everything that belongs to no koppelvlak."""

from collections.abc import Sequence

from fastapi import Depends, FastAPI

from simulator.beheer import (
    agenda,
    beheerportaal,
    bezorgadres,
    contracten,
    dekking,
    docs,
    fixtures,
    fouten,
    gebeurtenissen,
    gezondheid,
    journaal,
    journaalexport,
    klok,
    leveringen,
    loket,
    mail,
    omgevingen,
    omgevingspagina,
    ontvangst,
    organisaties,
    postvak,
    snapshots,
    stamconfiguratie,
    staminstellingen,
    start,
    storingen,
    toegang,
    toegangspagina,
    uitgaand,
    verzoekacties,
    verzoeken,
)
from simulator.beheer.herkomst import bestaande_omgeving, eigen_herkomst
from simulator.beheer.hier import Beheer, zonder_nul
from simulator.contract.router import Koppelvlak
from simulator.kernel.kern import Kern

_DELEN = (
    gezondheid,
    klok,
    verzoeken,
    snapshots,
    omgevingen,
    journaal,
    gebeurtenissen,
    storingen,
    leveringen,
    dekking,
    ontvangst,
    uitgaand,
    organisaties,
    toegang,
    agenda,
    contracten,
    fixtures,
    journaalexport,
    staminstellingen,
    stamconfiguratie,
    beheerportaal,
    loket,
    verzoekacties,
    postvak,
    bezorgadres,
    docs,
    mail,
    omgevingspagina,
    toegangspagina,
    start,
)


def maak(
    kern: Kern, koppelvlakken: Sequence[Koppelvlak], *, publieke_url: str | None, versie: str, keten: bool = False
) -> FastAPI:
    """Make the application.

    kern: the running kernel; koppelvlakken: all that the simulator serves, for the pages and the coverage;
    publieke_url: the address as others see it, or None; versie: of the simulator; keten: nothing may come in past
    the chain.
    """
    app = FastAPI(
        title="DSO-LV-simulator: beheer",
        version=versie,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(eigen_herkomst), Depends(bestaande_omgeving), Depends(zonder_nul)],
    )
    app.state.beheer = Beheer(kern, tuple(koppelvlakken), publieke_url, versie, keten)
    fouten.registreer(app)
    for deel in _DELEN:
        app.include_router(deel.router)
    return app
