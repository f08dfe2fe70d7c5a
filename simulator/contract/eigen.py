"""The folder with what a user loaded in the place of our contracts: `{id}.openapi.yaml`, as in contracts/.

Nothing in it is ours: it stands where the user said, and the simulator reads it when it starts.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from simulator.contract import openapi
from simulator.contract.eigen_openapi import METHODEN, EigenFout, OperatieOnbekend
from simulator.contract.openapi import Contract
from simulator.contract.router import Koppelvlak

_SLEUTEL = re.compile(r"(GET|PUT|POST|DELETE|PATCH) (/\S*)")


class ContractOnleesbaar(EigenFout):
    """A file in the folder that is no contract any more."""


def volgens_eigen(koppelvlakken: Iterable[Koppelvlak], map_: Path | None) -> tuple[Koppelvlak, ...]:
    """The koppelvlakken, those for which the folder has a contract working by that one. Raises ContractOnleesbaar."""
    uit = []
    for koppelvlak in koppelvlakken:
        eigen = None if map_ is None else lees(map_, koppelvlak.contract_id)
        uit.append(koppelvlak if eigen is None else koppelvlak.volgens(eigen))
    return tuple(uit)


def lees(map_: Path, id_: str) -> Contract | None:
    """The user's contract in the place of ours with this id; None when there is none. Raises ContractOnleesbaar."""
    pad = _bestand(map_, id_)
    if not pad.is_file():
        return None
    try:
        return openapi.uit_document(id_, openapi.lees_yaml(pad.read_text(encoding="utf-8")))
    except (KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as fout:
        raise ContractOnleesbaar(
            f"{pad} is geen contract dat de simulator kan gebruiken ({fout!r}); laad het opnieuw of haal het weg"
        ) from None


def geldend(map_: Path, id_: str) -> Contract:
    """The contract that the simulator would work by. Raises FileNotFoundError, ContractOnleesbaar."""
    return lees(map_, id_) or openapi.contract(id_)


def bewaar(map_: Path, id_: str, document: Mapping[str, Any]) -> Path:
    """Keep a document in the place of the contract with this id; gives the file. Raises ContractOnleesbaar, OSError.

    It is tried first: what cannot be served is not kept.
    """
    tekst = yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False)
    try:
        for operatie in openapi.uit_document(id_, openapi.lees_yaml(tekst)).operaties:
            _ = operatie.patroon  # of a path that names a value twice there is none
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as fout:
        raise ContractOnleesbaar(f"dit contract is niet te gebruiken: {fout!r}") from None
    pad = _bestand(map_, id_)
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(tekst, encoding="utf-8")
    return pad


def verwijder(map_: Path, id_: str) -> bool:
    """Take the user's contract away; whether there was one."""
    pad = _bestand(map_, id_)
    if not pad.is_file():
        return False
    pad.unlink()
    return True


def met_alias(contract: Contract, sleutel: str, operatie: str, bron: str) -> dict[str, Any]:
    """The document of a contract with one more path for an operation.

    sleutel: "GET /verzoeken/{verzoeknummer}/stam", its values in the order of the operation's own path. Raises
    OperatieOnbekend.
    """
    gelezen = _SLEUTEL.fullmatch(sleutel.strip())
    if gelezen is None:
        kan = "/".join(methode.upper() for methode in METHODEN)
        raise OperatieOnbekend(f"{sleutel!r} is geen aanroep; schrijf een methode ({kan}) en een pad onder de basis")
    try:
        eigen = contract.met_id(operatie)
    except KeyError:
        kan = ", ".join(dict.fromkeys(o.id for o in contract.operaties))
        raise OperatieOnbekend(f"{operatie} is geen operatie van {contract.id}; wel: {kan}") from None
    methode, pad = gelezen[1].lower(), gelezen[2]
    waarden = re.findall(r"\{([^}]+)\}", eigen.pad)
    hun = re.findall(r"\{([^}]+)\}", pad)
    if len(hun) != len(waarden):
        raise OperatieOnbekend(f"{operatie} vraagt {len(waarden)} waarden in het pad, en {pad} heeft er {len(hun)}")
    vertaald = iter(waarden)
    pad = re.sub(r"\{[^}]+\}", lambda _: "{" + next(vertaald) + "}", pad)
    paden = {naam: dict(rijen) for naam, rijen in contract.document["paths"].items()}
    bestaand = paden.get(pad, {}).get(methode)
    if bestaand is not None and bestaand.get("operationId") != operatie:
        raise OperatieOnbekend(f"{methode.upper()} {pad} is al {bestaand.get('operationId')}")
    rij = dict(contract.document["paths"][eigen.pad][eigen.methode.lower()])
    boven = contract.document["paths"][eigen.pad].get("parameters", ())
    rij["parameters"] = [*boven, *rij.get("parameters", ())]
    paden.setdefault(pad, {})[methode] = {**rij, "x-mark": "client", "x-source": bron}
    return {**contract.document, "paths": paden}


def _bestand(map_: Path, id_: str) -> Path:
    return map_ / f"{id_}.openapi.yaml"
