"""AKN and JOIN identifiers: STOP1000-1014, 1017, 1037, 1038, 1044, 1071, 1072 and the soortWork rules STOP20xx.

Source: imop-aknjoin of STOP 1.3.0 (confirmed); the grammar: docs/bronnen.md#stop-identificaties.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.contract import xsdwaarden
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, deel_na, knopen, knopen_op_naam, lokale_naam, normaal, tekst

regels = Regels()

_MET_ID = (
    "FRBRWork",
    "FRBRExpression",
    "instrumentVersie",
    "ExtIoRef",
    "opvolgerVan",
    "informatieobjectRef",
    "instrument",
)
_LAND = re.compile(r"(nl|aw|cw|sx)\Z")
_OVERHEID = re.compile(r"mnre\d{4}|mn\d{3}|gm\d{4}|ws\d{4}|pv\d{2}")
_CONSOLIDATIE = frozenset(("land", "provincie", "gemeente", "waterschap", "consolidatie"))
_BLADEN = frozenset(("bgr", "gmb", "prb", "stb", "stcrt", "trb", "wsb"))
_TALEN = frozenset(("nld", "eng", "fry", "pap", "mul", "und"))
_COLLECTIES = frozenset(("regdata", "infodata", "pubdata"))
_COMPONENT = re.compile(r"![A-z0-9_/=]+\Z")
_DOELNAAM = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*\Z")

BESLUIT = "/join/id/stop/work_003"
REGELING = "/join/id/stop/work_019"
TIJDELIJK_DEEL = "/join/id/stop/work_021"
INFORMATIEOBJECT = "/join/id/stop/work_010"
_KENNISGEVING = "/join/id/stop/work_023"
_RECTIFICATIE = "/join/id/stop/work_018"
_PUBLICATIE = "/join/id/stop/work_015"
_REGELINGEN = frozenset((REGELING, TIJDELIJK_DEEL, "/join/id/stop/work_006", "/join/id/stop/work_022"))
_INFORMATIEOBJECTEN = frozenset((INFORMATIEOBJECT, "/join/id/stop/work_005"))


@dataclass(frozen=True)
class Identificatie:
    """An ExpressionIdentificatie with the parts of its identifiers; a part that is not there is None."""

    knoop: Knoop
    work: str
    expression: str
    soort: str

    def werkdeel(self, nummer: int) -> str | None:
        """Part `nummer` of the FRBRWork; part 1 is akn or join."""
        return _deel(self.work.split("/"), nummer)

    def expressiedeel(self, nummer: int) -> str | None:
        """Part `nummer` of the FRBRExpression."""
        return _deel(self.expression.split("/"), nummer)

    @property
    def na_taal(self) -> str | None:
        """What stands after the @."""
        return _deel((self.expressiedeel(7) or "").split("@"), 1)

    @property
    def datum(self) -> str | None:
        """The date or year after the @."""
        return None if self.na_taal is None else self.na_taal.split(";")[0]

    @property
    def is_join(self) -> bool:
        """Of an informatieobject."""
        return self.soort == INFORMATIEOBJECT

    @property
    def is_akn(self) -> bool:
        """Of a besluit, regeling, publication, kennisgeving or rectificatie."""
        return self.soort in _REGELINGEN | {BESLUIT, _PUBLICATIE, _KENNISGEVING, _RECTIFICATIE}

    def meld(self, deel: str | None = "") -> Bevinding:
        """A finding at this identification, about one part of it."""
        return self.knoop.bevinding(
            gekregen=deel or "", work=self.work, expression=self.expression, soort=self.soort, deel=deel or ""
        )


def _deel(delen: list[str], nummer: int) -> str | None:
    return delen[nummer] if nummer < len(delen) else None


def _identificaties(levering: Levering) -> Iterator[Identificatie]:
    for knoop in knopen_op_naam(levering, "ExpressionIdentificatie"):
        kinderen = {lokale_naam(kind): tekst(kind) for kind in reversed(knoop.element)}
        yield Identificatie(
            knoop, kinderen.get("FRBRWork", ""), kinderen.get("FRBRExpression", ""), kinderen.get("soortWork", "")
        )


def _is_jaartal_of_datum(waarde: str | None) -> bool:
    """As XPath's `castable as`: white space around it and a time zone are allowed."""
    return xsdwaarden.datum(waarde or "") is not None or xsdwaarden.is_jaartal(waarde or "")


@regels.rule("STOP1000")
def identificatie_met_punt(levering: Levering) -> Iterator[Bevinding]:
    """An identifier holds a dot."""
    for knoop in knopen_op_naam(levering, *_MET_ID, "heeftGeboorteregeling"):
        if "." in knoop.tekst:
            yield knoop.bevinding(gekregen=knoop.tekst, id=knoop.tekst)


