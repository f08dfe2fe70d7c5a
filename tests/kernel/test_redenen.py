"""A refusal of the operating system is told in Dutch."""

import errno
import os
import socket

import pytest

from simulator.kernel.redenen import os_reden


@pytest.mark.parametrize(
    ("fout", "reden"),
    [
        (OSError(errno.ENOENT, os.strerror(errno.ENOENT)), "dat bestaat niet"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "daar luistert niets"),
        (TimeoutError(), "het duurde te lang"),
        (socket.gaierror(-2, "Name or service not known"), "die naam is niet te vinden"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link"),
        (OSError("zomaar"), "zomaar"),
        (OSError(), "OSError"),
    ],
)
def test_the_reason(fout: OSError, reden: str) -> None:
    assert os_reden(fout) == reden
