"""What holds for every made person, location and document, whatever was asked for."""

import re
from collections.abc import Iterator

from simulator.stam.generator import Gemaakt
from simulator.stam.generator.fictief import DOMEIN, ZONDER_BSN
from simulator.stam.model import (
    Adres,
    AfwijkendAdres,
    BuitenlandsAdres,
    Inhoud,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
)

POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")


def elfproef(bsn: str) -> bool:
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(gewicht * int(cijfer) for gewicht, cijfer in zip(gewichten, bsn, strict=True)) % 11 == 0


def controleer(gemaakt: Gemaakt) -> None:
    """Everything that must hold; raises AssertionError."""
    inhoud = gemaakt.inhoud
    controleer_personen(inhoud)
    documenten = inhoud.documenten
    assert len({document.document_id for document in documenten}) == len(documenten)
    assert {bestand.document for bestand in gemaakt.bestanden} <= set(documenten)
    assert all(bestand.zaad and bestand.inhoud is None for bestand in gemaakt.bestanden)
    assert inhoud.locaties
    assert inhoud.activiteiten
    for activiteit in inhoud.activiteiten:
        ids = [vraag.vraag_id for vraag in activiteit.specificaties]
        assert len(set(ids)) == len(ids)


def controleer_personen(inhoud: Inhoud) -> None:
    """The rules of docs/bronnen.md#stam-personen, and that nobody in it can exist."""
    indiener = inhoud.gemachtigde or inhoud.initiatiefnemer
    if isinstance(indiener, NatuurlijkPersoon):
        assert inhoud.contactpersoon is None
    for persoon in (inhoud.initiatiefnemer, inhoud.gemachtigde):
        if isinstance(persoon, NatuurlijkPersoon):
            assert persoon.achternaam
            if persoon.bsn not in ("", ZONDER_BSN):
                assert persoon.bsn.startswith("9999")
                assert elfproef(persoon.bsn)
        if isinstance(persoon, NietNatuurlijkPersoon):
            assert not hasattr(persoon, "achternaam")
            assert re.fullmatch(r"9999[0-9]{4}", persoon.kvk_nummer)
            if persoon.vestiging is not None:
                assert re.fullmatch(r"9999[0-9]{8}", persoon.vestiging.vestigingsnummer)
    for email, telefoon in bereik(inhoud):
        assert email == "" or email.endswith(f"@{DOMEIN}")
        assert telefoon == "" or re.fullmatch(r"0600[0-9]{6}", telefoon)
    for adres in adressen(inhoud):
        controleer_adres(adres)


def controleer_adres(adres: Adres | AfwijkendAdres | BuitenlandsAdres) -> None:
    """An address that can be written down."""
    if isinstance(adres, BuitenlandsAdres):
        assert 1 <= len(adres.regels) <= 3
        assert adres.land
        return
    assert POSTCODE.fullmatch(adres.postcode)
    assert adres.woonplaats


def bereik(inhoud: Inhoud) -> Iterator[tuple[str, str]]:
    """(mail address, telephone number) of everybody."""
    for persoon in (inhoud.initiatiefnemer, inhoud.gemachtigde, inhoud.contactpersoon):
        if persoon is not None:
            yield persoon.emailadres, persoon.telefoonnummer


def adressen(inhoud: Inhoud) -> Iterator[Adres | AfwijkendAdres | BuitenlandsAdres]:
    """Every address of everybody."""
    gevonden: list[Adres | AfwijkendAdres | BuitenlandsAdres | None] = []
    for persoon in (inhoud.initiatiefnemer, inhoud.gemachtigde):
        if isinstance(persoon, NatuurlijkPersoon):
            gevonden += [persoon.correspondentieadres, persoon.verblijfsadres]
        elif persoon is not None:
            gevonden += [persoon.postadres, persoon.bezoekadres]
            if persoon.vestiging is not None:
                gevonden += [persoon.vestiging.postadres, persoon.vestiging.locatieadres]
    if inhoud.contactpersoon is not None:
        gevonden.append(inhoud.contactpersoon.adres)
    yield from (adres for adres in gevonden if adres is not None)
