"""What libxml2 and expat say of a document that is not well-formed, in Dutch.

libxml2 gives each complaint a kind, so the kind has a Dutch sentence here; of some the names in the sentence are used
too. A kind that is not known is told in general terms.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

ALGEMEEN = "het document is geen goedgevormde XML"
_TEKEN = "dit teken mag niet in XML"
_NIET_AF = "een element, attribuut of commentaar is niet afgesloten"
_CODERING = "de bytes passen niet bij de codering van het document"
_VERWIJZING = "na een & hoort een naam met een puntkomma; een losse & schrijft u als &amp;"
_NAAM = "verwacht wordt een naam; die begint met een letter of _"
_DECLARATIE = "de XML-declaratie aan het begin klopt niet"
_INSTRUCTIE = "een verwerkingsinstructie (<? ?>) klopt niet"
_DUBBEL = "een attribuut staat twee keer op hetzelfde element"
_SOORTEN: Mapping[str, str] = {
    "ERR_DOCUMENT_EMPTY": "het document begint niet met een element",
    "ERR_DOCUMENT_END": "na het hoofdelement staat nog iets, of het document houdt te vroeg op",
    "ERR_INVALID_CHAR": _TEKEN,
    "ERR_INVALID_CHARREF": "een verwijzing naar een teken (&#…;) klopt niet",
    "ERR_INVALID_HEX_CHARREF": "een verwijzing naar een teken (&#x…;) klopt niet",
    "ERR_INVALID_DEC_CHARREF": "een verwijzing naar een teken (&#…;) klopt niet",
    "ERR_INVALID_ENCODING": _CODERING,
    "I18N_CONV_FAILED": _CODERING,
    "ERR_UNKNOWN_ENCODING": "deze codering wordt niet gelezen; verwacht wordt UTF-8",
    "ERR_UNSUPPORTED_ENCODING": "deze codering wordt niet gelezen; verwacht wordt UTF-8",
    "ERR_ENCODING_NAME": _DECLARATIE,
    "ERR_XMLDECL_NOT_STARTED": _DECLARATIE,
    "ERR_XMLDECL_NOT_FINISHED": _DECLARATIE,
    "ERR_VERSION_MISSING": _DECLARATIE,
    "ERR_UNKNOWN_VERSION": _DECLARATIE,
    "ERR_STANDALONE_VALUE": _DECLARATIE,
    "ERR_RESERVED_XML_NAME": "een XML-declaratie mag alleen helemaal aan het begin staan",
    "ERR_PI_NOT_STARTED": _INSTRUCTIE,
    "ERR_PI_NOT_FINISHED": _INSTRUCTIE,
    "ERR_COMMENT_NOT_FINISHED": "een commentaar is niet afgesloten met -->",
    "ERR_HYPHEN_IN_COMMENT": "in een commentaar mag geen -- staan",
    "ERR_CDATA_NOT_FINISHED": "een CDATA-deel is niet afgesloten met ]]>",
    "ERR_MISPLACED_CDATA_END": "]]> mag niet in gewone tekst staan; schrijf ]]&gt;",
    "ERR_ENTITYREF_SEMICOL_MISSING": _VERWIJZING,
    "ERR_ENTITYREF_NO_NAME": _VERWIJZING,
    "ERR_NAME_REQUIRED": _NAAM,
    "ERR_NAME_TOO_LONG": "een naam is te lang",
    "ERR_LT_IN_ATTRIBUTE": "in de waarde van een attribuut mag geen < staan; schrijf &lt;",
    "ERR_LT_REQUIRED": "verwacht wordt <",
    "ERR_GT_REQUIRED": "verwacht wordt >; is een begin- of eindtag niet afgesloten?",
    "ERR_LTSLASH_REQUIRED": "verwacht wordt een eindtag",
    "ERR_EQUAL_REQUIRED": "na de naam van een attribuut hoort =",
    "ERR_SPACE_REQUIRED": "verwacht wordt een spatie, zoals tussen twee attributen",
    "ERR_ATTRIBUTE_NOT_STARTED": "de waarde van een attribuut hoort tussen \" of '",
    "ERR_ATTRIBUTE_NOT_FINISHED": "de waarde van een attribuut is niet afgesloten",
    "ERR_ATTRIBUTE_WITHOUT_VALUE": "een attribuut heeft geen waarde",
    "ERR_ATTRIBUTE_REDEFINED": _DUBBEL,
    "NS_ERR_ATTRIBUTE_REDEFINED": _DUBBEL,
    "ERR_LITERAL_NOT_FINISHED": _NIET_AF,
    "ERR_TAG_NAME_MISMATCH": "een eindtag past niet bij zijn begintag",
    "ERR_TAG_NOT_FINISHED": "een element is niet afgesloten; het document houdt te vroeg op",
    "ERR_NOT_WELL_BALANCED": _NIET_AF,
    "ERR_UNDECLARED_ENTITY": "een entiteit is onbekend; alleen &amp;, &lt;, &gt;, &apos; en &quot; mogen",
    "WAR_UNDECLARED_ENTITY": "een entiteit is onbekend; alleen &amp;, &lt;, &gt;, &apos; en &quot; mogen",
    "ERR_RESOURCE_LIMIT": "het document gaat over een grens: te diep genest, of een te lange tekst",
    "NS_ERR_UNDEFINED_NAMESPACE": "een prefix heeft geen namespace",
    "NS_ERR_XML_NAMESPACE": "een namespace is niet geldig",
    "NS_ERR_EMPTY": "een prefix heeft een lege namespace",
    "NS_ERR_QNAME": "een naam met dubbele punt is niet geldig",
    "NS_ERR_COLON": "een naam met dubbele punt is niet geldig",
}
_TAGS = re.compile(r"Opening and ending tag mismatch: (\S+)(?: line (\d+))? and (\S+)")
_PREFIX = re.compile(r"Namespace prefix (\S+)(?: for \S+)? on \S+ is not defined")
_DUBBELE = re.compile(r"Attribute (\S+) redefined")
_URI = re.compile(r"(xmlns\S*): '(.*)' is not a valid URI", re.DOTALL)
_ENTITEIT = re.compile(r"Entity '(\S+)' not defined")
# Names of the errors of expat (expat.h, XML_ErrorString), by number.
_EXPAT: Mapping[int, str] = {
    2: ALGEMEEN,
    3: _SOORTEN["ERR_DOCUMENT_EMPTY"],
    4: _TEKEN,
    5: _NIET_AF,
    6: _TEKEN,
    7: _SOORTEN["ERR_TAG_NAME_MISMATCH"],
    8: _DUBBEL,
    9: _SOORTEN["ERR_DOCUMENT_END"],
    11: _SOORTEN["ERR_UNDECLARED_ENTITY"],
    14: _SOORTEN["ERR_INVALID_CHARREF"],
    17: _SOORTEN["ERR_RESERVED_XML_NAME"],
    18: _SOORTEN["ERR_UNKNOWN_ENCODING"],
    19: _CODERING,
    20: _SOORTEN["ERR_CDATA_NOT_FINISHED"],
    27: _SOORTEN["NS_ERR_UNDEFINED_NAMESPACE"],
    30: _DECLARATIE,
}


class Klacht(Protocol):
    """One entry of libxml2's log: its kind and its sentence."""

    @property
    def type_name(self) -> str:
        """The kind."""

    @property
    def message(self) -> str:
        """The sentence, in English."""


