"""A verzoek like one of the user, with nothing left in it that is about somebody.

What the form says stays: activities, questions, their ids, and which fields are filled. What the applicant gave is
replaced: persons, addresses, places and numbers by made-up ones, documents by made-up bytes, and every text by letters
of the same shape that mean nothing. A choice is such a text too, since it cannot be told from a name; only yes and no
stay.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from simulator.kernel.ids import Toeval
from simulator.stam.generator import antwoorden, bijlagen, fictief
from simulator.stam.generator import locaties as plekken
from simulator.stam.generator.casus import Vraag, casussen
from simulator.stam.generator.locaties import Plek
from simulator.stam.generator.maken import Gemaakt, met_extra, met_gezegd
from simulator.stam.generator.personen import Indieners, indieners
from simulator.stam.generator.tekens import heeft_diacrieten, lange_naam
from simulator.stam.generator.wensen import Wensen, WensOnmogelijk, toets
from simulator.stam.model import (
    Activiteit,
    Adres,
    AfwijkendAdres,
    Bestand,
    BuitenlandsAdres,
    Contactpersoon,
    Document,
    Inhoud,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    Persoon,
    Specificatie,
)
from simulator.stelsel.ambtsgebieden import Ambtsgebieden, ingebouwd

ANDERS = "gm9920"
"""Whose area is taken when the activities of the example do not say."""
_CODE = re.compile(r"(?<=nl\.imow-)(gm|ws|pv)[0-9]{1,6}(?=\.)")
_LANG_NUMMER = re.compile(r"[0-9]{7,}")
_MAIL = re.compile(r"[^\s@]{1,64}@\S+")
_GETAL = re.compile(r"-?[0-9]{1,6}([.,][0-9]{1,6})?")
_DATUMVORMEN = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y")
_BLIJFT = frozenset(("ja", "nee", "true", "false", "onbekend", "n.v.t."))
_KLINKERS, _MEDEKLINKERS, _ACCENTEN = "aeiou", "bdfgklmnprstvz", "éëïöüç"
_VAN_IEMAND = ("persoon", "bedrijf", "kvk", "adres", "telefoon", "email")


@dataclass
class _Vervanger:
    """What replaces what: the same text or document by the same one, wherever it stands."""

    toeval: Toeval
    wensen: Wensen
    gemeente: str
    teksten: dict[str, str] = field(default_factory=dict)
    bestanden: dict[str, Bestand] = field(default_factory=dict)

    def tekst(self, oud: str) -> str:
        """A text of the same shape."""
        if oud not in self.teksten:
            self.teksten[oud] = _versluierd(oud, self.toeval)
        return self.teksten[oud]

    def document(self, oud: Document) -> Document:
        """A document of about the same size, or of a chosen one where the example has none."""
        if oud.document_id not in self.bestanden:
            naam, punt, extensie = oud.bestandsnaam.rpartition(".")
            nieuw = self.tekst(naam) + punt + extensie if naam and len(extensie) <= 5 else self.tekst(oud.bestandsnaam)
            kleinste, grootste = self.wensen.grootte
            grootte = round(oud.grootte * self.toeval.uniform(0.9, 1.1)) or self.toeval.randint(kleinste, grootste)
            self.bestanden[oud.document_id] = bijlagen.bestand(
                nieuw, grootte, self.toeval, vertrouwelijk=oud.vertrouwelijk, mediatype=oud.mediatype
            )
        return self.bestanden[oud.document_id].document


def maak_naar(
    inhoud: Inhoud, toeval: Toeval, wensen: Wensen | None = None, gebieden: Ambtsgebieden | None = None
) -> Gemaakt:
    """A verzoek like this one. A wish for a gebied moves its activities there too.

    Raises WensOnmogelijk for a wish that cannot be met.
    """
    wens = wensen or Wensen()
    toets(wens)
    kaart = gebieden or ingebouwd()
    gebied = wens.gebied or _gebied(inhoud.activiteiten, kaart)
    if wens.locatie is None:
        plek = plekken.zoals(inhoud.locaties, gebied, toeval, kaart)
    else:
        plek = plekken.plek(wens.locatie, wens.gebied, toeval, kaart, anders=gebied)
    vervanger = _Vervanger(toeval, wens, plek.gemeente or ANDERS)
    gekozen = _gekozen(inhoud.activiteiten, wens.activiteiten)
    activiteiten = tuple(_activiteit(deel, plek if wens.gebied else None, vervanger) for deel in gekozen)
    algemeen = tuple(vervanger.document(document) for document in inhoud.bijlagen)
    bestanden = tuple(vervanger.bestanden.values())
    if wens.bijlagen is not None:
        bestanden = bijlagen.gewenst(wens, toeval)
        verdeeld = bijlagen.verdeel(activiteiten, bestanden)
        activiteiten, algemeen = verdeeld.activiteiten, verdeeld.bijlagen
    nieuw = replace(
        met_gezegd(_met_teksten(inhoud, vervanger), wens),
        type=wens.type or inhoud.type,
        ambtshalve=wens.ambtshalve or inhoud.ambtshalve,
        locaties=plek.locaties,
        activiteiten=met_extra(activiteiten, wens),
        bijlagen=algemeen,
    )
    return Gemaakt(_met_personen(nieuw, inhoud, vervanger), bestanden)


def _gebied(activiteiten: Sequence[Activiteit], kaart: Ambtsgebieden) -> str:
    codes = (gevonden[0] for a in activiteiten if (gevonden := _CODE.search(a.activiteit_id)) is not None)
    return next((code for code in codes if kaart.gebied(code) is not None), ANDERS)


def _gekozen(activiteiten: Sequence[Activiteit], ids: Sequence[str]) -> Sequence[Activiteit]:
    if not ids:
        return activiteiten
    bekend = {activiteit.activiteit_id: activiteit for activiteit in activiteiten}
    for activiteit_id in ids:
        if activiteit_id not in bekend:
            raise WensOnmogelijk(f"het voorbeeld heeft geen activiteit {activiteit_id}; wel: {', '.join(bekend)}")
    return [bekend[activiteit_id] for activiteit_id in ids]


def _activiteit(activiteit: Activiteit, plek: Plek | None, vervanger: _Vervanger) -> Activiteit:
    """plek: where the activity moves to; None: it stays with whose it is."""
    activiteit_id = activiteit.activiteit_id
    if plek is not None:
        activiteit_id = _CODE.sub(lambda code: plek.codes[code[1]] or code[0], activiteit_id)
    vragen = tuple(_specificatie(vraag, vervanger) for vraag in activiteit.specificaties)
    return replace(activiteit, activiteit_id=activiteit_id, specificaties=vragen)


def _specificatie(vraag: Specificatie, vervanger: _Vervanger) -> Specificatie:
    return replace(
        vraag,
        antwoord=_antwoord(vraag, vraag.antwoord, vervanger),
        oorspr_antwoord=_antwoord(vraag, vraag.oorspr_antwoord, vervanger),
        gevraagde_bijlagen=tuple(
            replace(bijlage, documenten=tuple(vervanger.document(document) for document in bijlage.documenten))
            for bijlage in vraag.gevraagde_bijlagen
        ),
    )


def _antwoord(vraag: Specificatie, oud: str, vervanger: _Vervanger) -> str:
    toeval, op = vervanger.toeval, vervanger.wensen.op
    vorm = _vragen_over_iemand().get(vraag.vraag_id)
    if oud and vorm is not None:
        return antwoorden.antwoord(vorm, antwoorden.Bron(toeval, vervanger.gemeente, op))
    if not oud.strip() or oud.strip().casefold() in _BLIJFT:
        return oud
    if _GETAL.fullmatch(oud):
        return _ander_getal(oud, toeval)
    return _andere_datum(oud, op, toeval) or vervanger.tekst(oud)


@cache
def _vragen_over_iemand() -> Mapping[str, Vraag]:
    vragen = (vraag for casus in casussen().values() for a in casus.activiteiten for vraag in a.vragen)
    return {vraag.id: vraag for vraag in vragen if vraag.soort in _VAN_IEMAND}


def _ander_getal(oud: str, toeval: Toeval) -> str:
    scheiding = "," if "," in oud else "."
    decimalen = len(oud.partition(scheiding)[2])
    nieuw = float(oud.replace(",", ".")) * toeval.uniform(0.8, 1.2)
    return f"{nieuw:.{decimalen}f}".replace(".", scheiding)


def _andere_datum(oud: str, op: date, toeval: Toeval) -> str:
    """A date within a year of `op`, written as the old one; "" when the old text is no date."""
    for vorm in _DATUMVORMEN:
        try:
            datetime.strptime(oud, vorm)  # noqa: DTZ007 - only whether it is one
        except ValueError:
            continue
        return (op + timedelta(days=toeval.randint(-365, 365))).strftime(vorm)
    return ""


def _versluierd(tekst: str, toeval: Toeval) -> str:
    """Letters for letters and digits for digits; numbers that may be somebody's, and mail addresses, are made up."""
    delen = _stukken(tekst, re.compile(f"{_MAIL.pattern}|{_LANG_NUMMER.pattern}"))
    return "".join(_ander_stuk(stuk, toeval) if bijzonder else _anders(stuk, toeval) for stuk, bijzonder in delen)


