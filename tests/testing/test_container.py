"""The class for testcontainers starts the image, and a seed with a clock gives the same ids everywhere."""

import pytest

from simulator.serve import Draaiend
from simulator.testing.client import Dso
from tests.testing.test_image import image  # noqa: F401  # the fixture

KLOK = "2026-03-02T09:00"


@pytest.mark.docker
def test_a_container_with_a_clock_and_a_seed(image, pakketten):  # noqa: F811
    container = pytest.importorskip("simulator.testing.container", exc_type=ImportError)
    with container.DsoContainer(image).with_klok(KLOK).with_zaad(7) as gestart, gestart.get_client() as sim:
        assert sim.klok().vandaag.isoformat() == "2026-03-02"
        levering = sim.lever_aan(pakketten / "2-publicatie.zip")
        assert levering.status == "wacht-op-bekendmaking"
        sim.reset()
        assert sim.lever_aan(pakketten / "2-publicatie.zip").id == levering.id
    with Draaiend(klok=KLOK, zaad=7) as hier, Dso(hier.url) as sim:
        assert sim.lever_aan(pakketten / "2-publicatie.zip").id == levering.id


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "testcontainers.core.container", None)
    monkeypatch.delitem(__import__("sys").modules, "simulator.testing.container", raising=False)
    with pytest.raises(ImportError, match=r"installeer dso-lv-simulator\[testcontainers\]"):
        __import__("simulator.testing.container")
