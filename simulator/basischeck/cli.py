"""dso-sim basischeck: run, list and explain."""

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

basischeck = typer.Typer(
    name="basischeck",
    help="Beoordeel plansoftware of een VTH-systeem op wat het doet aan de koppelvlakken. "
    "Dit is niet de officiële Basischeck.",
    no_args_is_help=True,
    add_completion=False,
)
UIT = Path("build/basischeck")


@dataclass(frozen=True)
class Opties:
    """What the command line asked for."""

    plan: Path | None
    sim: str
    uit: Path
    checks: tuple[str, ...]
    mutant: str
    hervat: Path | None
    pakketten: Path | None
    ca: Path | None = None
    klok: str | None = None
    suite: str = ""


@basischeck.command()
def run(
    plan: Annotated[
        Path | None, typer.Argument(help="Planbestand (TOML); zonder draait de meegeleverde referentie.")
    ] = None,
    sim: Annotated[
        str, typer.Option(help="Adres van een draaiende simulator; zonder start er een.", envvar="DSO_SIM_URL")
    ] = "",
    uit: Annotated[Path, typer.Option(help="Map voor report.html, report.json en junit.xml.")] = UIT,
    check: Annotated[list[str] | None, typer.Option(help="Alleen deze check; mag vaker.")] = None,
    mutant: Annotated[str, typer.Option(help="Draai een mutant van de referentie.")] = "",
    hervat: Annotated[Path | None, typer.Option(help="Ga verder met de run in deze map.")] = None,
    pakketten: Annotated[Path | None, typer.Option(help="Lever elke zip in deze map, en toon het oordeel.")] = None,
    ca: Annotated[Path | None, typer.Option(help="PEM van wie het certificaat van de simulator uitgaf.")] = None,
    suite: Annotated[
        str, typer.Option(help="Zonder plan: welke referentie draait, plansoftware (zonder keuze) of vth.")
    ] = "",
    klok: Annotated[
        str | None, typer.Option(help="Met --pakketten: moment waarop de klok begint, ISO 8601; zonder is dat nu.")
    ] = None,
) -> None:
    """Draai de checks van een plan, en schrijf de rapporten."""
    from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar, Simulatorfout

    opties = Opties(plan, sim, hervat or uit, tuple(check or ()), mutant, hervat, pakketten, ca, klok, suite)
    try:
        code = _pakketten(opties, pakketten) if pakketten else _run(opties)
    except Configfout as fout:
        code = _melding("Configuratie klopt niet", fout.reden, 2)
    except Onbereikbaar as fout:
        code = _melding("Niet bereikt", fout.reden, 3)
    except Simulatorfout as fout:
        code = _melding("Fout van de simulator", fout.reden, 4)
    raise typer.Exit(code)


@basischeck.command("list")
def lijst() -> None:
    """Welke checks er zijn."""
    from simulator.basischeck.model import alle_checks

    for check in alle_checks().values():
        vast = f"{check.id:<8} {check.ernst.lower():<10} {check.software:<5} {check.koppelvlak:<5} {check.merk:<10}"
        print(f"{vast} {check.titel}")


@basischeck.command()
def explain(id_: Annotated[str, typer.Argument(metavar="ID", help="Bijvoorbeeld LVBB-04.")]) -> None:
    """Wat een check doet, waarop hij rust en welke mutant hem bewijst."""
    from simulator.basischeck.model import alle_checks
    from simulator.basischeck.tijd import leesbaar

    check = alle_checks().get(id_.upper())
    if check is None:
        raise typer.Exit(_melding("Configuratie klopt niet", f"check {id_} bestaat niet; zie basischeck list", 2))
    mutanten = [naam for naam, mutant in _mutanten().items() if check.id in mutant.fails | mutant.toont]
    rijen = {
        "Eis": check.eis,
        "Bron": f"{check.bron} ({check.merk})",
        "Ernst": check.ernst.lower(),
        "Koppelvlak": check.koppelvlak,
        "Software": check.software,
        "Aandrijving": check.aandrijving,
        "Wacht per stap": leesbaar(check.timeout),
        "Kijkt stil toe": f"{leesbaar(check.stilte)}, of zo kort als wachttijd onder [klok] zegt"
        if check.stilte
        else "-",
        "Nodig": ", ".join(check.nodig) or "-",
        "Na": ", ".join(check.na) or ("alle andere" if check.laatst else "-"),
        "Betrapt": ", ".join(mutanten) or "-",
    }
    print(f"{check.id} {check.titel}\n\n{check.uitleg}\n")
    for naam, waarde in rijen.items():
        print(f"{naam + ':':<16}{waarde}")


