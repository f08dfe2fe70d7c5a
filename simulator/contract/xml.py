"""The one way in for XML: strict, without entities, network or DOCTYPE, and within limits.

XmlFout
├── XmlTeGroot       more bytes, elements or levels than the limit
├── XmlDoctype       a DOCTYPE, whatever it holds
└── XmlOnleesbaar    not well-formed, or bytes that are not of the encoding they say

Comments and processing instructions are left out of the tree: to no rule they mean anything, and they would cut the
text around them in two.
What the official validator reads and libxml2 does not is read too (simulator.contract.xerces): real OW files carry
`xmlns:schemaLocation="uri uri"`, a namespace that is no URI, and the real chain takes them in.
"""

import codecs
import re
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from simulator.contract import xerces, xmltaal

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 256
MAX_KNOPEN = 3_000_000
"""Elements and attributes: a node takes some hundred bytes, and 100 MB can hold 25 million of them."""
# Encodings in which < is the byte <, so that what is looked for before parsing is what the parser will see.
_CODERINGEN = frozenset(("utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"))
_DECLARATIE = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]*)[\"']")
_VERSIE = re.compile(rb"<\?xml\s+version\s*=\s*[\"']([^\"'>]*)[\"']")
_WIT = re.compile(rb"\s*")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class XmlFout(Exception):
    """This is no XML that we read; `regel` is the line where it went wrong, or 0."""

    def __init__(self, reden: str, regel: int = 0) -> None:
        super().__init__(reden)
        self.reden = reden
        self.regel = regel


class XmlTeGroot(XmlFout):
    """More bytes, elements or levels than the limit."""


class XmlDoctype(XmlFout):
    """A DOCTYPE is refused, whatever it holds: it is the way in for entities."""


class XmlOnleesbaar(XmlFout):
    """Not well-formed."""


@dataclass(frozen=True)
class Gelezen:
    """A document that was read, with what was let pass on the way."""

    wortel: etree._Element
    waarschuwingen: tuple[str, ...] = ()


def lees(
    inhoud: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_depth: int = MAX_DEPTH,
    max_knopen: int = MAX_KNOPEN,
    max_tekst: int | None = None,
) -> Gelezen:
    """Parse one XML document.

    inhoud: the bytes, in UTF-8, ASCII, Latin-1, Latin-9, Windows-1252 or (with a byte order mark) UTF-16, as their
    declaration says; max_bytes, max_depth and max_knopen (elements and attributes): the limits; max_tekst: characters
    that are kept of one text or attribute, where the document holds short values only.
    Raises XmlTeGroot, XmlDoctype or XmlOnleesbaar.
    """
    if len(inhoud) > max_bytes:
        raise XmlTeGroot(f"{len(inhoud)} bytes, meer dan de {max_bytes} die zijn toegestaan")
    _bekijk_begin(inhoud)
    elementen = inhoud.count(b"<") - inhoud.count(b"</")
    if elementen + inhoud.count(b'="') + inhoud.count(b"='") > max_knopen:
        raise XmlTeGroot(f"meer dan {max_knopen} elementen en attributen")
    meet_diepte = max_depth < MAX_DEPTH  # by itself the parser goes no deeper than that
    try:
        gelezen = _ontleed(inhoud, groot=False)
    except XmlTeGroot:
        # Perhaps one text of more than 10 MB, and coordinates may be that long.
        gelezen = _ontleed(inhoud, groot=True)
        meet_diepte = True
    if gelezen.wortel.getroottree().docinfo.doctype:
        raise XmlDoctype("een DOCTYPE is niet toegestaan")
    if meet_diepte and _deeper_than(gelezen.wortel, max_depth):
        raise XmlTeGroot(f"dieper genest dan {max_depth} elementen")
    if max_tekst is not None and len(inhoud) > max_tekst:
        _kort_in(gelezen.wortel, max_tekst)
    return gelezen


def _kort_in(wortel: etree._Element, hoogstens: int) -> None:
    """Cut every text and attribute. What is cut is too long for any value still, so a rule finds the same."""
    for knoop in wortel.iter():
        if knoop.text is not None and len(knoop.text) > hoogstens:
            knoop.text = knoop.text[:hoogstens]
        if knoop.tail is not None and len(knoop.tail) > hoogstens:
            knoop.tail = knoop.tail[:hoogstens]
        for naam, waarde in knoop.items():
            if len(waarde) > hoogstens:
                knoop.set(naam, waarde[:hoogstens])


