"""Every call to a koppelvlak is in the journal and gets the koppelvlak's own shape, whatever comes in."""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest

from simulator.contract import lichaam, openapi
from simulator.kernel import blobs
from simulator.lvbb.api import bronhouderkoppelvlak
from simulator.serve import Draaiend
from tests.edge import rauw
from tests.edge.journaal import Sinds

LVBB = "/overheid/bronhouderkoppelvlak/api/v1"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
BUS = "/opentunnel/00000001234567890000/dso/lvbb/spa"
ZIP = ("Content-Type: application/zip", "x-oin: 00000003560458830000")
KOPPELVLAKKEN = pytest.mark.parametrize(("koppelvlak", "basis"), [("lvbb", LVBB), ("ozon", OZON), ("lvbb", BUS)])


def probleem(antwoord: httpx.Response | rauw.Antwoord | None, status: int) -> dict[str, object]:
    """A refusal in the shape that LVBB and OZON have here."""
    assert antwoord is not None
    if isinstance(antwoord, httpx.Response):
        antwoord = rauw.Antwoord(antwoord.status_code, dict(antwoord.headers), antwoord.content)
    assert (antwoord.status, antwoord.kop["content-type"]) == (status, "application/problem+json")
    gelezen: dict[str, object] = json.loads(antwoord.lichaam)
    assert gelezen["status"] == status
    assert {"type", "title", "status", "detail"} <= gelezen.keys()
    assert "Traceback" not in str(gelezen)
    return gelezen


@pytest.mark.usefixtures("onveranderd")
class TestWeigeringen:
    @KOPPELVLAKKEN
    @pytest.mark.parametrize(
        ("methode", "pad", "status"),
        [
            ("GET", "/niets/niets", 404),
            ("GET", "", 404),
            ("GET", "/a/b/c/d/e/f/g/h", 404),
            ("GET", "/%2F", 400),
            ("GET", "/a%00b", 400),
            ("POST", "/niets/", 404),
            ("TRACE", "/niets/niets", 404),
        ],
    )
    def test_paths(
        self, client: httpx.Client, sinds: Sinds, koppelvlak: str, basis: str, methode: str, pad: str, status: int
    ) -> None:
        gelezen = probleem(client.request(methode, basis + pad), status)
        assert gelezen.get("instance", basis + pad) == basis + pad
        regel = sinds.regel()
        assert (regel.koppelvlak, regel.methode, regel.pad, regel.status) == (koppelvlak, methode, basis + pad, status)
        assert json.loads(regel.antwoord)["status"] == status

    @pytest.mark.parametrize(
        ("methode", "pad", "toegestaan"),
        [
            ("DELETE", f"{LVBB}/leveringen", "POST"),
            ("GET", f"{LVBB}/leveringen", "POST"),
            ("OPTIONS", f"{LVBB}/leveringen/x", "GET"),
            ("PUT", f"{BUS}/valideren", "POST"),
            ("POST", f"{OZON}/regelingen", "GET"),
            ("PATCH", f"{OZON}/app-health", "GET"),
        ],
    )
    def test_methods(self, client: httpx.Client, sinds: Sinds, methode: str, pad: str, toegestaan: str) -> None:
        antwoord = client.request(methode, pad)
        probleem(antwoord, 405)
        assert antwoord.headers["allow"] == toegestaan
        assert sinds.regel().status == 405

    def test_head_has_no_body(self, sim: Draaiend, sinds: Sinds) -> None:
        antwoord = rauw.stuur(sim, rauw.verzoek("HEAD", f"{LVBB}/leveringen"))
        assert antwoord is not None
        assert (antwoord.status, antwoord.kop["allow"], antwoord.lichaam) == (405, "POST", b"")
        assert sinds.regel().methode == "HEAD"

    @pytest.mark.parametrize("soort", ["", "text/plain", "application/xml", "application/x-www-form-urlencoded"])
    def test_media_types(self, client: httpx.Client, soort: str) -> None:
        kop = {"content-type": soort} if soort else {}
        assert "application/zip" in str(
            probleem(client.post(f"{LVBB}/leveringen", content=b"PK", headers=kop), 415)["detail"]
        )
        probleem(client.post(f"{BUS}/valideren", content=b"{}", headers=kop), 415)

    def test_not_acceptable(self, client: httpx.Client) -> None:
        for pad in (f"{OZON}/regelingen", f"{LVBB}/leveringen/x"):
            probleem(client.get(pad, headers={"accept": "text/html"}), 406)

    def test_parameters(self, client: httpx.Client) -> None:
        for pad in (f"{OZON}/regelingen?page=x", f"{OZON}/regelingen?geldigOp=gisteren&size=0"):
            assert probleem(client.get(pad), 400)["invalid-params"]
        lang = client.post(
            f"{LVBB}/leveringen?idLevering={'x' * 201}", content=b"", headers={"content-type": "application/zip"}
        )
        probleem(lang, 400)

    def test_too_large_for_json(self, sim: Draaiend, sinds: Sinds) -> None:
        kop = rauw.verzoek(
            "POST", f"{BUS}/valideren", "Content-Type: application/json", f"Content-Length: {10 * openapi.MAX_BYTES}"
        )
        probleem(rauw.stuur(sim, kop, b"{" * 1000), 413)
        regel = sinds.regel()
        assert (regel.status, regel.operatie) == (413, "bied")
        assert regel.verzoek_grootte <= 1000

    def test_too_large_for_json_in_chunks(self, sim: Draaiend, sinds: Sinds) -> None:
        kop = rauw.verzoek("POST", f"{BUS}/valideren", "Content-Type: application/json", "Transfer-Encoding: chunked")
        deel = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
        probleem(rauw.stuur(sim, kop, *[deel] * 8), 413)
        assert sinds.regel().verzoek_grootte <= openapi.MAX_BYTES + (2 << 20)

    def test_holes_are_501(self, client: httpx.Client) -> None:
        from simulator.ozon.api import presenteren

        open_ = [o for o in presenteren.contract.operaties if o.id not in presenteren.functies and o.methode == "GET"]
        for operatie in open_[:3]:
            probleem(client.get(f"{OZON}{operatie.pad.replace('{', '').replace('}', '')}"), 501)
        assert open_

    @KOPPELVLAKKEN
    def test_an_answer_has_the_headers_of_the_room(self, client: httpx.Client, koppelvlak: str, basis: str) -> None:
        goed = client.get(f"{OZON}/app-health").headers
        fout = client.get(f"{basis}/niets").headers
        if koppelvlak == "ozon":
            assert {naam for naam in goed if naam.startswith("access-control")} <= set(fout)
        assert fout["content-type"] == "application/problem+json"


