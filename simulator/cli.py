"""The command dso-sim."""

import asyncio
import gc
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator import nederlands
from simulator.beheer.verzoek_cli import verzoek as verzoek_opdrachten
from simulator.cli_omgeving import omgeving as omgeving_opdrachten
from simulator.cli_vraag import STANDAARD_URL, SimUrl, stop, vraag
from simulator.digikoppeling.cli import pki as pki_opdrachten

_OPRUIMEN = (10_000, 20, 50)
"""When Python looks for what refers to itself: requests make many objects and hardly any of these."""
hoofd = typer.Typer(
    name="dso-sim",
    help="Simulator van de landelijke voorziening van het DSO, met een basischeck erop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
klok = typer.Typer(help="De klok van een draaiende simulator.", no_args_is_help=True)
hoofd.add_typer(klok, name="klok")
hoofd.add_typer(omgeving_opdrachten, name="omgeving")
hoofd.add_typer(pki_opdrachten, name="pki")
hoofd.add_typer(verzoek_opdrachten, name="verzoek")


def main() -> None:
    """Entry point."""
    from simulator.basischeck.cli import basischeck
    from simulator.beheer.contract_cli import contract

    hoofd.add_typer(basischeck, name="basischeck")
    hoofd.add_typer(contract, name="contract")
    nederlands.draai(hoofd)


@hoofd.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adres om op te luisteren; zonder is dat 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Poort; 0 neemt een vrije, zonder is het 8080.", min=0, max=65535)
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Map voor de gegevens; zonder is alles weg aan het eind.")] = None,
    database: Annotated[
        str | None, typer.Option(help="In plaats van een map: adres van een PostgreSQL-database, om te delen.")
    ] = None,
    klok: Annotated[str | None, typer.Option(help="Moment waarop de klok begint, ISO 8601.")] = None,
    publieke_url: Annotated[str | None, typer.Option(help="Adres zoals anderen de simulator zien.")] = None,
    keten: Annotated[
        bool | None, typer.Option("--keten", help="Niets komt buiten de keten om in: de simulator weigert fixtures.")
    ] = None,
    tls_port: Annotated[
        int | None, typer.Option(help="Ook https, op deze poort; 0 neemt een vrije. Vraagt --pki.", min=0, max=65535)
    ] = None,
    pki: Annotated[Path | None, typer.Option(help="Map van de test-CA; die komt er als hij er nog niet is.")] = None,
    contracten: Annotated[
        Path | None, typer.Option(help="Map met uw eigen contracten, gevuld met dso-sim contract laden.")
    ] = None,
    tls_naam: Annotated[
        list[str] | None, typer.Option(help="Naam of adres waarop men hem met https aanroept; mag vaker.")
    ] = None,
    vertrouw_proxy: Annotated[
        list[str] | None, typer.Option(help="Adres of CIDR van een proxy die certificaten doorgeeft; mag vaker.")
    ] = None,
    proxy_kop: Annotated[
        str | None, typer.Option(help="Kop waarin die proxy dat doet; zonder is dat x-ssl-client-cert.")
    ] = None,
    oin_kop: Annotated[
        list[str] | None,
        typer.Option(help="Kop met het OIN namens wie men aanroept, zonder is dat x-oin of oin; mag vaker."),
    ] = None,
    smtp_port: Annotated[
        int | None,
        typer.Option(help="Neem ook mail aan (SMTP), op deze poort; 0 neemt een vrije.", min=0, max=65535),
    ] = None,
) -> None:
    """Start de simulator."""
    gegeven: dict[str, Any] = {
        "host": host,
        "port": port,
        "data": data,
        "database": database,
        "klok": klok,
        "publieke_url": publieke_url,
        "keten": keten,
        "tls_port": tls_port,
        "pki": pki,
        "contracten": contracten,
        "tls_naam": tls_naam,
        "vertrouw_proxy": vertrouw_proxy,
        "proxy_kop": proxy_kop,
        "oin_kop": oin_kop,
        "smtp_port": smtp_port,
    }
    _draai({naam: waarde for naam, waarde in gegeven.items() if waarde not in (None, [])})


