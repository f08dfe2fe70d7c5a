"""Metadata of besluit, regeling, informatieobject and kennisgeving.

STOP1015, 1016, 1018-1024, 1030, 1031, 1034, 1035, 1060 and 1073-1075.

Source: imop-metadata of STOP 1.3.0 (confirmed); the codes of the bestuursorganen: docs/bronnen.md#stop-waardelijsten.
"""

import re
from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, knopen, knopen_op_naam, normaal, tekst

regels = Regels()

GIO_FORMAAT = "/join/id/stop/informatieobject/gio_002"
_PDF_FORMAAT = "/join/id/stop/informatieobject/doc_001"
_VERSIENUMMER = re.compile(r"[a-zA-Z0-9\-]{1,32}\Z")
_INSTRUMENT = re.compile(r"/akn/(nl|aw|cw|sx)/act|/join/id/regdata/")
_URI = {
    "AKN": re.compile(r"/akn/(nl|aw|cw|sx)/act"),
    "JCI": re.compile(r"jci"),
    "URL": re.compile(r"https?://"),
}
_BESTUURSORGANEN = {
    "gemeente": ("c_2c4e7407", "c_28ecfd6d", "c_2a7d8663"),
    "waterschap": ("c_70c87e3d", "c_5cc92c89", "c_f70a6113"),
    "provincie": ("c_e24d39f6", "c_61676cbc", "c_411b4e4a"),
    "ministerie": ("c_bcfb7b4e", "c_91fb5e42", "c_3aaa4d12"),
}
_DECENTRAAL = ("gemeente", "provincie", "waterschap")


@regels.rule("STOP1015")
def titel_van_informatieobject(levering: Levering) -> Iterator[Bevinding]:
    """The officieleTitel of an informatieobject is no JOIN."""
    for knoop in knopen(levering, D + "InformatieObjectMetadata"):
        titel = knoop.kind(D + "officieleTitel") or ""
        if not titel.startswith("/join/id/"):
            yield knoop.bevinding(verwacht="/join/id/…", gekregen=titel, titel=titel)


def _instructie(code: str, formaat: str, verboden: tuple[str, ...]) -> None:
    """Claim the rule that this format may not have these publicatieinstructies."""

    @regels.rule(code)
    def publicatieinstructie(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, D + "InformatieObjectMetadata"):
            instructie = normaal(knoop.kind(D + "publicatieinstructie"))
            if normaal(knoop.kind(D + "formaatInformatieobject")) == formaat and instructie in verboden:
                titel = knoop.kind(D + "officieleTitel") or ""
                yield knoop.bevinding(gekregen=instructie, titel=titel, formaat=formaat, instructie=instructie)


_instructie("STOP1073", _PDF_FORMAAT, ("Informatief",))
_instructie("STOP1074", GIO_FORMAAT, ("Informatief", "AlleenBekendTeMaken"))


@regels.rule("STOP1016")
def versienummer(levering: Levering) -> Iterator[Bevinding]:
    """The versienummer of a regeling is longer than 32 signs, or holds other signs than letters, digits and hyphens."""
    for knoop in knopen(levering, D + "versienummer"):
        if knoop.ouder == D + "RegelingVersieMetadata" and not _VERSIENUMMER.match(knoop.tekst):
            yield knoop.bevinding(gekregen=knoop.tekst, versie=knoop.tekst)


def _uniek(code: str, houder: str, kind: str) -> None:
    """Claim the rule that the values in this container differ from each other."""

    @regels.rule(code)
    def waarden_uniek(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, D + houder):
            waarden = [tekst(element) for element in knoop.element.iterchildren(D + kind)]
            dubbel = sorted({waarde for waarde in waarden if waarden.count(waarde) > 1})
            if dubbel:
                yield knoop.bevinding(gekregen=", ".join(dubbel), dubbel=", ".join(dubbel))


_uniek("STOP1018", "informatieobjectRefs", "informatieobjectRef")
_uniek("STOP1019", "rechtsgebieden", "rechtsgebied")
_uniek("STOP1030", "overheidsdomeinen", "overheidsdomein")
_uniek("STOP1031", "onderwerpen", "onderwerp")
_uniek("STOP1022", "alternatieveTitels", "alternatieveTitel")
_uniek("STOP1023", "opvolging", "opvolgerVan")