def _melding(kop: str, reden: str, code: int) -> int:
    print(f"{kop}: {reden} [code {code}]", file=sys.stderr)
    return code


def _mutanten(software: str = "") -> dict[str, Any]:
    """Every mutant by name. software: only those of the reference of this type."""
    from simulator.basischeck.model import PLAN, VTH
    from simulator.basischeck.reference.mutanten import MUTANTEN
    from simulator.basischeck.reference.vth.mutanten import MUTANTEN as MUTANTEN_VTH

    per_type: dict[str, dict[str, Any]] = {PLAN: dict(MUTANTEN), VTH: dict(MUTANTEN_VTH)}
    return {
        naam: mutant
        for soort, mutanten in per_type.items()
        if software in ("", soort)
        for naam, mutant in mutanten.items()
    }


@contextmanager
def _simulator(sim: str, klok: str | None, snelheid: float, seed: int, smtp_port: int | None = None) -> Iterator[str]:
    """The simulator at the given address, or one of our own in this process."""
    if sim:
        yield sim.rstrip("/")
        return
    from simulator.basischeck.uitkomsten import Configfout

    # By name: the basischeck itself knows the simulator over HTTP only, and the layers hold it to that.
    draaiend = importlib.import_module("simulator.serve").Draaiend
    gegeven = {"klok": klok, "snelheid": snelheid, "zaad": seed, "smtp_port": smtp_port}
    try:
        levend = draaiend(**{naam: waarde for naam, waarde in gegeven.items() if waarde is not None})
    except ValueError as fout:
        raise Configfout(importlib.import_module("simulator.settings").reden(fout)) from None
    with levend:
        yield levend.url


def _run(opties: Opties) -> int:
    from rich.console import Console

    from simulator.basischeck import tijd
    from simulator.basischeck.doctor import Situatie
    from simulator.basischeck.model import VTH
    from simulator.basischeck.rapporten import schrijf
    from simulator.basischeck.rapporten.console import Scherm

    plan, pad, stand = _begin(opties)
    situatie = Situatie.van(plan, pad, sim=opties.sim or stand.sim, uit=opties.uit, ca=opties.ca)
    situatie = replace(situatie, hervat=stand.gestart)
    _keur(situatie)
    stand.sim = situatie.sim
    scherm = Scherm(Console(), toon_wachten=plan.besturing.wijze != "referentie")
    klok = tijd.iso(plan.klok.begin) if plan.klok.begin else None
    smtp_port = 0 if plan.sut.softwaretype == VTH else None  # VTH software sends mail, plansoftware does not
    with _simulator(situatie.sim, klok, plan.klok.snelheid, plan.seed, smtp_port) as url:
        try:
            rapport = asyncio.run(_draai(situatie, url, stand, scherm))
            if not situatie.sim:
                rapport = replace(rapport, sim="eigen simulator, alleen tijdens deze run")
        except KeyboardInterrupt:
            scherm.sluit()
            print(f"Afgebroken. Verder gaan: dso-sim basischeck run --hervat {opties.uit}", file=sys.stderr)
            return 1
        finally:
            scherm.sluit()
    schrijf(rapport, opties.uit)
    scherm.einde(rapport)
    print(f"Rapporten in {opties.uit}: report.html, report.json, junit.xml")
    return int(rapport.code)


def _begin(opties: Opties) -> tuple[Any, Path | None, Any]:
    """(plan, its file or None, state of the run), of a new run or of one that goes on. Raises Configfout."""
    from simulator.basischeck import toestand
    from simulator.basischeck.plan import lees

    eerder = toestand.lees(opties.hervat) if opties.hervat else None
    pad = opties.plan or (Path(eerder.plan) if eerder and eerder.plan else None)
    suite = opties.suite or (eerder.suite if eerder else "")
    plan = lees(pad) if pad else _referentieplan(suite, opties.checks)
    alleen = list(opties.checks) or (eerder.keuze if eerder else [])
    if alleen:
        keuze = plan.checks.model_copy(update={"alleen": [i.upper() for i in alleen]})
        plan = plan.model_copy(update={"checks": keuze})
    stand = eerder or toestand.Toestand(
        bestand=opties.uit / toestand.BESTAND,
        plan=str(pad.resolve()) if pad else "",
        mutant=opties.mutant,
        suite=suite,
        keuze=alleen,
    )
    return plan, pad, stand


