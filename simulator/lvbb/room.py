"""The room as the application sees it."""

from simulator.kernel.kern import Bijdrage
from simulator.lvbb import service, servicebus
from simulator.lvbb.antwoorden import Instellingen
from simulator.lvbb.api import bronhouderkoppelvlak
from simulator.lvbb.api import servicebus as bus_koppelvlak

KOPPELVLAKKEN = (bronhouderkoppelvlak, bus_koppelvlak)


def bijdragen(instellingen: Instellingen) -> tuple[Bijdrage, ...]:
    """What this room brings to the kernel."""
    return service.bijdrage(instellingen), servicebus.bijdrage(instellingen)
