"""XML Schema text from a content model: one model gives one document; libxml2 finds the others by their address."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from simulator.contract import xerces
from simulator.contract.contentmodel import Attr, Deel, Lijf, Model, ModelFout, Verklaring, Waarde

ADRES = "dso-sim-model:/"
_XSD = "http://www.w3.org/2001/XMLSchema"
_INGEBOUWD = frozenset(
    {
        "anyType",
        "string",
        "boolean",
        "decimal",
        "float",
        "double",
        "date",
        "time",
        "dateTime",
        "duration",
        "gYear",
        "gYearMonth",
        "anyURI",
        "token",
        "normalizedString",
        "language",
        "Name",
        "NCName",
        "NMTOKEN",
        "NMTOKENS",
        "ID",
        "IDREF",
        "IDREFS",
        "QName",
        "integer",
        "nonNegativeInteger",
        "positiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "unsignedLong",
        "unsignedInt",
        "base64Binary",
        "hexBinary",
    }
)
_LIJST = {",": "sequence", "|": "choice", "&": "all"}


def schema_tekst(model: Model, anderen: Mapping[str, Model]) -> str:
    """The schema document of a model.

    anderen: the models that it uses, by path. Raises ModelFout for a name that is declared nowhere.
    """
    return "".join(_Schrijver(model, anderen).schema())


class _Schrijver:
    """Holds what names mean in one model."""

    def __init__(self, model: Model, anderen: Mapping[str, Model]) -> None:
        self._model = model
        self._anderen = {prefix: anderen[pad] for prefix, pad in model.gebruikt.items()}
        self._namen = {model.prefix: _namen(model)} | {p: _namen(m) for p, m in self._anderen.items()}

    def schema(self) -> Iterator[str]:
        model = self._model
        prefixen = {xerces.PREFIX: xerces.NAMESPACE, model.prefix: model.namespace}
        prefixen |= {p: m.namespace for p, m in self._anderen.items()}
        yield f'<xs:schema xmlns:xs="{_XSD}" targetNamespace="{model.namespace}" elementFormDefault="qualified"'
        yield "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixen.items()) + ">\n"
        gebruikt = [(ander.namespace, ander.pad) for ander in self._anderen.values()]
        for namespace, pad in [(xerces.NAMESPACE, xerces.PAD), *gebruikt]:
            yield f'<xs:import namespace="{namespace}" schemaLocation="{ADRES}{pad}"/>\n'
        for verklaring in model.verklaringen:
            yield from self._verklaring(verklaring)
            yield "\n"
        yield "</xs:schema>\n"

    def _qname(self, soort: str, naam: str) -> str:
        prefix, _, lokaal = naam.rpartition(":")
        prefix = prefix or self._model.prefix
        if lokaal in self._namen.get(prefix, {}).get(soort, ()):
            return f"{prefix}:{lokaal}"
        if soort == "soort" and naam in _INGEBOUWD:
            return f"{xerces.PREFIX if naam in xerces.TYPEN else 'xs'}:{naam}"
        raise ModelFout(f"{self._model.pad}: onbekend {soort} {naam}")

    def _verklaring(self, v: Verklaring) -> Iterator[str]:
        naam = quoteattr(v.naam)
        if v.soort == "element":
            kop = f"<xs:element name={naam}" + (' abstract="true"' if v.abstract else "")
            if v.vervangt:
                kop += f' substitutionGroup="{self._qname("element", v.vervangt)}"'
            yield from self._element(kop, v.type, v.lijf, v.nil, v.standaard, v.vast)
        elif v.soort == "type":
            abstract = ' abstract="true"' if v.abstract else ""
            assert v.lijf is not None
            yield from self._complex(f"<xs:complexType name={naam}{abstract}", v.lijf, v.wijze, v.basis)
        elif v.soort == "value":
            assert v.waarde is not None
            yield f"<xs:simpleType name={naam}>"
            yield from self._waarde(v.waarde)
            yield "</xs:simpleType>"
        elif v.soort == "attribute":
            yield f'<xs:attribute name={naam} type="{self._qname("soort", v.type)}"/>'
        elif v.soort == "attributes":
            yield f"<xs:attributeGroup name={naam}>{''.join(map(self._attribuut, v.attributen))}</xs:attributeGroup>"
        else:
            assert v.lijf is not None
            yield f"<xs:group name={naam}>{self._inhoud(v.lijf.inhoud, omhuld=True)}</xs:group>"

    def _element(
        self, kop: str, soort: str, lijf: Lijf | None, nil: bool, standaard: str | None, vast: str | None
    ) -> Iterator[str]:
        kop += ' nillable="true"' if nil else ""
        kop += _gegeven(standaard, vast)
        if lijf is None:
            yield f'{kop} type="{self._qname("soort", soort)}"/>'
        else:
            yield f"{kop}>"
            yield from self._complex("<xs:complexType", lijf)
            yield "</xs:element>"

    def _complex(self, kop: str, lijf: Lijf, wijze: str = "", basis: str = "") -> Iterator[str]:
        kop += ' mixed="true"' if lijf.gemengd else ""
        attributen = "".join(map(self._attribuut, lijf.attributen))
        if lijf.tekst is not None:
            stap = "restriction" if wijze == "restricts" else "extension"
            van = self._qname("soort", basis or lijf.tekst)
            binnen = f'<xs:simpleContent><xs:{stap} base="{van}">{attributen}</xs:{stap}></xs:simpleContent>'
        elif wijze:
            stap = "restriction" if wijze == "restricts" else "extension"
            inhoud = self._inhoud(lijf.inhoud) + attributen
            van = self._qname("soort", basis)
            binnen = f'<xs:complexContent><xs:{stap} base="{van}">{inhoud}</xs:{stap}></xs:complexContent>'
        else:
            binnen = self._inhoud(lijf.inhoud) + attributen
        yield f"{kop}>{binnen}</xs:complexType>"

    def _inhoud(self, deel: Deel | None, omhuld: bool = False) -> str:
        """A content model; where XSD wants a sequence, choice or all (omhuld: no group either), it gets one."""
        if deel is None:
            return ""
        if deel.soort in _LIJST or (deel.soort == "groep" and not omhuld):
            return self._deel(deel)
        return f"<xs:sequence>{self._deel(deel)}</xs:sequence>"

    def _deel(self, deel: Deel) -> str:
        aantal = "" if deel.minimum == 1 else f' minOccurs="{deel.minimum}"'
        if deel.maximum != 1:
            aantal += f' maxOccurs="{"unbounded" if deel.maximum is None else deel.maximum}"'
        if deel.soort == "ref":
            return f'<xs:element ref="{self._qname("element", deel.naam)}"{aantal}/>'
        if deel.soort == "groep":
            return f'<xs:group ref="{self._qname("group", deel.naam)}"{aantal}/>'
        if deel.soort == "any":
            return f"<xs:any{_joker(deel.naam)}{aantal}/>"
        if deel.soort == "lokaal":
            kop = f'<xs:element name="{deel.naam}"{aantal}'
            return "".join(self._element(kop, deel.type, deel.lijf, deel.nil, deel.standaard, deel.vast))
        lijst = _LIJST[deel.soort]
        return f"<xs:{lijst}{aantal}>{''.join(map(self._deel, deel.delen))}</xs:{lijst}>"

    def _attribuut(self, attr: Attr) -> str:
        if attr.soort == "groep":
            return f'<xs:attributeGroup ref="{self._qname("attributes", attr.naam)}"/>'
        if attr.soort == "any":
            return f"<xs:anyAttribute{_joker(attr.naam)}/>"
        wie = f'ref="{self._qname("attribute", attr.naam)}"' if ":" in attr.naam else f'name="{attr.naam}"'
        if attr.soort == "niet":
            return f'<xs:attribute {wie} use="prohibited"/>'
        soort = f' type="{self._qname("soort", attr.type or "string")}"' if ":" not in attr.naam else ""
        verplicht = ' use="required"' if attr.verplicht else ""
        return f"<xs:attribute {wie}{soort}{verplicht}{_gegeven(attr.standaard, attr.vast)}/>"

    def _waarde(self, waarde: Waarde) -> Iterator[str]:
        if waarde.lijst_van:
            yield f'<xs:list itemType="{self._qname("soort", waarde.lijst_van)}"/>'
        elif waarde.leden:
            yield f'<xs:union memberTypes="{" ".join(self._qname("soort", lid) for lid in waarde.leden)}"/>'
        else:
            facetten = [("pattern", patroon) for patroon in waarde.patronen]
            facetten += [("enumeration", mogelijk) for mogelijk in waarde.waarden]
            yield f'<xs:restriction base="{self._qname("soort", waarde.basis)}">'
            yield "".join(f"<xs:{naam} value={quoteattr(inhoud)}/>" for naam, inhoud in [*facetten, *waarde.grenzen])
            yield "</xs:restriction>"


def _namen(model: Model) -> dict[str, set[str]]:
    namen: dict[str, set[str]] = {}
    for verklaring in model.verklaringen:
        soort = "soort" if verklaring.soort in ("type", "value") else verklaring.soort
        namen.setdefault(soort, set()).add(verklaring.naam)
    return namen


def _joker(naam: str) -> str:
    """The attributes of a wildcard from `lax:other`."""
    proces, _, waar = naam.partition(":")
    return f' namespace="##{waar}" processContents="{proces}"'


def _gegeven(standaard: str | None, vast: str | None) -> str:
    if vast is not None:
        return f" fixed={quoteattr(vast)}"
    return f" default={quoteattr(standaard)}" if standaard is not None else ""