def _referentieplan(suite: str, checks: tuple[str, ...]) -> Any:
    """The plan of the bundled reference. suite: its name, "" for the one that the checks are for."""
    from simulator.basischeck.model import alle_checks
    from simulator.basischeck.plan import SUITES
    from simulator.basischeck.uitkomsten import Configfout

    if suite and suite not in SUITES:
        raise Configfout(f"suite {suite} bestaat niet; kies uit {', '.join(SUITES)}")
    if suite:
        return SUITES[suite]
    software = {check.software for id_, check in alle_checks().items() if id_ in {naam.upper() for naam in checks}}
    past = [plan for plan in SUITES.values() if {plan.sut.softwaretype} == software]
    return past[0] if past else next(iter(SUITES.values()))


def _keur(situatie: Any) -> None:
    """Look before the run at what would make it worthless. Raises Configfout, and Onbereikbaar for no simulator."""
    from simulator.basischeck.doctor import Ernst, vooraf
    from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar

    gevonden = asyncio.run(vooraf(situatie))
    for diagnose in gevonden:
        if diagnose.ernst is Ernst.LET_OP:
            print(f"Let op: {diagnose.regel}", file=sys.stderr)
    fouten = [diagnose for diagnose in gevonden if diagnose.ernst is Ernst.FOUT]
    if not fouten:
        return
    regels = "\n  ".join(diagnose.regel for diagnose in fouten)
    if all(diagnose.weg for diagnose in fouten):
        raise Onbereikbaar(f"de simulator\n  {regels}")
    raise Configfout(f"er is niets beoordeeld; meer zegt dso-sim doctor\n  {regels}")


async def _draai(situatie: Any, url: str, stand: Any, scherm: Any) -> Any:
    import httpx

    from simulator.basischeck.control import verbind
    from simulator.basischeck.mensen import UitPlan
    from simulator.basischeck.runner import Runner
    from simulator.edge.bereik import vertrouwen

    plan = situatie.plan
    tls = vertrouwen(situatie.ca) if url.startswith("https:") else None
    koppen = dict(plan.simulator.koppen) if situatie.sim else {}
    verify = True if tls is None else tls
    with ExitStack() as opruimen:
        client = opruimen.enter_context(httpx.Client(timeout=60, trust_env=False, verify=verify, headers=koppen))
        async with verbind(url, koppen=koppen, tls=tls) as sim:
            besturing = opruimen.enter_context(besturing_van(plan, url, stand, client, scherm.zeg))
            vraag = _vraag_op_terminal(scherm) if sys.stdin.isatty() and plan.besturing.wijze != "referentie" else None
            runner = Runner(
                plan,
                sim,
                besturing,
                UitPlan(plan.antwoorden, vraag),
                stand,
                zeg=scherm.zeg if plan.besturing.wijze == "hand" else lambda _: None,
                meld=scherm.meld,
            )
            return await runner.draai()


@contextmanager
def besturing_van(plan: Any, url: str, stand: Any, client: Any, zeg: Callable[[str], None]) -> Iterator[Any]:
    """What drives the software of this plan; afterwards what the reference opened is closed again.

    Questions for which the plan has a hook go there. Raises Configfout for a mutant that is not there.
    """
    from simulator.basischeck import haken
    from simulator.basischeck.besturing import MetHaken

    besturing = maak_besturing(plan, url, stand, client, zeg)
    gemaakt = haken.maak(plan.haken)
    try:
        yield MetHaken(besturing, gemaakt) if gemaakt else besturing
    finally:
        if callable(sluit := getattr(besturing, "sluit", None)):
            sluit()