@regels.rule("STOP1001")
def expressie_van_ander_werk(levering: Levering) -> Iterator[Bevinding]:
    """The FRBRExpression does not begin with the FRBRWork."""
    for knoop in knopen_op_naam(levering, "ExpressionIdentificatie", "GeoInformatieObjectVersie"):
        kinderen = {lokale_naam(kind): normaal(tekst(kind)) for kind in reversed(knoop.element)}
        work, expression = kinderen.get("FRBRWork", ""), kinderen.get("FRBRExpression", "")
        if not expression.startswith(f"{work}/"):
            yield knoop.bevinding(verwacht=f"{work}/…", gekregen=expression, work=work, expression=expression)


@regels.rule("STOP1014")
def begin_van_identificatie(levering: Levering) -> Iterator[Bevinding]:
    """An identifier begins with neither /akn/ nor /join/."""
    for knoop in knopen_op_naam(levering, *_MET_ID):
        if not normaal(knoop.tekst).startswith(("/akn/", "/join/")):
            yield knoop.bevinding(gekregen=knoop.tekst, id=knoop.tekst)


@regels.rule("STOP1002")
def land_van_akn(levering: Levering) -> Iterator[Bevinding]:
    """The country of an AKN is not nl, aw, cw or sx."""
    for knoop in knopen_op_naam(levering, *_MET_ID):
        land = _deel(knoop.tekst.split("/"), 2) or ""
        if normaal(knoop.tekst).startswith("/akn/") and not _LAND.match(land):
            yield knoop.bevinding(verwacht="nl, aw, cw of sx", gekregen=land, id=knoop.tekst, deel=land)


@regels.rule("STOP1003")
def tweede_deel_van_join(levering: Levering) -> Iterator[Bevinding]:
    """The second part of a JOIN is not id."""
    for knoop in knopen_op_naam(levering, *_MET_ID):
        deel = _deel(knoop.tekst.split("/"), 2) or ""
        if normaal(knoop.tekst).startswith("/join/") and deel != "id":
            yield knoop.bevinding(verwacht="id", gekregen=deel, id=knoop.tekst, deel=deel)


def _documenttype(code: str, soorten: frozenset[str], documenttype: str) -> None:
    """Claim the rule that works of these soorten have this third part."""

    @regels.rule(code)
    def derde_deel(levering: Levering) -> Iterator[Bevinding]:
        for ident in _identificaties(levering):
            if ident.soort in soorten and ident.werkdeel(3) != documenttype:
                yield ident.meld(ident.werkdeel(3))


_documenttype("STOP1011", frozenset({_PUBLICATIE}), "officialGazette")
_documenttype("STOP1013", frozenset({BESLUIT}), "bill")
_documenttype("STOP1012", _REGELINGEN, "act")
_documenttype("STOP1037", frozenset({_KENNISGEVING}), "doc")
_documenttype("STOP1044", frozenset({_RECTIFICATIE}), "doc")


@regels.rule("STOP1004")
def collectie_van_join(levering: Levering) -> Iterator[Bevinding]:
    """The collection of an informatieobject is not regdata, infodata or pubdata."""
    for ident in _identificaties(levering):
        if ident.is_join and ident.werkdeel(3) not in _COLLECTIES:
            yield ident.meld(ident.werkdeel(3))


@regels.rule("STOP1006")
def datum_van_werk(levering: Levering) -> Iterator[Bevinding]:
    """The fifth part of a work is neither a year nor a date."""
    for ident in _identificaties(levering):
        if (ident.is_join or ident.is_akn) and not _is_jaartal_of_datum(ident.werkdeel(5)):
            yield ident.meld(ident.werkdeel(5))


@regels.rule("STOP1007")
def datum_van_join_expressie(levering: Levering) -> Iterator[Bevinding]:
    """What follows the @ of a JOIN is neither a year nor a date."""
    for ident in _identificaties(levering):
        if ident.is_join and not _is_jaartal_of_datum(ident.datum):
            yield ident.meld(ident.datum)


@regels.rule("STOP1008")
def expressie_ouder_dan_werk(levering: Levering) -> Iterator[Bevinding]:
    """The date of a JOIN's expression lies before that of its work (compared as text, as officially)."""
    for ident in _identificaties(levering):
        datum, werk = ident.datum, ident.expressiedeel(5)
        if ident.is_join and (datum is None or werk is None or datum < werk):
            yield ident.meld(datum)


@regels.rule("STOP1009")
def taal_van_expressie(levering: Levering) -> Iterator[Bevinding]:
    """What stands before the @ is no language."""
    for ident in _identificaties(levering):
        taal = (ident.expressiedeel(7) or "").split("@")[0]
        if (ident.is_join or ident.is_akn) and taal not in _TALEN:
            yield ident.meld(taal)


@regels.rule("STOP1010")
def overheid_van_werk(levering: Levering) -> Iterator[Bevinding]:
    """The fourth part of a work is no code of an overheid, nor one for consolidated instruments."""
    for ident in _identificaties(levering):
        overheid = ident.werkdeel(4) or ""
        if ident.soort == _PUBLICATIE or _OVERHEID.fullmatch(overheid):
            continue
        if (ident.is_akn and overheid not in _CONSOLIDATIE) or (ident.is_join and overheid != "consolidatie"):
            yield ident.meld(overheid)


