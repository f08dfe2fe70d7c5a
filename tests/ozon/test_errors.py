"""What goes wrong, in OZON's own shape."""

import pytest

from simulator.kernel.store import OmgevingOnbekend
from simulator.ozon import errors, service
from simulator.ozon.instellingen import Instellingen
from tests.ozon.bouw import URI, Proef
from tests.ozon.http import BASIS, vraag

NIET_GEVONDEN = "Er zijn geen gegevens gevonden op grond van de opgegeven input parameters"


def test_an_error_has_the_recorded_shape(proef: Proef) -> None:
    antwoord = vraag(proef, "/regelingen/_akn_nl_act_gm0000_2026_niets?geldigOp=2026-01-01")
    assert antwoord.status_code == 404
    assert antwoord.headers["content-type"] == "application/problem+json"
    assert antwoord.json() == {
        "type": "about:blank",
        "title": "Resource niet gevonden",
        "status": 404,
        "detail": NIET_GEVONDEN,
        "instance": f"{BASIS}/regelingen/_akn_nl_act_gm0000_2026_niets",
        "timestamp": "2026-03-02T09:00:00Z",
    }


def test_an_error_can_have_the_shape_of_the_specification(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "instellingen", lambda: Instellingen(problemen="specificatie"))
    probleem = vraag(proef, "/regelingen/niets").json()
    assert probleem["type"] == "https://service.omgevingswet.overheid.nl/publiek/catalogus/not_found"
    assert probleem["instance"].startswith("urn:uuid:")
    assert "timestamp" not in probleem


@pytest.mark.parametrize(
    ("query", "naam", "waarde"),
    [
        ("size=abc", "size", "abc"),
        ("size=0", "size", "0"),
        ("size=201", "size", "201"),
        ("page=0", "page", "0"),
        ("page=2147483648", "page", "2147483648"),
        ("geldigOp=gisteren", "geldigOp", "gisteren"),
        ("beschikbaarOp=2026-13-01T00:00:00Z", "beschikbaarOp", "2026-13-01T00:00:00Z"),
        ("synchroniseerMetTileset=normaal", "synchroniseerMetTileset", "normaal"),
        ("_expand=ja", "_expand", "ja"),
        ("_sort=identificatie,naam", "_sort", "naam"),
    ],
)
def test_a_wrong_parameter_is_named(proef: Proef, query: str, naam: str, waarde: str) -> None:
    antwoord = vraag(proef, f"/regelingen?{query}")
    assert antwoord.status_code == 400
    probleem = antwoord.json()
    assert probleem["title"] == "Ongeldige combinatie of inhoud van parameters"
    assert probleem["detail"] == "Het verzoek heeft een ongeldige request parameter"
    assert probleem["invalid-params"] == [{"name": naam, "reason": f"Ongeldige waarde: {waarde}"}]


def test_an_unknown_parameter_is_ignored(proef: Proef) -> None:
    proef.publiceer()
    assert vraag(proef, "/regelingen?bevoegdGezag=gm0001").json()["page"]["totalElements"] == 1


@pytest.mark.parametrize(
    ("pad", "status"),
    [
        (f"/regelingen/{URI}", 200),
        # Only the slashes replaced: not found (docs/bronnen.md#ozon-presenteren, confirmed).
        (f"/regelingen/{URI.replace('proef_plan', 'proef-plan')}", 404),
        (f"/regelingen/{URI.upper()}", 404),
        ("/regelingen/%2Fakn%2Fnl%2Fact%2Fgm9920%2F2026%2Fproef-plan", 400),
        ("/regelingen/akn/nl/act/gm9920/2026/proef-plan", 404),
        (f"/regelingen/{URI}/", 404),
        ("/regelingen/%FF", 400),
        ("/bestaat-niet", 404),
        (f"/regelingen/{URI}/regeltekstannotaties", 501),
        ("/ontwerpregelingen", 501),
    ],
)
def test_paths(proef: Proef, pad: str, status: int) -> None:
    proef.publiceer()
    antwoord = vraag(proef, pad)
    assert antwoord.status_code == status
    if status != 200:
        assert antwoord.headers["content-type"] == "application/problem+json"
        assert antwoord.json()["status"] == status
        assert antwoord.json()["instance"] == f"{BASIS}{pad}"


def test_method_accept_and_host(proef: Proef) -> None:
    antwoord = vraag(proef, "/regelingen", methode="DELETE")
    assert (antwoord.status_code, antwoord.headers["allow"]) == (405, "GET")
    assert vraag(proef, "/regelingen", headers={"Accept": "text/html"}).status_code == 406
    assert vraag(proef, "/regelingen", headers={"Accept": "application/json"}).status_code == 200
    proef.publiceer()
    raar = vraag(proef, f"/regelingen/{URI}/documentstructuur", headers={"Host": 'een"twee\\drie'})
    assert raar.json()["_links"]["self"]["href"].startswith("http://dso.test/")


def test_a_fault_of_the_simulator_is_a_problem_too(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuk(*_: object, **__: object) -> None:
        raise ZeroDivisionError("proef")

    monkeypatch.setattr(service, "regeling", stuk)
    antwoord = vraag(proef, f"/regelingen/{URI}")
    assert antwoord.status_code == 500
    assert antwoord.json()["title"] == "Fout aan de serverkant"
    assert "proef" not in antwoord.json()["detail"]


def test_an_omgeving_that_was_removed_meanwhile(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    def weg(*_: object, **__: object) -> None:
        raise OmgevingOnbekend("proef")

    monkeypatch.setattr(service, "regeling", weg)
    antwoord = vraag(proef, f"/regelingen/{URI}")
    assert antwoord.status_code == 404
    assert "geen omgeving 'proef'" in antwoord.json()["detail"]
