"""The simulator in a container, for testcontainers: `with DsoContainer().with_klok("2026-03-02T09:00") as dso:`.

Needs the extra `testcontainers` and an engine such as Docker.
"""

import os
from typing import Any, Self

try:
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import HttpWaitStrategy
except ImportError as fout:
    raise ImportError("testcontainers ontbreekt; installeer dso-lv-simulator[testcontainers]") from fout

from simulator.testing.client import Dso

POORT = 8080
_WACHT = 60


class DsoContainer(DockerContainer):
    """One container for a whole suite, with `reset` for each test, is faster than one for each test.

    image: that of DSO_SIM_IMAGE in the environment, or dso-sim, unless told; kwargs: as DockerContainer takes them.
    """

    def __init__(self, image: str = "", **kwargs: Any) -> None:
        super().__init__(image or os.environ.get("DSO_SIM_IMAGE") or "dso-sim", **kwargs)
        self.with_exposed_ports(POORT)
        gereed = HttpWaitStrategy(POORT, "/_sim/ready").for_status_code(200)
        self.waiting_for(gereed.with_poll_interval(0.1).with_startup_timeout(_WACHT))

    def with_klok(self, moment: str) -> Self:
        """Start the clock on this moment, ISO 8601."""
        return self.with_env("DSO_SIM_KLOK", moment)

    def with_zaad(self, zaad: int) -> Self:
        """Make the ids of the simulator with this seed."""
        return self.with_env("DSO_SIM_ZAAD", str(zaad))

    def get_url(self) -> str:
        """The address for software outside the container network."""
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(POORT)}"

    def get_client(self) -> Dso:
        """A client of it; close it when you are done."""
        return Dso(self.get_url())
