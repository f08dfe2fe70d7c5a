"""What libxml2 says of a document against a schema, in Dutch.

libxml2's sentences are fixed, so each has a pattern and a Dutch sentence here. One that is not known is quoted, marked
as a quotation, behind a Dutch sentence that names the element.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from re import Match

from simulator.contract import xerces

MEER = 10  # libxml2 names at most this many of the elements that it expected

LANG = 100  # of a value that is longer only this much is shown


@dataclass(frozen=True)
class Verwijt:
    """One entry of libxml2's log: the path of the node (positions only), its line and the sentence."""

    pad: str
    regel: int
    melding: str


_WIE = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribuut>[^']*)')?: (?P<rest>.*)", re.DOTALL)
# libxml2 cuts a sentence off after some 64,000 characters: then a value was so long.
_AFGEKAPT = re.compile(r"(?:\[facet '\w+'\] The value )?'(?P<w>[^']{1000,})$")
_QUOTED = r"'([^']*)'"
_VERWACHT = re.compile(r"Expected is (?:one of )?\( (?P<namen>.*?) \)\.?", re.DOTALL)
INGEBOUWD: Mapping[str, str] = {
    "string": "een tekst",
    "token": "een tekst",
    "QName": "een naam met of zonder prefix",
    "float": "een getal",
    "date": "een datum (jjjj-mm-dd)",
    "dateTime": "een datum met tijd (jjjj-mm-ddTuu:mm:ss)",
    "time": "een tijd (uu:mm:ss)",
    "gYear": "een jaartal",
    "gYearMonth": "een jaar en maand (jjjj-mm)",
    "boolean": "true of false",
    "integer": "een geheel getal",
    "nonNegativeInteger": "een geheel getal van 0 of hoger",
    "positiveInteger": "een geheel getal van 1 of hoger",
    "int": "een geheel getal",
    "unsignedLong": "een geheel getal van 0 of hoger",
    "decimal": "een getal",
    "double": "een getal",
    "anyURI": "een URI",
    "NCName": "een naam die met een letter of _ begint, zonder spaties en dubbele punt",
    "NMTOKEN": "een naam zonder spaties",
    "ID": "een id dat met een letter of _ begint en in het document één keer voorkomt",
}

_Regel = tuple[re.Pattern[str], Callable[[Match[str]], str]]
_TYPE = re.compile(r"'(?P<w>.*)' is not a valid value of the (?P<vorm>.*?)type(?: '(?P<t>[^']*)')?\.", re.DOTALL)
_WAARDEN: tuple[_Regel, ...] = (
    (
        re.compile(
            r"\[facet 'enumeration'\] The value '(?P<w>.*)' is not an element of the set \{(?P<set>.*)\}\.", re.DOTALL
        ),
        lambda m: f"verwacht {_een_van(re.findall(_QUOTED, m['set']))}, gekregen {citaat(m['w'])}",
    ),
    (
        re.compile(
            r"\[facet 'pattern'\] The value '(?P<w>.*)' is not accepted by the pattern '(?P<p>.*)'\.", re.DOTALL
        ),
        lambda m: f"verwacht {_patroon(m['p'])}, gekregen {citaat(m['w'])}",
    ),
    (
        re.compile(
            r"\[facet '\w+'\] The value (?:'(?P<w>.*)' )?has a length of '(?P<n>\d+)'; this "
            r"(?P<hoe>underruns the allowed minimum|exceeds the allowed maximum|differs from the allowed) "
            r"length of '(?P<g>\d+)'\.",
            re.DOTALL,
        ),
        lambda m: (
            f"verwacht {_lengte(m['hoe'])} {_tekens(m['g'])}, gekregen {m['n']}"
            + (f" ({citaat(m['w'])})" if m["w"] else "")
        ),
    ),
    (
        re.compile(
            r"\[facet '\w+'\] The value '(?P<w>.*)' is (?P<hoe>less|greater) than "
            r"the \w+ value allowed \('(?P<g>.*)'\)\."
        ),
        lambda m: (
            f"verwacht {'ten minste' if m['hoe'] == 'less' else 'ten hoogste'} {m['g']}, gekregen {citaat(m['w'])}"
        ),
    ),
    (
        re.compile(
            r"The (?:actual )?value '(?P<w>.*)' does not match the fixed value constraint(?: '(?P<g>.*)')?\.", re.DOTALL
        ),
        lambda m: f"verwacht de vaste waarde '{m['g'] or ''}', gekregen {citaat(m['w'])}",
    ),
)
_OVERIG: tuple[_Regel, ...] = (
    (
        re.compile(r"The attribute '(?P<a>.*)' is required but missing\."),
        lambda m: f"verwacht attribuut {_lokaal(m['a'])}, dat ontbreekt",
    ),
    (
        re.compile(r"The attribute '(?P<a>.*)' is not allowed\."),
        lambda m: f"attribuut {_lokaal(m['a'])} is hier niet toegestaan",
    ),
    (
        re.compile(r"Character content (?:other than whitespace )?is not allowed.*"),
        lambda _: "verwacht geen tekst, gekregen tekst",
    ),
    (
        re.compile(r"Element content is not allowed.*"),
        lambda _: "verwacht geen elementen hierbinnen, gekregen een element",
    ),
    (
        re.compile(r"The type definition is abstract\."),
        lambda _: "het type van dit element is abstract en kan niet gebruikt worden",
    ),
    (re.compile(r"The element is not 'nillable'\."), lambda _: "xsi:nil is hier niet toegestaan"),
    (
        re.compile(r"No matching global (?:element |attribute )?declaration available.*"),
        lambda _: "onbekend in dit schema",
    ),
    (
        re.compile(r"The type definition '(?P<t>.*)', specified by xsi:type, is.*"),
        lambda m: f"xsi:type {_lokaal(m['t'])} kan hier niet gebruikt worden",
    ),
    (
        re.compile(r"The (?:QName )?value '(?P<w>.*)' of the attribute .*does not resolve.*"),
        lambda m: f"xsi:type {m['w']} is onbekend",
    ),
)


