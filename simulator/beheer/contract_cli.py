"""dso-sim contract: put your own contract in the place of one of ours, and see what was put where."""

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import yaml

from simulator.contract import eigen, eigen_har, openapi
from simulator.contract.eigen_gelijkenis import Voorstel
from simulator.contract.eigen_openapi import EigenFout, Onderzoek, maak, onderzoek
from simulator.contract.openapi import Contract
from simulator.kernel.redenen import os_reden

contract = typer.Typer(
    help="Uw eigen contract op de plaats van een van ons: OpenAPI, XSD, een verzoek.xml of een opname (HAR).",
    no_args_is_help=True,
)
STANDAARD = Path("dso-contracten")
MapKeuze = Annotated[
    Path,
    typer.Option("--contracten", help="Map met uw contracten, dezelfde als bij serve.", envvar="DSO_SIM_CONTRACTEN"),
]
_GEEN = "geen"
Vraag = Callable[[str, tuple[str, ...], str], str]
"""Asks something: the question, the answers that are possible, and how to give it on the command line."""


@contract.command("laden")
def laden(
    bestanden: Annotated[
        list[Path], typer.Argument(metavar="BESTAND...", help="OpenAPI (yaml of json), HAR, XSD's, of een verzoek.xml.")
    ],
    als: Annotated[
        str, typer.Option(help="Voor welk contract, zoals stam/afhandelen-v2 of stam-v4; zonder wordt gezocht.")
    ] = "",
    operatie: Annotated[
        list[str] | None,
        typer.Option(metavar='"GET /pad=onzeNaam"', help="Wat een operatie is (of geen); mag vaker."),
    ] = None,
    veld: Annotated[
        list[str] | None,
        typer.Option(metavar="onzeNaam=uwNaam", help="Hoe een veld van JSON bij u heet; mag vaker."),
    ] = None,
    plek: Annotated[
        list[str] | None,
        typer.Option(metavar='"pad=plek"', help="Waar een element van XML voor staat (of geen); mag vaker."),
    ] = None,
    neem_aan: Annotated[
        bool, typer.Option("--neem-aan", help="Neem van wat onzeker is het eerste voorstel, zonder te vragen.")
    ] = False,
    map_: MapKeuze = STANDAARD,
) -> None:
    """Lees uw contract, vraag wat onzeker is, en bewaar het; vanaf de volgende start werkt de simulator ermee."""
    from simulator.beheer import contract_berichten

    vraag = _eerste if neem_aan else _vraag
    try:
        inhoud = {pad: _lees(pad) for pad in bestanden}
        if all(contract_berichten.is_xml(deel) for deel in inhoud.values()):
            regels = contract_berichten.laad(inhoud, als, _paren(plek, "plek"), map_, vraag)
        elif len(inhoud) == 1:
            pad, bytes_ = next(iter(inhoud.items()))
            gegeven = Gegeven(als, _paren(operatie, "operatie"), _paren(veld, "veld"))
            regels = _laad_api(pad, bytes_, gegeven, map_, vraag)
        else:
            raise EigenFout("geef een OpenAPI of HAR alleen; alleen XSD's gaan met meer tegelijk")
    except (EigenFout, OSError) as fout:
        _stop(str(fout))
    for regel in regels:
        print(regel)
    print(f"Start de simulator ermee: dso-sim serve --contracten {map_}")


@contract.command("alias")
def alias(
    contract_id: Annotated[str, typer.Argument(metavar="CONTRACT", help="Zoals stam/afhandelen-v2.")],
    aanroep: Annotated[str, typer.Argument(metavar='"GET /pad/{waarde}"', help="Methode en pad onder de basis.")],
    operatie: Annotated[str, typer.Argument(metavar="OPERATIE", help="Zoals getSamenvatting.")],
    map_: MapKeuze = STANDAARD,
) -> None:
    """Geef een operatie er een pad bij; het oude blijft werken."""
    try:
        geldend = _geldend(map_, contract_id)
        eigen.bewaar(
            map_, contract_id, eigen.met_alias(geldend, aanroep, operatie, f"alias van de gebruiker: {aanroep}")
        )
    except (EigenFout, OSError) as fout:
        _stop(str(fout))
    print(f"{aanroep} is nu ook {operatie}. Start de simulator ermee: dso-sim serve --contracten {map_}")


