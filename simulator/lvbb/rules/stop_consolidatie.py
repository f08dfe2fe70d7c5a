"""ConsolidatieInformatie: STOP1026-1029, 2065 and 2066.

Source: imop-consolidatie of STOP 1.3.0 (confirmed).
"""

import re
from collections import Counter
from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, knopen, tekst, waarde

regels = Regels()

_TIJDSTEMPELS = ("juridischWerkendVanaf", "geldigVanaf")


def _vorm(code: str, houder: str, veld: str, patroon: str, verwacht: str) -> None:
    """Claim the rule that this field of this element begins so."""
    vorm = re.compile(patroon)

    @regels.rule(code)
    def identificatie_van_soort(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, D + houder):
            gekregen = knoop.kind(D + veld) or ""
            if not vorm.match(gekregen):
                yield knoop.bevinding(verwacht=verwacht, gekregen=gekregen, id=gekregen)


_vorm("STOP1026", "BeoogdeRegeling", "instrumentVersie", r"/akn/(nl|aw|cw|sx)/act", "/akn/nl/act/…")
_vorm("STOP1027", "BeoogdInformatieobject", "instrumentVersie", r"/join/id/(reg|pub)data/", "/join/id/regdata/…")
_vorm(
    "STOP1028",
    "Intrekking",
    "instrument",
    r"/akn/(nl|aw|cw|sx)/act|/join/id/regdata/",
    "/akn/nl/act/… of /join/id/regdata/…",
)


@regels.rule("STOP1029")
def datum_per_doel(levering: Levering) -> Iterator[Bevinding]:
    """A doel has more than one date, of whichever of the two kinds."""
    for knoop in knopen(levering, D + "Tijdstempels"):
        doelen = [
            tekst(doel)
            for tijdstempel in knoop.element.iterchildren(D + "Tijdstempel")
            if waarde(tijdstempel, D + "soortTijdstempel") in _TIJDSTEMPELS
            for doel in tijdstempel.iterchildren(D + "doel")
        ]
        for doel, aantal in Counter(doelen).items():
            if aantal > 1:
                yield knoop.bevinding(verwacht="één datum", gekregen=f"{aantal} data", doel=doel)


@regels.rule("STOP2065")
def doelen_van_basis_uniek(levering: Levering) -> Iterator[Bevinding]:
    """Two of the versions in gemaaktOpBasisVan have the same doel."""
    for knoop in knopen(levering, D + "gemaaktOpBasisVan"):
        versies = (kind for kind in knoop.element if isinstance(kind.tag, str) and kind.tag.startswith(D))
        doelen = [tekst(doel) for versie in versies for doel in versie.iterchildren(D + "doel")]
        dubbel = [doel for doel, aantal in Counter(doelen).items() if aantal > 1]
        if dubbel:
            ouder = knoop.element.getparent()
            instrument = "" if ouder is None else waarde(ouder, D + "instrumentVersie") or ""
            yield knoop.bevinding(gekregen=", ".join(dubbel), doel=", ".join(dubbel), id=instrument)


@regels.rule("STOP2066")
def doel_van_vervlochten_versie(levering: Levering) -> Iterator[Bevinding]:
    """A VervlochtenVersie or OntvlochtenVersie has a doel of the beoogde version itself."""
    for knoop in knopen(levering, D + "VervlochtenVersie", D + "OntvlochtenVersie"):
        basis = knoop.element.getparent()
        beoogd = None if basis is None else basis.getparent()
        if beoogd is None:
            continue
        eigen = {tekst(doel) for doel in beoogd.iterfind(f"{D}doelen/{D}doel")}
        for doel in knoop.element.iterchildren(D + "doel"):
            if tekst(doel) in eigen:
                instrument = waarde(beoogd, D + "instrumentVersie") or ""
                yield knoop.bevinding(gekregen=tekst(doel), doel=tekst(doel), id=instrument)
