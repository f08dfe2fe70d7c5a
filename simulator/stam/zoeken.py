"""Searching verzoeken, whoever they are addressed to: what was missed, and what is related.

Source: docs/bronnen.md#stam-ophalen (client).
gemist        a verwijzing per volgnummer that was submitted in these days and whose project location touches the area
gerelateerd   a verwijzing per other verzoek of these days whose project location touches that of this one
Days are of Amsterdam and count in full. Fetching what is found is another matter: see `afhandelen`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Row, and_, select

from simulator.kernel import clock
from simulator.kernel.transactie import Lezing
from simulator.stam import tables
from simulator.stam.errors import VerzoekOnbekend
from simulator.stam.model import Locatie, Punt, Ring
from simulator.stelsel.rd import rd_van_etrs89

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DAGEN_GEMIST = 7
DAGEN_GERELATEERD = 3
BLADZIJDE = 50
Sleutel = tuple[str, int]
"""(verzoeknummer, volgnummer)"""
_v, _ver = tables.verzoek, tables.versie
_SAMEN = and_(_v.c.wereld == _ver.c.wereld, _v.c.verzoeknummer == _ver.c.verzoeknummer)


@dataclass(frozen=True)
class Vraag:
    """What is asked: one of vlak (rings in RD, the first is the outer one) and verzoeknummer; None is the default."""

    vlak: tuple[Ring, ...] = ()
    verzoeknummer: str = ""
    vanaf: date | None = None
    tot: date | None = None


@dataclass(frozen=True)
class Bladzijde:
    """A page of verwijzingen (columns of stam_verzoek, with volgnummer, doel and ingediend_op of the version)."""

    rijen: Sequence[Row[Any]]
    nummer: int
    grootte: int
    totaal: int

    @property
    def aantal_bladzijden(self) -> int:
        """How many pages there are."""
        return -(-self.totaal // self.grootte)


def zoek(lezing: Lezing, vraag: Vraag, bladzijde: int = 1, grootte: int = BLADZIJDE) -> Bladzijde:
    """A page of what was found, the oldest first. Raises VerzoekOnbekend."""
    gevonden = _gerelateerd(lezing, vraag) if vraag.verzoeknummer else _gemist(lezing, vraag)
    begin = (bladzijde - 1) * grootte
    rijen = _lees(lezing, gevonden[begin : begin + grootte])
    return Bladzijde(rijen, bladzijde, grootte, len(gevonden))


def is_vlak(ringen: Sequence[Ring]) -> bool:
    """Whether these rings are an area: none crosses itself or another."""
    import shapely

    try:
        return bool(shapely.Polygon(ringen[0], ringen[1:]).is_valid)
    except (ValueError, shapely.errors.GEOSException):
        return False


def _gemist(lezing: Lezing, vraag: Vraag) -> Sequence[Sleutel]:
    tot = vraag.tot or lezing.vandaag
    return _geraakt(lezing, vraag.vlak, vraag.vanaf or tot - timedelta(days=DAGEN_GEMIST), tot)


def _gerelateerd(lezing: Lezing, vraag: Vraag) -> Sequence[Sleutel]:
    verzoek = tables.verzoek_met(lezing, vraag.verzoeknummer)
    if verzoek is None:
        raise VerzoekOnbekend(vraag.verzoeknummer)
    dag = clock.dag(verzoek.ingediend_op)
    vanaf = vraag.vanaf or dag - timedelta(days=DAGEN_GERELATEERD)
    tot = vraag.tot or dag + timedelta(days=DAGEN_GERELATEERD)
    gevonden = _geraakt(lezing, (verzoek.verzoeknummer, verzoek.volgnummer), vanaf, tot)
    return list({nummer: (nummer, volg) for nummer, volg in gevonden if nummer != verzoek.verzoeknummer}.values())


@dataclass(frozen=True)
class _Zoekslag:
    """A search by area, or by the location of a version. Equal ones have the same outcome: versions are only added."""

    engine: Engine
    wereld: int
    plek: tuple[Ring, ...] | Sleutel
    begin: datetime
    einde: datetime
    versies: int
    lezing: Lezing = field(compare=False, repr=False)


def _geraakt(lezing: Lezing, plek: tuple[Ring, ...] | Sleutel, vanaf: date, tot: date) -> Sequence[Sleutel]:
    """Every version of these days whose verzoek has a location there, in order."""
    begin, einde = clock.begin_van(vanaf), clock.begin_van(tot + timedelta(days=1))
    versies = lezing.aantal(_ver, _ver.c.ingediend_op >= begin, _ver.c.ingediend_op < einde)
    return _zoek(_Zoekslag(lezing.conn.engine, lezing.wereld, plek, begin, einde, versies, lezing))


@lru_cache(maxsize=4)
def _zoek(slag: _Zoekslag) -> Sequence[Sleutel]:
    """Kept for a while, for who asks for the next page."""
    import shapely

    if isinstance(slag.plek[0], str):
        plaats = _plaats(slag.lezing, *slag.plek)
    else:
        plaats = shapely.Polygon(slag.plek[0], slag.plek[1:])
    return () if plaats is None else tuple(_in(slag.lezing, plaats, _kandidaten(slag, plaats.bounds)))


def _kandidaten(slag: _Zoekslag, box: tuple[float, float, float, float]) -> list[Row[Any]]:
    """Every version of these days whose verzoek has a location in this box: its key, and the box of the verzoek."""
    minx, miny, maxx, maxy = box
    kolommen = (_ver.c.verzoeknummer, _ver.c.volgnummer, _v.c.minx, _v.c.miny, _v.c.maxx, _v.c.maxy)
    vraag = (
        select(*kolommen)
        .join_from(_ver, _v, _SAMEN)
        .where(
            _ver.c.wereld == slag.wereld,
            _ver.c.ingediend_op >= slag.begin,
            _ver.c.ingediend_op < slag.einde,
            _v.c.minx <= maxx,
            _v.c.maxx >= minx,
            _v.c.miny <= maxy,
            _v.c.maxy >= miny,
        )
        .order_by(_ver.c.ingediend_op, _ver.c.verzoeknummer, _ver.c.volgnummer)
    )
    return list(slag.lezing.conn.execute(vraag))


def _lees(lezing: Lezing, sleutels: Sequence[Sleutel]) -> list[Row[Any]]:
    """The rows of a page, in order."""
    kolommen = [_v.c[naam] for naam in ("verzoeknummer", "type", "bevoegd_gezag", "behandeldienst")]
    vraag = (
        select(*kolommen, _ver.c.volgnummer, _ver.c.doel, _ver.c.ingediend_op)
        .join_from(_ver, _v, _SAMEN)
        .where(_ver.c.wereld == lezing.wereld, _ver.c.verzoeknummer.in_({nummer for nummer, _ in sleutels}))
    )
    gelezen: list[Row[Any]] = list(lezing.conn.execute(vraag))
    rijen = {(rij.verzoeknummer, rij.volgnummer): rij for rij in gelezen}
    return [rijen[sleutel] for sleutel in sleutels]


def _in(lezing: Lezing, vlak: "BaseGeometry", kandidaten: Sequence[Row[Any]]) -> Iterator[Sleutel]:
    """Those whose location really touches the area; only where the box does not tell, the location is read."""
    import shapely

    if not kandidaten:
        return
    shapely.prepare(vlak)
    sleutels = [(rij.verzoeknummer, rij.volgnummer) for rij in kandidaten]
    boxen = shapely.box(*zip(*(rij[2:] for rij in kandidaten), strict=True))
    binnen = shapely.contains_properly(vlak, boxen)
    geraakt = binnen | shapely.intersects(vlak, boxen)
    for sleutel, zeker, misschien in zip(sleutels, binnen, geraakt, strict=True):
        if zeker:
            yield sleutel
        elif misschien:
            plaats = _plaats(lezing, *sleutel)
            if plaats is not None and plaats.intersects(vlak):
                yield sleutel


def _plaats(lezing: Lezing, verzoeknummer: str, volgnummer: int) -> "BaseGeometry | None":
    """Where a version is about, None when it does not say."""
    import shapely

    versie = tables.versie_van(lezing, verzoeknummer, volgnummer)
    if versie is None:
        return None
    vormen = [vorm for locatie in versie.inhoud.locaties if (vorm := _vorm(locatie)) is not None]
    return shapely.unary_union(vormen) if vormen else None


def _vorm(locatie: Locatie) -> "BaseGeometry | None":
    """What a location is in RD: an area before a point, as given before ETRS89."""
    import shapely

    ring: Sequence[Punt] = locatie.vlak or [rd_van_etrs89(*punt) for punt in locatie.etrs_vlak or ()]
    if ring:
        return shapely.make_valid(shapely.Polygon(ring))
    punt = locatie.punt or (rd_van_etrs89(*locatie.etrs_punt) if locatie.etrs_punt else None)
    return None if punt is None else shapely.Point(punt)
