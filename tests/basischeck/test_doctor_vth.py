"""The doctor on a plan for a VTH system: can its organisations be notified?"""

import asyncio

import httpx
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


ZELFDE = {"adapter": "https", "url": "http://x/dso"}


def gedeeld(eerste, tweede, oin="00000009000000009920", **meer):
    wie = [
        Organisatie(naam="Testeiland", code="gm9920", oin=OIN, ontvangst=Notificatieadres(**eerste)),
        Organisatie(naam="Dienst", code="so9920", oin=oin, ontvangst=Notificatieadres(**tweede)),
    ]
    return vind(
        proeven.notificaties,
        sut=Sut(naam="V", leverancier="L", versie="1", softwaretype="vth", organisaties=wie),
        **meer,
    )


def test_two_organisations_on_one_address_while_a_notification_names_nobody():
    (diagnose,) = gedeeld(ZELFDE, ZELFDE)
    assert (diagnose.waar, diagnose.ernst) == ("[[sut.organisaties]] Testeiland en Dienst: ontvangst", Ernst.LET_OP)
    assert diagnose.gekregen == "http://x/dso voor 2 organisaties; STAM-27 stuurt ze in stam-v2 en stam-v3"
    assert f"…/{OIN}" in diagnose.doe


@pytest.mark.parametrize(
    ("eerste", "tweede", "meer"),
    [
        (ZELFDE, {**ZELFDE, "url": "http://x/dso/2"}, {}),
        (ZELFDE, {**ZELFDE, "headers": {"X-Voor": "dienst"}}, {}),
        (ZELFDE, {**ZELFDE, "gebruiker": "dienst"}, {}),
        (ZELFDE, {**ZELFDE, "opties": {"stuurt": "verzoek"}}, {}),  # a verzoek names who it is for
        (ZELFDE, {"adapter": "inbox"}, {}),
        (ZELFDE, ZELFDE, {"oin": OIN}),  # one organisation in two roles
        (ZELFDE, ZELFDE, {"checks": Keuze(alleen=["STAM-01"])}),  # only the version of the simulator, which is 4
        (ZELFDE, ZELFDE, {"checks": Keuze(nvt={"STAM-27": "kan dat niet"})}),
    ],
)
def test_two_organisations_that_can_be_told_apart(eerste, tweede, meer):
    assert gedeeld(eerste, tweede, **meer) == []


@pytest.mark.parametrize(
    ("profiel", "opnieuw", "aantal"), [("stam-v3", False, 1), ("stam-v4", False, 0), ("stam-v2", True, 0)]
)
def test_the_simulator_notifies_in_an_older_version(sim, profiel, opnieuw, aantal):
    with serveer() as software:
        adres = Notificatieadres(url=software.url())
        wie = [
            Organisatie(naam="Testeiland", code="gm9920", oin=OIN, ontvangst=adres),
            Organisatie(naam="Dienst", code="so9920", oin="00000009000000009920", ontvangst=adres),
        ]
        vth = Sut(naam="V", leverancier="L", versie="1", softwaretype="vth", organisaties=wie)
        httpx.put(f"{sim}/_sim/stam/instellingen", json={"profiel": profiel}).raise_for_status()
        situatie = Situatie(plan(sut=vth, checks=Keuze(alleen=["STAM-01"]), opnieuw=opnieuw), sim=sim)
        gevonden = asyncio.run(onderzoek(situatie))[ONTVANGST]
        httpx.put(f"{sim}/_sim/stam/instellingen", json={"profiel": "stam-v4"}).raise_for_status()
    assert [d.gekregen for d in gevonden] == [
        f"{adres.url} voor 2 organisaties; de simulator stuurt ze in {profiel}"
    ] * aantal


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
