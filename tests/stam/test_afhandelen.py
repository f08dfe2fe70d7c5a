"""Fetching a verzoek of which the omgeving went a moment before."""

from collections.abc import Callable

import pytest

from simulator.kernel.store import OmgevingOnbekend, Wereld
from simulator.stam import afhandelen
from simulator.stam.errors import VerzoekOnbekend
from tests.stam.afhandelproef import Proef

HALEN: dict[str, Callable[[Wereld], object]] = {
    "versie": lambda wereld: afhandelen.haal(wereld, "2026030200001", ""),
    "document": lambda wereld: afhandelen.document(wereld, "2026030200001", "x", ""),
}


@pytest.mark.parametrize("wat", HALEN)
def test_an_omgeving_that_went_is_no_verzoek_that_is_not_there(afhandeling: Proef, wat: str) -> None:
    store = afhandeling.sim.kern.store
    with pytest.raises(OmgevingOnbekend):
        HALEN[wat](Wereld(store, "weg"))
    with pytest.raises(VerzoekOnbekend):
        HALEN[wat](Wereld(store))
