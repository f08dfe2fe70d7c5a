"""Where it is: every variant of projectlocatie, inside the area of an organisation.

Source: docs/bronnen.md#stam-locatie (client).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.kernel.ids import Toeval
from simulator.stam.generator import fictief
from simulator.stam.generator.wensen import Locatiesoort, WensOnmogelijk
from simulator.stam.model import AdresAanduiding, Locatie, Perceel, Punt, Ring
from simulator.stelsel import ambtsgebieden, rd
from simulator.stelsel.ambtsgebieden import Ambtsgebieden

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_POGINGEN = 200
_STRAAL = 60.0
_GRADEN = 9
"""Decimals of a degree: below a millimetre."""


@dataclass(frozen=True)
class Plek:
    """The locations of a verzoek, with the codes that hold where the first one is: of gm, ws and pv; "" for none."""

    locaties: tuple[Locatie, ...]
    codes: Mapping[str, str]

    @property
    def gemeente(self) -> str:
        """The code of the gemeente."""
        return self.codes["gm"]


def plek(
    wens: Locatie | tuple[Locatie, ...] | Locatiesoort,
    gebied: str,
    toeval: Toeval,
    gebieden: Ambtsgebieden | None = None,
    anders: str = "",
) -> Plek:
    """Locations of this variant in the area of `gebied` (a code), or the given ones with their ETRS89 filled in.

    gebied "": of who it is, is decided by where the given location lies, and else it is `anders`. Raises
    WensOnmogelijk when the organisation has no area.
    """
    kaart = gebieden or ambtsgebieden.ingebouwd()
    if isinstance(wens, Locatie):
        wens = (wens,)
    if isinstance(wens, tuple):
        locaties = tuple(_met_etrs(locatie) for locatie in wens)
        return Plek(locaties, _codes(kaart, midden(locaties[0]), gebied, anders))
    gebied = gebied or anders
    vlak = kaart.gebied(gebied)
    if vlak is None:
        raise WensOnmogelijk(f"{gebied!r} heeft geen ambtsgebied om een locatie in te kiezen")
    eerste = _punt_in(vlak, toeval)
    codes = _codes(kaart, eerste, gebied)
    if wens != "meer":
        return Plek((_locatie(wens, eerste, codes["gm"], toeval),), codes)
    # The others lie beside the first one, so that one organisation decides on all.
    soorten: tuple[Locatiesoort, ...] = ("bag", "perceel", "getekend")
    punten = (eerste, *(_naast(eerste, vlak, toeval) for _ in range(2)))
    paren = zip(soorten, punten, strict=True)
    return Plek(tuple(_locatie(soort, punt, codes["gm"], toeval) for soort, punt in paren), codes)


def zoals(voorbeelden: Sequence[Locatie], gebied: str, toeval: Toeval, gebieden: Ambtsgebieden | None = None) -> Plek:
    """Locations elsewhere in the area of `gebied`, given as the examples are. Raises WensOnmogelijk as `plek` does."""
    eerste = plek("punt", gebied, toeval, gebieden)
    punt = eerste.locaties[0].punt
    assert punt is not None
    return replace(eerste, locaties=tuple(_zoals(locatie, punt, eerste.gemeente, toeval) for locatie in voorbeelden))


def midden(locatie: Locatie) -> Punt | None:
    """A point of a location in RD; None when it has no coordinates."""
    if locatie.punt is not None:
        return locatie.punt
    if locatie.vlak is not None:
        return _midden(locatie.vlak)
    etrs = locatie.etrs_punt or (_midden(locatie.etrs_vlak) if locatie.etrs_vlak is not None else None)
    return None if etrs is None else _rond(rd.rd_van_etrs89(*etrs))


def in_etrs(punt: Punt) -> Punt:
    """(latitude, longitude) of a point in RD."""
    breedte, lengte = rd.etrs89_van_rd(*punt)
    return round(breedte, _GRADEN), round(lengte, _GRADEN)


def _locatie(soort: Locatiesoort, punt: Punt, gemeente: str, toeval: Toeval) -> Locatie:
    match soort:
        case "bag":
            return Locatie(adres=_adres(toeval, gemeente), punt=punt, etrs_punt=in_etrs(punt))
        case "perceel":
            return Locatie(perceel=_perceel(toeval, gemeente), punt=punt, etrs_punt=in_etrs(punt))
        case "punt":
            return Locatie(punt=punt, etrs_punt=in_etrs(punt))
        case "etrs":
            return Locatie(etrs_punt=in_etrs(punt))
        case _:
            vlak = _ring(punt, toeval)
            perceel = _perceel(toeval, gemeente) if soort == "polygoon" else None
            return Locatie(perceel=perceel, vlak=vlak, etrs_vlak=tuple(map(in_etrs, vlak)))


def _zoals(voorbeeld: Locatie, punt: Punt, gemeente: str, toeval: Toeval) -> Locatie:
    """At most some metres from a point, so that several locations stay with one organisation."""
    hier = _rond((punt[0] + toeval.uniform(-5, 5), punt[1] + toeval.uniform(-5, 5)))
    vlak = _ring(hier, toeval)
    return Locatie(
        adres=None if voorbeeld.adres is None else _adres(toeval, gemeente),
        perceel=None if voorbeeld.perceel is None else _perceel(toeval, gemeente),
        punt=None if voorbeeld.punt is None else hier,
        vlak=None if voorbeeld.vlak is None else vlak,
        etrs_punt=None if voorbeeld.etrs_punt is None else in_etrs(hier),
        etrs_vlak=None if voorbeeld.etrs_vlak is None else tuple(map(in_etrs, vlak)),
    )


def _adres(toeval: Toeval, gemeente: str) -> AdresAanduiding:
    waar = fictief.adres(toeval, gemeente)
    return AdresAanduiding(
        fictief.bag_id(toeval, gemeente),
        waar.straatnaam,
        waar.huisnummer,
        waar.postcode,
        waar.woonplaats,
        waar.huisletter,
        waar.huisnummertoevoeging,
    )


def _perceel(toeval: Toeval, gemeente: str) -> Perceel:
    return Perceel(fictief.plaats(gemeente).kadastraal, toeval.choice("ABCDEFGH"), toeval.randrange(1, 9999))


def _punt_in(vlak: "BaseGeometry", toeval: Toeval) -> Punt:
    """A point inside, so far from the edge that a drawn area around it lies inside as well, where there is room."""
    import shapely

    delen: Sequence[BaseGeometry] = list(vlak.geoms) if vlak.geom_type == "MultiPolygon" else [vlak]
    (deel,) = toeval.choices(delen, weights=[d.area for d in delen])
    minx, miny, maxx, maxy = deel.bounds
    for _ in range(_POGINGEN):
        x, y = _rond((toeval.uniform(minx, maxx), toeval.uniform(miny, maxy)))
        if shapely.contains_xy(deel, x, y) and deel.boundary.distance(shapely.Point(x, y)) > _STRAAL:
            return x, y
    ergens = deel.representative_point()
    return _rond((float(ergens.x), float(ergens.y)))


def _naast(punt: Punt, vlak: "BaseGeometry", toeval: Toeval) -> Punt:
    import shapely

    x, y = _rond((punt[0] + toeval.uniform(-50, 50), punt[1] + toeval.uniform(-50, 50)))
    return (x, y) if shapely.contains_xy(vlak, x, y) else punt


def _ring(punt: Punt, toeval: Toeval) -> Ring:
    """A polygon of five to nine corners around a point, counterclockwise and closed."""
    hoeken = toeval.randint(5, 9)
    ring = []
    for nummer in range(hoeken):
        hoek, straal = 2 * math.pi * nummer / hoeken, toeval.uniform(_STRAAL / 4, _STRAAL * 0.9)
        ring.append(_rond((punt[0] + straal * math.cos(hoek), punt[1] + straal * math.sin(hoek))))
    return (*ring, ring[0])


def _met_etrs(locatie: Locatie) -> Locatie:
    punt, vlak = locatie.punt, locatie.vlak
    return replace(
        locatie,
        etrs_punt=locatie.etrs_punt or (None if punt is None else in_etrs(punt)),
        etrs_vlak=locatie.etrs_vlak or (None if vlak is None else tuple(map(in_etrs, vlak))),
    )


def _codes(kaart: Ambtsgebieden, punt: Punt | None, gebied: str, anders: str = "") -> Mapping[str, str]:
    """Whose area a point lies in, `gebied` itself before all, and `anders` after all."""
    daar = [*([] if punt is None else kaart.bij_punt(*punt)), anders]
    return {
        soort: gebied if gebied.startswith(soort) else next((c for c in daar if c.startswith(soort)), "")
        for soort in ("gm", "ws", "pv")
    }


def _midden(ring: Ring) -> Punt:
    punten = ring[:-1] or ring
    return sum(p[0] for p in punten) / len(punten), sum(p[1] for p in punten) / len(punten)


def _rond(punt: Punt) -> Punt:
    return round(punt[0], 3), round(punt[1], 3)
