"""Checks of STAM about what follows on a verzoek: doubles, order, aanvulling and intrekking (STAM-07 to STAM-11)."""

from typing import Any

from simulator.basischeck.checks import stam_antwoorden as antwoorden
from simulator.basischeck.checks import stam_documenten as documenten
from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.model import OPTIONEEL, VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Verzoek, Zaak
from simulator.basischeck.waarneming.stambericht import Document, vouw

VOLGORDE = ("STAM-07", "STAM-08", "STAM-09", "STAM-10", "STAM-11")
_STIL = "10s"
"""After the last notification: so long a second zaak may take to appear (our own threshold)."""
NIEUW: tuple[dict[str, Any], ...] = (
    {"naam": "aangepaste tekening.pdf", "grootte": 10_000},
    {"naam": "nadere toelichting.pdf", "grootte": 12_000},
)
"""What an aanvulling brings: two, so that it shows when one is taken for the other."""
_HOOGSTENS = 2
"""So many times the message may be fetched of a notification that came three times (our own threshold)."""


@check(
    "STAM-07",
    "Dubbele notificatie is idempotent",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een notificatie die vaker komt geeft één zaak",
    bron="docs/bronnen.md#stam-notificatie",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def dubbele_notificatie(run: Run) -> None:
    """Dezelfde notificatie komt twee keer tegelijk, en later nog eens; er blijft één zaak."""
    stappen.vrij(run)
    async with stam.storing(run, stam.bij_notificatie("dubbel")):
        verzoek = await stam.dien_in(run)
    gezien = await stappen.verwerkt(run, verzoek)
    plek = await run.plek()
    await run.eenmalig("opnieuw", lambda: _opnieuw(run, verzoek))
    await run.expect_event(stam.BEZORGD, lambda g: g.gegevens.get("verzoeknummer") == verzoek.verzoeknummer, sinds=plek)
    await run.expect_none("", lambda g: False, binnen=_STIL, sinds=plek)
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Staat er in uw software precies één zaak bij verzoek {verzoek.verzoeknummer}?",
        tot=lambda zaken: len(zaken) == 1,
    )
    keer = len(await stam.aanroepen(run, verzoek, stam.SAMENVATTING))
    if zaken is not None:
        if not zaken:
            stappen.geen_zaak(run, gezien)
        namen = ", ".join(zaak.id for zaak in zaken)
        run.must(
            len(zaken) == 1,
            verder=True,
            code="zaak",
            verwacht="één zaak",
            gekregen=f"één zaak: {namen}"
            if len(zaken) == 1
            else f"Tweede zaak aangemaakt voor {verzoek.verzoeknummer}: {namen}",
            waar=gezien.waar,
            doe="Onthoud verzoeknummer en volgnummer van wat u verwerkt hebt, met een unieke sleutel.",
            bericht=stam.bericht(gezien.regel),
        )
    run.must(
        keer <= _HOOGSTENS,
        code="opnieuw-opgehaald",
        eis=f"het bericht wordt hoogstens {_HOOGSTENS} keer opgehaald",
        bron="docs/bronnen.md#basischeck, eigen drempel",
        merk="inferred",
        verwacht=f"hoogstens {_HOOGSTENS} keer opgehaald",
        gekregen=f"{keer} keer opgehaald",
        waar=gezien.waar,
        doe="Kijk eerst of het volgnummer uit de notificatie al verwerkt is, en haal dan pas op.",
        bericht=stam.bericht(gezien.regel),
    )


async def _opnieuw(run: Run, verzoek: Verzoek) -> None:
    await run.omgeving.sim.opnieuw(verzoek.verzoeknummer, verzoek.volgnummer, verzoek.oin)