@regels.rule("STOP1017")
def blad_van_publicatie(levering: Levering) -> Iterator[Bevinding]:
    """The fourth part of an official publication is no code of a blad."""
    for ident in _identificaties(levering):
        if ident.soort == _PUBLICATIE and ident.werkdeel(4) not in _BLADEN:
            yield ident.meld(ident.werkdeel(4))


def _soort_bij(code: str, deel: int, tekst_van_deel: str, soorten: frozenset[str]) -> None:
    """Claim the rule that works with this part have one of these soorten."""

    @regels.rule(code)
    def soort_work(levering: Levering) -> Iterator[Bevinding]:
        for ident in _identificaties(levering):
            if ident.werkdeel(deel) == tekst_van_deel and ident.soort not in soorten:
                yield ident.meld(ident.soort)


_soort_bij("STOP2002", 3, "bill", frozenset({BESLUIT}))
_soort_bij("STOP2003", 3, "act", _REGELINGEN)
_soort_bij("STOP2052", 3, "doc", frozenset({_RECTIFICATIE, _KENNISGEVING}))
_soort_bij("STOP2024", 2, "id", _INFORMATIEOBJECTEN)


@regels.rule("STOP1071")
def componentdeel(levering: Levering) -> Iterator[Bevinding]:
    """The component part of an expression does not begin with an exclamation mark, or holds other signs."""
    for ident in _identificaties(levering):
        deel = ident.expressiedeel(8)
        if deel is not None and not _COMPONENT.match(deel):
            yield ident.meld(deel)


@regels.rule("STOP1072")
def uitroepteken_voor_component(levering: Levering) -> Iterator[Bevinding]:
    """The part after the @ holds an exclamation mark."""
    for ident in _identificaties(levering):
        if "!" in (ident.na_taal or ""):
            yield ident.meld(ident.na_taal)


@regels.rule("STOP2058")
def tijdelijk_deel_waarvan(levering: Levering) -> Iterator[Bevinding]:
    """A tijdelijk regelingdeel does not say of which regeling."""
    for knoop in knopen(levering, D + "ExpressionIdentificatie"):
        if knoop.kind(D + "soortWork") == TIJDELIJK_DEEL and not knoop.heeft(D + "isTijdelijkDeelVan"):
            yield knoop.bevinding(work=knoop.kind(D + "FRBRWork") or "")


@regels.rule("STOP2004")
def tijdelijk_deel_is_021(levering: Levering) -> Iterator[Bevinding]:
    """What is a tijdelijk deel of a regeling has another soortWork."""
    for knoop in knopen(levering, D + "isTijdelijkDeelVan"):
        ouder = knoop.element.getparent()
        soort = None if ouder is None else ouder.find(D + "soortWork")
        gekregen = "" if soort is None else tekst(soort)
        if gekregen != TIJDELIJK_DEEL:
            yield knoop.bevinding(verwacht=TIJDELIJK_DEEL, gekregen=gekregen, soort=gekregen)


@regels.rule("STOP2057")
def tijdelijk_deel_van_regeling(levering: Levering) -> Iterator[Bevinding]:
    """A tijdelijk deel is of something other than a regeling, by its soortWork."""
    for knoop in knopen(levering, D + "isTijdelijkDeelVan"):
        soort = knoop.kind(f"{D}WorkIdentificatie/{D}soortWork") or ""
        if soort != REGELING:
            yield knoop.bevinding(verwacht=REGELING, gekregen=soort, soort=soort)


@regels.rule("STOP2063")
def tijdelijk_deel_van_act(levering: Levering) -> Iterator[Bevinding]:
    """A tijdelijk deel is of something other than a regeling, by its FRBRWork."""
    for knoop in knopen(levering, D + "isTijdelijkDeelVan"):
        work = knoop.kind(f"{D}WorkIdentificatie/{D}FRBRWork") or ""
        if _deel(work.split("/"), 3) != "act":
            yield knoop.bevinding(verwacht="/akn/nl/act/…", gekregen=work, work=work)


def _doelfouten(doel: str) -> Iterator[str]:
    delen = deel_na(normaal(doel), "/").split("/")
    for nummer, vast in enumerate(("join", "id", "proces")):
        if _deel(delen, nummer) != vast:
            yield f"deel {nummer + 1} is niet '{vast}'"
    if not _OVERHEID.match(_deel(delen, 3) or ""):
        yield "deel 4 is geen code van een overheid"
    datum = _deel(delen, 4) or ""
    if not _is_jaartal_of_datum(datum) or len(datum) not in (4, 10):
        yield "deel 5 is geen jaartal of datum"
    if not _DOELNAAM.match(_deel(delen, 5) or ""):
        yield "deel 6 is geen naam voor een doel"


@regels.rule("STOP1038")
def vorm_van_doel(levering: Levering) -> Iterator[Bevinding]:
    """A doel is not /join/id/proces/<overheid>/<jaar of datum>/<naam>."""
    for knoop in knopen(levering, D + "doel"):
        fouten = "; ".join(_doelfouten(knoop.tekst))
        if fouten:
            yield knoop.bevinding(gekregen=knoop.tekst, id=normaal(knoop.tekst), fouten=fouten)
