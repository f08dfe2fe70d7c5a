"""What the rules may ask of the store: `levering.Register` over the tables of the LVBB."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from simulator.kernel import blobs
from simulator.kernel.transactie import Lezing
from simulator.lvbb import tables
from simulator.lvbb.levering import AANLEVEREN, BekendBesluit, BekendeVersie
from simulator.stelsel import machtigingen
from simulator.stelsel.register import bij_code
from simulator.stelsel.toegang import is_streng


@dataclass(frozen=True)
class StoreRegister:
    """The register as one delivery sees it: all that came before it. nummer: of that delivery."""

    lezing: Lezing
    nummer: int

    def id_levering_bekend(self, oin: str, id_levering: str) -> bool:
        """An id is burnt on arrival, also by a delivery that was refused.

        Source: docs/bronnen.md#lvbb-idlevering (confirmed).
        """
        t = tables.levering
        return bool(self.lezing.aantal(t, t.c.oin == oin, t.c.id_levering == id_levering, t.c.nummer < self.nummer))

    def besluit(self, work: str) -> BekendBesluit | None:
        """The besluit or kennisgeving that is registered under this work; one that was broken off is not."""
        rij = tables.besluit_met(self.lezing, work)
        return None if rij is None or rij.status == "afgebroken" else _besluit(rij)

    def kennisgevingen_over(self, work: str) -> Iterable[BekendBesluit]:
        """The kennisgevingen about this besluit."""
        t = tables.besluit
        rijen = self.lezing.rijen(t, t.c.mededeling_over == work, t.c.status != "afgebroken")
        return [_besluit(rij) for rij in rijen]

    def versies(self, work: str) -> Iterable[BekendeVersie]:
        """Every version of this regeling or informatieobject."""
        return [_versie(*paar) for paar in tables.versies_van(self.lezing, tables.versie.c.work == work)]

    def doel_in_gebruik(self, doel: str) -> Iterable[BekendeVersie]:
        """Every version for this doel."""
        return [_versie(*paar) for paar in tables.versies_van(self.lezing, tables.versie.c.doel == doel)]

    def versies_van(self, besluit: str) -> Iterable[BekendeVersie]:
        """Every version that this besluit establishes."""
        return [_versie(*paar) for paar in tables.versies_van(self.lezing, tables.versie.c.besluit == besluit)]

    def tekst(self, expression: str) -> bytes | None:
        """The whole text of a version of a regeling."""
        sha256 = tables.geldende_tekst(self.lezing, expression)
        return None if sha256 is None else blobs.lees(self.lezing.conn, sha256)

    def gemachtigd(self, aanleveraar: str, bevoegd_gezag: str, op: date) -> bool:
        """Whether it and the holder of the certificate are the organisation itself or mandated by it.

        In an open omgeving everybody may deliver for everybody.
        """
        if not is_streng(self.lezing.conn, self.lezing.omgeving):
            return True
        t = tables.levering
        rij = self.lezing.rij(t, t.c.nummer == self.nummer)
        wie = {aanleveraar} if rij is None or not rij.houder else {aanleveraar, rij.houder}
        return all(machtigingen.mag(self.lezing, oin, AANLEVEREN, bevoegd_gezag) for oin in wie)

    def kent_organisatie(self, code: str) -> bool:
        """Whether this world knows it; an open omgeving takes it in."""
        return not is_streng(self.lezing.conn, self.lezing.omgeving) or bij_code(self.lezing, code) is not None


def _besluit(rij: Row[Any]) -> BekendBesluit:
    return BekendBesluit(
        rij.work,
        rij.expression,
        rij.soort,
        rij.id_levering,
        rij.bevoegd_gezag,
        rij.status,
        rij.datum_bekendmaking,
        rij.ontwerp,
        rij.mededeling_over,
    )


def _versie(rij: Row[Any], van: Row[Any]) -> BekendeVersie:
    return BekendeVersie(
        rij.work,
        rij.expression,
        rij.soort,
        rij.besluit,
        van.status,
        van.ontwerp,
        rij.doel,
        rij.juridisch_werkend_vanaf,
        rij.was,
        rij.ingetrokken_per,
        rij.geregistreerd,
    )
