"""Checks of the LVBB that judge every delivery of the run, when the others have ended: LVBB-04 and LVBB-05."""

import re
from collections import Counter
from collections.abc import Iterable

from simulator.basischeck.checks import stappen
from simulator.basischeck.checks.stappen import DUBBEL
from simulator.basischeck.model import PLAN, VERPLICHT, Resultaat, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import PUBLICEREN, VALIDATIE, Levering
from simulator.basischeck.waarneming.pakket import ManifestRij, NietInJournaal, Pakket

VOLGORDE = ("LVBB-04", "LVBB-05")
_NAAM = re.compile(r"[0-9A-Za-z._-]+")
_SOORTEN = frozenset({"application/xml", "application/gml+xml", "application/pdf", "image/jpeg", "image/png"})


@check(
    "LVBB-04",
    "Manifest klopt met de zip",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="elk bestand van de zip staat precies één keer in manifest.xml, en niets anders",
    bron="validatiematrix v6 (LVBB1004, 1009, 1010, 1019, 1042)",
    merk="confirmed",
    laatst=True,
)
async def manifest_klopt(run: Run) -> None:
    """Van elke levering in deze run vergelijken wij de bestanden in de zip met de rijen van manifest.xml."""
    if not lvbb.leveringen(run):
        await lvbb.moet_leveren(run, "valideren", VALIDATIE, "Lever een besluit aan.")
    bekeken = 0
    for levering in lvbb.leveringen(run):
        try:
            pakket = await lvbb.leesbaar_of_niets(run, levering)
        except NietInJournaal as fout:
            run.note(f"Niet bekeken: {fout}.")
            continue
        bekeken += 1
        if pakket is not None:
            await _bekijk(run, levering, pakket)
    if not bekeken:
        run.inconclusive("het journaal heeft van geen enkele levering de zip")
    if run.bevindingen(Resultaat.GEZAKT):
        return
    run.must(
        True,
        code="manifest",
        verwacht="in elke levering klopt het manifest",
        gekregen=f"{bekeken} levering(en) bekeken, alle in orde",
    )


async def _bekijk(run: Run, levering: Levering, pakket: Pakket) -> None:
    fouten = _fouten(pakket)
    if not fouten:
        return
    bericht = await lvbb.bericht_van_levering(run, levering, "manifest.xml")
    for code, gekregen, doe in fouten:
        run.must(
            False,
            verder=True,
            code=code,
            verwacht="elk bestand één keer in de zip en één keer in manifest.xml, met een toegestaan contentType",
            gekregen=gekregen,
            doe=doe,
            waar=f"manifest.xml in levering {levering.naam}",
            bericht=bericht,
        )


def _fouten(pakket: Pakket) -> list[tuple[str, str, str]]:
    rijen = pakket.manifest
    if rijen is None:
        return [("manifest", "manifest.xml ontbreekt of is onleesbaar", "Lever een geldig manifest.xml mee.")]
    in_zip, in_manifest = Counter(pakket.namen), Counter(rij.naam for rij in rijen)
    noem = (
        "Neem elk bestand op in manifest.xml, ook manifest.xml en opdracht.xml zelf, en niets wat niet in de zip zit."
    )
    fouten = [
        ("ontbreekt", f"Bestand {naam} staat wel in de zip maar niet in manifest.xml", noem)
        for naam in in_zip
        if naam not in in_manifest
    ]
    fouten += [
        ("te-veel", f"Bestand {naam} staat wel in manifest.xml maar niet in de zip", noem)
        for naam in in_manifest
        if naam not in in_zip
    ]
    for plek, tellingen in (("de zip", in_zip), ("manifest.xml", in_manifest)):
        fouten += [
            ("dubbel", f"Bestand {naam} staat {aantal} keer in {plek}", f"Noem {naam} één keer.")
            for naam, aantal in tellingen.items()
            if aantal > 1
        ]
    return fouten + _niet_toegestaan(in_zip, rijen)


def _niet_toegestaan(in_zip: Iterable[str], rijen: Iterable[ManifestRij]) -> list[tuple[str, str, str]]:
    """Names and content types that the LVBB does not take."""
    namen = [
        (
            "naam",
            f"Bestandsnaam {naam!r} is niet toegestaan",
            "Gebruik alleen letters, cijfers, punt, _ en -, zonder mappen.",
        )
        for naam in in_zip
        if not _NAAM.fullmatch(naam)
    ]
    soorten = [
        (
            "contentType",
            f"contentType {rij.content_type!r} van {rij.naam} is niet toegestaan",
            f"Kies uit {', '.join(sorted(_SOORTEN))}.",
        )
        for rij in rijen
        if rij.content_type not in _SOORTEN
    ]
    return namen + soorten


