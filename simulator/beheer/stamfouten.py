"""What STAM refuses, as an answer of the control API or on a page."""

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.beheer.fouten import Weigering
from simulator.stam.errors import OpgaveOngeldig, StamFout
from simulator.stam.instellingen import InstellingOnbekend
from simulator.stelsel.identificaties.fouten import IdentificatieFout


@contextmanager
def vertaald() -> Iterator[None]:
    """Turn what the room raises into a Weigering with the same text and status."""
    try:
        yield
    except OpgaveOngeldig as fout:
        raise Weigering.velden((fout.veld, fout.reden), status=fout.status) from None
    except StamFout as fout:
        raise Weigering(fout.status, str(fout)) from None
    except (InstellingOnbekend, IdentificatieFout) as fout:
        raise Weigering(400, f"{fout}.".replace("..", ".")) from None
