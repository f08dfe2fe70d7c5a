"""What the composition of the application needs of STAM."""

from simulator.kernel.kern import Bijdrage
from simulator.stam import indienen, instellingen, notificaties
from simulator.stam.api import afhandelen_v1, afhandelen_v2
from simulator.stam.indienen_api import indienen_v4, indienen_v5

KOPPELVLAKKEN = (afhandelen_v1, afhandelen_v2, indienen_v4, indienen_v5)


def bijdragen() -> tuple[Bijdrage, ...]:
    """What STAM brings to the kernel. Raises ValidationError where the environment has a choice that is not there."""
    instellingen.begin()
    indienen.grenzen()
    return notificaties.bijdrage(), indienen.bijdrage()
