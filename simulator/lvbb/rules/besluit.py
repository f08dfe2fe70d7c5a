"""What a besluit holds, judged on its own: what it establishes, its texts, pictures, references and dates.

Source: validatiematrix v6, docs/bronnen.md#stop-schemas.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.inhoud import INFORMATIEOBJECT, REGELING
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, T, knopen, normaal
from simulator.stelsel import organisaties
from simulator.stelsel.identificaties import IdentificatieFout, tooi

regels = Regels()

_AFBEELDINGEN = (T + "Illustratie", T + "InlineTekstAfbeelding")


@regels.rule("LVBB4001")
def besluit_bestaat_al(levering: Levering) -> Iterator[Bevinding]:
    """The work of the besluit was not delivered before."""
    besluit = inhoud.besluit(levering)
    if besluit is not None and levering.register.besluit(besluit.werk) is not None:
        yield besluit.knoop.bevinding(verwacht="een nieuw FRBRWork", gekregen=besluit.werk, id=besluit.werk)


@regels.rule("LVBB4002")
def wijzigartikel_en_wijzigbijlage(levering: Levering) -> Iterator[Bevinding]:
    """Every WijzigArtikel or WijzigLid refers to a WijzigBijlage, and every WijzigBijlage is referred to."""
    besluit = inhoud.besluit(levering)
    if besluit is None or not any(True for _ in besluit.document.op(T + "BesluitCompact")):
        return
    bijlagen = {k.get("eId") or "": k for k in besluit.document.op(T + "WijzigBijlage")}
    genoemd: set[str] = set()
    for knoop in besluit.document.op(T + "WijzigArtikel", T + "WijzigLid"):
        if knoop.in_een(T + "WijzigBijlage") or knoop.heeft(T + "WijzigLid"):
            continue
        refs = {ref.get("ref", "") for ref in knoop.element.iter(T + "IntRef")}
        genoemd |= refs
        if not refs & bijlagen.keys():
            eis = "verwijst niet naar een WijzigBijlage"
            yield knoop.bevinding(
                verwacht="een IntRef naar een WijzigBijlage",
                gekregen=", ".join(sorted(refs)),
                onderdeel=knoop.naam,
                id=knoop.get("wId") or "",
                eis=eis,
            )
    for eid, knoop in bijlagen.items():
        if eid not in genoemd:
            eis = "wordt in geen WijzigArtikel of WijzigLid genoemd"
            yield knoop.bevinding(verwacht=f"een IntRef naar {eid}", onderdeel="WijzigBijlage", id=eid, eis=eis)


@regels.rule("LVBB4033")
def wordt_en_versieinformatie(levering: Levering) -> Iterator[Bevinding]:
    """Every @wordt has a RegelingVersieInformatie, and the other way round."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    teksten = {t.wordt for t in besluit.teksten}
    versies = {v.expressie for v in besluit.versies}
    for tekst in besluit.teksten:
        if tekst.wordt is not None and tekst.wordt not in versies:
            eis = "heeft geen RegelingVersieInformatie"
            yield tekst.knoop.bevinding(
                verwacht="RegelingVersieInformatie", gekregen=tekst.wordt, id=tekst.wordt, eis=eis
            )
    for versie in besluit.versies:
        if versie.expressie not in teksten:
            eis = "komt niet voor als @wordt van een regeling"
            yield versie.knoop.bevinding(verwacht="een @wordt", gekregen=versie.expressie, id=versie.expressie, eis=eis)


@regels.rule("LVBB4045")
def dubbele_versieinformatie(levering: Levering) -> Iterator[Bevinding]:
    """A RegelingVersieInformatie belongs to one text."""
    besluit = inhoud.besluit(levering)
    aantallen = (
        Counter(t.wordt for t in besluit.teksten if t.wordt is not None) if besluit is not None else Counter[str]()
    )
    for versie in () if besluit is None else besluit.versies:
        if (aantal := aantallen[versie.expressie]) > 1:
            yield versie.knoop.bevinding(verwacht="één tekst", gekregen=f"{aantal} teksten", id=versie.expressie)


