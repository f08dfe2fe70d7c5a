"""`dso-sim check`: what it says of a package whose date does not fit, and where it fails itself."""

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest
from typer.testing import CliRunner

from simulator import controle
from simulator.cli import hoofd
from simulator.lvbb.rules import oordeel
from simulator.lvbb.rules.alle import REGELS
from tests.lvbb import bouw

G = bouw.Gegevens()  # judged on Monday 2 March 2026, published on Tuesday 10 March
OP_TIJD, TE_LAAT = "2026-03-02", "2026-11-29"


def maak(pad: Path, datum: str = "", besluit: tuple[bytes, bytes] = (b"", b"")) -> Path:
    """A package; datum: another datumBekendmaking; besluit: what is replaced in it."""
    bestanden = bouw.bestanden_besluit(G)
    opdracht = bestanden["opdracht.xml"].decode().replace(str(G.datum_bekendmaking), datum or str(G.datum_bekendmaking))
    bestanden |= {"opdracht.xml": opdracht.encode(), "besluit.xml": bestanden["besluit.xml"].replace(*besluit)}
    pad.write_bytes(bouw.zip_van(bestanden))
    return pad


def check(*args: Any) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `dso-sim check`."""
    uit = CliRunner().invoke(hoofd, ["check", *map(str, args)])
    assert uit.exception is None or isinstance(uit.exception, SystemExit), uit.exception
    return uit.exit_code, uit.stdout, uit.stderr


def check_json(*args: Any) -> dict[str, Any]:
    gelezen: dict[str, Any] = json.loads(check("--json", *args)[1])
    return gelezen


def codes(gevonden: dict[str, Any]) -> list[str]:
    return [melding["code"] for melding in gevonden["meldingen"]]


KAPOT = (b"<BesluitVersie>", b"<BesluitVersie><x/>")  # LVBB2003


class TestDatum:
    """The date is told, and the rest judged as on a day that fits."""

    def test_a_day_too_late(self, tmp_path: Path) -> None:
        zip_ = maak(tmp_path / "a.zip", besluit=KAPOT)
        gevonden = check_json("--vandaag", TE_LAAT, zip_)
        assert codes(gevonden) == ["LVBB1501", "LVBB2003"]
        assert (gevonden["uitkomst"], gevonden["gestoptIn"]) == ("niet-valide", "schema")
        assert gevonden["beoordeeldAlsOp"] == {"vandaag": "2026-03-09", "datumBekendmaking": "2026-03-10"}
        assert gevonden["anderMoment"] is None
        code, uit, _ = check("--vandaag", TE_LAAT, zip_)
        assert code == 1
        assert "beoordeeld alsof het 2026-03-09 is, met datumBekendmaking 2026-03-10" in uit
        assert "Niet bereikt: inhoud, consolidatie, geometrie, ozon. Eerst moet de fout in de fase schema eruit." in uit

    @pytest.mark.parametrize(
        ("datum", "gemeld", "dag", "ander"),
        [
            ("2026-03-07", ["LVBB1519"], OP_TIJD, "2026-03-09"),  # a Saturday
            ("2026-02-28", ["LVBB1501", "LVBB1519"], "2026-03-01", "2026-03-02"),
            ("0001-01-01", ["LVBB1501", "LVBB1519"], "0001-01-01", "0001-01-02"),
            ("9999-12-30", [], None, None),  # a Thursday, and far away
            ("10000-01-01", ["LVBB1501"], OP_TIJD, "2026-03-03"),  # no date that the LVBB reads
        ],
    )
    def test_another_date(
        self, tmp_path: Path, datum: str, gemeld: list[str], dag: str | None, ander: str | None
    ) -> None:
        gevonden = check_json("--vandaag", OP_TIJD, maak(tmp_path / "a.zip", datum))
        assert codes(gevonden)[: len(gemeld)] == gemeld
        als_op = {"vandaag": dag, "datumBekendmaking": ander}
        assert gevonden["beoordeeldAlsOp"] == (als_op if dag else None)

    def test_only_the_date_is_wrong(self, tmp_path: Path) -> None:
        zip_ = maak(tmp_path / "a.zip")
        code, uit, _ = check("--vandaag", TE_LAAT, zip_)
        assert code == 1
        assert f"dso-sim check --vandaag 2026-03-09 {zip_}" in uit
        assert check("--vandaag", "2026-03-09", zip_)[0] == 0

    def test_a_date_that_fits_is_judged_as_it_is(self, tmp_path: Path) -> None:
        zip_ = maak(tmp_path / "a.zip", besluit=KAPOT)
        gevonden = check_json("--vandaag", OP_TIJD, zip_)
        assert codes(gevonden) == ["LVBB2003"]
        assert gevonden["beoordeeldAlsOp"] is None
        assert "alsof het" not in check("--vandaag", OP_TIJD, zip_)[1]

    def test_streng_stops_as_the_chain_does(self, tmp_path: Path) -> None:
        zip_ = maak(tmp_path / "a.zip", besluit=KAPOT)
        gevonden = check_json("--streng", "--vandaag", TE_LAAT, zip_)
        assert (codes(gevonden), gevonden["gestoptIn"]) == (["LVBB1501"], "opdracht")
        assert gevonden["beoordeeldAlsOp"] is None
        assert "alsof het" not in check("--streng", "--vandaag", TE_LAAT, zip_)[1]
        assert check_json("--streng", "--vandaag", TE_LAAT, maak(tmp_path / "b.zip"))["anderMoment"] == "2026-03-09"


class TestNietBeoordeeld:
    """By phase, what nobody looked at."""

    def test_a_good_package(self, tmp_path: Path) -> None:
        zip_ = maak(tmp_path / "a.zip")
        gevonden = check_json("--vandaag", OP_TIJD, zip_)
        fasen = {niet["fase"]: niet for niet in gevonden["nietBeoordeeld"]}
        assert fasen["ozon"]["reden"] == "de proefregistratie van OZON loopt niet in de simulator"
        assert all(niet["bereikt"] for niet in fasen.values())
        assert not {"technisch", "schema", "domein"} & set(fasen)
        code, uit, _ = check("--vandaag", OP_TIJD, zip_, zip_)
        assert code == 0
        assert uit.count("Nooit beoordeeld: ") == 1
        assert "Niet bereikt" not in uit

    def test_what_comes_after_a_fault(self, tmp_path: Path) -> None:
        gevonden = check_json("--vandaag", OP_TIJD, maak(tmp_path / "a.zip", besluit=KAPOT))
        niet_bereikt = [niet["fase"] for niet in gevonden["nietBeoordeeld"] if not niet["bereikt"]]
        assert niet_bereikt == ["inhoud", "consolidatie", "geometrie", "ozon"]

    def test_what_is_no_zip(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"geen zip")
        gevonden = check_json(tmp_path / "a.zip")
        assert gevonden["nietBeoordeeld"][0] == {
            "fase": "technisch",
            "bereikt": True,
            "reden": "de eerste technische oorzaak gaat voor; wat daarna komt is niet bekeken",
        }
        assert "Niet bereikt: opdracht, domein" in check(tmp_path / "a.zip")[1]


def stuk(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise OverflowError("met\nopzet")


class TestEigenFout:
    """A fault of the simulator: exit code 4, one line, no traceback, and the other files are judged."""

    def test_outside_the_rules(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        goed = maak(tmp_path / "goed.zip")
        echt = controle.open_levering
        monkeypatch.setattr(
            controle, "open_levering", lambda bron, *a, **k: stuk() if "stuk" in bron.name else echt(bron, *a, **k)
        )
        slecht = maak(tmp_path / "stuk.zip")
        code, uit, fout = check("--vandaag", OP_TIJD, slecht, goed)
        assert code == 4
        assert fout == (
            f"{slecht}: niet beoordeeld door een fout in de simulator (OverflowError: met opzet); bewaar het bestand\n"
        )
        assert f"{goed}: valide" in uit
        regels = check("--json", "--vandaag", OP_TIJD, slecht, goed)[1].splitlines()
        eerste, tweede = (json.loads(regel) for regel in regels if regel.startswith("{"))
        assert (eerste["uitkomst"], codes(eerste)) == ("technisch", ["SIM-0003"])
        assert tweede["uitkomst"] == "valide"
        assert eerste.keys() == tweede.keys()

    def test_in_a_rule(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(oordeel, "REGELS", {**REGELS, "BHKV1049": stuk})
        code, uit, fout = check("--vandaag", OP_TIJD, maak(tmp_path / "a.zip"))
        assert (code, fout) == (4, "")
        assert "SIM-0003 fout: Regel BHKV1049 is niet beoordeeld door een fout in de simulator" in uit
        assert "Traceback" not in uit

    def test_a_template_that_was_not_filled_in_is_no_fault_of_ours(self, tmp_path: Path) -> None:
        bestanden = bouw.bestanden_besluit(G)
        bestanden["opdracht.xml"] = bestanden["opdracht.xml"].replace(b"http://www.overheid.nl/2017/lvbb", b"${ns}")
        (tmp_path / "a.zip").write_bytes(bouw.zip_van(bestanden))
        code, uit, fout = check(tmp_path / "a.zip")
        assert (code, fout) == (1, "")
        assert "gekregen ${ns}" in uit

    def test_a_file_that_is_not_there_is_another_code(self, tmp_path: Path) -> None:
        code, _, fout = check(tmp_path / "nergens.zip", maak(tmp_path / "a.zip", besluit=KAPOT))
        assert code == 2
        assert "niet te lezen" in fout
