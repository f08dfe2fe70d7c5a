"""Between RD (EPSG:28992) and ETRS89 (EPSG:4258): a polynomial approximation, good to some decimetres.

The well-known series of Schreutelkamp and Strang van Hees that approximates RDNAPTRANS within the Netherlands: enough
for a bounding box or a map, not for surveying. That the real chain transforms with RDNAPTRANS itself is inferred.
"""

_X0, _Y0 = 155000.0, 463000.0
_BREEDTE0, _LENGTE0 = 52.15517440, 5.38720621
# (power of the first, power of the second, coefficient)
_Reeks = tuple[tuple[int, int, float], ...]
_RD_X: _Reeks = (
    (0, 1, 190094.945),
    (1, 1, -11832.228),
    (2, 1, -114.221),
    (0, 3, -32.391),
    (1, 0, -0.705),
    (3, 1, -2.340),
    (1, 3, -0.608),
    (0, 2, -0.008),
    (2, 3, 0.148),
)
_RD_Y: _Reeks = (
    (1, 0, 309056.544),
    (0, 2, 3638.893),
    (2, 0, 73.077),
    (1, 2, -157.984),
    (3, 0, 59.788),
    (0, 1, 0.433),
    (2, 2, -6.439),
    (1, 1, -0.032),
    (0, 4, 0.092),
    (1, 4, -0.054),
)
_BREEDTE: _Reeks = (
    (0, 1, 3235.65389),
    (2, 0, -32.58297),
    (0, 2, -0.24750),
    (2, 1, -0.84978),
    (0, 3, -0.06550),
    (2, 2, -0.01709),
    (1, 0, -0.00738),
    (4, 0, 0.00530),
    (2, 3, -0.00039),
    (4, 1, 0.00033),
    (1, 1, -0.00012),
)
_LENGTE: _Reeks = (
    (1, 0, 5260.52916),
    (1, 1, 105.94684),
    (1, 2, 2.45656),
    (3, 0, -0.81885),
    (1, 3, 0.05594),
    (3, 1, -0.05607),
    (0, 1, 0.01199),
    (3, 2, -0.00256),
    (1, 4, 0.00128),
    (0, 2, 0.00022),
    (2, 0, -0.00022),
    (5, 0, 0.00026),
)


def rd_van_etrs89(breedte: float, lengte: float) -> tuple[float, float]:
    """x and y in RD, in metres, of a latitude and longitude in ETRS89, in degrees."""
    p, q = 0.36 * (breedte - _BREEDTE0), 0.36 * (lengte - _LENGTE0)
    return _X0 + _som(_RD_X, p, q), _Y0 + _som(_RD_Y, p, q)


def etrs89_van_rd(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude in ETRS89, in degrees, of x and y in RD, in metres."""
    p, q = (x - _X0) * 1e-5, (y - _Y0) * 1e-5
    return _BREEDTE0 + _som(_BREEDTE, p, q) / 3600, _LENGTE0 + _som(_LENGTE, p, q) / 3600


def _som(reeks: _Reeks, p: float, q: float) -> float:
    return sum(getal * p**macht_p * q**macht_q for macht_p, macht_q, getal in reeks)
