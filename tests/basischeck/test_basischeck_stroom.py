from simulator.basischeck.control import Gebeurtenis
from simulator.basischeck.stroom import LEVERING, Verdeler, Wachter
from tests.basischeck.nep import BEGIN


def levering(nummer, id_levering, soort="publicatie"):
    return Gebeurtenis(nummer, BEGIN, LEVERING, {"idLevering": id_levering, "soort": soort})


def wachter(check, soort="publicatie", vanaf=0, herkent=None):
    return Wachter(check, vanaf, lambda g: g.gegevens["soort"] == soort, herkent)


def test_the_longest_waiting_that_wants_the_kind_takes_it():
    verdeler, a, b, c = Verdeler(), wachter("A", "validatie"), wachter("B"), wachter("C")
    for w in (a, b, c):
        verdeler.wacht(w, [])
    een, twee = levering(1, "x"), levering(2, "y")
    verdeler.verdeel(een)
    verdeler.verdeel(twee)
    assert (a.gekregen, b.gekregen, c.gekregen) == (None, een, twee)
    assert verdeler.eigenaar == {1: "B", 2: "C"}


def test_a_check_that_knows_the_delivery_goes_first():
    verdeler, a = Verdeler(), wachter("A")
    b = wachter("B", herkent=lambda g: g.gegevens["idLevering"] == "van-b")
    verdeler.wacht(a, [])
    verdeler.wacht(b, [])
    verdeler.verdeel(levering(1, "van-b"))
    assert (a.gekregen is None, b.gekregen is not None) == (True, True)


def test_a_repeated_id_goes_to_who_had_it():
    verdeler, a, b = Verdeler(), wachter("A"), wachter("B")
    verdeler.wacht(a, [])
    verdeler.verdeel(levering(1, "x"))
    verdeler.vertrek(a)
    verdeler.wacht(b, [])
    herhaling = levering(2, "x")
    verdeler.verdeel(herhaling)
    assert b.gekregen is None
    opnieuw = wachter("A", vanaf=1)
    verdeler.wacht(opnieuw, [levering(1, "x"), herhaling])
    assert opnieuw.gekregen == herhaling


def test_what_came_before_somebody_waited_is_offered_but_not_what_is_older():
    verdeler, a = Verdeler(), wachter("A", vanaf=1)
    verdeler.wacht(a, [levering(1, "oud"), levering(2, "nieuw")])
    assert a.gekregen.nummer == 2
