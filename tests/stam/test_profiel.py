"""Mapping files: what they must hold, what ours say, and how those of a user go before ours."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.contract.rules import MARKS
from simulator.places import place
from simulator.stam import berichten
from simulator.stam.profiel import Knoop, Profiel, ProfielFout, bestand, bewaar, gebruik, profiel, profielen, vergeet
from tests.stam import strategie

PROFIELEN = ("stam-v2", "stam-v3", "stam-v4")


@pytest.fixture
def eigen_map(tmp_path: Path) -> Iterator[Path]:
    gebruik(tmp_path)
    yield tmp_path
    gebruik(None)


def _zelfde(een: Profiel, ander: Profiel) -> bool:
    """Whether two profiles say the same, wherever they were read."""
    return {**vars(een), "map": None} == {**vars(ander), "map": None}


@pytest.mark.parametrize("naam", PROFIELEN)
def test_elk_element_heeft_een_merk_en_een_bron(naam: str) -> None:
    gelezen = profiel(naam)
    knopen = [*gelezen.verzoek.alle(), *gelezen.notificatie.alle()]
    assert {knoop.mark for knoop in knopen} == {"client", "inferred"} < set(MARKS)
    assert [knoop.element for knoop in knopen if not re.search("docs/bronnen.md#|CIM-AM", knoop.source)] == []
    assert gelezen.mark == "inferred"


@pytest.mark.parametrize("naam", PROFIELEN)
def test_een_bewaard_profiel_is_hetzelfde(naam: str, tmp_path: Path) -> None:
    pad = tmp_path / bestand.BESTAND
    pad.write_text(bestand.schrijf(profiel(naam)), encoding="utf-8")
    assert _zelfde(bestand.lees(pad, tmp_path), profiel(naam))


def test_wat_stam_3_en_2_anders_hebben() -> None:
    v2, v3, v4 = (profiel(naam) for naam in PROFIELEN)
    namen = {p.naam: {knoop.naam for knoop in p.verzoek.alle()} for p in (v2, v3, v4)}
    assert namen["stam-v4"] - namen["stam-v3"] == {
        "activiteitnaam", "adresaanduiding", "indienDatum", "participatie",
    }  # fmt: skip
    assert namen["stam-v3"] - namen["stam-v4"] == {"activiteitNaam", "adresAanduiding", "indiendatum"}
    assert namen["stam-v2"] == namen["stam-v3"]
    assert set(v4.namespaces) == set(v3.namespaces) == {"vx", "imam", "ic", "gml"}
    assert v2.namespaces == {"vx": "http://www.omgevingswet.nl/koppelvlak/stam-v2/IMAM", "gml": v4.namespaces["gml"]}


def test_het_profiel_van_de_gebruiker_gaat_voor(eigen_map: Path) -> None:
    ons = profiel("stam-v4")
    eigen = replace(ons, mark="client", source="eigen", namespaces={**ons.namespaces, "vx": "urn:eigen"}, schemas={})
    bewaar(eigen, eigen_map)
    assert _zelfde(profiel("stam-v4"), eigen)
    assert [(p.naam, p.source) for p in profielen().values()] == [
        ("stam-v2", profiel("stam-v2").source),
        ("stam-v3", profiel("stam-v3").source),
        ("stam-v4", "eigen"),
    ]
    assert b'xmlns:vx="urn:eigen"' in berichten.verzoek_xml("stam-v4", strategie.volle()[0])
    gebruik(None)
    assert _zelfde(profiel("stam-v4"), ons)
    assert _zelfde(profiel("stam-v4", eigen_map), eigen)


def test_een_basis_mag_van_ons_zijn(eigen_map: Path) -> None:
    pad = eigen_map / "stam" / "stam-v4" / bestand.BESTAND
    pad.parent.mkdir(parents=True)
    regels = ["profiel: stam-v4", "basis: stam-v4", "mark: client", "source: zelf geschreven", "schemas: {}"]
    pad.write_text("\n".join([*regels, "namen: {adresaanduiding: adresAanduiding}"]), encoding="utf-8")
    vergeet()
    geschreven = berichten.verzoek_xml("stam-v4", strategie.volle()[0])
    assert b"vx:adresAanduiding>" in geschreven
    assert berichten.lees_verzoek("stam-v4", geschreven) == strategie.volle()[0]


def test_een_vaste_tekst_staat_in_elk_bericht(eigen_map: Path) -> None:
    ons = profiel("stam-v4")
    verzoek = ons.verzoek.kinderen[0]
    erbij = Knoop("vx:versie", "client", "eigen", vast="4.0 <&>")
    bewaar(
        replace(
            ons,
            schemas={},
            verzoek=replace(ons.verzoek, kinderen=(replace(verzoek, kinderen=(erbij, *verzoek.kinderen)),)),
        ),
        eigen_map,
    )
    geschreven = berichten.verzoek_xml("stam-v4", strategie.volle()[0])
    assert b"<vx:versie>4.0 &lt;&amp;&gt;</vx:versie>" in geschreven
    assert berichten.lees_verzoek("stam-v4", geschreven) == strategie.volle()[0]


@pytest.mark.parametrize("naam", ["../weg.xsd", "map/b.xsd"])
def test_een_schemabestand_blijft_in_zijn_map(naam: str, tmp_path: Path) -> None:
    with pytest.raises(ProfielFout, match="geen naam van een bestand in deze map"):
        bewaar(profiel("stam-v4"), tmp_path / "hier", {naam: b""})
    assert not (tmp_path / "weg.xsd").exists()


def test_een_eigen_profiel_dat_niet_klopt_wordt_aan_het_begin_gezegd(eigen_map: Path) -> None:
    pad = eigen_map / "stam" / "stam-v4" / bestand.BESTAND
    pad.parent.mkdir(parents=True)
    pad.write_text("profiel: stam-v4", encoding="utf-8")
    vergeet()
    with pytest.raises(ProfielFout, match=r"stam-v4/bericht\.yaml: 'namespaces' ontbreekt"):
        gebruik(eigen_map)


def _ruw() -> dict[str, Any]:
    return yaml.safe_load(bestand.schrijf(profiel("stam-v4")))


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("mark", "zeker", "mark 'zeker' is niet een van"),
        ("source", None, "source ontbreekt"),
        ("element", "zz:verzoek", "zz:verzoek: de prefix zz heeft geen namespace"),
        ("vorm", "woord:weg", "vorm 'woord:weg' is niet een van tekst, code"),
        ("deel", "weg", "deel weg bestaat niet"),
        ("kleur", "rood", "onbekend veld kleur"),
        ("als", "Mens", "als 'Mens' is niet een van NatuurlijkPersoon"),
        ("uit", "verzoeknummer", "heeft een waarde en ook elementen"),
    ],
)
def test_een_element_dat_niet_klopt(veld: str, waarde: str | None, melding: str, tmp_path: Path) -> None:
    ruw = _ruw()
    ruw["verzoek"][0][veld] = waarde
    with pytest.raises(ProfielFout, match=melding):
        _lees(tmp_path, yaml.safe_dump(ruw))


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("profiel: [", "is geen YAML"),
        ("- een\n- rij", "verwacht een reeks sleutels met waarden"),
        ("profiel: eigen", "'namespaces' ontbreekt of heeft een andere vorm"),
        ("basis: stam-v1", "het profiel stam-v1 bestaat niet"),
        ("basis: ../stam/stam-v4", r"het profiel \.\./stam/stam-v4 bestaat niet"),
        ("basis: stam-v4\nwoorden: {doel: {Intrekken: [x]}}", "woorden, doel: geen schrijfwijze van Initiëren"),
        ("basis: stam-v4\nverzoek: []", "een bericht heeft één hoofdelement, gekregen 0"),
        (
            "basis: stam-v4\ndelen: {instantie: [{element: vx:a, mark: client, source: s, deel: instantie}]}",
            "verwijst een deel naar zichzelf",
        ),
    ],
)
def test_een_bestand_dat_niet_klopt(tekst: str, melding: str, tmp_path: Path) -> None:
    with pytest.raises(ProfielFout, match=melding):
        _lees(tmp_path, tekst)


def _lees(map_: Path, tekst: str) -> Profiel:
    pad = map_ / bestand.BESTAND
    pad.write_text(tekst, encoding="utf-8")
    return bestand.lees(pad, place("contracts") / "stam")
