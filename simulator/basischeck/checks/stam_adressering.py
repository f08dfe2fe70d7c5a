"""Checks of STAM about whose a verzoek is: STAM-17, STAM-18, STAM-19 and STAM-28."""

from typing import Any

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.control import Regel
from simulator.basischeck.model import OPTIONEEL, VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stamwereld
from simulator.basischeck.waarneming.stam import Verzoek, Zaak

VOLGORDE = ("STAM-17", "STAM-18", "STAM-19", "STAM-28")
DIENST = "00000009000000009920"
"""A behandeldienst where the plan has none: so9920."""
ANDERE_DIENST = "00000009000000009921"
"""A behandeldienst that is not of the plan: so9921."""
WIJZIG_BEHANDELDIENST = "wijzigBehandeldienst"


@check(
    "STAM-17",
    "Behandeldienst is niet te wijzigen → samenwerking",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="in profiel 2020 weigert het DSO een andere behandeldienst; het verzoek blijft dan waar het is",
    bron="docs/bronnen.md#stam-doorzenden (presentatie uit de praktijk, 2020)",
    merk="client",
    timeout="10m",
    nodig=("behandeldienst_wijzigen",),
    na=("STAM-01",),
)
async def behandeldienst_blijft(run: Run) -> None:
    """In profiel 2020 wil de software een andere behandeldienst; het DSO weigert dat, en de zaak blijft lopen."""
    gezag = stam.organisatie(run, stam.BEVOEGD_GEZAG) or stam.TESTGEMEENTE
    dienst = stam.organisatie(run, stam.BEHANDELDIENST)
    async with stamwereld.instellingen(run, routering="2020"):
        verzoek = await stappen.nieuw(run, oin=dienst or gezag, bevoegdGezag=gezag, behandeldienst=dienst or None)
        gezien = await stappen.verwerkt(run, verzoek)
        uitkomst = await run.push(
            "behandeldienst_wijzigen", verzoeknummer=verzoek.verzoeknummer, oin=verzoek.oin, naar=ANDERE_DIENST
        )
        regel = await run.expect_call(
            lambda r: r.operatie == WIJZIG_BEHANDELDIENST and r.status >= 400,
            sinds=gezien.regel.nummer,
            koppelvlak=stam.KOPPELVLAK,
            kenmerk=verzoek.kenmerk,
        )
    if regel is not None:
        await _getoond(run, verzoek, uitkomst, "dat de behandeldienst niet te wijzigen is")
    await _nog_hier(run, gezien, regel)
    if regel is None:
        run.inconclusive("de software vroeg het DSO niet om een andere behandeldienst")


async def _nog_hier(run: Run, gezien: Verwerkt, regel: Regel | None) -> None:
    """Require that the zaak goes on: nothing changed at the DSO."""
    verzoek = gezien.verzoek
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Staat de zaak bij verzoek {verzoek.verzoeknummer} na de weigering nog als lopend in uw software?",
        tot=lambda zaken: len(_lopend(verzoek, zaken)) == 1,
    )
    if zaken is None:
        return
    lopend = _lopend(verzoek, zaken)
    run.vergelijk(
        [zaak for zaak in zaken if zaak.heeft("status")],
        [] if len(lopend) == 1 else ["aantal"],
        code="zaak",
        verwacht="één lopende zaak, want het verzoek is nog steeds van deze organisatie",
        gekregen=_namen(zaken) or "Afwijzing niet afgehandeld: er is geen zaak",
        waar=gezien.waar,
        doe="Laat de zaak zoals zij was als het DSO de wijziging weigert, en start een samenwerking.",
        bericht=stam.bericht(regel or gezien.regel),
    )