@regels.rule("STOP1020")
def alternatieve_titel_is_citeertitel(levering: Levering) -> Iterator[Bevinding]:
    """An alternatieve titel is the citeertitel."""
    pad = f"{D}heeftCiteertitelInformatie/{D}CiteertitelInformatie/{D}citeertitel"
    for knoop in knopen(levering, D + "alternatieveTitel"):
        houder = knoop.element.getparent()
        metadata = None if houder is None else houder.getparent()
        citeertitels = [] if metadata is None else [tekst(titel) for titel in metadata.iterfind(pad)]
        if knoop.tekst in citeertitels:
            yield knoop.bevinding(gekregen=knoop.tekst, titel=knoop.tekst)


@regels.rule("STOP1024")
def opvolger_van_instrument(levering: Levering) -> Iterator[Bevinding]:
    """An opvolgerVan is no work of a regeling or of an informatieobject to consolidate."""
    for knoop in knopen(levering, D + "opvolgerVan"):
        if not _INSTRUMENT.match(knoop.tekst):
            yield knoop.bevinding(gekregen=knoop.tekst, id=knoop.tekst)


@regels.rule("STOP1021")
def uri_bij_soort(levering: Levering) -> Iterator[Bevinding]:
    """The uri of a TekstReferentie does not fit its soortRef."""
    for knoop in knopen(levering, D + "TekstReferentie"):
        soort, uri = knoop.kind(D + "soortRef") or "", knoop.kind(D + "uri") or ""
        patroon = _URI.get(soort)
        if patroon is None or not patroon.match(uri):
            yield knoop.bevinding(gekregen=uri, uri=uri, soort=soort)


def _metadata(levering: Levering) -> Iterator[tuple[Knoop, list[str], str | None]]:
    """Metadata of regeling and besluit, the kinds of overheid that are eindverantwoordelijk, the bestuursorgaan."""
    for knoop in knopen(levering, D + "RegelingMetadata", D + "BesluitMetadata"):
        verantwoordelijke = knoop.kind(D + "eindverantwoordelijke") or ""
        overheden = [soort for soort in _BESTUURSORGANEN if soort in verantwoordelijke]
        yield knoop, overheden, knoop.kind(D + "soortBestuursorgaan")


@regels.rule("STOP1034")
def bestuursorgaan_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """A gemeente, provincie or waterschap does not name its bestuursorgaan."""
    for knoop, overheden, orgaan in _metadata(levering):
        if not orgaan and any(overheid in _DECENTRAAL for overheid in overheden):
            yield knoop.bevinding(verwacht="een soortBestuursorgaan", overheid=", ".join(overheden))


@regels.rule("STOP1035")
def bestuursorgaan_past(levering: Levering) -> Iterator[Bevinding]:
    """The bestuursorgaan is none of the kind of overheid that is eindverantwoordelijk."""
    for knoop, overheden, orgaan in _metadata(levering):
        if not knoop.heeft(D + "eindverantwoordelijke"):
            continue
        passend = [code for overheid in overheden for code in _BESTUURSORGANEN[overheid]]
        if not overheden or (orgaan and not any(code in orgaan for code in passend)):
            verantwoordelijke = knoop.kind(D + "eindverantwoordelijke") or ""
            yield knoop.bevinding(
                verwacht=" of ".join(passend), gekregen=orgaan or "", orgaan=orgaan or "", overheid=verantwoordelijke
            )


@regels.rule("STOP1060")
def geboorteregeling_is_regeling(levering: Levering) -> Iterator[Bevinding]:
    """heeftGeboorteregeling is no work of a Dutch regeling."""
    for knoop in knopen_op_naam(levering, "heeftGeboorteregeling"):
        if not normaal(knoop.tekst).startswith("/akn/nl/act"):
            yield knoop.bevinding(verwacht="/akn/nl/act…", gekregen=knoop.tekst, id=knoop.tekst)


@regels.rule("STOP1075")
def mededeling_over(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving of a kind that is about a besluit does not say about which."""
    for knoop in knopen(levering, D + "KennisgevingMetadata"):
        soort = knoop.kind(D + "soortKennisgeving")
        over_besluit = soort in (None, "KennisgevingBesluittermijnen", "KennisgevingUitspraakRechter")
        if soort == "KennisgevingVoorgenomenBesluit" or (over_besluit and knoop.heeft(D + "mededelingOver")):
            continue
        yield knoop.bevinding(
            verwacht="mededelingOver", soort=soort or "geen", titel=knoop.kind(D + "officieleTitel") or ""
        )
