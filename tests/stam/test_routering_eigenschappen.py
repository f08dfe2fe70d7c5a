"""What holds of the routing whatever is set up and whatever is asked."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stam import routering
from simulator.stam.configuratie import BEVOEGDHEDEN, GEZAGEN, Aanvraagbaar, Behandeling, Inrichting, Mandaat
from simulator.stam.model import Activiteit, Locatie
from simulator.stam.routering import Vraag

OP = date(2026, 3, 2)
GEZAGEN_OIN = ("00000009001000009920", "00000009001000009921", "00000009002000000099", "00000009003000009920")
DIENSTEN = ("00000009000000009920", "00000009000000009921", "00000009001000009920")
IDS = tuple(
    f"nl.imow-{wie}.activiteit.{naam}" for wie in ("gm9920", "gm9921", "pv99", "mnre1034") for naam in ("Een", "Twee")
)
PLEKKEN = (
    Locatie(punt=(98500.0, 540800.0)),
    Locatie(punt=(99700.0, 540800.0)),
    Locatie(vlak=((98900, 540300), (99300, 540300), (99300, 540500), (98900, 540500), (98900, 540300))),
)
activiteiten = st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True)
behandelingen = st.builds(
    Behandeling,
    st.sampled_from((date(2026, 1, 1), date(2026, 3, 3))),
    st.sampled_from(GEZAGEN_OIN),
    st.sampled_from(IDS),
    st.sampled_from(DIENSTEN),
    st.sampled_from(("", "", "Melding")),
    st.sampled_from(("", "gm9920", "gm9921")),
)
mandaten = st.builds(
    Mandaat,
    st.sampled_from(GEZAGEN_OIN),
    st.sampled_from(DIENSTEN),
    st.sampled_from(BEVOEGDHEDEN),
    st.sampled_from(("", *IDS)),
)


@st.composite
def gevallen(draw: st.DrawFn) -> tuple[Vraag, Inrichting]:
    gekozen = tuple(Activiteit(id_, id_) for id_ in draw(activiteiten))
    vraag = Vraag(
        draw(st.sampled_from(("Aanvraag vergunning", "Melding"))),
        gekozen,
        routering.plaats((draw(st.sampled_from(PLEKKEN)),), OP),
        OP,
        draw(st.sampled_from(("2020", "2022"))),
        draw(st.sampled_from((None, None, *GEZAGEN_OIN))),
        draw(st.sampled_from((None, None, "", *DIENSTEN))),
    )
    bekend = {
        id_: Aanvraagbaar(id_, id_, draw(st.sampled_from(GEZAGEN[:4])), draw(st.booleans()))
        for id_ in draw(st.sets(st.sampled_from(IDS)))
    }
    inrichting = Inrichting(
        bekend, tuple(draw(st.lists(behandelingen, max_size=8))), tuple(draw(st.lists(mandaten, max_size=4)))
    )
    return vraag, inrichting


@given(gevallen())
@settings(max_examples=400, deadline=None, database=None, derandomize=True)
def test_every_activiteit_ends_in_one_verzoek_with_at_most_two_addressees(geval: tuple[Vraag, Inrichting]) -> None:
    vraag, inrichting = geval
    delen = routering.route(vraag, inrichting)
    assert sorted(a.activiteit_id for deel in delen for a in deel.activiteiten) == sorted(
        a.activiteit_id for a in vraag.activiteiten
    )
    assert len({(deel.bevoegd_gezag, deel.behandeldienst) for deel in delen}) == len(delen)
    for deel in delen:
        wie = [ontvanger.oin for ontvanger in deel.ontvangers]
        assert 1 <= len(wie) == len(set(wie)) <= 2
        niet = [rij.oin for rij in deel.onderdrukt]
        assert len(niet) == len(set(niet))
        assert not set(wie) & set(niet)
        assert all(rij.reden for rij in deel.onderdrukt)
    if vraag.behandeldienst is not None:
        assert len(delen) == 1
    if vraag.routering == "2020":
        assert len({deel.bevoegd_gezag for deel in delen}) == len(delen)


@given(gevallen())
@settings(max_examples=200, deadline=None, database=None, derandomize=True)
def test_who_is_addressed_may_handle_it_for_that_bevoegd_gezag(geval: tuple[Vraag, Inrichting]) -> None:
    vraag, inrichting = geval
    if vraag.behandeldienst is not None:
        return
    for deel in routering.route(vraag, inrichting):
        if not deel.behandeldienst:
            continue
        for activiteit in deel.activiteiten:
            passend = [
                rij
                for rij in inrichting.behandelingen
                if (rij.bevoegd_gezag, rij.activiteit_id, rij.behandeldienst)
                == (deel.bevoegd_gezag, activiteit.activiteit_id, deel.behandeldienst)
                and rij.geldt(OP, vraag.soort)
                and (not rij.gebied or rij.gebied in vraag.plaats.codes)
            ]
            assert passend
