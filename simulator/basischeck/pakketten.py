"""Delivers every zip of a folder, in the order of their names, and gives the LVBB's verdict on each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.basischeck.control import LEVERINGEN, Sim
from simulator.basischeck.stroom import Stroom
from simulator.basischeck.uitkomsten import Configfout, Simulatorfout
from simulator.basischeck.waarneming.lvbb import VERSLAG, verslag_uit
from simulator.basischeck.waarneming.pakket import Onleesbaar, uit_bytes

ZONDER_OIN = "00000009999999999000"
"""The sender where opdracht.xml cannot be read: a fictitious OIN."""
_POGINGEN = 40


@dataclass(frozen=True)
class Verdict:
    """What the LVBB made of one zip; uitkomst as in `dso-sim check`: valide, niet-valide or technisch."""

    naam: str
    uitkomst: str
    codes: tuple[str, ...]
    getoetst: str

    @property
    def regel(self) -> str:
        """`naam: uitkomst (codes) – getoetst …`."""
        codes = f" ({', '.join(self.codes)})" if self.codes else ""
        getoetst = f" – {self.getoetst}" if self.getoetst else ""
        return f"{self.naam}: {self.uitkomst}{codes}{getoetst}"


def zips(map_: Path) -> list[Path]:
    """The zips of a folder in name order. Raises Configfout where there is no such folder or no zip in it."""
    if not map_.is_dir():
        raise Configfout(f"de map {map_} bestaat niet")
    gevonden = sorted(pad for pad in map_.iterdir() if pad.suffix.lower() == ".zip" and pad.is_file())
    if not gevonden:
        raise Configfout(f"in de map {map_} staat geen zip")
    return gevonden


async def lever(sim: Sim, paden: list[Path], meld: Callable[[Verdict], None]) -> list[Verdict]:
    """Deliver each zip with the clock as it is; the next goes in when the verdict on this one is there."""
    stroom = Stroom(sim, gelezen=await sim.laatste_gebeurtenis())
    verdicten = []
    try:
        for pad in paden:
            verdict = await _een(sim, stroom, pad)
            meld(verdict)
            verdicten.append(verdict)
    finally:
        await stroom.sluit()
    return verdicten


async def _een(sim: Sim, stroom: Stroom, pad: Path) -> Verdict:
    inhoud = pad.read_bytes()
    antwoord = await sim.probeer(
        "POST",
        LEVERINGEN,
        content=inhoud,
        headers={"content-type": "application/zip", "x-oin": _afzender(inhoud)},
        params={"leverancier": "basischeck"},
        timeout=300,
    )
    if antwoord.status_code != 202:
        raise Simulatorfout(f"de LVBB gaf {antwoord.status_code} op {pad.name}: {antwoord.text[:300]}")
    levering_id = str(antwoord.json()["leveringId"])
    for _ in range(_POGINGEN):
        await stroom.bijlezen()
        if _klaar(stroom, levering_id):
            break
        await stroom.volgende(5)
    else:
        raise Simulatorfout(f"de LVBB gaf geen oordeel over {pad.name}")
    oordeel = await sim.oordeel(levering_id)
    return Verdict(pad.name, str(oordeel["uitkomst"]), _codes(oordeel), str(oordeel.get("getoetst") or ""))


def _afzender(inhoud: bytes) -> str:
    try:
        opdracht = uit_bytes(inhoud).opdracht
    except Onleesbaar:
        return ZONDER_OIN
    return (opdracht.veld("idAanleveraar") if opdracht else "") or ZONDER_OIN


def _klaar(stroom: Stroom, levering_id: str) -> bool:
    """Whether the LVBB has judged: it ended the handling, or registered a publication that waits for its date."""
    verslagen = [
        verslag_uit(g) for g in stroom.gezien if g.soort == VERSLAG and g.gegevens.get("leveringId") == levering_id
    ]
    return any(v.einde or v.voortgang == "registratie-voltooid" for v in verslagen)


def _codes(oordeel: dict[str, Any]) -> tuple[str, ...]:
    """The codes of faults and warnings, each once; what only informs says nothing of the verdict."""
    meldingen = [m for m in oordeel.get("meldingen") or () if m.get("ernst") != "informatie"]
    return tuple(dict.fromkeys(str(m.get("code")) for m in meldingen))
