"""The domain events that STAM emits (docs/beheer.md). What is fetched is no event: the journal has it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from simulator.kernel.transactie import Tx

INGEDIEND = "stam.verzoek.ingediend"
ROUTE_BEPAALD = "stam.route.bepaald"
NOTIFICATIE_GEPLAND = "stam.notificatie.gepland"
NOTIFICATIE_BEZORGD = "stam.notificatie.bezorgd"
NOTIFICATIE_MISLUKT = "stam.notificatie.mislukt"
BEVOEGD_GEZAG_GEWIJZIGD = "stam.bevoegdgezag.gewijzigd"
BEHANDELDIENST_GEWIJZIGD = "stam.behandeldienst.gewijzigd"
INDIENING_AFGEBROKEN = "stam.indiening.afgebroken"
TERMIJN_GEWIJZIGD = "stam.termijn.gewijzigd"
KENNISGEVING = "stam.kennisgeving.gepubliceerd"


def ingediend(tx: Tx, rij: Mapping[str, Any], volgnummer: int, doel: str, *, buiten_de_keten: bool = False) -> None:
    """A verzoek was submitted, added to or withdrawn. rij: the columns of stam_verzoek."""
    merk = {"buitenDeKeten": True} if buiten_de_keten else {}
    tx.emit(
        INGEDIEND,
        verzoeknummer=rij["verzoeknummer"],
        volgnummer=volgnummer,
        doel=doel,
        type=rij["type"],
        bevoegdGezag=rij["bevoegd_gezag"],
        behandeldienst=rij["behandeldienst"] or None,
        projectId=rij["project"],
        **merk,
    )


def route_bepaald(
    tx: Tx, verzoeknummer: str, volgnummer: int, ontvangers: Sequence[str], onderdrukt: Sequence[Mapping[str, str]]
) -> None:
    """Who is notified of a volgnummer (OINs), and who is not ({oin, reden})."""
    tx.emit(
        ROUTE_BEPAALD,
        verzoeknummer=verzoeknummer,
        volgnummer=volgnummer,
        ontvangers=list(ontvangers),
        onderdrukt=[dict(rij) for rij in onderdrukt],
    )


def notificatie(tx: Tx, soort: str, verzoeknummer: str, volgnummer: int, oin: str, **meer: Any) -> None:
    """Something happened to a notification. soort: one of the NOTIFICATIE_ names."""
    tx.emit(soort, verzoeknummer=verzoeknummer, volgnummer=volgnummer, oin=oin, **meer)


def herrouteerd(tx: Tx, soort: str, verzoeknummer: str, *, oud: str, nieuw: str, door: str) -> None:
    """An addressee changed; OINs, "" for none. soort: BEVOEGD_GEZAG_GEWIJZIGD or BEHANDELDIENST_GEWIJZIGD."""
    tx.emit(soort, verzoeknummer=verzoeknummer, oud=oud or None, nieuw=nieuw or None, door=door or None)


def termijn_gewijzigd(tx: Tx, verzoeknummer: str, aanleiding: str, einde: date, *, opgeschort: bool) -> None:
    """The beslistermijn began, was extended, stands still or runs again; aanleiding says which. einde: the last day."""
    tx.emit(
        TERMIJN_GEWIJZIGD,
        verzoeknummer=verzoeknummer,
        aanleiding=aanleiding,
        einde=einde.isoformat(),
        opgeschort=opgeschort,
    )


def kennisgeving(tx: Tx, verzoeknummer: str, bevoegd_gezag: str) -> None:
    """The bevoegd gezag made known that the verzoek was submitted."""
    tx.emit(KENNISGEVING, verzoeknummer=verzoeknummer, bevoegdGezag=bevoegd_gezag)


def indiening_afgebroken(tx: Tx, verzoek_id: str) -> None:
    """An indiening was not finished in time, and is gone."""
    tx.emit(INDIENING_AFGEBROKEN, verzoekId=verzoek_id)
