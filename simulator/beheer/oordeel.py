"""A verdict by phase, as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.contract import rules

AFBREKEN = "breekPublicatieAfOpdracht"
NAMEN = {
    "technisch": ("Technisch", "is de zip te openen en de opdracht te lezen"),
    "opdracht": ("Opdracht", "klopt wat er in opdracht.xml staat"),
    "afbreken": ("Afbreken", "mag deze publicatie nog afgebroken worden"),
    "domein": ("Domein", "kloppen het manifest en de bestanden met objecten (OW)"),
    "schema": ("Schema", "voldoet elk bestand aan zijn schema"),
    "inhoud": ("Inhoud", "klopt de tekst met de regels van STOP"),
    "consolidatie": ("Consolidatie", "is er een nieuwe versie van de regeling van te maken"),
    "geometrie": ("Geometrie", "kloppen de locaties"),
    "ozon": ("OZON", "neemt OZON de objecten aan"),
}
UITKOMSTEN = {
    "valide": "Valide: de regels vonden geen fouten",
    "niet-valide": "Niet valide: er zijn fouten gevonden",
    "technisch": "Technisch afgewezen: de levering is niet te verwerken",
}


@dataclass(frozen=True)
class Fase:
    """One phase. stand: "goed", "fout", "let-op" or "niet-bereikt"; gebouwd and totaal: how many rules it has."""

    naam: str
    uitleg: str
    stand: str
    gebouwd: int
    totaal: int
    meldingen: tuple[Mapping[str, Any], ...]


def per_fase(oordeel: Mapping[str, Any], soort: str | None) -> list[Fase]:
    """The phases of a verdict, in order. soort: of the opdracht; breaking off has a phase of its own instead."""
    gestopt = oordeel["gestoptIn"]
    namen = _fasen(soort, gestopt)
    gevonden: dict[str, list[Mapping[str, Any]]] = {naam: [] for naam in namen}
    for melding in oordeel["meldingen"]:
        # A rule can run in another phase than its own, as in 2021; the phase that stopped is then the one.
        gevonden[melding["fase"] if melding["fase"] in gevonden else gestopt or namen[0]].append(melding)
    bereikt = namen.index(gestopt) + 1 if gestopt in namen else len(namen)
    return [_fase(naam, gevonden[naam], gelopen=n < bereikt) for n, naam in enumerate(namen)]


def _fasen(soort: str | None, gestopt: str) -> list[str]:
    afbreken = gestopt == "afbreken" or soort == AFBREKEN
    kan = ("technisch", "opdracht", "afbreken") if afbreken else rules.FASEN
    return [naam for naam in kan if afbreken or naam != "afbreken"]


def _fase(naam: str, meldingen: list[Mapping[str, Any]], *, gelopen: bool) -> Fase:
    rijen = [rij for rij in rules.catalogus().values() if rij.fase == naam]
    gebouwd = sum(1 for rij in rijen if rij.gebouwd and rij.aan)
    fout = any(melding["ernst"] == "fout" for melding in meldingen)
    stand = "niet-bereikt" if not gelopen else "fout" if fout else "let-op" if meldingen else "goed"
    titel, uitleg = NAMEN.get(naam, (naam, ""))
    return Fase(titel, uitleg, stand, gebouwd, len(rijen), tuple(meldingen))