@check(
    "LVBB-05",
    "idLevering uniek en hergebruik geweigerd",
    koppelvlak="lvbb",
    software=PLAN,
    ernst=VERPLICHT,
    eis="elke levering heeft een eigen idLevering, ook na een afwijzing (LVBB1012)",
    bron="docs/bronnen.md#lvbb-idlevering",
    merk="confirmed",
    nodig=("publiceren",),
    laatst=True,
)
async def id_levering_uniek(run: Run) -> None:
    """Alle idLeveringen van deze run moeten verschillen; na een afwijzing moet er een nieuwe komen."""
    if not await _heeft_herkansing(run):
        await _lok_herkansing_uit(run)
    leveringen = lvbb.leveringen(run)
    aantallen = Counter((levering.oin, levering.id_levering) for levering in leveringen if levering.id_levering)
    for (_, id_levering), aantal in aantallen.items():
        if aantal > 1:
            laatste = next(later for later in reversed(leveringen) if later.id_levering == id_levering)
            run.must(
                False,
                verder=True,
                code="uniek",
                verwacht="elke idLevering één keer",
                gekregen=f"idLevering {id_levering} is al gebruikt: {aantal} leveringen hebben haar",
                doe="Maak voor elke levering een nieuwe idLevering, ook als de vorige is afgewezen.",
                waar="opdracht.xml/idLevering",
                bericht=await lvbb.bericht_van_levering(run, laatste),
            )
    for levering in leveringen:
        if aantallen[levering.oin, levering.id_levering] == 1:
            await _reactie_op_dubbel(run, levering, leveringen)
    if not run.bevindingen(Resultaat.GEZAKT):
        run.vergelijk(
            aantallen if len(leveringen) > 1 else (),
            (),
            code="uniek",
            verwacht="elke idLevering één keer",
            gekregen=f"{len(aantallen)} leveringen met een leesbare idLevering, alle met een eigen",
            doe="Lever in één run ten minste twee besluiten aan, elk met een idLevering.",
        )


async def _reactie_op_dubbel(run: Run, levering: Levering, leveringen: list[Levering]) -> None:
    """LVBB1012 on an id that was used before this run: the answer to it must be a new id."""
    geweigerd = next((v for v in lvbb.verslagen(run, levering) if DUBBEL in v.codes), None)
    if geweigerd is None:
        return
    nieuw = [
        later for later in leveringen if later.nummer > levering.nummer and later.id_levering != levering.id_levering
    ]
    run.must(
        bool(nieuw),
        verder=True,
        code="na-LVBB1012",
        verwacht="na LVBB1012 een levering met een nieuwe idLevering",
        gekregen=nieuw[0].naam if nieuw else f"geen levering meer na de weigering van {levering.naam}",
        doe="Maak na LVBB1012 een nieuwe idLevering en lever opnieuw aan.",
        bericht=await lvbb.bericht_van_verslag(run, geweigerd),
    )


async def _heeft_herkansing(run: Run) -> bool:
    """Whether the run saw a rejected delivery with another one after it."""
    leveringen = lvbb.leveringen(run)
    for levering in leveringen:
        if any(v.uitkomst == "mislukt" for v in lvbb.verslagen(run, levering)):
            return leveringen[-1].nummer > levering.nummer
    return False


async def _lok_herkansing_uit(run: Run) -> None:
    if not run.kan("herstellen"):
        if len(lvbb.leveringen(run)) < 2:
            run.skip("er waren geen twee leveringen om te vergelijken, en de software kan er geen herstellen")
        return
    doe = "Lever een besluit aan."
    if run.kan("publiceren_met_gebrek"):
        levering = await lvbb.moet_leveren(run, "publiceren_met_gebrek", PUBLICEREN, doe)
    else:
        async with stappen.geweigerd(run, "niet-valide", "BHKV1048", "De procedurestap Ondertekening ontbreekt"):
            levering = await lvbb.moet_leveren(run, "publiceren", PUBLICEREN, doe, dagen=1)
    await lvbb.eindverslag(run, levering)
    opnieuw = await lvbb.moet_leveren(
        run, "herstellen", PUBLICEREN, "Herstel de afgekeurde levering en lever opnieuw aan."
    )
    await lvbb.voortgang(run, opnieuw, "registratie-voltooid")
