"""Searching verzoeken, whoever they are addressed to (stam.md 5.3, client): what was missed, and what is related.

gemist        a verwijzing per volgnummer that was submitted in these days and whose project location touches the area
gerelateerd   a verwijzing per other verzoek of these days whose project location touches that of this one
Days are of Amsterdam and count in full. Fetching what is found is another matter: see `afhandelen`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, select

from simulator.kernel import clock
from simulator.kernel.store import Lezing
from simulator.stam import tables
from simulator.stam.errors import VerzoekOnbekend
from simulator.stam.model import Locatie, Punt, Ring, uit_json
from simulator.stelsel.rd import rd_van_etrs89

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DAGEN_GEMIST = 7
DAGEN_GERELATEERD = 3
BLADZIJDE = 50
_v, _ver = tables.verzoek, tables.versie


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
    return Bladzijde(gevonden[begin : begin + grootte], bladzijde, grootte, len(gevonden))


def is_vlak(ringen: Sequence[Ring]) -> bool:
    """Whether these rings are an area: none crosses itself or another."""
    import shapely

    try:
        return bool(shapely.Polygon(ringen[0], ringen[1:]).is_valid)
    except (ValueError, shapely.errors.GEOSException):
        return False


def _gemist(lezing: Lezing, vraag: Vraag) -> list[Row[Any]]:
    import shapely

    tot = vraag.tot or lezing.vandaag
    vanaf = vraag.vanaf or tot - timedelta(days=DAGEN_GEMIST)
    vlak = shapely.Polygon(vraag.vlak[0], vraag.vlak[1:])
    return list(_in(lezing, vlak, _kandidaten(lezing, vlak.bounds, vanaf, tot)))


def _gerelateerd(lezing: Lezing, vraag: Vraag) -> list[Row[Any]]:
    verzoek = tables.verzoek_met(lezing, vraag.verzoeknummer)
    if verzoek is None:
        raise VerzoekOnbekend(vraag.verzoeknummer)
    dag = clock.dag(verzoek.ingediend_op)
    vanaf = vraag.vanaf or dag - timedelta(days=DAGEN_GERELATEERD)
    tot = vraag.tot or dag + timedelta(days=DAGEN_GERELATEERD)
    hier = _plaats(lezing, verzoek.verzoeknummer, verzoek.volgnummer)
    if hier is None:
        return []
    gevonden = _in(lezing, hier, _kandidaten(lezing, hier.bounds, vanaf, tot))
    laatste = {rij.verzoeknummer: rij for rij in gevonden if rij.verzoeknummer != verzoek.verzoeknummer}
    return list(laatste.values())


def _kandidaten(lezing: Lezing, box: tuple[float, float, float, float], vanaf: date, tot: date) -> list[Row[Any]]:
    """Every version of these days whose verzoek has a location in this box."""
    minx, miny, maxx, maxy = box
    kolommen = [_v.c[naam] for naam in ("verzoeknummer", "type", "bevoegd_gezag", "behandeldienst")]
    kolommen += [_v.c[naam] for naam in ("minx", "miny", "maxx", "maxy")]
    vraag = (
        select(*kolommen, _ver.c.volgnummer, _ver.c.doel, _ver.c.ingediend_op)
        .join_from(_ver, _v, and_(_v.c.wereld == _ver.c.wereld, _v.c.verzoeknummer == _ver.c.verzoeknummer))
        .where(
            _ver.c.wereld == lezing.wereld,
            _ver.c.ingediend_op >= clock.begin_van(vanaf),
            _ver.c.ingediend_op < clock.begin_van(tot + timedelta(days=1)),
            _v.c.minx <= maxx,
            _v.c.maxx >= minx,
            _v.c.miny <= maxy,
            _v.c.maxy >= miny,
        )
        .order_by(_ver.c.ingediend_op, _ver.c.verzoeknummer, _ver.c.volgnummer)
    )
    return list(lezing.conn.execute(vraag))


def _in(lezing: Lezing, vlak: "BaseGeometry", kandidaten: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """Those whose location really touches the area; only where the box does not tell, the location is read."""
    import shapely

    if not kandidaten:
        return
    shapely.prepare(vlak)
    boxen = shapely.box(*([getattr(rij, naam) for rij in kandidaten] for naam in ("minx", "miny", "maxx", "maxy")))
    binnen = shapely.contains_properly(vlak, boxen)
    geraakt = binnen | shapely.intersects(vlak, boxen)
    for rij, zeker, misschien in zip(kandidaten, binnen, geraakt, strict=True):
        if zeker:
            yield rij
        elif misschien:
            plaats = _plaats(lezing, rij.verzoeknummer, rij.volgnummer)
            if plaats is not None and plaats.intersects(vlak):
                yield rij


def _plaats(lezing: Lezing, verzoeknummer: str, volgnummer: int) -> "BaseGeometry | None":
    """Where a version is about, None when it does not say."""
    import shapely

    versie = tables.versie_van(lezing, verzoeknummer, volgnummer)
    if versie is None:
        return None
    vormen = [vorm for locatie in uit_json(versie.inhoud).locaties if (vorm := _vorm(locatie)) is not None]
    return shapely.unary_union(vormen) if vormen else None


def _vorm(locatie: Locatie) -> "BaseGeometry | None":
    """What a location is in RD: an area before a point, as given before ETRS89."""
    import shapely

    ring: Sequence[Punt] = locatie.vlak or [rd_van_etrs89(*punt) for punt in locatie.etrs_vlak or ()]
    if ring:
        return shapely.make_valid(shapely.Polygon(ring))
    punt = locatie.punt or (rd_van_etrs89(*locatie.etrs_punt) if locatie.etrs_punt else None)
    return None if punt is None else shapely.Point(punt)
