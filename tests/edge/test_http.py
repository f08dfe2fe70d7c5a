"""What HTTP itself asks of a server: OPTIONS, HEAD, a packed body, and what some call a zip."""

import gzip
import zlib

import httpx
import pytest

from simulator.contract import openapi
from simulator.serve import Draaiend
from tests.edge.journaal import Sinds
from tests.edge.test_edge import BUS, LVBB, OZON, probleem
from tests.lvbb import bouw

ZIP = bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens()))
OPHALEN = "/overheid/verzoeken/api/afhandelen/v2/verzoeken"
OIN = {"OIN": "00000009001000009920"}


class TestOptions:
    def test_a_browser_may_ask_where_answers_may_be_read_from_another_website(
        self, client: httpx.Client, sinds: Sinds
    ) -> None:
        vraag = {"Origin": "https://viewer.example", "Access-Control-Request-Method": "GET"}
        antwoord = client.options(f"{OZON}/regelingen", headers=vraag)
        assert (antwoord.status_code, antwoord.content) == (204, b"")
        echt = client.get(f"{OZON}/regelingen").headers
        for naam in ("access-control-allow-origin", "access-control-allow-headers"):
            assert antwoord.headers[naam] == echt[naam]
        assert antwoord.headers["access-control-allow-methods"] == antwoord.headers["allow"] == "GET"
        assert "content-length" not in antwoord.headers
        assert sinds.regels(2)[0].methode == "OPTIONS"

    def test_all_methods_of_a_path_are_named(self, client: httpx.Client) -> None:
        assert client.options(f"{OZON}/regelingen/_zoek").headers["allow"] == "GET, POST"

    def test_not_where_there_is_nothing(self, client: httpx.Client) -> None:
        probleem(client.options(f"{OZON}/niets"), 404)
        probleem(client.options(f"{OZON}/%2F"), 400)

    @pytest.mark.parametrize("pad", [f"{LVBB}/leveringen", f"{BUS}/valideren"])
    def test_not_where_answers_carry_no_such_headers(self, client: httpx.Client, pad: str) -> None:
        antwoord = client.options(pad)
        probleem(antwoord, 405)
        assert "access-control-allow-origin" not in antwoord.headers


class TestHead:
    @pytest.mark.parametrize(
        "pad",
        [
            f"{OZON}/app-health",
            f"{OZON}/regelingen",
            f"{OZON}/openapi.json",
            f"{LVBB}/leveringen/geen",
            "/_sim/klok",
            "/",
        ],
    )
    def test_a_get_without_its_body(self, client: httpx.Client, pad: str) -> None:
        head, get = client.head(pad), client.get(pad)
        assert head.content == b"" != get.content
        wisselt = {"date", "x-dso-instance"}
        assert head.status_code == get.status_code
        assert {n: w for n, w in head.headers.items() if n not in wisselt} == {
            n: w for n, w in get.headers.items() if n not in wisselt
        }

    def test_a_document_is_not_made_for_it(self, client: httpx.Client, sinds: Sinds) -> None:
        ingediend = client.post("/_sim/verzoeken", json={"casus": "boom-kappen", "bijlagen": 1})
        nummer = ingediend.json()["verzoeknummer"]
        [document, *_] = client.get(f"{OPHALEN}/{nummer}", headers=OIN).json()["_links"]["documenten"]
        head = client.head(document["href"], headers=OIN)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) == document["grootte"]
        assert (sinds.regels(2)[-1].methode, sinds.regels(2)[-1].antwoord_grootte) == ("HEAD", 0)

    def test_the_connection_goes_on_after_it(self, sim: Draaiend) -> None:
        with httpx.Client(base_url=sim.url, trust_env=False, limits=httpx.Limits(max_connections=1)) as een:
            assert [een.head(f"{OZON}/app-health").status_code, een.get("/_sim/klok").status_code] == [200, 200]

    def test_not_where_there_is_no_get(self, client: httpx.Client) -> None:
        assert client.head(f"{BUS}/valideren").status_code == 405


class TestIngepakt:
    def lever(self, client: httpx.Client, inhoud: bytes, **koppen: str) -> httpx.Response:
        vast = {"content-type": "application/zip", "x-oin": bouw.Gegevens().aanleveraar}
        return client.post(f"{LVBB}/leveringen", content=inhoud, headers={**vast, **koppen})

    @pytest.mark.parametrize("codering", ["gzip", "x-gzip", "GZIP"])
    def test_gzip_is_unpacked(self, client: httpx.Client, codering: str) -> None:
        zip_ = bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens(id_levering=f"ingepakt-{codering}")))
        antwoord = self.lever(client, gzip.compress(zip_), **{"content-encoding": codering})
        assert antwoord.status_code == 202
        client.post("/_sim/klok/spring", json={"duur": "PT1M"}).raise_for_status()
        [levering] = [
            een
            for een in client.get("/_sim/leveringen").json()["leveringen"]
            if een["leveringId"] == antwoord.json()["leveringId"]
        ]
        assert levering["idLevering"] == f"ingepakt-{codering}"

    def test_identity_is_as_it_is(self, client: httpx.Client) -> None:
        assert self.lever(client, ZIP, **{"content-encoding": "identity"}).status_code == 202

    @pytest.mark.usefixtures("onveranderd")
    @pytest.mark.parametrize("codering", ["br", "deflate", "gzip, gzip", "gzip;q=1"])
    def test_another_coding_is_refused(self, client: httpx.Client, codering: str) -> None:
        antwoord = self.lever(client, ZIP, **{"content-encoding": codering})
        assert "gzip" in str(probleem(antwoord, 415)["detail"])
        assert antwoord.headers["accept-encoding"] == "gzip"

    @pytest.mark.usefixtures("onveranderd")
    @pytest.mark.parametrize(
        "inhoud",
        [ZIP, gzip.compress(ZIP)[:-9], gzip.compress(ZIP) + b"x", zlib.compress(ZIP)],
        ids=["no gzip", "cut off", "more after it", "deflate"],
    )
    def test_what_is_no_gzip_is_refused(self, client: httpx.Client, inhoud: bytes) -> None:
        assert "gzip" in str(probleem(self.lever(client, inhoud, **{"content-encoding": "gzip"}), 400))

    @pytest.mark.usefixtures("onveranderd")
    def test_the_limit_holds_for_what_comes_out(self, client: httpx.Client, sinds: Sinds) -> None:
        koppen = {"content-type": "application/json", "content-encoding": "gzip"}
        bom = gzip.compress(b" " * (openapi.MAX_BYTES + 1))
        probleem(client.post(f"{BUS}/valideren", content=bom, headers=koppen), 413)
        assert sinds.regel().verzoek_grootte <= len(bom)

    @pytest.mark.parametrize(
        "media", ["application/x-zip-compressed", "application/x-zip", "Application/X-Zip-Compressed"]
    )
    def test_another_name_of_a_zip(self, client: httpx.Client, media: str) -> None:
        assert self.lever(client, ZIP, **{"content-type": media}).status_code == 202

    @pytest.mark.parametrize("media", ["application/x-7z-compressed", "application/gzip"])
    def test_no_name_of_a_zip(self, client: httpx.Client, media: str) -> None:
        probleem(self.lever(client, ZIP, **{"content-type": media}), 415)