def maak_besturing(plan: Any, url: str, stand: Any, client: Any, zeg: Callable[[str], None]) -> Any:
    """What drives the software of this plan. Raises Configfout for a mutant that is not there."""
    from simulator.basischeck.besturing import Hand, Opdrachten, Referentie
    from simulator.basischeck.control import LEVERINGEN
    from simulator.basischeck.invulling import Vast
    from simulator.basischeck.model import PLAN
    from simulator.basischeck.uitkomsten import Configfout

    echt = plan.klok.wachten == "echt"
    virtueel = plan.klok.wachten == "virtueel"
    vast = Vast(url, url + LEVERINGEN, plan.besturing.datumBekendmaking)
    nu = partial(_nu, url, client)
    if plan.besturing.wijze == "hand":
        adres = (
            f"Adres van de LVBB: {url}{LEVERINGEN}" if plan.sut.softwaretype == PLAN else f"Adres van het DSO: {url}"
        )
        return Hand(zeg, adres, nu, vast, virtueel=virtueel)
    if plan.besturing.wijze == "opdracht":
        return Opdrachten(dict(plan.besturing.acties), vast, nu, virtueel=virtueel)
    mutanten = _mutanten(plan.sut.softwaretype)
    if stand.mutant and stand.mutant not in mutanten:
        raise Configfout(f"mutant {stand.mutant} bestaat niet; kies uit {', '.join(mutanten)}")

    def maak() -> Any:
        from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware

        klasse = mutanten[stand.mutant].klasse if stand.mutant else ReferentiePlansoftware
        # Every name it makes is new in this world: the numbers of events only go up, also over a reset.
        return klasse(url, client, naam=f"referentie-{stand.begin}")

    def maak_vth() -> Any:
        from simulator.basischeck.reference.vth.bevestigen import postbus
        from simulator.basischeck.reference.vth.klok import springt
        from simulator.basischeck.reference.vth.vth import ReferentieVth

        klasse = mutanten[stand.mutant].klasse if stand.mutant else ReferentieVth
        oins = [organisatie.oin for organisatie in plan.sut.organisaties if organisatie.oin]
        wacht = None if echt else springt(url, client)
        return klasse(url, client, oins, wacht=wacht, postbus=postbus(url, client))

    return Referentie(maak if plan.sut.softwaretype == PLAN else maak_vth, virtueel=not echt)


async def _nu(url: str, client: Any) -> Any:
    """The moment on the clock of the simulator, for who drives the software."""
    import httpx

    from simulator.basischeck import tijd
    from simulator.basischeck.uitkomsten import Simulatorfout

    try:
        antwoord = await asyncio.to_thread(client.get, f"{url}/_sim/klok")
        return tijd.moment(antwoord.json()["nu"])
    except (httpx.HTTPError, ValueError, KeyError) as fout:
        raise Simulatorfout(f"de klok van de simulator is niet te lezen: {fout!r}") from fout


def _vraag_op_terminal(scherm: Any) -> Callable[[str, tuple[str, ...]], str | None]:
    from simulator.basischeck.mensen import gekozen_optie

    def vraag(tekst: str, opties: tuple[str, ...]) -> str | None:
        with scherm.stil():
            while True:
                try:
                    antwoord = input(f"{tekst} [{'/'.join(opties)}] ")
                except EOFError:
                    return None
                if gevonden := gekozen_optie(antwoord, opties):
                    return gevonden
                print(f"Antwoord met {' of '.join(opties)}; de eerste letter is genoeg.")

    return vraag


def _pakketten(opties: Opties, map_: Path) -> int:
    from rich.console import Console
    from rich.progress import Progress

    from simulator.basischeck import pakketten
    from simulator.basischeck.control import verbind
    from simulator.basischeck.doctor import Situatie
    from simulator.basischeck.plan import REFERENTIE
    from simulator.basischeck.uitkomsten import Configfout
    from simulator.edge.bereik import vertrouwen

    paden = pakketten.zips(map_)
    if opties.klok and opties.sim:
        raise Configfout("--klok is voor de simulator die hier start; die op --sim heeft zijn eigen klok")
    situatie = Situatie.van(REFERENTIE, None, sim=opties.sim, ca=opties.ca)
    _keur(situatie)

    async def lever(url: str) -> list[Any]:
        async with verbind(url, tls=vertrouwen(opties.ca) if url.startswith("https:") else None) as sim:
            with Progress(console=Console(stderr=True), transient=True) as balk:
                taak = balk.add_task("leveren", total=len(paden))

                def meld(verdict: Any) -> None:
                    balk.advance(taak)
                    print(verdict.regel, flush=True)

                return await pakketten.lever(sim, paden, meld)

    with _simulator(situatie.sim, opties.klok, 1, 1) as url:
        verdicten = asyncio.run(lever(url))
    return 0 if all(verdict.uitkomst == "valide" for verdict in verdicten) else 1
