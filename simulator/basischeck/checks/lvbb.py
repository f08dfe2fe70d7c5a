"""Checks of the LVBB that have a delivery of their own: LVBB-01, 02, 03, 07, 14 and 21."""

import re

from simulator.basischeck import tijd
from simulator.basischeck.checks import stappen
from simulator.basischeck.checks.stappen import DATUM, MANDAAT
from simulator.basischeck.model import OPTIONEEL, PLAN, VERPLICHT, Bericht, check
from simulator.basischeck.run import Run
from simulator.basischeck.stroom import LEVERING
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import AFBREKEN, PUBLICATIE, PUBLICEREN, REGELING, VALIDATIE, Levering
from simulator.basischeck.waarneming.pakket import Pakket, alle, eerste, lokaal
from simulator.contract.xml import tekst_van
from simulator.stelsel.kalender import is_werkdag

VOLGORDE = ("LVBB-01", "LVBB-02", "LVBB-03", "LVBB-07", "LVBB-14", "LVBB-21")
_ID_LEVERING = re.compile(r"[0-9A-z][0-9A-z_-]+")
_OIN = re.compile(r"\d{20}")
_STAPPEN = "/join/id/stop/procedure/stap_"


@check(
    "LVBB-01",
    "Eerste contact: validatieverzoek met correcte afzender",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="het verzoek zegt wie de levering stuurt en voor wie",
    bron="lvbb.md 1.3, transport-XSD 1.2.0",
    merk="confirmed",
    nodig=("valideren",),
)
async def eerste_contact(run: Run) -> None:
    """De software biedt een besluit ter validatie aan; wij kijken naar idLevering, leverancier en de OIN's."""
    levering = await lvbb.moet_leveren(
        run, "valideren", VALIDATIE, "Controleer het adres van de LVBB in uw software en start een validatie."
    )
    pakket = await lvbb.leesbaar_pakket(run, levering)
    bericht = await lvbb.bericht_van_levering(run, levering)
    _goede_id_levering(run, levering, pakket, bericht)
    if levering.route == "opentunnel":
        run.note("De route over de servicebus kent geen leverancier; daar is niet naar gekeken.")
    else:
        run.must(
            bool(levering.leverancier.strip()),
            verder=True,
            code="leverancier",
            eis="softwareVersie/leverancier is ingevuld",
            verwacht="een leverancier in het verzoek",
            gekregen=levering.leverancier or "geen leverancier",
            doe="Stuur in het verzoek de naam van de leverancier van de software mee.",
            bericht=bericht,
        )
    _goede_afzender(run, levering, pakket, bericht)


def _goede_id_levering(run: Run, levering: Levering, pakket: Pakket, bericht: Bericht) -> None:
    in_opdracht = pakket.opdracht.veld("idLevering") if pakket.opdracht else ""
    run.must(
        len(levering.id_levering) <= 80 and bool(_ID_LEVERING.fullmatch(levering.id_levering)),
        verder=True,
        code="idLevering",
        eis="idLevering: hooguit 80 tekens, letters, cijfers, _ en -",
        verwacht="een idLevering volgens [0-9A-z][0-9A-z_-]+ van hooguit 80 tekens",
        gekregen=levering.id_levering or "geen idLevering",
        doe="Gebruik voor idLevering alleen letters, cijfers, _ en -, en begin met een letter of cijfer.",
        waar="verzoek/idLevering",
        bericht=bericht,
    )
    run.must(
        in_opdracht == levering.id_levering,
        verder=True,
        code="idLevering-gelijk",
        eis="idLevering van het verzoek is die van opdracht.xml",
        verwacht=f"in opdracht.xml dezelfde idLevering: {levering.id_levering}",
        gekregen=in_opdracht or "geen leesbare idLevering in opdracht.xml",
        doe="Neem in het verzoek de idLevering over die in opdracht.xml staat.",
        waar="opdracht.xml/idLevering",
        bericht=bericht,
    )


