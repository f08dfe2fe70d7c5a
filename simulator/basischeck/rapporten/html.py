"""report.html: one page that needs nothing beside it, works without script and on paper.

What asks for attention stands first, and what passed is folded.
"""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.basischeck.model import Gevolg
from simulator.basischeck.rapport import Rapport
from simulator.contract.merken import woord as merk_woord

_EERST = (Gevolg.FOUT, Gevolg.FAALT, Gevolg.OPTIONEEL, Gevolg.LET_OP, Gevolg.ONTHEVEN)


def maak(rapport: Rapport) -> str:
    """The report as one self-contained page in Dutch."""
    omgeving = Environment(
        loader=PackageLoader("simulator.basischeck.rapporten", "sjablonen"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters["leesbaar"] = lambda naam: str(naam).replace("_", " ")
    omgeving.filters["merk"] = merk_woord
    inhoud = rapport.als_dict()
    return omgeving.get_template("rapport.html.j2").render(inhoud, **_verdeeld(inhoud["checks"]))


def _verdeeld(checks: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The checks that ask for attention, the worst first, and those that are folded: not judged, and passed."""
    van = {gevolg: [check for check in checks if check["gevolg"] == gevolg] for gevolg in Gevolg}
    return {
        "open": [check for gevolg in _EERST for check in van[gevolg]],
        "over": van[Gevolg.OVERGESLAGEN],
        "goed": van[Gevolg.GOED],
    }
