"""Another bevoegd gezag or another behandeldienst for a verzoek that is under way.

Source: docs/bronnen.md#stam-doorzenden (client).
One of the two at a time, by an organisation that has the verzoek now. The new addressee is notified of the latest
volgnummer only; who had it goes to the history and may no longer fetch it. With routering 2020 the behandeldienst
cannot be changed (source documents). What can be refused is inferred.
"""

from typing import Any

from sqlalchemy import Row

from simulator.kernel.transactie import Tx
from simulator.stam import afhandelen, events, instanties, instellingen, notificaties, routering, tables
from simulator.stam.errors import RoutingBezwaar, VerzoekIngetrokken
from simulator.stam.model import Onderdrukt, Rol
from simulator.stelsel import register
from simulator.stelsel.toegang import is_streng


def wijzig_bevoegd_gezag(tx: Tx, verzoeknummer: str, oin: str, door: str) -> Row[Any]:
    """Give a verzoek another bevoegd gezag; gives the verzoek as it is then. door: the acting OIN, "" without one.

    Raises VerzoekOnbekend, NietVoorU, VerzoekIngetrokken, RoutingBezwaar.
    """
    verzoek = _lopend(tx, verzoeknummer, door)
    if oin == verzoek.bevoegd_gezag:
        raise RoutingBezwaar(f"{_naam(oin)} is al het bevoegd gezag van verzoek {verzoeknummer}.")
    bekend = register.bij_oin(tx, oin)
    if not bekend and is_streng(tx.conn, tx.omgeving):
        raise RoutingBezwaar(_onbekend(oin))
    # Of an unknown OIN an open omgeving believes that it decides; it takes it in.
    if bekend and not any(organisatie.is_bevoegd_gezag for organisatie in bekend):
        raise RoutingBezwaar(
            f"{_naam(oin)} is geen bevoegd gezag; kies een gemeente, waterschap, provincie of het Rijk."
        )
    if oin == verzoek.behandeldienst:
        raise RoutingBezwaar(f"{_naam(oin)} is al de behandeldienst; wijzig eerst de behandeldienst.")
    return _wijzig(tx, verzoek, "bevoegd gezag", verzoek.bevoegd_gezag, oin, door)


def wijzig_behandeldienst(tx: Tx, verzoeknummer: str, oin: str, door: str) -> Row[Any]:
    """Give a verzoek another behandeldienst, or with "" none; gives the verzoek as it is then. door: as above.

    Raises VerzoekOnbekend, NietVoorU, VerzoekIngetrokken, RoutingBezwaar.
    """
    verzoek = _lopend(tx, verzoeknummer, door)
    if instellingen.lees(tx).routering == "2020":
        raise RoutingBezwaar("De behandeldienst kan niet worden gewijzigd (routering 2020); begin een samenwerking.")
    if oin == verzoek.behandeldienst:
        stand = f"{_naam(oin)} is al de behandeldienst" if oin else "er is al geen behandeldienst"
        raise RoutingBezwaar(f"Verzoek {verzoeknummer}: {stand}.")
    if oin and not register.bij_oin(tx, oin) and is_streng(tx.conn, tx.omgeving):
        raise RoutingBezwaar(_onbekend(oin))
    if oin == verzoek.bevoegd_gezag:
        raise RoutingBezwaar(
            f"{_naam(oin)} is het bevoegd gezag; maak de behandeldienst leeg als dat het zelf behandelt."
        )
    return _wijzig(tx, verzoek, "behandeldienst", verzoek.behandeldienst, oin, door)


def _lopend(tx: Tx, verzoeknummer: str, door: str) -> Row[Any]:
    verzoek = afhandelen.mag_zien(tx, verzoeknummer, door)
    if verzoek.status == tables.INGETROKKEN:
        raise VerzoekIngetrokken(verzoeknummer)
    return verzoek


def _wijzig(tx: Tx, verzoek: Row[Any], soort: Rol, oud: str, nieuw: str, door: str) -> Row[Any]:
    nummer, v = verzoek.verzoeknummer, tables.verzoek
    register.neem_op(tx, nieuw)
    kolom = "bevoegd_gezag" if soort == tables.BEVOEGD_GEZAG else "behandeldienst"
    tx.wijzig(v, v.c.verzoeknummer == nummer, **{kolom: nieuw}, gewijzigd_op=tx.nu)
    tx.voeg_toe(
        tables.herroutering,
        verzoeknummer=nummer,
        nummer=1 + tx.aantal(tables.herroutering, tables.herroutering.c.verzoeknummer == nummer),
        soort=soort,
        oud=oud,
        nieuw=nieuw,
        door=door,
        volgnummer=verzoek.volgnummer,
        op=tx.nu,
    )
    naam = events.BEVOEGD_GEZAG_GEWIJZIGD if soort == tables.BEVOEGD_GEZAG else events.BEHANDELDIENST_GEWIJZIGD
    events.herrouteerd(tx, naam, nummer, oud=oud, nieuw=nieuw, door=door)
    gewijzigd = tables.verzoek_met(tx, nummer)
    assert gewijzigd is not None
    _kondig_aan(tx, gewijzigd, nieuw)
    return gewijzigd


def _kondig_aan(tx: Tx, verzoek: Row[Any], nieuw: str) -> None:
    """Only the new addressee hears of it, and of the latest volgnummer."""
    ontvangers = routering.ontvangers(verzoek.bevoegd_gezag, verzoek.behandeldienst)
    naar = [ontvanger for ontvanger in ontvangers if ontvanger.oin == nieuw]
    niet = [
        Onderdrukt(
            ontvanger.oin, "kreeg van dit volgnummer al een notificatie; een herroutering meldt alleen de nieuwe"
        )
        for ontvanger in ontvangers
        if ontvanger.oin != nieuw
    ]
    notificaties.kondig_aan(tx, verzoek.verzoeknummer, verzoek.volgnummer, naar, niet, "herroutering")


def _onbekend(oin: str) -> str:
    return (
        f"Er is geen organisatie met OIN {oin} in de lijst van deze omgeving; voeg haar toe met "
        "PUT /_sim/organisaties/{code} en dit OIN."
    )


def _naam(oin: str) -> str:
    return f"{instanties.instantie(oin).naam} ({oin})"
