"""`dso-sim check`: the rules of the LVBB on files, without a simulator and with a store that knows nothing."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import track

from simulator.kernel import clock
from simulator.kernel.redenen import os_reden
from simulator.lvbb import antwoorden
from simulator.lvbb.levering import Levering, Profiel, open_levering
from simulator.lvbb.rules import oordeel
from simulator.stelsel import kalender

_DATUMREGELS = {"LVBB1501", "LVBB1519"}
_VEEL = 10


def dag(tekst: str | None) -> date:
    """The day to judge on: today when none is given. Raises ValueError."""
    return clock.dag(clock.echt_nu()) if tekst is None else date.fromisoformat(tekst)


def controleer(bestanden: list[Path], op: date, *, als_json: bool) -> int:
    """Judge files and print the verdicts; gives the exit code.

    0: all are valide; 1: one is not; 2: a file cannot be read.
    """
    code = 0
    rij: Iterator[Path] | Any = iter(bestanden)
    if len(bestanden) > _VEEL and not als_json and sys.stderr.isatty():
        rij = track(bestanden, "Beoordelen", console=Console(stderr=True))
    for pad in rij:
        try:
            gevonden = _beoordeel(pad, op)
        except OSError as fout:
            print(f"{pad}: niet te lezen ({os_reden(fout)})", file=sys.stderr)
            code = 2
            continue
        if als_json:
            print(orjson.dumps(gevonden).decode())
        else:
            _toon(gevonden)
        if gevonden["uitkomst"] != "valide":
            code = max(code, 1)
    return code


def _beoordeel(pad: Path, op: date) -> dict[str, Any]:
    with pad.open("rb") as bron:
        levering = open_levering(bron, pad.stat().st_size, op, profiel=Profiel())
    gevonden = antwoorden.oordeel_json(levering, oordeel.beoordeel(levering))
    return {"bestand": str(pad), **gevonden, "anderMoment": _ander_moment(levering, gevonden)}


def _ander_moment(levering: Levering, gevonden: dict[str, Any]) -> str | None:
    """The clock with which this delivery would pass, where only its date is wrong."""
    fouten = {melding["code"] for melding in gevonden["meldingen"] if melding["ernst"] == "fout"}
    datum = levering.opdracht.datum
    if not fouten or not fouten <= _DATUMREGELS or datum is None or not kalender.is_werkdag(datum):
        return None
    eerder = datum - timedelta(days=1)
    opnieuw = oordeel.beoordeel(levering.met(vandaag=eerder))
    return str(eerder) if opnieuw.uitkomst == "valide" else None


def _toon(gevonden: dict[str, Any]) -> None:
    print(f"{gevonden['bestand']}: {gevonden['uitkomst']} ({gevonden['getoetst']})")
    for melding in gevonden["meldingen"]:
        plaats = " ".join(filter(None, (melding["bestand"], melding["plaats"])))
        print(f"  {melding['code']} {melding['ernst']}: {' '.join(melding['tekst'].split())}")
        if plaats:
            print(f"    waar: {plaats}")
        if melding["verwacht"] or melding["gekregen"]:
            print(f"    verwacht: {melding['verwacht']}; gekregen: {melding['gekregen']}")
    for waarschuwing in gevonden["waarschuwingen"]:
        print(f"  let op: {waarschuwing}")
    if gevonden["anderMoment"]:
        print(f"  Alleen de datum klopt niet. Met de klok op {gevonden['anderMoment']} is deze levering goed:")
        print(f"    dso-sim check --vandaag {gevonden['anderMoment']} {gevonden['bestand']}")