@check(
    "STAM-08",
    "Aanvulling vóór initiële notificatie",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="in welke volgorde notificaties ook komen, er is één zaak met de laatste inhoud",
    bron="docs/bronnen.md#stam-notificatie",
    merk="inferred",
    timeout="10m",
    na=("STAM-01",),
)
async def omgekeerde_volgorde(run: Run) -> None:
    """De notificatie van de aanvulling komt eerder dan die van het verzoek zelf; daarna is er één zaak, bijgewerkt."""
    stappen.vrij(run)
    async with stam.storing(run, stam.bij_notificatie("omgekeerd")):
        eerste = await stam.dien_in(run)
        aanvulling = await stam.vul_aan(run, eerste)
    await stappen.aangekomen(run, eerste)
    gezien = await stappen.verwerkt(run, aanvulling)
    nieuw = antwoorden.nieuwste(gezien)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat er in uw software precies één zaak bij verzoek {eerste.verzoeknummer}, met de aanvulling erin?",
        tot=lambda zaak: not antwoorden.anders(zaak, nieuw),
        geen="STAM-08",
        meer="STAM-08",
        doe="Maak ook van een aanvulling zonder zaak een zaak: zij is een compleet bericht.",
    )
    if zaak is None:
        return
    anders = antwoorden.anders(zaak, nieuw)
    later = await _daarna_ouder(run, gezien)
    run.vergelijk(
        antwoorden.verteld(zaak, nieuw),
        anders,
        code="inhoud",
        # That an older version no longer counts is certain; that notifications come in another order is not.
        merk="confirmed" if later else None,
        bron="CIM-AM, Ingediend verzoek" if later else "",
        verwacht=f"één zaak, met het antwoord uit volgnummer {aanvulling.volgnummer:03d}",
        gekregen="met de aanvulling" if not anders else _waardoor(zaak, aanvulling, anders, later),
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Verwerk het bericht met het hoogste volgnummer, ook als een lager pas daarna komt.",
        bericht=stam.bericht(gezien.regel),
    )


async def _daarna_ouder(run: Run, gezien: Verwerkt) -> bool:
    """Whether the software fetched an older message after this one."""
    nummer = gezien.verzoek.volgnummer
    later = await stam.aanroepen(run, gezien.verzoek, stam.SAMENVATTING, sinds=gezien.regel.nummer)
    return any(r.status == 200 and stam.volgnummer_van(r, nummer) < nummer for r in later)


def _waardoor(zaak: Zaak, aanvulling: Verzoek, anders: list[str], later: bool) -> str:
    wat = "; ".join(anders)
    if later:
        return (
            f"Een ouder bericht overschreef het nieuwere: na volgnummer {aanvulling.volgnummer:03d} haalde de software "
            f"een lager volgnummer op, en de inhoud daarvan staat nu in de zaak ({wat})"
        )
    if zaak.heeft("volgnummers") and aanvulling.volgnummer in zaak.volgnummers:
        return f"De aanvulling staat bij de zaak, en de inhoud is nog de oude ({wat})"
    return f"Aanvulling zonder zaak verworpen en niet hersteld ({wat})"


