"""Checks of STAM about what follows on a verzoek: the ontvangstbevestiging and the term (STAM-26, STAM-30)."""

from datetime import date, timedelta
from typing import Any

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.control import Gebeurtenis
from simulator.basischeck.model import OPTIONEEL, VTH, Bericht, check
from simulator.basischeck.plan import Termijn
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stampartijen, stamwereld
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import vouw
from simulator.basischeck.waarneming.stamwereld import Mail
from simulator.stelsel.kalender import is_werkdag, volgende_werkdag

VOLGORDE = ("STAM-26", "STAM-30")


@check(
    "STAM-26",
    "Ontvangstbevestiging",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="wie indiende krijgt een ontvangstbevestiging waarin het verzoeknummer en het project staan",
    bron="docs/bronnen.md#stam-lezers (handleiding van een VTH-systeem)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def ontvangstbevestiging(run: Run) -> None:
    """Een gemachtigde dient in; de software mailt hem de ontvangst, met een kopie voor de initiatiefnemer."""
    if not await stamwereld.neemt_mail_aan(run):
        run.skip("hier komt geen mail aan; start de simulator met --smtp-port 0, en draai tegen omgeving standaard")
    verzoek = await stappen.nieuw(run, indiener="gemachtigde")
    gezien = await stappen.verwerkt(run, verzoek)
    wie = stampartijen.lees(await run.omgeving.sim.antwoord(gezien.regel.nummer))
    aan, kopie = wie.mail.get("gemachtigde", ""), wie.mail.get("initiatiefnemer", "")
    if not aan:
        run.inconclusive("de simulator gaf de gemachtigde geen mailadres")

    def past(gebeurtenis: Gebeurtenis) -> bool:
        g = gebeurtenis.gegevens
        return verzoek.verzoeknummer in g["verzoeknummers"] or bool({aan, kopie} & set(g["aan"]))

    gekomen = await run.expect_event(stamwereld.MAIL, past, sinds=verzoek.plek)
    run.must(
        gekomen is not None,
        code="mail",
        verwacht=f"een mail over verzoek {verzoek.verzoeknummer}",
        gekregen="geen mail" if gekomen is None else "een mail",
        waar=gezien.waar,
        doe="Stel de mailserver van de simulator in (zie /_sim/mail), en stuur de bevestiging daarheen.",
        over="mail",
        bericht=stam.bericht(gezien.regel),
    )
    if gekomen is not None:
        mail = await stamwereld.mail(run, int(gekomen.gegevens["nummer"]))
        _mail_klopt(run, gezien, mail, aan, wie.project_naam)
        if kopie:
            run.should(
                kopie in mail.aan,
                code="kopie",
                verwacht="een kopie voor de initiatiefnemer",
                gekregen=f"gestuurd aan {len(mail.aan)} adres(sen)",
                waar=gezien.waar,
                doe="Zet de initiatiefnemer in de kopie als een gemachtigde indient.",
                over="mail",
            )


def _mail_klopt(run: Run, gezien: Verwerkt, mail: Mail, aan: str, project_naam: str) -> None:
    bericht = Bericht(f"mail {mail.nummer}", stam.fragment(mail.tekst.encode()))
    eisen = {
        "geadresseerde": (aan in mail.aan, "de mail gaat naar de gemachtigde", "naar een ander"),
        "verzoeknummer": (
            gezien.verzoek.verzoeknummer in mail.verzoeknummers,
            f"het verzoeknummer {gezien.verzoek.verzoeknummer} staat in de mail",
            "Ontvangstbevestiging zonder referentie",
        ),
        "project": (
            project_naam in mail.tekst,
            f"het project '{project_naam}' staat in de mail",
            "niet genoemd",
        ),
    }
    if not project_naam:
        del eisen["project"]
    for code, (goed, verwacht, anders) in eisen.items():
        run.must(
            goed,
            verder=True,
            code=code,
            verwacht=verwacht,
            gekregen="klopt" if goed else anders,
            waar=gezien.waar,
            doe="Stuur de bevestiging aan wie indiende, en noem verzoeknummer en project.",
            bericht=bericht,
            over="mail",
        )


@check(
    "STAM-30",
    "Beslistermijn",
    koppelvlak="stam",
    software=VTH,
    ernst=OPTIONEEL,
    eis="de laatste dag om te beslissen volgt uit de indiendatum, met de regel uit het plan",
    bron="docs/bronnen.md#termijnen (een afnemer telt acht weken); de regel zelf: [termijn] in het plan",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def beslistermijn(run: Run) -> None:
    """De fatale datum van een aanvraag klopt met de termijnregel uit het plan; een conceptverzoek heeft er geen."""
    regel = run.omgeving.termijn
    aanvraag = await stappen.nieuw(run)
    gezien = await stappen.verwerkt(run, aanvraag)
    ingediend = date.fromisoformat(gezien.bericht.indiendatum)
    loopt = vouw(gezien.bericht.type) in {vouw(soort) for soort in regel.typen}
    verwacht = laatste_dag(regel, ingediend).isoformat() if loopt else ""
    await _fatale_datum(run, gezien, "aanvraag", verwacht)
    concept = await stappen.nieuw(run, doel="Conceptverzoek")
    await _fatale_datum(run, await stappen.verwerkt(run, concept), "concept", "")


def laatste_dag(regel: Termijn, ingediend: date) -> date:
    """The last day to decide, as the plan counts it."""
    einde = ingediend + timedelta(weeks=regel.weken)
    return einde if not regel.schuift or is_werkdag(einde) else volgende_werkdag(einde)


async def _fatale_datum(run: Run, gezien: Verwerkt, code: str, verwacht: str) -> None:
    wil = f"fatale datum {verwacht}" if verwacht else "geen fatale datum"
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat bij verzoek {gezien.verzoek.verzoeknummer} in uw software: {wil}?",
        tot=lambda zaak: _datum(zaak) == verwacht,
    )
    if zaak is None:
        return
    if not zaak.heeft("fatale_datum"):
        run.note("Niet bekeken: de haak geeft geen fatale_datum.")
        return
    gekregen = _datum(zaak)
    waarom = _eigen_datum(run, gekregen, date.fromisoformat(gezien.bericht.indiendatum))
    afgeleid: dict[str, Any] = {"bron": "docs/bronnen.md#basischeck", "merk": "inferred"} if code == "concept" else {}
    run.must(
        gekregen == verwacht,
        verder=True,
        code=code,
        **afgeleid,
        verwacht=wil,
        gekregen=f"Fatale datum {gekregen}{waarom}" if gekregen else "geen fatale datum",
        waar=f"zaak {zaak.id}, {gezien.waar}, ingediend {gezien.bericht.indiendatum}",
        doe="Reken vanaf de indiendatum, of zet onder [termijn] in het plan hoe uw software telt.",
        bericht=stam.bericht(gezien.regel),
    )


def _eigen_datum(run: Run, gekregen: str, ingediend: date) -> str:
    """That a fatale datum counts from the date of the machine; "" where it does not."""
    vandaag = run.omgeving.machinedag()
    eigen = vandaag != ingediend and gekregen == laatste_dag(run.omgeving.termijn, vandaag).isoformat()
    return f", geteld vanaf {vandaag}, de datum van deze machine, en niet vanaf {ingediend}" if eigen else ""


def _datum(zaak: Zaak) -> str:
    return zaak.tekst("fatale_datum")[:10]