class TestCrash:
    @pytest.fixture
    def stuk(self) -> Iterator[None]:
        eigen = bronhouderkoppelvlak.functies["getLevering"]

        def crash(_: object) -> object:
            raise RuntimeError("geheim van binnen")

        bronhouderkoppelvlak.functies["getLevering"] = (crash, False)  # type: ignore[assignment]  # it never answers
        yield
        bronhouderkoppelvlak.functies["getLevering"] = eigen

    @pytest.mark.usefixtures("stuk", "onveranderd")
    def test_500_in_the_shape_of_the_room(self, client: httpx.Client, sinds: Sinds) -> None:
        antwoord = client.get(f"{LVBB}/leveringen/x")
        probleem(antwoord, 500)
        assert "geheim" not in antwoord.text
        assert (sinds.regel().status, sinds.regel().operatie) == (500, "getLevering")


@pytest.mark.usefixtures("onveranderd")
class TestHalf:
    """A body that stops: the caller went away, closed its side, or just waits."""

    KOP = rauw.verzoek("POST", f"{LVBB}/leveringen", *ZIP, "Content-Length: 1000")
    BROKKEN = rauw.verzoek("POST", f"{LVBB}/leveringen", *ZIP, "Transfer-Encoding: chunked")

    @pytest.mark.parametrize("begin", [b"", b"PK\x03\x04", b"x" * 999])
    def test_the_caller_went_away(self, sim: Draaiend, sinds: Sinds, begin: bytes) -> None:
        rauw.verlaat(sim, self.KOP + begin)
        regel = sinds.regel()
        assert (regel.status, regel.operatie, regel.koppelvlak) == (499, "leverAan", "lvbb")
        assert regel.regels == ["de aanroeper verbrak de verbinding"]
        assert regel.verzoek == begin

    @pytest.mark.parametrize("begin", [b"", b"PK\x03\x04", b"x" * 999])
    def test_the_caller_closed_its_side(self, sim: Draaiend, sinds: Sinds, begin: bytes) -> None:
        gelezen = probleem(rauw.stuur(sim, self.KOP + begin, half_dicht=True), 400)
        assert "afgebroken" in str(gelezen["detail"])
        assert (sinds.regel().status, sinds.regel().verzoek) == (400, begin)

    def test_in_pieces(self, sim: Draaiend, sinds: Sinds) -> None:
        probleem(rauw.stuur(sim, self.KOP, b"abc", b"def", half_dicht=True), 400)
        assert sinds.regel().verzoek == b"abcdef"

    @pytest.mark.parametrize("rest", [b"5\r\nabc", b"5\r\nabcde\r\n", b"5\r\nabcde\r\n0\r\n"])
    def test_chunks_cut_off(self, sim: Draaiend, sinds: Sinds, rest: bytes) -> None:
        probleem(rauw.stuur(sim, self.BROKKEN + rest, half_dicht=True), 400)
        assert sinds.regel().status == 400

    def test_chunks_that_are_none(self, sim: Draaiend, sinds: Sinds) -> None:
        antwoord = rauw.stuur(sim, self.BROKKEN, b"5\r\nabcdefgh\r\n")
        assert antwoord is None or antwoord.status == 400
        assert sinds.regel().status in (400, 499)

    def test_it_stands_still(self, sim: Draaiend, sinds: Sinds, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lichaam, "WACHT", 0.05)
        antwoord = rauw.stuur(sim, self.KOP, b"PK")
        probleem(antwoord, 408)
        assert antwoord is not None
        assert antwoord.kop["connection"] == "close"
        assert (sinds.regel().status, sinds.regel().verzoek) == (408, b"PK")

    def test_a_caller_who_does_not_wait_for_the_answer(self, sim: Draaiend, sinds: Sinds) -> None:
        rauw.verlaat(sim, rauw.verzoek("GET", f"{OZON}/regelingen"))
        assert sinds.regel().operatie in ("getRegelingen", "")


