"""`dso-sim check`: the rules of the LVBB on files, without a simulator and with a store that knows nothing."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import track

from simulator.contract.rules import catalogus
from simulator.kernel import clock
from simulator.kernel.redenen import eigen_fout, os_reden
from simulator.lvbb import antwoorden
from simulator.lvbb.levering import Levering, Opdracht, Profiel, open_levering
from simulator.lvbb.rules import oordeel
from simulator.lvbb.rules.oordeel import Oordeel
from simulator.stelsel import kalender

DATUMREGELS = ("LVBB1501", "LVBB1519")
"""Rules that a package fails by the day on which it is judged; else it may well be in order."""
NIET_VALIDE, ONLEESBAAR, EIGEN_FOUT = 1, 2, 4
_VEEL = 10


def dag(tekst: str | None) -> date:
    """The day to judge on: today when none is given. Raises ValueError."""
    return clock.dag(clock.echt_nu()) if tekst is None else date.fromisoformat(tekst)


def controleer(bestanden: list[Path], op: date, *, als_json: bool, streng: bool = False) -> int:
    """Judge files and print the verdicts; gives the exit code.

    streng: stop at a datumBekendmaking that does not fit the day, as the chain does.
    0: all are valide; 1: one is not; 2: a file cannot be read; 4: a fault of the simulator kept one from being judged.
    """
    code = 0
    rij: Iterator[Path] | Any = iter(bestanden)
    if len(bestanden) > _VEEL and not als_json and sys.stderr.isatty():
        rij = track(bestanden, "Beoordelen", console=Console(stderr=True))
    for pad in rij:
        code = max(code, _een(pad, op, als_json=als_json, streng=streng))
    if not als_json:
        _toon_wat_nooit()
    return code


def _een(pad: Path, op: date, *, als_json: bool, streng: bool) -> int:
    """Judge one file and print the verdict; gives its exit code."""
    try:
        gevonden = _beoordeel(pad, op, streng=streng)
        tekst = orjson.dumps(gevonden).decode() if als_json else "\n".join(_regels(gevonden))
    except OSError as fout:
        print(f"{pad}: niet te lezen ({os_reden(fout)})", file=sys.stderr)
        return ONLEESBAAR
    except Exception as fout:  # one line that says so, and the other files are still judged
        wat = f"niet beoordeeld door een fout in de simulator ({eigen_fout(fout)}); bewaar het bestand"
        naam = str(pad).encode("utf-8", "backslashreplace").decode()
        print(f"{naam}: {' '.join(wat.split())}", file=sys.stderr)
        if als_json:
            print(orjson.dumps({"bestand": naam, **antwoorden.eigen_fout_json(wat), **_LEEG}).decode())
        return EIGEN_FOUT
    print(tekst)
    if any(melding["code"] == antwoorden.EIGEN_FOUT for melding in gevonden["meldingen"]):
        return EIGEN_FOUT
    return 0 if gevonden["uitkomst"] == oordeel.VALIDE else NIET_VALIDE


_LEEG: dict[str, Any] = {"anderMoment": None, "beoordeeldAlsOp": None, "nietBeoordeeld": []}


def _beoordeel(pad: Path, op: date, *, streng: bool) -> dict[str, Any]:
    """The verdict on a file, as the simulator gives it, and what that does not say.

    anderMoment: the day on which this delivery would pass as it is; beoordeeldAlsOp: the day and the datumBekendmaking
    with which the rest was judged, when these do not fit each other; nietBeoordeeld: by phase.
    """
    with pad.open("rb") as bron:
        levering = open_levering(bron, pad.stat().st_size, op, profiel=Profiel())
    eerste = oordeel.beoordeel(levering)
    gevonden = antwoorden.oordeel_json(levering, eerste)
    over_de_datum = [melding for melding in gevonden["meldingen"] if melding["code"] in DATUMREGELS]
    if not over_de_datum:
        return {"bestand": str(pad), **gevonden, **_LEEG, "nietBeoordeeld": _niet_beoordeeld(levering, eerste)}
    passend = _op_een_dag_die_past(levering)
    rest = oordeel.beoordeel(passend)
    zelfde_datum = passend.opdracht == levering.opdracht
    ander_moment = str(passend.vandaag) if zelfde_datum and rest.uitkomst == oordeel.VALIDE else None
    if streng:
        niet = _niet_beoordeeld(levering, eerste)
        return {"bestand": str(pad), **gevonden, **_LEEG, "anderMoment": ander_moment, "nietBeoordeeld": niet}
    verder = antwoorden.oordeel_json(passend, rest)
    return {
        "bestand": str(pad),
        **verder,
        "uitkomst": oordeel.NIET_VALIDE if verder["uitkomst"] == oordeel.VALIDE else verder["uitkomst"],
        "meldingen": [*over_de_datum, *verder["meldingen"]],
        "anderMoment": ander_moment,
        "beoordeeldAlsOp": {
            "vandaag": str(passend.vandaag),
            "datumBekendmaking": passend.opdracht.datum_bekendmaking,
        },
        "nietBeoordeeld": _niet_beoordeeld(passend, rest),
    }


def _op_een_dag_die_past(levering: Levering) -> Levering:
    """The same delivery on a day before its datumBekendmaking, which becomes the next werkdag where it is none."""
    vandaag, opdracht = levering.vandaag, levering.opdracht
    datum = None if opdracht.datum == date.max else opdracht.datum  # what it reads any later year as
    if datum is None or not kalender.is_werkdag(datum):
        datum = kalender.volgende_werkdag(datum or vandaag)
        opdracht = replace(opdracht, datum_bekendmaking=str(datum))
    return levering.met(opdracht=opdracht, vandaag=min(vandaag, datum - timedelta(days=1)))


def _niet_beoordeeld(levering: Levering, gevonden: Oordeel) -> list[dict[str, Any]]:
    """By phase what was not judged, and why."""
    niet: list[dict[str, Any]] = []
    for fase in oordeel.fasen(levering):
        if fase not in gevonden.fasen:
            reden = f"eerst moet de fout in de fase {gevonden.gestopt_in} eruit"
        elif fase == gevonden.gestopt_in == "technisch":
            reden = "de eerste technische oorzaak gaat voor; wat daarna komt is niet bekeken"
        else:
            reden = _wat_er_niet_is(levering, fase)
        if reden:
            niet.append({"fase": fase, "bereikt": fase in gevonden.fasen, "reden": reden})
    return niet


def _wat_er_niet_is(levering: Levering, fase: str) -> str:
    """Which part of a phase the simulator never judges, "" when it has all its rules."""
    if fase == "ozon":
        return "de proefregistratie van OZON loopt niet in de simulator"
    rijen = [rij for rij in catalogus().values() if oordeel.fase_van(rij, levering) == fase]
    gebouwd = sum(1 for rij in rijen if rij.gebouwd and rij.aan)
    return f"{len(rijen) - gebouwd} van {len(rijen)} regels ontbreken of staan uit" if gebouwd < len(rijen) else ""


def _regels(gevonden: dict[str, Any]) -> Iterator[str]:
    yield f"{gevonden['bestand']}: {gevonden['uitkomst']} ({gevonden['getoetst']})"
    for melding in gevonden["meldingen"]:
        plaats = " ".join(filter(None, (melding["bestand"], melding["plaats"])))
        yield f"  {melding['code']} {melding['ernst']}: {' '.join(melding['tekst'].split())}"
        if plaats:
            yield f"    waar: {plaats}"
        if melding["verwacht"] or melding["gekregen"]:
            yield f"    verwacht: {melding['verwacht']}; gekregen: {melding['gekregen']}"
    for waarschuwing in gevonden["waarschuwingen"]:
        yield f"  let op: {waarschuwing}"
    yield from _regels_over_de_dag(gevonden)
    niet_bereikt = [niet["fase"] for niet in gevonden["nietBeoordeeld"] if not niet["bereikt"]]
    if niet_bereikt:
        yield f"  Niet bereikt: {', '.join(niet_bereikt)}. Eerst moet de fout in de fase {gevonden['gestoptIn']} eruit."


def _regels_over_de_dag(gevonden: dict[str, Any]) -> Iterator[str]:
    als_op = gevonden["beoordeeldAlsOp"]
    if als_op is not None:
        yield (
            f"  De rest is beoordeeld alsof het {als_op['vandaag']} is, met datumBekendmaking "
            f"{als_op['datumBekendmaking']}. De LVBB stopt bij deze datum; zo doet --streng."
        )
    if gevonden["anderMoment"]:
        yield f"  Alleen de datum klopt niet. Met de klok op {gevonden['anderMoment']} is deze levering goed:"
        yield f"    dso-sim check --vandaag {gevonden['anderMoment']} {gevonden['bestand']}"


def _toon_wat_nooit() -> None:
    """What no verdict says, once for all files."""
    leeg = Levering((), {}, Opdracht(), date.min)
    nooit = [f"{fase}: {reden}" for fase in oordeel.fasen(leeg) if (reden := _wat_er_niet_is(leeg, fase))]
    print("Nooit beoordeeld: " + "; ".join(nooit) + ". Welke regels dat zijn staat in COVERAGE.md.")
