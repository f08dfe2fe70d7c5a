"""The room as the application sees it."""

import importlib

from simulator.kernel.kern import Bijdrage
from simulator.lvbb import service, servicebus
from simulator.lvbb.antwoorden import Instellingen
from simulator.lvbb.api import bronhouderkoppelvlak
from simulator.lvbb.api import servicebus as bus_koppelvlak


def warm_op() -> None:
    """Load what judging needs, once the simulator can be used: else the first delivery waits for it."""
    from simulator.contract import rules, schemas

    importlib.import_module("simulator.lvbb.rules.oordeel")
    schemas.laad_alle()
    rules.catalogus()


KOPPELVLAKKEN = (bronhouderkoppelvlak, bus_koppelvlak)


def bijdragen(instellingen: Instellingen) -> tuple[Bijdrage, ...]:
    """What this room brings to the kernel."""
    return service.bijdrage(instellingen), servicebus.bijdrage(instellingen)
