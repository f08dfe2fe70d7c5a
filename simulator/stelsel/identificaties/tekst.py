"""eId and wId: how an element of a text is named within its expression (eId) and through all versions (wId).

A path of segments joined by `__`; a segment is a prefix with a number, as in `chp_1__art_1.1__para_o_2`. The element
decides the prefix of the last segment. Source: docs/bronnen.md#stop-identificaties (confirmed), STOP0013, 0014, 0022,
0023, 0043 and 0044.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.stelsel.identificaties import frbr
from simulator.stelsel.identificaties.fouten import TekstIdFout

PREFIXEN: Mapping[str, str] = MappingProxyType(
    {
        "Lichaam": "body",
        "RegelingOpschrift": "longTitle",
        "Aanhef": "formula_1",
        "Sluiting": "formula_2",
        "Boek": "book",
        "Titel": "title",
        "Deel": "part",
        "Hoofdstuk": "chp",
        "Afdeling": "subchp",
        "Paragraaf": "subsec",
        "Subparagraaf": "subsec",
        "Subsubparagraaf": "subsec",
        "Artikel": "art",
        "WijzigArtikel": "art",
        "Lid": "para",
        "WijzigLid": "para",
        "Divisie": "div",
        "Divisietekst": "content",
        "Rectificatietekst": "content",
        "Bijlage": "cmp",
        "WijzigBijlage": "cmp",
        "Toelichting": "recital",
        "Kadertekst": "recital",
        "AlgemeneToelichting": "genrecital",
        "ArtikelgewijzeToelichting": "artrecital",
        "InleidendeTekst": "intro",
        "Inhoudsopgave": "toc",
        "Motivering": "acc",
        "table": "table",
        "Figuur": "img",
        "Formule": "math",
        "Citaat": "cit",
        "Lijst": "list",
        "Begrippenlijst": "list",
        "Li": "item",
        "Begrip": "item",
        "IntIoRef": "ref",
        "ExtIoRef": "ref",
    }
)
"""The prefix that belongs to an element, by its local name."""

_PREFIXEN = frozenset(prefix.partition("_")[0] for prefix in PREFIXEN.values())
_SEGMENT = re.compile(r"([A-Za-z]+)(?:_([A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*))?")
_ONGENUMMERD = re.compile(r"(?:[A-Za-z0-9.-]+_)?o_[0-9]+")
_COMPONENT = re.compile(r"!([A-Za-z0-9_]+)#(.*)", re.DOTALL)
_KAAL = ("body", "longTitle", "formula")


@dataclass(frozen=True)
class Segment:
    """One step of the path: `art_1.1`. `nummer` is "" for a segment that is a prefix only."""

    prefix: str
    nummer: str = ""

    def __str__(self) -> str:
        return f"{self.prefix}_{self.nummer}" if self.nummer else self.prefix

    @property
    def ongenummerd(self) -> bool:
        """Whether the element has no number of its own: `list_o_1`."""
        return _ONGENUMMERD.fullmatch(self.nummer) is not None


@dataclass(frozen=True)
class EId:
    """An eId; `component` is the name before the # of a reference into a component: `!comp#cmp_I__ref_o_1`."""

    segmenten: tuple[Segment, ...]
    component: str = ""

    def __str__(self) -> str:
        return (f"!{self.component}#" if self.component else "") + "__".join(map(str, self.segmenten))


@dataclass(frozen=True)
class WId:
    """A wId: who made the element and in which version, then the path. Both are "" in a bare one (`body`)."""

    segmenten: tuple[Segment, ...]
    org: str = ""
    versie: str = ""

    def __str__(self) -> str:
        return (f"{self.org}_{self.versie}__" if self.org else "") + "__".join(map(str, self.segmenten))


def lees_eid(tekst: str) -> EId:
    """Read an eId, or a reference to one with its component before it. Raises TekstIdFout.

    Only the last segment must have a prefix of PREFIXEN; what stands before it is free, as for the official rule.
    """
    treffer = _COMPONENT.fullmatch(tekst)
    component, pad = (treffer[1], treffer[2]) if treffer else ("", tekst)
    return EId(_lees_pad(tekst, pad.split("__")), component)


def lees_wid(tekst: str) -> WId:
    """Read a wId: `gm9920_1__chp_1__art_1.1`, or a bare `body`, `longTitle` or `formula_1`. Raises TekstIdFout.

    This is the form of the standard; no rule of the chain asks for all of it, and real deliveries depart from it
    (`recital`, `gm9920__cmp_1`). A wId that cannot be read here is therefore no reason to refuse a delivery.
    """
    eerste, *rest = tekst.split("__")
    if not rest:
        segmenten = _lees_pad(tekst, [eerste])
        if segmenten[0].prefix not in _KAAL:
            raise TekstIdFout(tekst, "een wId begint met de code van de maker en een versie: gm9920_1__…")
        return WId(segmenten)
    org, _, versie = eerste.partition("_")
    if not frbr.is_organisatie(org):
        raise TekstIdFout(tekst, f"'{org}' is geen code van een gemeente, provincie, waterschap of ministerie")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", versie):
        raise TekstIdFout(tekst, f"'{versie}' is geen versie van 1 tot 32 letters, cijfers en '-'")
    return WId(_lees_pad(tekst, rest), org, versie)


def delen(tekst: str) -> tuple[str, ...]:
    """The parts between the double underscores, of a wrong id too."""
    return tuple(tekst.split("__"))


def past_bij(element: str, tekst: str) -> bool:
    """Whether the last segment of an eId or wId starts as its element asks (STOP0022, STOP0023).

    element: the local name. An element that has no prefix never fits: the official rule says so too.
    """
    prefix = PREFIXEN.get(element)
    return prefix is not None and delen(tekst)[-1].startswith(prefix)


def _lees_pad(tekst: str, stukken: list[str]) -> tuple[Segment, ...]:
    gelezen = []
    for stuk in stukken:
        treffer = _SEGMENT.fullmatch(stuk)
        if treffer is None:
            if stuk.endswith("."):
                raise TekstIdFout(tekst, f"het deel '{stuk}' eindigt op een punt")
            raise TekstIdFout(tekst, f"het deel '{stuk}' is geen voorvoegsel met een nummer")
        gelezen.append(Segment(treffer[1], treffer[2] or ""))
    if gelezen[-1].prefix not in _PREFIXEN:
        raise TekstIdFout(tekst, f"'{gelezen[-1].prefix}' is geen voorvoegsel van een tekstelement")
    return tuple(gelezen)
