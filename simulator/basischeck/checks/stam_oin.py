"""A check of STAM about the acting OIN of every call, in an installation for several organisations: STAM-31."""

from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.control import Regel
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stamwereld
from simulator.basischeck.waarneming.stam import Verzoek

VOLGORDE = ("STAM-31",)
OPERATIES = (
    *(stam.REFERENTIES, stam.SAMENVATTING, stam.PUBLICEERBAAR, stam.DOCUMENT),
    *("zoekVerzoeken", "wijzigBevoegdGezag", "wijzigBehandeldienst"),
)
"""What is called for an organisation (docs/bronnen.md#stam-ophalen)."""


@check(
    "STAM-31",
    "Elke aanroep onder het juiste OIN",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="de software noemt bij elke aanroep het OIN van de organisatie waarvoor zij op dat moment werkt",
    bron="docs/bronnen.md#stam-ophalen",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
    laatst=True,
)
async def juiste_oin(run: Run) -> None:
    """Voor elke organisatie van het plan een eigen verzoek; daarna elke aanroep van deze run nagekeken op het OIN."""
    for verzoek in await _per_organisatie(run):
        await _onder_eigen_oin(run, verzoek)
    await _hele_run(run)


async def _per_organisatie(run: Run) -> list[Verzoek]:
    """A verzoek for each organisation, that none of the others may fetch; for a behandeldienst one per partner."""
    stappen.vrij(run)
    alle = [o for o in run.omgeving.organisaties if o.oin]
    eigen = [o for o in alle if o.rol != "ketenpartner"]
    partners = [str(o.oin) for o in alle if o.rol == "ketenpartner" and o.code.startswith("gm")]
    vreemd = next(o for o in (stam.ANDERE_GEMEENTE, stam.TESTGEMEENTE) if o not in {e.oin for e in eigen})
    verzoeken = []
    for organisatie in eigen:
        oin = str(organisatie.oin)
        if organisatie.rol == stam.BEVOEGD_GEZAG:
            verzoeken.append(await stam.dien_in(run, oin=oin, bevoegdGezag=oin, behandeldienst=None))
            continue
        for gezag in partners or [vreemd]:
            verzoeken.append(await stam.dien_in(run, oin=oin, bevoegdGezag=gezag, behandeldienst=oin))
    return verzoeken


async def _onder_eigen_oin(run: Run, verzoek: Verzoek) -> None:
    await stappen.aangekomen(run, verzoek)
    regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
    anders = [r for r in await stam.aanroepen(run, verzoek) if r.organisatie != verzoek.oin]
    fout = anders[0] if anders else None
    run.must(
        regel is not None and fout is None,
        verder=True,
        code=f"oin-{verzoek.oin}",
        verwacht=f"verzoek {verzoek.verzoeknummer} opgehaald als {verzoek.oin}",
        gekregen=f"aanroep als {_wie(fout)}" if fout else "opgehaald" if regel else "niet opgehaald",
        waar=f"verzoek {verzoek.verzoeknummer}",
        doe="Zet bij elke aanroep het OIN van de organisatie die de notificatie kreeg in de kop.",
        bericht=stam.bericht(fout or regel),
    )


async def _hele_run(run: Run) -> None:
    """Every call of the run: as an organisation of the plan, and as one that the verzoek is for where there is one."""
    eigen = {str(o.oin) for o in run.omgeving.organisaties if o.oin and o.rol != "ketenpartner"}
    begin = run.omgeving.toestand.begin_journaal
    regels = await run.omgeving.sim.journaal(begin, stam.KOPPELVLAK)
    aanroepen = [r for r in regels if r.richting == "in" and not r.eigen and r.operatie in OPERATIES]
    mag: dict[str, set[str]] = {}
    fout: list[str] = []
    eerste: Regel | None = None
    for regel in aanroepen:
        nummer = str(regel.kenmerken.get("verzoeknummer") or "")
        if nummer and nummer not in mag:
            mag[nummer] = await stamwereld.mag_ophalen(run, nummer)
        reden = _reden(regel, eigen, mag.get(nummer, set()))
        if reden:
            fout.append(f"{regel.operatie} {nummer}: {reden}")
            eerste = eerste or regel
    run.vergelijk(
        aanroepen,
        fout,
        verder=True,
        code="run",
        verwacht=f"alle {len(aanroepen)} aanroepen onder het OIN van wie het verzoek behandelt",
        gekregen=f"{len(fout)} niet: {'; '.join(fout[:5])}" if fout else "alle goed",
        doe="Zet bij elke aanroep het OIN van de organisatie die de notificatie kreeg in de kop.",
        bericht=stam.bericht(eerste),
    )


def _reden(regel: Regel, eigen: set[str], mag: set[str]) -> str:
    """What is wrong with the acting OIN of a call; "" when nothing is.

    A refusal where nobody of the plan may have the verzoek is no wrong OIN: some checks ask for it.
    """
    if not regel.organisatie:
        return "zonder OIN"
    if regel.organisatie not in eigen:
        return f"{regel.organisatie} staat niet in het plan"
    if mag & eigen and regel.organisatie not in mag:
        return f"als {regel.organisatie}, en het verzoek is voor {', '.join(sorted(mag & eigen))}"
    return ""


def _wie(regel: Regel | None) -> str:
    return "niemand (zonder OIN)" if regel is None or not regel.organisatie else regel.organisatie
