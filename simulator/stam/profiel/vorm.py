"""What a message of a user looks like: the nesting and order of its elements, of a sample or of a schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from simulator.contract.xml import lokale_naam, namespace_van

_PLEK = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(eq=False)
class Vorm:
    """One element as it may occur, whatever the number of times.

    namespace, prefix: "" for none; waarden: what it held in the sample, without white space around; attributen:
    `{namespace}name` to a value; soort: of its value, such as "dateTime", "" when that is not known; woorden: the
    values that a schema allows; verplicht: it must be there where its parent is; keuze: it holds one thing at most; na:
    pairs of children of which the
    second came right after the first.
    """

    naam: str
    namespace: str
    prefix: str
    kinderen: list["Vorm"] = field(default_factory=list)
    waarden: list[str] = field(default_factory=list)
    attributen: dict[str, str] = field(default_factory=dict)
    soort: str = ""
    woorden: tuple[str, ...] = ()
    verplicht: bool = False
    keuze: bool = False
    na: set[tuple["Vorm", "Vorm"]] = field(default_factory=set)

    def kind(self, namespace: str, naam: str) -> "Vorm | None":
        """The child of this name."""
        return next((k for k in self.kinderen if k.naam == naam and k.namespace == namespace), None)


def uit_document(wortel: etree._Element) -> tuple[Vorm, dict[str, str]]:
    """The form of a sample, and its namespaces by prefix. Elements of one name in one place become one."""
    prefixen = _prefixen(wortel)
    return _vorm(wortel, None, {uri: prefix for prefix, uri in reversed(prefixen.items())}), prefixen


def _prefixen(wortel: etree._Element) -> dict[str, str]:
    """Prefix to namespace. A prefix that means two things gets a number the second time."""
    prefixen: dict[str, str] = {}
    for element in wortel.iter("*"):
        for prefix, uri in element.nsmap.items():
            naam, nummer = prefix or "", 1
            if uri in prefixen.values() and prefixen.get(naam) != uri:
                continue
            while prefixen.get(naam, uri) != uri:
                nummer += 1
                naam = f"{prefix or 'ns'}{nummer}"
            prefixen[naam] = uri
    return prefixen


def _vorm(element: etree._Element, bestaand: Vorm | None, prefixen: Mapping[str, str]) -> Vorm:
    namespace = namespace_van(element)
    vorm = bestaand or Vorm(lokale_naam(element), namespace, prefixen.get(namespace, ""))
    vorm.attributen |= {str(naam): str(waarde) for naam, waarde in element.attrib.items()}
    vorige: Vorm | None = None
    for kind in element.iterchildren("*"):
        er = vorm.kind(namespace_van(kind), lokale_naam(kind))
        hier = _vorm(kind, er, prefixen)
        if er is None:
            vorm.kinderen.append(hier)
        if vorige is not None and vorige is not hier:
            vorm.na.add((vorige, hier))
        vorige = hier
    if not len(element) and (element.text or "").strip():
        vorm.waarden.append((element.text or "").strip())
    return vorm


def op_volgorde(vorm: Vorm, rang: Mapping[Vorm, int]) -> list[Vorm]:
    """The children in an order that the sample showed; what it leaves open, or contradicts, goes by rang."""
    over, uit = list(vorm.kinderen), list[Vorm]()
    while over:
        vrij = [kind for kind in over if not any(na is kind and voor in over for voor, na in vorm.na)]
        volgende = min(vrij or over, key=lambda kind: rang[kind])
        over.remove(volgende)
        uit.append(volgende)
    return uit


def plek_van_schema(vorm: Vorm) -> dict[str, str]:
    """The xsi:schemaLocation of a root, which like the attributes of a geometry says nothing of the verzoek."""
    return {naam: waarde for naam, waarde in vorm.attributen.items() if naam == f"{{{_PLEK}}}schemaLocation"}
