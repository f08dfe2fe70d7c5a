"""The GIO: the places of the plan as GML, and the file that delivers them (docs/bronnen.md#lvbb-zip)."""

import hashlib
from collections.abc import Sequence

from lxml.builder import ElementMaker
from lxml.etree import _Element

from simulator.basischeck.reference.besluit import gemeente, identificatie
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.plan import Locatie, Punt
from simulator.basischeck.reference.xml import BASISGEO, GEO, GIO, GML, a, d

RD = "urn:ogc:def:crs:EPSG::28992"

_ns = {"geo": GEO, "gio": GIO, "basisgeo": BASISGEO, "gml": GML}
geo = ElementMaker(namespace=GEO, nsmap=_ns)
gio = ElementMaker(namespace=GIO, nsmap=_ns)
basisgeo = ElementMaker(namespace=BASISGEO, nsmap=_ns)
gml = ElementMaker(namespace=GML, nsmap=_ns)


def gio_gml(dossier: Dossier) -> _Element:
    """The geometry file of the GIO."""
    return geo(
        "GeoInformatieObjectVaststelling",
        geo(
            "context",
            gio(
                "GeografischeContext",
                gio("achtergrondVerwijzing", "brt"),
                gio("achtergrondActualiteit", str(dossier.begonnen)),
            ),
        ),
        geo(
            "vastgesteldeVersie",
            geo(
                "GeoInformatieObjectVersie",
                geo("FRBRWork", dossier.gio),
                geo("FRBRExpression", dossier.gio_expressie),
                geo("locaties", *(_locatie(dossier, locatie) for locatie in dossier.plan.locaties)),
            ),
        ),
        schemaversie="1.3.0",
    )


def aanlevering_io(dossier: Dossier, bestandsnaam: str, inhoud: bytes) -> _Element:
    """The delivery of the GIO; inhoud: the geometry file as it goes along, of which it carries the SHA-512."""
    bestand = d("Bestand", d("bestandsnaam", bestandsnaam), d("hash", hashlib.sha512(inhoud).hexdigest()))
    wie = gemeente(dossier)
    return a(
        "AanleveringInformatieObject",
        a(
            "InformatieObjectVersie",
            identificatie(dossier.gio, dossier.gio_expressie, "010"),
            d(
                "InformatieObjectVersieMetadata",
                d("heeftBestanden", d("heeftBestand", bestand)),
                d("heeftGeboorteregeling", dossier.regeling),
            ),
            d(
                "InformatieObjectMetadata",
                d("eindverantwoordelijke", wie),
                d("formaatInformatieobject", "/join/id/stop/informatieobject/gio_002"),
                d("maker", wie),
                d("naamInformatieObject", dossier.plan.gio),
                d("officieleTitel", dossier.gio),
                d("publicatieinstructie", "TeConsolideren"),
            ),
        ),
        schemaversie="1.2.0",
    )


def _locatie(dossier: Dossier, locatie: Locatie) -> _Element:
    ring = gml("LinearRing", gml("posList", _pos_list(locatie.rd)))
    vlak = gml("MultiSurface", gml("surfaceMember", gml("Polygon", gml("exterior", ring))), srsName=RD)
    return geo(
        "Locatie",
        geo("naam", locatie.naam),
        geo(
            "geometrie",
            basisgeo(
                "Geometrie",
                basisgeo("id", dossier.geometrie(locatie.sleutel)),
                basisgeo("geometrie", vlak),
            ),
        ),
    )


def _pos_list(ring: Sequence[Punt]) -> str:
    """A closed ring; millimetres are the most that the stelsel takes."""
    return " ".join(f"{x:.3f} {y:.3f}" for x, y in (*ring, ring[0]))
