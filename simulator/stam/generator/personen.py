"""Who submits: every variant of initiatiefnemer, gemachtigde and contactpersoon.

Source: docs/bronnen.md#stam-personen (client).
A contactpersoon is only there when a company submits: the gemachtigde where there is one, else the initiatiefnemer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from simulator.kernel.ids import Toeval
from simulator.stam.generator import fictief
from simulator.stam.generator.wensen import Indiener
from simulator.stam.model import Contactpersoon, NatuurlijkPersoon, NietNatuurlijkPersoon, Persoon, Vestiging


@dataclass(frozen=True)
class Indieners:
    """The persons of one verzoek."""

    initiatiefnemer: Persoon
    gemachtigde: Persoon | None = None
    contactpersoon: Contactpersoon | None = None


@dataclass(frozen=True)
class _Bron:
    """What persons are made from. gemeente: where they live."""

    toeval: Toeval
    gemeente: str
    diacrieten: bool = False


def indieners(variant: Indiener, toeval: Toeval, gemeente: str, *, diacrieten: bool = False) -> Indieners:
    """The persons of this variant. gemeente: code of where they live; diacrieten: in their names."""
    return _VARIANTEN[variant](_Bron(toeval, gemeente, diacrieten))


def _mens(bron: _Bron, bsn: str | None = None) -> NatuurlijkPersoon:
    toeval = bron.toeval
    wie = fictief.naam(toeval, diacrieten=bron.diacrieten)
    return NatuurlijkPersoon(
        bsn=fictief.bsn(toeval) if bsn is None else bsn,
        voorletters=wie.voorletters,
        voorvoegsel=wie.voorvoegsel,
        achternaam=wie.achternaam,
        emailadres=fictief.email(toeval),
        telefoonnummer=fictief.telefoon(toeval),
        verblijfsadres=fictief.adres(toeval, bron.gemeente),
    )


def _bedrijf(bron: _Bron) -> NietNatuurlijkPersoon:
    toeval = bron.toeval
    return NietNatuurlijkPersoon(
        kvk_nummer=fictief.kvk_nummer(toeval),
        handelsnaam=fictief.bedrijf(toeval),
        emailadres=fictief.email(toeval),
        telefoonnummer=fictief.telefoon(toeval),
        bezoekadres=fictief.adres(toeval, bron.gemeente),
    )


def _contact(bron: _Bron) -> Contactpersoon:
    toeval = bron.toeval
    wie = fictief.naam(toeval, diacrieten=bron.diacrieten)
    return Contactpersoon(
        wie.voorletters, wie.achternaam, wie.voorvoegsel, fictief.email(toeval), fictief.telefoon(toeval)
    )


def _bsn(bron: _Bron) -> Indieners:
    return Indieners(_mens(bron))


def _zonder_bsn(bron: _Bron) -> Indieners:
    return Indieners(_mens(bron, fictief.ZONDER_BSN))


def _buitenland(bron: _Bron) -> Indieners:
    waar = fictief.buitenlands_adres(bron.toeval)
    return Indieners(replace(_mens(bron, bsn=""), verblijfsadres=waar, correspondentieadres=waar))


def _postbus(bron: _Bron) -> Indieners:
    mens = _mens(bron)
    return Indieners(replace(mens, correspondentieadres=fictief.postbus(bron.toeval, bron.gemeente)))


def _kvk(bron: _Bron) -> Indieners:
    bedrijf = replace(_bedrijf(bron), postadres=fictief.postbus(bron.toeval, bron.gemeente))
    return Indieners(bedrijf, contactpersoon=_contact(bron))


def _vestiging(bron: _Bron) -> Indieners:
    waar = fictief.adres(bron.toeval, bron.gemeente)
    vestiging = Vestiging(fictief.vestigingsnummer(bron.toeval), postadres=waar, locatieadres=waar)
    return Indieners(replace(_bedrijf(bron), vestiging=vestiging), contactpersoon=_contact(bron))


def _gemachtigde(bron: _Bron) -> Indieners:
    return Indieners(_mens(bron), gemachtigde=_bedrijf(bron), contactpersoon=_contact(bron))


def _gemachtigde_persoon(bron: _Bron) -> Indieners:
    return Indieners(_bedrijf(bron), gemachtigde=_mens(bron))


def _contactpersoon(bron: _Bron) -> Indieners:
    contact = replace(_contact(bron), adres=fictief.adres(bron.toeval, bron.gemeente))
    return Indieners(_bedrijf(bron), contactpersoon=contact)


def _bedrijf_zonder_contactpersoon(bron: _Bron) -> Indieners:
    return Indieners(_bedrijf(bron))


_VARIANTEN: Mapping[Indiener, Callable[[_Bron], Indieners]] = {
    "bsn": _bsn,
    "zonder-bsn": _zonder_bsn,
    "buitenland": _buitenland,
    "kvk": _kvk,
    "vestiging": _vestiging,
    "gemachtigde": _gemachtigde,
    "gemachtigde-persoon": _gemachtigde_persoon,
    "contactpersoon": _contactpersoon,
    "postbus": _postbus,
    "bedrijf-zonder-contactpersoon": _bedrijf_zonder_contactpersoon,
}
