"""The informatieobjecten of a besluit: delivered, named and described alike, and known or new as they should be.

Source: validatiematrix v6, docs/bronnen.md#lvbb-zip.
"""

import hashlib
from collections.abc import Iterator

from simulator.lvbb.levering import BekendeVersie, Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.inhoud import INFORMATIEOBJECT, Informatieobject
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, T, knopen, normaal
from simulator.stelsel.identificaties import delen, werkdeel

regels = Regels()

CONTENT_TYPES = ("application/pdf", "application/gml+xml")
_VERWIJZINGEN = (T + "ExtIoRef", T + "ExtRef")


@regels.rule("LVBB3008")
def hash_anders(levering: Levering) -> Iterator[Bevinding]:
    """The hash of a file is its SHA-512, in lower case hex."""
    for io in inhoud.informatieobjecten(levering):
        for deel in io.bestanden:
            bestand = levering.bestanden.get(deel.naam)
            if bestand is None or bestand.inhoud is None:
                continue
            werkelijk = hashlib.sha512(bestand.inhoud).hexdigest()
            if deel.hash != werkelijk:
                yield deel.knoop.bevinding(verwacht=werkelijk, gekregen=deel.hash, io=io.expressie, naam=deel.naam)


@regels.rule("LVBB3150")
def geboorteregeling_en_consolidatie(levering: Levering) -> Iterator[Bevinding]:
    """What is consolidated has a geboorteregeling, what is not has none."""
    for io in inhoud.informatieobjecten(levering):
        if io.te_consolideren and not io.geboorteregeling:
            eis = "is consolideerbaar maar heeft geen geboorteregeling"
        elif not io.te_consolideren and io.geboorteregeling:
            eis = "is niet consolideerbaar maar heeft wel een geboorteregeling"
        else:
            continue
        yield io.knoop.bevinding(verwacht="geboorteregeling bij TeConsolideren", gekregen=eis, id=io.expressie, eis=eis)


@regels.rule("LVBB3151")
def niet_genoemd(levering: Levering) -> Iterator[Bevinding]:
    """What is consolidated is named in an ExtIoRef of the besluit."""
    genoemd = {normaal(k.get("ref")) for k in knopen(levering, T + "ExtIoRef")}
    for io in inhoud.informatieobjecten(levering):
        if inhoud.besluit(levering) is not None and io.te_consolideren and io.expressie not in genoemd:
            yield io.knoop.bevinding(verwacht=f"een ExtIoRef naar {io.expressie}", gekregen="geen", id=io.expressie)


@regels.rule("LVBB3504")
def niet_geleverd(levering: Levering) -> Iterator[Bevinding]:
    """What the besluit lists in its informatieobjectRefs is delivered."""
    besluit = inhoud.besluit(levering)
    geleverd = {io.expressie for io in inhoud.informatieobjecten(levering)}
    for knoop in () if besluit is None else besluit.document.op(D + "informatieobjectRef"):
        if (id_ := normaal(knoop.tekst)) not in geleverd:
            yield knoop.bevinding(verwacht=id_, gekregen=", ".join(sorted(geleverd)) or "geen", id=id_)


@regels.rule("LVBB3509")
def niet_vermeld(levering: Levering) -> Iterator[Bevinding]:
    """What is delivered is listed in the informatieobjectRefs of the besluit."""
    besluit = inhoud.besluit(levering)
    for io in inhoud.informatieobjecten(levering):
        if besluit is not None and io.expressie not in besluit.io_refs:
            verwacht = ", ".join(besluit.io_refs) or "geen informatieobject"
            yield io.knoop.bevinding(verwacht=verwacht, gekregen=io.expressie, id=io.expressie)


@regels.rule("LVBB3506")
def bestand_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """The files of an informatieobject are delivered."""
    for io in inhoud.informatieobjecten(levering):
        for deel in io.bestanden:
            if deel.naam not in levering.bestanden:
                opdracht = levering.opdracht
                yield deel.knoop.bevinding(
                    verwacht=deel.naam,
                    gekregen="geen bestand",
                    naam=deel.naam,
                    oin=opdracht.id_bevoegd_gezag,
                    id_levering=opdracht.id_levering,
                )


@regels.rule("LVBB3507")
def content_type_van_bestand(levering: Levering) -> Iterator[Bevinding]:
    """The file of an informatieobject is PDF or GML."""
    for io in inhoud.informatieobjecten(levering):
        for deel in io.bestanden:
            bestand = levering.bestanden.get(deel.naam)
            soort = "" if bestand is None else bestand.content_type or ""
            if bestand is not None and soort not in CONTENT_TYPES:
                verwacht = " of ".join(CONTENT_TYPES)
                yield deel.knoop.bevinding(
                    verwacht=verwacht, gekregen=soort, id=io.expressie, naam=deel.naam, type=soort
                )


