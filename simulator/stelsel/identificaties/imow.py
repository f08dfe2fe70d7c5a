"""IMOW: the identifiers of omgevingswet objects, `nl.imow-gm0363.activiteit.Dakkapel`.

Source: docs/bronnen.md#imow and TPOD1892 (confirmed). TPOD1892 allows mn beside mnre, the schema does not: allowed
here.
"""

import re
from dataclasses import dataclass

from simulator.stelsel.identificaties.fouten import ImowFout

OBJECTTYPEN = (
    "regeltekst",
    "gebied",
    "gebiedengroep",
    "lijn",
    "lijnengroep",
    "punt",
    "puntengroep",
    "activiteit",
    "gebiedsaanwijzing",
    "omgevingswaarde",
    "omgevingsnorm",
    "pons",
    "kaart",
    "tekstdeel",
    "hoofdlijn",
    "divisie",
    "kaartlaag",
    "juridischeregel",
    "activiteitlocatieaanduiding",
    "normwaarde",
    "regelingsgebied",
    "ambtsgebied",
    "divisietekst",
)

_ORG = re.compile(r"(?:gm|pv|ws|mnre|mn)[0-9]{1,6}")
_NAAM = re.compile(r"[A-Za-z0-9]{1,32}")
_VOOR = "nl.imow-"


@dataclass(frozen=True)
class ImowId:
    """The identifier of one object: whose it is, what it is, and its own name."""

    org: str
    objecttype: str
    naam: str

    def __str__(self) -> str:
        return f"{_VOOR}{self.org}.{self.objecttype}.{self.naam}"


def lees(tekst: str) -> ImowId:
    """Read the identifier of an object. Raises ImowFout."""
    if not tekst.startswith(_VOOR):
        raise ImowFout(tekst, f"begint niet met {_VOOR}")
    stukken = tekst.removeprefix(_VOOR).split(".")
    if len(stukken) != 3:
        raise ImowFout(tekst, "verwacht nl.imow-{bevoegd gezag}.{objecttype}.{naam}")
    org, objecttype, naam = stukken
    if not _ORG.fullmatch(org):
        raise ImowFout(tekst, f"'{org}' is geen code van een bevoegd gezag")
    if objecttype not in OBJECTTYPEN:
        raise ImowFout(tekst, f"'{objecttype}' is geen objecttype van IMOW (in kleine letters)")
    if not _NAAM.fullmatch(naam):
        raise ImowFout(tekst, f"'{naam}' is geen naam van 1 tot 32 letters en cijfers")
    return ImowId(org, objecttype, naam)


def delen(tekst: str) -> tuple[str, ...]:
    """Bevoegd gezag, objecttype and name, of a wrong identifier too: as many parts as it has."""
    return tuple(tekst.removeprefix(_VOOR).split("."))