@check(
    "STAM-18",
    "Alleen bevoegd gezag en behandeldienst mogen ophalen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="wat niet voor de organisatie is wordt geweigerd, en wordt dan geen zaak",
    bron="docs/bronnen.md#stam-ophalen (dat de weigering een 403 is, is afgeleid)",
    merk="confirmed",
    timeout="10m",
    nodig=("ophalen",),
    na=("STAM-01",),
)
async def niet_voor_u(run: Run) -> None:
    """De gebruiker vraagt een verzoek op dat voor een ander bevoegd gezag is; de software hoort 403 en meldt dat."""
    wie = stam.adressering(run)[1]
    ander = stam.ANDERE_GEMEENTE if wie != stam.ANDERE_GEMEENTE else stam.TESTGEMEENTE
    verzoek = await stam.dien_in(run, oin=wie, bevoegdGezag=ander, behandeldienst=None)
    uitkomst = await run.push("ophalen", verzoeknummer=verzoek.verzoeknummer, oin=wie)
    regel = await run.expect_call(
        lambda r: r.richting == "in" and r.operatie != "" and r.organisatie != ander,
        sinds=verzoek.regel,
        koppelvlak=stam.KOPPELVLAK,
        kenmerk=verzoek.kenmerk,
    )
    if regel is None:
        run.inconclusive("de software deed geen poging om het verzoek op te halen")
    gekregen = [r for r in await stam.aanroepen(run, verzoek) if r.status in (200, 206)]
    run.must(
        not gekregen,
        code="opgehaald",
        verwacht=f"verzoek {verzoek.verzoeknummer} is niet opgehaald: het is voor {ander}",
        gekregen=f"opgehaald als {gekregen[0].organisatie or 'niemand (zonder OIN)'}" if gekregen else "niet opgehaald",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Haal op als de organisatie waarvoor u werkt, met haar OIN in de aanroep.",
        bericht=stam.bericht(gekregen[0] if gekregen else regel),
    )
    await _getoond(run, verzoek, uitkomst, "dat dit verzoek niet voor u is")
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Is er in uw software géén zaak gemaakt bij verzoek {verzoek.verzoeknummer}, dat voor een ander is?",
        nodig=False,
    )
    if zaken is not None:
        run.must(
            not zaken,
            code="zaak",
            verwacht="geen zaak: het verzoek is van een ander",
            gekregen=_namen(zaken) or "geen zaak",
            waar=f"verzoek {verzoek.verzoeknummer}",
            doe="Maak pas een zaak als het STAM-bericht is opgehaald.",
            bericht=stam.bericht(regel),
        )


