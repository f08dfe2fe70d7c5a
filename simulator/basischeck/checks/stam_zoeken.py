"""Checks of STAM about searching: what was missed, and what is related (STAM-20, STAM-21)."""

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.model import OPTIONEEL, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam

VOLGORDE = ("STAM-20", "STAM-21")
ZOEKEN = "zoekVerzoeken"
GEMIST = 3
ANDERE = 51
"""Verzoeken of somebody else in the same area: with them there is more than one page of fifty."""


@check(
    "STAM-20",
    "Gemiste verzoeken herstellen",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="wat door een verloren notificatie gemist is wordt gezocht en alsnog opgehaald",
    bron="docs/bronnen.md#stam-notificatie, #stam-ophalen",
    merk="client",
    timeout="10m",
    nodig=("gemiste_zoeken",),
    na=("STAM-01",),
)
async def gemiste_verzoeken(run: Run) -> None:
    """Notificaties gaan verloren: van drie verzoeken, een aanvulling en een intrekking; de software zoekt ze op.

    Dat kan alleen over meer dan één bladzijde van vijftig.
    """
    adres, wie = stam.adressering(run)
    if stam.vraagt_zelf(run, wie):
        run.not_applicable("volgens het plan haalt de software notificaties zelf op uit het postvak")
    stappen.vrij(run)
    gezag = str(adres["bevoegdGezag"])
    ander = stam.ANDERE_GEMEENTE if gezag != stam.ANDERE_GEMEENTE else stam.TESTGEMEENTE
    verlies = {"koppelvlak": "stam", "operatie": "*", "soort": "stam-notificatie", "waarde": {"wat": "verlies"}}
    bekend = [await stam.dien_in(run, bijlagen=0, gebied=gezag) for _ in range(2)]
    for verzoek in bekend:
        await stappen.verwerkt(run, verzoek)
    async with stam.storing(run, verlies):
        for _ in range(ANDERE):
            await stam.dien_in(run, oin=ander, bevoegdGezag=ander, behandeldienst=None, gebied=gezag, bijlagen=0)
        gemist = [await stam.dien_in(run, bijlagen=0, gebied=gezag) for _ in range(GEMIST)]
        gemist += [await stam.vul_aan(run, bekend[0], bijlagen=0), await stam.trek_in(run, bekend[1])]
    await run.push("gemiste_zoeken", oin=wie)
    vraag = await run.expect_call(lambda r: r.operatie == ZOEKEN, sinds=gemist[-1].regel, koppelvlak=stam.KOPPELVLAK)
    if vraag is None:
        await stappen.gedaan(run, "gemiste_zoeken", f"als {wie} gezocht naar gemiste verzoeken")
    run.must(
        vraag is not None and vraag.status < 300,
        code="gezocht",
        verwacht="de software zoekt bij het DSO de verzoeken in haar gebied",
        gekregen="niet gezocht" if vraag is None else f"gezocht, status {vraag.status}",
        waar=f"organisatie {wie}",
        doe="Zoek elke dag met een vlak en een periode, en vergelijk de uitkomst met uw zaken.",
        bericht=stam.bericht(vraag),
    )
    for nummer, verzoek in enumerate(gemist, 1):
        regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
        run.must(
            regel is not None,
            verder=True,
            code=f"hersteld-{nummer}",
            verwacht=f"{verzoek.wat} wordt alsnog opgehaald",
            gekregen=f"Gemist en niet hersteld: {verzoek.wat}" if regel is None else "opgehaald",
            waar=f"{verzoek.waar}, na {ANDERE} verzoeken van een ander in hetzelfde gebied",
            doe="Lees alle bladzijden van het zoekantwoord, en haal op wat voor u is en waarvan u dit volgnummer nog "
            "niet hebt; het zoekantwoord noemt ook aanvullingen en intrekkingen.",
            bericht=stam.bericht(regel or vraag),
        )


@check(
    "STAM-21",
    "Gerelateerde verzoeken",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="de software zoekt bij een verzoek wat er nog meer op dezelfde plaats is ingediend",
    bron="docs/bronnen.md#stam-ophalen",
    merk="client",
    timeout="10m",
    nodig=("gerelateerde_zoeken",),
    na=("STAM-01",),
)
async def gerelateerde_verzoeken(run: Run) -> None:
    """De gebruiker zoekt bij een verzoek de andere verzoeken op dezelfde plaats, ook die van een ander."""
    verzoek = await stappen.nieuw(run)
    gezien = await stappen.verwerkt(run, verzoek)
    await run.push("gerelateerde_zoeken", verzoeknummer=verzoek.verzoeknummer, oin=verzoek.oin)
    regel = await run.expect_call(lambda r: r.operatie == ZOEKEN, sinds=gezien.regel.nummer, koppelvlak=stam.KOPPELVLAK)
    if regel is None:
        nummer = verzoek.verzoeknummer
        await stappen.gedaan(run, "gerelateerde_zoeken", f"gezocht naar wat met verzoek {nummer} samenhangt")
    gevraagd = b"" if regel is None else await run.omgeving.sim.verzoek(regel.nummer)
    goed = regel is not None and regel.status < 300 and verzoek.verzoeknummer.encode() in gevraagd
    run.must(
        goed,
        code="gezocht",
        verwacht=f"een zoekvraag met verzoeknummer {verzoek.verzoeknummer}",
        gekregen="gezocht"
        if goed
        else "Gerelateerde verzoeken: niet gezocht"
        if regel is None
        else f"een zoekvraag zonder dit nummer, of geweigerd (status {regel.status})",
        waar=gezien.waar,
        doe="Zoek met het verzoeknummer, en toon wat het DSO vindt; ophalen mag u alleen wat voor u is.",
        bericht=stam.bericht(regel or gezien.regel),
    )
