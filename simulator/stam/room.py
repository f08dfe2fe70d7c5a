"""What the composition of the application needs of STAM."""

from simulator.kernel.kern import Bijdrage
from simulator.stam.api import afhandelen_v1, afhandelen_v2

KOPPELVLAKKEN = (afhandelen_v1, afhandelen_v2)


def bijdrage() -> Bijdrage:
    """The agenda items, senders and event handlers of STAM."""
    return Bijdrage()
