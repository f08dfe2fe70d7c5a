"""Verzoek indienen in three steps: start with the whole message, send the documents, finish.

Source: docs/bronnen.md#stam-indienen.
    geinitieerd -> ingediend | afgebroken

What is not finished within 24 hours is broken off. Whoever repeats a step after a time-out gets what the first time
gave: an indiening is the same when its Idempotency-Key is, or else its message, as long as it is open or was started
less than 24 hours ago (inferred; that a retry must not make a second verzoek is confirmed).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import IO, Any

import orjson
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Row

from simulator.kernel import blobs
from simulator.kernel.agenda import Taak
from simulator.kernel.kern import Bijdrage
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import documenten, events, indienbericht, loket, tables, tekens
from simulator.stam.errors import IndieningGesloten, IndieningOnbekend, OpgaveOngeldig, VerzoekOnbekend
from simulator.stam.indienbericht import Indienbericht, Intrekking, MetVraag
from simulator.stam.model import Document, Uitkomst
from simulator.stelsel import organisaties
from simulator.stelsel.toegang import is_streng

GEINITIEERD = "geinitieerd"
INGEDIEND = "ingediend"
AFGEBROKEN = "afgebroken"
VERLOOPT = "stam.indiening.verloopt"
GELDIG = timedelta(hours=24)
_NAAM = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")
_MEDIATYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,59}", re.ASCII)
_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""In the file that every virus scanner takes for one, harmless as it is."""
_VOORAAN = 256


class Grenzen(BaseSettings):
    """What a document may be; nothing is known of the real limits. max_document: bytes.

    Source: docs/bronnen.md#stam-ophalen.
    """

    model_config = SettingsConfigDict(env_prefix="DSO_SIM_STAM_", frozen=True)

    max_document: int = 250 * 1024 * 1024
    max_documenten: int = 500


@dataclass(frozen=True)
class Aanbod:
    """A document as it is sent; every text is the caller's."""

    bestandsnaam: str
    mediatype: str = ""
    vertrouwelijk: bool = False
    vraag_id: str = ""
    documentsoort: str = ""


@dataclass(frozen=True)
class Controle:
    """What checking a document gave. reden: why it is refused, Dutch, "" when it is taken; rij: as kept."""

    reden: str = ""
    rij: Row[Any] | None = None


@dataclass(frozen=True)
class Indiening:
    """How an indiening stands. verloopt_op: UTC; uitkomsten: known to who finished it just now only."""

    id: str
    status: str
    begonnen_op: datetime
    verzoeknummers: tuple[str, ...]
    documenten: Sequence[Row[Any]] = ()
    project: str = ""
    uitkomsten: tuple[Uitkomst, ...] = field(default=(), compare=False)

    @property
    def verloopt_op(self) -> datetime:
        """When it is broken off, unless it is finished."""
        return self.begonnen_op + GELDIG


@cache
def grenzen() -> Grenzen:
    """As the environment says."""
    return Grenzen()


def initieer(wereld: Wereld, gegevens: Any, sleutel: str = "", door: str = "") -> tuple[Indiening, bool]:
    """Start an indiening, or find the one that this is a retry of; whether it is new.

    gegevens: the message as JSON; sleutel: the caller's Idempotency-Key; door: by what its API key is known. The whole
    message is checked, so that what starts can also be finished. Raises BodyOngeldig, OpgaveOngeldig, VerzoekOnbekend,
    VerzoekIngetrokken, IndieningGesloten.
    """
    bericht = indienbericht.lees(gegevens)
    kern = orjson.dumps(gegevens, option=orjson.OPT_SORT_KEYS)
    som = hashlib.sha256(b"sleutel " + sleutel.encode() if sleutel else b"bericht " + kern)
    with wereld.schrijf() as tx:
        if is_streng(tx.conn, tx.omgeving):
            som.update(b" van " + door.encode())
            _toets_eigen(tx, bericht, door)
        merk = som.hexdigest()
        eerder = _eerder(tx, merk)
        if eerder is not None:
            if orjson.dumps(eerder.indienbericht["bericht"], option=orjson.OPT_SORT_KEYS) != kern:
                raise IndieningGesloten("Met deze Idempotency-Key is kort geleden een ander bericht ingediend.")
            return _stand(tx, eerder), False
        _toets(tx, bericht)
        id_ = str(tx.uuid("indiening"))
        rij = {
            "id": id_,
            "status": GEINITIEERD,
            "sleutel": merk,
            "indienbericht": {"bericht": gegevens, "verzoeknummers": [], "door": door},
            "begonnen_op": tx.nu,
            "verzoeknummer": "",
        }
        tx.voeg_toe(tables.indiening, **rij)
        tx.plan(tx.nu + GELDIG, VERLOOPT, id=id_)
        return _stand(tx, _met_id(tx, id_, door)), True


