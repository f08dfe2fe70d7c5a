"""The verdict on real deliveries, a week before their datumBekendmaking and with an empty register."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator.lvbb.levering import BekendBesluit, BekendeVersie, Levering, Profiel, open_levering
from simulator.lvbb.rules.oordeel import beoordeel
from tests.lvbb import bouw

# Why: 1519 is a Saturday; 4015, 2503, 4702, 3510 and 1551 want an earlier delivery; the Waterschap package is that of a
# gemeente with other codes put in, so its hash is not that of its file and its omgevingsplan is of a waterschap; the
# manifest-ow of Ontwerptests 1 announces an Ambtsgebied that stands in a comment (a warning, as is STOP0081); the
# Vervang of Sanity 2 has no renvooi (as the official schematron says too).
VERWACHT = {
    "lvbbtest__Intrekking_TijdelijkRegelingDeel_001a_initieel_JWV_verleden": (),
    "lvbbtest__Intrekking_TijdelijkRegelingDeel_001b_intrekking_JWV_verleden": ("LVBB1519",),
    "lvbbtest__Ontwerptests_1_initieel": ("LVBB3510", "REFERENTIE.05", "STOP0081"),
    "lvbbtest__Ontwerptests_2_kennisgeving_voegstappentoe": ("LVBB4702",),
    "lvbbtest__Sanity-check-testeiland_1_InitieelWaterschap": ("LVBB3008", "TPOD2451"),
    "lvbbtest__Sanity-check-testeiland_1_Initieel_Besluit": (),
    "lvbbtest__Sanity-check-testeiland_2_Wijzigingsbesluit": ("LVBB4015", "STOP0086"),
    "lvbbtest__Sanity-check-testeiland_3_Ontwerpwijzigingsbesluit": ("LVBB4015",),
    "lvbbtest__Sanity-check-testeiland_5_KennisgevingOpWijzigingsbesluit": ("LVBB4702",),
    "lvbbtest__Sanity-check-testeiland_7_DirecteMutatie": ("LVBB2503",),
    "lvbbtest__Sanity-check-testeiland_8_Afbreken": ("LVBB1551",),
    "otst__ozon_download_gm0233_bruidsschat": ("LVBB1002",),
    "otst__ozon_download_response_gm9920": ("LVBB1002",),
    "otst__publicatieOpdracht_initieel_gm9920": (),
    "otst__validatieOpdracht_initieel_gm9920": (),
}


def _levering(shared: Path, naam: str) -> Levering:
    inhoud = (shared / "koppelvlakken/data/lvbb/packages" / f"{naam}.zip").read_bytes()
    levering = open_levering(io.BytesIO(inhoud), len(inhoud), date(2021, 11, 24))
    datum = levering.opdracht.datum
    return levering if datum is None else levering.met(vandaag=datum - timedelta(days=7))


@pytest.mark.shared
@pytest.mark.parametrize("naam", VERWACHT)
def test_real_delivery(shared: Path, naam: str) -> None:
    assert tuple(sorted(beoordeel(_levering(shared, naam)).codes)) == VERWACHT[naam]


@pytest.mark.shared
def test_what_the_official_schemas_and_schematron_accept_is_accepted(shared: Path) -> None:
    werk = "/akn/nl/act/gm9920/2020/SanityCheckWestland"
    eerder = BekendeVersie(werk, f"{werk}/nld@1", "regeling", "b", "gepubliceerd", False, "doel", date(2021, 9, 1))
    levering = _levering(shared, "lvbbtest__Ontwerptests_1_initieel").met(register=bouw.Register([], [eerder]))
    assert beoordeel(levering).uitkomst == "valide"
    streng = beoordeel(levering.met(profiel=Profiel(fout=frozenset({"REFERENTIE.05"}))))
    assert (streng.codes, streng.gestopt_in) == (("REFERENTIE.05",), "domein")


@pytest.mark.shared
def test_a_real_change_of_what_is_not_published_yet(shared: Path) -> None:
    levering = _levering(shared, "lvbbtest__Sanity-check-testeiland_2_Wijzigingsbesluit")
    werk = "/akn/nl/act/gm9920/2021/TestReeksNummer1"
    versie = BekendeVersie(werk, f"{werk}/nld@1", "regeling", "eerste", "wacht", False, "doel", date(2021, 9, 1))
    besluit = BekendBesluit("eerste", "eerste", "besluit", "1", "", "wacht", date(2021, 12, 9))
    levering = levering.met(register=bouw.Register([besluit], [versie]))
    assert "LVBB4211" in beoordeel(levering).codes
