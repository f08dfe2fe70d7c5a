"""Loading a user's own form of the messages of STAM: a real verzoek.xml or notification, or the XSD's."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.contract.eigen_openapi import EigenFout
from simulator.stam import profiel as profielen
from simulator.stam.profiel import GEEN, Aangepast, Profiel, ProfielFout

Vraag = Callable[[str, tuple[str, ...], str], str]
"""Asks something: the question, the answers that are possible, and how to give it on the command line."""
_SCHEMA = re.compile(rb"<(?:\w+:)?schema[\s>]")
_VERSIE = re.compile(rb"stam-v\d+")
_TOON = 12


def is_xml(inhoud: bytes) -> bool:
    """Whether a file is XML rather than YAML or JSON."""
    return inhoud.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def laad(bestanden: Mapping[Path, bytes], als: str, plekken: Mapping[str, str], map_: Path, vraag: Vraag) -> list[str]:
    """Make a profile of what the user has, ask what is unsure, and keep it; gives what to tell.

    als: the profile in whose place it comes, else the one that the files name; plekken: answers given beforehand, the
    path of an element to what it stands for. Raises EigenFout, OSError.
    """
    try:
        basis = profielen.profiel(_naam(bestanden, als), map_)
        keuzes = dict(plekken)
        for open_vraag in _pas_aan(bestanden, basis, keuzes).onzeker:
            if open_vraag.keuzes and open_vraag.pad not in keuzes:
                opties = (*open_vraag.keuzes, *([GEEN] if GEEN not in open_vraag.keuzes else []))
                uitleg = f'Geef het met --plek "{open_vraag.pad}=PLEK", met als plek een van: {", ".join(opties)}'
                keuzes[open_vraag.pad] = vraag(f"{open_vraag.pad}: {open_vraag.tekst}", opties, uitleg)
        aangepast = _pas_aan(bestanden, basis, keuzes)
        pad = profielen.bewaar(aangepast.profiel, map_, dict(aangepast.schemas))
    except ProfielFout as fout:
        raise EigenFout(str(fout)) from None
    return _verslag(aangepast, pad, keuzes)


def toon(map_: Path) -> list[str]:
    """A line for each profile that the folder has. Raises EigenFout."""
    try:
        eigen = [p for p in profielen.profielen(map_).values() if p.map is not None and map_ in p.map.parents]
    except ProfielFout as fout:
        raise EigenFout(str(fout)) from None
    return [f"{p.naam} ({p.mark}: {p.source}){' met eigen XSD' if p.xsd else ''}" for p in eigen]


def verwijder(map_: Path, naam: str) -> bool:
    """Take the user's form of a profile away; whether there was one."""
    eigen = map_ / "stam" / naam
    if Path(naam).name != naam or not eigen.is_dir():
        return False
    for bestand in sorted(eigen.iterdir()):
        bestand.unlink()
    eigen.rmdir()
    profielen.vergeet()
    return True


def _naam(bestanden: Mapping[Path, bytes], als: str) -> str:
    if als:
        return als
    genoemd = {treffer.decode() for inhoud in bestanden.values() for treffer in _VERSIE.findall(inhoud)}
    if len(genoemd) != 1:
        kan = ", ".join(profielen.profielen())
        raise EigenFout(f"in welke versie van STAM dit is, staat er niet in; zeg het met --als: {kan}")
    return str(genoemd.pop())


def _pas_aan(bestanden: Mapping[Path, bytes], basis: Profiel, keuzes: Mapping[str, str]) -> Aangepast:
    schemas = {pad.name: inhoud for pad, inhoud in bestanden.items() if _SCHEMA.search(inhoud[:4096])}
    if schemas and len(schemas) == len(bestanden):
        return profielen.uit_xsd(schemas, basis, keuzes=keuzes)
    if len(bestanden) > 1:
        raise EigenFout("geef één bericht, of alleen XSD's")
    pad, inhoud = next(iter(bestanden.items()))
    return profielen.uit_voorbeeld(inhoud, basis, bron=pad.name, keuzes=keuzes)


def _verslag(aangepast: Aangepast, pad: Path, keuzes: Mapping[str, str]) -> list[str]:
    regels = [f"{aangepast.profiel.naam} bewaard in {pad}."]
    regels += _lijst("staat in uw bestand en heeft bij ons geen betekenis", [v.pad for v in aangepast.niet_geplaatst])
    regels += _lijst("stond niet in uw bestand en is van ons overgenomen", aangepast.toegevoegd)
    regels += _lijst("heeft in uw schema geen plaats en gaat niet mee", aangepast.ontbreekt)
    rest = [f"{v.pad}: {v.tekst}" for v in aangepast.onzeker if v.pad not in keuzes]
    return regels + _lijst("kijk dit na", rest)


def _lijst(wat: str, namen: list[str] | tuple[str, ...]) -> list[str]:
    if not namen:
        return []
    meer = f" en nog {len(namen) - _TOON}" if len(namen) > _TOON else ""
    return [f"  {wat}: {', '.join(namen[:_TOON])}{meer}"]
