"""What the composition of the application needs of STAM."""

from simulator.kernel.kern import Bijdrage
from simulator.stam import notificaties
from simulator.stam.api import afhandelen_v1, afhandelen_v2

KOPPELVLAKKEN = (afhandelen_v1, afhandelen_v2)


def bijdragen() -> tuple[Bijdrage, ...]:
    """What STAM brings to the kernel."""
    return (notificaties.bijdrage(),)