@regels.rule("LVBB3508")
def expressie_bestaat(levering: Levering) -> Iterator[Bevinding]:
    """The expression is not in the LVBB yet."""
    for io in inhoud.informatieobjecten(levering):
        if _bekend(levering, io.expressie):
            yield io.knoop.bevinding(verwacht="een nieuwe FRBRExpression", gekregen=io.expressie, id=io.expressie)


@regels.rule("LVBB3900")
def expressie_eerder_aangeleverd(levering: Levering) -> Iterator[Bevinding]:
    """The same as LVBB3508, said of the deliveries."""
    for io in inhoud.informatieobjecten(levering):
        if _bekend(levering, io.expressie):
            yield io.knoop.bevinding(
                verwacht="een nieuwe FRBRExpression", gekregen=io.expressie, id=io.expressie, **_wie(levering)
            )


@regels.rule("LVBB3901")
def werk_eerder_aangeleverd(levering: Levering) -> Iterator[Bevinding]:
    """The work is new. Inferred: of what is not consolidated only, since the rest gets new versions of one work."""
    for io in inhoud.informatieobjecten(levering):
        if not io.te_consolideren and any(True for _ in levering.register.versies(io.werk)):
            yield io.knoop.bevinding(verwacht="een nieuw FRBRWork", gekregen=io.werk, id=io.werk, **_wie(levering))


@regels.rule("LVBB3510")
def geboorteregeling_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """The geboorteregeling is a regeling of the besluit or of the LVBB."""
    besluit = inhoud.besluit(levering)
    geleverd = set() if besluit is None else {v.werk for v in besluit.versies}
    for io in inhoud.informatieobjecten(levering):
        regeling = io.geboorteregeling
        if regeling and regeling not in geleverd and not any(True for _ in levering.register.versies(regeling)):
            verwacht = ", ".join(sorted(geleverd)) or "een bekende regeling"
            yield io.knoop.bevinding(verwacht=verwacht, gekregen=regeling, regeling=regeling, id=io.expressie)


@regels.rule("LVBB3511")
def ander_werk_in_gml(levering: Levering) -> Iterator[Bevinding]:
    """The work in the GML is that of the informatieobject."""
    for io, gml in _paren(levering):
        if gml.werk != io.werk:
            yield gml.knoop.bevinding(verwacht=io.werk, gekregen=gml.werk, id=io.expressie, gml=gml.werk)


@regels.rule("LVBB3512")
def andere_expressie_in_gml(levering: Levering) -> Iterator[Bevinding]:
    """The expression in the GML is that of the informatieobject."""
    for io, gml in _paren(levering):
        if gml.expressie != io.expressie:
            yield gml.knoop.bevinding(verwacht=io.expressie, gekregen=gml.expressie, id=io.expressie, gml=gml.expressie)


@regels.rule("LVBB3513")
def metadata_ontbreken(levering: Levering) -> Iterator[Bevinding]:
    """A new work comes with InformatieObjectMetadata."""
    for io in inhoud.informatieobjecten(levering):
        if io.metadata is None and not any(True for _ in levering.register.versies(io.werk)):
            yield io.knoop.bevinding(verwacht="InformatieObjectMetadata", gekregen="geen", id=io.expressie)


@regels.rule("LVBB3514")
def verwijzing_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """What the text names is delivered or in the LVBB."""
    geleverd = {io.expressie for io in inhoud.informatieobjecten(levering)}
    gezien: set[str] = set()
    for knoop in knopen(levering, T + "ExtIoRef"):
        id_ = normaal(knoop.get("ref"))
        if id_ not in geleverd | gezien and "@" in id_ and not _bekend(levering, id_):
            gezien.add(id_)
            yield knoop.bevinding(verwacht="een geleverd of bekend informatieobject", gekregen=id_, id=id_)


@regels.rule("LVBB3515")
def was_van_ander_werk(levering: Levering) -> Iterator[Bevinding]:
    """The wasID of a GML is an expression of the same work."""
    for io, gml in _paren(levering):
        if gml.was is not None and werkdeel(gml.was) != gml.werk:
            yield gml.knoop.bevinding(
                verwacht=f"een versie van {gml.werk}", gekregen=gml.was, id=io.expressie, naam=gml.bestand, was=gml.was
            )


@regels.rule("LVBB3516")
def was_niet_de_laatste(levering: Levering) -> Iterator[Bevinding]:
    """The wasID of a GML is the one version of the work that has no end."""
    for io, gml in _paren(levering):
        if gml.was is None or werkdeel(gml.was) != gml.werk:
            continue
        open_ = [v.expression for v in _open(levering, gml.werk)]
        basis = open_[-1] if open_ else "geen"
        if gml.was != basis:
            yield gml.knoop.bevinding(
                verwacht=basis, gekregen=gml.was, id=io.expressie, naam=gml.bestand, was=gml.was, basis=basis
            )


