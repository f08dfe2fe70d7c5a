"""Where libxml2, which judges here, differs from Xerces, the official validator, and what is done about it.

Nowhere else stands such a difference; docs/lvbb.md lists them for a reader. They were found by putting the same values
and documents before both (Xerces as it is in OpenJDK 17) and are confirmed by the rules that Xerces follows: XSD 1.0
part 2, 4.3.6 (white space round a date, time, duration, INF or NaN goes) and 3.2.5 (a number does not end on its e),
RFC 2396 with RFC 2732 and XLink 1.0, 5.4 for a URI. `schema_tekst` has a type for each of the built-in ones that
differ, and `simulator.contract.xsd` uses those; the rest is a property of a document, in the functions below.
"""

import re
from collections.abc import Iterator
from typing import cast
from xml.sax.saxutils import quoteattr

from lxml import etree

PAD = "xerces"
"""What the schema below is called among the documents of a schema."""
PREFIX = "xerces"
NAMESPACE = "dso-sim-model:xerces"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

# A URI as Xerces reads one, in what XSD and Python both take for a regular expression. What must be escaped in a URI
# counts as if it was; `[` and `]` stand in a query, a fragment, an opaque part or round an IPv6 address.
_LOS = r"A-Za-z0-9\-_.!~*'()@&=+$,; <>\"{}|\\\^`" + "\u0080-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_ESC = "%[0-9A-Fa-f][0-9A-Fa-f]"
_SEGMENT = f"(?:[{_LOS}]|{_ESC})"
_PAD = f"(?:[{_LOS}:/]|{_ESC})"
_BINNEN = f"(?:[{_LOS}:]|{_ESC})"
_VRIJ = rf"(?:[{_LOS}:/?\[\]]|{_ESC})"
_OPAAK = rf"(?:[{_LOS}:?\[\]]|{_ESC}){_VRIJ}*"
_IPV6 = rf"//(?:[{_LOS}:]*@)?\[[0-9A-Fa-f:.]+\](?::[0-9]*)?(?:/{_PAD}*)?"
_ACHTER = rf"(?:\?{_VRIJ}*)?(?:#{_VRIJ}*)?"
_VAN_WORTEL = rf"(?:/(?:{_BINNEN}{_PAD}*)?|//{_PAD}+|{_IPV6}){_ACHTER}|//(?:\?{_VRIJ}*(?:#{_VRIJ}*)?|#{_VRIJ}*)"
_MET_SCHEMA = rf"[A-Za-z][A-Za-z0-9+\-.]*:(?:{_VAN_WORTEL}|{_OPAAK}(?:#{_VRIJ}*)?)"
_URI = re.compile(rf"{_MET_SCHEMA}|{_VAN_WORTEL}|(?:{_SEGMENT}+(?:/{_PAD}*)?)?{_ACHTER}")
URI_PATROON = _URI.pattern.replace("(?:", "(")  # XSD knows no other groups

_BIJGESTELD = ("date", "time", "dateTime", "duration", "gYear", "gYearMonth")
TYPEN = frozenset((*_BIJGESTELD, "float", "double", "anyURI"))
"""The built-in types in whose place one of `schema_tekst` comes."""


VERSIES = ("1.0", "1.1")
"""Of XML, that Xerces reads. libxml2 lets any 1.x pass."""
GEEN_LEESFOUT = frozenset(("WAR_NS_URI", "DTD_XMLID_VALUE", "DTD_ID_REDEFINED", "NS_ERR_COLON"))
"""What libxml2 will not read, and Xerces will: a namespace that is no URI, an xml:id that is no NCName or that occurs
twice (whether it may be there is for the schema to say), and a colon in the name of a processing instruction."""
NAAMRUIMTE = "WAR_NS_URI"
"""The one of these that is worth a warning."""


def schema_tekst() -> str:
    """The schema with a type for each of TYPEN. A union makes libxml2 collapse white space, which it does not alone."""
    typen = [_type(naam, f'<xs:union memberTypes="xs:{naam}"/>') for naam in _BIJGESTELD]
    for naam in ("float", "double"):
        geen_e = f'<xs:restriction base="xs:{naam}"><xs:pattern value="(.|\\n|\\r)*[^eE]"/></xs:restriction>'
        typen.append(_type(naam, f"<xs:union><xs:simpleType>{geen_e}</xs:simpleType></xs:union>"))
    uri = f'<xs:whiteSpace value="collapse"/><xs:pattern value={quoteattr(URI_PATROON)}/>'
    typen.append(_type("anyURI", f'<xs:restriction base="xs:string">{uri}</xs:restriction>'))
    kop = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}">'
    return f"{kop}{''.join(typen)}</xs:schema>"


def _type(naam: str, inhoud: str) -> str:
    return f'<xs:simpleType name="{naam}">{inhoud}</xs:simpleType>'


def geen_uri(wortel: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """(element, attribute, part) of every schemaLocation and noNamespaceSchemaLocation with a part that is no URI."""
    for element in _met_plaats(wortel):
        for naam in ("schemaLocation", "noNamespaceSchemaLocation"):
            if (waarde := element.get(f"{{{_XSI}}}{naam}")) is not None:
                delen = waarde.split() if naam == "schemaLocation" else [waarde.strip()]
                yield from ((element, naam, deel) for deel in delen if not is_uri(deel))


def _met_plaats(wortel: etree._Element) -> list[etree._Element]:
    voorwaarde = "@xsi:schemaLocation or @xsi:noNamespaceSchemaLocation"
    return cast(list[etree._Element], wortel.xpath(f"descendant-or-self::*[{voorwaarde}]", namespaces={"xsi": _XSI}))


def is_uri(tekst: str) -> bool:
    """Whether Xerces takes a text, without white space round it, for an anyURI."""
    return _URI.fullmatch(tekst) is not None
