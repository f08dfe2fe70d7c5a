"""Do the versions that a besluit makes, changes and withdraws fit what the LVBB has.

Without knowledge of an earlier version a rule holds its own: that the version is unknown is said once (LVBB4015, 5014).
Source: validatiematrix v6.
"""

from collections.abc import Iterator
from datetime import date

from simulator.lvbb.levering import BekendeVersie, Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.inhoud import REGELING, Besluit, Regelingtekst
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, normaal
from simulator.stelsel.identificaties import werkdeel

regels = Regels()

GEPUBLICEERD = "gepubliceerd"


@regels.rule("LVBB4014")
def wordt_bestaat(levering: Levering) -> Iterator[Bevinding]:
    """The version that is made is new."""
    for tekst in _teksten(levering):
        if tekst.wordt is not None and _bekend(levering, tekst.wordt) is not None:
            yield tekst.knoop.bevinding(verwacht="een nieuwe versie", gekregen=tekst.wordt, id=tekst.wordt)


@regels.rule("LVBB4015")
def was_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """The version that is changed exists."""
    for tekst in _teksten(levering):
        if tekst.was is not None and _bekend(levering, tekst.was) is None:
            yield tekst.knoop.bevinding(verwacht="een bekende versie", gekregen=tekst.was, id=tekst.was)


@regels.rule("LVBB4032")
def wordt_en_beoogde_regeling(levering: Levering) -> Iterator[Bevinding]:
    """Every @wordt is a BeoogdeRegeling, and the other way round."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    beoogd = besluit.beoogd_van(REGELING)
    versies, teksten = {b.versie for b in beoogd}, {t.wordt for t in besluit.teksten if t.wordt is not None}
    for deel in beoogd:
        if deel.versie not in teksten:
            eis = "komt niet voor als @wordt binnen een regeling"
            yield deel.knoop.bevinding(
                verwacht=", ".join(sorted(teksten)), gekregen=deel.versie, id=deel.versie, eis=eis
            )
    for tekst in besluit.teksten:
        if tekst.wordt is not None and tekst.wordt not in versies:
            eis = "komt niet voor als instrumentVersie binnen een BeoogdeRegeling"
            yield tekst.knoop.bevinding(
                verwacht=", ".join(sorted(versies)), gekregen=tekst.wordt, id=tekst.wordt, eis=eis
            )


@regels.rule("LVBB4040")
def metadata_bij_eerste_versie(levering: Levering) -> Iterator[Bevinding]:
    """The first version of a regeling comes with RegelingMetadata."""
    besluit = inhoud.besluit(levering)
    for versie in () if besluit is None else besluit.versies:
        nieuw = versie.expressie in {t.wordt for t in _nieuwe(levering)}
        if nieuw and versie.metadata is None and not _versies(levering, versie.werk):
            yield versie.knoop.bevinding(
                verwacht="RegelingMetadata", gekregen="geen", id=versie.expressie, regeling=versie.werk
            )


@regels.rule("LVBB4049")
def voorganger_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """A regeling that is succeeded exists."""
    besluit = inhoud.besluit(levering)
    for versie in () if besluit is None else besluit.versies:
        if versie.metadata is None:
            continue
        for element in versie.metadata.element.iter(D + "opvolgerVan"):
            voorganger = normaal(element.text)
            if not _versies(levering, voorganger):
                yield versie.metadata.bevinding(verwacht="een bekende regeling", gekregen=voorganger, id=voorganger)


@regels.rule("LVBB4052")
def regeling_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """A withdrawn regeling gets no new version."""
    for tekst in _teksten(levering):
        if _ingetrokken(levering, tekst.werk):
            yield tekst.knoop.bevinding(verwacht="een regeling die bestaat", gekregen="ingetrokken", id=tekst.werk)


@regels.rule("LVBB5012")
def was_van_ingetrokken_regeling(levering: Levering) -> Iterator[Bevinding]:
    """The same as LVBB4052, said of the versions."""
    for tekst in _teksten(levering):
        if _ingetrokken(levering, tekst.werk):
            versie = tekst.was or tekst.wordt or ""
            yield tekst.knoop.bevinding(
                verwacht="een regeling die bestaat", gekregen="ingetrokken", id=tekst.werk, versie=versie
            )


@regels.rule("LVBB4200")
def werkend_voor_was(levering: Levering) -> Iterator[Bevinding]:
    """A version does not come into force before the version that it changes."""
    for besluit, tekst, was in _mutaties(levering):
        datum, vorige = _datum(besluit, tekst), was.juridisch_werkend_vanaf
        if datum is not None and vorige is not None and datum < vorige:
            yield tekst.knoop.bevinding(
                verwacht=f"{vorige} of later", gekregen=str(datum), datum=str(datum), was_datum=str(vorige)
            )


@regels.rule("LVBB4201")
def werkend_na_einde_van_was(levering: Levering) -> Iterator[Bevinding]:
    """A version comes into force before the version that it changes ends."""
    for besluit, tekst, was in _mutaties(levering):
        datum, einde = _datum(besluit, tekst), was.ingetrokken_per
        if datum is not None and einde is not None and datum >= einde:
            yield tekst.knoop.bevinding(
                verwacht=f"voor {einde}", gekregen=str(datum), datum=str(datum), einde=str(einde)
            )


@regels.rule("LVBB4204")
def was_zonder_datum(levering: Levering) -> Iterator[Bevinding]:
    """A version with a date of entry into force changes one that has such a date."""
    for besluit, tekst, was in _mutaties(levering):
        datum = _datum(besluit, tekst)
        if datum is not None and was.juridisch_werkend_vanaf is None:
            yield tekst.knoop.bevinding(
                verwacht="een was-versie met juridischWerkendVanaf",
                gekregen=was.expression,
                was=was.expression,
                id=tekst.wordt or "",
                datum=str(datum),
            )


@regels.rule("LVBB4211")
def besluit_van_was_niet_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """The besluit that made the version that is changed is published."""
    for _, tekst, was in _mutaties(levering):
        if was.besluit_status != GEPUBLICEERD:
            yield tekst.knoop.bevinding(verwacht=f"{was.besluit} gepubliceerd", gekregen=was.besluit_status)


@regels.rule("LVBB4212")
def besluit_van_regeling_niet_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """So is the besluit of a regeling that is withdrawn, is a geboorteregeling or a hoofdregeling."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    eigen = {v.werk for v in besluit.versies}
    delen = [("in te trekken regeling", i.werk, i.knoop) for i in besluit.intrekkingen_van(REGELING)]
    delen += [("geboorteregeling", io.geboorteregeling, io.knoop) for io in inhoud.informatieobjecten(levering)]
    delen += [("hoofdregeling", v.deel_van, v.knoop) for v in besluit.versies]
    for rol, werk, knoop in delen:
        bekend = _versies(levering, werk) if werk not in eigen else []
        if bekend and not any(v.besluit_status == GEPUBLICEERD for v in bekend):
            yield knoop.bevinding(verwacht=f"{bekend[-1].besluit} gepubliceerd", gekregen=werk, rol=rol)


