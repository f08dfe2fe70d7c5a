"""Checks of STAM: a verzoek arrives, is fetched, and becomes a zaak (STAM-01 to STAM-04)."""

from simulator.basischeck import tijd
from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.model import VERPLICHT, VTH, Bericht, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Notificatie, Verzoek, Zaak
from simulator.basischeck.waarneming.stambericht import vouw

VOLGORDE = ("STAM-01", "STAM-02", "STAM-03", "STAM-04")
VLOT = 60
"""Seconds within which a notification should be confirmed (our own threshold)."""
MERK = "Zorgvuldig bewaren: bramenstruik 7319"
"""An answer that is not publiceerbaar, so it stands in the message and never in the pdf."""


@check(
    "STAM-01",
    "Notificatie ontvangen en bevestigen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="de organisatie ontvangt de verzoeknotificatie en bevestigt dat",
    bron="docs/bronnen.md#stam-ophalen, #stam-bezorgen",
    merk="confirmed",
    timeout="10m",
)
async def notificatie_bevestigd(run: Run) -> None:
    """De simulator dient een verzoek in en stuurt de notificatie; de software bevestigt die, liefst meteen."""
    verzoek = await stam.dien_in(run)
    if stam.vraagt_zelf(run, verzoek.oin):
        run.not_applicable("volgens het plan haalt de software notificaties zelf op uit het postvak")
    einde = await stam.bezorging(run, verzoek)
    stand = await stam.notificatie(run, verzoek)
    bevestigd = einde is not None and einde.soort == stam.BEZORGD
    run.must(
        bevestigd,
        code="bevestigd",
        verwacht="een bevestiging van de notificatie (bij HTTPS: een status uit de 200-reeks)",
        gekregen="bevestigd"
        if bevestigd
        else f"Notificatie {verzoek.verzoeknummer} niet bevestigd binnen "
        + f"{tijd.leesbaar(run.omgeving.wachttijd or run.check.timeout)}: "
        + ((stand.fout or stand.status) if stand else "zij is nooit verstuurd"),
        waar=f"verzoek {verzoek.verzoeknummer}, ontvanger {verzoek.oin}",
        doe="Controleer het adres en de aanmelding in het plan, en antwoord zodra de notificatie is opgeslagen.",
        bericht=_verstuurd(verzoek, stand),
        over="notificatie",
    )
    if stand is not None and stand.bevestigd_op is not None:
        _vlot(run, verzoek, stand)
    _echt_koppelvlak(run, verzoek)


def _echt_koppelvlak(run: Run, verzoek: Verzoek) -> None:
    """Warn where the software is notified in a way that the DSO does not have."""
    adapters = {o.ontvangst.adapter for o in run.omgeving.organisaties if o.oin == verzoek.oin and o.ontvangst}
    if "webhook" in adapters:
        run.should(
            False,
            code="webhook",
            eis="de software ontvangt de notificatie zoals het DSO haar stuurt",
            bron="docs/bronnen.md#stam-bezorgen",
            verwacht="een notificatie als XML, over HTTPS of ebMS",
            gekregen="een JSON-webhook: dat is niet het echte koppelvlak",
            waar=f"ontvanger {verzoek.oin}",
            doe="Zet er een adapter voor die de echte notificatie aanneemt, en noem die in het plan.",
            over="notificatie",
        )


def _vlot(run: Run, verzoek: Verzoek, stand: Notificatie) -> None:
    seconden = (stand.bevestigd_op - stand.gepland_op).total_seconds() if stand.bevestigd_op else 0
    run.must(
        stand.pogingen == 1 and seconden <= VLOT,
        code="vlot",
        eis=f"de bevestiging komt bij de eerste poging, binnen {VLOT} seconden",
        bron="docs/bronnen.md#basischeck, eigen drempel",
        merk="inferred",
        verwacht=f"bevestigd bij de eerste poging, binnen {VLOT} seconden",
        gekregen=f"bevestigd bij poging {stand.pogingen}, na {seconden:.0f} seconden",
        waar=f"verzoek {verzoek.verzoeknummer}, ontvanger {verzoek.oin}",
        doe="Bevestig de ontvangst zodra de notificatie is opgeslagen, en haal het verzoek daarna op.",
        bericht=_verstuurd(verzoek, stand),
        over="notificatie",
    )


