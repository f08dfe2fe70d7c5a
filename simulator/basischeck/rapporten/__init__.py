"""The forms of a report: console, report.json, junit.xml and report.html, all made from `Rapport`."""

import json
from pathlib import Path

from simulator.basischeck.rapport import Rapport
from simulator.basischeck.rapporten import html, junit


def schrijf(rapport: Rapport, map_: Path) -> None:
    """Write report.json, junit.xml and report.html into the folder, which is made where it is not there."""
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "report.json").write_text(json.dumps(rapport.als_dict(), ensure_ascii=False, indent=2), encoding="utf-8")
    (map_ / "junit.xml").write_bytes(junit.maak(rapport))
    (map_ / "report.html").write_text(html.maak(rapport), encoding="utf-8")
