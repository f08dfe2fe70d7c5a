"""The packages of the reference software: complete, consistent, and the same every time."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from simulator.basischeck.reference import pakket as p
from simulator.basischeck.reference.besluit import Besluit
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.xml import DATA, GEO, LVBB, TEKST, XLINK, lees

HREF = f"{{{XLINK}}}href"


def uitgepakt(inhoud: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        return {naam: archief.read(naam) for naam in archief.namelist()}


def ow_objecten(bestanden: dict[str, bytes]) -> dict[str, object]:
    """Every OW object by its identificatie."""
    gevonden = {}
    for naam, inhoud in bestanden.items():
        if naam.startswith("ow"):
            for knoop in lees(inhoud).iter():
                if isinstance(knoop.tag, str) and knoop.tag.endswith("}identificatie"):
                    assert knoop.text not in gevonden
                    gevonden[knoop.text] = knoop.getparent()
    return gevonden


def wids(bestanden: dict[str, bytes]) -> set[str]:
    return {wid for knoop in lees(bestanden["besluit.xml"]).iter() if (wid := knoop.get("wId"))}


@pytest.mark.parametrize("versie", [1, 2])
def test_manifest_names_every_file_once(eerste: Besluit, wijziging: Besluit, versie: int) -> None:
    bestanden = uitgepakt(p.publicatiepakket(eerste if versie == 1 else wijziging, "een-levering"))
    namen = [knoop.text for knoop in lees(bestanden["manifest.xml"]).iter(f"{{{LVBB}}}bestandsnaam")]
    assert sorted(namen) == sorted(bestanden)
    assert all(re.fullmatch(r"[0-9A-Za-z._-]+", naam) for naam in bestanden)


def test_opdracht(eerste: Besluit) -> None:
    bestanden = uitgepakt(p.publicatiepakket(eerste, "een-levering", p.VALIDATIE))
    wortel = lees(bestanden["opdracht.xml"])
    velden = {knoop.tag.rsplit("}")[-1]: knoop.text for knoop in wortel}
    assert wortel.tag == f"{{{LVBB}}}validatieOpdracht"
    assert velden == {
        "idLevering": "een-levering",
        "idBevoegdGezag": "00000009001000009920",
        "idAanleveraar": "00000009001000009920",
        "publicatie": "besluit.xml",
        "datumBekendmaking": "2026-03-03",
    }


def test_afbreken_holds_only_opdracht_and_manifest() -> None:
    opdracht = p.Opdracht(p.AFBREKEN, "weg-1", "1" * 20, "2" * 20, identificatie="/akn/nl/bill/gm9920/2026/x")
    bestanden = uitgepakt(p.pakket(opdracht, {}))
    assert set(bestanden) == {"opdracht.xml", "manifest.xml"}
    assert b"<identificatie>/akn/nl/bill/gm9920/2026/x</identificatie>" in bestanden["opdracht.xml"]


def test_hash_is_that_of_the_gml(eerste: Besluit) -> None:
    bestanden = p.besluit_bestanden(eerste, "een-levering")
    io_xml = lees(bestanden["gio-gebieden.xml"])
    naam = io_xml.findtext(f".//{{{DATA}}}bestandsnaam")
    assert io_xml.findtext(f".//{{{DATA}}}hash") == hashlib.sha512(bestanden[str(naam)]).hexdigest()


def test_same_besluit_same_bytes(eerste: Besluit) -> None:
    assert p.publicatiepakket(eerste, "een-levering") == p.publicatiepakket(replace(eerste), "een-levering")
    assert p.publicatiepakket(eerste, "een-levering") != p.publicatiepakket(eerste, "andere-levering")


def test_coordinates_are_closed_and_in_millimetres(eerste: Besluit) -> None:
    lijsten = [
        k.text for k in lees(p.besluit_bestanden(eerste, "l")["gio-gebieden.gml"]).iter() if "posList" in str(k.tag)
    ]
    assert len(lijsten) == 2
    for lijst in lijsten:
        getallen = str(lijst).split()
        assert getallen[:2] == getallen[-2:]
        assert all(re.fullmatch(r"\d+\.\d{3}", getal) for getal in getallen)


def test_every_reference_of_the_first_version_resolves(eerste: Besluit, dossier: Dossier) -> None:
    bestanden = p.besluit_bestanden(eerste, "l")
    objecten = ow_objecten(bestanden)
    geometrieen = {k.text for k in lees(bestanden["gio-gebieden.gml"]).iter() if str(k.tag).endswith("}id")}
    verwijzingen = {
        href for n, i in bestanden.items() if n.startswith("ow") for k in lees(i).iter() if (href := k.get(HREF))
    }
    buiten = verwijzingen - set(objecten) - geometrieen
    assert buiten == {"nl.imow-gm9920.activiteit.ActInOmgevingsplanGem"}
    assert geometrieen <= verwijzingen
    assert sum(".regelingsgebied." in str(sleutel) for sleutel in objecten) == 1
    gebruikt = {
        s
        for s in objecten
        if not re.search(r"\.(regelingsgebied|juridischeregel|activiteitlocatieaanduiding)\.", str(s))
    }
    assert gebruikt <= verwijzingen, "an object that nothing refers to"
    assert {"regeltekst", "juridischeregel", "activiteit", "gebied", "gebiedengroep", "gebiedsaanwijzing"} <= {
        str(sleutel).split(".")[2] for sleutel in objecten
    }


def test_change_refers_to_what_it_brings_or_what_was_there(eerste: Besluit, wijziging: Besluit) -> None:
    was, wordt = (p.besluit_bestanden(besluit, "l") for besluit in (eerste, wijziging))
    bekend = {**ow_objecten(was), **ow_objecten(wordt)}
    verwijzingen = {
        href for n, i in wordt.items() if n.startswith("ow") for k in lees(i).iter() if (href := k.get(HREF))
    }
    assert verwijzingen <= set(bekend)


def test_regelteksten_stand_in_the_text(eerste: Besluit, wijziging: Besluit) -> None:
    for besluit in (eerste, wijziging):
        bestanden = p.besluit_bestanden(besluit, "l")
        regelteksten = {
            k.get("wId") for k in lees(bestanden["owRegels.xml"]).iter() if str(k.tag).endswith("}Regeltekst")
        }
        assert regelteksten
        assert regelteksten <= wids(bestanden)


def test_doel_and_regeling_agree(eerste: Besluit) -> None:
    bestanden = p.besluit_bestanden(eerste, "l")
    besluit, manifest_ow = lees(bestanden["besluit.xml"]), bestanden["manifest-ow.xml"].decode()
    doelen = {k.text for k in besluit.iter(f"{{{DATA}}}doel")}
    assert doelen == {eerste.doel}
    assert f"<DoelID>{eerste.doel}</DoelID>" in manifest_ow
    assert f"<WorkIDRegeling>{eerste.dossier.regeling}</WorkIDRegeling>" in manifest_ow
    assert besluit.find(f".//{{{TEKST}}}RegelingCompact").get("wordt") == eerste.dossier.regeling_versie(1)


def test_manifest_ow_lists_exactly_the_types_in_the_files(eerste: Besluit, wijziging: Besluit) -> None:
    for besluit in (eerste, wijziging):
        bestanden = p.besluit_bestanden(besluit, "l")
        for rij in lees(bestanden["manifest-ow.xml"]).iter("{*}Bestand"):
            naam, *typen = (str(kind.text) for kind in rij)
            objecten = [k[0].tag.rsplit("}")[-1] for k in lees(bestanden[naam]).iter("{*}owObject")]
            assert set(objecten) == set(typen)


def test_change_has_every_kind_of_step(wijziging: Besluit) -> None:
    mutatie = lees(p.besluit_bestanden(wijziging, "l")["besluit.xml"]).find(f".//{{{TEKST}}}RegelingMutatie")
    assert mutatie is not None
    assert {k.tag.rsplit("}")[-1] for k in mutatie} == {"Vervang", "VoegToe", "VervangKop", "Verwijder"}
    assert mutatie.get("was") == wijziging.dossier.regeling_versie(1)
    for stap in ("Vervang", "VervangKop"):
        deel = mutatie.find(f"{{{TEKST}}}{stap}")
        assert deel.find(f".//{{{TEKST}}}NieuweTekst") is not None
    beeindigd = [k.text for k in lees(p.besluit_bestanden(wijziging, "l")["owRegels.xml"]).iter("{*}status")]
    assert beeindigd == ["beëindigen", "beëindigen"]


def test_change_names_wids_of_the_first_version(eerste: Besluit, wijziging: Besluit) -> None:
    bekend = wids(p.besluit_bestanden(eerste, "l"))
    mutatie = lees(p.besluit_bestanden(wijziging, "l")["besluit.xml"]).find(f".//{{{TEKST}}}RegelingMutatie")
    assert {k.get("wat") or k.get("context") for k in mutatie} <= bekend
    nieuw = {k.get("wId") for k in mutatie.iter() if k.get("wId")} - bekend
    assert nieuw
    assert all(str(wid).startswith("gm9920_2__") for wid in nieuw)


def test_procedure_steps_are_those_of_the_besluit(eerste: Besluit) -> None:
    def stappen(besluit: Besluit) -> list[str]:
        wortel = lees(p.besluit_bestanden(besluit, "l")["besluit.xml"])
        return [str(k.text)[-3:] for k in wortel.iter(f"{{{DATA}}}soortStap")]

    assert stappen(eerste) == ["002", "003"]
    assert stappen(replace(eerste, stappen=("002",))) == ["002"]


def test_no_paragraph_is_only_markup(eerste: Besluit, wijziging: Besluit) -> None:
    """Indenting would then add spaces to the text."""
    for besluit in (eerste, wijziging):
        for knoop in lees(p.besluit_bestanden(besluit, "l")["besluit.xml"]).iter(
            f"{{{TEKST}}}Al", f"{{{TEKST}}}Opschrift"
        ):
            assert (knoop.text or "").strip()


@pytest.mark.parametrize("omvang", [10_000, 100_000])
def test_package_of_a_size(omvang: int) -> None:
    inhoud = p.pakket_van_omvang(omvang, date(2026, 3, 2), "groot", "groot-1")
    assert abs(len(inhoud) - omvang) < omvang / 10
    bestanden = uitgepakt(inhoud)
    gml = lees(bestanden["gio-gebieden.gml"])
    assert len(list(gml.iter(f"{{{GEO}}}Locatie"))) == 2


def test_writes_packages_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    p.main([str(tmp_path / "uit"), "--vandaag", "2026-03-02"])
    assert [pad.name for pad in sorted((tmp_path / "uit").iterdir())] == [
        "1-validatie.zip",
        "2-publicatie.zip",
        "3-wijziging.zip",
        "4-afbreken.zip",
    ]
    assert "2-publicatie.zip" in capsys.readouterr().out


@pytest.mark.shared
def test_official_schemas_and_schematron_find_nothing(shared: Path, eerste: Besluit, wijziging: Besluit) -> None:
    orakel = _orakel(shared)
    pakketten = [
        p.publicatiepakket(eerste, "l-1", p.VALIDATIE),
        p.publicatiepakket(eerste, "l-2"),
        p.publicatiepakket(wijziging, "l-3"),
        p.pakket(p.Opdracht(p.AFBREKEN, "l-4", "1" * 20, "2" * 20, identificatie=eerste.work), {}),
        p.pakket_van_omvang(20_000, eerste.vandaag, "groot", "l-5"),
    ]
    for pakket in pakketten:
        xsd, codes = orakel.judge(pakket)
        assert set(xsd.values()) == {"ok"}
        assert codes == {}


@pytest.mark.shared
def test_official_schematron_finds_the_missing_signature(shared: Path, eerste: Besluit) -> None:
    _, codes = _orakel(shared).judge(p.publicatiepakket(replace(eerste, stappen=("002",)), "l-1"))
    assert set(codes) == {"BHKV1048"}


def _orakel(shared: Path) -> object:
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    pytest.importorskip("saxonche")
    lader = SourceFileLoader("orakel_van_referentie", str(shared / "tools" / "oracle"))
    module = module_from_spec(spec_from_loader(lader.name, lader))
    lader.exec_module(module)
    return module.Oracle()
