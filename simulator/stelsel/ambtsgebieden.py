"""The ambtsgebied of every bevoegd gezag: where it decides, simplified, in RD.

The built-in areas are of our own making and no real boundaries (inferred): cells around the woonplaatsen of a gemeente,
with provincies and waterschappen as sums of whole gemeenten and the whole land for het Rijk. Those of the made-up
organisations for training are exact. fixtures/ambtsgebieden/README.md tells how they come about. A user who has real
boundaries reads them with `lees_eigen`, and `voor` puts them in the place of ours.

AmbtsgebiedFout     the GeoJSON of a user cannot be used
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from simulator.places import place
from simulator.stelsel import organisaties
from simulator.stelsel.ambtsgebied_geojson import AmbtsgebiedFout, lees_eigen
from simulator.stelsel.geometrie import Bbox

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "AmbtsgebiedFout",
    "Ambtsgebieden",
    "bbox",
    "bevoegd_gezag_op",
    "bij_punt",
    "gebied",
    "herkomst",
    "ingebouwd",
    "lees_eigen",
    "met_eigen",
    "voor",
]

Herkomst = Literal["vereenvoudigd", "exact", "eigen"]
"""What an area is worth: simplified by us (inferred), exact since it is made up, or given by the user."""

_RIJK = ("ministerie", "rijksdienst")
_VOLGORDE = ("gemeente", "provincie", "waterschap", *_RIJK)


@dataclass(frozen=True)
class Ambtsgebieden:
    """The areas of all organisations together, with an index on them. Made by `voor` or `met_eigen`."""

    gebieden: Mapping[str, BaseGeometry]
    """By code, in the order of answers: gemeenten, provincies, waterschappen, the Rijk."""
    herkomsten: Mapping[str, Herkomst]
    _boom: Any
    # The codes that have one and the same area, in the order of the index: all ministeries share theirs.
    _codes: Sequence[tuple[str, ...]]

    def gebied(self, code: str) -> BaseGeometry | None:
        """The area of this organisation in RD; None when it is not known or is no bevoegd gezag."""
        return self.gebieden.get(code.lower())

    def bbox(self, code: str) -> Bbox | None:
        """The bounding box of its area in RD, in metres; None when it has no area."""
        vlak = self.gebied(code)
        return None if vlak is None else Bbox(*(float(grens) for grens in vlak.bounds))

    def herkomst(self, code: str) -> Herkomst | None:
        """What its area is worth; None when it has none."""
        return self.herkomsten.get(code.lower())

    def bij_punt(self, x: float, y: float, op: date | None = None) -> list[str]:
        """Who is bevoegd gezag at a point: gemeente, provincie, waterschap, Rijk, by code.

        x, y: RD in metres; a point on a boundary belongs to both sides. op: leaves out who does not exist on that date.
        [] outside the Netherlands and the oefengebieden.
        """
        import shapely

        treffers = self._boom.query(shapely.Point(x, y), predicate="intersects")
        return _bestaand((code for nummer in sorted(treffers) for code in self._codes[nummer]), op)

    def bevoegd_gezag_op(self, geometrie: BaseGeometry, op: date | None = None) -> list[str]:
        """Who is bevoegd gezag on some part of a geometry: per type, the one with the largest part first.

        geometrie: any shapely geometry in RD. One that only touches a boundary does not lie in the area behind it, but
        a geometry that touches nothing but boundaries (a point) lies in all of them. op: as at `bij_punt`. Raises
        ValueError when the geometry is not valid.
        """
        if not geometrie.is_valid:
            raise ValueError("de geometrie is niet geldig")
        delen: dict[int, float] = {}
        for deel in geometrie.geoms if geometrie.geom_type == "GeometryCollection" else (geometrie,):
            for nummer, maat in self._delen_op(deel):
                delen[nummer] = delen.get(nummer, 0.0) + maat
        op_volgorde = sorted(delen, key=lambda nummer: (_rang(self._codes[nummer][0]), -delen[nummer], nummer))
        return _bestaand((code for nummer in op_volgorde for code in self._codes[nummer]), op)

    def _delen_op(self, geometrie: BaseGeometry) -> Iterator[tuple[int, float]]:
        """The areas in which a geometry lies, by number, with how much of it."""
        import shapely

        treffers = sorted(int(nummer) for nummer in self._boom.query(geometrie, predicate="intersects"))
        delen = [(nummer, self.gebieden[self._codes[nummer][0]].intersection(geometrie)) for nummer in treffers]
        dimensie = shapely.get_dimensions(geometrie)
        binnen = [(nummer, deel) for nummer, deel in delen if shapely.get_dimensions(deel) == dimensie] or delen
        yield from ((nummer, float(deel.area if dimensie == 2 else deel.length)) for nummer, deel in binnen)


def gebied(code: str) -> BaseGeometry | None:
    """The built-in area of this organisation in RD; None when it is not known or is no bevoegd gezag."""
    return ingebouwd().gebied(code)


def bbox(code: str) -> Bbox | None:
    """The bounding box of the built-in area in RD, in metres; None when it has none."""
    return ingebouwd().bbox(code)


def herkomst(code: str) -> Herkomst | None:
    """What the built-in area is worth: "vereenvoudigd" or "exact"; None when there is none."""
    return ingebouwd().herkomst(code)


def bij_punt(x: float, y: float, op: date | None = None) -> list[str]:
    """Who is bevoegd gezag at a point in RD, by the built-in areas; see `Ambtsgebieden.bij_punt`."""
    return ingebouwd().bij_punt(x, y, op)


def bevoegd_gezag_op(geometrie: BaseGeometry, op: date | None = None) -> list[str]:
    """Who is bevoegd gezag on a geometry in RD, by the built-in areas; see `Ambtsgebieden.bevoegd_gezag_op`."""
    return ingebouwd().bevoegd_gezag_op(geometrie, op)


@cache
def voor(pad: Path | None = None) -> Ambtsgebieden:
    """The areas with those of a GeoJSON file in the place of ours; without a file the built-in ones.

    The file is read once. Raises AmbtsgebiedFout as `lees_eigen` does.
    """
    return ingebouwd() if pad is None else met_eigen(lees_eigen(pad))


@cache
def ingebouwd() -> Ambtsgebieden:
    """The built-in areas; read and put together at the first use."""
    gemeenten = _lees("gemeenten.csv")
    oefen = _lees("oefengebieden.csv")
    gebieden = _samen({**gemeenten, **oefen})
    herkomsten: dict[str, Herkomst] = {}
    for code in gebieden:
        organisatie = organisaties.bij_code(code)
        exact = organisatie is not None and organisatie.is_oefenorganisatie
        herkomsten[code] = "exact" if exact else "vereenvoudigd"
    return _met_index(gebieden, herkomsten)


def met_eigen(eigen: Mapping[str, BaseGeometry]) -> Ambtsgebieden:
    """The built-in areas with these in their place.

    eigen: areas in RD by code, as `lees_eigen` gives. What an own area covers is taken from the built-in ones of the
    same type, so that no point has two gemeenten; not from those of het Rijk, which share the land. Other types are
    not put together anew: who gives real gemeenten gives the provincies and waterschappen too.
    """
    import shapely

    basis = ingebouwd()
    gebieden = dict(basis.gebieden)
    herkomsten = dict(basis.herkomsten)
    per_soort: dict[str, list[BaseGeometry]] = {}
    for code, vlak in eigen.items():
        per_soort.setdefault(_soort(code), []).append(vlak)
    for soort, vlakken in per_soort.items():
        if soort in _RIJK:
            continue
        bedekt = shapely.union_all(vlakken)
        for code, vlak in basis.gebieden.items():
            if _soort(code) == soort and code not in eigen and vlak.intersects(bedekt):
                rest = vlak.difference(bedekt)
                if rest.is_empty:
                    del gebieden[code], herkomsten[code]
                else:
                    gebieden[code] = rest
    gebieden.update(eigen)
    herkomsten.update(dict.fromkeys(eigen, "eigen"))
    return _met_index(gebieden, herkomsten)


def _met_index(gebieden: Mapping[str, BaseGeometry], herkomsten: Mapping[str, Herkomst]) -> Ambtsgebieden:
    import shapely

    op_volgorde = dict(sorted(gebieden.items(), key=lambda paar: _rang(paar[0])))
    gedeeld: dict[int, list[str]] = {}
    for code, vlak in op_volgorde.items():
        gedeeld.setdefault(id(vlak), []).append(code)
    vlakken = [op_volgorde[codes[0]] for codes in gedeeld.values()]
    return Ambtsgebieden(
        MappingProxyType(op_volgorde),
        MappingProxyType(dict(herkomsten)),
        shapely.STRtree(vlakken),
        tuple(tuple(codes) for codes in gedeeld.values()),
    )


def _samen(gemeenten: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """All areas: those of the gemeenten, and what is put together of them."""
    import shapely

    with (place("fixtures") / "ambtsgebieden" / "waterschappen.csv").open(encoding="utf-8", newline="") as bestand:
        waterschappen = {rij["gemeente"]: rij["waterschap"] for rij in csv.DictReader(bestand)}
    delen: dict[str, list[BaseGeometry]] = {}
    for code, vlak in gemeenten.items():
        organisatie = organisaties.bij_code(code)
        if organisatie is not None:
            delen.setdefault(organisatie.provincie, []).append(vlak)
        delen.setdefault(waterschappen[code], []).append(vlak)
    # The gemeenten fit onto each other exactly, so that a sum needs no more than to drop the edges they share.
    sommen = {code: shapely.coverage_union_all(vlakken) for code, vlakken in delen.items()}
    # Oefenland lies in a hole of the rest, but its edges have fewer vertices: that sum needs a real union.
    land = shapely.union_all([vlak for code, vlak in sommen.items() if code.startswith("pv")])
    rijk = [
        c
        for c, organisatie in organisaties.alle().items()
        if organisatie.is_bevoegd_gezag and organisatie.type in _RIJK
    ]
    return {**gemeenten, **dict(sorted(sommen.items())), **dict.fromkeys(rijk, land)}


def _lees(naam: str) -> dict[str, BaseGeometry]:
    import shapely

    with (place("fixtures") / "ambtsgebieden" / naam).open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
    vlakken = shapely.from_wkt([rij["wkt"] for rij in rijen])
    return dict(zip((rij["code"] for rij in rijen), vlakken, strict=True))


def _bestaand(codes: Iterable[str], op: date | None) -> list[str]:
    if op is None:
        return list(codes)
    gevonden = ((code, organisaties.bij_code(code)) for code in codes)
    return [code for code, organisatie in gevonden if organisatie is None or organisatie.bestaat_op(op)]


def _soort(code: str) -> str:
    organisatie = organisaties.bij_code(code)
    return "" if organisatie is None else organisatie.type


def _rang(code: str) -> int:
    soort = _soort(code)
    return _VOLGORDE.index(soort) if soort in _VOLGORDE else len(_VOLGORDE)