def _bekijk_begin(inhoud: bytes) -> None:
    """Refuse another version or encoding, and a DOCTYPE before the parser sees it."""
    begin = inhoud.decode("utf-16", "replace").encode() if inhoud.startswith(_UTF16) else inhoud
    begin = begin.removeprefix(codecs.BOM_UTF8)
    if _einde_wit(begin, 0) == len(begin):
        raise XmlOnleesbaar("leeg document")
    if b"\0" in begin[:4]:
        raise XmlOnleesbaar("de codering is niet te herkennen; verwacht wordt UTF-8", 1)
    versie = _VERSIE.match(begin)
    if versie is not None and versie[1].decode("latin-1") not in xerces.VERSIES:
        naam = versie[1].decode("latin-1")
        raise XmlOnleesbaar(f"versie {naam} van XML wordt niet gelezen; verwacht wordt {xerces.VERSIES[0]}", 1)
    verklaard = _DECLARATIE.match(begin)
    if verklaard is not None:
        naam = verklaard[1].decode("latin-1")
        try:
            bekend = codecs.lookup(naam).name in _CODERINGEN
        except (LookupError, ValueError):
            bekend = False
        if not bekend:
            raise XmlOnleesbaar(f"de codering {naam} wordt niet gelezen; verwacht wordt UTF-8", 1)
    if _na_de_proloog(begin).startswith(b"<!DOCTYPE"):
        raise XmlDoctype("een DOCTYPE is niet toegestaan")


def _na_de_proloog(begin: bytes) -> bytes:
    """What follows on declaration, comments and processing instructions: a few bytes of it."""
    plek = 0
    while True:
        plek = _einde_wit(begin, plek)
        einde = {b"<!": b"-->", b"<?": b"?>"}.get(begin[plek : plek + 2])
        if einde is None or (einde == b"-->" and begin[plek : plek + 4] != b"<!--"):
            return begin[plek : plek + 9]
        gevonden = begin.find(einde, plek)
        if gevonden < 0:
            return b""
        plek = gevonden + len(einde)


def _einde_wit(begin: bytes, plek: int) -> int:
    gevonden = _WIT.match(begin, plek)
    return plek if gevonden is None else gevonden.end()


def _ontleed(inhoud: bytes, *, groot: bool) -> Gelezen:
    parser = _parser(groot=groot, recover=False)
    try:
        wortel = etree.fromstring(inhoud, parser)  # noqa: TID251 - this is the one safe parser
    except (etree.XMLSyntaxError, ValueError, LookupError) as fout:
        log = [entry for entry in parser.error_log if entry.level > etree.ErrorLevels.WARNING]
        soorten = {entry.type_name for entry in log}
        if "ERR_RESOURCE_LIMIT" in soorten:
            raise XmlTeGroot(xmltaal.eerste(log), getattr(fout, "lineno", 0) or 0) from None
        if not soorten or soorten - xerces.GEEN_LEESFOUT:
            raise XmlOnleesbaar(xmltaal.eerste(log), getattr(fout, "lineno", 0) or 0) from None
        _is_verder_goed(inhoud)
        wortel = etree.fromstring(inhoud, _parser(groot=groot, recover=True))  # noqa: TID251 - and its lenient half
        vreemd = (entry for entry in log if entry.type_name == xerces.NAAMRUIMTE)
        return Gelezen(wortel, tuple(f"regel {entry.line}: {xmltaal.in_het_nederlands(entry)}" for entry in vreemd))
    return Gelezen(wortel)


def _is_verder_goed(inhoud: bytes) -> None:
    """libxml2 may hold its tongue after a first complaint; expat looks at all but namespaces. Raises XmlOnleesbaar."""
    try:
        expat.ParserCreate().Parse(inhoud, True)
    except expat.ExpatError as fout:
        raise XmlOnleesbaar(xmltaal.van_expat(fout.code), fout.lineno) from None


def _parser(*, groot: bool, recover: bool) -> etree.XMLParser[etree._Element]:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=groot,
        remove_comments=True,
        remove_pis=True,
    )


def _deeper_than(wortel: etree._Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(wortel, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def tekst_van(knoop: etree._Element | None) -> str:
    """The whole text of a node, white space at both ends removed; "" where there is no node."""
    return "" if knoop is None else "".join(knoop.itertext()).strip()


def lokale_naam(knoop: etree._Element | str) -> str:
    """The local name of an element, or of a name as `{namespace}naam`.

    lxml's own QName raises for a namespace with a brace in it, such as `${ns}` of a template that was not filled in.
    """
    return str(knoop if isinstance(knoop, str) else knoop.tag).rpartition("}")[2]


def namespace_van(knoop: etree._Element | str) -> str:
    """The namespace of an element, or of a name as `{namespace}naam`; "" where it has none."""
    return str(knoop if isinstance(knoop, str) else knoop.tag).rpartition("}")[0].removeprefix("{")


def plaats_van(knoop: etree._Element) -> str:
    """Where a node stands, for a reader: `regel 12: /AanleveringBesluit/BesluitVersie[1]/…` with local names."""
    stukken = []
    huidig: etree._Element | None = knoop
    while huidig is not None:
        naam = lokale_naam(huidig)
        ouder = huidig.getparent()
        gelijk = [] if ouder is None else [kind for kind in ouder if kind.tag == huidig.tag]
        stukken.append(f"{naam}[{gelijk.index(huidig) + 1}]" if len(gelijk) > 1 else naam)
        huidig = ouder
    return f"regel {knoop.sourceline}: /" + "/".join(reversed(stukken))
