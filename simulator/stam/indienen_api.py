"""The operations of Verzoek indienen, v4 and v5: routes only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from simulator.contract.call import Answer, Call
from simulator.contract.errors import BodyOngeldig
from simulator.contract.router import Functie, Koppelvlak, Toegang
from simulator.edge import multipart
from simulator.stam import errors, indienen, indienen_render
from simulator.stam.indienen import Aanbod
from simulator.stelsel.toegang import kenmerk_van

TOEGANG = Toegang("publiek", vrij=("/openapi.json", "/openapi.yaml"))
indienen_v4 = Koppelvlak("stam", "stam/indienen-v4", errors.vorm, toegang=TOEGANG)
indienen_v5 = Koppelvlak("stam", "stam/indienen-v5", errors.vorm, toegang=TOEGANG)


def _beide(id_: str) -> Callable[[Functie], Functie]:
    """Claim an operation in both versions: what they do is the same."""

    def claim(functie: Functie) -> Functie:
        for koppelvlak in (indienen_v4, indienen_v5):
            koppelvlak.operation(id_, zwaar=True)(functie)
        return functie

    return claim


@_beide("initieerIndiening")
def initieer(call: Call) -> Answer:
    """Step 1: start with the whole message."""
    indiening, nieuw = indienen.initieer(call.wereld, call.json(), call.query["Idempotency-Key"] or "", _door(call))
    call.kenmerk("verzoekId", indiening.id)
    inhoud = indienen_render.indiening(indiening, call.links)
    return Answer.json(inhoud, 201 if nieuw else 200, kop={"Location": inhoud["_links"]["self"]["href"]})


@_beide("stuurDocument")
def stuur_document(call: Call) -> Answer:
    """Step 2: send a document; the answer has what its check found."""
    id_ = call.path["verzoekId"]
    call.kenmerk("verzoekId", id_)
    with _bestand(call) as (bron, grootte, aanbod):
        controle, nieuw = indienen.voeg_document_toe(call.wereld, id_, bron, grootte, aanbod, _door(call))
    if controle.rij is not None:
        call.kenmerk("documentId", controle.rij.document_id)
        call.spoor.verzoek_blob = controle.rij.blob
    return Answer.json(indienen_render.document(controle, aanbod), 201 if nieuw else 200)


@_beide("rondIndieningAf")
def rond_af(call: Call) -> Answer:
    """Step 3: finish; from here on there is a verzoek."""
    call.kenmerk("verzoekId", call.path["verzoekId"])
    indiening, nieuw = indienen.rond_af(call.wereld, call.path["verzoekId"], _door(call))
    call.kenmerk("verzoeknummer", indiening.verzoeknummers[0])
    return Answer.json(indienen_render.indiening(indiening, call.links), 201 if nieuw else 200)


@_beide("getIndiening")
def indiening(call: Call) -> Answer:
    """How an indiening stands."""
    call.kenmerk("verzoekId", call.path["verzoekId"])
    stand = indienen.stand(call.wereld, call.path["verzoekId"], _door(call))
    return Answer.json(indienen_render.indiening(stand, call.links))


def _door(call: Call) -> str:
    """By what the API key of the caller is known, "" without one."""
    return kenmerk_van(call.header("x-api-key"))


@contextmanager
def _bestand(call: Call) -> Iterator[tuple[IO[bytes], int, Aanbod]]:
    """(the document, its size as sent, what the sender says of it), from a form or from the body itself."""
    vraag = call.query
    soort = call.header("content-type")
    if call.afgekapt or not soort.lower().startswith("multipart/form-data"):
        aanbod = Aanbod(
            vraag["bestandsnaam"] or "",
            soort,
            vraag["vertrouwelijk"],
            vraag["vraagId"] or "",
            vraag["documentsoort"] or "",
        )
        yield call.ruw, call.grootte, aanbod
        return
    with multipart.lees(call) as formulier:
        bestand = formulier.delen.get("bestand")
        if bestand is None:
            raise BodyOngeldig(("bestand", "Het formulier heeft geen deel met deze naam; daarin hoort het document"))
        velden = {
            naam: formulier.tekst(naam) or vraag[naam] or "" for naam in ("bestandsnaam", "vraagId", "documentsoort")
        }
        vertrouwelijk = formulier.tekst("vertrouwelijk")
        if vertrouwelijk not in (None, "true", "false"):
            raise BodyOngeldig(("vertrouwelijk", "Dit is true of false"))
        yield (
            bestand.inhoud,
            bestand.grootte,
            Aanbod(
                velden["bestandsnaam"] or bestand.bestandsnaam,
                bestand.mediatype,
                vraag["vertrouwelijk"] if vertrouwelijk is None else vertrouwelijk == "true",
                velden["vraagId"],
                velden["documentsoort"],
            ),
        )
