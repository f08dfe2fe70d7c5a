"""State machines from TOML."""

import pytest

from simulator.contract.states import OvergangNietToegestaan, toestanden


def test_een_overgang_die_mag() -> None:
    assert toestanden("lvbb", "besluit").toets("wacht", "gepubliceerd") == "gepubliceerd"


@pytest.mark.parametrize(("van", "naar"), [("gepubliceerd", "wacht"), ("wacht", "wacht"), ("onbekend", "wacht")])
def test_een_overgang_die_niet_mag(van: str, naar: str) -> None:
    with pytest.raises(OvergangNietToegestaan, match=f"{van} wordt geen {naar}"):
        toestanden("lvbb", "besluit").toets(van, naar)


@pytest.mark.parametrize("naam", ["levering", "besluit"])
def test_elke_toestand_is_te_bereiken(naam: str) -> None:
    machine = toestanden("lvbb", naam)
    bereikt, te_doen = {machine.begin}, [machine.begin]
    while te_doen:
        nieuw = set(machine.naar[te_doen.pop()]) - bereikt
        bereikt |= nieuw
        te_doen += nieuw
    assert bereikt == machine.naar.keys()
    assert any(machine.eind(toestand) for toestand in bereikt)
