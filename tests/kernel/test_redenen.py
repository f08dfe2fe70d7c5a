"""A refusal of the operating system is told in Dutch."""

import errno
import os
import socket

import pytest

from simulator.kernel.redenen import eigen_fout, os_reden


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


def test_a_fault_of_ours_can_be_kept_whatever_is_in_it() -> None:
    gezegd = eigen_fout(ValueError("\ud800 \0" + "a" * 10_000))
    assert gezegd.startswith(r"ValueError: \ud800 \0aaaa")
    assert len(gezegd.encode()) < 600
