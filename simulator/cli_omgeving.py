"""`dso-sim omgeving`: the omgevingen of a simulator that runs."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from simulator.cli_vraag import STANDAARD_URL, SimUrl, vraag

omgeving = typer.Typer(help="De omgevingen van een draaiende simulator.", no_args_is_help=True)
Naam = Annotated[str, typer.Argument(help="Kleine letters, cijfers en streepjes, hoogstens 40.")]
Streng = Annotated[bool | None, typer.Option("--streng/--open", help="Tellen sleutels, certificaten en machtigingen.")]
Snapshot = Annotated[str | None, typer.Option(help="Van deze snapshot in plaats van zoals zij nu is.")]
_PAD = "/_sim/omgevingen"


@omgeving.command("list")
def toon_alle(sim: SimUrl = STANDAARD_URL) -> None:
    """Welke er zijn."""
    for rij in vraag("GET", sim, _PAD)["omgevingen"]:
        _toon(rij)


@omgeving.command("nieuw")
def nieuw(
    naam: Naam,
    streng: Streng = None,
    klok: Annotated[str | None, typer.Option(help="Moment waarop de klok begint, ISO 8601.")] = None,
    zaad: Annotated[int | None, typer.Option(help="Waaruit de simulator zijn id's maakt.", min=0)] = None,
    sim: SimUrl = STANDAARD_URL,
) -> None:
    """Maak een lege omgeving."""
    _toon(vraag("POST", sim, _PAD, _gegeven(naam=naam, streng=streng, klok=klok, zaad=zaad)))


@omgeving.command("vertak")
def vertak(
    van: Annotated[str, typer.Argument(help="De omgeving om mee verder te gaan.")],
    naam: Naam,
    snapshot: Snapshot = None,
    streng: Streng = None,
    sim: SimUrl = STANDAARD_URL,
) -> None:
    """Maak een omgeving die verdergaat met een kopie van een andere."""
    body = _gegeven(naam=naam, snapshot=snapshot, streng=streng)
    _toon(vraag("POST", sim, f"{_PAD}/{quote(van, safe='')}/vertak", body))


@omgeving.command("verwijder")
def verwijder(naam: Naam, sim: SimUrl = STANDAARD_URL) -> None:
    """Gooi een omgeving weg, met alles erin."""
    vraag("DELETE", sim, f"{_PAD}/{quote(naam, safe='')}")
    print(f"{naam} is weg.")


@omgeving.command("verschil")
def verschil(
    van: Annotated[str, typer.Argument(help="De ene omgeving.")],
    naar: Annotated[str, typer.Argument(help="De andere; dezelfde mag, met een snapshot.")],
    van_snapshot: Snapshot = None,
    naar_snapshot: Snapshot = None,
    sim: SimUrl = STANDAARD_URL,
) -> None:
    """Toon wat er van de ene naar de andere verschilt."""
    query = _gegeven(van=van, naar=naar, van_snapshot=van_snapshot, naar_snapshot=naar_snapshot)
    gevonden = vraag("GET", sim, "/_sim/verschil", None, **query)
    if gevonden["gelijk"]:
        print("Geen verschil, op de klok na.")
    for tabel in gevonden["tabellen"]:
        print(f"{tabel['tabel']}: {tabel['erbij']} erbij, {tabel['weg']} weg, {tabel['anders']} anders")
        for anders in tabel["voorbeelden"]["anders"]:
            sleutel = " ".join(str(deel) for deel in anders["sleutel"].values())
            velden = "; ".join(f"{v['veld']}: {v['was']} -> {v['wordt']}" for v in anders["velden"])
            print(f"  {sleutel}: {velden}")


def _gegeven(**velden: Any) -> dict[str, Any]:
    return {naam: waarde for naam, waarde in velden.items() if waarde is not None}


def _toon(rij: dict[str, Any]) -> None:
    print(f"{rij['naam']} ({'strikt' if rij['streng'] else 'open'}, {rij['klok']['nu']}) {rij['adres']}")
