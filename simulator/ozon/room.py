"""What the composition of the application needs of OZON."""

from simulator.kernel.kern import Bijdrage
from simulator.ozon import inname
from simulator.ozon.instellingen import Instellingen, instellingen


def bijdrage(keuze: Instellingen | None = None) -> Bijdrage:
    """The agenda items and event handlers of OZON. The routes are `simulator.ozon.api.presenteren`."""
    return Bijdrage(taken=inname.taken(), handlers=inname.handlers(keuze or instellingen()))
