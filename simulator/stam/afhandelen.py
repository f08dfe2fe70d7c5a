"""Fetching a verzoek: who may see which version of it, and what there is to fetch.

Only the bevoegd gezag and the behandeldienst of now may (docs/bronnen.md#stam-ophalen, confirmed). Who got it by a
rerouting sees it from the volgnummer that was the latest then (docs/bronnen.md#stam-doorzenden, client). In an open
omgeving a call that names no organisation may see all (inferred). Without a volgnummer the newest is given (inferred).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing
from simulator.stam import instellingen, tables, versies
from simulator.stam.errors import DocumentOnbekend, NietVoorU, VersieNietVoorU, VersieOnbekend, VerzoekOnbekend
from simulator.stam.instellingen import Instellingen
from simulator.stam.model import Bericht

ZONDER_OIN = "de aanroep noemt geen OIN; in een open omgeving mag dat, het DSO weigert het"


@dataclass(frozen=True)
class Inzage:
    """A version of a verzoek, and how this STAM gives it."""

    bericht: Bericht
    keuzes: Instellingen


def haal(wereld: Wereld, verzoeknummer: str, oin: str, volgnummer: int | None = None) -> Inzage:
    """A version of a verzoek for an organisation ("" for a call that names none); None is the newest one.

    Raises VerzoekOnbekend, NietVoorU, VersieOnbekend, VersieNietVoorU.
    """
    rij = wereld.rij(tables.INZAGE, nummer=verzoeknummer, volgnummer=volgnummer)
    if rij is not None and not rij.herrouteerd:
        return _inzage(rij, (), verzoeknummer, oin, volgnummer)
    with wereld.lees() as lezing:
        return haal_in(lezing, verzoeknummer, oin, volgnummer)


def haal_in(lezing: Lezing, verzoeknummer: str, oin: str, volgnummer: int | None = None) -> Inzage:
    """As `haal`, as part of what is read."""
    vraag = {"omgeving": lezing.omgeving, "nummer": verzoeknummer, "volgnummer": volgnummer}
    rij = lezing.conn.execute(tables.INZAGE, vraag).first()
    herrouteringen = tables.herrouteringen_van(lezing, verzoeknummer) if rij is not None and rij.herrouteerd else ()
    return _inzage(rij, herrouteringen, verzoeknummer, oin, volgnummer)


def document(wereld: Wereld, verzoeknummer: str, document_id: str, oin: str) -> Row[Any]:
    """A document, also one that lapsed since, for who may see a version that has it.

    Raises VerzoekOnbekend, NietVoorU, DocumentOnbekend.
    """
    rij = wereld.rij(tables.DOCUMENTINZAGE, nummer=verzoeknummer, document=document_id)
    if rij is not None and not rij.herrouteerd:
        return _document(rij, verzoeknummer, document_id, oin)
    with wereld.lees() as lezing:
        vraag = {"omgeving": lezing.omgeving, "nummer": verzoeknummer, "document": document_id}
        rij = _document(lezing.conn.execute(tables.DOCUMENTINZAGE, vraag).first(), verzoeknummer, document_id, oin)
        vanaf = _vanaf(tables.herrouteringen_van(lezing, verzoeknummer), oin)
        if rij.volgnummer < vanaf and not _staat_in(lezing, verzoeknummer, document_id, vanaf):
            raise NietVoorU(verzoeknummer, oin)
        return rij


def mag_zien(lezing: Lezing, verzoeknummer: str, oin: str) -> Row[Any]:
    """The verzoek, for who may see it. Raises VerzoekOnbekend, NietVoorU."""
    verzoek = tables.verzoek_met(lezing, verzoeknummer)
    if verzoek is None:
        raise VerzoekOnbekend(verzoeknummer)
    _toets(verzoek, verzoeknummer, oin)
    return verzoek


def _toets(rij: Row[Any], verzoeknummer: str, oin: str) -> None:
    if oin and oin not in (rij.bevoegd_gezag, rij.behandeldienst):
        raise NietVoorU(verzoeknummer, oin)


def _inzage(
    rij: Row[Any] | None, herrouteringen: Sequence[Row[Any]], verzoeknummer: str, oin: str, volgnummer: int | None
) -> Inzage:
    """What a row of tables.INZAGE is for an organisation."""
    if rij is None:
        raise VerzoekOnbekend(verzoeknummer)
    _toets(rij, verzoeknummer, oin)
    if rij.volgnummer is None:
        raise VersieOnbekend(verzoeknummer, volgnummer or 0)
    vanaf = _vanaf(herrouteringen, oin)
    if rij.volgnummer < vanaf:
        raise VersieNietVoorU(verzoeknummer, rij.volgnummer, vanaf)
    return Inzage(versies.bericht(rij, herrouteringen), instellingen.met(rij.keuzes))


def _document(rij: Row[Any] | None, verzoeknummer: str, document_id: str, oin: str) -> Row[Any]:
    """A row of tables.DOCUMENTINZAGE, for who may see the verzoek."""
    if rij is None:
        raise VerzoekOnbekend(verzoeknummer)
    _toets(rij, verzoeknummer, oin)
    if rij.document_id is None:
        raise DocumentOnbekend(verzoeknummer, document_id)
    return rij


def _vanaf(herrouteringen: Sequence[Row[Any]], oin: str) -> int:
    """The first volgnummer that an addressee may see."""
    gekomen = [rij.volgnummer for rij in herrouteringen if oin and rij.nieuw == oin]
    return gekomen[-1] if gekomen else 0


def _staat_in(lezing: Lezing, verzoeknummer: str, document_id: str, vanaf: int) -> bool:
    """Whether a version from this volgnummer on has the document."""
    return any(
        document_id == document_.document_id
        for versie in tables.versies_van(lezing, verzoeknummer)
        if versie.volgnummer >= vanaf
        for document_ in versie.inhoud.documenten
    )