def in_het_nederlands(klacht: Klacht) -> str:
    """One complaint of libxml2 in Dutch."""
    melding = klacht.message
    if tags := _TAGS.search(melding):
        open_, regel, dicht = tags.groups()
        return f"eindtag {dicht} past niet bij begintag {open_}" + (f" van regel {regel}" if regel else "")
    if prefix := _PREFIX.search(melding):
        return f"prefix {prefix[1]} heeft geen namespace"
    if dubbel := _DUBBELE.search(melding):
        return f"attribuut {dubbel[1]} staat twee keer op hetzelfde element"
    if uri := _URI.search(melding):
        return f"{uri[1]}: '{uri[2]}' is geen geldige URI"
    if entiteit := _ENTITEIT.search(melding):
        return f"entiteit {entiteit[1]} is onbekend; alleen &amp;, &lt;, &gt;, &apos; en &quot; mogen"
    return _SOORTEN.get(klacht.type_name, ALGEMEEN)


def eerste(klachten: Iterable[Klacht]) -> str:
    """The first complaint in Dutch; in general terms where there is none."""
    return next((in_het_nederlands(klacht) for klacht in klachten), ALGEMEEN)


def van_expat(code: int) -> str:
    """A complaint of expat in Dutch, by its number."""
    return _EXPAT.get(code, ALGEMEEN)
