"""What the composition of the application needs of STAM."""

from simulator.kernel.kern import Bijdrage
from simulator.stam import indienen, notificaties
from simulator.stam.api import afhandelen_v1, afhandelen_v2
from simulator.stam.indienen_api import indienen_v4, indienen_v5

KOPPELVLAKKEN = (afhandelen_v1, afhandelen_v2, indienen_v4, indienen_v5)


def bijdragen() -> tuple[Bijdrage, ...]:
    """What STAM brings to the kernel."""
    return notificaties.bijdrage(), indienen.bijdrage()
