"""A user's own OpenAPI or recording in the place of a contract of ours."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import orjson
import pytest

from simulator.contract import eigen, eigen_har, namen, openapi
from simulator.contract.call import Answer, Call, Spoor
from simulator.contract.eigen_openapi import EigenFout, GeenOpenapi, OperatieOnbekend, maak, onderzoek
from simulator.contract.errors import BodyOngeldig
from simulator.contract.openapi import Contract
from simulator.contract.router import Koppelvlak
from simulator.edge import problem
from tests.contract import hun_contract

ONZE = openapi.contract("stam/afhandelen-v2")
INSTANTIE = "POST /verzoeken/{verzoekNr}/uitvoerende-instantie"


def geladen(document: Any = None, gekozen: dict[str, str] | None = None) -> Contract:
    hun = document or hun_contract.document()
    gemaakt = maak(
        ONZE, hun, onderzoek(ONZE, hun, gekozen or {INSTANTIE: "wijzigBehandeldienst"}), bron="eigen bestand"
    )
    return openapi.uit_document(ONZE.id, gemaakt)


def test_operaties_die_zeker_zijn() -> None:
    gevonden = {v.sleutel: (v.onze, v.zeker) for v in onderzoek(ONZE, hun_contract.document()).voorstellen}
    assert gevonden["GET /verzoeken/{verzoekNr}"] == ("getVerzoekreferenties", True)
    assert gevonden["GET /verzoeken/{verzoekNr}/stambericht"] == ("getSamenvatting", True)
    assert gevonden["GET /verzoeken/{verzoekNr}/publiceerbare-versie"] == ("getPubliceerbaar", True)
    assert gevonden["GET /verzoeken/{verzoekNr}/bijlagen/{bijlageId}"] == ("getDocument", True)
    assert gevonden["GET /gezondheid"] == ("", True)


def test_wat_onzeker_is_moet_gevraagd_worden() -> None:
    onzeker = onderzoek(ONZE, hun_contract.document()).onzeker
    assert [voorstel.sleutel for voorstel in onzeker] == [INSTANTIE]
    assert "wijzigBehandeldienst" in onzeker[0].kandidaten


def test_wat_andere_waarden_in_het_pad_heeft_wordt_niet_voorgesteld() -> None:
    document = {**hun_contract.document(), "paths": {"/x": {"get": {"responses": {"200": {"description": "ja"}}}}}}
    (voorstel,) = onderzoek(ONZE, document).voorstellen
    assert (voorstel.onze, voorstel.kandidaten) == ("", ())
    assert geladen(document, {"GET /x": ""}).met_id("getDocument").pad == ONZE.met_id("getDocument").pad


def test_wat_de_gebruiker_zegt_gaat_voor() -> None:
    gevonden = onderzoek(ONZE, hun_contract.document(), {INSTANTIE: "", "GET /gezondheid": "zoekVerzoeken"})
    per_sleutel = {v.sleutel: v.onze for v in gevonden.voorstellen}
    assert per_sleutel[INSTANTIE] == ""
    assert per_sleutel["GET /gezondheid"] == "zoekVerzoeken"
    assert gevonden.onzeker == []


@pytest.mark.parametrize(
    ("gekozen", "noemt"), [({"GET /weg": "getDocument"}, "GET /weg"), ({INSTANTIE: "bestaatNiet"}, "bestaatNiet")]
)
def test_een_keuze_die_er_niet_is(gekozen: dict[str, str], noemt: str) -> None:
    with pytest.raises(OperatieOnbekend, match=noemt):
        onderzoek(ONZE, hun_contract.document(), gekozen)


def test_hun_paden_met_onze_namen() -> None:
    contract = geladen()
    assert contract.met_id("getSamenvatting").pad == "/verzoeken/{verzoeknummer}/stambericht"
    assert contract.met_id("getDocument").pad == "/verzoeken/{verzoeknummer}/bijlagen/{documentId}"
    assert contract.met_id("wijzigBehandeldienst").methode == "POST"


def test_wat_zij_niet_hebben_blijft_van_ons() -> None:
    assert geladen().met_id("zoekVerzoeken").pad == ONZE.met_id("zoekVerzoeken").pad


def test_de_merken_zeggen_waar_het_vandaan_komt() -> None:
    contract = geladen()
    assert contract.met_id("getPubliceerbaar").merk == "client"
    assert contract.met_id("getPubliceerbaar").bron == "eigen bestand"
    assert contract.met_id("wijzigBevoegdGezag").merk == ONZE.met_id("wijzigBevoegdGezag").merk == "inferred"
    assert contract.met_id("wijzigBevoegdGezag").bron != "eigen bestand"


def test_onze_vragen_blijven_mogelijk() -> None:
    assert "volgnummer" in {p.naam for p in geladen().met_id("getSamenvatting").parameters}


def test_namen_van_velden() -> None:
    contract = geladen()
    assert contract.namen["verzoeknummer"] == "verzoekNummer"
    assert contract.namen["samenvatting"] == "stamBericht"
    assert contract.namen["publiceerbaar"] == "publiceerbareVersie"
    assert contract.namen["documenten"] == "bijlagen"


def test_namen_heen_en_terug() -> None:
    vertaling = {"verzoeknummer": "verzoekNummer", "samenvatting": "stamBericht"}
    ons = {"verzoeknummer": "1", "_links": {"samenvatting": {"href": "x"}, "lijst": [{"verzoeknummer": "2"}]}}
    hun = orjson.loads(namen.naar_hun(Answer.json(ons), vertaling).inhoud)
    assert hun == {"verzoekNummer": "1", "_links": {"stamBericht": {"href": "x"}, "lijst": [{"verzoekNummer": "2"}]}}
    assert namen.naar_ons(hun, vertaling) == ons


def test_een_fout_houdt_de_namen_van_zijn_rfc() -> None:
    fout = problem.probleem(404, "weg")
    assert namen.naar_hun(fout, {"status": "stand", "detail": "uitleg"}) is fout


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"swagger": "2.0", "paths": {"/a": {}}},
        {"openapi": "3.0.0"},
        {"openapi": "3.0.0", "paths": {}},
        {"openapi": "3.0.0", "paths": {"zonder-streep": {}}},
        {"openapi": "3.0.0", "paths": {"/a": []}},
        {"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": "geen"}}}},
        {"openapi": "3.0.0", "paths": {"/a": {"get": {"tags": 5}}}},
    ],
)
def test_wat_geen_openapi_is(document: Any) -> None:
    with pytest.raises(GeenOpenapi):
        onderzoek(ONZE, document)


@pytest.mark.parametrize("deel", [{"servers": "x"}, {"servers": [{"url": "http://["}]}, {"info": 1}])
def test_een_openapi_met_een_deel_dat_geen_openapi_is(deel: dict[str, Any]) -> None:
    document = hun_contract.document() | deel
    with pytest.raises(GeenOpenapi, match="zit anders in elkaar"):
        maak(ONZE, document, onderzoek(ONZE, document), bron="b")


def test_een_pad_met_tweemaal_dezelfde_waarde_wordt_niet_bewaard(tmp_path: Path) -> None:
    document = hun_contract.document()
    document["paths"]["/gezondheid/{van}/{van}"] = document["paths"].pop("/gezondheid")
    gemaakt = maak(ONZE, document, onderzoek(ONZE, document, {"GET /gezondheid/{van}/{van}": ""}), bron="b")
    with pytest.raises(eigen.ContractOnleesbaar):
        eigen.bewaar(tmp_path, ONZE.id, gemaakt)
    assert list(tmp_path.iterdir()) == []


def test_een_patroon_van_een_andere_taal_oordeelt_niet() -> None:
    eigen_ = openapi.Parameter("q", "query", False, {"type": "string", "pattern": r"^\p{L}+$"}, True)
    assert openapi.zet_om(eigen_, ["naam"]) == "naam"


def test_een_patroon_eindigt_waar_de_waarde_eindigt() -> None:
    drie = openapi.Parameter("volgnummer", "query", False, {"type": "string", "pattern": "^[0-9]{3}$"}, True)
    assert openapi.zet_om(drie, ["000"]) == "000"
    with pytest.raises(ValueError, match="Ongeldige waarde"):
        openapi.zet_om(drie, ["000\n"])


@pytest.mark.parametrize("verwijzing", ["https://elders.example/x.yaml#/a", "#/components/weg", "#/components/a"])
def test_een_verwijzing_die_nergens_heen_gaat(verwijzing: str) -> None:
    document = hun_contract.document()
    document["components"]["a"] = {"$ref": "#/components/a"}
    document["paths"]["/gezondheid"]["get"]["responses"]["200"] = {"$ref": verwijzing}
    with pytest.raises(GeenOpenapi, match="verwijzing"):
        onderzoek(ONZE, document)


def test_bewaren_en_weer_lezen(tmp_path: Path) -> None:
    document = hun_contract.document()
    gemaakt = maak(ONZE, document, onderzoek(ONZE, document), bron="b")
    pad = eigen.bewaar(tmp_path, ONZE.id, gemaakt)
    assert pad == tmp_path / "stam" / "afhandelen-v2.openapi.yaml"
    gelezen = eigen.lees(tmp_path, ONZE.id)
    assert gelezen is not None
    assert [o.pad for o in gelezen.operaties] == [o.pad for o in openapi.uit_document(ONZE.id, gemaakt).operaties]


def test_een_bestand_dat_stuk_is(tmp_path: Path) -> None:
    (tmp_path / "stam").mkdir()
    (tmp_path / "stam" / "afhandelen-v2.openapi.yaml").write_text("paths: 1", encoding="utf-8")
    with pytest.raises(eigen.ContractOnleesbaar, match="laad het opnieuw"):
        eigen.lees(tmp_path, ONZE.id)


def test_een_koppelvlak_volgens_het_eigen_contract(tmp_path: Path) -> None:
    document = hun_contract.document()
    eigen.bewaar(tmp_path, ONZE.id, maak(ONZE, document, onderzoek(ONZE, document), bron="b"))
    van_ons = (Koppelvlak("stam", ONZE.id, problem.vorm), Koppelvlak("stam", "stam/afhandelen-v1", problem.vorm))
    volgens = eigen.volgens_eigen(van_ons, tmp_path)
    assert volgens[0].zoek("GET", "/verzoeken/2026112500001/stambericht")[0].id == "getSamenvatting"
    assert volgens[1] is van_ons[1]
    assert van_ons[0].contract is not volgens[0].contract
    assert eigen.volgens_eigen(van_ons, None) == van_ons


def test_een_alias_komt_erbij() -> None:
    document = eigen.met_alias(ONZE, "GET /verzoeken/{nr}/stam", "getSamenvatting", "alias van de gebruiker")
    paden = {o.pad: o for o in openapi.uit_document(ONZE.id, document).operaties if o.id == "getSamenvatting"}
    assert set(paden) == {"/verzoeken/{verzoeknummer}/samenvatting", "/verzoeken/{verzoeknummer}/stam"}
    assert paden["/verzoeken/{verzoeknummer}/stam"].bron == "alias van de gebruiker"


@pytest.mark.parametrize(
    ("sleutel", "operatie"),
    [
        ("verzoeken/{nr}/stam", "getSamenvatting"),
        ("GET /verzoeken/{nr}/stam", "bestaatNiet"),
        ("GET /verzoeken/stam", "getSamenvatting"),
        ("GET /verzoeken/{nr}/publiceerbaar", "getSamenvatting"),
    ],
)
def test_een_alias_die_niet_kan(sleutel: str, operatie: str) -> None:
    with pytest.raises(OperatieOnbekend):
        eigen.met_alias(ONZE, sleutel, operatie, "b")


def test_een_onbekend_pad_krijgt_wat_erop_lijkt() -> None:
    assert ONZE.lijkt_op("GET", "/verzoeken/2026112500001/samenvating")[0].id == "getSamenvatting"
    assert ONZE.lijkt_op("GET", "/iets/heel/anders/x/y/z") == []


def har(*regels: tuple[str, str, int, str, str]) -> dict[str, Any]:
    """A recording of (method, url, status, media type, body)."""
    return {
        "log": {
            "entries": [
                {
                    "request": {"method": methode, "url": url},
                    "response": {"status": status, "content": {"mimeType": media, "text": tekst}},
                }
                for methode, url, status, media, tekst in regels
            ]
        }
    }


def test_een_opname_wordt_een_contract() -> None:
    basis = f"https://pkio.example{hun_contract.BASIS}/verzoeken/2022070500133"
    document = eigen_har.als_openapi(
        har(
            ("GET", basis, 200, "application/hal+json", '{"verzoekNummer": "2022070500133"}'),
            ("GET", f"{basis}/stambericht", 200, "application/xml;charset=utf-8", "<a/>"),
            ("GET", f"{basis}/bijlagen/0b3e7c34-57f9-4d5c-a5a3-1f6d0e9b1a2c", 200, "application/octet-stream", "x"),
            ("GET", f"{basis}/weg", 404, "application/problem+json", "{}"),
            ("GET", "https://elders.example/bijlagen", 200, "text/html", ""),
        ),
        ONZE.basis,
    )
    assert list(document["paths"]) == [
        "/verzoeken/{verzoeknummer}",
        "/verzoeken/{verzoeknummer}/stambericht",
        "/verzoeken/{verzoeknummer}/bijlagen/{id}",
    ]
    contract = openapi.uit_document(ONZE.id, maak(ONZE, document, onderzoek(ONZE, document), bron="opname"))
    assert contract.met_id("getDocument").pad == "/verzoeken/{verzoeknummer}/bijlagen/{documentId}"
    assert contract.namen == {"verzoeknummer": "verzoekNummer"}
    assert "2022070500133" not in str(document)


def test_een_opname_onder_een_andere_basis() -> None:
    url = "https://x.example/adapter/dso/v1/verzoeken/2022070500133/stam"
    document = eigen_har.als_openapi(har(("GET", url, 200, "application/xml", "<a/>")), ONZE.basis)
    assert document["servers"] == [{"url": "/adapter/dso/v1"}]
    assert list(document["paths"]) == ["/verzoeken/{verzoeknummer}/stam"]


@pytest.mark.parametrize(
    "inhoud",
    [
        {},
        {"log": {"entries": []}},
        {"log": {"entries": None}},
        {"log": {"entries": [{"response": {"status": "goed"}}]}},
        har(("GET", "https://x/a", 200, "", "")),
        har(("GET", "https://[x/a", 200, "", "")),
    ],
)
def test_wat_geen_bruikbare_opname_is(inhoud: Any) -> None:
    with pytest.raises(EigenFout):
        eigen_har.als_openapi(inhoud, ONZE.basis)


def test_de_kop_met_het_oin() -> None:
    assert ONZE.oin_koppen == ("oin",)
    opname = har(("GET", f"https://x{hun_contract.BASIS}/verzoeken/2022070500133", 200, "application/json", "{}"))
    opname["log"]["entries"][0]["request"]["headers"] = [
        {"name": "Accept", "value": "application/json"},
        {"name": "X-Namens-OIN", "value": "00000009001000009920"},
        {"name": "X-Organisatie", "value": "00000009001000009920"},
    ]
    document = eigen_har.als_openapi(opname, ONZE.basis)
    contract = openapi.uit_document(ONZE.id, maak(ONZE, document, onderzoek(ONZE, document), bron="opname"))
    assert {"x-namens-oin", "x-organisatie"} <= set(contract.oin_koppen)  # by its value, whatever its name
    assert "accept" not in contract.oin_koppen
    assert "00000009001000009920" not in str(document)


def test_xml_uit_een_opname() -> None:
    opname = har(("GET", "https://x/v1/a", 200, "application/xml", "<a/>"), ("GET", "https://x/v1/b", 200, "", "<b/>"))
    assert eigen_har.xml_berichten(opname) == [b"<a/>"]


def test_wat_een_aanroeper_te_diep_nest() -> None:
    """Also where names are translated, which goes down with it."""
    vertaald = replace(ONZE, namen={"verzoeknummer": "verzoekNr"})
    operatie = ONZE.met_id("zoekVerzoeken")
    lichaam = io.BytesIO(b"[" * 1000 + b"]" * 1000)
    call = Call(Spoor(cast(Any, None), ""), vertaald, operatie, "", {}, {}, {}, lichaam)
    with pytest.raises(BodyOngeldig, match="diep"):
        call.json()
