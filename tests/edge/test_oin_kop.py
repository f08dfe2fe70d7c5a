"""In which header the organisation is for which somebody calls."""

import httpx
import pytest
from pydantic import ValidationError

from simulator.serve import Draaiend
from simulator.settings import Instellingen, reden

OIN = "00000009001000009920"


@pytest.mark.parametrize(
    ("gekozen", "kop", "telt"),
    [
        ((), "X-OIN", True),
        ((), "OIN", True),
        ((), "X-Klant", False),
        (("X-Klant",), "x-klant", True),
        (("X-Klant",), "OIN", False),
    ],
)
def test_only_the_headers_that_were_agreed_count(gekozen: tuple[str, ...], kop: str, telt: bool) -> None:
    keuze = {"oin_kop": gekozen} if gekozen else {}
    with Draaiend(klok="2026-03-02T09:00", **keuze) as sim:
        pad = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
        httpx.get(f"{sim.url}{pad}", headers={kop: OIN}, trust_env=False)
        (regel,) = sim.kern.journaal.lees("standaard", koppelvlak="ozon")
    assert regel.organisatie == (OIN if telt else "")


def test_a_name_that_no_header_has() -> None:
    with pytest.raises(ValidationError) as fout:
        Instellingen(oin_kop=("x oin",))
    assert reden(fout.value) == "oin_kop: 'x oin' is geen naam van een kop"
