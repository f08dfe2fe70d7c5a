"""Whether the simulator of this machine can be used: for the HEALTHCHECK of the image, so without heavy imports.

python -m simulator.gezond
"""

import http.client
import os
import sys

_WACHT = 2.0
_OVERAL = {"", "0.0.0.0", "::"}  # noqa: S104  # where it listens, not where we listen


def gezond(host: str = "127.0.0.1", port: int = 8080) -> bool:
    """Whether `/_sim/ready` answers 200 within two seconds."""
    verbinding = http.client.HTTPConnection("127.0.0.1" if host in _OVERAL else host, port, timeout=_WACHT)
    try:
        verbinding.request("GET", "/_sim/ready")
        return verbinding.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        verbinding.close()


def main() -> int:
    """0 when it can be used, else 1; the address comes from the environment, as that of `dso-sim serve`."""
    return 0 if gezond(os.environ.get("DSO_SIM_HOST", ""), int(os.environ.get("DSO_SIM_PORT", "8080"))) else 1


if __name__ == "__main__":
    sys.exit(main())
