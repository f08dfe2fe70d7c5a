"""A user's OpenAPI in the place of one of our contracts: their paths and names at our operations.

EigenFout
├── GeenOpenapi        the file is no OpenAPI 3 document, or none that can be used
└── OperatieOnbekend   a choice names an operation that is not there
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from simulator.contract import eigen_gelijkenis as gelijkenis
from simulator.contract.eigen_gelijkenis import Voorstel
from simulator.contract.openapi import Contract

METHODEN = ("get", "put", "post", "delete", "patch")
_DIEP = 8
_NAAM_LIJKT = 0.86
_NAAM_MISSCHIEN = 0.7
_LINK_LIJKT = 0.7


class EigenFout(ValueError):
    """A contract of a user that cannot be used; the text is Dutch."""


class GeenOpenapi(EigenFout):
    """No OpenAPI 3 document, or none that can be used."""


class OperatieOnbekend(EigenFout):
    """A choice names an operation that is not there."""


@contextmanager
def gelezen_als(soort: type[EigenFout], wat: str) -> Iterator[None]:
    """Turn what reading a user's file trips over into `soort`; as a decorator too. wat: the file, Dutch."""
    try:
        yield
    except EigenFout:
        raise
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as fout:
        raise soort(f"{wat} zit anders in elkaar dan het hoort ({type(fout).__name__}: {fout})") from None


@dataclass(frozen=True)
class Onderzoek:
    """What a user's document holds beside ours. namen: our field to theirs where that is sure; twijfel: ours to what it
    could be called there.
    """

    voorstellen: tuple[Voorstel, ...]
    namen: Mapping[str, str]
    twijfel: Mapping[str, tuple[str, ...]]

    @property
    def onzeker(self) -> list[Voorstel]:
        """The operations about which the user must be asked."""
        return [voorstel for voorstel in self.voorstellen if not voorstel.zeker]


@gelezen_als(GeenOpenapi, "dit OpenAPI-document")
def onderzoek(onze: Contract, document: Any, gekozen: Mapping[str, str] | None = None) -> Onderzoek:
    """Compare a document with a contract of ours.

    gekozen: what the user says, "GET /pad" to operationId ("" for none of ours). Raises GeenOpenapi, OperatieOnbekend.
    """
    hun = {f"{methode.upper()} {pad}": (methode, pad, rij) for methode, pad, rij in _operaties(document)}
    for sleutel, id_ in (gekozen or {}).items():
        if sleutel not in hun:
            raise OperatieOnbekend(f"{sleutel} staat niet in dit bestand; wel: {', '.join(hun)}")
        if id_ and id_ not in {operatie.id for operatie in onze.operaties}:
            kan = ", ".join(dict.fromkeys(operatie.id for operatie in onze.operaties))
            raise OperatieOnbekend(f"{id_} is geen operatie van {onze.id}; wel: {kan}")
    voorstellen = _voorstellen(onze, document, hun, gekozen or {})
    namen, twijfel = _namen(onze, document, hun, voorstellen)
    return Onderzoek(tuple(voorstellen), namen, twijfel)


