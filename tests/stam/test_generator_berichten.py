from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.kernel.ids import toeval
from simulator.stam import berichten, generator
from simulator.stam.generator import Wensen
from simulator.stam.generator.wensen import INDIENERS, LOCATIESOORTEN, NAMEN, TEKENS
from simulator.stam.instellingen import Profiel
from simulator.stam.model import TYPEN, Activiteit, Bericht, Document, Inhoud, Instantie

MOMENT = datetime(2026, 11, 25, 10, tzinfo=UTC)
WENSEN = st.builds(
    Wensen,
    type=st.none() | st.sampled_from(TYPEN),
    locatie=st.none() | st.sampled_from(LOCATIESOORTEN),
    indiener=st.none() | st.sampled_from(INDIENERS),
    bijlagen=st.none() | st.integers(0, 12),
    bestandsnamen=st.sampled_from(NAMEN),
    tekens=st.sampled_from(TEKENS),
    lange_naam=st.booleans(),
    merk=st.sampled_from(("", "ALLEEN-XML")),
    vervallen=st.booleans(),
)


def bericht(inhoud: Inhoud, volgnummer: int) -> Bericht:
    gemeente = Instantie("00000009001000009920", "Gemeente Testeiland")
    project = "5f0c3d7e-0000-4000-8000-000000000001"
    return Bericht("2026112500001", volgnummer, "Aanvullen", MOMENT, project, gemeente, inhoud)


@pytest.mark.parametrize("profiel", get_args(Profiel))
@pytest.mark.parametrize("casus", generator.casussen())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(wensen=WENSEN, zaad=st.integers(0, 10**6))
def test_what_is_made_is_a_valid_message_that_reads_back_as_it_was(
    profiel: Profiel, casus: str, wensen: Wensen, zaad: int
) -> None:
    eerste = generator.maak(casus, toeval(zaad, "b"), wensen).inhoud
    for volgnummer, inhoud in enumerate((eerste, generator.aanvulling(eerste, toeval(zaad, "a"), wensen).inhoud)):
        xml = berichten.verzoek_xml(profiel, bericht(inhoud, volgnummer))
        assert berichten.toets_verzoek(profiel, xml) == []
        assert berichten.lees_verzoek(profiel, xml).inhoud == zoals_een_bericht_vertelt(inhoud)


def zoals_een_bericht_vertelt(inhoud: Inhoud) -> Inhoud:
    """A message does not tell the size of a document."""
    bijlagen = tuple(map(zonder_grootte, inhoud.bijlagen))
    return replace(inhoud, activiteiten=tuple(map(met_kale_documenten, inhoud.activiteiten)), bijlagen=bijlagen)


def met_kale_documenten(activiteit: Activiteit) -> Activiteit:
    vragen = tuple(
        replace(
            vraag,
            gevraagde_bijlagen=tuple(
                replace(bijlage, documenten=tuple(map(zonder_grootte, bijlage.documenten)))
                for bijlage in vraag.gevraagde_bijlagen
            ),
        )
        for vraag in activiteit.specificaties
    )
    return replace(activiteit, specificaties=vragen)


def zonder_grootte(document: Document) -> Document:
    return replace(document, grootte=0)
