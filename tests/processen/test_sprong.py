"""A process is killed at any place of a jump, and another one, that runs beside it, finishes the jump by itself."""

import time
from pathlib import Path
from typing import Any

import pytest

from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD
from tests import databases
from tests.kernel import kind
from tests.kernel.kamer import DAG, START
from tests.kernel.test_kill import dood_bij, toestand

pytestmark = pytest.mark.usefixtures("op_postgres")


@pytest.fixture(scope="module")
def ongestoord(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[str]]:
    """(state, ids of the messages) of a run that nothing disturbs."""
    map_ = tmp_path_factory.mktemp("ongestoord")
    url = databases.nieuwe(map_)
    kern = kind.maak(url, map_ / "ids")
    kind.plan(kern, "sprong")
    kind.draai(kern, "sprong")
    uit = toestand(kern), (map_ / "ids").read_text().split()
    kern.stop()
    databases.verwijder(url)
    return uit


def geland(kern: Kern) -> bool:
    with kern.store.lees(STANDAARD) as lezing:
        return lezing.nu == START + 21 * DAG and lezing.stand.doel is None


@pytest.mark.parametrize("haak", kind.HAKEN)
def test_the_other_finishes(ongestoord: tuple[Any, list[str]], haak: str, tmp_path: Path) -> None:
    verwacht, berichten = ongestoord
    url = databases.nieuwe(tmp_path)
    kern = kind.maak(url, tmp_path / "ids")
    kern.start()
    dood_bij(url, "sprong", haak, tmp_path / "ids")
    einde = time.monotonic() + 30
    gezien = kern.store.wijzigingen
    while not geland(kern):
        assert time.monotonic() < einde
        gezien = kern.store.wacht_op_wijziging(gezien, 0.1)
    assert toestand(kern) == verwacht
    kern.stop()
    databases.verwijder(url)
    gezonden = (tmp_path / "ids").read_text().split()
    assert set(gezonden) == set(berichten)
    assert len(gezonden) - len(berichten) == (haak in ("gezonden", "klaar"))
