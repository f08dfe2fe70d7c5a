"""Reads the notation of contracts/*.model (contracts/README.md) into the objects of simulator.contract.contentmodel."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simulator.contract.contentmodel import Attr, Deel, Lijf, Model, ModelFout, Verklaring, Waarde

_TEKEN = re.compile(
    r"""\s*(?:
      (?P<attr>@(?:<[\w:.-]+>|-?[\w:.-]+))
    | (?P<groep><[\w:.-]+>)
    | (?P<type>\[[^\]]*\])
    | (?P<aantal>\{\d+\.\.(?:\d+|n)\})
    | (?P<waarde>==?"[^"]*")
    | (?P<leesteken>[(){},|&?*+!])
    | (?P<naam>[\w][\w:.-]*)
    )""",
    re.VERBOSE,
)
_KOP = re.compile(r"(?P<abstract>abstract )?(?:(?P<soort>type|value|group|attributes|attribute) (?=[\w<]))?")
_ELEMENT = re.compile(
    r"(?P<naam>[\w.-]+)(?: for (?P<vervangt>[\w:.-]+))?"
    r'(?: = (?P<lijf>.*)| \[(?P<type>[\w:.-]+)(?P<nil> nil)?\](?P<waarde>==?"[^"]*")?)$'
)
_TYPE = re.compile(r"(?P<naam>[\w.-]+)(?: (?P<wijze>extends|restricts) (?P<basis>[\w:.-]+))? = (?P<lijf>.*)$")
_GROEP = re.compile(r"<(?P<naam>[\w.-]+)> = (?P<lijf>.*)$")
_ATTRIBUUT = re.compile(r"(?P<naam>[\w.-]+)(?: \[(?P<type>[\w:.-]+)\])?$")
_FACET = re.compile(
    r"\s+(?:/(?P<patroon>.*?)/(?=\s|$)|\{(?P<waarden>[^}]*)\}"
    r"|(?P<van>length|range) (?P<onder>[^\s.]*)\.\.(?P<boven>\S*)|(?P<grens>[a-z]+[A-Z]\w+) (?P<g>\S+))"
)


def lees_model(pad: Path, onder: Path) -> Model:
    """Read one file. pad: of the file; onder: the folder contracts/. Raises ModelFout, OSError."""
    return lees_tekst(pad.read_text(encoding="utf-8"), pad.resolve().relative_to(onder.resolve()).as_posix())


def lees_tekst(tekst: str, pad: str = "model") -> Model:
    """Read the text of one file.

    pad: its name, relative to contracts/, for messages and `%use`. Raises ModelFout, with file and line.
    """
    kop: dict[str, str] = {}
    gebruikt: dict[str, str] = {}
    verklaringen: list[Verklaring] = []
    for nummer, regel in _regels(tekst):
        try:
            if regel.startswith("%"):
                sleutel, _, rest = regel[1:].partition(" ")
                if sleutel == "use":
                    prefix, waar = rest.split()
                    gebruikt[prefix] = _samen(pad, waar)
                else:
                    kop[sleutel] = rest.strip()
            else:
                verklaringen.append(_verklaring(regel))
        except (ModelFout, ValueError) as fout:
            raise ModelFout(f"{pad}, regel {nummer}: {fout}") from None
    if missend := {"namespace", "mark", "source"} - kop.keys():
        raise ModelFout(f"{pad}: geen {', '.join(sorted('%' + naam for naam in missend))}")
    prefix, namespace = kop["namespace"].split()
    wortels = tuple(naam.strip() for naam in kop.get("roots", "").split(",") if naam.strip())
    return Model(pad, prefix, namespace, kop["mark"], kop["source"], wortels, gebruikt, tuple(verklaringen))


def _samen(pad: str, waar: str) -> str:
    delen = pad.split("/")[:-1]
    for stuk in waar.split("/"):
        if stuk == "..":
            delen.pop()
        else:
            delen.append(stuk)
    return "/".join(delen) + ".model"


def _regels(tekst: str) -> Iterator[tuple[int, str]]:
    """(number, text) of every declaration, its continuation lines joined with one space."""
    begin, stukken = 0, list[str]()
    for nummer, ruw in enumerate([*tekst.splitlines(), ""], start=1):
        if stukken and ruw[:1].isspace() and ruw.strip():
            stukken.append(ruw.strip())
            continue
        if stukken:
            yield begin, " ".join(stukken)
        begin, stukken = nummer, ([ruw.rstrip()] if ruw.strip() and not ruw.startswith("#") else [])


def _verklaring(regel: str) -> Verklaring:
    kop = _KOP.match(regel)
    assert kop is not None
    soort, rest, abstract = kop["soort"] or "element", regel[kop.end() :], kop["abstract"] is not None
    vorm = {"element": _ELEMENT, "type": _TYPE, "value": _TYPE, "attribute": _ATTRIBUUT}.get(soort, _GROEP)
    gevonden = vorm.match(rest)
    if gevonden is None:
        raise ModelFout(f"geen {soort}: {regel[:60]}")
    veld = gevonden.groupdict()
    naam = gevonden["naam"]
    if soort == "attribute":
        return Verklaring(soort, naam, type=veld["type"] or "string")
    if soort == "value":
        return Verklaring(soort, naam, waarde=_waarde(gevonden["lijf"]))
    lijf = _Lezer(veld["lijf"]).geheel() if veld["lijf"] is not None else None
    if soort == "element":
        standaard, vast = _gegeven(veld["waarde"])
        return Verklaring(
            soort,
            naam,
            type=veld["type"] or "",
            lijf=lijf,
            abstract=abstract,
            vervangt=veld["vervangt"] or "",
            nil=bool(veld["nil"]),
            standaard=standaard,
            vast=vast,
        )
    if soort == "type":
        return Verklaring(
            soort, naam, lijf=lijf, abstract=abstract, wijze=veld["wijze"] or "", basis=veld["basis"] or ""
        )
    assert lijf is not None
    return Verklaring(soort, naam, lijf=lijf, attributen=lijf.attributen)


def _gegeven(tekst: str | None) -> tuple[str | None, str | None]:
    """(default, fixed) of `="x"` or `=="x"`."""
    if tekst is None:
        return None, None
    return (None, tekst[3:-1]) if tekst.startswith("==") else (tekst[2:-1], None)


def _waarde(tekst: str) -> Waarde:
    if tekst.startswith("list of "):
        return Waarde(lijst_van=tekst[8:].strip())
    if tekst.startswith("either "):
        return Waarde(leden=tuple(lid.strip() for lid in tekst[7:].split("|")))
    basis, _, rest = tekst.partition(" ")
    rest = f" {rest}" if rest else ""
    patronen: list[str] = []
    waarden: list[str] = []
    grenzen: list[tuple[str, str]] = []
    plek = 0
    while plek < len(rest):
        facet = _FACET.match(rest, plek)
        if facet is None:
            raise ModelFout(f"geen beperking: {rest[plek:].strip()[:40]}")
        plek = facet.end()
        if facet["patroon"] is not None:
            patronen.append(facet["patroon"])
        elif facet["waarden"] is not None:
            waarden.extend(waarde.strip() for waarde in facet["waarden"].split("|"))
        elif facet["van"]:
            namen = ("minLength", "maxLength") if facet["van"] == "length" else ("minInclusive", "maxInclusive")
            grenzen.extend(
                (naam, facet[kant]) for naam, kant in zip(namen, ("onder", "boven"), strict=True) if facet[kant]
            )
        else:
            grenzen.append((facet["grens"], facet["g"]))
    return Waarde(basis, tuple(patronen), tuple(waarden), tuple(grenzen))


class _Lezer:
    """Reads a body by recursive descent; the only state is the place in the tokens."""

    def __init__(self, tekst: str) -> None:
        self._tekens = list(_tekens(tekst))
        self._plek = 0

    def geheel(self) -> Lijf:
        lijf = self._lijf()
        if self._plek < len(self._tekens):
            raise ModelFout(f"onverwacht: {self._tekens[self._plek][1]}")
        return lijf

    def _kijk(self) -> tuple[str, str]:
        return self._tekens[self._plek] if self._plek < len(self._tekens) else ("einde", "")

    def _neem(self, *teksten: str) -> bool:
        soort, tekst = self._kijk()
        if soort != "einde" and tekst in teksten:
            self._plek += 1
            return True
        return False

    def _soort(self, soort: str) -> str | None:
        gevonden, tekst = self._kijk()
        if gevonden != soort:
            return None
        self._plek += 1
        return tekst

    def _lijf(self) -> Lijf:
        gemengd = self._neem("mixed")
        tekst: str | None = None
        inhoud: Deel | None = None
        if self._neem("text"):
            tekst = self._soort("naam") or ""
        elif not self._neem("empty") and (self._kijk()[0] in ("naam", "groep") or self._kijk()[1] == "("):
            inhoud = self._keten()
        return Lijf(inhoud, tuple(self._attributen()), gemengd, tekst)

    def _keten(self) -> Deel:
        delen = [self._deel()]
        _, scheiding = self._kijk()
        if scheiding not in (",", "|", "&") or self._kijk()[0] != "leesteken":
            return delen[0]
        while self._neem(scheiding):
            delen.append(self._deel())
        if self._kijk()[1] in (",", "|", "&"):
            raise ModelFout(f"{scheiding} en {self._kijk()[1]} door elkaar: zet haakjes")
        return Deel(scheiding, delen=tuple(delen))

    def _deel(self) -> Deel:
        if self._neem("("):
            binnen = self._keten()
            self._moet(")")
            minimum, maximum = self._aantal()
            if (minimum, maximum) == (1, 1):
                return binnen
            if (binnen.minimum, binnen.maximum) == (1, 1) and binnen.soort in (",", "|", "&"):
                return Deel(binnen.soort, minimum=minimum, maximum=maximum, delen=binnen.delen)
            return Deel(",", minimum=minimum, maximum=maximum, delen=(binnen,))
        if groep := self._soort("groep"):
            return Deel("groep", groep[1:-1], *self._aantal())
        naam = self._soort("naam")
        if naam is None:
            raise ModelFout(f"een element verwacht, gekregen: {self._kijk()[1] or 'het einde'}")
        if naam.startswith("ANY:"):
            return Deel("any", naam[4:], *self._aantal())
        return self._element(naam)

    def _element(self, naam: str) -> Deel:
        soort, lijf, lokaal = "", None, False
        if (tekst := self._soort("type")) is not None:
            soort, lokaal = tekst[1:-1], True
        elif self._neem("{"):
            lijf, lokaal = self._lijf(), True
            self._moet("}")
        standaard, vast = _gegeven(self._soort("waarde"))
        minimum, maximum = self._aantal()
        if not lokaal:
            return Deel("ref", naam, minimum, maximum)
        kaal, _, nil = soort.partition(" ")
        return Deel("lokaal", naam, minimum, maximum, (), kaal, lijf, nil == "nil", standaard, vast)

    def _aantal(self) -> tuple[int, int | None]:
        for teken, aantal in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if self._neem(teken):
                return aantal
        if bereik := self._soort("aantal"):
            onder, boven = bereik[1:-1].split("..")
            return int(onder), None if boven == "n" else int(boven)
        return 1, 1

    def _attributen(self) -> Iterator[Attr]:
        while attr := self._soort("attr"):
            naam = attr[1:]
            if naam.startswith("<"):
                yield Attr("groep", naam[1:-1])
            elif naam.startswith("-"):
                yield Attr("niet", naam[1:])
            elif naam.startswith("ANY:"):
                yield Attr("any", naam[4:])
            else:
                soort = self._soort("type")
                verplicht = self._neem("!")
                yield Attr("attribuut", naam, soort[1:-1] if soort else "", verplicht, *_gegeven(self._soort("waarde")))

    def _moet(self, teken: str) -> None:
        if not self._neem(teken):
            raise ModelFout(f"{teken} verwacht, gekregen: {self._kijk()[1] or 'het einde'}")


def _tekens(tekst: str) -> Iterator[tuple[str, str]]:
    plek, einde = 0, len(tekst.rstrip())
    while plek < einde:
        teken = _TEKEN.match(tekst, plek)
        if teken is None or teken.lastgroup is None:
            raise ModelFout(f"onleesbaar: {tekst[plek : plek + 30].strip()}")
        plek = teken.end()
        yield teken.lastgroup, teken[teken.lastgroup]


@cache
def model(pad: str, onder: Path) -> Model:
    """The model in contracts/{pad}, read once per process. Raises ModelFout, OSError."""
    return lees_model(onder / pad, onder)


def met_gebruikte(pad: str, onder: Path) -> dict[str, Model]:
    """The model in contracts/{pad} and every model that it uses, directly or not, by path.

    Raises ModelFout, OSError.
    """
    gevonden: dict[str, Model] = {}
    rij = [pad]
    while rij:
        huidig = rij.pop()
        if huidig not in gevonden:
            gevonden[huidig] = model(huidig, onder)
            rij.extend(gevonden[huidig].gebruikt.values())
    return gevonden