@contract.command("toon")
def toon(map_: MapKeuze = STANDAARD) -> None:
    """Wat er in de map staat, en van elke operatie waar haar pad vandaan komt."""
    from simulator.beheer import contract_berichten

    leeg = True
    for id_ in _apis():
        try:
            gevonden = eigen.lees(map_, id_)
        except EigenFout as fout:
            _stop(str(fout))
        if gevonden is not None:
            leeg = False
            print(f"{id_} op {gevonden.basis}")
            for o in gevonden.operaties:
                print(f"  {o.methode:<6} {o.pad}  {o.id}  ({o.merk}: {o.bron})")
    for regel in contract_berichten.toon(map_):
        leeg = False
        print(regel)
    if leeg:
        print(f"In {map_} staat geen eigen contract; alles gaat zoals in contracts/ van de simulator.")


@contract.command("weg")
def weg(
    contract_id: Annotated[str, typer.Argument(metavar="CONTRACT", help="Zoals stam/afhandelen-v2 of stam-v4.")],
    map_: MapKeuze = STANDAARD,
) -> None:
    """Haal uw contract weg; het onze geldt dan weer."""
    from simulator.beheer import contract_berichten

    api = contract_id in _apis()
    if not (eigen.verwijder(map_, contract_id) if api else contract_berichten.verwijder(map_, contract_id)):
        _stop(f"in {map_} staat geen {contract_id}; zie dso-sim contract toon")
    print(f"{contract_id} gaat weer zoals in contracts/ van de simulator.")


@dataclass(frozen=True)
class Gegeven:
    """What the user said beforehand. operaties: "GET /pad" to ours, or to geen; velden: our field to theirs."""

    als: str
    operaties: Mapping[str, str]
    velden: Mapping[str, str]


def _laad_api(pad: Path, inhoud: bytes, gegeven: Gegeven, map_: Path, vraag: Vraag) -> list[str]:
    """Load an OpenAPI or a HAR; gives what to tell. Raises EigenFout."""
    document = _yaml(pad, inhoud)
    opname = eigen_har.is_har(document)
    id_ = gegeven.als or _zoek_contract(document, opname)
    _geldend(map_, id_)
    onze = openapi.contract(id_)
    if opname:
        document = eigen_har.als_openapi(document, onze.basis)
    keuze = {sleutel: "" if naam == _GEEN else naam for sleutel, naam in gegeven.operaties.items()}
    for voorstel in onderzoek(onze, document, keuze).onzeker:
        keuze[voorstel.sleutel] = _vraag_operatie(onze, voorstel, vraag)
    gevonden = onderzoek(onze, document, keuze)
    namen = {**_vraag_velden(gevonden, gegeven.velden, vraag), **gegeven.velden}
    bron = f"{'opname' if opname else 'OpenAPI'} {pad.name}, sha256 {hashlib.sha256(inhoud).hexdigest()[:12]}"
    bestand = eigen.bewaar(map_, onze.id, maak(onze, document, gevonden, bron=bron, namen=namen))
    return _verslag(onze, gevonden, {**gevonden.namen, **namen}, bestand)


def _verslag(onze: Contract, gevonden: Onderzoek, namen: Mapping[str, str], bestand: Path) -> list[str]:
    regels = [f"{onze.id} bewaard in {bestand}."]
    regels += [
        f"  {voorstel.sleutel} is {voorstel.onze or 'geen van de onze: antwoordt 501'}"
        for voorstel in gevonden.voorstellen
    ]
    gehad = {voorstel.onze for voorstel in gevonden.voorstellen}
    regels += [f"  {o.methode} {o.pad} blijft van ons ({o.id}, {o.merk})" for o in onze.operaties if o.id not in gehad]
    return regels + [f"  veld {ons} heet bij u {hun}" for ons, hun in sorted(namen.items())]


