"""The version timeline of a regeling or an OW object: what a registration does to the voorkomens that are active.

Nothing that was registered changes. A voorkomen that ends earlier than was thought gets the end of its registration,
and a copy with its new end takes its place: that is how eindGeldigheid of the predecessor shows as soon as a successor
is registered, and how asking for an earlier beschikbaarOp still finds it open (docs/bronnen.md#ozon-tijdreizen). The
version numbers therefore have gaps among the voorkomens that are active (client).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import bindparam, func, select, update

from simulator.kernel.transactie import Tx
from simulator.ozon import tables

_STUK = 500


@dataclass(frozen=True)
class Voorkomen:
    """One content over a stretch of time; ends are exclusive, None is open. versie is 0 until it has one."""

    nummer: int
    begin_inwerking: date
    begin_geldigheid: date
    eind_inwerking: date | None = None
    eind_geldigheid: date | None = None
    versie: int = 0


@dataclass(frozen=True)
class Nieuw:
    """A content to register for an object. eindigt: this says that the object stops to be from begin_geldigheid."""

    identificatie: str
    soort: str
    begin_inwerking: date
    begin_geldigheid: date
    nummer: int = 0
    eindigt: bool = False


@dataclass
class _Lijn:
    """What is active of one object, and its highest version number so far."""

    actief: list[Voorkomen] = field(default_factory=list)
    soort: str = ""
    hoogste: int = 0


def voeg_in(actief: Iterable[Voorkomen], nieuw: Voorkomen) -> tuple[list[Voorkomen], list[Voorkomen]]:
    """(the voorkomens to close, those to add) when a new one is registered; the last added is the new one itself."""
    dicht: list[Voorkomen] = []
    erbij: list[Voorkomen] = []
    for oud in sorted(actief, key=lambda v: v.begin_geldigheid):
        if oud.begin_geldigheid > nieuw.begin_geldigheid:
            # A later version was known already: the new one holds until then.
            if nieuw.eind_geldigheid is None or oud.begin_geldigheid < nieuw.eind_geldigheid:
                nieuw = replace(nieuw, eind_geldigheid=oud.begin_geldigheid, eind_inwerking=oud.begin_inwerking)
        elif oud.begin_geldigheid == nieuw.begin_geldigheid:
            dicht.append(oud)
        elif oud.eind_geldigheid is None or oud.eind_geldigheid > nieuw.begin_geldigheid:
            dicht.append(oud)
            erbij.append(
                replace(oud, eind_geldigheid=nieuw.begin_geldigheid, eind_inwerking=nieuw.begin_inwerking, versie=0)
            )
    return dicht, [*erbij, nieuw]


def beeindig(actief: Iterable[Voorkomen], per: date) -> tuple[list[Voorkomen], list[Voorkomen]]:
    """(the voorkomens to close, those to add) when an object stops to be from a date."""
    dicht = [v for v in actief if v.eind_geldigheid is None or v.eind_geldigheid > per]
    erbij = [replace(v, eind_geldigheid=per, eind_inwerking=per, versie=0) for v in dicht if v.begin_geldigheid < per]
    return dicht, erbij


def registreer(tx: Tx, regeling: str, nieuwe: list[Nieuw]) -> dict[str, int]:
    """Register contents and endings, in their order, all of one regeling; gives the version number that each got."""
    lijnen = _lijnen(tx, {nieuw.identificatie for nieuw in nieuwe})
    dicht: list[tuple[str, int]] = []
    erbij: list[dict[str, object]] = []
    versies: dict[str, int] = {}
    for nieuw in nieuwe:
        lijn = lijnen.setdefault(nieuw.identificatie, _Lijn())
        if nieuw.eindigt:
            weg, stukken = beeindig(lijn.actief, nieuw.begin_geldigheid)
        else:
            stuk = Voorkomen(nieuw.nummer, nieuw.begin_inwerking, nieuw.begin_geldigheid)
            weg, stukken = voeg_in(lijn.actief, stuk)
        soort = lijn.soort or nieuw.soort
        dicht += [(nieuw.identificatie, oud.versie) for oud in weg]
        genummerd = [replace(stuk, versie=lijn.hoogste + i) for i, stuk in enumerate(stukken, 1)]
        lijn.hoogste += len(stukken)
        lijn.actief = [v for v in lijn.actief if v not in weg] + genummerd
        lijn.soort = soort
        versies[nieuw.identificatie] = lijn.hoogste
        rest = {"identificatie": nieuw.identificatie, "soort": soort, "regeling": regeling, "van": tx.nu, "tot": None}
        erbij += [{**vars(stuk), **rest} for stuk in genummerd]
    tx.voeg_alle_toe(tables.voorkomen, erbij)
    _sluit(tx, dicht)
    return versies


def _sluit(tx: Tx, dicht: list[tuple[str, int]]) -> None:
    if not dicht:
        return
    v = tables.voorkomen.c
    opdracht = (
        update(tables.voorkomen)
        .where(v.wereld == tx.wereld, v.identificatie == bindparam("i"), v.versie == bindparam("n"))
        .values(tot=tx.nu)
    )
    tx.conn.execute(opdracht, [{"i": identificatie, "n": versie} for identificatie, versie in dicht])


def _lijnen(tx: Tx, ids: set[str]) -> dict[str, _Lijn]:
    v = tables.voorkomen.c
    lijnen: dict[str, _Lijn] = {}
    for deel in in_delen(sorted(ids)):
        hoogste = select(v.identificatie, func.max(v.versie), func.min(v.soort))
        vraag = hoogste.where(v.wereld == tx.wereld, v.identificatie.in_(deel)).group_by(v.identificatie)
        for identificatie, versie, soort in tx.conn.execute(vraag):
            lijnen[identificatie] = _Lijn([], soort, versie)
        for rij in tx.rijen(tables.voorkomen, v.identificatie.in_(deel), v.tot.is_(None)):
            lijnen[rij.identificatie].actief.append(
                Voorkomen(
                    rij.nummer,
                    rij.begin_inwerking,
                    rij.begin_geldigheid,
                    rij.eind_inwerking,
                    rij.eind_geldigheid,
                    rij.versie,
                )
            )
    return lijnen


def in_delen(ids: list[str]) -> Iterator[list[str]]:
    """A list in pieces that fit in one statement."""
    for begin in range(0, len(ids), _STUK):
        yield ids[begin : begin + _STUK]
