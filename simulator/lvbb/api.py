"""The LVBB over HTTP (contract lvbb/bronhouderkoppelvlak, inferred): routes only."""

from typing import IO

from simulator.contract.call import Answer, Call
from simulator.contract.router import Koppelvlak
from simulator.edge import multipart
from simulator.lvbb import errors, render, service
from simulator.lvbb import servicebus as bus
from simulator.lvbb.service import Verzoek

bronhouderkoppelvlak = Koppelvlak("lvbb", "lvbb/bronhouderkoppelvlak", errors.vorm)
servicebus = Koppelvlak("lvbb", "lvbb/servicebus", errors.vorm)
JSON = "application/json"


@bronhouderkoppelvlak.operation("leverAan", zwaar=True)
def lever_aan(call: Call) -> Answer:
    """Take in a delivery: the zip as body or as a part of a form."""
    bron, grootte, velden = _delen(call)
    verzoek = Verzoek(call.oin, velden["idLevering"], velden["soort"], velden["leverancier"])
    rij = service.lever_aan(call.wereld, bron, grootte, verzoek)
    call.spoor.verzoek_blob = rij.zip
    call.kenmerk("leveringId", rij.id)
    call.kenmerk("idLevering", rij.id_levering or "")
    for regel in service.opmerkingen(bron, rij.oin):
        call.informatie(regel)
    inhoud = render.levering(rij, call.links)
    return Answer.json(inhoud, 202, JSON, {"Location": inhoud["_links"]["self"]["href"]})


@bronhouderkoppelvlak.operation("getLevering")
def levering(call: Call) -> Answer:
    """How a delivery stands."""
    return Answer.json(render.levering(service.levering(call.wereld, call.path["leveringId"]), call.links), media=JSON)


@bronhouderkoppelvlak.operation("getResultaten")
def resultaten(call: Call) -> Answer:
    """The messages about a delivery."""
    id_ = call.path["leveringId"]
    call.kenmerk("leveringId", id_)
    return Answer.json(render.resultaten(id_, service.berichten(call.wereld, id_), call.links))


@bronhouderkoppelvlak.operation("getResultaat")
def resultaat(call: Call) -> Answer:
    """One message, as the LVBB sends it."""
    id_ = call.path["leveringId"]
    call.kenmerk("leveringId", id_)
    rij = service.bericht(call.wereld, id_, call.path["volgnummer"])
    return Answer(inhoud=rij.inhoud, media="application/xml")


@servicebus.operation("bied", zwaar=True)
def bied(call: Call) -> Answer:
    """Let the bus fetch a zip and deliver it."""
    aanbod = bus.lees_aanbod(call.path["actie"], call.json())
    call.kenmerk("idLevering", aanbod.leverings_id)
    bus.bied(call.wereld, call.path["oin"], aanbod, call.spoor.afzender_ip)
    pad = f"/{call.path['oin']}/dso/lvbb/spa/resultaat/ophalen/{aanbod.gesprek}"
    return Answer.json({"url": call.links.url(pad)}, media=JSON)


@servicebus.operation("haalResultaatOp")
def haal_resultaat_op(call: Call) -> Answer:
    """All messages of a conversation so far."""
    return Answer(inhoud=bus.resultaat(call.wereld, call.path["gesprek"]), media="application/xml")


def _delen(call: Call) -> tuple[IO[bytes], int, dict[str, str]]:
    """(the zip, its size as sent, what the sender says beside it)."""
    velden = {naam: call.query[naam] or "" for naam in ("idLevering", "soort", "leverancier")}
    if not call.header("content-type").lower().startswith("multipart/form-data"):
        return call.ruw, call.grootte, velden
    formulier = multipart.lees(call)
    velden |= {naam: waarde for naam, waarde in formulier.velden.items() if naam in velden}
    velden |= {naam: str(waarde) for naam, waarde in formulier.json("verzoek").items() if naam in velden}
    if "bestand" not in formulier.bestanden:
        raise errors.BestandOntbreekt
    bestand = formulier.bestanden["bestand"]
    return bestand.inhoud, bestand.grootte, velden
