"""A process that counts beside others: `python -m tests.kernel.verhoger URL WIE AANTAL`.

Three threads each read, add one and write so many times; WIE is in the journal lines. It begins when it is told to.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from simulator.kernel.journal import Inschrijving
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD
from tests.kernel.kamer import START, STIL, leg_neer, waarde

DRADEN = 3

if __name__ == "__main__":
    _, url_, wie_, aantal_ = sys.argv
    kern = Kern(None, STIL, [], url=url_)

    def verhoog(_: int) -> None:
        for n in range(int(aantal_)):
            with kern.store.schrijf(STANDAARD) as tx:
                leg_neer(tx, "teller", (waarde(tx, "teller") or 0) + 1)
                tx.nummer("proef")
                tx.emit("proef.verhoogd", wie=wie_)
            kern.journaal.noteer(Inschrijving(STANDAARD, START, pad=f"/{wie_}/{n}"))

    kern.start()
    print("klaar", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(DRADEN) as pool:
        list(pool.map(verhoog, range(DRADEN)))
    kern.stop()
