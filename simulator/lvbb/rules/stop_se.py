"""Symbolisation of a GIO: the FeatureTypeStyle: STOP3100-3174.

Source: imop-se of STOP 1.3.0 (confirmed).
"""

import re
from collections.abc import Callable, Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import OGC, Knoop, S, deel_na, documenten, knopen, normaal, tekst

regels = Regels()

_SVG = S + "SvgParameter"
_TYPEN = ("geometrie", "groepID", "kwalitatieveNormwaarde", "kwantitatieveNormwaarde")
_STREEPNAMEN = ("stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-opacity", "stroke-linejoin")
_FIGUREN = ("cross", "cross_fill", "square", "circle", "star", "triangle")
_OPERATOREN = tuple(
    OGC + naam
    for naam in (
        "PropertyIsBetween",
        "PropertyIsNotEqualTo",
        "PropertyIsLessThan",
        "PropertyIsGreaterThan",
        "PropertyIsLessThanOrEqualTo",
        "PropertyIsGreaterThanOrEqualTo",
    )
)
_KLEUR = r"\A#[0-9a-f]{6}\Z"
# As officially: any sign may stand where the decimal point should, and text may follow 0.x or precede 1.
_DEKKING = r"\A0((.[0-9])?[0-9]?)|1((.0)?0?)\Z"


def _genegeerd(code: str, naam: str) -> None:
    """Claim the warning that this child of a FeatureTypeStyle is ignored."""

    @regels.rule(code)
    def genegeerd_element(levering: Levering) -> Iterator[Bevinding]:
        for stijl in knopen(levering, S + "FeatureTypeStyle"):
            for kind in stijl.element.iterchildren(S + naam):
                yield Knoop(kind, stijl.omgeving, stijl.document).bevinding(gekregen=normaal(tekst(kind)))


_genegeerd("STOP3100", "Name")
_genegeerd("STOP3101", "Description")


@regels.rule("STOP3102")
def naam_van_feature(levering: Levering) -> Iterator[Bevinding]:
    """The FeatureTypeName is not Locatie."""
    for knoop in knopen(levering, S + "FeatureTypeName"):
        if "Locatie" not in (knoop.tekst, deel_na(knoop.tekst, ":")):
            yield knoop.bevinding(verwacht="Locatie", gekregen=knoop.tekst, waarde=knoop.tekst)


@regels.rule("STOP3103")
def soort_van_stijl(levering: Levering) -> Iterator[Bevinding]:
    """The SemanticTypeIdentifier is no property of a Locatie that can be drawn."""
    for knoop in knopen(levering, S + "SemanticTypeIdentifier"):
        if deel_na(knoop.tekst, ":") not in _TYPEN:
            yield knoop.bevinding(
                verwacht=", ".join(f"geo:{t}" for t in _TYPEN), gekregen=knoop.tekst, waarde=knoop.tekst
            )


def _met_soort(levering: Levering, *tags: str) -> Iterator[tuple[Knoop, str]]:
    """Every element with one of these tags and the property that its style draws."""
    for document in documenten(levering):
        soort = next((deel_na(knoop.tekst, ":") for knoop in document.op(S + "SemanticTypeIdentifier")), "")
        for knoop in document.op(*tags):
            yield knoop, soort


@regels.rule("STOP3114")
def filter_bij_soort(levering: Levering) -> Iterator[Bevinding]:
    """A Filter in a style that draws the geometry itself."""
    for knoop, soort in _met_soort(levering, OGC + "Filter"):
        if soort not in _TYPEN[1:]:
            yield knoop.bevinding(gekregen=soort, soort=soort)


@regels.rule("STOP3115")
def eigenschap_van_filter(levering: Levering) -> Iterator[Bevinding]:
    """A filter looks at another property than the style draws."""
    for knoop, soort in _met_soort(levering, OGC + "PropertyName"):
        if knoop.tekst != soort:
            yield knoop.bevinding(verwacht=soort, gekregen=knoop.tekst, waarde=knoop.tekst, soort=soort)


@regels.rule("STOP3118")
def operator_bij_soort(levering: Levering) -> Iterator[Bevinding]:
    """A filter compares by size what is no quantity."""
    for knoop, soort in _met_soort(levering, *_OPERATOREN):
        if soort != "kwantitatieveNormwaarde":
            yield knoop.bevinding(verwacht="kwantitatieveNormwaarde", gekregen=soort, soort=soort, operator=knoop.naam)


@regels.rule("STOP3120")
def grenzen_van_and(levering: Levering) -> Iterator[Bevinding]:
    """An And is not of one lower bound (included) and one upper bound (excluded)."""
    for knoop in knopen(levering, OGC + "And"):
        if not (knoop.heeft(OGC + "PropertyIsGreaterThanOrEqualTo") and knoop.heeft(OGC + "PropertyIsLessThan")):
            yield knoop.bevinding(verwacht="PropertyIsGreaterThanOrEqualTo en PropertyIsLessThan")


@regels.rule("STOP3126")
def titel_van_regel(levering: Levering) -> Iterator[Bevinding]:
    """The Description of a Rule has no Title."""
    for knoop in knopen(levering, S + "Description"):
        if knoop.ouder == S + "Rule" and not normaal(knoop.kind(S + "Title")):
            yield knoop.bevinding(verwacht="een Title")