def test_a_whole_request_is_answered_to_who_closed_its_side(sim: Draaiend) -> None:
    antwoord = rauw.stuur(sim, rauw.verzoek("GET", f"{OZON}/app-health"), half_dicht=True)
    assert antwoord is not None
    assert antwoord.status == 200


@pytest.mark.usefixtures("onveranderd")
class TestKoppen:
    def test_up_to_the_limit(self, client: httpx.Client) -> None:
        assert client.get(f"{OZON}/app-health", headers={"x-vulling": "x" * 60_000}).status_code == 200

    @KOPPELVLAKKEN
    def test_past_the_limit(self, client: httpx.Client, sinds: Sinds, koppelvlak: str, basis: str) -> None:
        probleem(client.get(f"{basis}/niets", headers={"x-vulling": "x" * 70_000}), 431)
        assert (sinds.regel().status, sinds.regel().koppelvlak) == (431, koppelvlak)

    def test_of_the_control_side_too(self, client: httpx.Client) -> None:
        probleem(client.get("/_sim/health", headers={"x-vulling": "x" * 70_000}), 431)

    @pytest.mark.parametrize("vorm", ["waarde", "naam", "aantal", "pad"])
    def test_without_end_is_cut_off(self, sim: Draaiend, vorm: str) -> None:
        begin = f"GET {OZON}/app-health".encode()
        stukken = {
            "waarde": [begin + b" HTTP/1.1\r\nHost: x\r\nx-lang: ", *[b"x" * 65536] * 40],
            "naam": [begin + b" HTTP/1.1\r\nHost: x\r\n", *[b"x" * 65536] * 40],
            "aantal": [begin + b" HTTP/1.1\r\nHost: x\r\n", *[b"a: b\r\n" * 10_000] * 40],
            "pad": [begin + b"?", *[b"x" * 65536] * 40],
        }
        antwoord = rauw.stuur(sim, *stukken[vorm])
        assert antwoord is None or antwoord.status == 431

    @pytest.mark.parametrize(
        "ruw",
        [
            b"GET\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00",
            b"GET " + OZON.encode() + b"/\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET " + OZON.encode() + b"/app-health HTTP/9.9\r\n\r\n",
            b"POST " + LVBB.encode() + b"/leveringen HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST "
            + LVBB.encode()
            + b"/leveringen HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            b"\x00" * 1000,
        ],
    )
    def test_no_http(self, sim: Draaiend, ruw: bytes) -> None:
        antwoord = rauw.stuur(sim, ruw, half_dicht=True)
        assert antwoord is None or 400 <= antwoord.status < 500
        assert b"Traceback" not in (antwoord.lichaam if antwoord else b"")

    def test_strange_header_values_end_in_the_journal(self, sim: Draaiend, sinds: Sinds) -> None:
        ruw = rauw.verzoek("GET", f"{OZON}/app-health", "x-oin: \xff\xfe\x80", "x-y: \xe9\xe9", "x-oin: tweede")
        antwoord = rauw.stuur(sim, ruw)
        assert antwoord is not None
        assert antwoord.status == 200
        assert ["x-y", "éé"] in sinds.regel().verzoek_kop

    def test_the_oin_is_kept(self, client: httpx.Client, sinds: Sinds) -> None:
        client.get(f"{OZON}/app-health", headers={"OIN": "00000001234567890000"})
        client.get(f"{OZON}/app-health", headers={"x-oin": "9" * 500})
        assert [r.organisatie for r in sinds.regels(2)] == ["00000001234567890000", "9" * 40]