@regels.rule("LVBB3517")
def spaties_in_verwijzing(levering: Levering) -> Iterator[Bevinding]:
    """The text of an ExtIoRef has no white space around it."""
    for knoop in knopen(levering, T + "ExtIoRef"):
        if knoop.tekst != knoop.tekst.strip() or "\n" in knoop.tekst:
            ref = knoop.get("ref") or ""
            yield knoop.bevinding(
                verwacht="geen spaties of regelovergangen", gekregen=repr(knoop.tekst), eid=knoop.eid, ref=ref
            )


@regels.rule("LVBB3902")
def alleen_bekend_te_maken(levering: Levering) -> Iterator[Bevinding]:
    """What is only made known is named with an ExtRef, outside the regeling."""
    alleen = {io.expressie for io in inhoud.informatieobjecten(levering) if io.instructie == "AlleenBekendTeMaken"}
    for knoop in knopen(levering, *_VERWIJZINGEN):
        ref = normaal(knoop.get("ref"))
        if ref in alleen and (knoop.naam == "ExtIoRef" or knoop.omgeving.component is not None):
            yield knoop.bevinding(verwacht="een ExtRef in het besluit", gekregen=f"een {knoop.naam}", id=ref)


@regels.rule("LVBB4041")
def gezag_leeg(levering: Levering) -> Iterator[Bevinding]:
    """The work of a GIO has a value where the bevoegd gezag stands."""
    for io in inhoud.informatieobjecten(levering):
        stukken = delen(io.werk)
        if len(stukken) > 3 and not stukken[3]:
            yield io.knoop.bevinding(verwacht="de code van een bevoegd gezag", gekregen="leeg", id=io.werk)


@regels.rule("LVBB4050")
def voorganger_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject that is succeeded exists."""
    for io in inhoud.informatieobjecten(levering):
        for knoop in io.voorgangers:
            voorganger = normaal(knoop.tekst)
            if not any(True for _ in levering.register.versies(voorganger)):
                yield knoop.bevinding(verwacht="een bekend informatieobject", gekregen=voorganger, id=voorganger)


@regels.rule("LVBB4054")
def voorganger_niet_toegestaan(levering: Levering) -> Iterator[Bevinding]:
    """Only what is consolidated succeeds another."""
    for io in inhoud.informatieobjecten(levering):
        if io.voorgangers and not io.te_consolideren:
            yield io.voorgangers[0].bevinding(verwacht="geen opvolgerVan", gekregen="opvolgerVan", id=io.expressie)


@regels.rule("LVBB4051")
def al_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """A withdrawn informatieobject gets no new version."""
    for io in inhoud.informatieobjecten(levering):
        if any(v.ingetrokken_per for v in levering.register.versies(io.werk)):
            yield io.knoop.bevinding(verwacht="een informatieobject dat bestaat", gekregen="ingetrokken", id=io.werk)


@regels.rule("LVBB3800")
def in_te_trekken_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject that is withdrawn exists."""
    for knoop, werk, versies in _ingetrokken(levering):
        if not versies:
            yield knoop.bevinding(verwacht="een bekend informatieobject", gekregen=werk, id=werk)


@regels.rule("LVBB3801")
def in_te_trekken_al_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject is withdrawn once."""
    for knoop, werk, versies in _ingetrokken(levering):
        if any(v.ingetrokken_per for v in versies):
            yield knoop.bevinding(verwacht="nog niet ingetrokken", gekregen=werk)


@regels.rule("LVBB3802")
def in_te_trekken_zonder_open_versie(levering: Levering) -> Iterator[Bevinding]:
    """An informatieobject that is withdrawn has a version without an end."""
    for knoop, werk, versies in _ingetrokken(levering):
        if versies and not _open(levering, werk):
            yield knoop.bevinding(verwacht="een openstaande versie", gekregen=werk)


def _ingetrokken(levering: Levering) -> Iterator[tuple[Knoop, str, list[BekendeVersie]]]:
    besluit = inhoud.besluit(levering)
    for intrekking in () if besluit is None else besluit.intrekkingen_van(INFORMATIEOBJECT):
        yield intrekking.knoop, intrekking.werk, list(levering.register.versies(intrekking.werk))


def _open(levering: Levering, werk: str) -> list[BekendeVersie]:
    return [v for v in levering.register.versies(werk) if not v.ontwerp and v.ingetrokken_per is None]


def _bekend(levering: Levering, expressie: str) -> bool:
    return any(v.expression == expressie for v in levering.register.versies(werkdeel(expressie)))


def _paren(levering: Levering) -> Iterator[tuple[Informatieobject, inhoud.Gml]]:
    gmls = {gml.bestand: gml for gml in inhoud.gmls(levering)}
    for io in inhoud.informatieobjecten(levering):
        for deel in io.bestanden:
            if deel.naam in gmls:
                yield io, gmls[deel.naam]


def _wie(levering: Levering) -> dict[str, str]:
    return {"oin": levering.opdracht.id_bevoegd_gezag, "id_levering": levering.opdracht.id_levering}
