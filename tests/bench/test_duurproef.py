"""The soak of STAM in small: nothing is lost, nothing has effect twice, whatever goes wrong on the way."""

import pytest

from bench import duurproef
from tests import databases

AANTAL = 240
PER_VERZOEK = 1.5  # every other casus has a behandeldienst beside its bevoegd gezag


@pytest.fixture(autouse=True)
def _klein(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duurproef, "AANTAL", AANTAL)
    monkeypatch.setattr(duurproef, "_PER_GREEP", 60)


def uitkomst(metingen: list[duurproef.Meting], wat: str) -> float:
    (meting,) = [meting for meting in metingen if wat in meting.naam]
    return meting.waarde


def test_een_proces() -> None:
    metingen = list(duurproef.duurproef())
    assert uitkomst(metingen, "verloren, dubbel of beschadigd") == 0
    assert uitkomst(metingen, "aangekomen") == AANTAL * PER_VERZOEK + 1  # and the one of the fixture
    assert uitkomst(metingen, "ging mis") > 20


@pytest.mark.skipif(not databases.server(), reason="DSO_SIM_TEST_DATABASE names no PostgreSQL server")
def test_twee_processen_waarvan_er_een_sterft() -> None:
    metingen = list(duurproef.duurproef_postgres())
    assert uitkomst(metingen, "verloren, dubbel of beschadigd") == 0
    assert uitkomst(metingen, "aangekomen") >= AANTAL * PER_VERZOEK
