"""What the simulator covers: contracts, operations and rules, each with its mark.

`python -m simulator.beheer.dekking > COVERAGE.md` writes the ledger at the root of the project.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from simulator.beheer import coverage, paginas, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import Hier, json
from simulator.contract import index, rules
from simulator.contract.index import ContractRij
from simulator.contract.router import Koppelvlak
from simulator.contract.rules import FASEN, STATUS, RegelRij

router = APIRouter()


@dataclass(frozen=True)
class Operatie:
    """One operation of a koppelvlak.

    basis: the path of its contract; pad: its own, that of the contract in front; gebouwd: a function claimed it, else
    it answers 501.
    """

    koppelvlak: str
    contract: str
    id: str
    methode: str
    basis: str
    pad: str
    merk: str
    bron: str
    gebouwd: bool


@dataclass(frozen=True)
class FaseTelling:
    """How many rules of a phase are built, cannot be tested, or are still to do."""

    fase: str
    per_status: dict[str, int]

    @property
    def totaal(self) -> int:
        """All of them."""
        return sum(self.per_status.values())


@dataclass(frozen=True)
class Dekking:
    """All of it, in a fixed order."""

    contracten: tuple[ContractRij, ...]
    operaties: tuple[Operatie, ...]
    regels: tuple[RegelRij, ...]

    @property
    def gaten(self) -> tuple[Operatie, ...]:
        """The operations that no function claimed."""
        return tuple(operatie for operatie in self.operaties if not operatie.gebouwd)

    @property
    def niet_gebouwd(self) -> tuple[RegelRij, ...]:
        """The rules without a function."""
        return tuple(rij for rij in self.regels if not rij.gebouwd)

    @property
    def fasen(self) -> tuple[FaseTelling, ...]:
        """The rules counted by phase, in the order in which the LVBB goes through them."""
        tellingen = {fase: Counter(rij.status for rij in self.regels if rij.fase == fase) for fase in FASEN}
        return tuple(
            FaseTelling(fase, {status: telling[status] for status in STATUS})
            for fase, telling in tellingen.items()
            if telling
        )

    @property
    def merken(self) -> dict[str, int]:
        """How many of the rules that are built carry each mark."""
        telling = Counter(rij.mark for rij in self.regels if rij.gebouwd)
        return {merk: telling[merk] for merk in rules.MARKS}


def verzamel(koppelvlakken: Iterable[Koppelvlak]) -> Dekking:
    """Gather what there is. Raises IndexFout, CatalogusFout."""
    operaties = [operatie for koppelvlak in koppelvlakken for operatie in _operaties(koppelvlak)]
    return Dekking(index.index(), tuple(operaties), tuple(rules.catalogus().values()))


def _operaties(koppelvlak: Koppelvlak) -> list[Operatie]:
    contract = koppelvlak.contract
    return [
        Operatie(
            koppelvlak.naam,
            contract.id,
            operatie.id,
            operatie.methode,
            contract.basis,
            contract.basis + operatie.pad,
            operatie.merk,
            operatie.bron,
            operatie.id in koppelvlak.functies,
        )
        for operatie in contract.operaties
    ]


@router.get("/_sim/dekking", **operatie("Wat gebouwd is en wat niet", "contracten", vormen.DEKKING))
def lees(request: Request, hier: Hier) -> Response:
    """The coverage as JSON; a browser gets the page."""
    dekking = verzamel(hier.koppelvlakken)
    if paginas.wil_pagina(request):
        return paginas.pagina(
            request,
            "dekking.html",
            titel="Dekking",
            dekking=dekking,
            redenen=rules.redenen(),
            kop={"Vary": "Accept"},
        )
    return json(als_json(dekking), kop={"Vary": "Accept"})


def als_json(dekking: Dekking) -> dict[str, Any]:
    """The coverage as the control API shows it."""
    return {
        "contracten": [
            {
                "id": rij.id,
                "bestand": rij.file,
                "versie": rij.version,
                "merk": rij.mark,
                "bron": rij.source,
                "opgehaald": rij.retrieved or None,
                "actief": rij.active,
            }
            for rij in dekking.contracten
        ],
        "operaties": [vars(operatie) for operatie in dekking.operaties],
        "fasen": [{"fase": telling.fase, **telling.per_status, "totaal": telling.totaal} for telling in dekking.fasen],
        "redenen": dict(rules.redenen()),
        "regels": [
            {
                "code": rij.code,
                "ernst": rij.ernst,
                "fase": rij.fase,
                "status": rij.status,
                "reden": rij.reden or None,
                "aan": rij.aan,
                "merk": rij.mark,
                "merkVoorwaarde": rij.voorwaarde_mark,
                "bron": rij.bron,
            }
            for rij in dekking.regels
        ],
    }


def alle_koppelvlakken() -> Sequence[Koppelvlak]:
    """Every koppelvlak that the simulator serves, without starting it."""
    from simulator.lvbb import room as lvbb
    from simulator.ozon.api import presenteren
    from simulator.stam import room as stam

    return (*lvbb.KOPPELVLAKKEN, presenteren, *stam.KOPPELVLAKKEN)


def main() -> None:
    """Write COVERAGE.md to stdout."""
    tekst = coverage.markdown(verzamel(alle_koppelvlakken()), rules.redenen())
    sys.stdout.buffer.write(tekst.encode())


if __name__ == "__main__":
    main()
