"""Plansoftware that is driven from the command line: python bedien.py GEHEUGEN SIM ACTIE [DAGEN].

The reference, with its register in a file between two commands, as a database would keep it. What an action came to
goes to stdout as JSON; what its user cannot do ends with a message and code 1.
"""

import json
import pickle
import sys
from dataclasses import asdict, is_dataclass
from pathlib import Path

import httpx

from simulator.basischeck.reference.plansoftware import PlansoftwareFout, ReferentiePlansoftware


def main(geheugen: str, sim: str, actie: str, *dagen: str) -> None:
    bestand = Path(geheugen)
    with httpx.Client(timeout=60, trust_env=False) as client:
        software = ReferentiePlansoftware(sim, client, naam="bedien")
        if bestand.exists():
            software.register, software._plannen = pickle.loads(bestand.read_bytes())
        try:
            uit = getattr(software, actie)(*(int(aantal) for aantal in dagen))
        except PlansoftwareFout as fout:
            uit = {"fout": str(fout)}
        bestand.write_bytes(pickle.dumps((software.register, software._plannen)))
    print(json.dumps(asdict(uit) if is_dataclass(uit) else uit, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