def in_het_nederlands(melding: str, ouder: str, soorten: Mapping[str, str]) -> str:
    """One sentence of libxml2 in Dutch.

    melding: the sentence; ouder: local name of the element in which the element at fault stands, "" for the root;
    soorten: what the simple types of the schema hold, in Dutch, by `{namespace}naam`.
    """
    wie = _WIE.match(melding)
    if wie is None:
        return f"het document past niet in het schema (libxml2: {melding})"
    element, attribuut, rest = _lokaal(wie["element"]), wie["attribuut"], wie["rest"].strip()
    if rest.startswith("This element is not expected."):
        verwacht, gekregen = _verwacht(rest), element
        if re.search(rf"(?<![\w.-]){re.escape(element)}(?![\w.-])", verwacht):  # only the namespace is another
            gekregen += f" van namespace {wie['element'].rpartition('}')[0].removeprefix('{') or 'geen'}"
        return f"element {ouder or element}: {verwacht}, gekregen {gekregen}"
    if rest.startswith("Missing child element(s)."):
        return f"element {element}: {_verwacht(rest)}, gekregen het einde van het element"
    plek = f"element {element}" + (f", attribuut {_lokaal(attribuut)}" if attribuut else "")
    if soort := _TYPE.fullmatch(rest):
        return f"{plek}: verwacht {_soort(soort['t'], soorten)}, gekregen {citaat(soort['w'])}"
    for patroon, zin in (*_WAARDEN, *_OVERIG):
        if gevonden := patroon.fullmatch(rest):
            return f"{plek}: {zin(gevonden)}"
    if lang := _AFGEKAPT.match(rest):
        return f"{plek}: verwacht een andere waarde, gekregen {citaat(lang['w'])}"
    return f"{plek}: past niet in het schema (libxml2: {rest})"


def herhaalt(vorige: str, melding: str) -> bool:
    """Whether a sentence says of the same value that the type refuses it, after the facet that refused it."""
    return "[facet '" in vorige and " is not a valid value of " in melding


def _verwacht(rest: str) -> str:
    gevonden = _VERWACHT.search(rest)
    if gevonden is None:
        return "verwacht hier niets meer" if rest.startswith("This") else "verwacht nog een element"
    namen = [_lokaal(naam.strip()) for naam in re.split(r",\s+(?![^{]*\})", gevonden["namen"])]
    return f"verwacht {_een_van([*namen, '…'] if len(namen) >= MEER else namen)}"


def _lokaal(naam: str) -> str:
    """`{uri}naam` without the uri; a wildcard (`##other{uri}*`) in words."""
    if naam.startswith("##"):
        return "een element uit een andere namespace" if naam.startswith("##other") else "een willekeurig element"
    return naam.rpartition("}")[2]


def _een_van(namen: Sequence[str]) -> str:
    return namen[0] if len(namen) == 1 else f"een van ({', '.join(namen)})"


def citaat(waarde: str) -> str:
    """A value between quotes; of a long one the beginning."""
    return f"'{waarde}'" if len(waarde) <= LANG else f"'{waarde[:LANG]}…'"


def _tekens(aantal: str) -> str:
    return f"{aantal} teken" if aantal == "1" else f"{aantal} tekens"


def _patroon(patroon: str) -> str:
    return INGEBOUWD["anyURI"] if patroon == xerces.URI_PATROON else f"een waarde volgens het patroon {patroon}"


def _lengte(hoe: str) -> str:
    if hoe.startswith("underruns"):
        return "ten minste"
    return "ten hoogste" if hoe.startswith("exceeds") else "precies"


def _soort(naam: str | None, soorten: Mapping[str, str]) -> str:
    if not naam:
        return "een andere waarde"
    kaal = naam.removeprefix("xs:").rpartition("}")[2]
    return soorten.get(naam) or INGEBOUWD.get(kaal) or f"een waarde van het type {kaal}"