def _verstuurd(verzoek: Verzoek, stand: Notificatie | None) -> Bericht | None:
    if stand is None or not stand.regels:
        return None
    return Bericht(f"notificatie over {verzoek.verzoeknummer}", stand.fout or stand.status, stand.regels[-1])


@check(
    "STAM-02",
    "Verzoekreferenties ophalen na notificatie",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="na de notificatie haalt de software met het verzoeknummer de verzoekreferenties op",
    bron="docs/bronnen.md#stam-ophalen",
    merk="confirmed",
    timeout="10m",
    na=("STAM-01",),
)
async def referenties(run: Run) -> None:
    """Na de notificatie vraagt de software met het verzoeknummer waar de delen van het verzoek staan."""
    verzoek = await stappen.nieuw(run)
    await stappen.aangekomen(run, verzoek)
    regel = await stam.opgehaald(run, verzoek, stam.REFERENTIES)
    anders = await stam.aanroepen(run, verzoek)
    run.must(
        regel is not None,
        code="referenties",
        verwacht=f"de verzoekreferenties van {verzoek.verzoeknummer} worden opgehaald",
        gekregen="opgehaald"
        if regel is not None
        else f"Geen ophaalactie binnen {tijd.leesbaar(run.omgeving.wachttijd or run.check.timeout)} na notificatie"
        + (f"; wel {', '.join(sorted({r.operatie or r.pad for r in anders}))}" if anders else ""),
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Vraag na de notificatie eerst de verzoekreferenties, en volg de links die daarin staan.",
        bericht=stam.bericht(regel or (anders[-1] if anders else None)),
    )


@check(
    "STAM-03",
    "Verzoek-XML ophalen en verwerken",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="de software haalt het STAM-bericht op en maakt er een zaak van",
    bron="docs/bronnen.md#stam-ophalen (dat de software het bericht ophaalt: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def xml_verwerkt(run: Run) -> None:
    """De software haalt het STAM-bericht op; type, doel, indiendatum en activiteiten staan daarna in de zaak."""
    verzoek = await stappen.nieuw(run)
    await stappen.aangekomen(run, verzoek)
    regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
    run.must(
        regel is not None,
        code="xml",
        eis="de software haalt het STAM-bericht op",
        bron="docs/bronnen.md#stam-ophalen",
        merk="confirmed",
        verwacht="het STAM-bericht (de XML) wordt opgehaald",
        gekregen="opgehaald" if regel is not None else f"XML van {verzoek.verzoeknummer} niet opgehaald",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Volg de link samenvatting uit de verzoekreferenties; de pdf is geen vervanging.",
        bericht=stam.bericht(regel),
    )
    if regel is None:
        return
    gezien = Verwerkt(verzoek, regel, await stam.bericht_van(run, regel))
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat er in uw software één zaak bij verzoek {verzoek.verzoeknummer}, met het type, de indiendatum en de "
        "activiteit uit het bericht?",
        tot=lambda zaak: not _verschillen(gezien, zaak),
    )
    if zaak is None:
        return
    doe = "Neem dit veld over uit het STAM-bericht; heten typen bij u anders, vertaal ze dan in de haak."
    for veld, verwacht in _kern(gezien).items():
        stappen.gelijk(run, gezien, zaak, veld, verwacht, doe=doe)
    _aantal_activiteiten(run, gezien, zaak)
    if not any(zaak.heeft(veld) for veld in (*_kern(gezien), "activiteiten")):
        run.onbekeken(
            "de haak geeft van de zaak geen van deze velden",
            code="velden",
            verwacht="type, doel, indiendatum en activiteiten zoals in het STAM-bericht",
            waar=f"zaak {zaak.id}, {gezien.waar}",
            doe="Laat de haak geven wat uw software van een zaak bewaart (docs/haken.md).",
        )