def voeg_document_toe(
    wereld: Wereld, id_: str, bron: IO[bytes], grootte: int, aanbod: Aanbod, door: str = ""
) -> tuple[Controle, bool]:
    """Take in a document, unless its check refuses it; whether it is new. Sent again it is the same document.

    bron: an open seekable file; grootte: of all of it in bytes, also where less was kept; door: as above. Raises
    IndieningOnbekend, IndieningGesloten.
    """
    bron.seek(0)
    vooraan = bron.read(_VOORAAN)
    with wereld.schrijf() as tx:
        indiening = _open(tx, id_, door)
        rijen = _documenten(tx, id_)
        if reden := _afkeuring(indiening, rijen, vooraan, grootte, aanbod):
            return Controle(reden), False
        som = blobs.bewaar(tx.conn, bron)
        for rij in rijen:
            if (rij.blob, rij.bestandsnaam, rij.vraag_id) == (som, aanbod.bestandsnaam, aanbod.vraag_id):
                return Controle(rij=rij), False
        tx.voeg_toe(
            tables.indieningsdocument,
            indiening=id_,
            nummer=len(rijen) + 1,
            document_id=str(tx.uuid("indieningsdocument")),
            grootte=grootte,
            blob=som,
            bestandsnaam=aanbod.bestandsnaam,
            mediatype=_mediatype(aanbod),
            vertrouwelijk=aanbod.vertrouwelijk,
            vraag_id=aanbod.vraag_id,
            documentsoort=aanbod.documentsoort,
        )
        return Controle(rij=_documenten(tx, id_)[-1]), True


def rond_af(wereld: Wereld, id_: str, door: str = "") -> tuple[Indiening, bool]:
    """Finish: from here on there is a verzoek; whether that is new. A second time gives the same verzoeknummer.

    door: as above. Raises IndieningOnbekend, IndieningGesloten, and what `loket.dien_in` raises.
    """
    with wereld.schrijf() as tx:
        rij = _met_id(tx, id_, door)
        if rij.status == INGEDIEND:
            return _stand(tx, rij), False
        rij = _open(tx, id_, door)
        bericht = indienbericht.lees(rij.indienbericht["bericht"])
        uitkomsten = _dien_in(tx, bericht, _documenten(tx, id_))
        nummers = [uitkomst.verzoeknummer for uitkomst in uitkomsten]
        tx.wijzig(
            tables.indiening,
            tables.indiening.c.id == id_,
            status=INGEDIEND,
            verzoeknummer=nummers[0],
            indienbericht={**rij.indienbericht, "verzoeknummers": nummers},
        )
        return replace(_stand(tx, _met_id(tx, id_, door)), uitkomsten=tuple(uitkomsten)), True


def stand(wereld: Wereld, id_: str, door: str = "") -> Indiening:
    """How it stands; door: as above. Raises IndieningOnbekend."""
    with wereld.lees() as lezing:
        return _stand(lezing, _met_id(lezing, id_, door))


def bijdrage() -> Bijdrage:
    """What breaks off an indiening that was not finished."""
    return Bijdrage(taken={VERLOOPT: Taak(_verloopt)})