class TestGroot:
    def zip_(self, mb: int) -> bytes:
        uit = BytesIO()
        with zipfile.ZipFile(uit, "w") as archief:
            archief.writestr("groot.bin", bytes(range(256)) * (mb << 12))
        return uit.getvalue()

    def test_a_large_body_is_kept_once(self, sim: Draaiend, client: httpx.Client, sinds: Sinds) -> None:
        inhoud = self.zip_(2)
        antwoord = client.post(f"{LVBB}/leveringen", content=inhoud, headers={"content-type": "application/zip"})
        assert antwoord.status_code == 202
        regel = sinds.regel()
        assert regel.verzoek_blob is not None
        assert (regel.verzoek_grootte, regel.verzoek) == (len(inhoud), inhoud[: 64 << 10])
        assert sinds.inhoud(regel, "verzoek") == inhoud
        with sim.kern.store.open_lezing() as conn:
            assert blobs.lees(conn, regel.verzoek_blob) == inhoud

    def test_a_small_body_is_in_the_line(self, client: httpx.Client, sinds: Sinds) -> None:
        client.post(f"{LVBB}/leveringen", content=b"geen zip", headers={"content-type": "application/zip"})
        regel = sinds.regel()
        assert (regel.verzoek, regel.verzoek_blob) == (b"geen zip", None)

    def test_a_large_answer_is_whole(self, client: httpx.Client, sinds: Sinds) -> None:
        from simulator.contract.call import Answer

        eigen = bronhouderkoppelvlak.functies["getResultaat"]
        groot = b"<a>" + b"x" * (2 << 20) + b"</a>"
        bronhouderkoppelvlak.functies["getResultaat"] = (lambda _: Answer(inhoud=groot, media="application/xml"), False)
        try:
            assert client.get(f"{LVBB}/leveringen/x/resultaten/1").content == groot
        finally:
            bronhouderkoppelvlak.functies["getResultaat"] = eigen
        regel = sinds.regel()
        assert regel.antwoord_grootte == len(groot)
        assert sinds.inhoud(regel, "antwoord") == groot


class TestGastheer:
    """Every href follows the host that the caller used, when that is a host."""

    def href(self, sim: Draaiend, gastheer: str) -> str:
        verzoek = (
            f"POST {LVBB}/leveringen HTTP/1.1\r\nHost: {gastheer}\r\nConnection: close\r\n"
            "Content-Type: application/zip\r\nContent-Length: 1\r\n\r\nx"
        )
        antwoord = rauw.stuur(sim, verzoek.encode("latin-1"))
        assert antwoord is not None
        assert antwoord.status == 202
        href: str = json.loads(antwoord.lichaam)["_links"]["self"]["href"]
        assert antwoord.kop["location"] == href
        return href.partition(LVBB)[0]

    @pytest.mark.parametrize("gastheer", ["dso.test", "dso.test:81", "127.0.0.1:8080", "[::1]:8080", "x_y-z.test"])
    def test_followed(self, sim: Draaiend, gastheer: str) -> None:
        assert self.href(sim, gastheer) == f"http://{gastheer}"

    @pytest.mark.parametrize(
        "gastheer",
        [
            "",
            "dso.test/pad?x=",
            "gebruiker@dso.test",
            '"><script>alert(1)</script>',
            "dso.test:80:81",
            "dso.test:999999",
            "a b",
            "d\xe9.test",
            "dso.test#",
            "javascript:alert(1)",
            "x" * 300,
            "{0.__class__}",
            "[::1",
            "dso.test\\x",
        ],
    )
    def test_not_followed(self, sim: Draaiend, gastheer: str) -> None:
        assert self.href(sim, gastheer) == sim.url

    def test_the_public_address_goes_before(self) -> None:
        with Draaiend(snelheid=0, klok="2026-03-02", publieke_url="https://oefen.example/dso/") as sim:
            assert self.href(sim, "dso.test") == "https://oefen.example/dso"
            antwoord = httpx.get(f"{sim.url}{OZON}/openapi.json")
            assert antwoord.json()["servers"][0]["url"] == f"https://oefen.example/dso{OZON}"

    def test_no_header_says_who_calls(self, sim: Draaiend, client: httpx.Client, sinds: Sinds) -> None:
        kop = {"x-forwarded-for": "10.0.0.1", "x-forwarded-proto": "https", "x-forwarded-host": "evil.test"}
        antwoord = client.post(f"{LVBB}/leveringen", content=b"x", headers={"content-type": "application/zip", **kop})
        assert antwoord.headers["location"].startswith(f"{sim.url}/")
        assert sinds.regel().status == 202