def _goede_afzender(run: Run, levering: Levering, pakket: Pakket, bericht: Bericht) -> None:
    for veld in ("idBevoegdGezag", "idAanleveraar"):
        waarde = pakket.opdracht.veld(veld) if pakket.opdracht else ""
        run.must(
            bool(_OIN.fullmatch(waarde)),
            verder=True,
            code=veld,
            eis=f"{veld} is een OIN van 20 cijfers",
            verwacht="20 cijfers",
            gekregen=waarde or f"geen {veld}",
            doe=f"Zet in opdracht.xml bij {veld} de OIN van 20 cijfers.",
            waar=f"opdracht.xml/{veld}",
            bericht=bericht,
        )
    aanleveraar = pakket.opdracht.veld("idAanleveraar") if pakket.opdracht else ""
    run.must(
        levering.oin == aanleveraar,
        verder=True,
        code="afzender",
        eis="idAanleveraar is de OIN waarmee de software zich bekendmaakt",
        merk="inferred",
        verwacht=f"afzender {aanleveraar or '(onbekend)'}, de idAanleveraar",
        gekregen=f"idAanleveraar {aanleveraar} hoort niet bij de OIN van de afzender, {levering.oin or 'geen'}"
        if levering.oin != aanleveraar
        else levering.oin,
        doe="Stuur de levering met de OIN die in idAanleveraar staat, of leg vast wie u daarvoor gemachtigd heeft.",
        waar="x-oin en opdracht.xml/idAanleveraar",
        bericht=bericht,
    )


@check(
    "LVBB-02",
    "Valideren publiceert niet",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="een validatie leidt nooit tot bekendmaking",
    bron="lvbb.md 1.1, 2.5",
    merk="confirmed",
    nodig=("valideren",),
    na=("LVBB-01",),
)
async def valideren_publiceert_niet(run: Run) -> None:
    """De software laat een besluit valideren; daarna mag zij zestig seconden lang niets publiceren."""
    levering = await lvbb.moet_leveren(run, "valideren", VALIDATIE, "Start in uw software een validatie.")
    run.must(
        levering.familie == VALIDATIE,
        code="opdracht",
        verwacht="een validatieOpdracht",
        gekregen=levering.soort or "een opdracht die de LVBB niet kon lezen",
        doe="Stuur bij valideren een validatieOpdracht.",
        bericht=await lvbb.bericht_van_levering(run, levering),
    )
    verslag = await lvbb.eindverslag(run, levering)
    await run.expect_none(
        LEVERING, lambda g: lvbb.levering_uit(g).familie == PUBLICEREN, binnen="60s", sinds=levering.nummer
    )
    gepubliceerd = run.gezien(PUBLICATIE, lambda g: g.gegevens.get("leveringId") == levering.levering_id)
    vanzelf = [
        later
        for later in lvbb.leveringen(run, levering.nummer)
        if later.familie == PUBLICEREN and run.omgeving.verdeler.eigenaar.get(later.nummer, run.check.id) == run.check.id
    ]
    run.must(
        not gepubliceerd and not vanzelf,
        code="niet-gepubliceerd",
        verwacht="geen publicatie en geen publicatieOpdracht binnen 60 seconden",
        gekregen=f"Validatie {levering.naam} werd door de software als publicatie behandeld"
        + (f": publicatieOpdracht {vanzelf[0].naam} volgde vanzelf" if vanzelf else "")
        if gepubliceerd or vanzelf
        else "geen publicatie",
        doe="Laat publiceren altijd een aparte handeling van de gebruiker zijn.",
        bericht=await lvbb.bericht_van_levering(run, vanzelf[0] if vanzelf else levering),
    )
    if verslag is None:
        run.inconclusive(f"de LVBB gaf geen eindverslag over {levering.naam}")
    stappen.elders(run, verslag)
    if verslag.verslag_uitkomst != "valide":
        run.blocked("LVBB-03", f"de aanlevering is niet valide: {verslag.kort}. Alleen een valide besluit bewijst iets.")


@check(
    "LVBB-03",
    "Initiële publicatie omgevingsdocument",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="een nieuwe regeling wordt bekendgemaakt en geconsolideerd",
    bron="lvbb.md 2.2-2.3, validatiematrix v6",
    merk="confirmed",
    nodig=("publiceren",),
    na=("LVBB-02",),
)
async def initiele_publicatie(run: Run) -> None:
    """De software publiceert een nieuw omgevingsdocument; de klok gaat naar de datum van bekendmaking."""
    levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, "Start in uw software een publicatie.", dagen=1)
    pakket = await lvbb.leesbaar_pakket(run, levering)
    verslag = await lvbb.voortgang(run, levering, "registratie-voltooid")
    if verslag is not None:
        stappen.elders(run, verslag)
    _goede_datum(run, levering, pakket, await lvbb.bericht_van_levering(run, levering))
    await stappen.aangenomen(run, levering)
    _goed_besluit(run, pakket, await lvbb.bericht_van_levering(run, levering, pakket.opdracht.veld("publicatie") if pakket.opdracht else ""))
    await stappen.gepubliceerd(run, levering, pakket)
    regelingen = run.gezien(REGELING, lambda g: g.gegevens.get("idLevering") == levering.id_levering)
    run.must(
        bool(regelingen),
        code="regeling",
        verwacht="een geconsolideerde regeling",
        gekregen=", ".join(str(g.gegevens.get("expression")) for g in regelingen) or "geen regeling",
        doe="Neem in het besluit een BeoogdeRegeling met een WijzigBijlage op.",
    )


