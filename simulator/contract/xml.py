"""The one way in for XML: strict, without entities, network or DOCTYPE, and within limits.

XmlFout
├── XmlTeGroot       more bytes, or deeper, than the limit
├── XmlDoctype       a DOCTYPE, whatever it holds
└── XmlOnleesbaar    not well-formed, or bytes that are not of the encoding they say

Source of the leniency: real OW files of the OTST carry `xmlns:schemaLocation="uri uri"`, a namespace that is no URI,
and the real chain takes them in (lvbb.md 5).
"""

from dataclasses import dataclass

from lxml import etree

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 256


class XmlFout(Exception):
    """This is no XML that we read; `regel` is the line where it went wrong, or 0."""

    def __init__(self, reden: str, regel: int = 0) -> None:
        super().__init__(reden)
        self.reden = reden
        self.regel = regel


class XmlTeGroot(XmlFout):
    """More bytes, or deeper nested, than the limit."""


class XmlDoctype(XmlFout):
    """A DOCTYPE is refused, whatever it holds: it is the way in for entities."""


class XmlOnleesbaar(XmlFout):
    """Not well-formed."""


@dataclass(frozen=True)
class Gelezen:
    """A document that was read, with what was let pass on the way."""

    wortel: etree._Element
    waarschuwingen: tuple[str, ...] = ()


def lees(inhoud: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Gelezen:
    """Parse one XML document.

    inhoud: the bytes, in any encoding that their declaration names; max_bytes and max_depth: the limits.
    Raises XmlTeGroot, XmlDoctype or XmlOnleesbaar.
    """
    if len(inhoud) > max_bytes:
        raise XmlTeGroot(f"{len(inhoud)} bytes, meer dan de {max_bytes} die zijn toegestaan")
    waarschuwingen: tuple[str, ...] = ()
    parser = _parser(recover=False)
    try:
        wortel = etree.fromstring(inhoud, parser)  # noqa: TID251 - this is the one safe parser
    except (etree.XMLSyntaxError, ValueError, LookupError) as fout:
        log = getattr(parser, "error_log", ())
        if not log or any(entry.type_name != "WAR_NS_URI" for entry in log):
            raise XmlOnleesbaar(str(fout), getattr(fout, "lineno", 0) or 0) from None
        wortel = etree.fromstring(inhoud, _parser(recover=True))  # noqa: TID251
        waarschuwingen = tuple(f"regel {entry.line}: {entry.message}" for entry in log)
    if wortel is None:
        raise XmlOnleesbaar("leeg document")
    if wortel.getroottree().docinfo.doctype:
        raise XmlDoctype("een DOCTYPE is niet toegestaan")
    if len(inhoud) > max_depth and _deeper_than(wortel, max_depth):
        raise XmlTeGroot(f"dieper genest dan {max_depth} elementen")
    return Gelezen(wortel, waarschuwingen)


def _parser(*, recover: bool) -> etree.XMLParser[etree._Element]:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
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


def plaats_van(knoop: etree._Element) -> str:
    """Where a node stands, for a reader: `regel 12: /AanleveringBesluit/BesluitVersie[1]/…` with local names."""
    stukken = []
    huidig: etree._Element | None = knoop
    while huidig is not None:
        naam = etree.QName(huidig).localname
        ouder = huidig.getparent()
        gelijk = [] if ouder is None else [kind for kind in ouder if kind.tag == huidig.tag]
        stukken.append(f"{naam}[{gelijk.index(huidig) + 1}]" if len(gelijk) > 1 else naam)
        huidig = ouder
    return f"regel {knoop.sourceline}: /" + "/".join(reversed(stukken))
