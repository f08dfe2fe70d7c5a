"""Puts everything together; the only module that knows every koppelvlak."""

from dataclasses import dataclass
from importlib.metadata import version

from simulator import logboek
from simulator.beheer import app as beheer
from simulator.contract import eigen
from simulator.edge import proxy
from simulator.edge.edge import App, Edge
from simulator.kernel.kern import Kern
from simulator.lvbb import room as lvbb
from simulator.ozon import room as ozon
from simulator.ozon.api import presenteren
from simulator.settings import Instellingen
from simulator.stam import profiel as profielen
from simulator.stam import room as stam


@dataclass(frozen=True)
class Simulator:
    """A kernel with the application on it; start and stop the kernel around serving."""

    kern: Kern
    app: App


def maak(instellingen: Instellingen) -> Simulator:
    """Compose the simulator. Raises ValueError when a setting is no good."""
    logboek.stel_in()
    proxies = proxy.lees(sorted(instellingen.vertrouw_proxy), instellingen.proxy_kop)
    profielen.gebruik(instellingen.contracten)
    onze = (*lvbb.KOPPELVLAKKEN, presenteren, *stam.KOPPELVLAKKEN)
    koppelvlakken = eigen.volgens_eigen(onze, instellingen.contracten)
    bijdragen = (*lvbb.bijdragen(instellingen.lvbb), ozon.bijdrage(), *stam.bijdragen())
    kern = Kern(instellingen.data, instellingen.begin, bijdragen, url=instellingen.database or "")
    pagina = beheer.maak(
        kern,
        koppelvlakken,
        publieke_url=instellingen.publieke_url,
        versie=version("dso-lv-simulator"),
        keten=instellingen.keten,
    )
    namen = (instellingen.host, *instellingen.tls_naam)
    edge = Edge(kern, koppelvlakken, pagina, instellingen.publieke_url, proxies, instellingen.oin_kop, namen)
    return Simulator(kern, edge)