def _stukken(tekst: str, patroon: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    plaats = 0
    for gevonden in patroon.finditer(tekst):
        yield tekst[plaats : gevonden.start()], False
        yield gevonden[0], True
        plaats = gevonden.end()
    yield tekst[plaats:], False


def _ander_stuk(stuk: str, toeval: Toeval) -> str:
    if "@" in stuk:
        return fictief.email(toeval)
    makers: Mapping[int, Callable[[Toeval], str]] = {
        8: fictief.kvk_nummer,
        9: fictief.bsn,
        10: fictief.telefoon,
        12: fictief.vestigingsnummer,
    }
    if len(stuk) in makers:
        return makers[len(stuk)](toeval)
    return "9999" + "".join(toeval.choice("0123456789") for _ in stuk[4:])


def _anders(stuk: str, toeval: Toeval) -> str:
    return "".join(_ander_teken(teken, toeval) for teken in stuk)


def _ander_teken(teken: str, toeval: Toeval) -> str:
    if teken.isdigit():
        return toeval.choice("0123456789")
    if not unicodedata.category(teken).startswith("L"):
        return teken
    klein = teken.lower()
    if klein in _KLINKERS:
        reeks = _KLINKERS
    elif teken.isascii():
        reeks = _MEDEKLINKERS
    else:
        reeks = _ACCENTEN
    nieuw = toeval.choice(reeks)
    return nieuw.upper() if teken.isupper() else nieuw


def _met_teksten(inhoud: Inhoud, vervanger: _Vervanger) -> Inhoud:
    tekst = vervanger.tekst
    project = tekst(inhoud.project_naam)
    return replace(
        inhoud,
        naam=tekst(inhoud.naam),
        project_naam=lange_naam(project) if vervanger.wensen.lange_naam else project,
        project_omschrijving=tekst(inhoud.project_omschrijving),
        referentie_aanvrager=tekst(inhoud.referentie_aanvrager),
        toelichting=tekst(inhoud.toelichting),
        toelichting_niet_aan_te_leveren=tekst(inhoud.toelichting_niet_aan_te_leveren),
        toelichting_later_aan_te_leveren=tekst(inhoud.toelichting_later_aan_te_leveren),
    )


def _met_personen(nieuw: Inhoud, oud: Inhoud, vervanger: _Vervanger) -> Inhoud:
    wens, toeval, gemeente = vervanger.wensen, vervanger.toeval, vervanger.gemeente
    if wens.indiener is not None:
        wie = indieners(wens.indiener, toeval, gemeente, diacrieten=heeft_diacrieten(wens.tekens))
    else:
        wie = Indieners(
            _persoon(oud.initiatiefnemer, vervanger),
            None if oud.gemachtigde is None else _persoon(oud.gemachtigde, vervanger),
            None if oud.contactpersoon is None else _contact(oud.contactpersoon, vervanger),
        )
    return replace(
        nieuw, initiatiefnemer=wie.initiatiefnemer, gemachtigde=wie.gemachtigde, contactpersoon=wie.contactpersoon
    )


def _persoon(oud: Persoon, vervanger: _Vervanger) -> Persoon:
    if isinstance(oud, NietNatuurlijkPersoon):
        return _bedrijf(oud, vervanger)
    toeval = vervanger.toeval
    wie = fictief.naam(toeval)
    return NatuurlijkPersoon(
        bsn=oud.bsn if oud.bsn in ("", fictief.ZONDER_BSN) else fictief.bsn(toeval),
        voorletters=wie.voorletters,
        achternaam=wie.achternaam,
        voorvoegsel=wie.voorvoegsel,
        emailadres=fictief.email(toeval) if oud.emailadres else "",
        telefoonnummer=fictief.telefoon(toeval) if oud.telefoonnummer else "",
        correspondentieadres=_adres(oud.correspondentieadres, vervanger),
        verblijfsadres=_adres(oud.verblijfsadres, vervanger),
    )


def _bedrijf(oud: NietNatuurlijkPersoon, vervanger: _Vervanger) -> NietNatuurlijkPersoon:
    toeval = vervanger.toeval
    vestiging = oud.vestiging
    if vestiging is not None:
        vestiging = replace(
            vestiging,
            vestigingsnummer=fictief.vestigingsnummer(toeval) if vestiging.vestigingsnummer else "",
            postadres=_adres(vestiging.postadres, vervanger),
            locatieadres=_adres(vestiging.locatieadres, vervanger),
        )
    return NietNatuurlijkPersoon(
        kvk_nummer=fictief.kvk_nummer(toeval) if oud.kvk_nummer else "",
        handelsnaam=fictief.bedrijf(toeval),
        emailadres=fictief.email(toeval) if oud.emailadres else "",
        telefoonnummer=fictief.telefoon(toeval) if oud.telefoonnummer else "",
        postadres=_adres(oud.postadres, vervanger),
        bezoekadres=_adres(oud.bezoekadres, vervanger),
        vestiging=vestiging,
    )


def _contact(oud: Contactpersoon, vervanger: _Vervanger) -> Contactpersoon:
    toeval = vervanger.toeval
    wie = fictief.naam(toeval)
    return Contactpersoon(
        wie.voorletters,
        wie.achternaam,
        wie.voorvoegsel,
        fictief.email(toeval) if oud.emailadres else "",
        fictief.telefoon(toeval) if oud.telefoonnummer else "",
        _adres(oud.adres, vervanger),
    )


def _adres(oud: Any, vervanger: _Vervanger) -> Any:
    """An address of the same kind."""
    match oud:
        case Adres():
            return fictief.adres(vervanger.toeval, vervanger.gemeente)
        case AfwijkendAdres():
            return fictief.postbus(vervanger.toeval, vervanger.gemeente)
        case BuitenlandsAdres():
            return fictief.buitenlands_adres(vervanger.toeval)
        case _:
            return None
