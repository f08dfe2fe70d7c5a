"""Digikoppeling ebMS2: how the real notification travels (stam.md 4.4, source documents). Not there yet."""

from simulator.stam.adapters.model import Adapter, Ontvangst
from simulator.stam.errors import OpgaveOngeldig


def _toets(ontvangst: Ontvangst) -> None:
    raise OpgaveOngeldig(
        "adapter",
        "ebms kan nog niet in deze simulator; zet er een digikoppelaar tussen en kies https, of kies webhook of inbox",
    )


ADAPTER = Adapter(_toets)
