"""Mapping files: contracts/stam/{profiel}/bericht.yaml, and those of a user in the same form (contracts/README.md)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml

from simulator.contract.openapi import lees_yaml
from simulator.contract.rules import MARKS
from simulator.stam.model import DOELEN, TYPEN, Classificatie
from simulator.stam.profiel.knoop import KLASSEN, VORMEN, Knoop, Onbekend, Profiel, ProfielFout, Soort

BESTAND = "bericht.yaml"
_WOORDEN: Mapping[str, tuple[str, ...]] = {
    "type": TYPEN,
    "doel": DOELEN,
    "classificatie": get_args(Classificatie),
    "adrestype": ("Postbus", "Antwoordnummer"),
    "ja-nee": ("ja", "nee"),
}
_VELDEN = (
    "element",
    "mark",
    "source",
    "uit",
    "bij",
    "elk",
    "als",
    "vorm",
    "vast",
    "altijd",
    "gezien",
    "keuze",
    "attributen",
)


def lees(pad: Path, bases: Path) -> Profiel:
    """Read a mapping file.

    pad: of the file; bases: the folder with the profiles that it can build on. Raises ProfielFout, OSError.
    """
    try:
        return _profiel(_samen(pad, bases), pad.parent)
    except yaml.YAMLError as fout:
        raise ProfielFout(f"{pad.name} is geen YAML: {fout}") from None
    except (KeyError, TypeError, AttributeError) as fout:
        raise ProfielFout(f"{pad.parent.name}/{pad.name}: {fout} ontbreekt of heeft een andere vorm") from None


def schrijf(profiel: Profiel) -> str:
    """The text of the mapping file of a profile, complete: it builds on no other."""
    gegevens: dict[str, Any] = {
        "profiel": profiel.naam,
        "mark": profiel.mark,
        "source": profiel.source,
        "namespaces": dict(profiel.namespaces),
        "schemas": dict(profiel.schemas),
        "xsd": {soort: list(namen) for soort, namen in profiel.xsd.items()},
        "woorden": {
            lijst: {ons: list(schrijfwijzen) for ons, schrijfwijzen in woorden.items()}
            for lijst, woorden in profiel.woorden.items()
        },
        "verzoek": [_rij(profiel.verzoek)],
        "notificatie": [_rij(profiel.notificatie)],
    }
    if (o := profiel.onbekend) is not None:
        gegevens["onbekend"] = {"in": o.in_, "element": o.element, "namespace": o.namespace, "tekst": o.tekst}
    return str(yaml.safe_dump(gegevens, allow_unicode=True, sort_keys=False, width=120))


def _rij(knoop: Knoop) -> dict[str, Any]:
    standaard = Knoop("", "", "")
    rij: dict[str, Any] = {
        veld: waarde for veld in _VELDEN if (waarde := getattr(knoop, veld)) != getattr(standaard, veld)
    }
    if knoop.attributen:
        rij["attributen"] = dict(knoop.attributen)
    if knoop.kinderen:
        rij["kinderen"] = [_rij(kind) for kind in knoop.kinderen]
    return rij


def _samen(pad: Path, bases: Path) -> dict[str, Any]:
    """The data of the file, on top of those of the profile that it names as its basis."""
    eigen = lees_yaml(pad.read_text(encoding="utf-8"))
    if not isinstance(eigen, dict):
        raise ProfielFout(f"{pad.name}: verwacht een reeks sleutels met waarden")
    basis = eigen.get("basis")
    if basis is None:
        return eigen
    onder = bases / str(basis) / BESTAND
    if "/" in str(basis) or not onder.is_file():
        raise ProfielFout(f"{pad.parent.name}: het profiel {basis} bestaat niet")
    samen = _samen(onder, bases)
    for naam in ("namespaces", "woorden", "namen"):
        samen[naam] = {**samen.get(naam, {}), **eigen.get(naam, {})}
    return {
        **samen,
        **{naam: waarde for naam, waarde in eigen.items() if naam not in ("namespaces", "woorden", "namen")},
    }


def _profiel(ruw: Mapping[str, Any], map_: Path) -> Profiel:
    delen: Mapping[str, Any] = ruw.get("delen", {})
    namen: Mapping[str, Mapping[str, str]] = ruw.get("namen", {})
    namespaces = {str(prefix): str(uri) for prefix, uri in ruw["namespaces"].items() if uri}
    woorden = {
        lijst: {ons: tuple(map(str, schrijfwijzen)) for ons, schrijfwijzen in rij.items()}
        for lijst, rij in ruw["woorden"].items()
    }
    for lijst, waarden in _WOORDEN.items():
        if missend := [waarde for waarde in waarden if not woorden.get(lijst, {}).get(waarde)]:
            raise ProfielFout(f"woorden, {lijst}: geen schrijfwijze van {', '.join(missend)}")
    lezer = _Lezer(delen, namen, namespaces, woorden, frozenset(map(str, ruw.get("weg", ()))))
    onbekend = ruw.get("onbekend")
    return Profiel(
        naam=str(ruw["profiel"]),
        mark=_merk(ruw, "profiel"),
        source=str(ruw["source"]),
        namespaces=namespaces,
        woorden=woorden,
        verzoek=lezer.wortel(ruw["verzoek"]),
        notificatie=lezer.wortel(ruw["notificatie"]),
        schemas=dict(ruw.get("schemas", {})),
        onbekend=onbekend and Onbekend(onbekend["in"], onbekend["element"], onbekend["namespace"], onbekend["tekst"]),
        xsd={soort: tuple(ruw["xsd"][soort]) for soort in get_args(Soort) if soort in ruw.get("xsd", {})},
        map=map_,
    )


def _merk(rij: Mapping[str, Any], wie: str) -> str:
    mark = str(rij["mark"])
    if mark not in MARKS:
        raise ProfielFout(f"{wie}: mark {mark!r} is niet een van {', '.join(MARKS)}")
    if not rij.get("source"):
        raise ProfielFout(f"{wie}: source ontbreekt")
    return mark


class _Lezer:
    """Makes elements of rows; holds what the rows refer to."""

    def __init__(
        self,
        delen: Mapping[str, Any],
        namen: Mapping[str, Mapping[str, str]],
        namespaces: Mapping[str, str],
        woorden: Mapping[str, Any],
        weg: frozenset[str],
    ) -> None:
        self._delen = delen
        self._namen = namen
        self._namespaces = namespaces
        self._woorden = woorden
        self._weg = weg

    def wortel(self, rijen: Sequence[Mapping[str, Any]]) -> Knoop:
        if len(rijen) != 1:
            raise ProfielFout(f"een bericht heeft één hoofdelement, gekregen {len(rijen)}")
        return self._knoop(rijen[0], 0)

    def _knoop(self, rij: Mapping[str, Any], diepte: int) -> Knoop:
        wie = str(rij["element"])
        if diepte > 50:
            raise ProfielFout(f"{wie}: dieper genest dan 50 elementen; verwijst een deel naar zichzelf?")
        if onbekend := rij.keys() - {*_VELDEN, "kinderen", "deel"}:
            raise ProfielFout(f"{wie}: onbekend veld {', '.join(sorted(map(str, onbekend)))}")
        vorm = str(rij.get("vorm", "tekst"))
        if vorm not in VORMEN and vorm.removeprefix("woord:") not in self._woorden:
            raise ProfielFout(
                f"{wie}: vorm {vorm!r} is niet een van {', '.join(VORMEN)} of woord: met een woordenlijst"
            )
        if (als := str(rij.get("als", ""))) and als not in KLASSEN:
            raise ProfielFout(f"{wie}: als {als!r} is niet een van {', '.join(KLASSEN)}")
        onder = list(rij.get("kinderen", ()))
        if "deel" in rij:
            if rij["deel"] not in self._delen:
                raise ProfielFout(f"{wie}: deel {rij['deel']} bestaat niet")
            onder += self._delen[rij["deel"]]
        if onder and ("uit" in rij or "vast" in rij):
            raise ProfielFout(f"{wie}: heeft een waarde en ook elementen")
        return Knoop(
            element=self._naam(wie),
            mark=_merk(rij, wie),
            source=str(rij["source"]),
            uit=str(rij.get("uit", "")),
            bij=str(rij.get("bij", "")),
            elk=str(rij.get("elk", "")),
            als=als,
            vorm=vorm,
            vast=str(rij.get("vast", "")),
            altijd=bool(rij.get("altijd", False)),
            gezien=bool(rij.get("gezien", True)),
            keuze=bool(rij.get("keuze", False)),
            attributen={str(naam): str(waarde) for naam, waarde in rij.get("attributen", {}).items()},
            kinderen=tuple(
                self._knoop(kind, diepte + 1)
                for kind in onder
                if str(kind["element"]).rpartition(":")[2] not in self._weg
            ),
        )

    def _naam(self, element: str) -> str:
        prefix, _, naam = element.rpartition(":")
        if prefix and prefix not in self._namespaces:
            raise ProfielFout(f"{element}: de prefix {prefix} heeft geen namespace")
        return f"{prefix}:{nieuw}" if (nieuw := self._namen.get(naam)) and prefix else str(nieuw or element)
