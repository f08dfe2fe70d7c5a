"""The same line of the server is said once, and then when there are ten times as many."""

import errno
import logging

import pytest

from simulator.logboek import Eenmaal


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> logging.Logger:
    log = logging.getLogger("proef.eenmaal")
    log.filters.clear()
    log.addFilter(Eenmaal())
    return log


def test_a_listener_that_went_away_gives_a_line_and_not_45000(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(45_000):
        log.warning("socket.send() raised exception.")
    assert caplog.messages == [
        "socket.send() raised exception.",
        *(f"socket.send() raised exception. (tot nu toe {n} keer)" for n in (10, 100, 1000, 10_000)),
    ]


def test_what_the_system_refused_gives_its_reason_and_no_traceback(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    for nummer in range(9):
        fout = OSError(errno.EMFILE, "Too many open files")
        log.error("socket.accept() out of system resource\nsocket: <socket fd=%d>", nummer, exc_info=fout)
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert "ulimit -n" in caplog.messages[0]


def test_another_fault_is_told_with_all_that_is_known_of_it(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    for fout in (ValueError("een"), ValueError("twee"), ValueError("een")):
        log.error("Exception in ASGI application", exc_info=fout)
    assert [str(r.exc_info[1]) for r in caplog.records if r.exc_info] == ["een", "twee"]
