"""All that the simulator knows of a verzoek, as plain data: one picture for the control API and for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path
from sqlalchemy import ColumnElement, Row, or_, select, union

from simulator.beheer import journaalvraag
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer
from simulator.beheer.journaalvraag import Filter
from simulator.kernel import clock
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing
from simulator.stam import instanties, tables, termijnen
from simulator.stam.model import ETRS89, RD, Crs, Document, Inhoud, Locatie, Punt, Ring
from simulator.stam.waarden import kameel

Volgnummer = Annotated[int, Path(ge=0, le=999_999)]
KOPPELVLAK = "stam"
_MEEST = 1000
_ZONDER = {"crs": None, "punt": None, "vlak": None}
_V, _H, _N = tables.verzoek, tables.herroutering, tables.notificatie


def zoek(
    lezing: Lezing, *, oin: str = "", status: str = "", project: str = "", vanaf: int = 0, aantal: int = 100
) -> tuple[list[Row[Any]], int]:
    """(verzoeken that fit, newest first; how many there are). oin: bevoegd gezag or behandeldienst, now or before."""
    waar: list[ColumnElement[bool]] = [_V.c.wereld == lezing.wereld]
    if oin:
        was = select(_H.c.verzoeknummer).where(_H.c.wereld == lezing.wereld, _H.c.oud == oin)
        waar.append(or_(_V.c.bevoegd_gezag == oin, _V.c.behandeldienst == oin, _V.c.verzoeknummer.in_(was)))
    if status:
        waar.append(_V.c.status == status)
    if project:
        waar.append(_V.c.project == project)
    volgorde = (_V.c.ingediend_op.desc(), _V.c.verzoeknummer.desc())
    rijen = lezing.conn.execute(select(_V).where(*waar).order_by(*volgorde).offset(vanaf).limit(aantal))
    return list(rijen), lezing.aantal(_V, *waar)


def betrokkenen(lezing: Lezing) -> list[dict[str, str]]:
    """Every organisation that a verzoek lies with, by name."""
    delen = (select(kolom).where(_V.c.wereld == lezing.wereld) for kolom in (_V.c.bevoegd_gezag, _V.c.behandeldienst))
    gevonden = [wie for oin in lezing.conn.scalars(union(*delen)) if (wie := organisatie(oin)) is not None]
    return sorted(gevonden, key=lambda wie: (wie["naam"], wie["oin"]))


def kort(lezing: Lezing, rij: Row[Any]) -> dict[str, Any]:
    """A verzoek as a list shows it."""
    versie = tables.versie_van(lezing, rij.verzoeknummer, rij.volgnummer)
    return {
        "verzoeknummer": rij.verzoeknummer,
        "volgnummer": volgnummer(rij.volgnummer),
        "naam": "" if versie is None else versie.inhoud.naam,
        "type": rij.type,
        "doel": rij.doel,
        "status": rij.status,
        "projectId": rij.project,
        "bevoegdGezag": organisatie(rij.bevoegd_gezag),
        "behandeldienst": organisatie(rij.behandeldienst),
        "ingediendOp": clock.iso(rij.ingediend_op),
        "gewijzigdOp": clock.iso(rij.gewijzigd_op),
        "herkomst": rij.herkomst,
        "casus": rij.casus,
    }


def geheel(hier: Beheer, wereld: Wereld, lezing: Lezing, rij: Row[Any]) -> dict[str, Any]:
    """A verzoek with its versions, routing, notifications, fetches and term. rij: the columns of stam_verzoek."""
    nummer = rij.verzoeknummer
    filter_ = Filter(koppelvlak=KOPPELVLAK, kenmerk=f"verzoeknummer:{nummer}")
    regels = journaalvraag.rijen(hier, wereld, filter_, aantal=_MEEST, nieuwste=True)[::-1]
    samen, _ = zoek(lezing, project=rij.project)
    return {
        **kort(lezing, rij),
        "project": [ander.verzoeknummer for ander in samen if ander.verzoeknummer != nummer],
        "versies": [_versie(versie) for versie in tables.versies_van(lezing, nummer)],
        "herrouteringen": [_herroutering(h) for h in tables.herrouteringen_van(lezing, nummer)],
        "notificaties": [notificatie_als_json(n, regels) for n in tables.notificaties_van(lezing, nummer)],
        "onderdrukt": [_onderdrukt(o) for o in tables.onderdrukt_bij(lezing, nummer)],
        "ophalingen": [_ophaling(regel) for regel in regels if regel.richting == "in"],
        "termijn": termijn_als_json(lezing, nummer),
    }


def volgnummer(getal: int) -> str:
    """As a message has it: three digits, 000 first."""
    return f"{getal:03d}"


def organisatie(oin: str) -> dict[str, str] | None:
    """An organisation with its name; None for no OIN."""
    if not oin:
        return None
    gevonden = instanties.instantie(oin)
    return {"oin": gevonden.oin, "naam": gevonden.naam}


def _versie(rij: Row[Any]) -> dict[str, Any]:
    inhoud: Inhoud = rij.inhoud
    return {
        "volgnummer": volgnummer(rij.volgnummer),
        "doel": rij.doel,
        "ingediendOp": clock.iso(rij.ingediend_op),
        "naam": inhoud.naam,
        "participatie": inhoud.participatie,
        "toelichting": inhoud.toelichting,
        "locaties": [_locatie(locatie) for locatie in inhoud.locaties],
        "activiteiten": [{"id": a.activiteit_id, "naam": a.naam} for a in inhoud.activiteiten],
        "documenten": [_document(document) for document in inhoud.documenten],
    }


def _locatie(locatie: Locatie) -> dict[str, Any]:
    """As CIM-AM has a Projectlocatie: what was entered, and what ETRS89 makes of it (None without coordinates)."""
    rd, etrs = (locatie.punt, locatie.vlak), (locatie.etrs_punt, locatie.etrs_vlak)
    in_rd = locatie.ingevoerd_in == RD
    adres, perceel = locatie.adres, locatie.perceel
    bron = {
        "type": locatie.bron_type,
        "adres": None if adres is None else {kameel(naam): waarde for naam, waarde in asdict(adres).items()},
        "perceel": None if perceel is None else {kameel(naam): waarde for naam, waarde in asdict(perceel).items()},
        **(_geometrie(locatie.ingevoerd_in, *(rd if in_rd else etrs)) or _ZONDER),
    }
    return {"bronLocatie": bron, "locatie": _geometrie(ETRS89, *etrs)}


def _geometrie(crs: Crs, punt: Punt | None, vlak: Ring | None) -> dict[str, Any] | None:
    return None if punt is None and vlak is None else {"crs": crs, "punt": punt, "vlak": vlak}


def _document(document: Document) -> dict[str, Any]:
    return {
        "documentId": document.document_id,
        "bestandsnaam": document.bestandsnaam,
        "mediatype": document.mediatype,
        "grootte": document.grootte,
        "vertrouwelijk": document.vertrouwelijk,
    }


def _herroutering(rij: Row[Any]) -> dict[str, Any]:
    return {
        "soort": rij.soort,
        "oud": organisatie(rij.oud),
        "nieuw": organisatie(rij.nieuw),
        "door": organisatie(rij.door),
        "volgnummer": volgnummer(rij.volgnummer),
        "op": clock.iso(rij.op),
    }


def notificatie_als_json(rij: Row[Any], regels: Sequence[Row[Any]] = ()) -> dict[str, Any]:
    """A notification. regels: of the journal, about its verzoek."""
    return {
        "volgnummer": volgnummer(rij.volgnummer),
        "oin": rij.oin,
        "naam": instanties.instantie(rij.oin).naam,
        "rol": rij.rol,
        "kopie": rij.kopie,
        "aanleiding": rij.aanleiding,
        "status": rij.status,
        "adapter": rij.adapter,
        "berichtId": rij.bericht_id,
        "pogingen": rij.pogingen,
        "geplandOp": clock.iso(rij.gepland_op),
        "bevestigdOp": _moment(rij.bevestigd_op),
        "fout": rij.fout,
        "journaal": [regel.nummer for regel in regels if _gaat_over(regel, rij)],
    }


def notificatie_van(lezing: Lezing, verzoeknummer: str, volgnummer: int, oin: str) -> Row[Any]:
    """One notification. Raises Weigering (404)."""
    waar = (_N.c.verzoeknummer == verzoeknummer, _N.c.volgnummer == volgnummer, _N.c.oin == oin)
    rij = lezing.rij(_N, *waar)
    if rij is None:
        raise Weigering(404, f"{oin} kreeg geen notificatie over {verzoeknummer}, volgnummer {volgnummer:03d}.")
    return rij


def _gaat_over(regel: Row[Any], notificatie: Row[Any]) -> bool:
    """Whether a line of the journal is an attempt at this notification."""
    kenmerken: Mapping[str, str] = regel.kenmerken
    return (
        regel.richting == "uit"
        and regel.organisatie == notificatie.oin
        and kenmerken.get("volgnummer", "") == volgnummer(notificatie.volgnummer)
    )


def _onderdrukt(rij: Row[Any]) -> dict[str, Any]:
    return {
        "volgnummer": volgnummer(rij.volgnummer),
        "oin": rij.oin,
        "naam": instanties.instantie(rij.oin).naam,
        "reden": rij.reden,
        "op": clock.iso(rij.op),
    }


def _ophaling(regel: Row[Any]) -> dict[str, Any]:
    kenmerken: Mapping[str, str] = regel.kenmerken
    return {
        "nummer": regel.nummer,
        "op": clock.iso(regel.op),
        "operatie": regel.operatie,
        "oin": regel.organisatie,
        "pad": regel.pad,
        "status": regel.status,
        "volgnummer": kenmerken.get("volgnummer"),
        "documentId": kenmerken.get("documentId"),
    }


def termijn_als_json(lezing: Lezing, verzoeknummer: str) -> dict[str, Any] | None:
    """The beslistermijn of a verzoek; None when it has none."""
    rij = termijnen.van(lezing, verzoeknummer)
    if rij is None:
        return None
    return {
        "begin": rij.begin.isoformat(),
        "einde": rij.einde.isoformat(),
        "weken": rij.weken,
        "verlengdWeken": rij.verlengd_weken,
        "opgeschortSinds": None if rij.opgeschort_sinds is None else rij.opgeschort_sinds.isoformat(),
        "opgeschortDagen": rij.opgeschort_dagen,
        "kennisgevingOp": _moment(rij.kennisgeving_op),
    }


def _moment(op: datetime | None) -> str | None:
    return None if op is None else clock.iso(op)
