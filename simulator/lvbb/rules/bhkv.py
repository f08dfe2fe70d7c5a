"""The rules of the delivery schema itself: BHKV1004-1067.

Source: the schematron of the LVBB delivery schema 1.2.0 (confirmed). Rules for a rectificatie are left out: 1.2.0
has no root to deliver one with.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import (
    GI,
    REGELINGMUTATIE,
    D,
    Document,
    Knoop,
    L,
    S,
    T,
    deel_na,
    deel_voor,
    documenten,
    knopen,
    normaal,
    tekst,
    waarde,
)
from simulator.lvbb.rules.stop_aknjoin import BESLUIT, INFORMATIEOBJECT, REGELING, TIJDELIJK_DEEL
from simulator.lvbb.rules.stop_metadata import GIO_FORMAAT
from simulator.lvbb.rules.wordt import reden as wordt_reden

regels = Regels()

_STAP = "/join/id/stop/procedure/stap_"
_DEFINITIEF = "/join/id/stop/proceduretype_definitief"
_ONTWERP = "/join/id/stop/proceduretype_ontwerp"
_IDENTIFICATIE = D + "ExpressionIdentificatie"
_EXPRESSIE = f"{_IDENTIFICATIE}/{D}FRBRExpression"
_BESLUIT_XML = L + "AanleveringBesluit"
_REGELINGEN = tuple(T + naam for naam in ("RegelingCompact", "RegelingKlassiek", "RegelingVrijetekst"))


def _besluiten(levering: Levering) -> Iterator[Document]:
    return (document for document in documenten(levering) if document.wortel.tag == _BESLUIT_XML)


@regels.rule("BHKV1014")
def een_bestand(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject has no file, or more than one."""
    for knoop in knopen(levering, L + "InformatieObjectVersie"):
        pad = f"{D}InformatieObjectVersieMetadata/{D}heeftBestanden/{D}heeftBestand"
        aantal = sum(1 for _ in knoop.element.iterfind(pad))
        if aantal != 1:
            yield knoop.bevinding(verwacht="1", gekregen=str(aantal), aantal=str(aantal))


@regels.rule("BHKV1015")
def geboorteregeling(levering: Levering) -> Iterator[Bevinding]:
    """A GIO does not say of which regeling it is; as officially only for the short form of the format."""
    for document in documenten(levering):
        soorten = [normaal(k.tekst) for k in document.op(D + "soortWork")]
        formaten = [normaal(k.tekst) for k in document.op(D + "formaatInformatieobject")]
        if soorten != [INFORMATIEOBJECT] or formaten != ["/join/id/stop/gio_002"]:
            continue
        if next(document.op(D + "heeftGeboorteregeling"), None) is None:
            for knoop in document.op(L + "InformatieObjectVersie"):
                yield knoop.bevinding(verwacht="heeftGeboorteregeling")


