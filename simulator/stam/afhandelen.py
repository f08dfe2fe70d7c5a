"""Fetching a verzoek: who may see which version of it, and what there is to fetch.

Only the bevoegd gezag and the behandeldienst of now may (stam.md 2, confirmed). Who got it by a rerouting sees it from
the volgnummer that was the latest then (stam.md 5.4, client). In an open omgeving a call that names no organisation
may see all (inferred). Without a volgnummer the newest is given (inferred).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.kernel.store import Lezing
from simulator.stam import tables, versies
from simulator.stam.errors import DocumentOnbekend, NietVoorU, VersieNietVoorU, VersieOnbekend, VerzoekOnbekend
from simulator.stam.model import Bericht, uit_json

ZONDER_OIN = "de aanroep noemt geen OIN; in een open omgeving mag dat, het DSO weigert het"


@dataclass(frozen=True)
class Inzage:
    """One version that the caller may see."""

    verzoek: Row[Any]
    bericht: Bericht


def haal(lezing: Lezing, verzoeknummer: str, oin: str, volgnummer: int | None = None) -> Inzage:
    """A version of a verzoek for an organisation ("" for a call that names none); None is the newest one.

    Raises VerzoekOnbekend, NietVoorU, VersieOnbekend, VersieNietVoorU.
    """
    verzoek, herrouteringen = mag_zien(lezing, verzoeknummer, oin)
    nummer = verzoek.volgnummer if volgnummer is None else volgnummer
    versie = tables.versie_van(lezing, verzoeknummer, nummer)
    if versie is None:
        raise VersieOnbekend(verzoeknummer, nummer)
    vanaf = _vanaf(herrouteringen, oin)
    if nummer < vanaf:
        raise VersieNietVoorU(verzoeknummer, nummer, vanaf)
    return Inzage(verzoek, versies.bericht(verzoek, versie, herrouteringen))


def document(lezing: Lezing, verzoeknummer: str, document_id: str, oin: str) -> Row[Any]:
    """A document, also one that lapsed since, for who may see a version that has it.

    Raises VerzoekOnbekend, NietVoorU, DocumentOnbekend.
    """
    _, herrouteringen = mag_zien(lezing, verzoeknummer, oin)
    rij = tables.document_met(lezing, verzoeknummer, document_id)
    if rij is None:
        raise DocumentOnbekend(verzoeknummer, document_id)
    vanaf = _vanaf(herrouteringen, oin)
    if rij.volgnummer < vanaf and not _staat_in(lezing, verzoeknummer, document_id, vanaf):
        raise NietVoorU(verzoeknummer, oin)
    return rij


def mag_zien(lezing: Lezing, verzoeknummer: str, oin: str) -> tuple[Row[Any], list[Row[Any]]]:
    """(the verzoek, its changes of addressee), for who may see it. Raises VerzoekOnbekend, NietVoorU."""
    verzoek = tables.verzoek_met(lezing, verzoeknummer)
    if verzoek is None:
        raise VerzoekOnbekend(verzoeknummer)
    if oin and oin not in (verzoek.bevoegd_gezag, verzoek.behandeldienst):
        raise NietVoorU(verzoeknummer, oin)
    return verzoek, tables.herrouteringen_van(lezing, verzoeknummer)


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
        for document_ in uit_json(versie.inhoud).documenten
    )
