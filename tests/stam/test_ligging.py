"""A verzoek at a place that cannot be meant is refused, at every way in, with what probably happened."""

from typing import Any

import pytest

from simulator.stam.errors import OpgaveOngeldig
from simulator.stam.model import Locatie
from tests.stam.indienproef import BASIS, Loket, indienbericht
from tests.stam.loketproef import Proef, inhoud

FOUT = {
    "assen": Locatie(punt=(540_800.0, 98_500.0)),
    "graden": Locatie(punt=(4.75, 52.84)),
    "vlak": Locatie(vlak=((4.7, 52.8), (4.8, 52.8), (4.8, 52.9), (4.7, 52.8))),
    "etrs": Locatie(etrs_punt=(4.75, 52.84)),
    "etrs naast goede RD": Locatie(punt=(98_500.0, 540_800.0), etrs_punt=(4.75, 52.84)),
}


@pytest.mark.parametrize("naam", FOUT)
def test_a_new_verzoek(naam: str) -> None:
    with pytest.raises(OpgaveOngeldig, match="buiten Nederland") as fout:
        Proef.nieuw().dien_in(inhoud(locaties=(FOUT[naam],)))
    assert (fout.value.veld, fout.value.status) == ("locatie", 400)


@pytest.mark.parametrize(("punt", "vermoeden"), [([4.75, 52.84], "lengte en breedte"), ([540800, 98500], "x en y")])
@pytest.mark.parametrize("versie", ["v4", "v5"])
def test_verzoek_indienen(punt: list[float], vermoeden: str, versie: str) -> None:
    loket = Loket()
    bericht: Any = indienbericht()
    bericht["locaties"][0]["geometrie"] = {"type": "Point", "coordinates": punt}
    antwoord = loket.vraag("POST", BASIS.replace("v5", versie), json=bericht)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
    assert "buiten Nederland" in antwoord.text
    assert vermoeden in antwoord.text
