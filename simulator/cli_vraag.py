"""How the commands speak with a simulator that runs."""

import sys
from typing import Annotated, Any, NoReturn

import typer

from simulator.kernel.redenen import net_reden

STANDAARD_URL = "http://127.0.0.1:8080"
SimUrl = Annotated[
    str, typer.Option("--sim", help="Adres van de simulator, of van een omgeving erin.", envvar="DSO_SIM_URL")
]


def vraag(methode: str, sim: str, pad: str, body: dict[str, Any] | None = None, **query: str) -> dict[str, Any]:
    """Ask the control API; ends the command with what it says when it refuses (2) or does not answer (3)."""
    import httpx

    try:
        antwoord = httpx.request(methode, sim.rstrip("/") + pad, json=body, params=query or None, timeout=600)
    except httpx.HTTPError as fout:
        stop(f"Op {sim} antwoordt geen simulator ({net_reden(fout)}). Start hem met: dso-sim serve", 3)
    if antwoord.is_error:
        stop(_reden(antwoord), 2)
    gelezen: dict[str, Any] = antwoord.json() if antwoord.content else {}
    return gelezen


def _reden(antwoord: Any) -> str:
    try:
        return str(antwoord.json().get("detail", antwoord.text))
    except ValueError:
        return str(antwoord.text)


def stop(tekst: str, code: int) -> NoReturn:
    """Say why and end the command."""
    print(tekst, file=sys.stderr)
    raise typer.Exit(code)
