"""Writing and reading XML, as this software does: with lxml, without fetching anything."""

from lxml import etree
from lxml.builder import ElementMaker

TEKST = "https://standaarden.overheid.nl/stop/imop/tekst/"
DATA = "https://standaarden.overheid.nl/stop/imop/data/"
GEO = "https://standaarden.overheid.nl/stop/imop/geo/"
GIO = "https://standaarden.overheid.nl/stop/imop/gio/"
AANLEVERING = "https://standaarden.overheid.nl/lvbb/stop/aanlevering/"
LVBB = "http://www.overheid.nl/2017/lvbb"
STOP = "http://www.overheid.nl/2017/stop"
BASISGEO = "http://www.geostandaarden.nl/basisgeometrie/1.0"
GML = "http://www.opengis.net/gml/3.2"
MANIFEST_OW = "http://www.geostandaarden.nl/bestanden-ow/manifest-ow"
XLINK = "http://www.w3.org/1999/xlink"

t = ElementMaker(namespace=TEKST, nsmap={None: TEKST})
d = ElementMaker(namespace=DATA, nsmap={"data": DATA})
a = ElementMaker(namespace=AANLEVERING, nsmap={None: AANLEVERING, "data": DATA})
l = ElementMaker(namespace=LVBB, nsmap={None: LVBB})  # noqa: E741 - the prefix that everyone uses for it


def schrijf(wortel: etree._Element) -> bytes:
    """The file, in UTF-8 and indented. Mixed content keeps its own spaces."""
    return etree.tostring(wortel, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def lees(inhoud: bytes) -> etree._Element:
    """The root of a message. Raises ValueError when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        parser.feed(inhoud)
        return parser.close()
    except etree.XMLSyntaxError as fout:
        raise ValueError(f"geen leesbare XML: {fout}") from fout