@regels.rule("STOP3135")
def punt_met_graphicfill(levering: Levering) -> Iterator[Bevinding]:
    """A PointSymbolizer is filled with a picture."""
    for knoop in knopen(levering, S + "PointSymbolizer"):
        if knoop.element.find(f"{S}Graphic/{S}Mark/{S}Fill/{S}GraphicFill") is not None:
            yield knoop.bevinding(naam=knoop.kind(S + "Name") or "")


@regels.rule("STOP3138")
def punt_zonder_svgparameter(levering: Levering) -> Iterator[Bevinding]:
    """A PointSymbolizer is not filled with a colour."""
    for knoop in knopen(levering, S + "PointSymbolizer"):
        if knoop.element.find(f"{S}Graphic/{S}Mark/{S}Fill/{_SVG}") is None:
            yield knoop.bevinding(naam=knoop.kind(S + "Name") or "")


def _parameter(code: str, naam: str, patroon: str, verwacht: str) -> None:
    """Claim the rule that the SvgParameter of this name looks so."""
    vorm = re.compile(patroon)

    @regels.rule(code)
    def waarde_van_parameter(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, _SVG):
            if knoop.get("name") == naam and not vorm.search(knoop.tekst):
                yield knoop.bevinding(verwacht=verwacht, gekregen=knoop.tekst, naam=naam, waarde=knoop.tekst)


_parameter("STOP3140", "stroke", _KLEUR, "# en zes cijfers of letters a-f")
_parameter("STOP3147", "fill", _KLEUR, "# en zes cijfers of letters a-f")
_parameter("STOP3141", "stroke-width", r"\A[0-9]+(.[0-9])?[0-9]?\Z", "een getal met hoogstens twee decimalen")
_parameter("STOP3142", "stroke-dasharray", r"\A([0-9]+( [0-9]+)* ?)?\Z", "gehele getallen met een spatie ertussen")
_parameter("STOP3143", "stroke-linecap", r"\Abutt\Z", "butt")
_parameter("STOP3144", "stroke-opacity", _DEKKING, "een getal van 0 tot en met 1")
_parameter("STOP3148", "fill-opacity", _DEKKING, "een getal van 0 tot en met 1")
_parameter("STOP3145", "stroke-linejoin", r"\Around\Z", "round")


def _namen(code: str, ouder: str, namen: tuple[str, ...]) -> None:
    """Claim the rule that the SvgParameters in this element have one of these names."""

    @regels.rule(code)
    def naam_van_parameter(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, _SVG):
            if knoop.ouder == S + ouder and knoop.get("name") not in namen:
                naam = knoop.get("name") or ""
                yield knoop.bevinding(verwacht=", ".join(namen), gekregen=naam, naam=naam)


_namen("STOP3139", "Stroke", _STREEPNAMEN)
_namen("STOP3146", "Fill", ("fill", "fill-opacity"))


def _tekst(code: str, tag: str, goed: Callable[[str], object], verwacht: str) -> None:
    """Claim the rule on the text of this element."""

    @regels.rule(code)
    def tekst_van_element(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, tag):
            if not goed(knoop.tekst):
                yield knoop.bevinding(verwacht=verwacht, gekregen=knoop.tekst, waarde=knoop.tekst)


_tekst("STOP3157", S + "WellKnownName", _FIGUREN.__contains__, ", ".join(_FIGUREN))
_tekst("STOP3163", S + "Size", re.compile(r"[0-9]+\Z").match, "een geheel getal")


@regels.rule("STOP3170")
def vulling_met_plaatje(levering: Levering) -> Iterator[Bevinding]:
    """The picture that fills a PolygonSymbolizer is not an ExternalGraphic alone."""
    pad = [S + naam for naam in ("GraphicFill", "Fill", "PolygonSymbolizer")]
    for knoop in knopen(levering, S + "Graphic"):
        ouders = [ouder.tag for ouder, _ in zip(knoop.element.iterancestors(), pad, strict=False)]
        if ouders == pad and (not knoop.heeft(S + "ExternalGraphic") or knoop.heeft(S + "Mark")):
            yield knoop.bevinding(verwacht="alleen een ExternalGraphic")


@regels.rule("STOP3173")
def base64_van_plaatje(levering: Levering) -> Iterator[Bevinding]:
    """An InlineContent in base64 holds other signs."""
    for knoop in knopen(levering, S + "InlineContent"):
        vreemd = sorted(set(re.sub(r"[A-Za-z0-9+/ =]", "", normaal(knoop.tekst))))
        if knoop.get("encoding") == "base64" and vreemd:
            yield knoop.bevinding(gekregen=" ".join(vreemd), tekens=" ".join(vreemd))


@regels.rule("STOP3174")
def soort_plaatje(levering: Levering) -> Iterator[Bevinding]:
    """The Format of an ExternalGraphic is not image/png."""
    for knoop in knopen(levering, S + "Format"):
        if knoop.ouder == S + "ExternalGraphic" and knoop.tekst != "image/png":
            yield knoop.bevinding(verwacht="image/png", gekregen=knoop.tekst, waarde=knoop.tekst)
