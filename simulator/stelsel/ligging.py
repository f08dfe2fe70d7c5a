"""Whether a place can be meant: in the European part of the Netherlands, or in its exclusive economic zone (EEZ).

The border is drawn by hand, a few kilometres outside the real one, and a place within ten kilometres of it passes: this
tells a mistake from a place, not the Netherlands from its neighbours (inferred). Bonaire, Sint Eustatius and Saba lie
outside: RD does not reach them, and the DSO knows no area there.
Sources: EPSG:28992 (RD), EPSG:4258 (ETRS89); the EEZ by the Besluit grenzen Nederlandse exclusieve economische zone.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from simulator.stelsel.rd import rd_van_etrs89

Punt = tuple[float, float]
MARGE = 10_000.0
"""How far outside the border a place still passes, in metres."""
# (latitude, longitude): from the coast at Cadzand along the land border to the Dollard, then round the EEZ.
_GRENS = (
    *((51.37, 3.36), (51.24, 3.38), (51.20, 3.80), (51.20, 3.95), (51.33, 4.24), (51.38, 4.40), (51.42, 4.55)),
    *((51.42, 4.80), (51.40, 5.05), (51.25, 5.23), (51.26, 5.50), (51.15, 5.80), (50.95, 5.70), (50.84, 5.63)),
    *((50.75, 5.70), (50.74, 6.03), (50.90, 6.10), (51.03, 5.97), (51.15, 6.18), (51.35, 6.24), (51.65, 6.13)),
    *((51.80, 6.00), (51.82, 6.40), (51.90, 6.75), (52.05, 6.85), (52.10, 6.77), (52.22, 7.05), (52.40, 7.08)),
    *((52.45, 6.75), (52.63, 6.73), (52.64, 7.06), (52.85, 7.12), (53.00, 7.22), (53.25, 7.23), (53.35, 7.05)),
    *((53.47, 6.90), (53.65, 6.60), (53.77, 6.37), (54.00, 6.10), (54.18, 6.00), (54.62, 5.00), (55.33, 4.33)),
    *((55.78, 3.37), (54.62, 2.88), (54.38, 2.75), (53.95, 2.86), (53.30, 3.05), (52.88, 3.17), (52.62, 3.18)),
    *((52.42, 3.05), (52.20, 2.84), (52.00, 2.62), (51.87, 2.53), (51.55, 3.08), (51.45, 3.30), (51.37, 3.36)),
)
_BES = (12.0, 17.8, -68.5, -62.9)
"""Caribisch Nederland: latitudes and longitudes, from and to."""
_BUITEN = "deze plaats ligt buiten Nederland en de exclusieve economische zone"


def bezwaar(punten: Iterable[Punt], *, graden: bool = False) -> str:
    """Why a place cannot be meant, in Dutch, with what probably happened; "" when it can.

    punten: of one place, x and y in RD, or with `graden` latitude and longitude in ETRS89. A place that lies in part
    within the border passes, unless a point of it is so far away that it is on no map of the Netherlands. What is no
    number is not judged here.
    """
    gegeven = list(punten)
    if not all(math.isfinite(getal) for punt in gegeven for getal in punt):
        return ""
    in_rd = [_rd(punt) for punt in gegeven] if graden else gegeven
    ver = next((punt for punt, rd in zip(gegeven, in_rd, strict=True) if rd is None or not _op_kaart(rd)), None)
    if ver is None and (not gegeven or any(_binnen(rd) for rd in in_rd if rd is not None) or _omvat(in_rd)):
        return ""
    punt = gegeven[0] if ver is None else ver
    wat = _vermoeden_graden(punt) if graden else _vermoeden_rd(punt)
    eerste, tweede = ("breedte", "lengte") if graden else ("x", "y")
    verwacht = "graden ETRS89, eerst de breedte" if graden else "meters in RD (EPSG:28992), eerst x"
    return f"{_BUITEN}: {eerste} {punt[0]:.10g}, {tweede} {punt[1]:.10g}; verwacht worden {verwacht}. {wat}".rstrip(
        ". "
    )


def _vermoeden_rd(punt: Punt) -> str:
    x, y = punt
    if _is_plek(y, x):
        return "Waarschijnlijk zijn de assen verwisseld: x en y omgekeerd zijn een plaats in Nederland."
    if _is_graden(x, y) or _is_graden(y, x):
        volgorde = "lengte en breedte" if _is_graden(y, x) else "breedte en lengte"
        return f"Waarschijnlijk zijn dit graden ({volgorde}) en geen RD."
    if _is_bes(x, y) or _is_bes(y, x):
        return "Caribisch Nederland ligt niet in RD, en de simulator heeft er geen gebieden."
    if abs(x) <= 180 and abs(y) <= 180:
        return "Waarschijnlijk zijn dit graden en geen RD."
    if 300_000 <= x <= 820_000 and 6_500_000 <= y <= 7_600_000:
        return "Waarschijnlijk is dit Web Mercator (EPSG:3857) en geen RD."
    return ""


def _vermoeden_graden(punt: Punt) -> str:
    breedte, lengte = punt
    if _is_graden(lengte, breedte):
        return "Waarschijnlijk zijn de assen verwisseld: de breedte staat eerst, dan de lengte."
    if _is_plek(breedte, lengte) or _is_plek(lengte, breedte):
        return "Waarschijnlijk zijn dit RD-meters en geen graden."
    if _is_bes(breedte, lengte) or _is_bes(lengte, breedte):
        return "Caribisch Nederland hoort niet bij het gebied van de simulator."
    return ""


def _is_plek(x: float, y: float) -> bool:
    return _op_kaart((x, y)) and _binnen((x, y))


def _is_graden(breedte: float, lengte: float) -> bool:
    rd = _rd((breedte, lengte))
    return rd is not None and _is_plek(*rd)


def _is_bes(breedte: float, lengte: float) -> bool:
    zuid, noord, west, oost = _BES
    return zuid <= breedte <= noord and west <= lengte <= oost


def _rd(punt: Punt) -> Punt | None:
    """In RD, None where the series does not hold."""
    breedte, lengte = punt
    return rd_van_etrs89(breedte, lengte) if 49 <= breedte <= 57 and 1 <= lengte <= 9 else None


@cache
def _rand() -> Sequence[Punt]:
    return [rd_van_etrs89(*hoek) for hoek in _GRENS]


@cache
def _kaart() -> tuple[float, float, float, float]:
    xs, ys = zip(*_rand(), strict=True)
    return min(xs) - MARGE, max(xs) + MARGE, min(ys) - MARGE, max(ys) + MARGE


def _op_kaart(punt: Punt) -> bool:
    """Within the box of the border, with the margin."""
    west, oost, zuid, noord = _kaart()
    return west <= punt[0] <= oost and zuid <= punt[1] <= noord


def _binnen(punt: Punt) -> bool:
    """Within the border, or no further from it than the margin."""
    x, y = punt
    binnen = False
    for (x1, y1), (x2, y2) in pairwise(_rand()):
        if _afstand(punt, (x1, y1), (x2, y2)) <= MARGE:
            return True
        if (y1 > y) is not (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            binnen = not binnen
    return binnen


def _afstand(punt: Punt, van: Punt, tot: Punt) -> float:
    dx, dy = tot[0] - van[0], tot[1] - van[1]
    deel = ((punt[0] - van[0]) * dx + (punt[1] - van[1]) * dy) / (dx * dx + dy * dy)
    deel = min(1.0, max(0.0, deel))
    return float(((punt[0] - van[0] - deel * dx) ** 2 + (punt[1] - van[1] - deel * dy) ** 2) ** 0.5)


def _omvat(punten: Sequence[Punt | None]) -> bool:
    """Whether the box of these holds a corner of the border: an area around a part of the Netherlands."""
    xs, ys = zip(*(punt for punt in punten if punt is not None), strict=True)
    return any(min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys) for x, y in _rand())
