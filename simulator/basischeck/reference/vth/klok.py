"""Waiting on the clock of the simulator: instead of letting time pass, the system lets the clock jump."""

from collections.abc import Callable

import httpx


def springt(basis_url: str, client: httpx.Client) -> Callable[[float], object]:
    """What waits a number of seconds by moving the clock of the simulator on."""

    def wacht(seconden: float) -> None:
        client.post(f"{basis_url.rstrip('/')}/_sim/klok/spring", json={"duur": f"PT{round(seconden)}S"}, timeout=300)

    return wacht
