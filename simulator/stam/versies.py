"""One version of a verzoek as the message that is made of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from simulator.kernel.store import Lezing
from simulator.stam import instanties, tables
from simulator.stam.model import Bericht, uit_json


def bericht(verzoek: Row[Any], versie: Row[Any], herrouteringen: Sequence[Row[Any]]) -> Bericht:
    """The message of a version, of its rows and those of its verzoek, with the addressees of now."""
    return Bericht(
        verzoek.verzoeknummer,
        versie.volgnummer,
        versie.doel,
        versie.ingediend_op,
        verzoek.project,
        instanties.instantie(verzoek.bevoegd_gezag),
        uit_json(versie.inhoud),
        instanties.instantie(verzoek.behandeldienst) if verzoek.behandeldienst else None,
        tuple(instanties.instantie(rij.oud) for rij in herrouteringen if rij.soort == tables.BEVOEGD_GEZAG and rij.oud),
        tuple(
            instanties.instantie(rij.oud) for rij in herrouteringen if rij.soort == tables.BEHANDELDIENST and rij.oud
        ),
    )


def documenten(lezing: Lezing, bericht_: Bericht) -> list[Row[Any]]:
    """The rows of the documents that a version has, in the order of the message."""
    alle = lezing.alle_met(tables.document, verzoeknummer=bericht_.verzoeknummer)
    rijen = {rij.document_id: rij for rij in alle}
    return [rijen[document.document_id] for document in bericht_.inhoud.documenten if document.document_id in rijen]
