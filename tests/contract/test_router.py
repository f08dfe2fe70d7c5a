"""What the router decides by itself, always in the shape of the room."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.contract import errors, lichaam, router
from simulator.contract.call import Answer
from simulator.edge import problem
from tests.contract.proefcontract import BASIS, GASTHEER, Proef, draaiend

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    with draaiend(tmp_path_factory.mktemp("contract")) as proef:
        yield proef


class TestPad:
    def test_variables_are_decoded(self, proef: Proef) -> None:
        assert proef.gekregen("/dingen/caf%C3%A9%20%3F%26")["path"] == {"naam": "café ?&"}
        assert proef.gekregen("/dingen/a+b")["path"] == {"naam": "a+b"}
        assert proef.gekregen("/dingen/%252F")["path"] == {"naam": "%2F"}
        assert proef.gekregen("/dingen/a;v=1,b")["path"] == {"naam": "a;v=1,b"}

    @pytest.mark.parametrize("pad", ["", "/", "/niets", "/dingen/", "/dingen//", "//dingen", "/Dingen", "/dingen/a/b"])
    def test_unknown_and_no_redirect(self, proef: Proef, pad: str) -> None:
        assert proef.geweigerd(404, pad)["instance"] == f"{BASIS}{pad}"

    def test_dots_are_no_steps(self, proef: Proef) -> None:
        proef.geweigerd(404, "/dingen/a/%2E%2E/%2E%2E")
        assert proef.gekregen("/dingen/%2E%2E")["path"] == {"naam": ".."}

    @pytest.mark.parametrize(
        "pad", ["/dingen/a%2Fb", "/dingen/a%2fb", "/dingen%2Fa", "/dingen/a%5Cb", "/dingen/a%00", "/niets/%2F"]
    )
    def test_an_encoded_slash_or_nul(self, proef: Proef, pad: str) -> None:
        proef.geweigerd(400, pad)

    @pytest.mark.parametrize("pad", ["/dingen/%FF", "/dingen/%C3", "/dingen/%ED%A0%80", "/dingen/a/delen/%C0%AF"])
    def test_no_utf8(self, proef: Proef, pad: str) -> None:
        proef.geweigerd(400, pad)

    def test_an_encoded_base_path_is_not_the_base_path(self, proef: Proef) -> None:
        async def doe() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=proef.edge), base_url=GASTHEER) as client:
                return await client.get("/proef%2Fapi/v1/dingen")

        assert asyncio.run(doe()).status_code == 400


class TestMethode:
    @pytest.mark.parametrize(
        ("pad", "methode", "toegestaan"),
        [
            ("/dingen", "DELETE", "GET, POST"),
            ("/dingen", "OPTIONS", "GET, POST"),
            ("/dingen", "TRACE", "GET, POST"),
            ("/dingen/a", "POST", "GET, PUT"),
            ("/dingen/alles", "POST", "DELETE, GET, PUT"),
        ],
    )
    def test_allow_has_them_all(self, proef: Proef, pad: str, methode: str, toegestaan: str) -> None:
        antwoord = proef.vraag(pad, methode)
        assert (antwoord.status_code, antwoord.headers["allow"]) == (405, toegestaan)
        assert (antwoord.headers["content-type"], antwoord.headers["x-kamer"]) == ("application/problem+json", "proef")

    def test_a_fixed_path_goes_before_a_variable(self, proef: Proef) -> None:
        assert proef.gekregen("/dingen/alles", methode="DELETE")["operatie"] == "wisAlles"
        assert proef.gekregen("/dingen/alles")["operatie"] == "ding"


class TestAccept:
    @pytest.mark.parametrize(
        "accept",
        [
            "*/*",
            "application/*",
            "application/hal+json",
            "application/json",
            "application/hal+json;charset=utf-8",
            "text/html, application/hal+json;q=0.1",
            "APPLICATION/JSON",
            "application/problem+json",
            "",
        ],
    )
    def test_taken(self, proef: Proef, accept: str) -> None:
        assert proef.vraag("/dingen", headers={"accept": accept}).status_code == 200

    @pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "json", "application", ";"])
    def test_not_acceptable(self, proef: Proef, accept: str) -> None:
        assert "application/hal+json" in proef.geweigerd(406, "/dingen", headers={"accept": accept})["detail"]

    def test_other_kinds_than_json(self, proef: Proef) -> None:
        assert proef.vraag("/dingen/a/delen/b", headers={"accept": "image/*"}).content == b"\x89PNG"
        proef.geweigerd(406, "/dingen/a/delen/b", headers={"accept": "application/json"})


class TestLichaam:
    @pytest.mark.parametrize("soort", ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8"])
    def test_media_type(self, proef: Proef, soort: str) -> None:
        antwoord = proef.vraag("/dingen", "POST", content=b'{"a": 1}', headers={"content-type": soort})
        assert (antwoord.status_code, antwoord.json()) == (201, {"kreeg": {"a": 1}})

    @pytest.mark.parametrize("soort", ["text/plain", "application/xml", "application/jsonp", "", "application"])
    def test_another_media_type(self, proef: Proef, soort: str) -> None:
        kop = {"content-type": soort} if soort else {}
        detail = proef.geweigerd(415, "/dingen", "POST", content=b"{}", headers=kop)["detail"]
        assert "application/json" in detail

    @pytest.mark.parametrize("lichaam", [b"", b"{", b"\xff", b"nan", b'{"a": 1} x', b'"\\ud800"', b"[" * 50])
    def test_no_json(self, proef: Proef, lichaam: bytes) -> None:
        proef.geweigerd(400, "/dingen", "POST", content=lichaam, headers=JSON)

    def test_up_to_the_maximum(self, proef: Proef) -> None:
        precies = b'"' + b"x" * 98 + b'"'
        assert proef.vraag("/dingen", "POST", content=precies, headers=JSON).status_code == 201
        detail = proef.geweigerd(413, "/dingen", "POST", content=precies + b" ", headers=JSON)["detail"]
        assert "100" in detail

    def test_too_large_is_not_read(self, proef: Proef) -> None:
        """By what it says of itself, and else by counting: not all of it is taken in."""
        gegeven = [0]

        async def stroom() -> Any:
            for _ in range(1000):
                gegeven[0] += 1
                yield b"x" * 50

        proef.geweigerd(413, "/dingen", "POST", content=stroom(), headers=JSON)
        assert gegeven[0] <= 5
        proef.geweigerd(413, "/dingen", "POST", content=stroom(), headers={**JSON, "content-length": "50000"})
        assert gegeven[0] <= 6

    def test_an_operation_that_takes_the_beginning(self, proef: Proef) -> None:
        gekregen = proef.gekregen("/dingen/a", methode="PUT", content=b"x" * 10)
        assert (gekregen["lichaam"], gekregen["grootte"], gekregen["afgekapt"]) == ("x" * 10, 10, False)

        async def stroom() -> Any:
            for _ in range(5):
                yield b"123456"

        gekregen = proef.gekregen("/dingen/a", methode="PUT", content=stroom())
        assert (gekregen["lichaam"], gekregen["grootte"], gekregen["afgekapt"]) == ("123456", 30, True)

    def test_a_body_that_does_not_come(self, proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lichaam, "WACHT", 0.02)

        async def stroom() -> Any:
            yield b"{"
            await asyncio.Event().wait()

        assert "0.02 seconden" in proef.geweigerd(408, "/dingen", "POST", content=stroom(), headers=JSON)["detail"]


class TestParameters:
    def test_converted_with_defaults(self, proef: Proef) -> None:
        assert proef.gekregen("/dingen")["query"] == {"getal": "3", "ja": "False", "getallen": [7]}
        vraag = "?getal=4&maat=1.5&ja=true&dag=2024-02-29&kleur=rood&naam=abc&getallen=1,2"
        assert proef.gekregen(f"/dingen{vraag}&moment=2024-02-29T12:00:00%2B01:00&kleuren=rood&kleuren=blauw")[
            "query"
        ] == {
            "getal": "4",
            "maat": "1.5",
            "ja": "True",
            "dag": "2024-02-29",
            "moment": "2024-02-29 11:00:00+00:00",
            "kleur": "rood",
            "kleuren": ["rood", "blauw"],
            "getallen": [1, 2],
            "naam": "abc",
        }

    def test_unknown_ones_are_ignored(self, proef: Proef) -> None:
        assert proef.gekregen("/dingen?niets=1&&=x&%00=%FF&Getal=99")["query"] == proef.gekregen("/dingen")["query"]

    def test_headers_whatever_their_case(self, proef: Proef) -> None:
        assert proef.gekregen("/dingen", headers={"x-kop": "5"})["query"]["X-Kop"] == "5"
        probleem = proef.geweigerd(400, "/dingen", headers={"X-KOP": "vijf"})
        assert probleem["invalid-params"] == [{"name": "X-Kop", "reason": "Ongeldige waarde: vijf"}]

    def test_all_faults_are_told(self, proef: Proef) -> None:
        probleem = proef.geweigerd(400, "/dingen?getal=0&dag=ooit&kleur=groen&kleuren=rood&kleuren=x&naam=a&maat=nan")
        assert [f["name"] for f in probleem["invalid-params"]] == ["getal", "maat", "dag", "kleur", "kleuren", "naam"]

    def test_required(self, proef: Proef) -> None:
        assert proef.geweigerd(400, "/verplicht")["invalid-params"][0]["name"] == "q"
        assert proef.gekregen("/verplicht?q=")["query"] == {"q": ""}

    @pytest.mark.parametrize("rommel", ["%FF", "%", "%zz", "%00", "\u00e9", "%ED%A0%80", "+", ";"])
    def test_bytes_that_are_no_text(self, proef: Proef, rommel: str) -> None:
        assert proef.vraag(f"/verplicht?q={rommel}").status_code == 200
        proef.geweigerd(400, f"/dingen?getal={rommel}")


class TestFouten:
    def test_a_hole_in_the_contract(self, proef: Proef) -> None:
        assert "later" in proef.geweigerd(501, "/later")["detail"]

    def test_a_crash_tells_nothing_and_is_in_the_log(self, proef: Proef, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.ERROR):
            probleem = proef.geweigerd(500, "/kapot")
        assert "geheim" not in str(probleem).lower()
        assert "Traceback" not in str(probleem)
        assert "het geheim van de smid" in caplog.text
        regel = proef.kern.journaal.lees("standaard", nieuwste=True, aantal=1)[0]
        assert (regel.status, regel.operatie, regel.kenmerken) == (500, "kapot", {"ding": "stuk"})

    def test_an_error_that_has_no_shape(self, proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
        def stuk(*_: object) -> Answer:
            raise RuntimeError("ook de vorm is stuk")

        monkeypatch.setattr(proef.koppelvlak, "vorm", stuk)
        antwoord = proef.vraag("/kapot")
        assert antwoord.status_code == 500
        assert antwoord.headers["content-type"] == "application/problem+json"
        assert "stuk" not in antwoord.text
        assert proef.kern.journaal.lees("standaard", nieuwste=True, aantal=1)[0].status == 500

    def test_an_operation_is_claimed_once(self) -> None:
        kamer = router.Koppelvlak("proef", "proef", problem.vorm)
        kamer.operation("dingen")(lambda call: Answer())
        with pytest.raises(ValueError, match="dingen"):
            kamer.operation("dingen")(lambda call: Answer())


class TestBeschrijving:
    def test_the_contract_is_served_at_the_host_that_asked(self, proef: Proef) -> None:
        document = proef.vraag("/openapi.json").json()
        assert document["servers"] == [{"url": f"{GASTHEER}{BASIS}"}]
        assert "/dingen/{naam}" in document["paths"]
        assert proef.vraag("/openapi.yaml").text.startswith("openapi: 3.0.3")

    def test_only_to_get(self, proef: Proef) -> None:
        proef.geweigerd(404, "/openapi.json", "POST")


def test_links_are_encoded(proef: Proef) -> None:
    gekregen: list[str] = []
    kamer = proef.koppelvlak
    eigen = kamer.functies["verplicht"]

    def maak(call: Any) -> Answer:
        gekregen.append(call.links.url("/dingen/é &?", q="a&b", geen=None))
        return Answer()

    kamer.functies["verplicht"] = (maak, False)
    try:
        proef.vraag("/verplicht?q=1")
    finally:
        kamer.functies["verplicht"] = eigen
    assert gekregen == [f"{GASTHEER}{BASIS}/dingen/%C3%A9%20&%3F?q=a%26b"]


def test_an_answer_does_not_name_every_fault() -> None:
    fout = errors.ParameterOngeldig(*((f"veld{n}", "x" * 5000) for n in range(errors.MEEST + 3)))
    assert (len(fout.fouten), len(fout.fouten[0][1]), str(fout).endswith("; en nog 3")) == (errors.MEEST, 1000, True)
    precies = errors.ParameterOngeldig(*((f"veld{n}", "x") for n in range(errors.MEEST)))
    assert (len(precies.fouten), "en nog" in str(precies)) == (errors.MEEST, False)
