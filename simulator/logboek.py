"""The simulator's own log: lines on stderr, so that stdout stays for what commands promise."""

import logging


def stel_in() -> None:
    """Send what the simulator logs to stderr, from warnings up; a second call changes nothing."""
    logboek = logging.getLogger("dso-sim")
    if not logboek.handlers:
        naar = logging.StreamHandler()
        naar.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        logboek.addHandler(naar)
