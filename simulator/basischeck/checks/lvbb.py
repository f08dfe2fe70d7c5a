"""Checks of the LVBB up to a first publication: LVBB-01, 02 and 03."""

import re

from simulator.basischeck.checks import klok, stappen
from simulator.basischeck.model import PLAN, VERPLICHT, Bericht, check
from simulator.basischeck.run import Run
from simulator.basischeck.stroom import LEVERING
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import PUBLICATIE, PUBLICEREN, REGELING, VALIDATIE, Levering
from simulator.basischeck.waarneming.pakket import Pakket, alle, lokaal
from simulator.contract.xml import tekst_van
from simulator.stelsel.kalender import is_weekend

VOLGORDE = ("LVBB-01", "LVBB-02", "LVBB-03")
_ID_LEVERING = re.compile(r"[0-9A-z][0-9A-z_-]+")
_OIN = re.compile(r"\d{20}")


@check(
    "LVBB-01",
    "Eerste contact: validatieverzoek met correcte afzender",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="het verzoek zegt wie de levering stuurt en voor wie",
    bron="lvbb-transport 1.2.0",
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
        bool(in_opdracht) and in_opdracht == levering.id_levering,
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
            doe=f"Zet in opdracht.xml bij {veld} het OIN van 20 cijfers.",
            waar=f"opdracht.xml/{veld}",
            bericht=bericht,
        )
    aanleveraar = pakket.opdracht.veld("idAanleveraar") if pakket.opdracht else ""
    run.must(
        bool(aanleveraar) and levering.oin == aanleveraar,
        verder=True,
        code="afzender",
        eis="idAanleveraar is het OIN waarmee de software zich bekendmaakt",
        merk="inferred",
        verwacht=f"afzender {aanleveraar or '(onbekend)'}, de idAanleveraar",
        gekregen=f"idAanleveraar {aanleveraar} hoort niet bij het OIN van de afzender, {levering.oin or 'geen'}"
        if levering.oin != aanleveraar or not aanleveraar
        else levering.oin,
        doe="Stuur de levering met het OIN dat in idAanleveraar staat, of leg vast wie u daarvoor gemachtigd heeft.",
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
    bron="docs/bronnen.md#lvbb-aanleveren, #lvbb-idlevering",
    merk="confirmed",
    nodig=("valideren",),
    na=("LVBB-01",),
    stilte="60s",
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
    await run.expect_none(LEVERING, lambda g: lvbb.levering_uit(g).familie == PUBLICEREN, sinds=levering.nummer)
    gepubliceerd = run.gezien(PUBLICATIE, lambda g: g.gegevens.get("leveringId") == levering.levering_id)
    vanzelf = [
        later
        for later in lvbb.leveringen(run, levering.nummer)
        if later.familie == PUBLICEREN
        and run.omgeving.verdeler.eigenaar.get(later.nummer, run.check.id) == run.check.id
    ]
    run.must(
        not gepubliceerd and not vanzelf,
        code="niet-gepubliceerd",
        verwacht=f"geen publicatie en geen publicatieOpdracht binnen {run.stilte().total_seconds():.0f} seconden",
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
        run.blocked(
            "LVBB-03",
            f"de aanlevering is niet valide: {await klok.kort(run, levering, verslag)}. "
            f"Alleen een valide besluit bewijst iets.",
        )


@check(
    "LVBB-03",
    "Initiële publicatie omgevingsdocument",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="een nieuwe regeling wordt bekendgemaakt en geconsolideerd",
    bron="docs/bronnen.md#lvbb-antwoorden, validatiematrix v6",
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
    _goed_besluit(
        run,
        pakket,
        await lvbb.bericht_van_levering(run, levering, pakket.opdracht.veld("publicatie") if pakket.opdracht else ""),
    )
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
    waarom = klok.van_pakket(run, levering, pakket)
    if waarom and datum > levering.dag:
        run.note(f"Gevraagd was een bekendmaking over een dag; {waarom}. {klok.DOE}")
    run.must(
        datum > levering.dag and not is_weekend(datum),  # which holidays the LVBB knows is not public
        code="datumBekendmaking",
        eis="datumBekendmaking ligt na vandaag (LVBB1501) en niet in een weekend (LVBB1519)",
        verwacht=f"een werkdag na {levering.dag}",
        gekregen=str(datum) + (", in een weekend" if is_weekend(datum) else "") + (f"; {waarom}" if waarom else ""),
        doe=klok.DOE if waarom else "Kies als datumBekendmaking een werkdag na vandaag.",
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