@check(
    "STAM-19",
    "Kopiebericht niet dubbel behandelen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="wat een behandeldienst behandelt komt bij het bevoegd gezag als kopie, en wordt daar geen tweede zaak",
    bron="docs/bronnen.md#stam-notificatie",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def kopiebericht(run: Run) -> None:
    """Een behandeldienst behandelt het verzoek; het bevoegd gezag krijgt een kopie en behandelt het niet ook."""
    gezag = stam.organisatie(run, stam.BEVOEGD_GEZAG)
    eigen_dienst = stam.organisatie(run, stam.BEHANDELDIENST)
    if not gezag:
        run.not_applicable("het plan noemt geen bevoegd gezag, en alleen dat krijgt kopieberichten")
    verzoek = await stappen.nieuw(run, oin=gezag, bevoegdGezag=gezag, behandeldienst=eigen_dienst or DIENST)
    gezien = await stappen.verwerkt(run, verzoek)
    mag = 1 if eigen_dienst else 0
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Wordt verzoek {verzoek.verzoeknummer} bij het bevoegd gezag níet behandeld (of is het daar als kopie "
        "gemerkt), omdat een behandeldienst dat doet?",
        tot=lambda zaken: len(_actief(zaken)) == mag,
    )
    if zaken is None:
        return
    actief = _actief(zaken)
    if len(actief) > mag and not any(zaak.heeft("status") or zaak.heeft("kopie") for zaak in actief):
        run.inconclusive("de haak zegt niet of een zaak nog behandeld wordt, of een kopie is")
    if len(actief) < mag:
        stappen.geen_zaak(run, gezien)
    run.must(
        len(actief) == mag,
        code="actief",
        verwacht=f"{mag} zaak die behandeld wordt: die van de behandeldienst"
        if mag
        else "geen zaak die behandeld wordt",
        gekregen=f"Kopiebericht als eigen zaak in behandeling: {_namen(actief)}" if len(actief) > mag else "klopt",
        waar=gezien.waar,
        doe="Vergelijk uitvoerendeInstantie met het eigen OIN, en merk het bericht anders als kopie.",
        bericht=stam.bericht(gezien.regel),
    )


@check(
    "STAM-28",
    "Maximaal twee triggers per verzoek",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="een behandeldienst die geen notificatie krijgt wordt met een samenwerking betrokken",
    bron="docs/bronnen.md#stam-notificatie; wat daarvan te zien is buiten de koppelvlakken om: eigen eis",
    merk="inferred",
    timeout="10m",
    nodig=("samenwerking_starten",),
    na=("STAM-01",),
)
async def twee_notificaties(run: Run) -> None:
    """Een tweede behandeldienst krijgt niets, want hoogstens twee ontvangers; de behandelaar nodigt haar zelf uit."""
    adres, wie = stam.adressering(run)
    gezag = str(adres["bevoegdGezag"])
    proef = await stappen.nieuw(run)
    activiteit = (await run.omgeving.sim.verzoek_stand(proef.verzoeknummer))["versies"][-1]["activiteiten"][0]["id"]
    async with run.storingsslot(), stamwereld.behandeldienst(run, gezag, activiteit, ANDERE_DIENST):
        verzoek = await stappen.nieuw(run, activiteiten=[activiteit])
    gezien = await stappen.verwerkt(run, verzoek)
    stand = await run.omgeving.sim.verzoek_stand(verzoek.verzoeknummer)
    niet = [rij["reden"] for rij in stand["onderdrukt"] if rij["oin"] == ANDERE_DIENST]
    if not niet:
        run.inconclusive("de simulator hield geen notificatie in, dus er is niemand om uit te nodigen")
    run.note(f"Organisatie {ANDERE_DIENST} kreeg geen notificatie: {niet[0]}.")
    await run.push("samenwerking_starten", verzoeknummer=verzoek.verzoeknummer, oin=wie, naar=ANDERE_DIENST)
    zaken = await stam.zaken(
        run,
        verzoek,
        of=f"Is organisatie {ANDERE_DIENST} in uw software uitgenodigd voor de zaak bij verzoek "
        f"{verzoek.verzoeknummer}?",
        tot=lambda zaken: any(ANDERE_DIENST in _samen(zaak) for zaak in zaken),
    )
    if zaken is None:
        return
    if not zaken:
        stappen.geen_zaak(run, gezien)
    if not any(ANDERE_DIENST in _samen(zaak) for zaak in zaken):
        await stappen.gedaan(run, "samenwerking_starten", f"{ANDERE_DIENST} uitgenodigd voor de zaak")
    if not any(zaak.heeft("samenwerkingen") for zaak in zaken):
        run.inconclusive("de haak geeft geen samenwerkingen bij een zaak")
    betrokken = {oin for zaak in zaken for oin in _samen(zaak)}
    run.must(
        ANDERE_DIENST in betrokken,
        code="betrokken",
        verwacht=f"{ANDERE_DIENST} is bij de zaak betrokken",
        gekregen=f"betrokken: {', '.join(sorted(betrokken))}" if betrokken else "Behandeldienst 2 is nooit betrokken",
        waar=gezien.waar,
        doe="Nodig de andere behandeldienst uit voor een samenwerking: het DSO stuurt haar geen notificatie.",
        bericht=stam.bericht(gezien.regel),
    )


async def _getoond(run: Run, verzoek: Verzoek, uitkomst: dict[str, Any], wat: str) -> None:
    """Judge whether the user hears of a refusal; what software tells its users is no part of the contract."""
    if not uitkomst:
        run.note(f"Of de software meldt {wat} is niet bekeken.")
        return
    run.must(
        bool(uitkomst.get("fout")),
        verder=True,
        code="melding",
        eis="de gebruiker hoort dat het DSO weigert",
        bron="docs/bronnen.md#basischeck, eigen eis",
        merk="inferred",
        verwacht=f"een melding {wat}",
        gekregen=f"melding: {str(uitkomst['fout'])[:200]}" if uitkomst.get("fout") else "geen melding",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Toon de gebruiker wat het DSO antwoordt.",
    )


def _lopend(verzoek: Verzoek, zaken: Any) -> list[Zaak]:
    return [zaak for zaak in _actief(zaken) if zaak.tekst("organisatie") in ("", verzoek.oin)]


def _actief(zaken: Any) -> list[Zaak]:
    return [zaak for zaak in zaken if zaak.lopend]


def _samen(zaak: Zaak) -> list[str]:
    return [str(oin) for oin in zaak.rij.get("samenwerkingen") or []]


def _namen(zaken: Any) -> str:
    return ", ".join(f"{zaak.id} ({zaak.tekst('status') or 'zonder status'})" for zaak in zaken)
