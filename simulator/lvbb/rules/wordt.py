"""Why a regeling has no version that fits it, in words: its attribute wordt and the RegelingVersieInformatie.

BHKV1006 (for a tijdelijk regelingdeel BHKV1028) asks of every whole regeling in a besluit a wordt with a
RegelingVersieInformatie; STOP0074 allows every wordt once. The RegelingMutatie around a VervangRegeling has that wordt
already, so that no VervangRegeling satisfies both.
Source: the schematron of the LVBB delivery schema 1.2.0 and that of STOP 1.3.0, imop-tekstmutaties (confirmed).
"""

from collections.abc import Sequence

from simulator.lvbb.rules.knopen import Knoop, T, normaal

VERVANGREGELING = T + "VervangRegeling"


def reden(knoop: Knoop, soort: str, versies: Sequence[tuple[str, str]]) -> str:
    """What is missing for a regeling. soort: the soortWork it needs; versies: (FRBRExpression, soortWork) there are."""
    wordt = normaal(knoop.get("wordt"))
    anders = ", ".join(s for expressie, s in versies if expressie == wordt)
    if not wordt:
        wat = f"de {knoop.naam} heeft geen attribuut wordt"
    elif anders:
        wat = f"die van {wordt} heeft soortWork {anders}, en dat moet {soort} zijn"
    else:
        wat = f"geen ervan heeft FRBRExpression {wordt}"
    return wat + tegenspraak(knoop)


def tegenspraak(knoop: Knoop) -> str:
    """That two rules contradict each other for what stands in a VervangRegeling; "" elsewhere."""
    if not knoop.in_een(VERVANGREGELING):
        return ""
    code = "BHKV1028" if knoop.naam == "RegelingTijdelijkdeel" else "BHKV1006"
    return (
        f". In een VervangRegeling vraagt {code} een wordt met een RegelingVersieInformatie, en verbiedt STOP0074 die"
        " wordt omdat de RegelingMutatie hem al heeft: ook officieel is hier geen vorm goed. In de simulator gaat het"
        f" met {code} uit; zie docs/lvbb.md, VervangRegeling"
    )
