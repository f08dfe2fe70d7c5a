"""What a process hears of another on the same database: what it must not keep in mind, and what there is to do."""

import threading
from collections.abc import Callable, Iterator

import pytest

from simulator.kernel.samen import hoor_anderen
from simulator.kernel.store import STANDAARD, Store
from simulator.kernel.transactie import Tx
from tests import databases
from tests.kernel import kamer
from tests.kernel.kamer import STIL, leg_neer

pytestmark = pytest.mark.skipif(
    not databases.server(), reason="SQLite has one process (DSO_SIM_TEST_DATABASE names no PostgreSQL server)"
)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store whose clock stands still."""
    url = databases.nieuwe()
    store = Store(url, STIL)
    yield store
    store.sluit()
    databases.verwijder(url)


@pytest.mark.parametrize(
    ("doe", "gehoord"),
    [
        (lambda tx: leg_neer(tx, "x", 1), ""),
        (lambda tx: tx.voeg_toe(kamer.afspraak, naam="a"), "vers"),
        (lambda tx: tx.zet_klok(tx.stand.gezet(tx.nu + kamer.DAG, tx.stand.echt)), "vers werk post"),
        (lambda tx: tx.plan(kamer.START, "proef.tel", naam="x"), "werk"),
        (lambda tx: tx.verstuur("proef.bericht", naam="x"), "post"),
    ],
    ids=["gewoon", "vast", "klok", "agenda", "uitgaand"],
)
def test_of_what_another_does_is_heard_what_it_changes_here(
    store: Store, doe: Callable[[Tx], object], gehoord: str
) -> None:
    ander = Store(store.engine.url.render_as_string(hide_password=False), STIL)
    stop = threading.Event()
    draad = threading.Thread(target=hoor_anderen, args=(ander, stop))
    ander.nieuwe_omgeving("teken")
    seinen = {"vers": ander._werelden, "werk": ander.werk, "post": ander.post}

    def standen(omgeving: str) -> dict[str, int]:
        return {naam: sein.van(omgeving).stand for naam, sein in seinen.items()}

    def tot_gehoord() -> None:
        """A change in another omgeving, which is heard with or after all that came before it."""
        voor = standen("teken")["vers"]
        with store.schrijf("teken") as tx:
            tx.verwijder(kamer.afspraak)
        while standen("teken")["vers"] == voor:
            ander.wacht_op_wijziging(ander.wijzigingen, 0.1)

    try:
        draad.start()
        standen(STANDAARD)  # from now on they are counted
        tot_gehoord()
        voor, bekenden = standen(STANDAARD), ander.bekenden.stand
        with store.schrijf(STANDAARD) as tx:
            doe(tx)
        tot_gehoord()
        erna = standen(STANDAARD)
        assert [naam for naam in seinen if erna[naam] > voor[naam]] == gehoord.split()
        assert ander.bekenden.stand > bekenden, "keys and certificates have no number, so of these anything is possible"
    finally:
        stop.set()
        draad.join(10)
        ander.sluit()
