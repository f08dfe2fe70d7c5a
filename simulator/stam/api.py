"""The operations of Verzoek afhandelen, v1 and v2: routes only."""

from collections.abc import Callable

from simulator.contract import stroom
from simulator.contract.call import Answer, Call
from simulator.contract.router import Functie, Koppelvlak, Toegang
from simulator.stam import (
    afhandelen,
    berichten,
    errors,
    herroutering,
    lezen,
    pdf,
    render,
    zoeken,
)
from simulator.stam.adapters.model import stukken
from simulator.stam.afhandelen import Inzage

TOEGANG = Toegang("overheid", "stam.afhandelen", vrij=("/openapi.json", "/openapi.yaml"))
afhandelen_v1 = Koppelvlak("stam", "stam/afhandelen-v1", errors.vorm, toegang=TOEGANG)
afhandelen_v2 = Koppelvlak("stam", "stam/afhandelen-v2", errors.vorm, toegang=TOEGANG)


def _beide(id_: str, *, zwaar: bool = False) -> Callable[[Functie], Functie]:
    """Claim an operation of both versions."""

    def claim(functie: Functie) -> Functie:
        for koppelvlak in (afhandelen_v1, afhandelen_v2):
            koppelvlak.operation(id_, zwaar=zwaar)(functie)
        return functie

    return claim


@_beide("getVerzoekreferenties")
def verzoekreferenties(call: Call) -> Answer:
    """Where everything of a verzoek is."""
    return Answer.json(render.referenties(_haal(call).bericht, call))


@_beide("getSamenvatting")
def samenvatting(call: Call) -> Answer:
    """The STAM message."""
    inzage = _haal(call)
    keuzes = inzage.keuzes
    xml = berichten.verzoek_xml(keuzes.profiel, inzage.bericht, onbekend_element=keuzes.onbekend_element)
    return Answer(inhoud=xml, media=render.XML)


@_beide("getPubliceerbaar")
def publiceerbaar(call: Call) -> Answer:
    """The PDF without what is sensitive."""
    inzage = _haal(call)
    return Answer(inhoud=pdf.publiceerbaar(inzage.bericht, inzage.keuzes.pdf), media=render.PDF)


@_beide("getDocument")
def document(call: Call) -> Answer:
    """A document, or a part of it."""
    document_id = call.path["documentId"]
    call.kenmerk("documentId", document_id[:80])
    rij = afhandelen.document(call.wereld, _verzoeknummer(call), document_id, call.oin)
    call.kenmerk("volgnummer", f"{rij.volgnummer:03d}")
    heel = stroom.van(rij.grootte, lambda begin, einde: stukken(call.wereld, rij, begin, einde))
    return stroom.antwoord(
        heel, call.header("range"), render.mediatype(rij.mediatype), render.documentkoppen(rij.bestandsnaam)
    )


@afhandelen_v2.operation("zoekVerzoeken", zwaar=True)
def zoek(call: Call) -> Answer:
    """Verzoeken that were missed, or that are related."""
    _meld_zonder_oin(call)
    vraag = lezen.zoekvraag(call.json())
    if vraag.verzoeknummer:
        call.kenmerk("verzoeknummer", vraag.verzoeknummer)
    with call.wereld.lees() as lezing:
        gevonden = zoeken.zoek(lezing, vraag, call.query.get("page") or 1, call.query.get("size") or zoeken.BLADZIJDE)
    return Answer.json(render.bladzijde(gevonden, call))


@_beide("wijzigBevoegdGezag", zwaar=True)
def wijzig_bevoegd_gezag(call: Call) -> Answer:
    """Give a verzoek another bevoegd gezag."""
    nummer, oin = _verzoeknummer(call), lezen.oin(call.json(), mag_leeg=False)
    with call.wereld.schrijf() as tx:
        verzoek = herroutering.wijzig_bevoegd_gezag(tx, nummer, oin, call.oin)
    call.kenmerk("volgnummer", f"{verzoek.volgnummer:03d}")
    return Answer.json(render.herroutering(verzoek))


@_beide("wijzigBehandeldienst", zwaar=True)
def wijzig_behandeldienst(call: Call) -> Answer:
    """Give a verzoek another behandeldienst, or none."""
    nummer, oin = _verzoeknummer(call), lezen.oin(call.json(), mag_leeg=True)
    with call.wereld.schrijf() as tx:
        verzoek = herroutering.wijzig_behandeldienst(tx, nummer, oin, call.oin)
    call.kenmerk("volgnummer", f"{verzoek.volgnummer:03d}")
    return Answer.json(render.herroutering(verzoek))


def _haal(call: Call) -> Inzage:
    """The version that is asked for, and its volgnummer in the journal."""
    inzage = afhandelen.haal(call.wereld, _verzoeknummer(call), call.oin, _volgnummer(call))
    call.kenmerk("volgnummer", inzage.bericht.volgnummer_tekst)
    return inzage


def _verzoeknummer(call: Call) -> str:
    """The number in the path, which the journal finds the call by, whatever comes of it."""
    _meld_zonder_oin(call)
    nummer = call.path["verzoeknummer"]
    call.kenmerk("verzoeknummer", nummer[:40])
    return nummer


def _volgnummer(call: Call) -> int | None:
    gevraagd = call.query.get("volgnummer")
    return None if gevraagd is None else int(gevraagd)


def _meld_zonder_oin(call: Call) -> None:
    if not call.oin:
        call.informatie(afhandelen.ZONDER_OIN)
