"""One version of a verzoek as the message that is made of it."""

from typing import Any

from sqlalchemy import Row

from simulator.kernel.store import Lezing
from simulator.stam import instanties, tables
from simulator.stam.model import Bericht, uit_json


def bericht(lezing: Lezing, verzoek: Row[Any], versie: Row[Any]) -> Bericht:
    """The message of a version (rows of stam_verzoek and stam_versie), with the addressees of now."""
    nummer = verzoek.verzoeknummer
    rijen = tables.herrouteringen_van(lezing, nummer)
    return Bericht(
        nummer,
        versie.volgnummer,
        versie.doel,
        versie.ingediend_op,
        verzoek.project,
        instanties.instantie(verzoek.bevoegd_gezag),
        uit_json(versie.inhoud),
        instanties.instantie(verzoek.behandeldienst) if verzoek.behandeldienst else None,
        tuple(instanties.instantie(rij.oud) for rij in rijen if rij.soort == tables.BEVOEGD_GEZAG and rij.oud),
        tuple(instanties.instantie(rij.oud) for rij in rijen if rij.soort == tables.BEHANDELDIENST and rij.oud),
    )


def documenten(lezing: Lezing, bericht_: Bericht) -> list[Row[Any]]:
    """The rows of the documents that a version has, in the order of the message."""
    d = tables.document
    rijen = {rij.document_id: rij for rij in lezing.rijen(d, d.c.verzoeknummer == bericht_.verzoeknummer)}
    return [rijen[document.document_id] for document in bericht_.inhoud.documenten if document.document_id in rijen]