def _kern(gezien: Verwerkt) -> dict[str, str]:
    bericht = gezien.bericht
    return {"type": bericht.type, "doel": bericht.doel, "indiendatum": bericht.indiendatum}


def _verschillen(gezien: Verwerkt, zaak: Zaak) -> list[str]:
    verwacht = _kern(gezien)
    anders = [v for v, w in verwacht.items() if zaak.heeft(v) and vouw(zaak.tekst(v)) != vouw(w)]
    telt = zaak.heeft("activiteiten") and len(zaak.lijst("activiteiten")) != len(gezien.bericht.activiteiten)
    return [*anders, *(["activiteiten"] if telt else [])]


def _aantal_activiteiten(run: Run, gezien: Verwerkt, zaak: Zaak) -> None:
    if not zaak.heeft("activiteiten"):
        run.note("Niet bekeken: de haak geeft geen activiteiten.")
        return
    verwacht, gekregen = len(gezien.bericht.activiteiten), len(zaak.lijst("activiteiten"))
    run.vergelijk(
        gezien.bericht.activiteiten,
        [] if verwacht == gekregen else ["aantal"],
        verder=True,
        code="activiteiten",
        verwacht=f"{verwacht} activiteit(en), zoals in het STAM-bericht",
        gekregen=f"{gekregen} activiteit(en)",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Neem elke projectactiviteit uit het STAM-bericht over.",
        bericht=stam.bericht(gezien.regel),
    )


@check(
    "STAM-04",
    "Publiceerbare PDF niet als volledig verzoek gebruiken",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="gegevens komen uit het STAM-bericht: in de publiceerbare pdf zijn gevoelige gegevens weggelaten",
    bron="docs/bronnen.md#stam-ophalen (dat de pdf minder heeft: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def niet_alleen_pdf(run: Run) -> None:
    """Een antwoord dat niet publiceerbaar is staat wel in de XML en niet in de pdf; de behandelaar moet het zien."""
    verzoek = await stappen.nieuw(run, merk=MERK)
    gezien = await stappen.verwerkt(run, verzoek)
    besloten = [antwoord for antwoord in gezien.bericht.antwoorden if antwoord.antwoord == MERK]
    if not besloten:
        run.inconclusive("de simulator zette het kenmerkende antwoord niet in het bericht")
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat in de zaak bij verzoek {verzoek.verzoeknummer} het antwoord '{MERK}'?",
        tot=lambda zaak: MERK in _antwoorden(zaak),
    )
    if zaak is None:
        return
    if not any(activiteit.get("vragen") is not None for activiteit in zaak.lijst("activiteiten")):
        run.note("Niet bekeken: de haak geeft geen vragen bij de activiteiten.")
        return
    goed = MERK in _antwoorden(zaak)
    pdf = await stam.aanroepen(run, verzoek, stam.PUBLICEERBAAR)
    run.must(
        goed,
        code="merk",
        verwacht="het antwoord dat alleen in de XML staat is in de zaak te zien",
        gekregen="te zien" if goed else "Zaak is alleen op de PDF gebaseerd: het antwoord ontbreekt",
        waar=f"zaak {zaak.id}, vraag {besloten[0].vraag_id}",
        doe="Lees de antwoorden uit het STAM-bericht, ook die met publiceerbaar = false.",
        bericht=stam.bericht(pdf[-1] if pdf else gezien.regel),
    )


def _antwoorden(zaak: Zaak) -> set[str]:
    vragen = (vraag for activiteit in zaak.lijst("activiteiten") for vraag in activiteit.get("vragen") or [])
    return {str(vraag.get("antwoord")) for vraag in vragen}
