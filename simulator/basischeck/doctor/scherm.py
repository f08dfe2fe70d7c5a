"""dso-sim doctor on the terminal: what is well on a line, what is not with what to do."""

import asyncio
import json
from pathlib import Path

from simulator.basischeck import plan as plannen
from simulator.basischeck.doctor.diagnose import Diagnose, Ernst, Situatie
from simulator.basischeck.doctor.onderzoek import Uitslag, onderzoek

PLAN = "plan"


def doctor(bestand: Path, *, sim: str, uit: Path | None, ca: Path | None, als_json: bool) -> int:
    """Look at a plan, print what was found, and give the exit code: 0 where a run can begin, else 2."""
    try:
        plan = plannen.lees(bestand)
    except plannen.Planfout as fout:
        uitslag: Uitslag = {PLAN: [_veld(bestand, veld, reden) for veld, reden in fout.velden]}
    else:
        uitslag = {PLAN: [], **asyncio.run(onderzoek(Situatie.van(plan, bestand, sim=sim, uit=uit, ca=ca)))}
    code = 2 if any(d.ernst is Ernst.FOUT for lijst in uitslag.values() for d in lijst) else 0
    if als_json:
        print(json.dumps({"code": code, "proeven": _als_dict(uitslag)}, ensure_ascii=False))
    else:
        _toon(uitslag, code)
    return code


def _veld(bestand: Path, veld: str, reden: str) -> Diagnose:
    waar = str(bestand) if veld == str(bestand) else f"{bestand.name}: {veld}"
    return Diagnose(waar, "een plan dat klopt", reden, "Verbeter dit in het plan; docs/plansoftware.md legt het uit.")


def _als_dict(uitslag: Uitslag) -> dict[str, list[dict[str, str]]]:
    return {naam: [diagnose.als_dict() for diagnose in lijst] for naam, lijst in uitslag.items()}


def _toon(uitslag: Uitslag, code: int) -> None:
    for naam, lijst in uitslag.items():
        if not lijst:
            print(f"in orde  {naam}")
        for diagnose in lijst:
            print(f"{str(diagnose.ernst).upper():<8} {diagnose.waar}")
            print(f"         verwacht: {diagnose.verwacht}\n         gekregen: {diagnose.gekregen}")
            print(f"         doe:      {diagnose.doe}")
    alle = [diagnose.ernst for lijst in uitslag.values() for diagnose in lijst]
    fouten, let_op = alle.count(Ernst.FOUT), alle.count(Ernst.LET_OP)
    if not alle:
        print(f"Alles in orde. [code {code}]")
    else:
        print(f"{fouten} fout{'' if fouten == 1 else 'en'}, {let_op} keer let op. [code {code}]")
