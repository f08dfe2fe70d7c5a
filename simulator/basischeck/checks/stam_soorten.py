"""Checks of STAM about the kinds of verzoeken: types, conceptverzoek, several activities (STAM-12 to STAM-14)."""

from collections.abc import Sequence

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import vouw

VOLGORDE = ("STAM-12", "STAM-13", "STAM-14")
CASUSSEN = {
    "Aanvraag vergunning": "boom-kappen",
    "Melding": "sloop-asbest",
    "Informatie": "informatie",
    "Informatie ongewoon voorval": "ongewoon-voorval",
    "Aanvraag maatwerkvoorschrift": "maatwerkvoorschrift",
    "Melding gelijkwaardige maatregel": "gelijkwaardige-maatregel-melding",
    "Aanvraag toestemming gelijkwaardige maatregel": "gelijkwaardige-maatregel-toestemming",
}
"""By each of the seven types (docs/bronnen.md#stam-kop) the case that is submitted of it."""
MEERVOUDIG = "meervoudig"


@check(
    "STAM-12",
    "Alle zeven verzoektypen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="van elk van de zeven typen verzoek maakt de software een zaak van het juiste type",
    bron="docs/bronnen.md#stam-kop (de zeven typen: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def alle_typen(run: Run) -> None:
    """Van elk type wordt een verzoek ingediend; alle zeven worden een zaak, elk van het eigen type."""
    stappen.vrij(run)
    verzoeken = {type_: await stam.dien_in(run, casus=casus, bijlagen=1) for type_, casus in CASUSSEN.items()}
    gezien = {type_: await stappen.verwerkt(run, verzoek) for type_, verzoek in verzoeken.items()}
    if not run.omgeving.besturing.kan("zaak_zoeken"):
        nummers = ", ".join(f"{v.verzoeknummer} ({t})" for t, v in verzoeken.items())
        eerste = next(iter(verzoeken.values()))
        await stam.zaken(
            run, eerste, of=f"Staat er in uw software een zaak van het juiste type bij elk van: {nummers}?"
        )
        return
    for type_, verwerkt in gezien.items():
        await _van_type(run, verwerkt, type_)


async def _van_type(run: Run, gezien: Verwerkt, type_: str) -> None:
    zaken = await stam.zaken(run, gezien.verzoek, of="", tot=lambda zaken: any(_is(zaak, type_) for zaak in zaken))
    zaken = zaken or []
    verteld = [zaak for zaak in zaken if zaak.heeft("type")]
    anders = [zaak.id for zaak in verteld if not _is(zaak, type_)]
    run.vergelijk(
        verteld,
        anders if zaken else ["geen zaak"],
        verder=True,
        code=f"type-{vouw(type_).replace(' ', '-')}",
        verwacht=f"een zaak van type {type_!r}",
        gekregen=", ".join(f"zaak {zaak.id} van type {zaak.tekst('type')!r}" for zaak in zaken)
        or f"Type {type_} niet gemapt (geen zaak)",
        waar=gezien.waar,
        doe="Richt voor elk type verzoek een zaaktype in; heten zij bij u anders, vertaal ze dan in de haak.",
        bericht=stam.bericht(gezien.regel),
    )


def _is(zaak: Zaak, type_: str) -> bool:
    return vouw(zaak.tekst("type")) == vouw(type_)


@check(
    "STAM-13",
    "Conceptverzoek (omgevingsoverleg)",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="een conceptverzoek (tot STAM 4: vooroverleg) is een ander zaaktype dan een aanvraag",
    bron="docs/bronnen.md#stam-versies, #stam-aanvullen",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def conceptverzoek(run: Run) -> None:
    """Hetzelfde verzoek wordt definitief en als conceptverzoek ingediend; de software houdt ze uit elkaar."""
    concept = await stappen.nieuw(run, doel="Conceptverzoek")
    definitief = await stam.dien_in(run)
    gezien = await stappen.verwerkt(run, concept)
    ander = await stappen.verwerkt(run, definitief)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat conceptverzoek {concept.verzoeknummer} in uw software als vooroverleg, zonder beslistermijn?",
        geen="STAM-13",
        doe="Richt een zaaktype in voor conceptverzoeken.",
    )
    if zaak is None:
        return
    aanvraag = await stappen.een_zaak(run, ander, "", geen=stappen.XML)
    if aanvraag is not None:
        _ander_zaaktype(run, gezien, zaak, aanvraag)
    _geen_termijn(run, gezien, zaak)


def _ander_zaaktype(run: Run, gezien: Verwerkt, zaak: Zaak, aanvraag: Zaak) -> None:
    """Whether the two are told apart: by zaaktype, else by doel, else by type.

    The type of a verzoek is the same for both, so it only tells where the software has another one.
    """
    veld = next((v for v in ("zaaktype", "doel", "type") if zaak.heeft(v) and aanvraag.heeft(v)), "")
    zelfde = vouw(zaak.tekst(veld)) == vouw(aanvraag.tekst(veld))
    run.vergelijk(
        [veld] if veld and not (veld == "type" and zelfde) else [],
        [veld] if zelfde and veld in ("zaaktype", "doel") else [],
        verder=True,
        code="zaaktype",
        verwacht=f"een ander zaaktype (of doel) dan de aanvraag, die {aanvraag.tekst(veld)!r} heeft",
        gekregen=f"Conceptverzoek als formele aanvraag geregistreerd: beide hebben {veld} {zaak.tekst(veld)!r}"
        if zelfde
        else f"{veld} {zaak.tekst(veld)!r}",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Kies het zaaktype op type én doel; het doel heet Conceptverzoek, en voor STAM 4 Vooroverleg. Laat de haak "
        "zaaktype of doel geven.",
        bericht=stam.bericht(gezien.regel),
    )


def _geen_termijn(run: Run, gezien: Verwerkt, zaak: Zaak) -> None:
    if not zaak.heeft("fatale_datum"):
        return  # a hook that has none says so by leaving it out
    datum = zaak.tekst("fatale_datum")
    run.must(
        not datum,
        verder=True,
        code="termijn",
        eis="een conceptverzoek heeft geen beslistermijn",
        bron="docs/bronnen.md#basischeck; een bekend VTH-systeem neemt de termijn van het zaaktype, ook hier",
        merk="inferred",
        verwacht="geen fatale datum: een conceptverzoek heeft geen beslistermijn",
        gekregen=f"fatale datum {datum}" if datum else "geen fatale datum",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Start bij een conceptverzoek geen beslistermijn.",
        bericht=stam.bericht(gezien.regel),
    )


@check(
    "STAM-14",
    "Meervoudig verzoek",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="van een verzoek met meer activiteiten staat elke activiteit in de zaak, met de eigen vragen",
    bron="docs/bronnen.md#stam-kop, #stam-vragenlijst",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def meervoudig_verzoek(run: Run) -> None:
    """Eén verzoek met drie activiteiten, elk met eigen vragen; alle drie komen in de zaak."""
    verzoek = await stappen.nieuw(run, casus=MEERVOUDIG)
    gezien = await stappen.verwerkt(run, verzoek)
    if len(gezien.bericht.activiteiten) < 2:
        run.inconclusive("de simulator maakte geen verzoek met meer dan één activiteit")
    namen = ", ".join(activiteit.naam for activiteit in gezien.bericht.activiteiten)
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Staan bij verzoek {verzoek.verzoeknummer} deze activiteiten, elk met hun vragen: {namen}?",
        tot=lambda zaken: not _mist(gezien, zaken),
    )
    if zaken is None:
        return
    if not zaken:
        stappen.geen_zaak(run, gezien)
    for zaak in zaken:
        await stappen.van_dit_verzoek(run, gezien, zaak)
    if not any(zaak.heeft("activiteiten") for zaak in zaken):
        run.note("Niet bekeken: de haak geeft geen activiteiten.")
        return
    mist = _mist(gezien, zaken)
    run.vergelijk(
        gezien.bericht.activiteiten,
        mist,
        code="activiteiten",
        verwacht=f"alle activiteiten met hun vragen: {namen}",
        gekregen="; ".join(f"Activiteit {naam} ontbreekt of mist vragen" for naam in mist) or "alle activiteiten",
        waar=f"{', '.join(zaak.id for zaak in zaken)}, {gezien.waar}",
        doe="Neem elke projectactiviteit over, met alle specificaties die eronder staan.",
        bericht=stam.bericht(gezien.regel),
    )


def _mist(gezien: Verwerkt, zaken: Sequence[Zaak]) -> list[str]:
    """The activities that are in no zaak, or without all their answers where the hook tells of those.

    What is not publiceerbaar is the subject of STAM-04.
    """
    rijen = [rij for zaak in zaken for rij in zaak.lijst("activiteiten")]
    mist = []
    for activiteit in gezien.bericht.activiteiten:
        van = [rij for rij in rijen if vouw(str(rij.get("naam"))) == vouw(activiteit.naam)]
        vragen = {str(vraag.get("vraagId")) for rij in van for vraag in rij.get("vragen") or []}
        gevraagd = {antwoord.vraag_id for antwoord in activiteit.antwoorden if antwoord.publiceerbaar}
        if not van or (any("vragen" in rij for rij in van) and not gevraagd <= vragen):
            mist.append(activiteit.naam)
    return mist
