"""Flow 4: what the geo validatie service finds in the geometries of the GIOs. Its texts are English, as in 2021.

Source: validatiematrix v6, docs/bronnen.md#lvbb-verslagen-van-2021 (the text).
"""

from collections.abc import Iterator

from simulator.contract.xml import tekst_van
from simulator.lvbb.levering import BASISGEO, Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import GM, B, Knoop, knopen
from simulator.stelsel import geometrie, ligging

regels = Regels()


@regels.rule("GEOMETRY.03.1")
def geometrie_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """Every basisgeo:Geometrie holds a geometry."""
    for knoop in knopen(levering, B + "Geometrie"):
        if not _heeft_gml(knoop):
            yield knoop.bevinding(verwacht="een geometrie", gekregen="niets", id=_id(knoop))


@regels.rule("GEOMETRY.03.2")
def geometrie_niet_geldig(levering: Levering) -> Iterator[Bevinding]:
    """A geometry has at most three decimals in RD, closed rings, and does not cross itself."""
    for knoop in knopen(levering, B + "Geometrie"):
        if _heeft_gml(knoop) and (fout := _fout(knoop)):
            yield knoop.bevinding(verwacht="een geldige geometrie", gekregen=fout, id=_id(knoop), fout=fout)


@regels.rule("SIM-0100")
def plaats_onwaarschijnlijk(levering: Levering) -> Iterator[Bevinding]:
    """A geometry lies in the Netherlands or in its EEZ. A check of the simulator itself: the real chain has none."""
    for knoop in knopen(levering, B + "Geometrie"):
        if bezwaar := _plaats(knoop):
            yield knoop.bevinding(verwacht="een plaats in Nederland", gekregen=bezwaar, id=_id(knoop), fout=bezwaar)


def _plaats(knoop: Knoop) -> str:
    """What is wrong with the place, "" also for what another rule cannot read."""
    import shapely

    if not _heeft_gml(knoop):
        return ""
    try:
        gelezen = geometrie.lees_gml(knoop.element)
    except geometrie.GeometrieFout:
        return ""
    punten: list[tuple[float, float]] = shapely.get_coordinates(gelezen.geometrie).tolist()
    if gelezen.srs == geometrie.RD:
        return ligging.bezwaar(punten)
    return ligging.bezwaar([(breedte, lengte) for lengte, breedte in punten], graden=True)


def _fout(knoop: Knoop) -> str:
    try:
        if (getal := geometrie.decimalen_te_veel(knoop.element)) is not None:
            return f"Coordinate: {getal} has more than {geometrie.MAX_DECIMALEN} decimals"
        geometrie.controleer(geometrie.lees_gml(knoop.element))
    except geometrie.GeometrieFout as fout:
        return fout.reden
    return ""


def _heeft_gml(knoop: Knoop) -> bool:
    return any(isinstance(d.tag, str) and d.tag.startswith(GM) for d in knoop.element.iterdescendants())


def _id(knoop: Knoop) -> str:
    return tekst_van(knoop.element.find(f"{{{BASISGEO}}}id"))
