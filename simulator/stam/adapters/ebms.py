"""Digikoppeling ebMS2: how the real notification travels (docs/bronnen.md#stam-bezorgen). Not there yet."""

from simulator.stam.adapters.model import Adapter, Ontvangst
from simulator.stam.errors import AdapterNietGebouwd


def _toets(ontvangst: Ontvangst) -> None:
    raise AdapterNietGebouwd(ontvangst.adapter)


ADAPTER = Adapter(_toets)
