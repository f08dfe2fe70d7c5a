"""Publishing past the chain: a besluit is registered and published here and now, for a fixture.

There is no delivery that anyone sent, so there is no verdict and there are no messages. What comes of it carries a
mark: the row has BUITEN_DE_KETEN as its route, and the events say `buitenDeKeten`.
"""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from simulator.kernel import blobs
from simulator.kernel.transactie import Tx
from simulator.lvbb import consolidatie, publicatie, tables
from simulator.lvbb.levering import Levering, open_levering
from simulator.stelsel import register as stelsel_register

BUITEN_DE_KETEN = "buiten-de-keten"
NIET_GETOETST = "niet getoetst: buiten de keten ingebracht"


@dataclass(frozen=True)
class Inbreng:
    """A package that was read, with what it will register."""

    pakket: bytes
    levering: Levering
    registratie: consolidatie.Registratie


def lees(pakket: bytes, vandaag: date) -> Inbreng:
    """Read the zip of a publicatieOpdracht, outside any lock. Raises ValueError when it establishes nothing."""
    levering = open_levering(io.BytesIO(pakket), len(pakket), vandaag)
    registratie = consolidatie.lees(levering)
    if registratie is None:
        raise ValueError("het pakket bevat geen besluit en geen kennisgeving")
    return Inbreng(pakket, levering, registratie)


def breng_in(tx: Tx, inbreng: Inbreng, leverancier: str) -> Row[Any]:
    """Register and publish; gives the row among the deliveries. leverancier: what the row names as its origin."""
    opdracht = inbreng.levering.opdracht
    id_ = str(tx.uuid("levering"))
    tx.voeg_toe(
        tables.levering,
        id=id_,
        nummer=tx.nummer("lvbb/levering"),
        id_levering=opdracht.id_levering,
        soort=opdracht.soort,
        oin=opdracht.id_aanleveraar,
        leverancier=leverancier,
        verzoek_soort="",
        route=BUITEN_DE_KETEN,
        gesprek="",
        zip=blobs.houd(tx, inbreng.pakket),
        grootte=len(inbreng.pakket),
        ontvangen_op=tx.nu,
        # At once where a delivery comes step by step: nothing of those steps took place.
        status="gepubliceerd",
        getoetst=NIET_GETOETST,
        oordeel=None,
    )
    stelsel_register.neem_op(tx, opdracht.id_aanleveraar)
    publicatie.registreer(tx, id_, inbreng.levering, inbreng.registratie)
    besluit = tables.besluit_met(tx, inbreng.registratie.work)
    assert besluit is not None
    publicatie.publiceer(tx, besluit, buiten_de_keten=True)
    rij = tables.levering_met(tx, id_)
    assert rij is not None
    return rij