@regels.rule("LVBB4802")
def meer_versies_van_een_instrument(levering: Levering) -> Iterator[Bevinding]:
    """A besluit makes one version of an instrument."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    versies: dict[str, dict[str, Knoop]] = {}
    for beoogd in besluit.beoogd:
        versies.setdefault(beoogd.werk, {})[beoogd.versie] = beoogd.knoop
    for werk, gevonden in versies.items():
        if len(gevonden) > 1:
            alle = ", ".join(gevonden)
            laatste = list(gevonden.values())[-1]
            yield laatste.bevinding(
                verwacht="één versie", gekregen=alle, id=besluit.expressie, instrument=werk, versies=alle
            )


@regels.rule("LVBB4803")
def meer_doelen(levering: Levering) -> Iterator[Bevinding]:
    """A besluit has one doel."""
    besluit = inhoud.besluit(levering)
    if besluit is not None and len(besluit.doelen) > 1:
        doelen = ", ".join(besluit.doelen)
        yield besluit.knoop.bevinding(verwacht="één doel", gekregen=doelen, id=besluit.expressie, doel=doelen)


@regels.rule("LVBB4804")
def vastgesteld_en_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """A besluit makes a version of an instrument or withdraws the instrument, not both."""
    besluit = inhoud.besluit(levering)
    vastgesteld = set() if besluit is None else {b.werk for b in besluit.beoogd}
    for intrekking in () if besluit is None else besluit.intrekkingen:
        if besluit is not None and intrekking.werk in vastgesteld:
            yield intrekking.knoop.bevinding(
                verwacht="vaststellen of intrekken", gekregen="beide", id=besluit.expressie, instrument=intrekking.werk
            )


@regels.rule("LVBB4805")
def doel_met_datum(levering: Levering) -> Iterator[Bevinding]:
    """A doel that has a date of entry into force is not used again."""
    besluit = inhoud.besluit(levering)
    for doel in () if besluit is None else besluit.doelen:
        for versie in levering.register.doel_in_gebruik(doel):
            if besluit is not None and versie.besluit != besluit.werk and versie.juridisch_werkend_vanaf is not None:
                datum = str(versie.juridisch_werkend_vanaf)
                yield besluit.knoop.bevinding(
                    verwacht="een nieuw doel", gekregen=doel, doel=doel, datum=datum, besluit=versie.besluit
                )
                break


@regels.rule("LVBB5007")
def was_is_ontwerp(levering: Levering) -> Iterator[Bevinding]:
    """The version that is changed is not of an ontwerpbesluit."""
    for _, tekst, was in _mutaties(levering):
        if was.ontwerp:
            yield tekst.knoop.bevinding(verwacht="een definitieve versie", gekregen=was.expression, id=was.expression)


@regels.rule("LVBB5008")
def was_wordt_afgebroken(levering: Levering) -> Iterator[Bevinding]:
    """The besluit that made the version that is changed is not being broken off."""
    for _, tekst, was in _mutaties(levering):
        bron = levering.register.besluit(was.besluit)
        if bron is not None and bron.afbreken_gevraagd:
            yield tekst.knoop.bevinding(verwacht="geen afbreekopdracht", gekregen=was.besluit, id=was.expression)


@regels.rule("LVBB5013")
def in_te_trekken_niet_werkend(levering: Levering) -> Iterator[Bevinding]:
    """A regeling that is withdrawn has a version without an end that is no ontwerp."""
    for knoop, werk in _intrekkingen(levering):
        versies = _versies(levering, werk)
        if versies and not any(not v.ontwerp and v.ingetrokken_per is None for v in versies):
            yield knoop.bevinding(verwacht="een openstaande versie", gekregen=werk, id=werk)


@regels.rule("LVBB5014")
def in_te_trekken_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """A regeling that is withdrawn exists."""
    for knoop, werk in _intrekkingen(levering):
        if not _versies(levering, werk):
            yield knoop.bevinding(verwacht="een bekende regeling", gekregen=werk, id=werk)


@regels.rule("LVBB5015")
def was_eerder_gebruikt(levering: Levering) -> Iterator[Bevinding]:
    """No definitief besluit has changed this version before: no branches."""
    for besluit, tekst, was in _mutaties(levering):
        for ander in _versies(levering, was.work):
            if ander.was == was.expression and not ander.ontwerp and ander.besluit != besluit.werk:
                yield tekst.knoop.bevinding(
                    verwacht="de laatste versie", gekregen=was.expression, id=was.expression, besluit=ander.besluit
                )
                break


@regels.rule("LVBB5019")
def regeling_bestaat(levering: Levering) -> Iterator[Bevinding]:
    """A regeling that is delivered whole is new."""
    for tekst in _nieuwe(levering):
        if _versies(levering, tekst.werk):
            yield tekst.knoop.bevinding(verwacht="een nieuwe regeling", gekregen=tekst.werk, id=tekst.werk)


@regels.rule("LVBB5022")
def tijdelijk_deel_van_ontwerp(levering: Levering) -> Iterator[Bevinding]:
    """A definitief tijdelijk deel is part of a regeling that is no ontwerp."""
    besluit = inhoud.besluit(levering)
    for versie in () if besluit is None or besluit.ontwerp else besluit.versies:
        bekend = _versies(levering, versie.deel_van)
        if bekend and all(v.ontwerp for v in bekend):
            yield versie.knoop.bevinding(verwacht="een definitieve regeling", gekregen="ontwerp", id=versie.deel_van)


@regels.rule("LVBB7003")
def doel_zonder_versies(levering: Levering) -> Iterator[Bevinding]:
    """A doel that gets a date has versions."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    met_versie = {doel for deel in besluit.beoogd for doel in deel.doelen}
    met_versie |= {doel for deel in besluit.intrekkingen for doel in deel.doelen}
    for stempel in besluit.tijdstempels:
        if stempel.doel not in met_versie and not any(True for _ in levering.register.doel_in_gebruik(stempel.doel)):
            yield stempel.knoop.bevinding(
                verwacht=", ".join(sorted(met_versie)), gekregen=stempel.doel, doel=stempel.doel
            )


