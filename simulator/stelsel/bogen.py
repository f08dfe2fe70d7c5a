"""Arcs and circles of GML as chords, since shapely knows straight lines only."""

import math

Punt = tuple[float, float]
# Chords per half circle: the arc then lies within 0.13 % of its radius of the chord.
_KOORDEN = 32


def boog(begin: Punt, midden: Punt, eind: Punt) -> list[Punt]:
    """The chords of the arc through three positions, both ends included; straight where they lie on one line."""
    gevonden = middelpunt(begin, midden, eind)
    if gevonden is None:
        return [begin, midden, eind]
    van, via, tot = (_hoek(gevonden, punt) for punt in (begin, midden, eind))
    draai = (tot - van) % math.tau
    if (via - van) % math.tau > draai:
        draai -= math.tau
    return [begin, *_tussen(gevonden, begin, draai), eind]


def cirkel(eerste: Punt, tweede: Punt, derde: Punt) -> list[Punt] | None:
    """The chords of the whole circle through three positions, closed; None where they lie on one line."""
    gevonden = middelpunt(eerste, tweede, derde)
    return None if gevonden is None else [eerste, *_tussen(gevonden, eerste, math.tau), eerste]


def middelpunt(a: Punt, b: Punt, c: Punt) -> Punt | None:
    """The centre of the circle through three positions; None where they lie on one line."""
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    noemer = 2 * (bx * cy - by * cx)
    if abs(noemer) <= 1e-9 * math.hypot(bx, by) * math.hypot(cx, cy):
        return None
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    return a[0] + (cy * b2 - by * c2) / noemer, a[1] + (bx * c2 - cx * b2) / noemer


def _tussen(midden: Punt, begin: Punt, draai: float) -> list[Punt]:
    straal, van = math.dist(begin, midden), _hoek(midden, begin)
    aantal = max(2, math.ceil(abs(draai) / math.pi * _KOORDEN))
    hoeken = (van + draai * stap / aantal for stap in range(1, aantal))
    return [(midden[0] + straal * math.cos(hoek), midden[1] + straal * math.sin(hoek)) for hoek in hoeken]


def _hoek(midden: Punt, punt: Punt) -> float:
    return math.atan2(punt[1] - midden[1], punt[0] - midden[0])
