"""The address of the reference VTH system, and what it does with what comes in there."""

import httpx
import pytest

from simulator.basischeck.reference.vth.luisteren import Luisteraar
from simulator.basischeck.reference.vth.vth import GEBRUIKER, WACHTWOORD, ReferentieVth

OIN = "00000009001000009920"
MELDING = b"<verzoeknotificatie><verzoeknummer>2026030200001</verzoeknummer></verzoeknotificatie>"


class Dso:
    """A DSO that answers what the test says, and remembers what was asked."""

    def __init__(self, *antwoorden):
        self.antwoorden = list(antwoorden)
        self.gevraagd = []

    def __call__(self, vraag):
        self.gevraagd.append((vraag.method, vraag.url.path.rpartition("/afhandelen/")[2], vraag.headers.get("oin")))
        return self.antwoorden.pop(0) if self.antwoorden else httpx.Response(404)


@pytest.fixture
def meldingen():
    return []


@pytest.fixture
def luisteraar(meldingen):
    luistert = Luisteraar("dso", "geheim", frozenset({OIN}), lambda oin, inhoud: meldingen.append((oin, inhoud)) or 200)
    yield luistert
    luistert.sluit()


def post(url, inhoud=MELDING, auth=("dso", "geheim")):
    return httpx.post(url, content=inhoud, auth=auth, trust_env=False).status_code


def test_a_notification_is_taken_for_its_organisation(luisteraar, meldingen):
    assert post(luisteraar.url(OIN)) == 200
    assert meldingen == [(OIN, MELDING)]


def test_nobody_gets_in_without_the_password(luisteraar, meldingen):
    assert post(luisteraar.url(OIN), auth=("dso", "anders")) == 401
    assert post(luisteraar.url(OIN), auth=None) == 401
    assert meldingen == []


def test_an_organisation_that_it_does_not_work_for(luisteraar, meldingen):
    assert post(luisteraar.url("00000009001000009921")) == 404
    assert meldingen == []


def test_a_body_that_is_too_large(luisteraar, meldingen):
    assert post(luisteraar.url(OIN), b"x" * ((1 << 20) + 1)) == 413
    assert meldingen == []


def vth(dso, wachtte):
    return ReferentieVth("http://dso", httpx.Client(transport=httpx.MockTransport(dso)), [OIN], wacht=wachtte.append)


def test_it_waits_longer_every_time_and_then_gives_up():
    wachtte, dso = [], Dso(*[httpx.Response(503)] * 20)
    software = vth(dso, wachtte)
    try:
        assert post(software.adressen()[OIN]["url"], auth=(GEBRUIKER, WACHTWOORD)) == 200
        assert software.zaak_zoeken("2026030200001") == []
    finally:
        software.sluit()
    assert wachtte == sorted(set(wachtte))
    assert dso.gevraagd == [("GET", "v2/verzoeken/2026030200001", OIN)] * (len(wachtte) + 1)
    assert "503" in software.register.logboek[-1]


def test_what_is_refused_is_not_asked_again():
    wachtte, dso = [], Dso(httpx.Response(403))
    software = vth(dso, wachtte)
    try:
        post(software.adressen()[OIN]["url"], auth=(GEBRUIKER, WACHTWOORD))
        software.rust()
    finally:
        software.sluit()
    assert (wachtte, len(dso.gevraagd)) == ([], 1)
    assert "403" in software.register.logboek[-1]


@pytest.mark.parametrize("inhoud", [b"", b"<leeg/>", b"geen xml", b"\xff\xfe"])
def test_what_cannot_be_read_does_not_stop_what_comes_after_it(inhoud):
    dso = Dso(httpx.Response(404))
    software = vth(dso, [])
    try:
        url = software.adressen()[OIN]["url"]
        for melding in (inhoud, MELDING):
            assert post(url, melding, auth=(GEBRUIKER, WACHTWOORD)) == 200
        software.rust()
    finally:
        software.sluit()
    assert {pad for _, pad, _ in dso.gevraagd} == {"v2/verzoeken/2026030200001"}
    assert len(software.register.logboek) == 2
