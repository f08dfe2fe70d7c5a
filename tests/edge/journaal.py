"""What came into the journal since a moment."""

from typing import Any

import httpx
from sqlalchemy import Row

from simulator.serve import Draaiend

_BEURTEN = 2000


def tot_rust(client: httpx.Client) -> None:
    """Let the server finish what it was doing: an answer later, the loop has had its turn."""
    client.get("/_sim/health").raise_for_status()


class Sinds:
    """The lines from the moment that this was made."""

    def __init__(self, sim: Draaiend, client: httpx.Client) -> None:
        self._sim, self._client = sim, client
        laatste = sim.kern.journaal.lees("standaard", nieuwste=True, aantal=1)
        self._na = laatste[0].nummer if laatste else 0

    def regels(self, aantal: int) -> list[Row[Any]]:
        """The lines, as soon as there are so many; a call that broke off is only seen some turns later."""
        for _ in range(_BEURTEN):
            gevonden = self._sim.kern.journaal.lees("standaard", na=self._na)
            if len(gevonden) >= aantal:
                return gevonden
            tot_rust(self._client)
        raise AssertionError(f"{aantal} lines expected, there are {len(gevonden)}")

    def regel(self) -> Row[Any]:
        """The one line that there is."""
        [regel] = self.regels(1)
        return regel

    def inhoud(self, regel: Row[Any], kant: str) -> bytes | None:
        return self._sim.kern.journaal.inhoud("standaard", regel.nummer, kant)
