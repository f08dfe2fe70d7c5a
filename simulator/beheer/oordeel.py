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


_OPGELEGD = "Deze uitkomst is opgelegd door een storingsschakelaar; de regels vonden geen fouten"
_ONMOGELIJK = ("opdracht-niet-valide", "behandeling-afgebroken", "behandeling-mislukt")
_NOG_NIET = "Deze soort opdracht behandelt de simulator nog niet"


@dataclass(frozen=True)
class Fase:
    """One phase. gebouwd and totaal: how many rules it has.

    stand: "goed", "fout", "let-op", "niet-bereikt", or "leeg" where the simulator has no rule that could find anything.
    """

    naam: str
    uitleg: str
    stand: str
    gebouwd: int
    totaal: int
    meldingen: tuple[Mapping[str, Any], ...]


def uitkomst(oordeel: Mapping[str, Any], status: str) -> str:
    """The verdict in a sentence. status: of the delivery, which something else than the rules may have set."""
    if status == "nog-niet-gebouwd":
        return _NOG_NIET
    if oordeel["uitkomst"] == "valide" and status in ("niet-valide", "technisch-afgewezen", *_ONMOGELIJK):
        return _OPGELEGD
    return UITKOMSTEN.get(oordeel["uitkomst"], str(oordeel["uitkomst"]))


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
    stand = "fout" if fout else "let-op" if meldingen else "goed" if gebouwd else "leeg"
    stand = stand if gelopen else "niet-bereikt"
    titel, uitleg = NAMEN.get(naam, (naam, ""))
    return Fase(titel, uitleg, stand, gebouwd, len(rijen), tuple(meldingen))
