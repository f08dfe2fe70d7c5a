"""What can be asked of the generator beside the case: every wish is optional, and [] of them gives the case itself.

WensOnmogelijk     a wish that cannot be met
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from simulator.stam.model import TYPEN, Locatie, Type

Indiener = Literal[
    "bsn",
    "zonder-bsn",
    "buitenland",
    "kvk",
    "vestiging",
    "gemachtigde",
    "gemachtigde-persoon",
    "contactpersoon",
    "postbus",
    "bedrijf-zonder-contactpersoon",
]
"""Who submits (docs/bronnen.md#stam-personen): see `personen`."""
Locatiesoort = Literal["bag", "perceel", "punt", "polygoon", "etrs", "getekend", "meer"]
"""What the location is given as (docs/bronnen.md#stam-locatie): see `locaties`."""
Tekens = Literal["", "diacrieten", "emoji", "lang", "entiteiten", "regels", "leeg", "alles"]
"""What is difficult about the texts: see `tekens`."""
Namen = Literal["gewoon", "diacrieten", "lang", "vijandig"]
"""What is difficult about the names of the documents."""
INDIENERS: tuple[Indiener, ...] = get_args(Indiener)
LOCATIESOORTEN: tuple[Locatiesoort, ...] = get_args(Locatiesoort)
TEKENS: tuple[Tekens, ...] = get_args(Tekens)
NAMEN: tuple[Namen, ...] = get_args(Namen)
MEESTE_BIJLAGEN = 120
KLEINSTE, GROOTSTE = 10_000, 200_000_000
"""The size of a document that the generator chooses, in bytes; one that is asked for may be smaller."""


class WensOnmogelijk(ValueError):
    """A wish that cannot be met; the text is Dutch and says what can."""


@dataclass(frozen=True)
class Bijlagewens:
    """A document that is asked for. grootte: bytes; None: chosen. mediatype "": by the extension of the name."""

    naam: str = ""
    grootte: int | None = None
    vertrouwelijk: bool = False
    mediatype: str = ""


@dataclass(frozen=True)
class Wensen:
    """What is asked for; what is not asked for, the case decides.

    gebied: code of the organisation in whose area the location lies. locatie: a variant, or a location itself.
    bijlagen: how many documents, or which; the first goes with a question, the second with the verzoek as a whole, and
    the third with two questions at once. grootte: the bounds that the sizes are chosen from. merk: a text that stands
    in the answer to a question that is not publiceerbaar, so in the message and never in the PDF. vervallen: an
    aanvulling leaves one document out. participatie: what the applicant says of it; None: nothing, and then it is not
    in the message. toelichting: on the verzoek. op: the day that the dates in answers count from.
    """

    type: Type | None = None
    gebied: str = ""
    activiteiten: tuple[str, ...] = ()
    locatie: Locatie | tuple[Locatie, ...] | Locatiesoort | None = None
    indiener: Indiener | None = None
    bijlagen: int | tuple[Bijlagewens, ...] | None = None
    grootte: tuple[int, int] = (KLEINSTE, 2_000_000)
    bestandsnamen: Namen = "gewoon"
    tekens: Tekens = ""
    lange_naam: bool = False
    merk: str = ""
    ambtshalve: bool = False
    vervallen: bool = False
    participatie: bool | None = None
    toelichting: str = ""
    op: date = field(default=date(2026, 1, 1))


def toets(wensen: Wensen) -> None:
    """Raises WensOnmogelijk when a wish cannot be met."""
    _uit("type", wensen.type, TYPEN)
    _uit("indiener", wensen.indiener, INDIENERS)
    _uit("tekens", wensen.tekens, TEKENS)
    _uit("bestandsnamen", wensen.bestandsnamen, NAMEN)
    if isinstance(wensen.locatie, str):
        _uit("locatie", wensen.locatie, LOCATIESOORTEN)
    if wensen.locatie == ():
        raise WensOnmogelijk("een verzoek heeft ten minste één locatie")
    gegeven = (wensen.locatie,) if isinstance(wensen.locatie, Locatie) else wensen.locatie
    if isinstance(gegeven, tuple) and Locatie() in gegeven:
        raise WensOnmogelijk("een locatie heeft een adres, een perceel, een punt of een vlak")
    kleinste, grootste = wensen.grootte
    if not 0 <= kleinste <= grootste:
        raise WensOnmogelijk(f"een bijlage kan niet van {kleinste} tot {grootste} bytes groot zijn")
    bijlagen = wensen.bijlagen if isinstance(wensen.bijlagen, tuple) else ()
    aantal = wensen.bijlagen if isinstance(wensen.bijlagen, int) else len(bijlagen)
    if not 0 <= aantal <= MEESTE_BIJLAGEN:
        raise WensOnmogelijk(f"een verzoek heeft 0 tot {MEESTE_BIJLAGEN} bijlagen; gevraagd zijn er {aantal}")
    for bijlage in bijlagen:
        if bijlage.grootte is not None and not 0 <= bijlage.grootte <= GROOTSTE:
            raise WensOnmogelijk(f"een bijlage is 0 tot {GROOTSTE} bytes groot; gevraagd is {bijlage.grootte}")
        _toets_naam(bijlage.naam)


def bijlagewensen(gegevens: int | Iterable[Mapping[str, Any]] | None) -> int | tuple[Bijlagewens, ...] | None:
    """The wish for documents as plain data have it: a number, or {"naam", "grootte", "vertrouwelijk"} of each.

    Raises WensOnmogelijk.
    """
    if gegevens is None or (isinstance(gegevens, int) and not isinstance(gegevens, bool)):
        return gegevens
    if isinstance(gegevens, bool | str | Mapping) or not isinstance(gegevens, Iterable):
        raise WensOnmogelijk("bijlagen is een aantal, of een lijst van {naam, grootte, vertrouwelijk}")
    return tuple(_bijlagewens(rij) for rij in gegevens)


def _bijlagewens(rij: Any) -> Bijlagewens:
    soorten = {"naam": str, "grootte": int, "vertrouwelijk": bool, "mediatype": str}
    if not isinstance(rij, Mapping) or not set(rij) <= set(soorten):
        raise WensOnmogelijk(f"een bijlage heeft {', '.join(soorten)}; gegeven is {rij!r}")
    for naam, waarde in rij.items():
        if not isinstance(waarde, soorten[naam]) or (naam == "grootte" and isinstance(waarde, bool)):
            raise WensOnmogelijk(f"{naam} van een bijlage kan niet {waarde!r} zijn")
    return Bijlagewens(**rij)


def _toets_naam(naam: str) -> None:
    if len(naam) > 250 or any(not teken.isprintable() or teken in "/\\" for teken in naam):
        raise WensOnmogelijk(f"{naam[:60]!r} kan geen naam van een bijlage zijn")


def _uit(naam: str, waarde: str | None, kan: tuple[str, ...]) -> None:
    if waarde is not None and waarde not in kan:
        raise WensOnmogelijk(f"{naam} kan niet {waarde!r} zijn; kies uit {', '.join(k for k in kan if k)}")
