"""Tables of OZON: what was taken in (regelingen, OW objects, geometry) and, beside it, when each was registered.

A voorkomen says from when to when, on three axes, one content of a regeling or an object holds. Contents never
change; a later registration closes a voorkomen and adds others (docs/bronnen.md#ozon-tijdreizen).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    Index,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from simulator.kernel.tables import BlobRef, Json, Moment, wereld_tabel
from simulator.kernel.transactie import Lezing

REGELING = "Regeling"

regeling = wereld_tabel(
    "ozon_regeling",
    Column("nummer", BigInteger, nullable=False),
    Column("work", String(500), nullable=False),
    Column("uri", String(500), nullable=False),
    Column("expression", String(500), nullable=False),
    Column("gezag", String(20), nullable=False),
    Column("tijdelijk_deel_van", String(500), nullable=False),
    Column("annotaties", String(40), nullable=False),
    Column("gegevens", Json, nullable=False),
    Column("structuur", BlobRef, nullable=False),
    sleutel=("nummer",),
)
Index("ozon_regeling_uri", regeling.c.wereld, regeling.c.uri)
Index("ozon_regeling_hoofd", regeling.c.wereld, regeling.c.tijdelijk_deel_van)
ow_object = wereld_tabel(
    "ozon_object",
    Column("nummer", BigInteger, nullable=False),
    Column("identificatie", String(500), nullable=False),
    Column("soort", String(40), nullable=False),
    Column("regeling", String(500), nullable=False),
    Column("expression", String(500), nullable=False),
    Column("ouder", String(500), nullable=False),
    Column("inhoud", Json, nullable=False),
    sleutel=("nummer",),
)
voorkomen = wereld_tabel(
    "ozon_voorkomen",
    Column("identificatie", String(500), nullable=False),
    Column("versie", Integer, nullable=False),
    Column("soort", String(40), nullable=False),
    Column("regeling", String(500), nullable=False),
    Column("nummer", BigInteger, nullable=False),
    Column("begin_inwerking", Date, nullable=False),
    Column("eind_inwerking", Date),
    Column("begin_geldigheid", Date, nullable=False),
    Column("eind_geldigheid", Date),
    Column("van", Moment, nullable=False),
    Column("tot", Moment),
    sleutel=("identificatie", "versie"),
)
Index("ozon_voorkomen_soort", voorkomen.c.wereld, voorkomen.c.soort, voorkomen.c.regeling)
Index("ozon_voorkomen_regeling", voorkomen.c.wereld, voorkomen.c.regeling, voorkomen.c.tot)
object_locatie = wereld_tabel(
    "ozon_objectlocatie",
    Column("object", BigInteger, nullable=False),
    Column("via", String(60), nullable=False),
    Column("locatie", String(500), nullable=False),
    sleutel=("object", "via", "locatie"),
)
Index("ozon_objectlocatie_locatie", object_locatie.c.wereld, object_locatie.c.locatie)
geometrie = wereld_tabel(
    "ozon_geometrie",
    Column("identificatie", String(100), nullable=False),
    Column("gio", String(500), nullable=False),
    Column("vorm", String(40), nullable=False),
    Column("wkb", BlobRef, nullable=False),
    Column("begin", Integer, nullable=False),
    Column("lengte", Integer, nullable=False),
    Column("minx", Float, nullable=False),
    Column("miny", Float, nullable=False),
    Column("maxx", Float, nullable=False),
    Column("maxy", Float, nullable=False),
    sleutel=("identificatie",),
)
afbeelding = wereld_tabel(
    "ozon_afbeelding",
    Column("regeling", BigInteger, nullable=False),
    Column("naam", Text, nullable=False),
    Column("inhoud", BlobRef, nullable=False),
    Column("mediatype", String(100), nullable=False),
    sleutel=("regeling", "naam"),
)

SORTERING = {
    "identificatie": regeling.c.work,
    "registratietijdstip": voorkomen.c.van,
    "geldigVanaf": voorkomen.c.begin_geldigheid,
    "inwerkingVanaf": voorkomen.c.begin_inwerking,
}


@dataclass(frozen=True)
class Reismoment:
    """A point on the three axes; in_werking_eindigt: a version is in force until the next one begins."""

    geldig_op: date
    in_werking_op: date
    beschikbaar_op: datetime
    in_werking_eindigt: bool = True

    def waarden(self, wereld: int) -> dict[str, Any]:
        """What the statements below are filled in with."""
        einde = self.in_werking_op if self.in_werking_eindigt else date.min
        return {"w": wereld, "g": self.geldig_op, "i": self.in_werking_op, "e": einde, "b": self.beschikbaar_op}


def _op_moment() -> ColumnElement[bool]:
    v = voorkomen.c
    return and_(
        v.wereld == bindparam("w"),
        v.begin_geldigheid <= bindparam("g"),
        or_(v.eind_geldigheid.is_(None), v.eind_geldigheid > bindparam("g")),
        v.begin_inwerking <= bindparam("i"),
        or_(v.eind_inwerking.is_(None), v.eind_inwerking > bindparam("e")),
        v.van <= bindparam("b"),
        or_(v.tot.is_(None), v.tot > bindparam("b")),
    )


def _regelingen() -> Select[Any]:
    v, r = voorkomen.c, regeling.c
    tijden = (v.versie, v.begin_inwerking, v.eind_inwerking, v.begin_geldigheid, v.eind_geldigheid, v.van, v.tot)
    wat = (r.work, r.uri, r.expression, r.tijdelijk_deel_van, r.annotaties, r.gegevens, r.structuur)
    samen = and_(r.wereld == v.wereld, r.nummer == v.nummer)
    deel = regeling.alias()
    # Most regelingen never had a tijdelijk deel: this saves the question which of them there are at the moment.
    heeft_delen = exists().where(deel.c.wereld == r.wereld, deel.c.tijdelijk_deel_van == r.work)
    kolommen = (*wat, *tijden, heeft_delen.label("heeft_delen"))
    return select(*kolommen).join_from(voorkomen, regeling, samen).where(_op_moment(), v.soort == REGELING)


def _objecten() -> Select[Any]:
    v, o = voorkomen.c, ow_object.c
    tijden = (v.versie, v.begin_inwerking, v.eind_inwerking, v.begin_geldigheid, v.eind_geldigheid, v.van, v.tot)
    samen = and_(o.wereld == v.wereld, o.nummer == v.nummer)
    return select(o.identificatie, o.soort, o.regeling, o.inhoud, *tijden).join_from(voorkomen, ow_object, samen)


# Made once: building a statement costs more than running it.
_EEN = _regelingen().where(regeling.c.uri == bindparam("uri")).limit(1)
_LIJST = _regelingen()
_AANTAL = select(func.count()).select_from(voorkomen).where(_op_moment(), voorkomen.c.soort == REGELING)
_DELEN = _regelingen().where(regeling.c.tijdelijk_deel_van.in_(bindparam("works", expanding=True)))
_GEBIEDEN = _objecten().where(
    _op_moment(),
    voorkomen.c.soort.in_(("Regelingsgebied", "Pons")),
    voorkomen.c.regeling.in_(bindparam("works", expanding=True)),
)
_OBJECTEN = _objecten().where(_op_moment(), voorkomen.c.identificatie.in_(bindparam("ids", expanding=True)))
_GEOMETRIE = select(geometrie).where(
    geometrie.c.wereld == bindparam("w"), geometrie.c.identificatie.in_(bindparam("ids", expanding=True))
)


def regeling_op(lezing: Lezing, uri: str, moment: Reismoment) -> Any:
    """The row of the regeling with this uri at a moment, or None."""
    return lezing.conn.execute(_EEN, {**moment.waarden(lezing.wereld), "uri": uri}).first()


def aantal_regelingen(lezing: Lezing, moment: Reismoment) -> int:
    """How many regelingen there are at a moment."""
    return int(lezing.conn.scalar(_AANTAL, moment.waarden(lezing.wereld)) or 0)


def regelingen_op(lezing: Lezing, moment: Reismoment, sortering: list[str], vanaf: int, aantal: int) -> list[Any]:
    """A page of regelingen at a moment. sortering: keys of SORTERING, with a minus sign for descending."""
    volgorde = []
    for sleutel in sortering:
        kolom = SORTERING[sleutel.removeprefix("-")]
        volgorde.append(kolom.desc() if sleutel.startswith("-") else kolom.asc())
    vraag = _LIJST.order_by(*volgorde, regeling.c.nummer).limit(aantal).offset(vanaf)
    return list(lezing.conn.execute(vraag, moment.waarden(lezing.wereld)))


def delen_op(lezing: Lezing, works: list[str], moment: Reismoment) -> list[Any]:
    """The tijdelijke regelingdelen of these regelingen at a moment."""
    return list(lezing.conn.execute(_DELEN, {**moment.waarden(lezing.wereld), "works": works}))


def gebieden_op(lezing: Lezing, works: list[str], moment: Reismoment) -> list[Any]:
    """The Regelingsgebied and Pons objects of these regelingen at a moment."""
    return list(lezing.conn.execute(_GEBIEDEN, {**moment.waarden(lezing.wereld), "works": works}))


def objecten_op(lezing: Lezing, ids: list[str], moment: Reismoment) -> list[Any]:
    """The objects with these identificaties at a moment."""
    return list(lezing.conn.execute(_OBJECTEN, {**moment.waarden(lezing.wereld), "ids": ids})) if ids else []


def geometrieen(lezing: Lezing, ids: list[str]) -> list[Any]:
    """The geometries with these identificaties."""
    return list(lezing.conn.execute(_GEOMETRIE, {"w": lezing.wereld, "ids": ids})) if ids else []
