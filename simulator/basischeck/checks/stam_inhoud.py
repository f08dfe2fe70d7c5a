"""Checks of STAM about what must be in the zaak, whatever the verzoek: STAM-22, STAM-23, STAM-24, STAM-27, STAM-29."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stampartijen, stamwereld
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import vouw
from simulator.basischeck.waarneming.stampartijen import Betrokkenen, Waarde

VOLGORDE = ("STAM-22", "STAM-23", "STAM-24", "STAM-27", "STAM-29")
INDIENERS = ("bsn", "zonder-bsn", "buitenland", "vestiging", "gemachtigde", "contactpersoon", "postbus")
LOCATIES = ("bag", "punt", "polygoon", "perceel", "etrs", "meer")
PROFIELEN = ("stam-v2", "stam-v3", "stam-v4")
_VELDEN = {
    "bsn": ("bsn",),
    "kvknummer": ("kvk_nummer", "kvkNummer"),
    "vestigingsnummer": ("vestigingsnummer",),
    "achternaam": ("naam",),
    "handelsnaam": ("naam",),
}
"""In which field of a partij a hook has a value of the message."""
_POST = ("correspondentieadres", "postadres")
GEHEIM = "medisch advies.pdf"
BIJLAGEN = ({"naam": "tekening.pdf", "grootte": 10_000}, {"naam": GEHEIM, "grootte": 10_000, "vertrouwelijk": True})


@check(
    "STAM-22",
    "Indienersvarianten",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="elke soort indiener staat in de zaak, met de gemachtigde en waar hij te bereiken is",
    bron="docs/bronnen.md#stam-personen",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def indieners(run: Run) -> None:
    """Zeven soorten indieners: burger, zonder BSN, buitenland, vestiging, gemachtigde, contactpersoon, postbus."""
    for soort in INDIENERS:
        verzoek = await stappen.nieuw(run, indiener=soort)
        gezien = await stappen.verwerkt(run, verzoek)
        wie = await _betrokkenen(run, gezien)
        zaak = await stappen.een_zaak(
            run,
            gezien,
            f"Staan bij verzoek {verzoek.verzoeknummer} (indiener: {soort}) alle personen en hun correspondentieadres "
            "in uw software?",
            tot=lambda zaak, wie=wie: not _ontbreekt(wie, zaak),  # type: ignore[misc]  # bound in the loop
        )
        if zaak is None:
            continue
        if not zaak.heeft("partijen"):
            run.note("Niet bekeken: de haak geeft geen partijen.")
            return
        mist = _ontbreekt(wie, zaak)
        run.vergelijk(
            _verteld(wie, zaak),
            mist,
            verder=True,
            code=soort,
            verwacht=f"alle gegevens van {', '.join(sorted({waarde.rol for waarde in wie.waarden}))}",
            gekregen=f"ontbreekt: {', '.join(sorted({f'{w.veld} van {w.rol}' for w in mist}))}" if mist else "alles",
            waar=f"zaak {zaak.id}, {gezien.waar}",
            doe="Neem initiatiefnemer, gemachtigde en contactpersoon over, met correspondentieadres of postbus.",
            bericht=stam.bericht(gezien.regel),
        )


def _ontbreekt(wie: Betrokkenen, zaak: Zaak) -> list[Waarde]:
    """What is not among the partijen, of what the hook tells about."""
    bekend = _plat(zaak.rij.get("partijen"))
    return [w for w in _verteld(wie, zaak) if _plat(w.waarde) not in bekend]


def _verteld(wie: Betrokkenen, zaak: Zaak) -> list[Waarde]:
    """The values that the hook has a field for: a register may have no place for the rest. All, where it has nobody."""
    velden = {str(veld) for partij in zaak.lijst("partijen") for veld in partij}
    leeg = not zaak.lijst("partijen")
    return [w for w in wie.waarden if leeg or velden.intersection(_VELDEN.get(w.veld, _POST))]


def _plat(waarde: Any) -> str:
    """All texts in one, without what writing differs in: spaces, case and accents."""
    if isinstance(waarde, str):
        return vouw("".join(waarde.split()))
    if isinstance(waarde, Mapping):
        return "|".join(_plat(deel) for deel in waarde.values())
    if isinstance(waarde, list | tuple):
        return "|".join(_plat(deel) for deel in waarde)
    return "" if waarde is None else json.dumps(waarde)


@check(
    "STAM-23",
    "Locatievarianten",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een verzoek wordt een zaak, hoe de locatie ook is opgegeven",
    bron="docs/bronnen.md#stam-locatie",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def locaties(run: Run) -> None:
    """Een adres, een punt, een vlak, een perceel, alleen ETRS89, en drie locaties tegelijk: alle worden een zaak."""
    for soort in LOCATIES:
        verzoek = await stappen.nieuw(run, locatie=soort)
        gezien = await stappen.verwerkt(run, verzoek)
        verwacht = (await _betrokkenen(run, gezien)).locaties
        zaak = await stappen.een_zaak(
            run,
            gezien,
            f"Staat er in uw software een zaak bij verzoek {verzoek.verzoeknummer} (locatie: {soort}), met "
            f"{verwacht} locatie(s)?",
            tot=lambda zaak, n=verwacht: len(zaak.lijst("locaties")) >= n,  # type: ignore[misc]  # bound in the loop
            geen="STAM-23",
            doe="Weiger geen verzoek om zijn locatie: zet het in een werklijst als u haar niet kunt plaatsen.",
        )
        if zaak is None:
            continue
        run.must(True, code=soort, verwacht="een zaak", gekregen=f"zaak {zaak.id}", waar=gezien.waar)
        if zaak.heeft("locaties"):
            _alle_locaties(run, gezien, zaak, soort, verwacht)


def _alle_locaties(run: Run, gezien: Verwerkt, zaak: Zaak, soort: str, verwacht: int) -> None:
    gekregen = len(zaak.lijst("locaties"))
    run.vergelijk(
        range(verwacht),
        [] if gekregen >= verwacht else ["aantal"],
        verder=True,
        code=f"{soort}-aantal",
        eis="elke locatie van het verzoek staat in de zaak",
        bron="docs/bronnen.md#basischeck, eigen eis",
        merk="inferred",
        verwacht=f"{verwacht} locatie(s) in de zaak",
        gekregen=f"{gekregen} locatie(s)",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Neem elke projectlocatie over, ook een getekende zonder adres.",
        bericht=stam.bericht(gezien.regel),
    )


@check(
    "STAM-24",
    "Vertrouwelijke bijlagen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een bijlage die vertrouwelijk is staat als vertrouwelijk in de zaak",
    bron="docs/bronnen.md#stam-vragenlijst",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def vertrouwelijk(run: Run) -> None:
    """Eén van de twee bijlagen is vertrouwelijk; in de zaak is dat te zien."""
    verzoek = await stappen.nieuw(run, bijlagen=list(BIJLAGEN))
    gezien = await stappen.verwerkt(run, verzoek)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Is bijlage '{GEHEIM}' van verzoek {verzoek.verzoeknummer} in uw software als vertrouwelijk gemerkt?",
        tot=lambda zaak: bool(_document(zaak)),
    )
    if zaak is None:
        return
    document = _document(zaak)
    if document is None or "vertrouwelijk" not in document:
        run.inconclusive("de haak zegt van deze bijlage niet of zij vertrouwelijk is")
    run.must(
        bool(document["vertrouwelijk"]),
        code="vertrouwelijk",
        verwacht=f"{GEHEIM} is als vertrouwelijk gemerkt",
        gekregen="gemerkt" if document["vertrouwelijk"] else "Vertrouwelijke bijlage openbaar geregistreerd",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Neem vertrouwelijk uit het STAM-bericht over in uw documentbeheer.",
        bericht=stam.bericht(gezien.regel),
    )


def _document(zaak: Zaak) -> Mapping[str, Any] | None:
    """The document by its name, before which an adapter may put numbers (docs/bronnen.md#stam-bezorgen)."""
    return next((d for d in zaak.lijst("documenten") if str(d.get("naam")).endswith(GEHEIM)), None)


@check(
    "STAM-27",
    "Versietolerantie STAM",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een andere versie van het bericht, of een element dat de software niet kent, houdt geen verzoek tegen",
    bron="docs/bronnen.md#stam-versies (het onbekende element: afgeleid)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def versies(run: Run) -> None:
    """Hetzelfde verzoek in STAM 2, 3 en 4, en een keer met een optioneel element dat geen versie kent."""
    for profiel, onbekend in (*((profiel, False) for profiel in PROFIELEN), (PROFIELEN[-1], True)):
        wat = f"{profiel} met een onbekend element" if onbekend else profiel
        async with stamwereld.instellingen(run, profiel=profiel, onbekendElement=onbekend):
            verzoek = await stappen.nieuw(run)
            gezien = await stappen.verwerkt(run, verzoek)
            zaak = await stappen.een_zaak(
                run,
                gezien,
                f"Staat er in uw software een zaak bij verzoek {verzoek.verzoeknummer} (bericht in {wat})?",
                geen="STAM-27",
                doe="Lees op naam, en sla over wat u niet kent; een nieuwe versie voegt elementen toe.",
                merk="inferred" if onbekend else None,
            )
        if zaak is not None:
            run.must(True, code=wat, verwacht=f"een zaak van {wat}", gekregen=f"zaak {zaak.id}", waar=gezien.waar)


@check(
    "STAM-29",
    "Tekens, lengtes, talen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="tekst staat in de zaak zoals de aanvrager haar schreef",
    bron="docs/bronnen.md#basischeck, eigen eis",
    merk="inferred",
    timeout="10m",
    na=("STAM-01",),
)
async def tekens(run: Run) -> None:
    """Antwoorden met accenten, emoji, 4000 tekens, leestekens van XML, regeleinden, en een leeg antwoord."""
    verzoek = await stappen.nieuw(run, tekens="alles", langeNaam=True)
    gezien = await stappen.verwerkt(run, verzoek)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staan de antwoorden van verzoek {verzoek.verzoeknummer}, met bijzondere tekens, onveranderd in uw software?",
        tot=lambda zaak: not _verminkt(gezien, zaak),
    )
    if zaak is None:
        return
    if not _antwoorden(zaak):
        run.note("Niet bekeken: de haak geeft geen vragen bij de activiteiten.")
        return
    anders = _verminkt(gezien, zaak)
    run.vergelijk(
        gezien.bericht.antwoorden,
        anders,
        code="tekst",
        verwacht="elk antwoord zoals het in het STAM-bericht staat",
        gekregen=f"Tekst verminkt bij vraag {', '.join(anders)}" if anders else "gelijk",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Bewaar tekst als UTF-8, zonder haar af te breken of tekens te vervangen.",
        bericht=stam.bericht(gezien.regel),
    )


def _verminkt(gezien: Verwerkt, zaak: Zaak) -> list[str]:
    """The ids of questions of which the answer differs, line ends apart."""
    bewaard = _antwoorden(zaak)
    return [
        antwoord.vraag_id
        for antwoord in gezien.bericht.antwoorden
        if _regels(antwoord.antwoord) not in bewaard.get(antwoord.vraag_id, [])
    ]


def _antwoorden(zaak: Zaak) -> dict[str, list[str]]:
    gevonden: dict[str, list[str]] = {}
    for activiteit in zaak.lijst("activiteiten"):
        for vraag in activiteit.get("vragen") or []:
            gevonden.setdefault(str(vraag.get("vraagId")), []).append(_regels(str(vraag.get("antwoord") or "")))
    return gevonden


def _regels(tekst: str) -> str:
    return tekst.replace("\r\n", "\n").replace("\r", "\n")


async def _betrokkenen(run: Run, gezien: Verwerkt) -> Betrokkenen:
    return stampartijen.lees(await run.omgeving.sim.antwoord(gezien.regel.nummer))
