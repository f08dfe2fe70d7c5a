"""Every rule there is, by its code: what the modules of this folder claim, those of STOP and BHKV among them."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from simulator.lvbb import rules
from simulator.lvbb.rules.kader import Regel, Regels


def _verzamel() -> Mapping[str, Regel]:
    gevonden: dict[str, Regel] = {}
    for module, eigen in _modules():
        for code, functie in eigen.functies.items():
            if code in gevonden:
                raise ValueError(f"{code} is claimed twice, the second time in {module}")
            gevonden[code] = functie
    return MappingProxyType(gevonden)


def _modules() -> Iterator[tuple[str, Regels]]:
    for deel in pkgutil.iter_modules(rules.__path__):
        if deel.name in ("alle", "kader", "oordeel"):
            continue
        module = importlib.import_module(f"{rules.__name__}.{deel.name}")
        eigen = getattr(module, "regels", None)
        if isinstance(eigen, Regels):
            yield deel.name, eigen


REGELS: Mapping[str, Regel] = _verzamel()
"""The function of every code; two modules that claim one code are an error at import."""
