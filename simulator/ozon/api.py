"""The operations of Omgevingsdocumenten Presenteren v8."""

from simulator.contract.call import Answer, Call
from simulator.contract.router import Koppelvlak, Toegang
from simulator.ozon import errors, render, service
from simulator.ozon.service import Tijdreis

# The description of the API is served without a key (docs/bronnen.md#ozon-presenteren, measured).
TOEGANG = Toegang("publiek", vrij=("/openapi.json", "/openapi.yaml"))
presenteren = Koppelvlak("ozon", "ozon/presenteren-v8", errors.vorm, render.koppen, TOEGANG, elke_website=True)
JSON = "application/json"


@presenteren.operation("getRegelingen")
def regelingen(call: Call) -> Answer:
    """A page of all regelingen."""
    vraag = call.query
    bladzijde = service.regelingen(
        call.wereld,
        Tijdreis.uit(vraag),
        sortering=vraag["_sort"],
        bladzijde=vraag["page"],
        grootte=vraag["size"],
        uitgebreid=bool(vraag["_expand"]),
    )
    inhoud = render.bladzijde(bladzijde, call.links, render.overig(vraag))
    return Answer.json(inhoud, kop=render.paginakoppen(bladzijde))


@presenteren.operation("getRegeling")
def regeling(call: Call) -> Answer:
    """One regeling."""
    reis = Tijdreis.uit(call.query)
    uitgebreid = bool(call.query["_expand"])
    gevonden = service.regeling(call.wereld, call.path["uriIdentificatie"], reis, uitgebreid=uitgebreid)
    return Answer.json(render.regeling(gevonden, call.links))


@presenteren.operation("getRegelingDocumentstructuur")
def documentstructuur(call: Call) -> Answer:
    """The text of a regeling."""
    reis = Tijdreis.uit(call.query)
    gevonden, boom = service.documentstructuur(call.wereld, call.path["uriIdentificatie"], reis)
    return Answer(inhoud=render.documentstructuur(gevonden, boom, call.links))


@presenteren.operation("getHealth")
def health(_: Call) -> Answer:
    """Whether the API works: it does when it answers; a fault switch makes it 503."""
    return Answer.json({"app-health": {"status": "UP"}}, media=JSON)


@presenteren.operation("getInfo")
def info(call: Call) -> Answer:
    """Which version this is."""
    return Answer.json(render.info(call.contract.document), media=JSON)


@presenteren.operation("getCrss")
def crss(_: Call) -> Answer:
    """In which coordinates can be searched."""
    return Answer.json(render.CRSS)
