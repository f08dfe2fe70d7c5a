"""The documents of a zaak held against those of the message, each by itself."""

import pytest

from simulator.basischeck.checks.stam_documenten import vergelijk
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import Document, Stambericht

SOMMEN = {"id-a": "aa", "id-b": "bb"}


def bericht(*namen: str) -> Stambericht:
    documenten = tuple(Document(f"id-{'abc'[nummer]}", naam, vertrouwelijk=False) for nummer, naam in enumerate(namen))
    return Stambericht("2026030200001", 0, "", "", "", "2026-03-02", (), documenten, ())


TWEE = bericht("a.pdf", "b.pdf")


def zaak(*documenten: dict[str, str]) -> Zaak:
    return Zaak({"documenten": list(documenten)})


@pytest.mark.parametrize("met_id", [True, False])
def test_twee_verwisselde_documenten(met_id: bool) -> None:
    ids = [{"documentId": f"id-{letter}"} if met_id else {} for letter in "ab"]
    gevonden = vergelijk(
        TWEE, zaak({**ids[0], "naam": "a.pdf", "sha256": "bb"}, {**ids[1], "naam": "b.pdf", "sha256": "aa"}), SOMMEN
    )
    assert gevonden.anders == ("a.pdf heeft de inhoud van b.pdf", "b.pdf heeft de inhoud van a.pdf")
    assert gevonden.bekeken == ("a.pdf", "b.pdf")


def test_twee_verwisselde_namen() -> None:
    gevonden = vergelijk(
        TWEE,
        zaak(
            {"documentId": "id-a", "naam": "b.pdf", "sha256": "aa"},
            {"documentId": "id-b", "naam": "a.pdf", "sha256": "bb"},
        ),
        SOMMEN,
    )
    assert gevonden.anders == (
        "a.pdf staat in de zaak onder de naam van b.pdf",
        "b.pdf staat in de zaak onder de naam van a.pdf",
    )


@pytest.mark.parametrize(
    "documenten",
    [
        [{"naam": "a.pdf", "sha256": "AA"}, {"naam": "b.pdf", "sha256": "bb"}],
        [{"naam": "0001-b.pdf", "sha256": "bb"}, {"naam": "0002-a.pdf", "sha256": "aa"}],
        [{"documentId": "id-a", "naam": "tekening", "sha256": "aa"}, {"documentId": "id-b", "sha256": "bb"}],
        [{"documentId": "7", "naam": "a.pdf", "sha256": "aa"}, {"documentId": "8", "naam": "b.pdf", "sha256": "bb"}],
        [{"naam": "a.pdf", "sha256": "aa"}, {"naam": "b.pdf", "sha256": "bb"}, {"naam": "c.pdf", "sha256": "cc"}],
    ],
)
def test_in_orde(documenten: list[dict[str, str]]) -> None:
    gevonden = vergelijk(TWEE, zaak(*documenten), SOMMEN)
    assert (gevonden.anders, gevonden.bekeken) == ((), ("a.pdf", "b.pdf"))


def test_documenten_met_een_naam_zijn_zonder_id_niet_uit_elkaar_te_houden() -> None:
    zelfde = bericht("a.pdf", "a.pdf")
    rijen = [{"naam": "a.pdf", "sha256": "bb"}, {"naam": "a.pdf", "sha256": "aa"}]
    assert vergelijk(zelfde, zaak(*rijen), SOMMEN).anders == ()
    met_id = [{**rij, "documentId": id_} for rij, id_ in zip(rijen, SOMMEN, strict=True)]
    assert len(vergelijk(zelfde, zaak(*met_id), SOMMEN).anders) == 2


def test_een_andere_inhoud_en_een_document_dat_er_niet_is() -> None:
    gevonden = vergelijk(TWEE, zaak({"naam": "a.pdf", "sha256": "ff"}), SOMMEN)
    assert gevonden.anders == ("a.pdf heeft een andere inhoud dan is opgehaald", "b.pdf ontbreekt in de zaak")


@pytest.mark.parametrize("sommen", [{}, {"id-a": ""}])
def test_zonder_sommen_is_er_niets_vergeleken(sommen: dict[str, str]) -> None:
    gevonden = vergelijk(TWEE, zaak({"naam": "a.pdf", "sha256": "aa"}, {"naam": "b.pdf", "sha256": "bb"}), sommen)
    assert (gevonden.bekeken, gevonden.anders) == ((), ())
