"""Identifiers: a small parser per family. Each has a frozen dataclass, `lees(tekst)` and `str()` back, and raises
IdentificatieFout with a Dutch reason; `delen(tekst)` looks inside an identifier that is wrong.

`akn` besluit, regeling, kennisgeving, publicatie; `join` informatieobject, doel, value of a list; `oin`; `tekst` eId
and wId; `imow` objects; `tooi` organisations and concepts; `frbr` what AKN and JOIN share.
"""

from simulator.stelsel.identificaties import akn, join
from simulator.stelsel.identificaties.fouten import IdentificatieFout
from simulator.stelsel.identificaties.frbr import delen, uri_identificatie, uri_ontsluiten, werkdeel

__all__ = [
    "IdentificatieFout",
    "delen",
    "lees_expressie",
    "lees_werk",
    "uri_identificatie",
    "uri_ontsluiten",
    "werkdeel",
]


def lees_werk(tekst: str) -> akn.Werk | join.Werk:
    """Read a work of either family. Raises IdentificatieFout."""
    if tekst.startswith("/akn/"):
        return akn.lees_werk(tekst)
    if tekst.startswith("/join/"):
        return join.lees_werk(tekst)
    raise IdentificatieFout(tekst, "begint niet met /akn/ of /join/")


def lees_expressie(tekst: str) -> akn.Expressie | join.Expressie:
    """Read an expression of either family. Raises IdentificatieFout."""
    if tekst.startswith("/akn/"):
        return akn.lees_expressie(tekst)
    if tekst.startswith("/join/"):
        return join.lees_expressie(tekst)
    raise IdentificatieFout(tekst, "begint niet met /akn/ of /join/")
