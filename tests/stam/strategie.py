"""Hypothesis strategies for verzoeken, with all that the model allows, and three that together have every element."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from simulator.stam.model import (
    DOELEN,
    TYPEN,
    Activiteit,
    Adres,
    AdresAanduiding,
    AfwijkendAdres,
    Bericht,
    BuitenlandsAdres,
    Contactpersoon,
    Document,
    GevraagdeBijlage,
    Inhoud,
    Instantie,
    Locatie,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    Perceel,
    Specificatie,
    Vestiging,
)

BSNS = ("999990019", "999991772", "999993653", "999994542", "999996484", "000000000", "")
_XML = st.characters(
    codec="utf-8",
    exclude_categories=("Cs",),
    exclude_characters="".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))),
)
LASTIG = (
    "",
    "€ 1.250,50",
    "Ærøskøbing, Sint-Maartensdijk, Iğdır, 北京",
    "👩🏽‍🌾🌳",
    ']]> <![CDATA[x]]> <!-- y --> &amp; &#0; <a b="c">\'',
    "  regel 1\r\nregel 2\n\ttab  ",
    "x" * 4000,
)
teksten = st.sampled_from(LASTIG) | st.text(_XML, max_size=30)
namen = st.text(_XML, min_size=1, max_size=30).filter(str.strip)
regels = st.text(_XML, min_size=1, max_size=30)


def cijfers(aantal: int) -> st.SearchStrategy[str]:
    """That many digits."""
    return st.text("0123456789", min_size=aantal, max_size=aantal)


oins = cijfers(13).map(lambda rest: f"0000000{rest}")
codes = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,30}", fullmatch=True)
postcodes = st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True)
nummers = st.integers(1, 99999)
adressen = st.builds(Adres, teksten, nummers, postcodes, teksten, teksten, teksten)
afwijkend = st.builds(AfwijkendAdres, st.sampled_from(["Postbus", "Antwoordnummer"]), nummers, postcodes, teksten)
buitenland = st.builds(BuitenlandsAdres, st.lists(regels, min_size=1, max_size=3).map(tuple), teksten)
correspondentie = adressen | afwijkend | buitenland
verblijf = st.none() | adressen | buitenland
natuurlijk = st.builds(
    NatuurlijkPersoon,
    st.sampled_from(BSNS),
    teksten,
    teksten,
    teksten,
    teksten,
    teksten,
    st.none() | correspondentie,
    verblijf,
)
vestigingen = st.builds(Vestiging, cijfers(12), st.none() | correspondentie, verblijf)
bedrijven = st.builds(
    NietNatuurlijkPersoon,
    cijfers(8),
    teksten,
    teksten,
    teksten,
    st.none() | correspondentie,
    verblijf,
    st.none() | vestigingen,
)
contactpersonen = st.builds(Contactpersoon, teksten, teksten, teksten, teksten, teksten, st.none() | correspondentie)


def _punten(minx: float, maxx: float, miny: float, maxy: float) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(minx, maxx), st.floats(miny, maxy))


rd = _punten(-7000, 300000, 289000, 629000)
etrs = _punten(50, 54, 3, 8)


def _ringen(punten: st.SearchStrategy[tuple[float, float]]) -> st.SearchStrategy[tuple[tuple[float, float], ...]]:
    return st.lists(punten, min_size=3, max_size=8).map(lambda rij: (*rij, rij[0]))


locaties = st.builds(
    Locatie,
    st.none()
    | st.builds(AdresAanduiding, cijfers(16) | st.just(""), teksten, nummers, postcodes, teksten, teksten, teksten),
    st.none() | st.builds(Perceel, teksten, teksten, nummers),
    st.none() | rd,
    st.none() | _ringen(rd),
    st.none() | etrs,
    st.none() | _ringen(etrs),
)
documenten = st.builds(
    Document,
    st.uuids().map(str),
    namen.map(lambda naam: f"{naam}.pdf"),
    st.just("application/pdf"),
    st.just(0),
    st.booleans(),
)
gevraagd = st.builds(GevraagdeBijlage, teksten, st.lists(documenten, max_size=2).map(tuple))
specificaties = st.builds(
    Specificatie,
    cijfers(6),
    teksten,
    teksten,
    st.sampled_from(["Project", "Activiteit", "Verzoek", "Gevraagde Bijlage", "Aanvrager"]),
    teksten,
    teksten,
    teksten,
    st.booleans(),
    st.lists(gevraagd, max_size=2).map(tuple),
)
activiteiten = st.builds(
    Activiteit,
    codes.map(lambda naam: f"nl.imow-gm9920.activiteit.{naam}"),
    teksten,
    teksten,
    st.lists(specificaties, max_size=3).map(tuple),
)


@st.composite
def inhouden(draw: st.DrawFn) -> Inhoud:
    """What an applicant can give. A contactpersoon is only there when a company submits.

    Source: docs/bronnen.md#stam-personen.
    """
    initiatiefnemer = draw(natuurlijk | bedrijven)
    gemachtigde = draw(st.none() | natuurlijk | bedrijven)
    bedrijf = isinstance(gemachtigde or initiatiefnemer, NietNatuurlijkPersoon)
    return Inhoud(
        naam=draw(namen),
        type=draw(st.sampled_from(TYPEN)),
        project_naam=draw(teksten),
        initiatiefnemer=initiatiefnemer,
        locaties=tuple(draw(st.lists(locaties, min_size=1, max_size=3))),
        activiteiten=tuple(draw(st.lists(activiteiten, min_size=1, max_size=2))),
        project_omschrijving=draw(teksten),
        gemachtigde=gemachtigde,
        contactpersoon=draw(st.none() | contactpersonen) if bedrijf else None,
        bijlagen=tuple(draw(st.lists(documenten, max_size=2))),
        ambtshalve=draw(st.booleans()),
        akkoordverklaring=draw(st.booleans()),
        referentie_aanvrager=draw(st.just("") | namen),
        toelichting=draw(teksten),
        toelichting_niet_aan_te_leveren=draw(teksten),
        toelichting_later_aan_te_leveren=draw(teksten),
        participatie=draw(st.none() | st.booleans()),
    )


def zoals_in(profiel: str, bericht: Bericht) -> Bericht:
    """What a message of this profile tells of it: before STAM 4 nothing of participatie."""
    return bericht if profiel == "stam-v4" else replace(bericht, inhoud=replace(bericht.inhoud, participatie=None))


instanties = st.builds(Instantie, oins, teksten)


@st.composite
def berichten(draw: st.DrawFn) -> Bericht:
    """One volgnummer of a verzoek. The time of day is midnight in the Netherlands: a message has a date."""
    dag = draw(st.dates(date(2024, 1, 1), date(2029, 12, 31)))
    # In winter the Netherlands are one hour ahead of UTC.
    ingediend = datetime(dag.year, draw(st.sampled_from([1, 2, 11, 12])), min(dag.day, 28), 23, tzinfo=UTC)
    return Bericht(
        verzoeknummer=f"{ingediend:%Y%m%d}{draw(cijfers(5))}",
        volgnummer=draw(st.integers(0, 999)),
        doel=draw(st.sampled_from(DOELEN)),
        ingediend_op=ingediend,
        project_id=draw(st.uuids().map(str)),
        bevoegd_gezag=draw(instanties),
        inhoud=draw(inhouden()),
        behandeldienst=draw(st.none() | instanties),
        bevoegd_gezag_historie=tuple(draw(st.lists(instanties, max_size=2))),
        behandeldienst_historie=tuple(draw(st.lists(instanties, max_size=2))),
    )


_THUIS = Adres("Lindelaan", 12, "9900AA", "Testeiland", "a", "bis")
_POSTBUS = AfwijkendAdres("Postbus", 123, "9900AB", "Testeiland")
_VER = BuitenlandsAdres(("12 Rue de l'Exemple", "75001 Paris", "Île-de-France"), "Frankrijk")
_RING = ((121000.0, 487000.0), (121010.5, 487000.0), (121010.5, 487012.25), (121000.0, 487000.0))
_GRADEN = ((52.1, 4.9), (52.2, 4.9), (52.2, 5.0), (52.1, 4.9))


def _persoon(adres: Adres | AfwijkendAdres | BuitenlandsAdres, verblijf: Adres | BuitenlandsAdres) -> NatuurlijkPersoon:
    return NatuurlijkPersoon("999990019", "A.B.", "Jansen", "van der", "a@example.org", "0612345678", adres, verblijf)


def _bedrijf(
    adres: Adres | AfwijkendAdres | BuitenlandsAdres, bezoek: Adres | BuitenlandsAdres
) -> NietNatuurlijkPersoon:
    vestiging = Vestiging("000012345678", adres, bezoek)
    return NietNatuurlijkPersoon("90000001", "Proef & Zoon", "b@example.org", "0201234567", adres, bezoek, vestiging)


def volle() -> tuple[Bericht, ...]:
    """Verzoeken that together have every element of every profile, three because of the choices between them."""
    document = Document("doc-1", "tekening.pdf", "application/pdf", 0, True)
    vragen = (
        Specificatie(
            "284856",
            "Wat zijn de bouwkosten?",
            "1250,50",
            "Activiteit",
            "Kosten",
            "1000",
            "ref",
            True,
            (GevraagdeBijlage("Tekening", (document,)),),
        ),
        Specificatie("380711", "Aan welke weg?", "N9", "Project"),
    )
    locatie = Locatie(
        AdresAanduiding("9999200000000001", "Lindelaan", 12, "9900AA", "Testeiland", "a", "bis"),
        Perceel("Testeiland", "A", 123),
        (121000.0, 487000.5),
        _RING,
        (52.1, 4.9),
        _GRADEN,
    )
    uit = []
    for nummer, (adres, verblijf) in enumerate([(_THUIS, _THUIS), (_POSTBUS, _VER), (_VER, _THUIS)]):
        inhoud = Inhoud(
            "Boom kappen 1",
            "Aanvraag vergunning",
            "Boom kappen",
            _persoon(adres, verblijf),
            (locatie,),
            (Activiteit("nl.imow-gm9920.activiteit.Kappen", "Boom kappen", "Kappen in de tuin", vragen),),
            "Een eik",
            _bedrijf(adres, verblijf),
            Contactpersoon("C.", "Bakker", "de", "c@example.org", "0612345679", adres),
            (Document("doc-2", "toelichting.pdf", "application/pdf", 0),),
            referentie_aanvrager="klant 1",
            toelichting="a",
            toelichting_niet_aan_te_leveren="b",
            toelichting_later_aan_te_leveren="c",
            participatie=True,
        )
        uit.append(
            Bericht(
                f"202603020000{nummer}",
                nummer,
                DOELEN[nummer],
                datetime(2026, 3, 1, 23, tzinfo=UTC),
                "0d2c5a1e-1111-4222-8333-444455556666",
                Instantie("00000009001000009920", "Testeiland"),
                inhoud,
                Instantie("00000009000000009920", "Omgevingsdienst Oefenland"),
                (Instantie("00000009001000009921", "Oefenhaven"),),
                (Instantie("00000009000000009921", "Veiligheidsregio"),),
            )
        )
    return tuple(uit)
