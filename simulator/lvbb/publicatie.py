"""Registering, publishing and breaking off: what happens to a besluit after it was found valid.

Source: docs/bronnen.md#lvbb-publiceren.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from simulator.contract.states import toestanden
from simulator.kernel import blobs, clock
from simulator.kernel.transactie import Tx
from simulator.lvbb import tables
from simulator.lvbb.consolidatie import Registratie, Versie
from simulator.lvbb.levering import Levering
from simulator.stelsel import organisaties

REGELING_GEPUBLICEERD = "lvbb.regeling.gepubliceerd"
REGELING_INGETROKKEN = "lvbb.regeling.ingetrokken"


def registreer(tx: Tx, levering_id: str, levering: Levering, registratie: Registratie) -> int:
    """Put a valid besluit or kennisgeving in the store, waiting for its datumBekendmaking; gives its number."""
    nummer = tx.nummer("lvbb/besluit")
    tx.voeg_toe(
        tables.besluit,
        work=registratie.work,
        nummer=nummer,
        expression=registratie.expression,
        soort=registratie.soort,
        levering=levering_id,
        id_levering=levering.opdracht.id_levering,
        bevoegd_gezag=levering.opdracht.id_bevoegd_gezag,
        eindverantwoordelijke=registratie.eindverantwoordelijke,
        status=toestanden("lvbb", "besluit").begin,
        datum_bekendmaking=levering.opdracht.datum,
        ontwerp=registratie.ontwerp,
        mededeling_over=registratie.mededeling_over,
        publicatie_id="",
        inhoud={
            "intrekkingen": [
                {"work": i.work, "doel": i.doel, "per": i.per, "ow": _bewaar(tx, i.bestanden)["ow"]}
                for i in registratie.intrekkingen
            ]
        },
    )
    for versie in registratie.versies:
        tx.voeg_toe(
            tables.versie,
            expression=versie.expression,
            nummer=tx.nummer("lvbb/versie"),
            work=versie.work,
            soort=versie.soort,
            besluit=registratie.work,
            besluit_nummer=nummer,
            doel=versie.doel,
            juridisch_werkend_vanaf=tables.datum(versie.juridisch_werkend_vanaf),
            geldig_vanaf=tables.datum(versie.geldig_vanaf),
            was=versie.was,
            ingetrokken_per=None,
            geregistreerd=tx.nu,
            tekst=blobs.houd(tx, versie.tekst) if versie.tekst else None,
            gegevens={**_gegevens(tx, versie), **_bewaar(tx, versie.bestanden)},
        )
    return nummer


def _gegevens(tx: Tx, versie: Versie) -> dict[str, Any]:
    """What is known of a version; what a later version does not say again, it has from the one before it.

    Only the first version of a regeling must bring its RegelingMetadata (LVBB4040).
    """
    was = tables.versies_van(tx, tables.versie.c.expression == versie.was) if versie.was else []
    eerder = was[-1][0].gegevens if was else {}
    return {naam: eerder.get(naam, "") if waarde is None else waarde for naam, waarde in versie.gegevens.items()}


def _bewaar(tx: Tx, bestanden: Mapping[str, list[tuple[str, str, bytes]]]) -> dict[str, list[dict[str, str]]]:
    return {
        soort: [
            {"naam": naam, "mediatype": mediatype, "inhoud": blobs.houd(tx, inhoud)} for naam, mediatype, inhoud in rij
        ]
        for soort, rij in bestanden.items()
    }


def moment(datum_bekendmaking: date, nu: datetime, uur: int) -> datetime:
    """When a besluit is published: at this hour in Amsterdam on datumBekendmaking (inferred), never before now."""
    if datum_bekendmaking < clock.dag(nu):  # a date of the year 1 has no moment in UTC
        return nu
    op = datetime(datum_bekendmaking.year, datum_bekendmaking.month, datum_bekendmaking.day, uur, tzinfo=clock.PLAATS)
    return max(nu, op.astimezone(UTC))


def publiceer(tx: Tx, besluit: Row[Any], *, buiten_de_keten: bool = False) -> str:
    """Publish a besluit or kennisgeving that waits; gives the identifier of the publication.

    buiten_de_keten: nobody delivered it; its events say so.
    """
    merk = {"buitenDeKeten": True} if buiten_de_keten else {}
    code = besluit.eindverantwoordelijke.rpartition("/")[2]
    blad, jaar = organisaties.blad(code) or "stcrt", clock.dag(tx.nu).year
    nummer = tx.nummer(f"lvbb/{blad}/{jaar}")
    identifier = f"{blad}-{jaar}-{nummer}"
    publicatie_id = f"/akn/nl/officialGazette/{blad}/{jaar}/{nummer}"
    t = tables.besluit
    status = toestanden("lvbb", "besluit").toets(besluit.status, "gepubliceerd")
    tx.wijzig(t, t.c.work == besluit.work, t.c.nummer == besluit.nummer, status=status, publicatie_id=publicatie_id)
    v = tables.versie
    versies = tx.rijen(v, v.c.besluit == besluit.work, v.c.besluit_nummer == besluit.nummer, volgorde=(v.c.nummer,))
    regelingen = [versie for versie in versies if versie.soort == "regeling"]
    tx.emit(
        "lvbb.publicatie",
        leveringId=besluit.levering,
        idLevering=besluit.id_levering,
        work=besluit.work,
        expression=besluit.expression,
        publicatieId=publicatie_id,
        regelingen=[versie.expression for versie in regelingen],
        bekendOp=str(clock.dag(tx.nu)),
        **merk,
    )
    if not besluit.ontwerp:
        gios = [_gio(versie) for versie in versies if versie.soort == "informatieobject"]
        for versie in regelingen:
            tx.emit(REGELING_GEPUBLICEERD, **_regeling(versie, besluit, publicatie_id, gios), **merk)
        for intrekking in besluit.inhoud["intrekkingen"]:
            _trek_in(tx, intrekking, besluit, publicatie_id)
    return identifier


def _regeling(versie: Row[Any], besluit: Row[Any], publicatie_id: str, gios: list[dict[str, str]]) -> dict[str, Any]:
    gegevens = versie.gegevens
    eindverantwoordelijke = gegevens["eindverantwoordelijke"] or besluit.eindverantwoordelijke
    return {
        "work": versie.work,
        "expression": versie.expression,
        "was": versie.was,
        "doel": versie.doel,
        "besluit": besluit.work,
        "besluitExpression": besluit.expression,
        "idLevering": besluit.id_levering,
        "publicatieId": publicatie_id,
        "bevoegdGezag": eindverantwoordelijke.rpartition("/")[2],
        "soortRegeling": gegevens["soortRegeling"],
        "officieleTitel": gegevens["officieleTitel"],
        "citeertitel": gegevens["citeertitel"],
        "opschrift": gegevens["opschrift"],
        "versienummer": gegevens["versienummer"],
        "tijdelijkDeelVan": gegevens["tijdelijkDeelVan"],
        "inwerkingVanaf": str(versie.juridisch_werkend_vanaf or besluit.datum_bekendmaking),
        "geldigVanaf": str(versie.geldig_vanaf or versie.juridisch_werkend_vanaf or besluit.datum_bekendmaking),
        "tekst": versie.tekst,
        "gios": gios,
        "ow": gegevens["ow"],
        "afbeeldingen": gegevens["afbeeldingen"],
    }


def _gio(versie: Row[Any]) -> dict[str, str]:
    inhoud = versie.gegevens["inhoud"]
    return {
        "work": versie.work,
        "expression": versie.expression,
        "mediatype": inhoud[0]["mediatype"] if inhoud else "",
        "gml": inhoud[0]["inhoud"] if inhoud else "",
        "metadata": versie.gegevens["metadata"][0]["inhoud"],
    }


def _trek_in(tx: Tx, intrekking: Mapping[str, Any], besluit: Row[Any], publicatie_id: str) -> None:
    v = tables.versie
    per = tables.datum(intrekking["per"]) or besluit.datum_bekendmaking
    tx.wijzig(v, v.c.work == intrekking["work"], ingetrokken_per=per)
    if intrekking["work"].startswith("/akn/"):
        tx.emit(
            REGELING_INGETROKKEN,
            work=intrekking["work"],
            per=str(per),
            doel=intrekking["doel"],
            besluit=besluit.work,
            publicatieId=publicatie_id,
            ow=intrekking["ow"],
        )


def breek_af(tx: Tx, work: str, levering_id: str) -> None:
    """Break off a besluit or kennisgeving that waits: it will not be published, and its work is free again."""
    t = tables.besluit
    rij = tables.besluit_met(tx, work)
    if rij is not None:
        status = toestanden("lvbb", "besluit").toets(rij.status, "afgebroken")
        tx.wijzig(t, t.c.work == work, t.c.nummer == rij.nummer, status=status)
        van = tables.levering_met(tx, rij.levering)
        if van is not None:
            status = toestanden("lvbb", "levering").toets(van.status, "afgebroken")
            tx.wijzig(tables.levering, tables.levering.c.id == rij.levering, status=status)
    tx.emit("lvbb.afgebroken", leveringId=levering_id, work=work)
