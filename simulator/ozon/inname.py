"""Objectvorming: a published regeling becomes what Presenteren shows (docs/bronnen.md#ozon-objectvorming).

LVBB's event puts the work on the agenda. Reading the XML and the geometry needs no lock and is done before; what it
gives is stored in one transaction, and only then there are the events of OZON itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from simulator.kernel import blobs
from simulator.kernel.agenda import Taak
from simulator.kernel.transactie import Handler, Lezing, Tx
from simulator.ozon import events, tables, tijdlijn
from simulator.ozon.instellingen import Instellingen
from simulator.ozon.tijdlijn import Nieuw
from simulator.stelsel import organisaties, register, waardelijsten
from simulator.stelsel.identificaties.frbr import uri_identificatie

if TYPE_CHECKING:
    from simulator.ozon.documentstructuur import Tekst
    from simulator.ozon.gio import Vlak
    from simulator.ozon.owobjecten import OwObject

INNAME = "ozon.inname"
INTREKKING = "ozon.intrekking"
_PER_INNAME = 1_000_000
_BESTUURSLAAG = {"gm": "gemeente", "pv": "provincie", "ws": "waterschap", "mnre": "ministerie"}


@dataclass(frozen=True)
class Gelezen:
    """What was read of a publication; vlakken: (expression of the GIO, its geometries)."""

    tekst: Tekst
    objecten: list[OwObject]
    vlakken: list[tuple[str, list[Vlak]]]


def handlers(keuze: Instellingen) -> dict[str, Handler]:
    """What OZON does at the events of the LVBB."""

    def gepubliceerd(tx: Tx, gegevens: Mapping[str, Any]) -> None:
        tx.plan(tx.nu + keuze.vertraging, INNAME, publicatie=dict(gegevens))

    def ingetrokken(tx: Tx, gegevens: Mapping[str, Any]) -> None:
        tx.plan(tx.nu + keuze.vertraging, INTREKKING, intrekking=dict(gegevens))

    return {events.REGELING_GEPUBLICEERD: gepubliceerd, events.REGELING_INGETROKKEN: ingetrokken}


def taken() -> dict[str, Taak]:
    """What OZON puts on the agenda."""

    def niet_ingenomen(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
        events.inname_mislukt(tx, gegevens["publicatie"], fout)

    def niet_ingetrokken(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
        events.inname_mislukt(tx, gegevens["intrekking"], fout)

    return {INNAME: Taak(neem_in, lees_in, niet_ingenomen), INTREKKING: Taak(trek_in, bij_fout=niet_ingetrokken)}


def lees_in(lezing: Lezing, gegevens: Mapping[str, Any]) -> Gelezen:
    """Read text, OW files and GIOs of a publication. Raises XmlFout, KeyError when a blob is gone."""
    from simulator.ozon import documentstructuur, gio, owobjecten  # lxml and shapely, only when a regeling comes in

    publicatie = gegevens["publicatie"]
    objecten = [
        ow for bestand in publicatie["ow"] for ow in owobjecten.lees(blobs.lees(lezing.conn, bestand["inhoud"]))
    ]
    gios = [rij for rij in publicatie["gios"] if rij["gml"] and "gml" in (rij.get("mediatype") or "gml")]
    vlakken = [(rij["expression"], list(gio.lees(blobs.lees(lezing.conn, rij["gml"])))) for rij in gios]
    return Gelezen(documentstructuur.lees(blobs.lees(lezing.conn, publicatie["tekst"])), objecten, vlakken)


def neem_in(tx: Tx, gegevens: Mapping[str, Any], gelezen: Gelezen) -> None:
    """Register a version of a regeling with its objects and say so."""
    publicatie = gegevens["publicatie"]
    work, expression = publicatie["work"], publicatie["expression"]
    begin = tx.nummer("ozon/inname") * _PER_INNAME
    inwerking = date.fromisoformat(publicatie["inwerkingVanaf"])
    geldig = date.fromisoformat(publicatie["geldigVanaf"])
    _bewaar_regeling(tx, publicatie, gelezen.tekst, begin)
    for expressie, vlakken in gelezen.vlakken:
        _bewaar_vlakken(tx, expressie, vlakken)
    objecten = list({ow.identificatie: ow for ow in gelezen.objecten}.values())
    _bewaar_objecten(tx, publicatie, objecten, begin)
    nieuwe = [Nieuw(work, tables.REGELING, inwerking, geldig, begin)]
    nieuwe += [
        Nieuw(ow.identificatie, ow.soort, inwerking, geldig, begin + i, ow.eindigt) for i, ow in enumerate(objecten, 1)
    ]
    nieuwe += _vervallen_delen(tx, work, objecten, inwerking, geldig)
    versies = tijdlijn.registreer(tx, work, nieuwe)
    buiten = bool(publicatie.get("buitenDeKeten"))
    begint = publicatie["inwerkingVanaf"]
    events.beschikbaar(tx, work, expression, versies[work], begint, buiten_de_keten=buiten)
    activiteiten = [ow.identificatie for ow in objecten if ow.soort == "Activiteit"]
    events.activiteiten_beschikbaar(tx, publicatie["bevoegdGezag"], work, activiteiten, buiten_de_keten=buiten)


def trek_in(tx: Tx, gegevens: Mapping[str, Any], _: object) -> None:
    """End a regeling and every object of it from the date of intrekking (that all objects end with it is inferred)."""
    intrekking = gegevens["intrekking"]
    work, per = intrekking["work"], date.fromisoformat(intrekking["per"])
    v = tables.voorkomen.c
    actief = {
        rij.identificatie: rij.soort
        for rij in tx.rijen(tables.voorkomen, v.regeling == work, v.tot.is_(None), volgorde=(v.identificatie,))
        if rij.eind_geldigheid is None or rij.eind_geldigheid > per
    }
    tijdlijn.registreer(tx, work, [Nieuw(naam, soort, per, per, eindigt=True) for naam, soort in actief.items()])
    rij = tx.rij(tables.regeling, tables.regeling.c.work == work)
    activiteiten = [naam for naam, soort in actief.items() if soort == "Activiteit"]
    events.activiteiten_beschikbaar(tx, "" if rij is None else rij.gezag, work, activiteiten)


def aangeleverd_door(code: str, gevonden: organisaties.Organisatie | None = None) -> dict[str, str]:
    """aangeleverdDoorEen of an organisation; one that nobody knows is named by its code (inferred)."""
    gevonden = gevonden or organisaties.bij_code(code)
    soort = "".join(teken for teken in code if teken.isalpha())
    gezocht = gevonden or organisaties.Organisatie(code, _BESTUURSLAAG.get(soort, ""), code, "", True, "", "")
    naam = gezocht.naam
    if gezocht.type in ("gemeente", "provincie"):
        naam = naam[:1].lower() + naam[1:]
    return {"naam": naam, "bestuurslaag": organisaties.bestuurslaag(gezocht) or "onbekend", "code": code}


def _bewaar_regeling(tx: Tx, publicatie: Mapping[str, Any], tekst: Tekst, nummer: int) -> None:
    soort, gezag = publicatie["soortRegeling"] or "", publicatie["bevoegdGezag"]
    waarde = waardelijsten.waarde("soortRegeling", soort)
    kenmerken = {
        "identificatie": publicatie["work"],
        "expressionId": publicatie["expression"],
        "officieleTitel": publicatie["officieleTitel"],
        "aangeleverdDoorEen": aangeleverd_door(gezag, register.bij_code(tx, gezag)),
        "type": {"code": soort, "waarde": soort.rpartition("/")[2] if waarde is None else waarde.label},
        "citeerTitel": publicatie.get("citeertitel"),
        "opschrift": publicatie.get("opschrift") or tekst.opschrift,
        "conditie": tekst.conditie,
        "heeftBijlagen": tekst.heeft_bijlagen,
        "heeftToelichtingen": tekst.heeft_toelichtingen,
        "publicatieID": publicatie.get("publicatieId"),
    }
    tx.voeg_toe(
        tables.regeling,
        nummer=nummer,
        work=publicatie["work"],
        uri=uri_identificatie(publicatie["work"]),
        expression=publicatie["expression"],
        gezag=publicatie["bevoegdGezag"],
        tijdelijk_deel_van=publicatie.get("tijdelijkDeelVan") or "",
        annotaties="divisieannotaties" if tekst.vrijetekst else "regeltekstannotaties",
        gegevens={naam: inhoud for naam, inhoud in kenmerken.items() if inhoud not in (None, "")},
        structuur=blobs.bewaar(tx.conn, tekst.structuur),
    )
    plaatjes = {plaatje["naam"]: plaatje for plaatje in publicatie.get("afbeeldingen", ())}
    kolommen = ("naam", "inhoud", "mediatype")
    tx.voeg_alle_toe(
        tables.afbeelding,
        [{"regeling": nummer, **{k: plaatje[k] for k in kolommen}} for plaatje in plaatjes.values()],
    )


def _bewaar_vlakken(tx: Tx, expressie: str, vlakken: list[Vlak]) -> None:
    """Keep the geometries that are not known yet: one with the same id is the same geometry (OZON0132)."""
    g = tables.geometrie
    per_id = {vlak.identificatie: vlak for vlak in vlakken}
    for stuk in tijdlijn.in_delen(list(per_id)):
        for naam in tx.conn.scalars(
            select(g.c.identificatie).where(g.c.wereld == tx.wereld, g.c.identificatie.in_(stuk))
        ):
            per_id.pop(naam, None)
    nieuw = list(per_id.values())
    if not nieuw:
        return
    sha256 = blobs.bewaar(tx.conn, b"".join(vlak.wkb for vlak in nieuw))
    rijen = []
    plaats = 0
    for vlak in nieuw:
        kenmerken = {naam: inhoud for naam, inhoud in vars(vlak).items() if naam != "wkb"}
        rijen.append({**kenmerken, "gio": expressie, "wkb": sha256, "begin": plaats, "lengte": len(vlak.wkb)})
        plaats += len(vlak.wkb)
    tx.voeg_alle_toe(g, rijen)


def _bewaar_objecten(tx: Tx, publicatie: Mapping[str, Any], objecten: list[OwObject], begin: int) -> None:
    rijen, plekken = [], []
    for nummer, ow in enumerate(objecten, begin + 1):
        if ow.eindigt:
            continue
        kenmerken = {"identificatie": ow.identificatie, "soort": ow.soort, "ouder": ow.ouder, "inhoud": ow.inhoud}
        herkomst = {"regeling": publicatie["work"], "expression": publicatie["expression"]}
        rijen.append({"nummer": nummer, **kenmerken, **herkomst})
        plekken += [{"object": nummer, "via": via, "locatie": locatie} for via, locatie in ow.locaties]
    tx.voeg_alle_toe(tables.ow_object, rijen)
    tx.voeg_alle_toe(tables.object_locatie, plekken)


def _vervallen_delen(tx: Tx, work: str, objecten: list[OwObject], inwerking: date, geldig: date) -> list[Nieuw]:
    """The end of every part whose object was delivered, but the part not any more."""
    v, o = tables.voorkomen.c, tables.ow_object.c
    vraag = (
        select(v.identificatie, v.soort, o.ouder)
        .distinct()
        .where(v.wereld == tx.wereld, v.regeling == work, v.tot.is_(None), o.ouder != "")
        .join_from(tables.voorkomen, tables.ow_object, (o.wereld == v.wereld) & (o.nummer == v.nummer))
        .order_by(v.identificatie)
    )
    geleverd = {ow.identificatie for ow in objecten}
    return [
        Nieuw(rij.identificatie, rij.soort, inwerking, geldig, eindigt=True)
        for rij in tx.conn.execute(vraag)
        if rij.ouder in geleverd and rij.identificatie not in geleverd
    ]
