"""What STAM refuses, as an answer of the control API or on a page."""

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.beheer.fouten import Weigering
from simulator.stam.errors import OpgaveOngeldig, StamFout
from simulator.stam.generator import Wensen, WensOnmogelijk
from simulator.stam.instellingen import InstellingOnbekend
from simulator.stam.waarden import kameel
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
    except InstellingOnbekend as fout:
        veld, _, reden = str(fout).partition(" ")
        raise Weigering.velden((kameel(veld), reden)) from None
    except WensOnmogelijk as fout:
        veld, _, reden = str(fout).partition(" ")
        wens = (veld, reden) if veld in Wensen.__dataclass_fields__ else ("bijlagen", str(fout))
        raise Weigering.velden(wens) from None
    except IdentificatieFout as fout:
        raise Weigering.velden(("oin", str(fout))) from None