@regels.rule("LVBB4038")
def afbeeldingen(levering: Levering) -> Iterator[Bevinding]:
    """The pictures that the text names and those that are delivered are the same."""
    if inhoud.besluit(levering) is None and inhoud.kennisgeving(levering) is None:
        return
    geleverd = {b.naam for b in levering.bestanden.values() if (b.content_type or "").startswith("image/")}
    genoemd = set()
    for knoop in knopen(levering, *_AFBEELDINGEN):
        naam = knoop.get("naam") or ""
        if naam not in geleverd and naam not in genoemd:
            eis = "staat in de tekst, maar is niet meegeleverd"
            yield knoop.bevinding(verwacht=naam, gekregen="geen bestand", naam=naam, eis=eis)
        genoemd.add(naam)
    for naam in sorted(geleverd - genoemd):
        eis = "is meegeleverd, maar staat niet in de tekst"
        yield Bevinding.in_bestand(naam, verwacht=f"{naam} in de tekst", gekregen="niet genoemd", naam=naam, eis=eis)


@regels.rule("LVBB4039")
def formaat_van_afbeelding(levering: Levering) -> Iterator[Bevinding]:
    """The formaat of a picture in the text is its contentType in the manifest."""
    for knoop in knopen(levering, *_AFBEELDINGEN):
        naam, formaat = knoop.get("naam") or "", knoop.get("formaat") or ""
        bestand = levering.bestanden.get(naam)
        if bestand is not None and bestand.content_type and formaat and formaat != bestand.content_type:
            yield knoop.bevinding(
                verwacht=bestand.content_type,
                gekregen=formaat,
                naam=naam,
                manifest=bestand.content_type,
                document=formaat,
            )


@regels.rule("LVBB4042")
def eindverantwoordelijke(levering: Levering) -> Iterator[Bevinding]:
    """The eindverantwoordelijke is a gemeente, provincie, waterschap or ministerie that exists or existed.

    The list that the LVBB has changes; so an open omgeving takes in a code that is not in ours (inferred).
    """
    lijst = ", ".join(tooi.BESTUREN)
    for knoop, gevonden in eindverantwoordelijken(levering):
        waarde = normaal(knoop.tekst)
        if gevonden is None:
            yield knoop.bevinding(verwacht=f"een {lijst}", gekregen=waarde, lijst=lijst, uitleg="")
        elif organisaties.bij_code(gevonden.code) is None and not levering.register.kent_organisatie(gevonden.code):
            code = gevonden.code
            hoe = f"voeg {code} toe met PUT /_sim/organisaties/{code}"
            uitleg = f" {code} staat niet in de lijst van deze omgeving; {hoe}."
            verwacht = f"een {gevonden.soort} uit de lijst van deze omgeving ({hoe})"
            yield knoop.bevinding(verwacht=verwacht, gekregen=waarde, lijst=lijst, uitleg=uitleg)


def eindverantwoordelijken(levering: Levering) -> Iterator[tuple[Knoop, tooi.Organisatie | None]]:
    """Every eindverantwoordelijke as it was read; None for one that is no identifier of who can publish."""
    for knoop in knopen(levering, D + "eindverantwoordelijke"):
        try:
            gevonden = tooi.lees_organisatie(normaal(knoop.tekst))
        except IdentificatieFout:
            gevonden = None
        yield knoop, gevonden if gevonden is not None and gevonden.soort in tooi.BESTUREN else None


