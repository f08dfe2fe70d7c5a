"""Delivering over HTTP: the ways to send a zip, and what comes back."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import pytest

from simulator import settings as instellingen
from simulator.kernel import snapshot
from simulator.lvbb.api import bronhouderkoppelvlak
from simulator.lvbb.levering import Profiel
from simulator.serve import Draaiend
from tests.lvbb import bouw
from tests.lvbb.http import BASIS, antwoorden, post

KLOK = "2026-03-02T09:00:00+01:00"
ZIP = {"content-type": "application/zip"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TestVormen:
    """The zip as body or as a part, with or without a verzoek beside it."""

    def test_as_body_without_a_verzoek(
        self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        levering = post(client, content=zip_, headers={**ZIP, "x-oin": g.aanleveraar})
        assert (levering["idLevering"], levering["soort"], levering["status"]) == (
            g.id_levering,
            "publicatieOpdracht",
            "ontvangen",
        )
        assert UUID.fullmatch(levering["leveringId"])
        assert levering["_links"]["resultaten"]["href"] == levering["_links"]["self"]["href"] + "/resultaten"
        assert [b.verslag for b in antwoorden(sim, client, levering)] == ["validatie-voltooid", "registratie-voltooid"]

    @pytest.mark.parametrize(
        "vorm",
        [
            {"files": {"bestand": ("levering.zip", b"ZIP", "application/zip")}},
            {"files": {"bestand": ("", b"ZIP")}},
            {"files": {"bestand": ("../../etc/passwd", b"ZIP", "text/plain")}},
            {"files": {"bestand": (None, b"ZIP")}},
            {"files": {"iets": b"anders", "bestand": ("levering.zip", b"ZIP")}},
            {"files": [("bestand", b"eerst"), ("bestand", b"ZIP")]},
        ],
    )
    def test_as_a_part(
        self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens, zip_: bytes, vorm: dict[str, Any]
    ) -> None:
        def vul(waarde: Any) -> Any:
            return tuple(zip_ if w == b"ZIP" else w for w in waarde) if isinstance(waarde, tuple) else waarde

        delen = vorm["files"].items() if isinstance(vorm["files"], dict) else vorm["files"]
        files = [(naam, zip_ if waarde == b"ZIP" else vul(waarde)) for naam, waarde in delen]
        levering = post(client, files=files)
        assert levering["idLevering"] == g.id_levering
        assert [b.verslag for b in antwoorden(sim, client, levering)] == ["validatie-voltooid", "registratie-voltooid"]

    @pytest.mark.parametrize("weg", ["query", "velden", "verzoek", "verzoek-bestand"])
    def test_with_a_verzoek(self, client: httpx.Client, zip_: bytes, weg: str) -> None:
        velden = {"idLevering": "uit-het-verzoek", "soort": "validatieVerzoek", "leverancier": "Proef BV"}
        bestand = {"bestand": ("a.zip", zip_)}
        verzoek = json.dumps({**velden, "product": {"naam": "onbekend veld"}})
        vormen: dict[str, dict[str, Any]] = {
            "query": {"content": zip_, "headers": ZIP, "params": velden},
            "velden": {"files": bestand, "data": velden},
            "verzoek": {"files": bestand, "data": {"verzoek": verzoek}},
            "verzoek-bestand": {"files": {**bestand, "verzoek": ("v.json", verzoek, "application/json")}},
        }
        levering = post(client, **vormen[weg])
        assert (levering["idLevering"], levering["soort"]) == ("uit-het-verzoek", "validatieOpdracht")
        ontvangen = client.get("/_sim/gebeurtenissen", params={"soort": "lvbb.verzoek.ontvangen"}).json()
        laatste = ontvangen["gebeurtenissen"][-1]["gegevens"]
        assert (laatste["leverancier"], laatste["route"]) == ("Proef BV", "http")

    @pytest.mark.parametrize(
        "soort",
        ["validatie", "validatieVerzoek", "validatieGBVerzoek", "validatieOpdracht", "valideren"],
    )
    def test_every_name_of_a_soort(self, client: httpx.Client, soort: str) -> None:
        assert post(client, content=b"x", headers=ZIP, params={"soort": soort})["soort"] == "validatieOpdracht"

    def test_a_large_zip_as_a_part(self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens) -> None:
        bestanden = bouw.bestanden_besluit(g) | {"groot.xml": b"<a>" + bytes(range(48, 58)) * 300_000 + b"</a>"}
        inhoud = io.BytesIO()
        with zipfile.ZipFile(inhoud, "w", zipfile.ZIP_STORED) as archief:
            for naam, deel in bestanden.items():
                archief.writestr(naam, deel)
        levering = post(client, files={"bestand": ("groot.zip", inhoud.getvalue())})
        assert levering["idLevering"] == g.id_levering
        assert antwoorden(sim, client, levering)[0].codes == ["LVBB1003"]

    @pytest.mark.parametrize(
        ("vorm", "reden"),
        [
            ({"files": {"zip": b"x"}}, "bestand"),
            ({"files": {"bestand": b"x"}, "data": {"verzoek": "{"}}, "JSON"),
            ({"files": {"bestand": b"x"}, "data": {"verzoek": "[]"}}, "JSON-object"),
            ({"files": {"bestand": b"x"}, "data": {"verzoek": '{"idLevering": 5}'}}, "geen tekst"),
            ({"files": {"bestand": b"x"}, "data": {"verzoek": '{"soort": ["a"]}'}}, "geen tekst"),
            ({"files": {"bestand": b"x"}, "data": {"verzoek": '{"idLevering": "a\\u0000b"}'}}, "XML"),
            ({"files": {"bestand": b"x", "idLevering": (None, b"\xff")}}, "UTF-8"),
            ({"files": {"bestand": b"x"}, "data": {"idLevering": "x" * 201}}, "200"),
            ({"content": b"x", "headers": ZIP, "params": {"idLevering": "a\x01b"}}, "XML"),
            ({"content": b"x", "headers": ZIP | {"x-oin": "9" * 41}}, "40"),
            ({"content": b"--x", "headers": {"content-type": "multipart/form-data"}}, "boundary"),
            ({"content": b"onzin", "headers": {"content-type": "multipart/form-data; boundary=x"}}, "formulier"),
            ({"content": b"", "headers": {"content-type": "multipart/form-data; boundary=x"}}, "formulier"),
            (
                {
                    "content": b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="a"\r\n\r\nPK',
                    "headers": {"content-type": "multipart/form-data; boundary=x"},
                },
                "einde",
            ),
            (
                {
                    "content": b"--x\r\nContent-Disposition: form-data\r\n\r\nPK\r\n--x--\r\n",
                    "headers": {"content-type": "multipart/form-data; boundary=x"},
                },
                "naam",
            ),
            ({"files": [("a", b"x")] * 101}, "100"),
        ],
    )
    def test_what_cannot_be_read(self, sim: Draaiend, client: httpx.Client, vorm: dict[str, Any], reden: str) -> None:
        voor = snapshot.inhoud(sim.kern.store, "standaard")
        antwoord = client.post(f"{BASIS}/leveringen", **vorm)
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
        assert reden in antwoord.text
        assert snapshot.inhoud(sim.kern.store, "standaard") == voor

    def test_null_in_a_verzoek_is_nothing(self, client: httpx.Client, g: bouw.Gegevens, zip_: bytes) -> None:
        verzoek = '{"idLevering": null, "soort": null, "leverancier": null}'
        levering = post(client, files={"bestand": zip_}, data={"verzoek": verzoek})
        assert (levering["idLevering"], levering["soort"]) == (g.id_levering, "publicatieOpdracht")


class TestVerzoekEnOpdracht:
    """What the verzoek says and what opdracht.xml says: where they disagree, LVBB1006."""

    @pytest.mark.parametrize(
        ("velden", "wortel"),
        [
            ({"soort": "validatieVerzoek"}, "validatieVerzoekResultaat"),
            ({"soort": "breekPublicatieAfVerzoek"}, "breekPublicatieAfVerzoekResultaat"),
            ({"soort": "raadpleegVerzoek"}, "raadpleegVerzoekResultaat"),
            ({"soort": "bestaatNiet"}, "publicatieVerzoekResultaat"),
            ({"idLevering": "een-ander"}, "publicatieVerzoekResultaat"),
            ({"idLevering": "een-ander", "soort": "validatie"}, "validatieVerzoekResultaat"),
            ({"idLevering": "mag.niet & <in> XSD \U0001f600"}, "publicatieVerzoekResultaat"),
        ],
    )
    def test_disagree(
        self, sim: Draaiend, client: httpx.Client, zip_: bytes, velden: dict[str, str], wortel: str
    ) -> None:
        levering = post(client, content=zip_, headers=ZIP, params=velden)
        [bericht] = antwoorden(sim, client, levering)
        assert (bericht.soort, bericht.uitkomst, bericht.verslag) == (wortel, "mislukt", "")
        assert set(bericht.codes) == {"LVBB1006"}
        assert len(bericht.codes) == len(velden)
        assert client.get(f"{BASIS}/leveringen/{levering['leveringId']}").json()["status"] == "technisch-afgewezen"

    def test_agree(self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens, zip_: bytes) -> None:
        velden = {"soort": "publicatieVerzoek", "idLevering": g.id_levering}
        assert antwoorden(sim, client, post(client, content=zip_, headers=ZIP, params=velden))[-1].uitkomst == "succes"

    def test_the_id_of_the_verzoek_is_used_up(self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens) -> None:
        kop = {**ZIP, "x-oin": g.aanleveraar}
        antwoorden(sim, client, post(client, content=b"x", headers=kop, params={"idLevering": "twee"}))
        tweede = bouw.zip_van(bouw.bestanden_besluit(replace(g, id_levering="twee")))
        [bericht] = antwoorden(sim, client, post(client, content=tweede, headers=kop))
        assert bericht.codes == ["LVBB1012"]
        ander = post(client, content=tweede, headers={**ZIP, "x-oin": "00000001234567890000"})
        assert antwoorden(sim, client, ander)[-1].uitkomst == "succes"


class TestNietsLeesbaar:
    @pytest.mark.parametrize(
        "inhoud", [b"", b"x", b"PK\x03\x04", b"\x00" * 100, b"<opdracht/>", b"PK\x05\x06" + b"\0" * 18]
    )
    def test_one_technical_message(self, sim: Draaiend, client: httpx.Client, inhoud: bytes) -> None:
        levering = post(client, content=inhoud, headers=ZIP)
        assert (levering["idLevering"], levering["soort"]) == (None, None)
        [bericht] = antwoorden(sim, client, levering)
        assert (bericht.soort, bericht.uitkomst, bericht.verslag) == ("validatieVerzoekResultaat", "mislukt", "")
        assert len(bericht.codes) == 1
        assert client.get(f"{BASIS}/leveringen/{levering['leveringId']}").json()["status"] == "technisch-afgewezen"

    def test_the_codes(self, sim: Draaiend, client: httpx.Client, zip_: bytes) -> None:
        for inhoud, codes in (
            (b"", ["LVBB0002"]),
            (b"geen zip", ["LVBB1001"]),
            (zip_[:-30], ["LVBB1001"]),
            (bouw.zip_van({}), ["LVBB1002"]),
            (bouw.zip_van({"manifest.xml": b"<a/>"}), ["LVBB1002"]),
            (bouw.zip_van({"opdracht.xml": b"<a/>", "manifest.xml": b"<b/>"}), ["LVBB1006", "LVBB1008"]),
            (bouw.zip_van({"opdracht.xml": b"<!DOCTYPE a><a/>", "manifest.xml": b"<b"}), ["LVBB1006", "LVBB1008"]),
        ):
            [bericht] = antwoorden(sim, client, post(client, content=inhoud, headers=ZIP))
            assert bericht.codes == codes

    def test_a_root_that_is_very_long(self, sim: Draaiend, client: httpx.Client) -> None:
        naam = "x" * 5000
        opdracht = (
            f'<{naam} xmlns="http://www.overheid.nl/2017/lvbb"><idAanleveraar>{"9" * 500}</idAanleveraar></{naam}>'
        )
        levering = post(client, content=bouw.zip_van({"opdracht.xml": opdracht.encode()}), headers=ZIP)
        assert len(levering["soort"]) == 60
        assert antwoorden(sim, client, levering)[0].codes[0] == "LVBB1006"


class TestOpvragen:
    @pytest.fixture
    def levering(self, sim: Draaiend, client: httpx.Client, zip_: bytes) -> dict[str, Any]:
        levering = post(client, content=zip_, headers=ZIP)
        sim.kern.agenda.tot_rust("standaard")
        return levering

    def test_what_rests_on_what(self, client: httpx.Client, levering: dict[str, Any]) -> None:
        nu = client.get(levering["_links"]["self"]["href"]).json()
        assert nu["status"] == "wacht-op-bekendmaking"
        assert re.fullmatch(r"getoetst: \d+ van \d+ regels, matrix v6, STOP 1\.3\.0", nu["getoetst"])

    def test_the_list(self, client: httpx.Client, levering: dict[str, Any]) -> None:
        antwoord = client.get(levering["_links"]["resultaten"]["href"])
        assert antwoord.headers["content-type"] == "application/hal+json"
        items = antwoord.json()["_embedded"]["resultaten"]
        assert [(i["volgnummer"], i["soort"], i["tijdstip"]) for i in items] == [
            (1, "publicatieVerzoekResultaat", "2026-03-02T08:00:00Z"),
            (2, "publicatieVerzoekResultaat", "2026-03-02T08:00:00Z"),
        ]
        assert antwoord.json()["_links"]["self"]["href"] == levering["_links"]["resultaten"]["href"]

    def test_a_message(self, client: httpx.Client, levering: dict[str, Any]) -> None:
        antwoord = client.get(f"{levering['_links']['resultaten']['href']}/1")
        assert antwoord.headers["content-type"] == "application/xml"
        assert antwoord.content.startswith(b"<?xml")

    @pytest.mark.parametrize(
        "pad",
        [
            "/leveringen/{id}x",
            "/leveringen/{id}x/resultaten",
            "/leveringen/{id}x/resultaten/1",
            "/leveringen/{id}/resultaten/0",
            "/leveringen/{id}/resultaten/3",
            "/leveringen/{id}/resultaten/01",
            "/leveringen/{id}/resultaten/-1",
            "/leveringen/{id}/resultaten/een",
            "/leveringen/' OR 1=1",
            "/leveringen/" + "x" * 5000,
            "/leveringen/%C3%A9",
        ],
    )
    def test_there_is_none(self, client: httpx.Client, levering: dict[str, Any], pad: str) -> None:
        antwoord = client.get(BASIS + pad.replace("{id}", levering["leveringId"]))
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")

    def test_the_journal_knows_it_by_its_ids(
        self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens, levering: dict[str, Any]
    ) -> None:
        regels = sim.kern.journaal.lees("standaard", nieuwste=True, operatie="leverAan")
        assert regels[0].kenmerken == {"leveringId": levering["leveringId"], "idLevering": g.id_levering}


class TestTeGroot:
    """Past 1 GB the LVBB says so in a message; here its limits are small."""

    @pytest.fixture
    def klein(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Draaiend]:
        monkeypatch.setattr(instellingen, "Profiel", partial(Profiel, max_zip=5000))
        operatie = bronhouderkoppelvlak.contract.met_id("leverAan")
        eigen = operatie.max_bytes
        object.__setattr__(operatie, "max_bytes", 6000)
        try:
            with Draaiend(klok=KLOK, snelheid=0) as sim:
                yield sim
        finally:
            object.__setattr__(operatie, "max_bytes", eigen)

    @pytest.mark.parametrize("grootte", [5001, 5999, 6001, 2_000_000])
    @pytest.mark.parametrize("als_deel", [False, True])
    def test_lvbb1040(self, klein: Draaiend, grootte: int, als_deel: bool) -> None:
        inhoud = b"PK\x03\x04" + b"x" * (grootte - 4)
        vorm: dict[str, Any] = {"files": {"bestand": inhoud}} if als_deel else {"content": inhoud, "headers": ZIP}
        with httpx.Client(base_url=klein.url) as client:
            levering = post(client, **vorm)
            [bericht] = antwoorden(klein, client, levering)
            assert bericht.codes == ["LVBB1040"]
        assert len(snapshot.inhoud(klein.kern.store, "standaard")["kernel_blobgebruik"]) == 1