def _goede_datum(run: Run, levering: Levering, pakket: Pakket, bericht: Bericht) -> None:
    datum = stappen.datum_bekendmaking(run, pakket)
    run.must(
        datum > levering.dag and is_werkdag(datum),
        code="datumBekendmaking",
        eis="datumBekendmaking ligt na vandaag (LVBB1501) en is een werkdag (LVBB1519)",
        verwacht=f"een werkdag na {levering.dag}",
        gekregen=str(datum) + ("" if is_werkdag(datum) else ", geen werkdag"),
        doe="Kies als datumBekendmaking een werkdag na vandaag.",
        waar="opdracht.xml/datumBekendmaking",
        bericht=bericht,
    )


def _goed_besluit(run: Run, pakket: Pakket, bericht: Bericht) -> None:
    besluit = pakket.besluit
    run.must(
        besluit is not None and lokaal(besluit) == "AanleveringBesluit",
        code="AanleveringBesluit",
        eis="de publicatie heeft als root AanleveringBesluit (LVBB1515)",
        verwacht="AanleveringBesluit",
        gekregen="geen leesbaar besluit" if besluit is None else lokaal(besluit),
        doe="Verwijs in opdracht.xml bij publicatie naar het bestand met het besluit.",
        bericht=bericht,
    )
    assert besluit is not None  # a hard requirement just above
    doelen = {tekst_van(d) for regeling in alle(besluit, "BeoogdeRegeling") for d in alle(regeling, "doel")}
    manifest_ow = pakket.boom("manifest-ow.xml")
    ow = set() if manifest_ow is None else {tekst_van(knoop) for knoop in alle(manifest_ow, "DoelID")}
    run.must(
        bool(doelen) and ow == doelen,
        code="doel",
        eis="het doel van de BeoogdeRegeling is het DoelID van de OW-objecten",
        verwacht=f"DoelID in manifest-ow.xml: {', '.join(sorted(doelen)) or '(geen doel in het besluit)'}",
        gekregen=", ".join(sorted(ow)) or "geen DoelID",
        doe="Gebruik voor de OW-objecten hetzelfde doel als in de ConsolidatieInformatie.",
        waar="manifest-ow.xml/Aanlevering/DoelID",
        bericht=bericht,
    )


@check(
    "LVBB-07",
    "Afkeur leesbaar terugkoppelen en herstellen",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="na afkeur volgt een herstelde aanlevering van hetzelfde besluit",
    bron="basischeck.md 3.1, validatiematrix v6 (BHKV1046-1048)",
    merk="client",
    nodig=("publiceren", "herstellen"),
    na=("LVBB-03",),
)
async def afkeur_en_herstel(run: Run) -> None:
    """De LVBB keurt een besluit af; de software toont de meldingen, de gebruiker herstelt en levert opnieuw aan."""
    afgekeurd = await _afkeur(run)
    verslag = await lvbb.eindverslag(run, afgekeurd)
    if verslag is None:
        run.inconclusive(f"de LVBB gaf geen eindverslag over {afgekeurd.naam}")
    stappen.elders(run, verslag)
    if verslag.verslag_uitkomst != "niet-valide":
        run.inconclusive(f"de levering had afgekeurd moeten worden, maar de LVBB gaf {verslag.kort}")
    eerder = await lvbb.leesbaar_pakket(run, afgekeurd)
    await stappen.toont(run, verslag)
    hersteld = await lvbb.lever(run, "herstellen", PUBLICEREN)
    reden = f"Na afkeur ({', '.join(verslag.codes)}) is geen herstelde aanlevering ontvangen"
    if hersteld is None and not run.omgeving.besturing.virtueel:
        run.inconclusive(reden)
    run.must(
        hersteld is not None,
        code="hersteld",
        verwacht="een nieuwe levering van hetzelfde besluit",
        gekregen=reden if hersteld is None else hersteld.naam,
        doe="Laat de gebruiker een afgekeurd besluit herstellen en opnieuw aanleveren.",
        bericht=await lvbb.bericht_van_verslag(run, verslag),
    )
    assert hersteld is not None  # a hard requirement just above
    antwoord = await lvbb.voortgang(run, hersteld, "registratie-voltooid")
    if antwoord is not None:
        stappen.elders(run, antwoord)
    pakket = await lvbb.leesbaar_pakket(run, hersteld)
    _goed_herstel(run, eerder, pakket, await lvbb.bericht_van_levering(run, hersteld))
    await stappen.aangenomen(run, hersteld)
    await stappen.gepubliceerd(run, hersteld, pakket)


