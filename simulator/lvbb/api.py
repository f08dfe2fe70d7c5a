"""The LVBB over HTTP (contract lvbb/bronhouderkoppelvlak, inferred): routes only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any

from simulator.contract.call import Answer, Call
from simulator.contract.errors import ParameterOngeldig
from simulator.contract.router import Koppelvlak, Toegang
from simulator.edge import multipart
from simulator.lvbb import errors, render, service
from simulator.lvbb import servicebus as bus
from simulator.lvbb.inzage import Lezer
from simulator.lvbb.levering import AANLEVEREN
from simulator.lvbb.service import Verzoek
from simulator.lvbb.servicebus import Aanbieder

# Who is not mandated hears it in a message (LVBB1512); who may not call at all, from the edge.
TOEGANG = Toegang("overheid", AANLEVEREN, kamer_weigert=True)
bronhouderkoppelvlak = Koppelvlak("lvbb", "lvbb/bronhouderkoppelvlak", errors.vorm, toegang=TOEGANG)
servicebus = Koppelvlak("lvbb", "lvbb/servicebus", errors.vorm, toegang=replace(TOEGANG, oin_in_pad=True))
JSON = "application/json"
_VELDEN = {"idLevering": 200, "soort": 60, "leverancier": 200}  # and how long they may be
_MAX_OIN = 40


@bronhouderkoppelvlak.operation("leverAan", zwaar=True)
def lever_aan(call: Call) -> Answer:
    """Take in a delivery: the zip as body or as a part of a form."""
    with _delen(call) as (bron, grootte, velden):
        rij = service.lever_aan(call.wereld, bron, grootte, _verzoek(call, velden))
        call.spoor.verzoek_blob = rij.zip
        call.kenmerk("leveringId", rij.id)
        call.kenmerk("idLevering", rij.id_levering or "")
    inhoud = render.levering(rij, call.links)
    return Answer.json(inhoud, 202, JSON, {"Location": inhoud["_links"]["self"]["href"]})


@bronhouderkoppelvlak.operation("getLevering")
def levering(call: Call) -> Answer:
    """How a delivery stands."""
    rij = service.levering(call.wereld, call.path["leveringId"], _lezer(call, call.oin))
    return Answer.json(render.levering(rij, call.links), media=JSON)


@bronhouderkoppelvlak.operation("getResultaten")
def resultaten(call: Call) -> Answer:
    """The messages about a delivery."""
    id_ = call.path["leveringId"]
    call.kenmerk("leveringId", id_)
    berichten = service.berichten(call.wereld, id_, _lezer(call, call.oin))
    return Answer.json(render.resultaten(id_, berichten, call.links))


@bronhouderkoppelvlak.operation("getResultaat")
def resultaat(call: Call) -> Answer:
    """One message, as the LVBB sends it."""
    id_ = call.path["leveringId"]
    call.kenmerk("leveringId", id_)
    rij = service.bericht(call.wereld, id_, call.path["volgnummer"], _lezer(call, call.oin))
    return Answer(inhoud=rij.inhoud, media="application/xml")


@servicebus.operation("bied", zwaar=True)
def bied(call: Call) -> Answer:
    """Let the bus fetch a zip and deliver it."""
    aanbod = bus.lees_aanbod(call.path["actie"], call.json())
    call.kenmerk("idLevering", aanbod.leverings_id)
    bus.bied(call.wereld, Aanbieder(call.path["oin"], call.spoor.afzender_ip, call.spoor.certificaat_oin), aanbod)
    pad = f"/{call.path['oin']}/dso/lvbb/spa/resultaat/ophalen/{aanbod.gesprek}"
    return Answer.json({"url": call.links.url(pad)}, media=JSON)


@servicebus.operation("haalResultaatOp")
def haal_resultaat_op(call: Call) -> Answer:
    """All messages of a conversation so far."""
    # The organisation in the path is that of the bus, not the one that the delivery is of.
    return Answer(inhoud=bus.resultaat(call.wereld, call.path["gesprek"], _lezer(call)), media="application/xml")


def _lezer(call: Call, oin: str = "") -> Lezer:
    return Lezer(oin, call.spoor.certificaat_oin, call.informatie)


@contextmanager
def _delen(call: Call) -> Iterator[tuple[IO[bytes], int, dict[str, Any]]]:
    """(the zip, its size as sent, what the sender says beside it)."""
    velden: dict[str, Any] = {naam: call.query[naam] for naam in _VELDEN}
    if call.afgekapt or not call.header("content-type").lower().startswith("multipart/form-data"):
        # A form that was cut off is too large to be a delivery, whatever is in it.
        yield call.ruw, call.grootte, velden
        return
    with multipart.lees(call) as formulier:
        velden |= {naam: tekst for naam in velden if (tekst := formulier.tekst(naam)) is not None}
        velden |= {naam: waarde for naam, waarde in formulier.json("verzoek").items() if naam in velden}
        if "bestand" not in formulier.delen:
            raise errors.BestandOntbreekt
        bestand = formulier.delen["bestand"]
        yield bestand.inhoud, bestand.grootte, velden


def _verzoek(call: Call, velden: dict[str, Any]) -> Verzoek:
    """What an XML verzoek could hold as well. Raises ParameterOngeldig."""
    fouten = [("x-oin", f"Langer dan {_MAX_OIN} tekens")] if len(call.oin) > _MAX_OIN else []
    for naam, lengte in _VELDEN.items():
        waarde = velden[naam]
        if waarde is not None and not isinstance(waarde, str):
            fouten.append((naam, "Dit is geen tekst"))
        elif len(waarde or "") > lengte:
            fouten.append((naam, f"Langer dan {lengte} tekens"))
        elif not render.kan_in_xml(waarde or ""):
            fouten.append((naam, "Hierin staan tekens die in XML niet bestaan"))
    if fouten:
        raise ParameterOngeldig(*fouten)
    id_levering, soort, leverancier = (velden[naam] or "" for naam in _VELDEN)
    return Verzoek(call.oin, id_levering, soort, leverancier, houder=call.spoor.certificaat_oin)
