"""The doctor on a plan for a VTH system: can its organisations be notified?"""

import asyncio

import pytest

from simulator.basischeck.doctor import Ernst, Situatie, onderzoek
from simulator.basischeck.doctor import plan_proeven as proeven
from simulator.basischeck.doctor.onderzoek import ONTVANGST
from simulator.basischeck.plan import Keuze, Notificatieadres, Organisatie, Sturing, Sut
from simulator.basischeck.reference.vth.luisteren import Luisteraar
from simulator.serve import Draaiend
from tests.basischeck.nep import plan
from tests.edge.proefserver import serveer, vrije_poort

OIN = "00000009001000009920"


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z", snelheid=0) as draaiend:
        yield draaiend.url


def sut(ontvangst=None, **meer):
    velden = {"naam": "Testeiland", "code": "gm9920", "oin": OIN, "ontvangst": ontvangst, **meer}
    vast = Organisatie(naam="Dienst", code="so9920", oin="00000009000000009920", ontvangst=_INBOX)
    return Sut(naam="V", leverancier="L", versie="1", softwaretype="vth", organisaties=[Organisatie(**velden), vast])


_INBOX = Notificatieadres(adapter="inbox")


def vind(proef, **velden):
    return list(proef(Situatie(plan(**{"besturing": Sturing(wijze="hand"), **velden}))))


def bij_adres(sim, url, **meer):
    velden = {"sut": sut(Notificatieadres(url=url, **meer))}
    return asyncio.run(onderzoek(Situatie(plan(**velden), sim=sim)))[ONTVANGST]


@pytest.mark.parametrize(
    ("organisatie", "waar", "gekregen"),
    [
        (sut(), "[[sut.organisaties]] Testeiland: ontvangst", "geen adres"),
        (sut(oin=None), "[[sut.organisaties]] Testeiland: oin", "geen oin"),
        (
            sut(Notificatieadres(adapter="webhook", url="http://x")),
            "[[sut.organisaties]] Testeiland: ontvangst",
            "niet het echte koppelvlak",
        ),
    ],
)
def test_an_organisation_that_cannot_be_notified_as_it_will_be(organisatie, waar, gekregen):
    (diagnose,) = vind(proeven.notificaties, sut=organisatie)
    assert (diagnose.waar, diagnose.ernst) == (waar, Ernst.LET_OP)
    assert gekregen in diagnose.gekregen
    assert diagnose.doe


@pytest.mark.parametrize("organisatie", [sut(_INBOX), sut(Notificatieadres(url="http://x")), sut(rol="ketenpartner")])
def test_an_organisation_that_can_be_notified_or_need_not(organisatie):
    assert vind(proeven.notificaties, sut=organisatie) == []


def test_the_reference_opens_its_own_addresses():
    assert vind(proeven.notificaties, sut=sut(), besturing=Sturing(wijze="referentie")) == []


def test_headers_that_cannot_be_sent():
    adres = Notificatieadres(url="http://x", headers={"Content-Length": "3"})
    (diagnose,) = vind(proeven.vertrouwen, sut=sut(adres))
    assert diagnose.waar == "[[sut.organisaties]] Testeiland: headers Content-Length"


def test_a_check_for_plansoftware():
    (diagnose,) = vind(proeven.genoemde_checks, sut=sut(_INBOX), checks=Keuze(alleen=["STAM-01", "LVBB-01"]))
    assert (diagnose.verwacht, diagnose.gekregen) == (
        "een check voor softwaretype 'vth'",
        "LVBB-01, en die is voor 'plan'",
    )


def test_the_simulator_tries_the_address_with_the_password_of_the_plan(sim):
    luisteraar = Luisteraar("dso", "geheim", frozenset({OIN}), lambda oin, inhoud: 400)
    try:
        assert bij_adres(sim, luisteraar.url(OIN), gebruiker="dso", wachtwoord="geheim") == []
        (diagnose,) = bij_adres(sim, luisteraar.url(OIN), gebruiker="dso", wachtwoord="anders")
    finally:
        luisteraar.sluit()
    assert diagnose.waar == "[[sut.organisaties]] Testeiland: ontvangst"
    assert "401" in diagnose.gekregen
    assert diagnose.doe


def test_an_address_where_nothing_listens(sim):
    (diagnose,) = bij_adres(sim, f"http://127.0.0.1:{vrije_poort()}/dso")
    assert diagnose.waar == "[[sut.organisaties]] Testeiland: ontvangst"
    assert diagnose.ernst is Ernst.FOUT


def test_the_headers_of_the_plan_go_along(sim):
    with serveer() as software:
        assert bij_adres(sim, software.url(), headers={"x-sleutel": "k"}) == []
    assert b"x-sleutel: k" in software.ontvangen[0]
