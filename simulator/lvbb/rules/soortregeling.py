"""Which bevoegd gezag and which text model belong to a soortRegeling (the TPOD rules that the LVBB runs).

The eindverantwoordelijke is that of the besluit. A change of a regeling carries no soortRegeling and is not judged.
Source: validatiematrix v6, docs/bronnen.md#stop-waardelijsten.
"""

from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.kader import Bevinding, Regel, Regels
from simulator.lvbb.rules.knopen import D, Knoop, normaal
from simulator.stelsel import waardelijsten

regels = Regels()

SOORT = "/join/id/stop/regelingtype_"
_KLASSIEK = ("RegelingKlassiek", "RegelingCompact")

# code, soortRegeling, the kinds of bevoegd gezag
BESTUREN = (
    ("TPOD2437", "002", ("ministerie",)),
    ("TPOD2440", "008", ("ministerie", "provincie")),
    ("TPOD2443", "012", ("ministerie",)),
    ("TPOD2446", "013", ("ministerie", "provincie")),
    ("TPOD2451", "003", ("gemeente",)),
    ("TPOD2454", "004", ("provincie",)),
    ("TPOD2457", "006", ("ministerie", "provincie", "gemeente")),
    ("TPOD2462", "007", ("ministerie", "provincie", "waterschap")),
    ("TPOD2465", "014", ("ministerie", "provincie", "waterschap")),
    ("TPOD2468", "011", ("provincie",)),
    ("TPOD2471", "009", ("ministerie", "provincie", "gemeente")),
    ("TPOD2474", "015", ("ministerie", "provincie", "gemeente")),
    ("TPOD2477", "016", ("provincie",)),
    ("TPOD2480", "005", ("waterschap",)),
)
# code, soortRegeling, the text models, and the kind of bevoegd gezag for which the row holds ("" for all)
MODELLEN = (
    ("TPOD2438", "002", _KLASSIEK, ""),
    ("TPOD2441", "008", ("RegelingVrijetekst",), ""),
    ("TPOD2444", "012", _KLASSIEK, ""),
    ("TPOD2447", "013", _KLASSIEK, "ministerie"),
    ("TPOD2449", "013", ("RegelingCompact",), "provincie"),
    ("TPOD2452", "003", ("RegelingCompact",), ""),
    ("TPOD2455", "004", ("RegelingCompact",), ""),
    ("TPOD2458", "006", ("RegelingVrijetekst",), ""),
    ("TPOD2460", "010", ("RegelingVrijetekst",), ""),
    ("TPOD2463", "007", ("RegelingVrijetekst",), ""),
    ("TPOD2466", "014", ("RegelingTijdelijkdeel",), ""),
    ("TPOD2469", "011", ("RegelingTijdelijkdeel",), ""),
    ("TPOD2472", "009", ("RegelingTijdelijkdeel",), ""),
    ("TPOD2475", "015", ("RegelingTijdelijkdeel",), ""),
    ("TPOD2478", "016", ("RegelingTijdelijkdeel",), ""),
    ("TPOD2481", "005", ("RegelingCompact",), ""),
)


@regels.rule("LVBB4006")
def amvb(levering: Levering) -> Iterator[Bevinding]:
    """An AMvB cannot be processed: nothing in a delivery names its Staatsblad."""
    for knoop, soort, _ in _soorten(levering):
        if soort == SOORT + "001":
            yield knoop.bevinding(verwacht="een andere soortRegeling", gekregen=soort)


@regels.rule("LVBB4007")
def begin_van_soort_regeling(levering: Levering) -> Iterator[Bevinding]:
    """The first soortRegeling of a besluit is one of the list of regelingtypes."""
    eerste = next(_soorten(levering), None)
    if eerste is not None and not eerste[1].startswith(SOORT + "0"):
        yield eerste[0].bevinding(verwacht=f"{SOORT}0…", gekregen=eerste[1], soort=eerste[1])


def _bestuur(soort: str, besturen: tuple[str, ...]) -> Regel:
    def regel(levering: Levering) -> Iterator[Bevinding]:
        besluit = inhoud.besluit(levering)
        for knoop, gevonden, _ in _soorten(levering):
            if besluit is None or gevonden != SOORT + soort:
                continue
            if (bestuur := _soort_bestuur(besluit)) not in besturen:
                yield knoop.bevinding(verwacht=" of ".join(besturen), gekregen=bestuur, **_wie(gevonden))

    return regel


def _model(soort: str, modellen: tuple[str, ...], alleen: str) -> Regel:
    def regel(levering: Levering) -> Iterator[Bevinding]:
        besluit = inhoud.besluit(levering)
        for knoop, gevonden, expressie in _soorten(levering):
            if besluit is None or gevonden != SOORT + soort or (alleen and _soort_bestuur(besluit) != alleen):
                continue
            for tekst in besluit.teksten:
                if tekst.wordt == expressie and not tekst.is_mutatie and tekst.model not in modellen:
                    yield knoop.bevinding(verwacht=" of ".join(modellen), gekregen=tekst.model, **_wie(gevonden))

    return regel


def _soorten(levering: Levering) -> Iterator[tuple[Knoop, str, str]]:
    """(RegelingMetadata, its soortRegeling, the expression of the regeling)."""
    besluit = inhoud.besluit(levering)
    for versie in () if besluit is None else besluit.versies:
        if versie.metadata is not None:
            yield versie.metadata, normaal(versie.metadata.kind(D + "soortRegeling")), versie.expressie


def _soort_bestuur(besluit: inhoud.Besluit) -> str:
    stukken = besluit.eindverantwoordelijke.split("/")
    return stukken[3] if len(stukken) > 3 else ""


def _wie(soort: str) -> dict[str, str]:
    waarde = waardelijsten.waarde("soortRegeling", soort)
    return {"soort": soort, "label": "" if waarde is None else waarde.label}


for _code, _soort, _besturen in BESTUREN:
    regels.rule(_code)(_bestuur(_soort, _besturen))
for _code, _soort, _modellen, _alleen in MODELLEN:
    regels.rule(_code)(_model(_soort, _modellen, _alleen))
