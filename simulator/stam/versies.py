"""One version of a verzoek as the message that is made of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from simulator.kernel.transactie import Lezing
from simulator.stam import instanties, tables
from simulator.stam.model import Bericht


def bericht(rij: Row[Any], herrouteringen: Sequence[Row[Any]]) -> Bericht:
    """The message of a version, of a row of `tables.INZAGE`, with the addressees of now."""
    return Bericht(
        rij.verzoeknummer,
        rij.volgnummer,
        rij.doel,
        rij.ingediend_op,
        rij.project,
        instanties.instantie(rij.bevoegd_gezag),
        rij.inhoud,
        instanties.instantie(rij.behandeldienst) if rij.behandeldienst else None,
        *(
            tuple(instanties.instantie(h.oud) for h in herrouteringen if h.soort == soort and h.oud)
            for soort in (tables.BEVOEGD_GEZAG, tables.BEHANDELDIENST)
        ),
    )


def documenten(lezing: Lezing, bericht_: Bericht) -> list[Row[Any]]:
    """The rows of the documents that a version has, in the order of the message."""
    alle = lezing.alle_met(tables.document, verzoeknummer=bericht_.verzoeknummer)
    rijen = {rij.document_id: rij for rij in alle}
    return [rijen[document.document_id] for document in bericht_.inhoud.documenten if document.document_id in rijen]