@regels.rule("BHKV1016")
def soort_van_informatieobject(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject has another soortWork."""
    for knoop in knopen(levering, _IDENTIFICATIE):
        soort = normaal(knoop.kind(D + "soortWork"))
        if knoop.in_een(L + "InformatieObjectVersie") and soort != INFORMATIEOBJECT:
            yield knoop.bevinding(verwacht=INFORMATIEOBJECT, gekregen=soort, soort=soort)


def _veld_van_io(levering: Levering, veld: str) -> Iterator[tuple[Knoop, str]]:
    """A field of the metadata of an informatieobject, with its FRBRWork."""
    for knoop in knopen(levering, D + veld):
        versie = next(knoop.element.iterancestors(L + "InformatieObjectVersie"), None)
        if versie is not None and knoop.ouder == D + "InformatieObjectMetadata":
            yield knoop, normaal(waarde(versie, f"{_IDENTIFICATIE}/{D}FRBRWork"))


@regels.rule("BHKV1017")
def titel_is_werk(levering: Levering) -> Iterator[Bevinding]:
    """The officieleTitel of an informatieobject is not its FRBRWork."""
    for knoop, werk in _veld_van_io(levering, "officieleTitel"):
        titel = normaal(knoop.tekst)
        if titel != werk:
            yield knoop.bevinding(verwacht=werk, gekregen=titel, work=werk, titel=titel)


@regels.rule("BHKV1018")
def collectie_bij_instructie(levering: Levering) -> Iterator[Bevinding]:
    """The collection of an informatieobject does not fit its publicatieinstructie."""
    collecties = {"TeConsolideren": "regdata", "AlleenBekendTeMaken": "pubdata", "Informatief": "infodata"}
    for knoop, werk in _veld_van_io(levering, "publicatieinstructie"):
        collectie = (werk.split("/") + [""] * 4)[3]
        if collecties.get(knoop.tekst) != collectie:
            goed = collecties.get(knoop.tekst, "")
            yield knoop.bevinding(verwacht=goed, gekregen=collectie, work=werk, instructie=knoop.tekst)


def _alleen_bij_gio(code: str, module: str) -> None:
    """Claim the rule that only a GIO comes with this module."""

    @regels.rule(code)
    def module_bij_gio(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, module):
            metadata = next(knoop.element.itersiblings(D + "InformatieObjectMetadata", preceding=True), None)
            if metadata is None or knoop.ouder != L + "InformatieObjectVersie":
                continue
            formaat = waarde(metadata, D + "formaatInformatieobject") or ""
            if formaat != GIO_FORMAAT:
                yield knoop.bevinding(verwacht=GIO_FORMAAT, gekregen=formaat, formaat=formaat)


_alleen_bij_gio("BHKV1064", S + "FeatureTypeStyle")
_alleen_bij_gio("BHKV1065", GI + "JuridischeBorgingVan")


def _genoemde_informatieobjecten(document: Document) -> set[tuple[str, str]]:
    """(eId, ref) of every ExtIoRef that stays; in a component the eId begins with !component#."""
    genoemd = set()
    for ref in document.op(T + "ExtIoRef"):
        weg = "verwijder" in (*ref.omgeving.acties, ref.get("wijzigactie")) or ref.in_een(T + "Verwijder")
        if not weg and ref.in_een(L + "BesluitVersie"):
            component = ref.omgeving.component
            voor = "" if component is None else f"!{component}#"
            genoemd.add((voor + (ref.get("eId") or ""), ref.get("ref") or ""))
    return genoemd


@regels.rule("BHKV1036")
def beoogd_informatieobject_in_tekst(levering: Levering) -> Iterator[Bevinding]:
    """The ExtIoRef at the eId of a BeoogdInformatieobject is not there, or names another."""
    for document in _besluiten(levering):
        genoemd = _genoemde_informatieobjecten(document)
        for knoop in document.op(D + "BeoogdInformatieobject"):
            instrument, eid = normaal(knoop.kind(D + "instrumentVersie")), normaal(knoop.kind(D + "eId"))
            if (eid, instrument) not in genoemd:
                yield knoop.bevinding(gekregen=eid, eid=eid, id=instrument)


@regels.rule("BHKV1004")
def ontwerp_met_tijdstempels(levering: Levering) -> Iterator[Bevinding]:
    """An ontwerpbesluit has Tijdstempels."""
    for document in _besluiten(levering):
        tijdstempels = [k for k in document.op(D + "Tijdstempels") if k.ouder == D + "ConsolidatieInformatie"]
        for knoop in document.op(D + "soortProcedure"):
            if tijdstempels and knoop.ouder == D + "BesluitMetadata" and normaal(knoop.tekst) == _ONTWERP:
                yield tijdstempels[0].bevinding(verwacht="geen Tijdstempels")


@regels.rule("BHKV1005")
def soort_van_besluit(levering: Levering) -> Iterator[Bevinding]:
    """A besluit has another soortWork."""
    for knoop in knopen(levering, L + "BesluitVersie"):
        soort = normaal(knoop.kind(f"{_IDENTIFICATIE}/{D}soortWork"))
        if knoop.ouder == _BESLUIT_XML and soort != BESLUIT:
            yield knoop.bevinding(verwacht=BESLUIT, gekregen=soort, soort=soort)


def _versies(document: Document) -> list[tuple[str, str]]:
    """(FRBRExpression, soortWork) of every RegelingVersieInformatie of a besluit."""
    return [
        (normaal(knoop.kind(_EXPRESSIE)), normaal(knoop.kind(f"{_IDENTIFICATIE}/{D}soortWork")))
        for knoop in document.op(L + "RegelingVersieInformatie")
    ]


@regels.rule("BHKV1006")
def soort_van_regeling(levering: Levering) -> Iterator[Bevinding]:
    """No RegelingVersieInformatie says that this regeling is one."""
    for document in documenten(levering):
        versies = _versies(document)
        for knoop in document.op(*_REGELINGEN):
            wordt = normaal(knoop.get("wordt"))
            if (wordt, REGELING) not in versies:
                reden = wordt_reden(knoop, REGELING, versies)
                verwacht = f"RegelingVersieInformatie met FRBRExpression {wordt or '(wordt)'} en soortWork {REGELING}"
                gekregen = ", ".join(map(" ".join, versies)) or "geen"
                yield knoop.bevinding(verwacht=verwacht, gekregen=gekregen, element=knoop.naam, reden=reden)


@regels.rule("BHKV1028")
def soort_van_tijdelijk_deel(levering: Levering) -> Iterator[Bevinding]:
    """No identification says that this tijdelijk regelingdeel is one."""
    for document in _besluiten(levering):
        versies = [
            (normaal(knoop.kind(D + "FRBRExpression")), normaal(knoop.kind(D + "soortWork")))
            for knoop in document.op(_IDENTIFICATIE)
        ]
        for knoop in document.op(T + "RegelingTijdelijkdeel"):
            if (knoop.get("wordt"), TIJDELIJK_DEEL) not in versies:
                reden = wordt_reden(knoop, TIJDELIJK_DEEL, versies)
                yield knoop.bevinding(verwacht=TIJDELIJK_DEEL, gekregen=knoop.get("wordt") or "geen wordt", reden=reden)


@dataclass(frozen=True)
class _Verwijzing:
    """The eId of a BeoogdeRegeling, Tijdstempel or Intrekking: the eId itself and the component it is in, if any."""

    eid: str
    component: str | None

    @classmethod
    def uit(cls, geschreven: str) -> "_Verwijzing":
        if not geschreven.startswith("!"):
            return cls(geschreven, None)
        return cls(deel_na(geschreven, "#"), deel_voor(geschreven.replace("!", ""), "#"))


def _in_besluit(knoop: Knoop, doel: _Verwijzing, *soorten: str) -> bool:
    """Whether an article of these soorten is part of the besluit itself and has this eId."""
    for artikel in knoop.document.eids.get(doel.eid, ()):
        if artikel.naam not in soorten or not artikel.in_een(L + "BesluitVersie"):
            continue
        if artikel.in_een(T + "BesluitCompact") and not artikel.in_een(T + "WijzigBijlage"):
            return True
        if doel.component is not None and _in_klassieke_regeling(artikel.element, doel.component):
            return True
    return False


def _in_klassieke_regeling(artikel: etree._Element, component: str) -> bool:
    klassiek = T + "RegelingKlassiek"
    in_lichaam = any(
        ouder is not None and ouder.tag == klassiek
        for ouder in (lichaam.getparent() for lichaam in artikel.iterancestors(T + "Lichaam"))
    )
    return in_lichaam and any(
        regeling.get("componentnaam") == component for regeling in artikel.iterancestors(klassiek)
    )


@regels.rule("BHKV1009")
def artikel_van_beoogde_regeling(levering: Levering) -> Iterator[Bevinding]:
    """The eId of a BeoogdeRegeling is of no article of the besluit."""
    for knoop in knopen(levering, D + "BeoogdeRegeling"):
        eid = normaal(knoop.kind(D + "eId"))
        if not _in_besluit(knoop, _Verwijzing.uit(eid), "Artikel", "WijzigArtikel"):
            yield knoop.bevinding(gekregen=eid, eid=eid, id=knoop.kind(D + "instrumentVersie") or "")


@regels.rule("BHKV1010")
def artikel_van_tijdstempel(levering: Levering) -> Iterator[Bevinding]:
    """The eId of a Tijdstempel is of no Artikel of the besluit."""
    for knoop in knopen(levering, D + "Tijdstempel"):
        eid = normaal(knoop.kind(D + "eId"))
        if knoop.heeft(D + "eId") and not _in_besluit(knoop, _Verwijzing.uit(eid), "Artikel"):
            yield knoop.bevinding(gekregen=eid, eid=eid)


def _intrekkingen(levering: Levering, begin: str) -> Iterator[tuple[Knoop, str, str]]:
    """Every Intrekking of an instrument that begins so, with the instrument and the eId."""
    for knoop in knopen(levering, D + "Intrekking"):
        instrument = knoop.kind(D + "instrument") or ""
        if instrument.startswith(begin) and knoop.ouder == D + "Intrekkingen":
            yield knoop, instrument, normaal(knoop.kind(D + "eId"))


@regels.rule("BHKV1011")
def artikel_van_intrekking(levering: Levering) -> Iterator[Bevinding]:
    """The eId of an Intrekking of a regeling is of no article of the besluit."""
    for knoop, instrument, eid in _intrekkingen(levering, "/akn/"):
        if not _in_besluit(knoop, _Verwijzing.uit(eid), "Artikel", "WijzigArtikel"):
            yield knoop.bevinding(gekregen=eid, eid=eid, id=instrument)


def _ingetrokken_in_tekst(knoop: Knoop, doel: _Verwijzing) -> bool:
    for ref in knoop.document.eids.get(doel.eid, ()):
        weg = ref.in_een(T + "Verwijder", T + "VerwijderdeTekst") or "verwijder" in ref.omgeving.acties
        mutaties = (m.get("componentnaam") for m in ref.element.iterancestors(REGELINGMUTATIE))
        plaats = ref.in_een(T + "WijzigBijlage") or ref.in_een(T + "RegelingKlassiek")
        if ref.naam == "ExtIoRef" and weg and plaats and doel.component is not None and doel.component in mutaties:
            return True
    return False


@regels.rule("BHKV1063")
def informatieobject_verdwijnt_uit_tekst(levering: Levering) -> Iterator[Bevinding]:
    """The eId of an Intrekking of an informatieobject is of no ExtIoRef that a mutation removes."""
    for knoop, instrument, eid in _intrekkingen(levering, "/join/id/"):
        doel = _Verwijzing.uit(eid) if "#" in eid else _Verwijzing(eid, None)
        if not _ingetrokken_in_tekst(knoop, doel):
            yield knoop.bevinding(gekregen=eid, eid=eid, id=instrument)


@regels.rule("BHKV1044")
def versie_van_component(levering: Levering) -> Iterator[Bevinding]:
    """The wordt of a component has no RegelingVersieInformatie, or more than one."""
    for document in _besluiten(levering):
        expressies = [
            tekst(expressie)
            for knoop in document.op(L + "RegelingVersieInformatie")
            for expressie in knoop.element.iterfind(_EXPRESSIE)
        ]
        for knoop in document.met("componentnaam"):
            wordt = normaal(knoop.get("wordt"))
            aantal = expressies.count(wordt)
            if aantal != 1 and knoop.is_tekst:
                component = knoop.get("componentnaam") or ""
                noemt = wordt or "niets (geen attribuut wordt)"
                yield knoop.bevinding(verwacht="1", gekregen=str(aantal), wordt=noemt, component=component)


@regels.rule("BHKV1058")
def versie_zonder_regeling(levering: Levering) -> Iterator[Bevinding]:
    """A RegelingVersieInformatie is of no regeling or mutation in the besluit."""
    soorten = (*_REGELINGEN, REGELINGMUTATIE, T + "RegelingTijdelijkdeel")
    for document in _besluiten(levering):
        worden = {knoop.get("wordt") for knoop in document.op(*soorten)}
        for knoop in document.op(_IDENTIFICATIE):
            expressie = normaal(knoop.kind(D + "FRBRExpression"))
            if knoop.ouder == L + "RegelingVersieInformatie" and expressie not in worden:
                yield knoop.bevinding(gekregen=expressie, expression=expressie)


def _procedures(levering: Levering, soort: str = "") -> Iterator[tuple[Knoop, list[str]]]:
    """The procedurestappen of every besluit (of this kind of procedure) with the codes as written."""
    for knoop in knopen(levering, D + "procedurestappen"):
        versie = next(knoop.element.iterancestors(L + "BesluitVersie"), None)
        if versie is None or knoop.ouder != D + "Procedureverloop":
            continue
        if not soort or normaal(waarde(versie, f"{D}BesluitMetadata/{D}soortProcedure")) == soort:
            yield knoop, [tekst(code) for code in knoop.element.iterfind(f"{D}Procedurestap/{D}soortStap")]


@regels.rule("BHKV1046")
def stap_publicatie(levering: Levering) -> Iterator[Bevinding]:
    """A Procedureverloop holds the step that only the LVBB adds."""
    for knoop, codes in _procedures(levering):
        if _STAP + "004" in codes:
            yield knoop.bevinding(gekregen=_STAP + "004")


def _alleen_deze_stappen(code: str, procedure: str) -> None:
    """Claim the rule that a besluit of this kind is delivered with vaststelling and ondertekening only."""

    @regels.rule(code)
    def stappen_van_besluit(levering: Levering) -> Iterator[Bevinding]:
        for knoop, codes in _procedures(levering, procedure):
            vreemd = [code for code in map(normaal, codes) if code not in (_STAP + "002", _STAP + "003")]
            if vreemd:
                gekregen = ", ".join(code or "(leeg)" for code in vreemd)
                yield knoop.bevinding(verwacht=f"{_STAP}002 en {_STAP}003", gekregen=gekregen, stappen=gekregen)


_alleen_deze_stappen("BHKV1047", _DEFINITIEF)
_alleen_deze_stappen("BHKV1049", _ONTWERP)


@regels.rule("BHKV1048")
def stap_ondertekening(levering: Levering) -> Iterator[Bevinding]:
    """A definitief besluit has no step ondertekening."""
    for knoop, codes in _procedures(levering, _DEFINITIEF):
        if _STAP + "003" not in map(normaal, codes):
            yield knoop.bevinding(verwacht=_STAP + "003")


@regels.rule("BHKV1066")
def procedureverloop_van_definitief(levering: Levering) -> Iterator[Bevinding]:
    """A definitief besluit has no Procedureverloop."""
    for knoop in knopen(levering, D + "BesluitMetadata"):
        versie = next(knoop.element.iterancestors(L + "BesluitVersie"), None)
        zonder = versie is None or versie.find(D + "Procedureverloop") is None
        if knoop.kind(D + "soortProcedure") == _DEFINITIEF and zonder:
            yield knoop.bevinding(verwacht="Procedureverloop")


@regels.rule("BHKV1067")
def mutatie_van_procedureverloop(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving of termijnen has no Procedureverloopmutatie, or is about no besluit."""
    for knoop in knopen(levering, D + "KennisgevingMetadata"):
        ouder = knoop.element.getparent()
        mutatie = ouder is not None and ouder.find(D + "Procedureverloopmutatie") is not None
        termijnen = knoop.kind(D + "soortKennisgeving") in (None, "KennisgevingBesluittermijnen")
        if termijnen and not (mutatie and knoop.heeft(D + "mededelingOver")):
            yield knoop.bevinding(verwacht="Procedureverloopmutatie en mededelingOver")
