"""A client that was made for another contract than ours works, once that contract was loaded.

It knows the supplier's paths, names and nesting and nothing of ours: other operations, other fields in JSON, another
header for the OIN, and a message whose elements have other names and places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import yaml
from lxml import etree
from typer.testing import CliRunner

from simulator.beheer.contract_cli import contract as opdrachten
from simulator.contract import xml as veilig
from simulator.serve import Draaiend
from simulator.stam import profiel as profielen
from tests.contract import hun_contract

GEMEENTE, DIENST = "00000009001000009920", "00000009000000009920"
INSTANTIE = "POST /verzoeken/{verzoekNr}/uitvoerende-instantie=wijzigBehandeldienst"
OPGAVE = {
    "casus": "boom-kappen",
    "bijlagen": [{"naam": "a.pdf", "grootte": 20_000}, {"naam": "b.txt", "grootte": 70_000}],
}


@dataclass
class HunKlant:
    """The client of the supplier. nieuwe_dienst: sends the verzoek on."""

    client: httpx.Client
    oin: str
    zaak: dict[str, str] = field(default_factory=dict)
    bestanden: dict[str, bytes] = field(default_factory=dict)

    def haal(self, nummer: str) -> None:
        """The whole verzoek, by the supplier's own contract."""
        referenties = self._vraag(f"{hun_contract.BASIS}/verzoeken/{nummer}").json()
        assert referenties["verzoekNummer"] == nummer
        links = referenties["_links"]
        wortel = veilig.lees(self._vraag(links["stamBericht"]["href"]).content).wortel
        assert self._vraag(links["publiceerbareVersie"]["href"]).content.startswith(b"%PDF-")
        self.bestanden = {link["documentId"]: self._vraag(link["href"]).content for link in links["bijlagen"]}
        self.zaak = {
            "nummer": _tekst(wortel, "Aanvraag/Kenmerken/VerzoekNummer"),
            "volgnummer": _tekst(wortel, "Aanvraag/Kenmerken/volgnummer"),
            "gezag": _tekst(wortel, "Aanvraag/Geadresseerden/bevoegdGezag/oin"),
            "activiteit": _tekst(wortel, "Aanvraag/projectactiviteiten/projectactiviteit/ActiviteitNaam"),
            "documenten": str(len(wortel.xpath("//*[local-name()='documentId']"))),
        }

    def nieuwe_dienst(self, nummer: str, oin: str) -> int:
        pad = f"{hun_contract.BASIS}/verzoeken/{nummer}/uitvoerende-instantie"
        return self.client.post(pad, json={"oinNummer": oin}, headers={"X-Handelend-OIN": self.oin}).status_code

    def _vraag(self, adres: str) -> httpx.Response:
        return self.client.get(adres, headers={"X-Handelend-OIN": self.oin}).raise_for_status()


def _tekst(wortel: etree._Element, pad: str) -> str:
    """The text at a path of local names below the outermost element."""
    xpath = "/*/" + "/".join(f"*[local-name()='{naam}']" for naam in pad.split("/"))
    (gevonden,) = wortel.xpath(xpath)
    return str(gevonden.text)


def anders_genest(xml: str) -> str:
    """A message of ours with the names and the nesting of the supplier."""
    xml = re.sub(r"(</?vx:)verzoek>", r"\1Aanvraag>", xml)
    xml = re.sub(r"(</?vx:)verzoeknummer>", r"\1VerzoekNummer>", xml)
    xml = re.sub(r"(</?vx:)activiteitnaam>", r"\1ActiviteitNaam>", xml)
    nummers = re.search(r"<vx:VerzoekNummer>.*?</vx:volgnummer>", xml, re.S)
    gezag = re.search(r"<vx:bevoegdGezag>.*?</vx:bevoegdGezag>", xml, re.S)
    assert nummers is not None
    assert gezag is not None
    xml = xml.replace(nummers[0], f"<vx:Kenmerken>{nummers[0]}</vx:Kenmerken>")
    return xml.replace(gezag[0], f"<vx:Geadresseerden>{gezag[0]}</vx:Geadresseerden>")


@pytest.fixture
def map_(tmp_path: Path) -> Iterator[Path]:
    """The supplier's contracts, loaded."""
    with Draaiend(klok="2026-03-02T09:00") as sim, httpx.Client(base_url=sim.url, timeout=60) as client:
        nummer = client.post("/_sim/verzoeken", json=OPGAVE).json()["verzoeknummer"]
        onze = client.get(f"{hun_contract.BASIS}/verzoeken/{nummer}/samenvatting").text
    bericht, openapi = tmp_path / "verzoek.xml", tmp_path / "afhandelen.yaml"
    bericht.write_text(anders_genest(onze), encoding="utf-8")
    openapi.write_text(yaml.safe_dump(hun_contract.document()), encoding="utf-8")
    map_ = tmp_path / "eigen"
    opties = ["--contracten", str(map_)]
    namen = ["--operatie", INSTANTIE, "--veld", "oin=oinNummer"]
    for argumenten in (["laden", str(openapi), *namen, *opties], ["laden", str(bericht), "--neem-aan", *opties]):
        uitkomst = CliRunner().invoke(opdrachten, argumenten)
        assert uitkomst.exit_code == 0, uitkomst.output
    yield map_
    profielen.gebruik(None)
    profielen.vergeet()


def test_hun_klant_werkt(map_: Path) -> None:
    with (
        Draaiend(klok="2026-03-02T09:00", contracten=map_) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        nummer = client.post("/_sim/verzoeken", json=OPGAVE).json()["verzoeknummer"]
        klant = HunKlant(client, GEMEENTE)
        klant.haal(nummer)
        assert klant.zaak == {
            "nummer": nummer,
            "volgnummer": "000",
            "gezag": GEMEENTE,
            "activiteit": klant.zaak["activiteit"],
            "documenten": "2",
        }
        assert klant.zaak["activiteit"]
        assert sorted(len(inhoud) for inhoud in klant.bestanden.values()) == [20_000, 70_000]
        assert klant.nieuwe_dienst(nummer, DIENST) == 200
        HunKlant(client, DIENST).haal(nummer)
        assert client.get(f"{hun_contract.BASIS}/verzoeken/{nummer}").json()["behandeldienst"]["oinNummer"] == DIENST


def test_de_merken_zeggen_van_welk_bestand_het_komt(map_: Path) -> None:
    with (
        Draaiend(klok="2026-03-02T09:00", contracten=map_) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        paden = client.get(f"{hun_contract.BASIS}/openapi.json").json()["paths"]
    hun = paden["/verzoeken/{verzoeknummer}/bijlagen/{documentId}"]["get"]
    onze = paden["/verzoeken/_zoek"]["post"]
    assert (hun["x-mark"], "afhandelen.yaml" in hun["x-source"]) == ("client", True)
    assert "afhandelen.yaml" not in onze["x-source"]
    regels = CliRunner().invoke(opdrachten, ["toon", "--contracten", str(map_)]).output
    assert "verzoek.xml van de gebruiker" in regels
