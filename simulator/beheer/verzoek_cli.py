"""dso-sim verzoek: submit verzoeken to a running simulator and see what became of them, over its control API."""

from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.cli_vraag import STANDAARD_URL, SimUrl, stop, vraag

verzoek = typer.Typer(help="Verzoeken bij het loket van een draaiende simulator.", no_args_is_help=True)
AlsJson = Annotated[bool, typer.Option("--json", help="Het antwoord van de simulator als JSON, in plaats van tekst.")]
Nummer = Annotated[str, typer.Argument(metavar="VERZOEKNUMMER", help="Dertien cijfers.")]
STANDEN = {
    "queued": "staat klaar om te versturen",
    "sent": "is verstuurd",
    "acked": "is ontvangen",
    "retrying": "kwam niet aan en wordt opnieuw geprobeerd",
    "failed": "is mislukt",
    "inbox": "ligt in het postvak",
}


@verzoek.command("indienen")
def indienen(
    casus: Annotated[str, typer.Option(help="Welke casus; zie dso-sim verzoek casussen.")] = "",
    type_: Annotated[str, typer.Option("--type", help='Type verzoek, zoals "Melding".')] = "",
    gemeente: Annotated[str, typer.Option(help="Code of OIN van wie het gebied is, zoals gm9920.")] = "",
    bevoegd_gezag: Annotated[str, typer.Option(help="OIN; zonder beslist de routering.")] = "",
    behandeldienst: Annotated[str, typer.Option(help="OIN, of geen; zonder telt wat is ingesteld.")] = "",
    indiener: Annotated[str, typer.Option(help="Wie indient, zoals gemachtigde of buitenland.")] = "",
    locatie: Annotated[str, typer.Option(help="Hoe de locatie is gegeven, zoals perceel of polygoon.")] = "",
    bijlagen: Annotated[int | None, typer.Option(help="Hoeveel bijlagen.", min=0, max=120)] = None,
    concept: Annotated[bool, typer.Option("--concept", help="Als conceptverzoek.")] = False,
    sjabloon: Annotated[
        Path | None, typer.Option(help="Een eigen verzoek.xml waar het op lijkt, met verzonnen personen en documenten.")
    ] = None,
    sim: SimUrl = STANDAARD_URL,
    als_json: AlsJson = False,
) -> None:
    """Dien een verzoek in; wat u niet noemt, kiest de casus."""
    velden: dict[str, Any] = {
        "casus": casus,
        "type": type_,
        "gebied": gemeente,
        "bevoegdGezag": bevoegd_gezag,
        "indiener": indiener,
        "locatie": locatie,
        "doel": "Conceptverzoek" if concept else "",
    }
    opgave = {naam: waarde for naam, waarde in velden.items() if waarde}
    if sjabloon is not None:
        opgave["sjabloon"] = _lees(sjabloon)
    if bijlagen is not None:
        opgave["bijlagen"] = bijlagen
    if behandeldienst:
        opgave["behandeldienst"] = None if behandeldienst == "geen" else behandeldienst
    _stuur(sim, opgave, als_json)


@verzoek.command("aanvullen")
def aanvullen(nummer: Nummer, sim: SimUrl = STANDAARD_URL, als_json: AlsJson = False) -> None:
    """Vul een verzoek aan: een ander antwoord en een nieuw document."""
    _stuur(sim, {"doel": "Aanvullen", "verzoeknummer": nummer}, als_json)


@verzoek.command("intrekken")
def intrekken(nummer: Nummer, sim: SimUrl = STANDAARD_URL, als_json: AlsJson = False) -> None:
    """Trek een verzoek in; dat is definitief."""
    _stuur(sim, {"doel": "Intrekken", "verzoeknummer": nummer}, als_json)


@verzoek.command("toon")
def toon(nummer: Nummer, sim: SimUrl = STANDAARD_URL, als_json: AlsJson = False) -> None:
    """Wat er van een verzoek geworden is: versies, notificaties, wie wat ophaalde."""
    stand = vraag("GET", sim, f"/_sim/verzoeken/{nummer}")
    if als_json:
        return _json(stand)
    dienst = stand["behandeldienst"]
    print(f"Verzoek {stand['verzoeknummer']}: {stand['naam']} ({stand['type']}, {stand['status']})")
    print(f"  bevoegd gezag: {stand['bevoegdGezag']['naam']} ({stand['bevoegdGezag']['oin']})")
    print("  behandeldienst: " + ("geen" if dienst is None else f"{dienst['naam']} ({dienst['oin']})"))
    for versie in stand["versies"]:
        print(f"  {versie['volgnummer']} {versie['doel']}, documenten: {len(versie['documenten'])}")
    for n in stand["notificaties"]:
        _notificatie(f"{n['naam']} ({n['oin']})", n)
    for o in stand["onderdrukt"]:
        print(f"  geen notificatie {o['volgnummer']} aan {o['naam']} ({o['oin']}): {o['reden']}")
    for o in stand["ophalingen"]:
        print(f"  {o['op']} {o['operatie']} door {o['oin'] or 'een aanroeper zonder OIN'}: {o['status']}")
    return None


@verzoek.command("casussen")
def casussen(sim: SimUrl = STANDAARD_URL, als_json: AlsJson = False) -> None:
    """Welke casussen er zijn."""
    loket = vraag("GET", sim, "/_sim/loket")
    if als_json:
        return _json(loket)
    breedte = max(len(casus["casus"]) for casus in loket["casussen"])
    for casus in loket["casussen"]:
        print(f"{casus['casus']:{breedte}}  {casus['type']}: {casus['uitleg']}")
    return None


def _lees(bestand: Path) -> str:
    try:
        return bestand.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fout:
        stop(f"{bestand} is niet te lezen als tekst in UTF-8: {fout}", 2)


def _stuur(sim: str, opgave: dict[str, Any], als_json: bool) -> None:
    uitkomst = vraag("POST", sim, "/_sim/verzoeken", opgave)
    if als_json:
        return _json(uitkomst)
    for een in uitkomst["verzoeken"]:
        print(f"Verzoek {een['verzoeknummer']}, volgnummer {een['volgnummer']}")
        for ontvanger in een["ontvangers"]:
            _notificatie(ontvanger["oin"], {**ontvanger, "volgnummer": een["volgnummer"]})
        for wie in een["onderdrukt"]:
            print(f"  geen notificatie {een['volgnummer']} aan {wie['oin']}: {wie['reden']}")
    nummer = uitkomst["verzoeknummer"]
    print(f"Kijk verder met dso-sim verzoek toon {nummer}, of op {sim.rstrip('/')}/_sim/verzoeken/{nummer}")
    return None


def _notificatie(wie: str, n: dict[str, Any]) -> None:
    rol = f"{n['rol']}, kopie" if n["kopie"] else n["rol"]
    waarom = f" ({n['fout']})" if n.get("fout") and n["status"] in ("retrying", "failed") else ""
    print(f"  notificatie {n['volgnummer']} aan {wie}, {rol}: {STANDEN.get(n['status'], n['status'])}{waarom}")


def _json(inhoud: dict[str, Any]) -> None:
    import orjson

    print(orjson.dumps(inhoud, option=orjson.OPT_INDENT_2).decode())