def _verloopt(tx: Tx, gegevens: Mapping[str, Any], _klaar: Any) -> None:
    id_ = gegevens["id"]
    tabel = tables.indiening
    if tx.wijzig(tabel, tabel.c.id == id_, tabel.c.status == GEINITIEERD, status=AFGEBROKEN):
        tx.verwijder(tables.indieningsdocument, tables.indieningsdocument.c.indiening == id_)
        events.indiening_afgebroken(tx, id_)


def _eerder(tx: Tx, merk: str) -> Row[Any] | None:
    """The indiening that a retry is of."""
    tabel = tables.indiening
    rijen = tx.rijen(tabel, tabel.c.sleutel == merk, tabel.c.begonnen_op > tx.nu - GELDIG, tabel.c.status != AFGEBROKEN)
    return rijen[0] if rijen else None


def _toets_eigen(tx: Tx, bericht: Indienbericht | Intrekking, door: str) -> None:
    """What another key submitted cannot be supplemented or withdrawn by this one (inferred). Raises VerzoekOnbekend."""
    nummer = bericht.verzoeknummer
    tabel = tables.indiening
    ingediend = tx.rijen(tabel, tabel.c.status == INGEDIEND) if nummer else []
    wie = {rij.indienbericht.get("door", "") for rij in ingediend if nummer in rij.indienbericht["verzoeknummers"]}
    if wie and door not in wie:
        raise VerzoekOnbekend(nummer)


def _toets(tx: Tx, bericht: Indienbericht | Intrekking) -> None:
    """Refuse now what could not be finished later."""
    if isinstance(bericht, Intrekking):
        loket.lopend(tx, bericht.verzoeknummer)
        return
    gezag = organisaties.bij_oin(bericht.bevoegd_gezag.oin)
    if gezag and not any(organisatie.is_bevoegd_gezag for organisatie in gezag):
        raise OpgaveOngeldig("bevoegdGezag", f"{gezag[0].naam} is geen bevoegd gezag, maar {gezag[0].type}")
    if indienbericht.doel_van(bericht.doel) == "Aanvullen":
        loket.lopend(tx, bericht.verzoeknummer)
        loket.toets_aanvulling(tx, bericht.verzoeknummer, indienbericht.inhoud(bericht, _gehouden(tx, bericht)))
        return
    loket.toets(tx, _opgave(bericht, []))


def _dien_in(tx: Tx, bericht: Indienbericht | Intrekking, rijen: Sequence[Row[Any]]) -> list[Uitkomst]:
    if isinstance(bericht, Intrekking):
        return [loket.trek_in(tx, bericht.verzoeknummer, bericht.toelichting)]
    opgave = _opgave(bericht, rijen)
    if indienbericht.doel_van(bericht.doel) == "Aanvullen":
        inhoud = indienbericht.inhoud(bericht, (*_gehouden(tx, bericht), *_met_vraag(rijen)))
        return [loket.vul_aan(tx, bericht.verzoeknummer, replace(opgave, inhoud=inhoud))]
    return loket.dien_in(tx, opgave)


def _opgave(bericht: Indienbericht, rijen: Sequence[Row[Any]]) -> loket.Opgave:
    return loket.Opgave(
        indienbericht.inhoud(bericht, _met_vraag(rijen)),
        concept=indienbericht.doel_van(bericht.doel) == "Conceptverzoek",
        bevoegd_gezag=bericht.bevoegd_gezag.oin,
        herkomst=loket.LOKET,
        project=bericht.project.project_id,
        blobs={rij.document_id: rij.blob for rij in rijen},
    )


def _gehouden(tx: Tx, bericht: Indienbericht) -> list[MetVraag]:
    """The documents that an aanvulling keeps. Raises OpgaveOngeldig for one that the verzoek does not have."""
    uit = []
    for bijgevoegd in bericht.documenten:
        id_ = bijgevoegd.document_id
        rij = None if tekens.ongeldig(id_) else tables.document_met(tx, bericht.verzoeknummer, id_)
        if rij is None:
            raise OpgaveOngeldig("documenten", f"verzoek {bericht.verzoeknummer} heeft geen document {id_[:60]}")
        uit.append(MetVraag(_document(rij), bijgevoegd.vraag_id, bijgevoegd.documentsoort))
    return uit