@check(
    "STAM-09",
    "Aanvulling verwerken",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een aanvulling komt onder hetzelfde verzoeknummer in dezelfde zaak",
    bron="docs/bronnen.md#stam-aanvullen (dat het verzoeknummer hetzelfde blijft: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def aanvulling_verwerkt(run: Run) -> None:
    """De initiatiefnemer wijzigt een antwoord en voegt twee documenten toe; dat komt in de zaak die er al is."""
    eerste = await stappen.nieuw(run)
    voor = await stappen.verwerkt(run, eerste)
    aanvulling = await stam.vul_aan(run, eerste, bijlagen=list(NIEUW))
    na = await stappen.verwerkt(run, aanvulling)
    for document in _nieuwe_documenten(voor, na):
        await _is_gehaald(run, na, document)
    sommen = await _sommen(run, eerste, na)
    gewijzigd = antwoorden.nieuwste(na)
    zaak = await stappen.een_zaak(
        run,
        na,
        f"Staat de aanvulling op verzoek {eerste.verzoeknummer} in de zaak die er al was, met de nieuwe documenten?",
        tot=lambda zaak: not (_achter(zaak, aanvulling, gewijzigd) or _documenten_anders(na, zaak, sommen)),
        meer="STAM-09",
        doe="Zoek de zaak op verzoeknummer, en werk haar bij; een aanvulling is geen nieuwe aanvraag.",
    )
    if zaak is None:
        return
    run.must(True, code="zaak", verwacht="dezelfde zaak", gekregen=f"zaak {zaak.id}", waar=na.waar)
    anders = _achter(zaak, aanvulling, gewijzigd)
    run.vergelijk(
        [*antwoorden.verteld(zaak, gewijzigd), *(["volgnummers"] if zaak.heeft("volgnummers") else [])],
        anders,
        verder=True,
        code="antwoord",
        verwacht=f"in de zaak staat het gewijzigde antwoord, uit volgnummer {aanvulling.volgnummer:03d}",
        gekregen=f"de zaak is niet bijgewerkt: {'; '.join(anders)}" if anders else "bijgewerkt",
        waar=f"zaak {zaak.id}, {na.waar}, vraag {', '.join(gewijzigd)}",
        doe="Neem de antwoorden van de aanvulling over; oorspronkelijk antwoord zegt wat er stond.",
        bericht=stam.bericht(na.regel),
    )
    documenten.beoordeel(run, na, zaak, sommen)
    _gemarkeerd(run, na, zaak, gewijzigd)


def _achter(zaak: Zaak, aanvulling: Verzoek, gewijzigd: dict[str, str]) -> list[str]:
    """What of the aanvulling the zaak does not have, as far as the hook tells."""
    mist = [] if _heeft_volgnummer(zaak, aanvulling) else [f"volgnummer {aanvulling.volgnummer:03d} ontbreekt"]
    return [*mist, *antwoorden.anders(zaak, gewijzigd)]


def _documenten_anders(na: Verwerkt, zaak: Zaak, sommen: dict[str, str]) -> tuple[str, ...]:
    return documenten.vergelijk(na.bericht, zaak, sommen).anders if zaak.heeft("documenten") else ()


async def _sommen(run: Run, eerste: Verzoek, na: Verwerkt) -> dict[str, str]:
    """The SHA-256 of every document of the message that the software fetched since the verzoek was submitted."""
    aanroepen = [r for r in await stam.aanroepen(run, eerste, stam.DOCUMENT) if r.status in (200, 206)]
    gehaald = {r.kenmerken.get("documentId"): r for r in aanroepen}
    regels = {d.document_id: gehaald[d.document_id] for d in na.bericht.documenten if d.document_id in gehaald}
    sommen = {id_: await documenten.som(run, regel) for id_, regel in regels.items()}
    return {id_: som for id_, som in sommen.items() if som}


def _nieuwe_documenten(voor: Verwerkt, na: Verwerkt) -> list[Document]:
    bekend = {document.document_id for document in voor.bericht.documenten}
    return [document for document in na.bericht.documenten if document.document_id not in bekend]


async def _is_gehaald(run: Run, na: Verwerkt, document: Document) -> None:
    regel = await stam.opgehaald(run, na.verzoek, stam.DOCUMENT, document_id=document.document_id)
    run.must(
        regel is not None,
        verder=True,
        code="document",
        verwacht=f"het nieuwe document {document.naam} wordt opgehaald",
        gekregen="opgehaald" if regel is not None else f"{document.naam} is niet opgehaald",
        waar=na.waar,
        doe="Haal bij een aanvulling de documenten op die u nog niet hebt.",
        bericht=stam.bericht(regel or na.regel),
    )


def _heeft_volgnummer(zaak: Zaak, verzoek: Verzoek) -> bool:
    return not zaak.heeft("volgnummers") or verzoek.volgnummer in zaak.volgnummers


def _gemarkeerd(run: Run, na: Verwerkt, zaak: Zaak, gewijzigd: dict[str, str]) -> None:
    vragen = [vraag for activiteit in zaak.lijst("activiteiten") for vraag in activiteit.get("vragen") or []]
    bekend = [vraag for vraag in vragen if str(vraag.get("vraagId")) in gewijzigd and "gewijzigd" in vraag]
    if not bekend:
        run.note("Niet bekeken: de haak zegt niet welk antwoord gewijzigd is.")
        return
    goed = all(vraag["gewijzigd"] for vraag in bekend)
    run.should(
        goed,
        code="gemarkeerd",
        bron="docs/bronnen.md#basischeck, eigen advies",
        merk="inferred",
        verwacht="een gewijzigd antwoord is als gewijzigd te herkennen",
        gekregen="te herkennen" if goed else "niet te herkennen",
        waar=f"zaak {zaak.id}, {na.waar}",
        doe="Toon de behandelaar welke antwoorden de aanvulling wijzigde.",
    )


@check(
    "STAM-10",
    "Vervallen bijlagen bij aanvulling",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="een document dat in de aanvulling ontbreekt is vervallen, en blijft bewaard",
    bron="docs/bronnen.md#stam-aanvullen",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def vervallen_bijlage(run: Run) -> None:
    """Een aanvulling is een compleet bericht: een document dat er niet meer in staat is vervallen, niet weg."""
    eerste = await stappen.nieuw(run, bijlagen=2)
    voor = await stappen.verwerkt(run, eerste)
    aanvulling = await stam.vul_aan(run, eerste, vervallen=True)
    na = await stappen.verwerkt(run, aanvulling)
    blijft = {document.document_id for document in na.bericht.documenten}
    weg = [document for document in voor.bericht.documenten if document.document_id not in blijft]
    if not weg:
        run.inconclusive("de simulator liet in de aanvulling geen document weg")
    zaak = await stappen.een_zaak(
        run,
        na,
        f"Staat document {weg[0].naam} van verzoek {eerste.verzoeknummer} nog in uw software, als vervallen?",
        tot=lambda zaak: _stand(zaak, weg[0]) == "vervallen",
        meer="STAM-09",
        doe="Zoek de zaak op verzoeknummer, en werk haar bij; een aanvulling is geen nieuwe aanvraag.",
    )
    if zaak is None:
        return
    if not zaak.heeft("documenten"):
        run.note("Niet bekeken: de haak geeft geen documenten.")
        return
    stand = _stand(zaak, weg[0])
    run.vergelijk(
        [stand] if stand else [],
        [] if stand in ("vervallen", "") else [stand],
        code="vervallen",
        verwacht=f"{weg[0].naam} staat er nog, als vervallen",
        gekregen={
            "vervallen": "vervallen",
            "actueel": f"Vervangen bijlage {weg[0].naam} nog als actueel getoond",
            "weg": f"{weg[0].naam} staat niet in de zaak: verwijderd, of er nooit bewaard",
        }.get(stand, ""),
        waar=f"zaak {zaak.id}, {na.waar}",
        doe="Geef een document dat in de aanvulling ontbreekt een einddatum, en verwijder het niet.",
        bericht=stam.bericht(na.regel),
    )


def _stand(zaak: Zaak, document: Document) -> str:
    """vervallen, actueel or weg; "" where the hook does not tell whether it lapsed."""
    rij = next((r for r in zaak.lijst("documenten") if r.get("documentId") == document.document_id), None)
    if rij is None:
        op_naam = (r for r in zaak.lijst("documenten") if "documentId" not in r and r.get("naam") == document.naam)
        rij = next(op_naam, None)
    if rij is None:
        return "weg"
    if not any("vervallen" in r for r in zaak.lijst("documenten")):
        return ""
    return "vervallen" if rij.get("vervallen") else "actueel"


@check(
    "STAM-11",
    "Intrekking door initiatiefnemer",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="na een intrekking staat de zaak als ingetrokken",
    bron="docs/bronnen.md#stam-aanvullen (dat een initiatiefnemer kan intrekken: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def intrekking_verwerkt(run: Run) -> None:
    """De initiatiefnemer trekt het verzoek in; de zaak blijft bestaan, en staat als ingetrokken."""
    eerste = await stappen.nieuw(run)
    await stappen.verwerkt(run, eerste)
    intrekking = await stam.trek_in(run, eerste)
    na = await stappen.verwerkt(run, intrekking)
    zaak = await stappen.een_zaak(
        run,
        na,
        f"Staat de zaak bij verzoek {eerste.verzoeknummer} in uw software als ingetrokken?",
        tot=_ingetrokken,
        meer="STAM-11",
        doe="Zoek de zaak op verzoeknummer, en zet haar op ingetrokken; maak geen tweede.",
    )
    if zaak is None:
        return
    goed = _ingetrokken(zaak)
    run.vergelijk(
        ["status"] if zaak.heeft("status") else [],
        [] if goed or not zaak.heeft("status") else ["status"],
        code="ingetrokken",
        verwacht="de zaak staat als ingetrokken",
        gekregen=f"status {zaak.tekst('status')}"
        if goed
        else f"Intrekking opgehaald en niet verwerkt: de zaak heeft status {zaak.tekst('status') or '(leeg)'}",
        waar=f"zaak {zaak.id}, {na.waar}",
        doe="Verwerk een bericht met doel Intrekken: leg het vast en stop de behandeling. Het volgnummer van een "
        f"intrekking is hier {intrekking.volgnummer:03d}; zij volgt dus niet altijd op het hoogste dat u hebt.",
        bericht=stam.bericht(na.regel),
    )


def _ingetrokken(zaak: Zaak) -> bool:
    return "ingetrokken" in vouw(zaak.tekst("status"))