@regels.rule("LVBB4043")
def voorganger_niet_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """A regeling that succeeds another withdraws it, unless that was done before."""
    besluit = inhoud.besluit(levering)
    if besluit is None:
        return
    ingetrokken = {i.werk for i in besluit.intrekkingen}
    for versie in besluit.versies:
        opvolging = [] if versie.metadata is None else versie.metadata.element.iter(D + "opvolgerVan")
        for voorganger in (normaal(o.text) for o in opvolging):
            eerder = any(v.ingetrokken_per for v in levering.register.versies(voorganger))
            if voorganger not in ingetrokken and not eerder:
                verwacht = f"een Intrekking van {voorganger}"
                yield versie.knoop.bevinding(verwacht=verwacht, gekregen="geen", id=versie.werk, voorganger=voorganger)


@regels.rule("LVBB4044")
def soort_werk_van_tijdelijk_deel(levering: Levering) -> Iterator[Bevinding]:
    """A RegelingTijdelijkdeel is work_021, any other whole regeling work_019; a mutation says nothing of it."""
    besluit = inhoud.besluit(levering)
    modellen = {} if besluit is None else {t.wordt: t.model for t in besluit.teksten if not t.is_mutatie}
    for versie in () if besluit is None else besluit.versies:
        model = modellen.get(versie.expressie)
        verwacht = f"/join/id/stop/work_{'021' if model == 'RegelingTijdelijkdeel' else '019'}"
        if model is not None and versie.soort_werk != verwacht:
            yield versie.knoop.bevinding(
                verwacht=verwacht, gekregen=versie.soort_werk, soort=versie.soort_werk, onderdeel=model
            )


@regels.rule("LVBB4500")
def terugtrekkingen(levering: Levering) -> Iterator[Bevinding]:
    """Terugtrekkingen may not be used."""
    for knoop in knopen(levering, D + "Terugtrekkingen"):
        yield knoop.bevinding(verwacht="geen Terugtrekkingen", gekregen="Terugtrekkingen")


@regels.rule("LVBB1580")
def werkend_te_lang_na_bekendmaking(levering: Levering) -> Iterator[Bevinding]:
    """juridischWerkendVanaf lies at most 90 days after datumBekendmaking."""
    besluit, bekendmaking = inhoud.besluit(levering), levering.opdracht.datum
    dagen = levering.profiel.dagen_tot_werking
    if besluit is None or bekendmaking is None:
        return
    for stempel in besluit.tijdstempels:
        if stempel.soort != inhoud.WERKEND or stempel.datum is None:
            continue
        if (stempel.datum - bekendmaking).days > dagen:  # a sum could go past the end of the calendar
            datum = str(stempel.datum)
            yield stempel.knoop.bevinding(
                verwacht=f"ten hoogste {bekendmaking + timedelta(days=dagen)}",
                gekregen=datum,
                datum=datum,
                dagen=str(dagen),
                bekendmaking=str(bekendmaking),
            )


@regels.rule("LVBB3518")
def informatieobject_zonder_datum(levering: Levering) -> Iterator[Bevinding]:
    """A definitief besluit of a decentral bevoegd gezag gives every informatieobject a juridischWerkendVanaf."""
    yield from _zonder_datum(levering, INFORMATIEOBJECT)


@regels.rule("LVBB3519")
def regeling_zonder_datum(levering: Levering) -> Iterator[Bevinding]:
    """A definitief besluit of a decentral bevoegd gezag gives every regeling a juridischWerkendVanaf."""
    yield from _zonder_datum(levering, REGELING)


def _zonder_datum(levering: Levering, soort: str) -> Iterator[Bevinding]:
    besluit = inhoud.besluit(levering)
    if besluit is None or besluit.ontwerp or not besluit.decentraal:
        return
    delen = [(b.doelen, b.versie, b.knoop) for b in besluit.beoogd_van(soort)]
    delen += [(i.doelen, i.werk, i.knoop) for i in besluit.intrekkingen_van(soort)]
    for doelen, id_, knoop in delen:
        if besluit.werkend_vanaf(doelen) is None:
            verwacht = "een Tijdstempel juridischWerkendVanaf voor " + ", ".join(doelen)
            yield knoop.bevinding(verwacht=verwacht, gekregen="geen", id=id_)