def _zoek_contract(document: Any, opname: bool) -> str:
    """Which of our APIs it is for, by its base path. Raises EigenFout."""
    tekst = str([regel.get("request", {}).get("url", "") for regel in document["log"]["entries"]] if opname else "")
    servers = [] if opname else (document.get("servers") or [] if isinstance(document, dict) else [])
    tekst += " ".join(str(server.get("url", "")) for server in servers if isinstance(server, dict))
    treffers = [id_ for id_ in _apis() if openapi.contract(id_).basis in tekst]
    if len(treffers) != 1:
        raise EigenFout(f"waar dit voor is, staat er niet in; zeg het met --als: {', '.join(_apis())}")
    return treffers[0]


def _apis() -> list[str]:
    from simulator.lvbb import room as lvbb
    from simulator.ozon.api import presenteren
    from simulator.stam import room as stam

    return [koppelvlak.contract_id for koppelvlak in (*stam.KOPPELVLAKKEN, *lvbb.KOPPELVLAKKEN, presenteren)]


def _geldend(map_: Path, id_: str) -> Contract:
    if id_ not in _apis():
        raise EigenFout(f"{id_} is geen API van de simulator; wel: {', '.join(_apis())}")
    return eigen.geldend(map_, id_)


def _vraag_operatie(onze: Contract, voorstel: Voorstel, vraag: Vraag) -> str:
    """Ask what an operation is. Raises EigenFout where nobody is there to answer."""
    opties = (*dict.fromkeys((*([voorstel.onze] if voorstel.onze else []), *voorstel.kandidaten)), _GEEN)
    uitleg = f'Geef het met --operatie "{voorstel.sleutel}=NAAM", met als naam een van: {", ".join(opties)}'
    gekozen = vraag(f"Wat is {voorstel.sleutel}?", opties, uitleg)
    return "" if gekozen == _GEEN else gekozen


def _vraag_velden(gevonden: Onderzoek, bekend: Mapping[str, str], vraag: Vraag) -> dict[str, str]:
    namen: dict[str, str] = {}
    for ons, lijken in gevonden.twijfel.items():
        kan = [naam for naam in lijken if naam not in bekend.values()]
        if ons not in bekend and kan:
            kies = f"Geef het met --veld {ons}=NAAM, of met --veld {ons}={ons} als het bij u ook zo heet."
            hun = vraag(f"Hoe heet het veld {ons} bij u?", (ons, *kan), f"{kies} Het lijkt op: {', '.join(kan)}.")
            namen |= {ons: hun} if hun != ons else {}
    return namen


def _eerste(tekst: str, opties: tuple[str, ...], uitleg: str) -> str:
    """Ask nobody: the first proposal it is."""
    print(f"{tekst} {opties[0]}")
    return opties[0]


def _vraag(tekst: str, opties: tuple[str, ...], uitleg: str) -> str:
    """Ask at the terminal. Raises EigenFout, with what to give in its place, where there is none."""
    if not sys.stdin.isatty():
        raise EigenFout(f"{tekst} {uitleg}")
    while True:
        antwoord = input(f"{tekst} [{'/'.join(opties)}] ").strip() or opties[0]
        if antwoord in opties:
            return antwoord


def _paren(gegeven: list[str] | None, optie: str) -> dict[str, str]:
    paren = {}
    for tekst in gegeven or ():
        links, is_, rechts = tekst.rpartition("=")
        if not is_ or not links.strip() or not rechts.strip():
            raise EigenFout(f"--{optie} {tekst!r} is geen paar; schrijf links=rechts")
        paren[links.strip()] = rechts.strip()
    return paren


def _lees(pad: Path) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise EigenFout(f"{pad} is niet te lezen: {os_reden(fout)}") from None


def _yaml(pad: Path, inhoud: bytes) -> Any:
    try:
        return openapi.lees_yaml(inhoud.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as fout:
        plek = getattr(fout, "problem_mark", None)
        waar = f" vanaf regel {plek.line + 1}, positie {plek.column + 1}" if plek else ""
        raise EigenFout(f"{pad} is geen YAML of JSON{waar}") from None


def _stop(reden: str) -> NoReturn:
    print(reden, file=sys.stderr)
    raise typer.Exit(2)