async def _afkeur(run: Run) -> Levering:
    doe = "Lever een besluit aan."
    if run.kan("publiceren_met_gebrek"):
        return await lvbb.moet_leveren(run, "publiceren_met_gebrek", PUBLICEREN, doe)
    async with stappen.geweigerd(run, "niet-valide", "BHKV1048", "De procedurestap Ondertekening ontbreekt"):
        return await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, doe, dagen=1)


def _goed_herstel(run: Run, eerder: Pakket, nu: Pakket, bericht: Bericht) -> None:
    run.must(
        bool(nu.besluit_work) and nu.besluit_work == eerder.besluit_work,
        verder=True,
        code="zelfde-besluit",
        verwacht=f"hetzelfde besluit: {eerder.besluit_work}",
        gekregen=nu.besluit_work or "geen leesbaar besluit",
        doe="Houd bij herstellen het FRBRWork van het besluit gelijk.",
        bericht=bericht,
    )
    gevonden = [] if nu.besluit is None else [eerste(stap, "soortStap") for stap in alle(nu.besluit, "Procedurestap")]
    soorten = {soort.removeprefix(_STAPPEN) for soort in gevonden}
    run.must(
        "003" in soorten and soorten <= {"002", "003"},
        verder=True,
        code="procedurestappen",
        eis="het procedureverloop heeft Ondertekening (BHKV1048), en alleen Vaststelling en Ondertekening (BHKV1046, 1047)",
        merk="confirmed",
        verwacht="stap_003 (Ondertekening), en verder hooguit stap_002 (Vaststelling)",
        gekregen=", ".join(f"stap_{soort}" for soort in sorted(soorten)) or "geen procedurestappen",
        doe="Zet in het procedureverloop alleen de vaststelling en de ondertekening.",
        bericht=bericht,
    )


@check(
    "LVBB-14",
    "Publicatie afbreken",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=OPTIONEEL,
    eis="een publicatie die is afgebroken verschijnt niet",
    bron="lvbb.md 1.1, 2.2",
    merk="confirmed",
    nodig=("publiceren", "afbreken"),
    na=("LVBB-03", "LVBB-07"),
)
async def publicatie_afbreken(run: Run) -> None:
    """De software zet een publicatie klaar en breekt haar af; op de datum van bekendmaking mag er niets verschijnen."""
    async with run.klok_vast():
        levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, "Start een publicatie over drie dagen.", dagen=3)
        await stappen.aangenomen(run, levering)
        pakket = await lvbb.leesbaar_pakket(run, levering)
        afbreking = await lvbb.moet_leveren(
            run, "afbreken", AFBREKEN, "Stuur een breekPublicatieAfOpdracht voor de publicatie die nog wacht."
        )
    verslag = await lvbb.eindverslag(run, afbreking)
    if verslag is None:
        run.inconclusive("de LVBB gaf geen antwoord op het afbreken")
    stappen.elders(run, verslag)
    afbreek_pakket = await lvbb.leesbaar_pakket(run, afbreking)
    run.must(
        verslag.verslag_uitkomst == "ok" and afbreek_pakket.besluit_work == pakket.besluit_work,
        code="afgebroken",
        verwacht=f"uitkomst ok voor {pakket.besluit_work}",
        gekregen=f"{verslag.kort} voor {afbreek_pakket.besluit_work or '(geen identificatie)'}",
        doe="Noem in de breekPublicatieAfOpdracht het FRBRWork van het besluit dat nog wacht.",
        waar="opdracht.xml/identificatie",
        bericht=await lvbb.bericht_van_levering(run, afbreking),
    )
    await run.clock(tot=tijd.na_middernacht(stappen.datum_bekendmaking(run, pakket)))
    verschenen = run.gezien(PUBLICATIE, lambda g: _van_besluit(str(g.gegevens.get("work") or ""), levering, g.gegevens, pakket))
    run.must(
        not verschenen,
        code="niet-verschenen",
        verwacht="geen bekendmaking op de datum van bekendmaking",
        gekregen="Afgebroken publicatie is toch verschenen" if verschenen else "geen bekendmaking",
        doe="Lever een besluit dat is afgebroken niet vanzelf opnieuw aan.",
    )
    await _tweede_keer(run, afbreking)


