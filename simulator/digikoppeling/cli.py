"""dso-sim pki: the test CA and certificates of it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from simulator.digikoppeling.pki import Ca

pki = typer.Typer(help="Certificaten van de test-CA, in de vorm van PKIoverheid.", no_args_is_help=True)
Map = Annotated[Path, typer.Option("--pki", help="Map van de test-CA, dezelfde als bij serve.", envvar="DSO_SIM_PKI")]
Pkcs1 = Annotated[
    bool, typer.Option("--pkcs1", help="Een nieuwe CA ondertekent op de oude manier (RSA PKCS#1) en niet met PSS.")
]
STANDAARD = Path("pki")


@pki.command("ca")
def ca(map_: Map = STANDAARD, pkcs1: Pkcs1 = False) -> None:
    """Toon waar het wortelcertificaat staat dat u moet vertrouwen; maakt de CA als die er nog niet is."""
    print(_open(map_, pkcs1).wortel_pad.resolve())


@pki.command("client")
def client(
    oin: Annotated[str, typer.Option(help="OIN van de organisatie: twintig cijfers.")],
    uit: Annotated[Path, typer.Option(help="Map waarin de bestanden komen.")],
    naam: Annotated[str, typer.Option(help="Naam van de organisatie; zonder die bij het OIN hoort.")] = "",
    host: Annotated[
        list[str] | None, typer.Option(help="Naam of adres waarop uw eigen server luistert; mag vaker.")
    ] = None,
    wachtwoord: Annotated[str, typer.Option(help="Wachtwoord van de p12; zonder is dat dso-sim.")] = "",
    p12_oud: Annotated[
        bool, typer.Option("--p12-oud", help="Een p12 voor macOS, Windows van voor 2019 en Java voor 8u301.")
    ] = False,
    map_: Map = STANDAARD,
    pkcs1: Pkcs1 = False,
) -> None:
    """Geef een clientcertificaat uit, met het OIN in serialNumber; als PEM en als p12."""
    from simulator.digikoppeling import pki as uitgifte

    van = _open(map_, pkcs1)
    try:
        nieuw = uitgifte.client(van, oin, naam=naam, namen=host or ["localhost"])
        geheim = wachtwoord or uitgifte.WACHTWOORD
        for pad in uitgifte.bewaar(van, nieuw, uit, oin, wachtwoord=geheim, oud=p12_oud):
            print(pad)
    except (ValueError, OSError) as fout:
        _stop(str(fout))
    tot = nieuw.certificaat.not_valid_after_utc
    print(f"Geldig tot {tot:%Y-%m-%d}; het wachtwoord van de p12 is {geheim}")


def _open(map_: Path, pkcs1: bool) -> "Ca":
    from simulator.digikoppeling import pki as uitgifte

    try:
        return uitgifte.open_ca(map_, pss=not pkcs1)
    except (ValueError, OSError) as fout:
        _stop(str(fout))
        raise


def _stop(tekst: str) -> None:
    print(tekst, file=sys.stderr)
    raise typer.Exit(2)
