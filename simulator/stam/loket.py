"""The loket: from what an applicant gives to verzoeken with their number, addressees, term and notifications.

A project becomes one verzoek or more (see `routering`). Submitting, adding to and withdrawing each make a version that
is complete in itself (docs/bronnen.md#stam-aanvullen). What can be applied for follows from the indieningsvereisten,
with one exception (inferred): an organisation for which nothing was set up takes every activiteit, unless the indiening
is a real one (`herkomst` loket). So a fresh world can be tried at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqlalchemy import Row

from simulator.kernel import ids
from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import (
    configuratie,
    documenten,
    events,
    instanties,
    instellingen,
    notificaties,
    routering,
    tables,
    tekens,
    termijnen,
    waarden,
)
from simulator.stam.configuratie import Inrichting
from simulator.stam.errors import (
    ConceptNietMogelijk,
    GeenIndieningsvereisten,
    OpgaveOngeldig,
    VerzoekIngetrokken,
    VerzoekOnbekend,
)
from simulator.stam.model import (
    TYPEN,
    Aanleiding,
    Bestand,
    Doel,
    Inhoud,
    Locatie,
    NietNatuurlijkPersoon,
    Onderdrukt,
    Uitkomst,
    als_json,
)
from simulator.stelsel import ligging, register

INTREKKING = 999
"""The volgnummer of an intrekking (CIM-AM, Ingediend verzoek); no aanvulling gets it."""
LOKET = "loket"
"""The herkomst of what comes through Verzoek indienen: there nothing is let by."""
_DAGTELLER = 99_999
_NOEM = 10


@dataclass(frozen=True)
class Opgave:
    """What is submitted.

    bevoegd_gezag, behandeldienst: OINs that were chosen; behandeldienst_vast: also when it is None, so that nobody is;
    herkomst: beheer, fixture or LOKET; casus: what it was made of; project: to join the verzoeken of an earlier one;
    blobs: the SHA-256 of documents whose bytes are kept already, by documentId.
    """

    inhoud: Inhoud
    bestanden: Sequence[Bestand] = ()
    concept: bool = False
    bevoegd_gezag: str | None = None
    behandeldienst: str | None = None
    behandeldienst_vast: bool = False
    herkomst: str = "beheer"
    casus: str = ""
    project: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict)


class Stukken(Protocol):
    """What an aanvulling brings: an Opgave will do, and so will what the generator made."""

    @property
    def inhoud(self) -> Inhoud:
        """The complete content."""

    @property
    def bestanden(self) -> Sequence[Bestand]:
        """The documents that are new."""


def dien_in(tx: Tx, opgave: Opgave) -> list[Uitkomst]:
    """Submit a project; gives what came of each verzoek that it was split into.

    Raises OpgaveOngeldig (and GeenIndieningsvereisten, ConceptNietMogelijk, GeenBevoegdGezag), which leave nothing.
    """
    delen, plaats = _verdeel(tx, opgave)
    nummers = [_verzoeknummer(tx) for _ in delen]
    project = opgave.project or str(ids.uuid(tx.zaad, "project", int(nummers[0])))
    namen = [f" {plek}" if len(delen) > 1 else "" for plek in range(1, len(delen) + 1)]
    return [
        _nieuw(tx, opgave, deel, plaats, nummer, project, naam)
        for deel, nummer, naam in zip(delen, nummers, namen, strict=True)
    ]


def toets(lezing: Lezing, opgave: Opgave) -> None:
    """Whether `dien_in` would take it. Raises what that raises."""
    _verdeel(lezing, opgave)


def vul_aan(tx: Tx, verzoeknummer: str, stukken: Stukken) -> Uitkomst:
    """Add to a verzoek: a complete message again. A document that is not in it has lapsed; locations, activiteiten'
    addressees and project are not looked at anew (docs/bronnen.md#stam-aanvullen).

    It has the next volgnummer, up to 998. Raises VerzoekOnbekend, VerzoekIngetrokken, OpgaveOngeldig.
    """
    inhoud = stukken.inhoud
    verzoek = toets_aanvulling(tx, verzoeknummer, inhoud)
    bekend = _bekende_documenten(tx, verzoeknummer)
    blobs: Mapping[str, str] = getattr(stukken, "blobs", {})
    _toets_bestanden(inhoud, stukken.bestanden, bekend | blobs.keys())
    nummer = verzoek.volgnummer + 1
    _bewaar_documenten(tx, verzoeknummer, nummer, inhoud, stukken.bestanden, blobs, bekend)
    termijnen.bij_aanvulling(tx, verzoeknummer)
    return _vervolg(tx, verzoek, nummer, "Aanvullen", inhoud, tables.AANGEVULD)


def toets_aanvulling(lezing: Lezing, verzoeknummer: str, inhoud: Inhoud) -> Row[Any]:
    """The verzoek, when this can be added to it, documents aside. Raises what `vul_aan` raises."""
    verzoek = lopend(lezing, verzoeknummer)
    _toets_inhoud(inhoud)
    if verzoek.volgnummer + 1 >= INTREKKING:
        raise OpgaveOngeldig("verzoeknummer", f"een verzoek heeft hoogstens {INTREKKING - 1} aanvullingen")
    if inhoud.type != verzoek.type:
        raise OpgaveOngeldig("type", f"een aanvulling houdt het type {verzoek.type!r}; dit is {inhoud.type!r}")
    return verzoek


def trek_in(tx: Tx, verzoeknummer: str, toelichting: str = "") -> Uitkomst:
    """Withdraw a verzoek, which is final: the last message again, with the volgnummer that the settings say.

    Raises VerzoekOnbekend, VerzoekIngetrokken, OpgaveOngeldig.
    """
    verzoek = lopend(tx, verzoeknummer)
    if teken := tekens.ongeldig(toelichting):
        raise OpgaveOngeldig("toelichting", f"hierin staat {teken}, en dat teken kan niet in een bericht")
    laatste = tables.versie_van(tx, verzoeknummer, verzoek.volgnummer)
    assert laatste is not None, verzoeknummer
    inhoud = replace(laatste.inhoud, toelichting=toelichting) if toelichting else laatste.inhoud
    vast = instellingen.lees(tx).volgnummer_intrekking == "999"
    nummer = INTREKKING if vast else verzoek.volgnummer + 1
    return _vervolg(tx, verzoek, nummer, "Intrekken", inhoud, tables.INGETROKKEN)


def lopend(lezing: Lezing, verzoeknummer: str) -> Row[Any]:
    """A verzoek that was not withdrawn. Raises VerzoekOnbekend, VerzoekIngetrokken."""
    verzoek = tables.verzoek_met(lezing, verzoeknummer) if verzoeknummer.isdecimal() else None
    if verzoek is None:
        raise VerzoekOnbekend(verzoeknummer)
    if verzoek.status == tables.INGETROKKEN:
        raise VerzoekIngetrokken(verzoeknummer)
    return verzoek


def _verdeel(lezing: Lezing, opgave: Opgave) -> tuple[list[routering.Deel], routering.Plaats]:
    """(the verzoeken to be, where they are about), all checked."""
    inhoud = opgave.inhoud
    _toets_inhoud(inhoud)
    _toets_gekozen(lezing, opgave)
    inrichting = configuratie.inrichting(lezing, [activiteit.activiteit_id for activiteit in inhoud.activiteiten])
    _toets_aanvraagbaar(lezing, opgave, inrichting)
    vast = opgave.behandeldienst_vast or opgave.behandeldienst is not None
    plaats = routering.plaats(inhoud.locaties, lezing.vandaag)
    vraag = routering.Vraag(
        inhoud.type,
        inhoud.activiteiten,
        plaats,
        lezing.vandaag,
        instellingen.lees(lezing).routering,
        opgave.bevoegd_gezag,
        (opgave.behandeldienst or "") if vast else None,
    )
    return routering.route(vraag, inrichting), plaats


def _nieuw(
    tx: Tx,
    opgave: Opgave,
    deel: routering.Deel,
    plaats: routering.Plaats,
    verzoeknummer: str,
    project: str,
    achter_naam: str,
) -> Uitkomst:
    """Make one verzoek with its first version. achter_naam: what tells it from the others of its project."""
    inhoud = opgave.inhoud
    if achter_naam:
        inhoud = replace(inhoud, naam=inhoud.naam + achter_naam, activiteiten=deel.activiteiten)
    doel: Doel = "Conceptverzoek" if opgave.concept else "Initiëren"
    rij = {
        "verzoeknummer": verzoeknummer,
        "project": project,
        "type": inhoud.type,
        "doel": doel,
        "bevoegd_gezag": deel.bevoegd_gezag,
        "behandeldienst": deel.behandeldienst,
        "status": tables.INGEDIEND,
        "volgnummer": 0,
        "ingediend_op": tx.nu,
        "gewijzigd_op": tx.nu,
        **dict(zip(("minx", "miny", "maxx", "maxy"), plaats.box, strict=True)),
        "herkomst": opgave.herkomst,
        "casus": opgave.casus,
    }
    tx.voeg_toe(tables.verzoek, **rij)
    register.neem_op(tx, deel.bevoegd_gezag)
    _voeg_versie_toe(tx, verzoeknummer, 0, doel, inhoud)
    _bewaar_documenten(tx, verzoeknummer, 0, inhoud, opgave.bestanden, opgave.blobs, set())
    termijnen.begin(tx, verzoeknummer, inhoud.type, concept=opgave.concept)
    events.ingediend(tx, rij, 0, doel, buiten_de_keten=opgave.herkomst == "fixture")
    return _kondig_aan(tx, verzoeknummer, 0, deel.bevoegd_gezag, deel.behandeldienst, deel.onderdrukt, "indiening")


def _vervolg(tx: Tx, verzoek: Row[Any], nummer: int, doel: Doel, inhoud: Inhoud, status: str) -> Uitkomst:
    """The next version of a verzoek, for whoever is addressed by now."""
    tabel = tables.verzoek
    tx.wijzig(
        tabel,
        tabel.c.verzoeknummer == verzoek.verzoeknummer,
        volgnummer=nummer,
        status=status,
        gewijzigd_op=tx.nu,
    )
    _voeg_versie_toe(tx, verzoek.verzoeknummer, nummer, doel, inhoud)
    events.ingediend(tx, verzoek._asdict(), nummer, doel)
    niet = _vroegere(tx, verzoek)
    aanleiding: Aanleiding = "aanvulling" if doel == "Aanvullen" else "intrekking"
    return _kondig_aan(
        tx, verzoek.verzoeknummer, nummer, verzoek.bevoegd_gezag, verzoek.behandeldienst, niet, aanleiding
    )


def _vroegere(tx: Tx, verzoek: Row[Any]) -> tuple[Onderdrukt, ...]:
    """Who had this verzoek before and is no addressee any more."""
    nu = {verzoek.bevoegd_gezag, verzoek.behandeldienst, ""}
    oud = dict.fromkeys(rij.oud for rij in tables.herrouteringen_van(tx, verzoek.verzoeknummer) if rij.oud not in nu)
    naam = instanties.instantie(verzoek.behandeldienst or verzoek.bevoegd_gezag).naam
    return tuple(Onderdrukt(oin, f"het verzoek is niet meer van deze organisatie, maar van {naam}") for oin in oud)


def _kondig_aan(
    tx: Tx,
    verzoeknummer: str,
    volgnummer: int,
    bevoegd_gezag: str,
    behandeldienst: str,
    onderdrukt: tuple[Onderdrukt, ...],
    aanleiding: Aanleiding,
) -> Uitkomst:
    ontvangers = routering.ontvangers(bevoegd_gezag, behandeldienst)
    standen = notificaties.kondig_aan(tx, verzoeknummer, volgnummer, ontvangers, onderdrukt, aanleiding)
    return Uitkomst(verzoeknummer, volgnummer, tuple(standen), onderdrukt)


def _voeg_versie_toe(tx: Tx, verzoeknummer: str, nummer: int, doel: Doel, inhoud: Inhoud) -> None:
    tx.voeg_toe(
        tables.versie, verzoeknummer=verzoeknummer, volgnummer=nummer, doel=doel, ingediend_op=tx.nu, inhoud=inhoud
    )


def _verzoeknummer(tx: Tx) -> str:
    """The next of this day: yyyymmdd in Amsterdam and five digits (docs/bronnen.md#stam-berichten)."""
    dag = tx.vandaag.strftime("%Y%m%d")
    nummer = tx.nummer(f"verzoek/{dag}")
    if nummer > _DAGTELLER:
        raise OpgaveOngeldig("verzoeknummer", f"op één dag zijn er hoogstens {_DAGTELLER}; zet de klok verder")
    return f"{dag}{nummer:05d}"


def _bewaar_documenten(
    tx: Tx,
    verzoeknummer: str,
    volgnummer: int,
    inhoud: Inhoud,
    bestanden: Sequence[Bestand],
    blobs: Mapping[str, str],
    bekend: set[str],
) -> None:
    """Keep the documents that this version has and no earlier one had."""
    nieuw = {document.document_id: document for document in inhoud.documenten if document.document_id not in bekend}
    if not nieuw:
        return
    documenten.bewaar(tx, verzoeknummer, volgnummer, [b for b in bestanden if b.document.document_id in nieuw])
    rijen = [
        {
            "verzoeknummer": verzoeknummer,
            "document_id": document_id,
            "volgnummer": volgnummer,
            "bestandsnaam": nieuw[document_id].bestandsnaam,
            "mediatype": nieuw[document_id].mediatype,
            "grootte": nieuw[document_id].grootte,
            "vertrouwelijk": nieuw[document_id].vertrouwelijk,
            "zaad": "",
            "blob": sha256,
        }
        for document_id, sha256 in blobs.items()
        if document_id in nieuw
    ]
    tx.voeg_alle_toe(tables.document, rijen)


def _bekende_documenten(tx: Tx, verzoeknummer: str) -> set[str]:
    return {rij.document_id for rij in tx.alle_met(tables.document, verzoeknummer=verzoeknummer)}


def _toets_gekozen(lezing: Lezing, opgave: Opgave) -> None:
    for veld, oin in (("bevoegdGezag", opgave.bevoegd_gezag), ("behandeldienst", opgave.behandeldienst)):
        if oin is not None and not (veld == "behandeldienst" and oin == "") and not instanties.is_oin(oin):
            raise OpgaveOngeldig(veld, f"{oin[:60]!r} is geen OIN: dat zijn twintig cijfers")
    if opgave.project and not _is_project(lezing, opgave.project):
        raise OpgaveOngeldig("projectId", f"er is geen eerder verzoek van project {opgave.project[:60]}")
    _toets_bestanden(opgave.inhoud, opgave.bestanden, opgave.blobs.keys())


def _is_project(lezing: Lezing, project: str) -> bool:
    tabel = tables.verzoek
    return not tekens.ongeldig(project) and lezing.rij(tabel, tabel.c.project == project) is not None


def _toets_bestanden(inhoud: Inhoud, bestanden: Sequence[Bestand], bekend: Any) -> None:
    gegeven = {bestand.document.document_id for bestand in bestanden}
    for document in inhoud.documenten:
        if document.document_id not in gegeven and document.document_id not in bekend:
            raise OpgaveOngeldig("documenten", f"het bestand van document {document.document_id} ontbreekt")


def _toets_ligging(locatie: Locatie) -> None:
    """A place outside the Netherlands and its EEZ is a mistake. Raises OpgaveOngeldig, with what probably happened."""
    if any(vlak is not None and not routering.is_ring(vlak) for vlak in (locatie.vlak, locatie.etrs_vlak)):
        return  # no area at all, which `routering.plaats` says
    rd = (*((locatie.punt,) if locatie.punt else ()), *(locatie.vlak or ()))
    graden = (*((locatie.etrs_punt,) if locatie.etrs_punt else ()), *(locatie.etrs_vlak or ()))
    if reden := ligging.bezwaar(rd) or ligging.bezwaar(graden, graden=True):
        raise OpgaveOngeldig("locatie", reden)


def _toets_inhoud(inhoud: Inhoud) -> None:
    if inhoud.type not in TYPEN:
        raise OpgaveOngeldig("type", f"{inhoud.type!r} is geen type verzoek; kies uit {', '.join(TYPEN)}")
    if not inhoud.activiteiten:
        raise OpgaveOngeldig("activiteiten", "een verzoek heeft minstens één activiteit")
    if not inhoud.locaties:
        raise OpgaveOngeldig("locatie", "een verzoek heeft minstens één locatie")
    for locatie in inhoud.locaties:
        _toets_ligging(locatie)
    if inhoud.initiatiefnemer is None:
        raise OpgaveOngeldig("initiatiefnemer", "een verzoek heeft precies één initiatiefnemer")
    indiener = inhoud.gemachtigde or inhoud.initiatiefnemer
    if inhoud.contactpersoon is not None and not isinstance(indiener, NietNatuurlijkPersoon):
        raise OpgaveOngeldig("contactpersoon", "die hoort alleen bij een bedrijf dat indient, niet bij een persoon")
    for pad, reden in waarden.klachten(als_json(inhoud)):
        raise OpgaveOngeldig(pad, reden)


def _toets_aanvraagbaar(lezing: Lezing, opgave: Opgave, inrichting: Inrichting) -> None:
    """Whether each activiteit can be applied for with this type, and as a conceptverzoek if it is one."""
    soort = opgave.inhoud.type
    for activiteit in opgave.inhoud.activiteiten:
        id_ = activiteit.activiteit_id
        if not configuratie.is_activiteit_id(id_):
            raise OpgaveOngeldig("activiteiten", f"{id_[:200]!r} is geen id als nl.imow-gm9920.activiteit.BoomKappen")
        regel = inrichting.activiteiten.get(id_)
        if regel is None:
            van = configuratie.eigenaar(id_)
            if opgave.herkomst == LOKET or configuratie.heeft_activiteiten(lezing, van):
                raise GeenIndieningsvereisten(id_, soort, _welke_wel(lezing, van, soort))
        elif soort not in regel.vereisten:
            raise GeenIndieningsvereisten(id_, soort, _welke_wel(lezing, configuratie.eigenaar(id_), soort))
        elif opgave.concept and not regel.concept:
            raise ConceptNietMogelijk(id_)


def _welke_wel(lezing: Lezing, van: str, soort: str) -> list[str]:
    """A few activiteiten of this organisation that can be applied for."""
    return [activiteit.activiteit_id for activiteit in configuratie.activiteiten(lezing, van=van, soort=soort)][:_NOEM]