@gelezen_als(GeenOpenapi, "dit OpenAPI-document")
def maak(
    onze: Contract, document: Any, gevonden: Onderzoek, *, bron: str, namen: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The document by which the simulator works from then on: theirs, with our operationIds and path parameters.

    What theirs lacks stays ours, with its own mark. bron: what the user loaded, for the marks; namen: fields that the
    user named, our name to theirs. Raises GeenOpenapi.
    """
    welke = {voorstel.sleutel: voorstel.onze for voorstel in gevonden.voorstellen if voorstel.onze}
    paden: dict[str, dict[str, Any]] = {}
    for methode, pad, rij in _operaties(document):
        id_ = welke.get(f"{methode.upper()} {pad}", "")
        zoals, eigen = _als_de_onze(onze, document, (methode, pad, rij), id_)
        paden.setdefault(zoals, {})[methode] = {**eigen, "x-mark": "client", "x-source": bron}
    for operatie in onze.operaties:
        if operatie.id not in welke.values():
            rij = onze.document["paths"][operatie.pad][operatie.methode.lower()]
            rij = {**rij, "x-mark": operatie.merk, "x-source": operatie.bron}
            paden.setdefault(operatie.pad, {}).setdefault(operatie.methode.lower(), rij)
    alle_namen = {**gevonden.namen, **(namen or {})}
    info = {**document.get("info", {}), "x-mark": "client", "x-source": bron, "x-namen": alle_namen}
    info["x-serves-itself"] = onze.bedient_zichzelf
    servers = [{"url": _basis(document) or onze.basis}]
    return {**document, "info": info, "servers": servers, "paths": paden, "components": _onderdelen(onze, document)}


def _operaties(document: Any) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(method, path, operation) of each. Raises GeenOpenapi."""
    if not isinstance(document, Mapping) or not str(document.get("openapi", "")).startswith("3."):
        raise GeenOpenapi("dit is geen OpenAPI 3: er staat geen regel 'openapi: 3.…' in")
    paden = document.get("paths")
    if not isinstance(paden, Mapping) or not paden:
        raise GeenOpenapi("in dit OpenAPI-document staan geen paden")
    for pad, rijen in paden.items():
        if not isinstance(pad, str) or not pad.startswith("/") or not isinstance(rijen, Mapping):
            raise GeenOpenapi(f"{pad!r} is geen pad")
        for methode, rij in rijen.items():
            if methode in METHODEN and isinstance(rij, Mapping):
                yield methode, pad, rij


def _voorstellen(
    onze: Contract, document: Any, hun: Mapping[str, tuple[str, str, Mapping[str, Any]]], gekozen: Mapping[str, str]
) -> list[Voorstel]:
    trekken = {
        operatie.id: gelijkenis.van_ons(operatie, onze.document["paths"][operatie.pad][operatie.methode.lower()])
        for operatie in onze.operaties
        if operatie.id not in gekozen.values()
    }
    rest = {
        sleutel: gelijkenis.van_hen(methode, pad, _media(document, rij), _tekst(rij))
        for sleutel, (methode, pad, rij) in hun.items()
        if sleutel not in gekozen
    }
    gevonden = {voorstel.sleutel: voorstel for voorstel in gelijkenis.stel_voor(trekken, rest)}
    gevonden |= {sleutel: Voorstel(sleutel, id_, zeker=True, kandidaten=()) for sleutel, id_ in gekozen.items()}
    return [gevonden[sleutel] for sleutel in hun]


def _media(document: Any, rij: Mapping[str, Any]) -> list[str]:
    return [
        media
        for status, antwoord in (rij.get("responses") or {}).items()
        if str(status).startswith("2")
        for media in (los_op(document, antwoord).get("content") or {})
    ]


def _tekst(rij: Mapping[str, Any]) -> str:
    return " ".join(str(deel) for deel in (rij.get("operationId", ""), rij.get("summary", ""), *rij.get("tags", ())))


def _als_de_onze(
    onze: Contract, document: Any, hun: tuple[str, str, Mapping[str, Any]], id_: str
) -> tuple[str, dict[str, Any]]:
    """(path, operation) of one of theirs, with what our functions count on: names of path values, parameters, sizes."""
    methode, pad, rij = hun
    zoals, vertaling = _met_onze_namen(onze, pad, id_)
    parameters = [*document["paths"][pad].get("parameters", ()), *rij.get("parameters", ())]
    eigen = {"responses": {"200": {"description": "Gelukt"}}, **rij}
    eigen["parameters"] = [_hernoemd(los_op(document, parameter), vertaling) for parameter in parameters]
    eigen["operationId"] = id_ or rij.get("operationId") or f"{methode}{re.sub(r'[^A-Za-z]+', '_', pad)}"
    if id_:
        operatie = onze.met_id(id_)
        ruw = onze.document["paths"][operatie.pad]
        bekend = {parameter.get("name") for parameter in eigen["parameters"]}
        onze_parameters = [*ruw.get("parameters", ()), *ruw[operatie.methode.lower()].get("parameters", ())]
        opgelost = [los_op(onze.document, parameter) for parameter in onze_parameters]
        eigen["parameters"] += [p for p in opgelost if p["in"] != "path" and p["name"] not in bekend]
        maten = ("x-max-bytes", "x-voorbij-maximum")
        eigen |= {naam: ruw[operatie.methode.lower()][naam] for naam in maten if naam in ruw[operatie.methode.lower()]}
    return zoals, eigen


def _met_onze_namen(onze: Contract, pad: str, id_: str) -> tuple[str, dict[str, str]]:
    """(the path with our names of its values, by place; what was renamed). Raises GeenOpenapi."""
    hun = re.findall(r"\{([^}]+)\}", pad)
    eigen = re.findall(r"\{([^}]+)\}", onze.met_id(id_).pad) if id_ else []
    if id_ and len(hun) != len(eigen):
        raise GeenOpenapi(f"{pad} heeft {len(hun)} waarden in het pad, en {id_} vraagt er {len(eigen)}")
    if not id_:
        eigen = [re.sub(r"\W", "_", naam) for naam in hun]
    vertaling = dict(zip(hun, eigen, strict=True))
    return re.sub(r"\{([^}]+)\}", lambda naam: "{" + vertaling[naam[1]] + "}", pad), vertaling


def _hernoemd(parameter: Any, vertaling: Mapping[str, str]) -> Any:
    if isinstance(parameter, Mapping) and parameter.get("in") == "path":
        return {**parameter, "name": vertaling.get(parameter.get("name", ""), parameter.get("name"))}
    return parameter


def _basis(document: Any) -> str:
    servers = document.get("servers") or [{}]
    return urlsplit(str(servers[0].get("url", ""))).path.rstrip("/")


def _onderdelen(onze: Contract, document: Any) -> dict[str, Any]:
    """Both components: what stayed ours refers to ours; theirs go first."""
    uit: dict[str, Any] = {}
    for deel in (onze.document.get("components", {}), document.get("components") or {}):
        for soort, namen in deel.items():
            uit[soort] = {**uit.get(soort, {}), **namen}
    return uit


def _namen(
    onze: Contract, document: Any, hun: Mapping[str, tuple[str, str, Mapping[str, Any]]], voorstellen: list[Voorstel]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """(our field to theirs, our field to what it may be called there) over all operations that were matched."""
    zeker: dict[str, str] = {}
    twijfel: dict[str, tuple[str, ...]] = {}
    for voorstel in voorstellen:
        if not voorstel.onze:
            continue
        operatie = onze.met_id(voorstel.onze)
        eigen = _velden(onze.document, onze.document["paths"][operatie.pad][operatie.methode.lower()])
        andere = _velden(document, hun[voorstel.sleutel][2])
        over = [naam for naam in andere if naam not in eigen]
        for naam in eigen:
            if naam in andere or not andere:
                continue
            lijken = sorted((n for n in over if _gelijk(naam, n) >= _NAAM_MISSCHIEN), key=lambda n: -_gelijk(naam, n))
            if lijken and _gelijk(naam, lijken[0]) >= _NAAM_LIJKT:
                zeker[naam] = lijken[0]
            elif lijken:
                twijfel[naam] = tuple(lijken)
        zeker |= _linknamen(onze, hun, voorstellen, eigen, over)
    vrij = {naam: tuple(n for n in kan if n not in zeker.values()) for naam, kan in twijfel.items()}
    return zeker, {naam: kan for naam, kan in vrij.items() if kan and naam not in zeker}


def _linknamen(
    onze: Contract,
    hun: Mapping[str, tuple[str, str, Mapping[str, Any]]],
    voorstellen: list[Voorstel],
    eigen: list[str],
    over: list[str],
) -> dict[str, str]:
    """Links are called after the path that they lead to, in ours and mostly in theirs."""
    gevonden: dict[str, str] = {}
    for voorstel in voorstellen:
        if voorstel.onze and onze.met_id(voorstel.onze).methode == "GET":
            van_ons, van_hen = _laatste(onze.met_id(voorstel.onze).pad), _laatste(hun[voorstel.sleutel][1])
            lijken = [naam for naam in over if van_hen and _gelijk(naam, van_hen) >= _LINK_LIJKT]
            if van_ons in eigen and lijken and van_ons != lijken[0]:
                gevonden[van_ons] = max(lijken, key=lambda naam: _gelijk(naam, van_hen))
    return gevonden


def _laatste(pad: str) -> str:
    """The last part of a path that is no value."""
    return next((stuk for stuk in reversed(pad.split("/")) if stuk and not stuk.startswith("{")), "")


def _kaal(naam: str) -> str:
    return re.sub(r"[^a-z0-9]", "", naam.lower())


def _gelijk(een: str, ander: str) -> float:
    return SequenceMatcher(None, _kaal(een), _kaal(ander)).ratio()


def _velden(document: Any, rij: Mapping[str, Any]) -> list[str]:
    """The names of the fields of JSON that an operation takes and gives, at whatever depth."""
    gevonden: dict[str, None] = {}
    inhouden = [los_op(document, rij.get("requestBody") or {}).get("content") or {}]
    inhouden += [
        los_op(document, antwoord).get("content") or {}
        for status, antwoord in (rij.get("responses") or {}).items()
        if str(status).startswith("2")
    ]
    for inhoud in inhouden:
        for media, vorm in inhoud.items():
            if media.endswith("json"):
                _verzamel(document, vorm.get("schema") or {}, gevonden, 0)
    return list(gevonden)


def _verzamel(document: Any, schema: Any, gevonden: dict[str, None], diepte: int) -> None:
    schema = los_op(document, schema)
    if diepte > _DIEP or not isinstance(schema, Mapping):
        return
    for naam, deel in (schema.get("properties") or {}).items():
        gevonden[naam] = None
        _verzamel(document, deel, gevonden, diepte + 1)
    for deel in [schema.get("items"), *(d for soort in ("allOf", "anyOf", "oneOf") for d in schema.get(soort) or ())]:
        if deel:
            _verzamel(document, deel, gevonden, diepte + 1)


def los_op(document: Any, deel: Any) -> Any:
    """A part of a document without its own reference. Raises GeenOpenapi for a reference that leads nowhere.

    Only references within the document are followed: nothing is fetched.
    """
    stappen = 0
    while isinstance(deel, Mapping) and "$ref" in deel:
        verwijzing, stappen = str(deel["$ref"]), stappen + 1
        doel: Any = document
        try:
            if not verwijzing.startswith("#/") or stappen > _DIEP:
                raise KeyError(verwijzing)
            for stap in verwijzing.removeprefix("#/").split("/"):
                doel = doel[stap.replace("~1", "/").replace("~0", "~")]
        except (KeyError, TypeError):
            raise GeenOpenapi(
                f"de verwijzing {verwijzing} is niet te volgen; voeg losse bestanden eerst samen tot een"
            ) from None
        deel = doel
    return deel