@regels.rule("LVBB7004")
def doel_eerder_bij_regeling(levering: Levering) -> Iterator[Bevinding]:
    """A doel is used once for a regeling."""
    besluit = inhoud.besluit(levering)
    for beoogd in () if besluit is None else besluit.beoogd_van(REGELING):
        for doel in beoogd.doelen:
            if any(v.work == beoogd.werk for v in levering.register.doel_in_gebruik(doel)):
                yield beoogd.knoop.bevinding(verwacht="een nieuw doel", gekregen=doel, doel=doel, regeling=beoogd.werk)


@regels.rule("LVBB7005")
def zelfde_datum(levering: Levering) -> Iterator[Bevinding]:
    """Two versions of a regeling do not come into force on the same day."""
    besluit = inhoud.besluit(levering)
    for beoogd in () if besluit is None else besluit.beoogd_van(REGELING):
        datum = None if besluit is None else besluit.werkend_vanaf(beoogd.doelen)
        for versie in _versies(levering, beoogd.werk):
            if datum is not None and versie.juridisch_werkend_vanaf == datum and versie.expression != beoogd.versie:
                yield beoogd.knoop.bevinding(
                    verwacht="een andere datum",
                    gekregen=str(datum),
                    id=beoogd.versie,
                    datum=str(datum),
                    andere=versie.expression,
                )