def _van_besluit(work: str, levering: Levering, gegevens: dict[str, object], pakket: Pakket) -> bool:
    return gegevens.get("leveringId") == levering.levering_id or (bool(work) and work == pakket.besluit_work)


async def _tweede_keer(run: Run, eerste_keer: Levering) -> None:
    """A second break-off finds nothing; the software has to live with that answer."""
    if not run.omgeving.besturing.virtueel:
        run.note("Een tweede keer afbreken is alleen beproefd waar de basischeck de software zelf bedient.")
        return
    sinds = await run.plek()
    gang = await run.push("afbreken")
    await run.omgeving.stroom.bijlezen()
    pogingen = [later for later in lvbb.leveringen(run, sinds) if later.familie == AFBREKEN]
    if not pogingen:
        run.note("De software weet dat de publicatie al is afgebroken en vraagt het niet nog eens.")
        return
    verslag = await lvbb.eindverslag(run, pogingen[0])
    if verslag is None:
        run.inconclusive("de LVBB gaf geen antwoord op de tweede poging tot afbreken")
    stappen.elders(run, verslag)
    getoond = str(gang.get("uitkomst") or "")
    run.must(
        verslag.verslag_uitkomst == "akn-iri-niet-gevonden" and len(pogingen) == 1 and getoond in {"", verslag.verslag_uitkomst},
        code="tweede-keer",
        eis="de software gaat om met akn-iri-niet-gevonden",
        bron="lvbb.md 2.1, eigen eis",
        merk="inferred",
        verwacht="één poging, en de uitkomst akn-iri-niet-gevonden bij de gebruiker",
        gekregen=f"{len(pogingen)} poging(en), antwoord {verslag.kort}, getoond: {getoond or 'onbekend'}",
        doe=f"Toon de uitkomst en probeer het niet vanzelf opnieuw (eerste afbreking: {eerste_keer.naam}).",
        bericht=await lvbb.bericht_van_verslag(run, verslag),
    )


@check(
    "LVBB-21",
    "Ongeldige opdracht netjes afhandelen",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="een geweigerde opdracht wordt niet ongewijzigd opnieuw gestuurd: elke nieuwe poging heeft een nieuwe idLevering",
    bron="lvbb.md 2.3, 2.5",
    merk="confirmed",
    nodig=("publiceren",),
    na=("LVBB-03", "LVBB-07", "LVBB-14"),
)
async def ongeldige_opdracht(run: Run) -> None:
    """De LVBB weigert een opdracht (verkeerde datum of geen mandaat); de software toont dat en stuurt niet vanzelf opnieuw."""
    if run.kan("verkeerde_opdracht"):
        levering = await lvbb.moet_leveren(run, "verkeerde_opdracht", PUBLICEREN, "Lever een besluit met een oude datum aan.")
    else:
        async with stappen.geweigerd(run, "opdracht-niet-valide", "LVBB1501", "De datum van bekendmaking is verstreken"):
            levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, "Lever een besluit aan.", dagen=1)
    verslag = await lvbb.eindverslag(run, levering)
    if verslag is None:
        run.inconclusive(f"de LVBB gaf geen eindverslag over {levering.naam}")
    if not levering.sha256:
        run.inconclusive("de simulator gaf geen controlegetal van de levering")
    afgewezen = verslag.verslag_uitkomst in {"niet-valide", "opdracht-niet-valide"}
    if not afgewezen or not set(verslag.codes) & (DATUM | {MANDAAT}):
        stappen.elders(run, verslag)
        run.inconclusive(f"verwacht was een weigering om datum of mandaat (LVBB1501, LVBB1512), maar de LVBB gaf {verslag.kort}")
    await run.expect_none(LEVERING, lambda g: g.gegevens.get("sha256") == levering.sha256, binnen="10m", sinds=levering.nummer)
    nogmaals = [later for later in lvbb.leveringen(run, levering.nummer) if later.sha256 == levering.sha256]
    run.must(
        not nogmaals,
        code="niet-opnieuw",
        verwacht="niet nog eens dezelfde opdracht",
        gekregen=f"Zelfde ongeldige opdracht is {len(nogmaals)}x opnieuw verstuurd" if nogmaals else "niet opnieuw verstuurd",
        doe="Stop na een weigering, toon de reden, en laat de gebruiker eerst iets veranderen.",
        bericht=await lvbb.bericht_van_levering(run, nogmaals[0] if nogmaals else levering),
    )
    await stappen.toont(run, verslag)
