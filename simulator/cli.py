"""The command dso-sim."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

hoofd = typer.Typer(
    name="dso-sim",
    help="Simulator van de landelijke voorziening van het DSO, met een basischeck erop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
klok = typer.Typer(help="De klok van een draaiende simulator.", no_args_is_help=True)
hoofd.add_typer(klok, name="klok")
SimUrl = Annotated[str, typer.Option("--sim", help="Adres van de simulator.", envvar="DSO_SIM_URL")]
STANDAARD_URL = "http://127.0.0.1:8080"


def main() -> None:
    """Entry point."""
    from simulator.basischeck.cli import basischeck

    hoofd.add_typer(basischeck, name="basischeck")
    hoofd()


@hoofd.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adres om op te luisteren; zonder is dat 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Poort; 0 neemt een vrije, zonder is het 8080.", min=0, max=65535)
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Map voor de gegevens; zonder is alles weg aan het eind.")] = None,
    klok: Annotated[str | None, typer.Option(help="Moment waarop de klok begint, ISO 8601.")] = None,
    publieke_url: Annotated[str | None, typer.Option(help="Adres zoals anderen de simulator zien.")] = None,
) -> None:
    """Start de simulator."""
    from simulator import serve as bediening
    from simulator.app import maak
    from simulator.settings import Instellingen

    gegeven: dict[str, Any] = {"host": host, "port": port, "data": data, "klok": klok, "publieke_url": publieke_url}
    try:
        instellingen = Instellingen(**{naam: waarde for naam, waarde in gegeven.items() if waarde is not None})
        simulator = maak(instellingen)
        luisteraar = bediening.luister(instellingen.host, instellingen.port)
    except (ValueError, OSError) as fout:
        _stop(f"De simulator kan zo niet starten: {fout}", 2)
    uv = bediening.server(simulator.app)
    simulator.kern.start()
    try:
        melding = f"Gereed op {bediening.adres(luisteraar)}"
        asyncio.run(bediening.serveer(uv, luisteraar, lambda: print(melding, flush=True)))
    except KeyboardInterrupt:
        pass
    finally:
        simulator.kern.stop()


@hoofd.command()
def check(
    bestanden: Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="Zips die u aan de LVBB wilt leveren.")],
    als_json: Annotated[bool, typer.Option("--json", help="Eén JSON-object per bestand en regel.")] = False,
    vandaag: Annotated[str | None, typer.Option(metavar="DATUM", help="Oordeel alsof het deze dag is.")] = None,
) -> None:
    """Beoordeel zips zonder simulator, met dezelfde regels."""
    from simulator import controle

    try:
        op = controle.dag(vandaag)
    except ValueError:
        _stop(f"--vandaag {vandaag} is geen datum; schrijf bijvoorbeeld 2026-03-02.", 2)
    raise typer.Exit(controle.controleer(bestanden, op, als_json=als_json))


@klok.command("toon")
def klok_toon(sim: SimUrl = STANDAARD_URL) -> None:
    """Hoe laat het in de simulator is."""
    stand = _vraag("GET", sim, "/_sim/klok")
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
    _vraag("PUT", sim, "/_sim/klok", {naam: waarde for naam, waarde in gevraagd.items() if waarde is not None})
    klok_toon(sim)


@klok.command("spring")
def klok_spring(
    waarheen: Annotated[str, typer.Argument(help="Een duur (P1D, PT2H) of een moment.")], sim: SimUrl = STANDAARD_URL
) -> None:
    """Spring vooruit; alles wat onderweg aan de beurt komt, gebeurt."""
    veld = "duur" if waarheen.upper().startswith("P") else "tot"
    uitkomst = _vraag("POST", sim, "/_sim/klok/spring", {veld: waarheen})
    print(f"{uitkomst['uitgevoerd']} gebeurtenissen van de agenda uitgevoerd.")
    klok_toon(sim)


def _vraag(methode: str, sim: str, pad: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    import httpx

    try:
        antwoord = httpx.request(methode, sim.rstrip("/") + pad, json=body, timeout=600)
    except httpx.HTTPError as fout:
        _stop(f"Op {sim} antwoordt geen simulator ({fout}). Start hem met: dso-sim serve", 3)
    if antwoord.is_error:
        _stop(antwoord.json().get("detail", antwoord.text), 2)
    gelezen: dict[str, Any] = antwoord.json()
    return gelezen


def _stop(tekst: str, code: int) -> Any:
    print(tekst, file=sys.stderr)
    raise typer.Exit(code)
