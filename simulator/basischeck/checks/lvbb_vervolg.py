"""Checks of the LVBB about what comes after a first publication: LVBB-07, 14 and 21."""

from simulator.basischeck import tijd
from simulator.basischeck.checks import klok, stappen
from simulator.basischeck.checks.klok import DATUM
from simulator.basischeck.checks.stappen import MANDAAT
from simulator.basischeck.model import OPTIONEEL, PLAN, VERPLICHT, Bericht, check
from simulator.basischeck.run import Run
from simulator.basischeck.stroom import LEVERING
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import AFBREKEN, PUBLICATIE, PUBLICEREN, Levering
from simulator.basischeck.waarneming.pakket import Pakket, alle, eerste

VOLGORDE = ("LVBB-07", "LVBB-14", "LVBB-21")
_NIETS_AF_TE_BREKEN = frozenset({"akn-iri-niet-gevonden", "behandeling-mislukt"})
_STAPPEN = "/join/id/stop/procedure/stap_"


@check(
    "LVBB-07",
    "Afkeur leesbaar terugkoppelen en herstellen",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="na afkeur volgt een herstelde aanlevering van hetzelfde besluit",
    bron="validatiematrix v6 (BHKV1046-1048), docs/bronnen.md#basischeck",
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
        run.inconclusive(
            f"de levering had afgekeurd moeten worden, maar de LVBB gaf {await klok.kort(run, afgekeurd, verslag)}"
        )
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
        eis="Ondertekening staat in het procedureverloop (BHKV1048), en verder hooguit Vaststelling (BHKV1046, 1047)",
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
    bron="docs/bronnen.md#lvbb-aanleveren, #lvbb-antwoorden",
    merk="confirmed",
    nodig=("publiceren", "afbreken"),
    na=("LVBB-03", "LVBB-07"),
)
async def publicatie_afbreken(run: Run) -> None:
    """De software zet een publicatie klaar en breekt haar af; op de datum van bekendmaking mag er niets verschijnen."""
    async with run.klok_vast():
        levering = await lvbb.moet_leveren(
            run, "publiceren", PUBLICEREN, "Start een publicatie over drie dagen.", dagen=3
        )
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
        verslag.verslag_uitkomst == "ok"
        and bool(pakket.besluit_work)
        and afbreek_pakket.besluit_work == pakket.besluit_work,
        code="afgebroken",
        verwacht=f"uitkomst ok voor {pakket.besluit_work}",
        gekregen=f"{verslag.kort} voor {afbreek_pakket.besluit_work or '(geen identificatie)'}",
        doe="Noem in de breekPublicatieAfOpdracht het FRBRWork van het besluit dat nog wacht.",
        waar="opdracht.xml/identificatie",
        bericht=await lvbb.bericht_van_levering(run, afbreking),
    )
    await run.clock(tot=tijd.na_middernacht(stappen.datum_bekendmaking(run, pakket)))
    verschenen = run.gezien(
        PUBLICATIE, lambda g: _van_besluit(str(g.gegevens.get("work") or ""), levering, g.gegevens, pakket)
    )
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
        verslag.verslag_uitkomst in _NIETS_AF_TE_BREKEN
        and len(pogingen) == 1
        and getoond in {"", verslag.verslag_uitkomst},
        code="tweede-keer",
        eis="de software gaat om met een afbreking die niets vindt",
        bron="docs/bronnen.md#lvbb-antwoorden, eigen eis",
        merk="inferred",
        verwacht=f"één poging, en bij de gebruiker de uitkomst {' of '.join(sorted(_NIETS_AF_TE_BREKEN))}",
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
    eis="een geweigerde opdracht komt niet ongewijzigd terug: elke nieuwe poging heeft een nieuwe idLevering",
    bron="docs/bronnen.md#lvbb-antwoorden, #lvbb-idlevering",
    merk="confirmed",
    nodig=("publiceren",),
    na=("LVBB-03", "LVBB-07", "LVBB-14"),
    stilte="60s",
)
async def ongeldige_opdracht(run: Run) -> None:
    """De LVBB weigert een opdracht om datum of mandaat; de software toont dat en stuurt niet vanzelf opnieuw."""
    if run.kan("verkeerde_opdracht"):
        levering = await lvbb.moet_leveren(
            run, "verkeerde_opdracht", PUBLICEREN, "Lever een besluit met een oude datum aan."
        )
    else:
        async with stappen.geweigerd(
            run, "opdracht-niet-valide", "LVBB1501", "De datum van bekendmaking is verstreken"
        ):
            levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, "Lever een besluit aan.", dagen=1)
    verslag = await lvbb.eindverslag(run, levering)
    if verslag is None:
        run.inconclusive(f"de LVBB gaf geen eindverslag over {levering.naam}")
    if not levering.sha256:
        run.inconclusive("de simulator gaf geen controlegetal van de levering")
    afgewezen = verslag.verslag_uitkomst in {"niet-valide", "opdracht-niet-valide"}
    if not afgewezen or not set(verslag.codes) & (DATUM | {MANDAAT}):
        stappen.elders(run, verslag)
        run.inconclusive(
            f"verwacht was een weigering om datum of mandaat (LVBB1501, LVBB1512), maar de LVBB gaf {verslag.kort}"
        )
    stil = "10m" if run.omgeving.besturing.virtueel else ""  # a person should not have to wait ten minutes
    await run.expect_none(
        LEVERING, lambda g: g.gegevens.get("sha256") == levering.sha256, binnen=stil, sinds=levering.nummer
    )
    nogmaals = [later for later in lvbb.leveringen(run, levering.nummer) if later.sha256 == levering.sha256]
    run.must(
        not nogmaals,
        code="niet-opnieuw",
        verwacht="niet nog eens dezelfde opdracht",
        gekregen=f"Zelfde ongeldige opdracht is {len(nogmaals)}x opnieuw verstuurd"
        if nogmaals
        else "niet opnieuw verstuurd",
        doe="Stop na een weigering, toon de reden, en laat de gebruiker eerst iets veranderen.",
        bericht=await lvbb.bericht_van_levering(run, nogmaals[0] if nogmaals else levering),
    )
    await stappen.toont(run, verslag)