@regels.rule("LVBB7010")
def tijdstempel_bij_ontwerp(levering: Levering) -> Iterator[Bevinding]:
    """A doel that gets a date has no version of an ontwerp."""
    besluit = inhoud.besluit(levering)
    for stempel in () if besluit is None else besluit.tijdstempels:
        for versie in levering.register.doel_in_gebruik(stempel.doel):
            if versie.ontwerp:
                yield stempel.knoop.bevinding(
                    verwacht="een definitieve versie", gekregen="ontwerp", doel=stempel.doel, id=versie.expression
                )


def _teksten(levering: Levering) -> tuple[Regelingtekst, ...]:
    besluit = inhoud.besluit(levering)
    return () if besluit is None else besluit.teksten


def _nieuwe(levering: Levering) -> list[Regelingtekst]:
    return [tekst for tekst in _teksten(levering) if not tekst.is_mutatie and tekst.wordt is not None]


def _mutaties(levering: Levering) -> Iterator[tuple[Besluit, Regelingtekst, BekendeVersie]]:
    """(besluit, text, the version it changes) of every change of a version that is known."""
    besluit = inhoud.besluit(levering)
    for tekst in _teksten(levering):
        was = _bekend(levering, tekst.was) if tekst.was else None
        if besluit is not None and was is not None:
            yield besluit, tekst, was


def _intrekkingen(levering: Levering) -> Iterator[tuple[Knoop, str]]:
    besluit = inhoud.besluit(levering)
    for intrekking in () if besluit is None else besluit.intrekkingen_van(REGELING):
        yield intrekking.knoop, intrekking.werk


def _bekend(levering: Levering, expressie: str) -> BekendeVersie | None:
    return next((v for v in levering.register.versies(werkdeel(expressie)) if v.expression == expressie), None)


def _versies(levering: Levering, werk: str) -> list[BekendeVersie]:
    return list(levering.register.versies(werk)) if werk else []


def _ingetrokken(levering: Levering, werk: str) -> bool:
    return any(v.ingetrokken_per for v in _versies(levering, werk))


def _datum(besluit: Besluit, tekst: Regelingtekst) -> date | None:
    doelen = [doel for beoogd in besluit.beoogd if beoogd.versie == tekst.wordt for doel in beoogd.doelen]
    return besluit.werkend_vanaf(doelen)
