"""An answer that is made while it is sent: never whole in memory, and the journal says how much of it went."""

import threading
from collections.abc import Generator, Iterator

import httpx
import pytest

from simulator.contract import stroom
from simulator.contract.call import Answer, Call
from simulator.kernel.journal import BEGIN_VAN_BLOB
from simulator.ozon.api import presenteren
from simulator.serve import Draaiend
from tests.edge import rauw
from tests.edge.journaal import Sinds

PAD = "/publiek/omgevingsdocumenten/api/presenteren/v8/app-health"
BROK = 1 << 16
AANTAL = 400


class Bron:
    """What is streamed: AANTAL chunks, each of one letter; `gevraagd` counts those that were made."""

    def __init__(self) -> None:
        self.gevraagd = 0
        self.gesloten = threading.Event()
        self.kapot_na = -1

    def lees(self, begin: int, einde: int) -> Generator[bytes, None, None]:
        try:
            plek = begin
            while plek < einde:
                if self.gevraagd == self.kapot_na:
                    raise LookupError("met opzet")
                self.gevraagd += 1
                tot = min(einde, (plek // BROK + 1) * BROK)
                yield bytes([65 + plek // BROK % 26]) * (tot - plek)
                plek = tot
        finally:
            self.gesloten.set()

    def antwoord(self, call: Call) -> Answer:
        return stroom.antwoord(stroom.van(AANTAL * BROK, self.lees), call.header("range"), "text/plain")


@pytest.fixture
def bron(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bron]:
    """Instead of one of the operations."""
    bron = Bron()
    monkeypatch.setitem(presenteren.functies, "getHealth", (bron.antwoord, False))
    yield bron
    assert bron.gesloten.is_set() or not bron.gevraagd


def test_all_of_it(client: httpx.Client, sinds: Sinds, bron: Bron) -> None:
    antwoord = client.get(PAD)
    assert (antwoord.status_code, len(antwoord.content)) == (200, AANTAL * BROK)
    assert antwoord.content[: BROK + 1] == b"A" * BROK + b"B"
    regel = sinds.regel()
    assert (regel.status, regel.antwoord_grootte, regel.operatie) == (200, AANTAL * BROK, "getHealth")
    assert (bytes(regel.antwoord), regel.antwoord_blob) == (b"A" * BEGIN_VAN_BLOB, None)


def test_a_part_of_it(client: httpx.Client, sinds: Sinds, bron: Bron) -> None:
    antwoord = client.get(PAD, headers={"range": f"bytes={BROK - 2}-{BROK + 1}"})
    assert (antwoord.status_code, antwoord.content) == (206, b"AABB")
    assert antwoord.headers["content-range"] == f"bytes {BROK - 2}-{BROK + 1}/{AANTAL * BROK}"
    regel = sinds.regel()
    assert (regel.status, bytes(regel.antwoord), regel.antwoord_grootte) == (206, b"AABB", 4)
    assert bron.gevraagd == 2


def test_past_the_end(client: httpx.Client, bron: Bron) -> None:
    antwoord = client.get(PAD, headers={"range": f"bytes={AANTAL * BROK}-"})
    assert antwoord.status_code == 416
    assert bron.gevraagd == 0


def test_who_goes_away_stops_it(sim: Draaiend, sinds: Sinds, bron: Bron) -> None:
    with rauw.verbind(sim) as verbinding:
        verbinding.sendall(rauw.verzoek("GET", PAD))
        gelezen = b""
        while len(gelezen) < 2 * BROK:
            gelezen += verbinding.recv(BROK)
        assert gelezen.startswith(b"HTTP/1.1 200")
    regel = sinds.regel()
    assert (regel.status, regel.regels) == (499, ["de aanroeper verbrak de verbinding"])
    assert BROK < regel.antwoord_grootte < AANTAL * BROK
    assert bron.gesloten.is_set()
    assert bron.gevraagd < AANTAL


def test_a_fault_halfway_breaks_the_connection(sim: Draaiend, sinds: Sinds, bron: Bron) -> None:
    bron.kapot_na = 3
    antwoord = rauw.stuur(sim, rauw.verzoek("GET", PAD))
    assert antwoord is not None
    assert len(antwoord.lichaam) == 3 * BROK
    assert sinds.regel().antwoord_grootte == 3 * BROK


def test_several_at_once(sim: Draaiend, bron: Bron) -> None:
    groottes: list[int] = []

    def haal() -> None:
        with httpx.Client(base_url=sim.url, timeout=20) as client:
            groottes.append(len(client.get(PAD).content))

    draden = [threading.Thread(target=haal) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(20)
    assert groottes == [AANTAL * BROK] * 4