def _met_vraag(rijen: Sequence[Row[Any]]) -> list[MetVraag]:
    return [MetVraag(_document(rij), rij.vraag_id, rij.documentsoort) for rij in rijen]


def _document(rij: Row[Any]) -> Document:
    return Document(rij.document_id, rij.bestandsnaam, rij.mediatype, rij.grootte, rij.vertrouwelijk)


def _afkeuring(indiening: Row[Any], rijen: Sequence[Row[Any]], vooraan: bytes, grootte: int, aanbod: Aanbod) -> str:
    """Why a document is refused, in Dutch, or ""."""
    grens = grenzen()
    if grootte == 0:
        return "het bestand is leeg"
    if grootte > grens.max_document:
        return f"het bestand is {grootte} bytes; een document mag hier {grens.max_document} bytes zijn"
    if not _NAAM.fullmatch(aanbod.bestandsnaam) or tekens.ongeldig(aanbod.bestandsnaam):
        return "de bestandsnaam ontbreekt, is langer dan 200 tekens of bevat tekens die niet in een naam kunnen"
    if _VIRUS in vooraan:
        return "de virusscanner heeft iets gevonden"
    if len(rijen) >= grens.max_documenten:
        return f"er zijn al {len(rijen)} documenten, en meer mogen het er niet zijn"
    if tekens.ongeldig(aanbod.documentsoort) or len(aanbod.documentsoort) > 200:
        return "de documentsoort is langer dan 200 tekens of bevat tekens die niet in een bericht kunnen"
    bericht = indienbericht.lees(indiening.indienbericht["bericht"])
    if isinstance(bericht, Intrekking):
        return "bij een intrekking horen geen documenten"
    if aanbod.vraag_id and (len(aanbod.vraag_id) > 60 or aanbod.vraag_id not in indienbericht.vragen(bericht)):
        return f"het indienbericht heeft geen vraag {aanbod.vraag_id[:60]}"
    return ""


def _mediatype(aanbod: Aanbod) -> str:
    """What was sent, when that says something; else what the name says."""
    soort = aanbod.mediatype.split(";")[0].strip().lower()
    zegt_iets = _MEDIATYPE.fullmatch(soort) and soort != documenten.ANDERS
    return soort if zegt_iets else documenten.mediatype_van(aanbod.bestandsnaam)


def _met_id(lezing: Lezing, id_: str, door: str) -> Row[Any]:
    """An indiening; in a strict omgeving there is none but for the API key that started it (inferred)."""
    rij = lezing.rij(tables.indiening, tables.indiening.c.id == id_) if not tekens.ongeldig(id_) else None
    if rij is None or (is_streng(lezing.conn, lezing.omgeving) and rij.indienbericht.get("door", "") != door):
        raise IndieningOnbekend(id_)
    return rij


def _open(tx: Tx, id_: str, door: str) -> Row[Any]:
    rij = _met_id(tx, id_, door)
    if rij.status == INGEDIEND:
        raise IndieningGesloten(f"Deze indiening is afgerond: het is verzoek {rij.verzoeknummer} geworden.")
    if rij.status == AFGEBROKEN or rij.begonnen_op + GELDIG <= tx.nu:
        raise IndieningGesloten("Deze indiening is na 24 uur afgebroken; begin opnieuw met het hele indienbericht.")
    return rij


def _documenten(lezing: Lezing, id_: str) -> list[Row[Any]]:
    tabel = tables.indieningsdocument
    return lezing.rijen(tabel, tabel.c.indiening == id_, volgorde=(tabel.c.nummer,))


def _stand(lezing: Lezing, rij: Row[Any]) -> Indiening:
    verzoek = tables.verzoek_met(lezing, rij.verzoeknummer) if rij.verzoeknummer else None
    return Indiening(
        rij.id,
        rij.status,
        rij.begonnen_op,
        tuple(rij.indienbericht["verzoeknummers"]),
        _documenten(lezing, rij.id),
        verzoek.project if verzoek is not None else "",
    )