def _draai(gegeven: dict[str, Any]) -> None:
    """Serve until the end. gegeven: the settings of the command line."""
    from simulator import serve as bediening
    from simulator.app import maak
    from simulator.settings import Instellingen, reden

    # Process 1 of a container does not stop by itself at a SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    simulator = None
    try:
        instellingen = Instellingen(**gegeven)
        simulator = maak(instellingen)
        tls = bediening.beveiligd(instellingen, simulator.kern)
        postbus = bediening.postbus(instellingen, simulator.kern)
        luisteraar = bediening.luister(instellingen.host, instellingen.port)
    except (ValueError, OSError) as fout:
        if simulator is not None:
            simulator.kern.stop()
        stop(f"De simulator kan zo niet starten: {reden(fout)}", 2)
    uv = bediening.server(simulator.app)
    # uvicorn raises the signal once more when it is done; what comes after it, the journal, must still be written.
    signal.signal(signal.SIGTERM, uv.handle_exit)
    simulator.kern.start()
    try:
        melding = f"Gereed op {bediening.adres(luisteraar)}"
        if tls is not None:
            melding += f" en {bediening.adres(tls.luisteraar, 'https')}"
        if postbus is not None:
            melding += f" en {bediening.adres(postbus.luisteraar, 'smtp')}"

        def gereed() -> None:
            print(melding, flush=True)
            threading.Thread(target=_warm_op, name="opwarmen", daemon=True).start()

        asyncio.run(bediening.serveer(uv, luisteraar, gereed, tls, postbus))
    except KeyboardInterrupt:
        pass
    finally:
        simulator.kern.stop()


def _warm_op() -> None:
    """What the first caller would else wait for; then leave what is there for good to be looked at no more."""
    from simulator.lvbb.room import warm_op

    warm_op()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_OPRUIMEN)


@hoofd.command()
def check(
    bestanden: Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="Zips die u aan de LVBB wilt leveren.")],
    als_json: Annotated[bool, typer.Option("--json", help="Eén JSON-object per bestand en regel.")] = False,
    vandaag: Annotated[str | None, typer.Option(metavar="DATUM", help="Oordeel alsof het deze dag is.")] = None,
    streng: Annotated[
        bool,
        typer.Option("--streng", help="Stop bij een datumBekendmaking die niet bij de dag past, zoals de LVBB doet."),
    ] = False,
) -> None:
    """Beoordeel zips zonder simulator, met dezelfde regels.

    Past de datumBekendmaking niet, dan meldt hij dat en beoordeelt de rest op een dag die past. Exitcode: 0 alles
    valide, 1 niet alles, 2 een bestand is niet te lezen, 4 een fout in de simulator.
    """
    from simulator import controle

    try:
        op = controle.dag(vandaag)
    except ValueError:
        stop(f"--vandaag {vandaag} is geen datum; schrijf bijvoorbeeld 2026-03-02.", 2)
    raise typer.Exit(controle.controleer(bestanden, op, als_json=als_json, streng=streng))


@hoofd.command()
def doctor(
    plan: Annotated[Path, typer.Argument(help="Planbestand (TOML) van de basischeck.")],
    sim: Annotated[
        str, typer.Option(help="Adres van een draaiende simulator; gaat voor dat in het plan.", envvar="DSO_SIM_URL")
    ] = "",
    uit: Annotated[Path | None, typer.Option(help="Map waarin de run zijn rapporten gaat schrijven.")] = None,
    ca: Annotated[Path | None, typer.Option(help="PEM van wie het certificaat van de simulator uitgaf.")] = None,
    als_json: Annotated[bool, typer.Option("--json", help="Eén JSON-object in plaats van tekst.")] = False,
) -> None:
    """Zoek voor een run wat er aan de opstelling niet klopt, en hoor wat u eraan doet."""
    from simulator.basischeck.doctor import scherm

    raise typer.Exit(scherm.doctor(plan, sim=sim, uit=uit, ca=ca, als_json=als_json))


@klok.command("toon")
def klok_toon(sim: SimUrl = STANDAARD_URL) -> None:
    """Hoe laat het in de simulator is."""
    stand = vraag("GET", sim, "/_sim/klok")
    snelheid = "staat stil" if stand["snelheid"] == 0 else f"loopt {stand['snelheid']:g}x"
    print(f"{stand['nu']} ({stand['vandaag']} in Amsterdam; {snelheid})")


@klok.command("zet")
def klok_zet(
    nu: Annotated[str | None, typer.Argument(help="Moment, ISO 8601.")] = None,
    snelheid: Annotated[float | None, typer.Option(help="0 zet de klok stil.", min=0)] = None,
    sim: SimUrl = STANDAARD_URL,
) -> None:
    """Zet de klok op een moment, of verander hoe snel hij loopt."""
    gevraagd = {"nu": nu, "snelheid": snelheid}
    vraag("PUT", sim, "/_sim/klok", {naam: waarde for naam, waarde in gevraagd.items() if waarde is not None})
    klok_toon(sim)


@klok.command("spring")
def klok_spring(
    waarheen: Annotated[str, typer.Argument(help="Een duur (2d, 1d12u, P1D) of moment.")],
    sim: SimUrl = STANDAARD_URL,
) -> None:
    """Spring vooruit; alles wat onderweg aan de beurt komt, gebeurt."""
    veld = "tot" if re.match(r"\s*\d{4}-", waarheen) else "duur"
    uitkomst = vraag("POST", sim, "/_sim/klok/spring", {veld: waarheen})
    print(f"{uitkomst['uitgevoerd']} gebeurtenissen van de agenda uitgevoerd.")
    klok_toon(sim)
