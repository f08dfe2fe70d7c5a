"""What is set up of loket and beheerportaal, and what cannot be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from simulator.kernel.kern import Kern
from simulator.kernel.store import Begin, Wereld
from simulator.kernel.transactie import Tx
from simulator.stam import configuratie
from simulator.stam.configuratie import Aanvraagbaar, Behandeling, Mandaat
from simulator.stam.errors import ConfiguratieBotst, ConfiguratieOnbekend, ConfiguratieOngeldig

EILAND, DIENST, REGIO = "00000009001000009920", "00000009000000009920", "00000009000000009921"
KAP, MILIEU = "nl.imow-gm9920.activiteit.HoutopstandVellen", "nl.imow-gm9920.activiteit.MilieubelastendeAct"
RIJ = Behandeling(date(2026, 1, 1), EILAND, MILIEU, DIENST)


@pytest.fixture
def tx() -> Iterator[Tx]:
    kern = Kern(None, Begin(1, datetime(2026, 3, 2, 9, tzinfo=UTC), 0), [])
    with Wereld(kern.store).schrijf() as tx:
        yield tx
    kern.stop()


def test_an_activiteit_is_set_changed_and_removed(tx: Tx) -> None:
    eerst = Aanvraagbaar(KAP, "Boom kappen", vereisten=("Aanvraag vergunning",), concept=False)
    configuratie.zet_activiteit(tx, eerst)
    assert configuratie.activiteiten(tx) == [eerst]
    dan = replace(eerst, naam="Vellen", gezag="provincie", magneet=True)
    configuratie.zet_activiteit(tx, dan)
    configuratie.zet_activiteit(tx, Aanvraagbaar("nl.imow-gm992.activiteit.X", "Van een ander"))
    assert configuratie.activiteiten(tx, van="gm9920") == [dan]
    assert configuratie.activiteiten(tx, van="gm9920", soort="Melding") == []
    assert configuratie.heeft_activiteiten(tx, "gm9920")
    assert configuratie.verwijder_activiteit(tx, KAP) is True
    assert configuratie.verwijder_activiteit(tx, KAP) is False
    assert not configuratie.heeft_activiteiten(tx, "gm9920")


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"activiteit_id": "Boom kappen"}, "id van een activiteit"),
        ({"activiteit_id": "nl.imow-gm9920.activiteit.a/../b"}, "id van een activiteit"),
        ({"naam": " "}, "naam"),
        ({"gezag": "keizer"}, "gemeente, provincie"),
        ({"vereisten": ("Verzoek",)}, "kies uit Aanvraag vergunning"),
    ],
)
def test_an_activiteit_that_cannot_be(tx: Tx, anders: dict[str, Any], reden: str) -> None:
    with pytest.raises(ConfiguratieOngeldig, match=reden):
        configuratie.zet_activiteit(tx, replace(Aanvraagbaar(KAP, "Boom kappen"), **anders))
    assert configuratie.activiteiten(tx) == []


def test_a_behandeldienst_is_set_changed_and_removed(tx: Tx) -> None:
    eerst = configuratie.zet_behandeling(tx, RIJ)
    assert eerst.id
    dan = configuratie.zet_behandeling(tx, replace(eerst, behandeldienst=REGIO, einddatum=date(2026, 6, 1)))
    assert dan.id == eerst.id
    assert configuratie.behandelingen(tx) == [dan]
    configuratie.verwijder_behandeling(tx, dan.id)
    assert configuratie.behandelingen(tx) == []
    with pytest.raises(ConfiguratieOnbekend, match="behandeldienstconfiguratie"):
        configuratie.verwijder_behandeling(tx, dan.id)


@pytest.mark.parametrize(
    ("anders", "waar"),
    [({}, "zonder gebied"), ({"einddatum": date(2026, 1, 1)}, "zonder gebied")],
)
def test_two_for_the_same_are_refused(tx: Tx, anders: dict[str, Any], waar: str) -> None:
    configuratie.zet_behandeling(tx, RIJ)
    with pytest.raises(ConfiguratieBotst, match=f"Omgevingsdienst Oefenland.*{waar}"):
        configuratie.zet_behandeling(tx, replace(RIJ, behandeldienst=REGIO, **anders))
    assert len(configuratie.behandelingen(tx)) == 1


@pytest.mark.parametrize(
    "anders",
    [
        {"gebied": "gm9921"},
        {"toestemming": "Melding"},
        {"begindatum": date(2026, 7, 1)},
        {"activiteit_id": KAP},
        {"bevoegd_gezag": "00000009001000009921"},
    ],
)
def test_another_area_type_time_or_activiteit_may(tx: Tx, anders: dict[str, Any]) -> None:
    configuratie.zet_behandeling(tx, replace(RIJ, einddatum=date(2026, 6, 30)))
    configuratie.zet_behandeling(tx, replace(RIJ, behandeldienst=REGIO, **anders))
    assert len(configuratie.behandelingen(tx)) == 2


def test_two_for_the_same_area_are_refused(tx: Tx) -> None:
    configuratie.zet_behandeling(tx, replace(RIJ, gebied="gm9920"))
    with pytest.raises(ConfiguratieBotst, match="in het gebied van gm9920"):
        configuratie.zet_behandeling(tx, replace(RIJ, gebied="gm9920", behandeldienst=REGIO))


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"behandeldienst": "gm9920"}, "twintig cijfers"),
        ({"behandeldienst": EILAND}, "het bevoegd gezag zelf"),
        ({"activiteit_id": ""}, "id van een activiteit"),
        ({"toestemming": "Iets"}, "geen type verzoek"),
        ({"gebied": "gm0001"}, "gm0001"),
        ({"einddatum": date(2025, 12, 31)}, "voor de begindatum"),
    ],
)
def test_a_behandeldienst_that_cannot_be(tx: Tx, anders: dict[str, Any], reden: str) -> None:
    with pytest.raises(ConfiguratieOngeldig, match=reden):
        configuratie.zet_behandeling(tx, replace(RIJ, **anders))
    assert configuratie.behandelingen(tx) == []


def test_a_mandaat_is_set_changed_and_removed(tx: Tx) -> None:
    configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "volledig"))
    configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "geen"))
    configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "advies", MILIEU))
    assert configuratie.mandaten(tx) == [
        Mandaat(EILAND, DIENST, "geen"),
        Mandaat(EILAND, DIENST, "advies", MILIEU),
    ]
    assert configuratie.verwijder_mandaat(tx, EILAND, DIENST, MILIEU) is True
    assert configuratie.verwijder_mandaat(tx, EILAND, DIENST, MILIEU) is False
    with pytest.raises(ConfiguratieOngeldig, match="volledig, advies, geen"):
        configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "half"))  # type: ignore[arg-type]


def test_the_inrichting_holds_what_a_verzoek_needs_and_no_more(tx: Tx) -> None:
    configuratie.zet_activiteit(tx, Aanvraagbaar(KAP, "Boom kappen"))
    configuratie.zet_activiteit(tx, Aanvraagbaar(MILIEU, "Milieu"))
    configuratie.zet_behandeling(tx, RIJ)
    configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "volledig"))
    configuratie.zet_mandaat(tx, Mandaat(EILAND, DIENST, "advies", KAP))
    gevonden = configuratie.inrichting(tx, [MILIEU])
    assert list(gevonden.activiteiten) == [MILIEU]
    assert [rij.behandeldienst for rij in gevonden.behandelingen] == [DIENST]
    assert gevonden.mandaten == (Mandaat(EILAND, DIENST, "volledig"),)
