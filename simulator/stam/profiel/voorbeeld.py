"""A profile made of one real message of a user."""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from simulator.contract import schemas, xml
from simulator.stam.profiel.aanpassen import Aangepast, Vraag, pas_aan
from simulator.stam.profiel.knoop import Profiel, ProfielFout, Soort
from simulator.stam.profiel.punten import kaal
from simulator.stam.profiel.schema import schema
from simulator.stam.profiel.vorm import uit_document

_DIEP = 45  # a mapping file can be 50 elements deep
_NOTIFICATIES = ("notificatie", "trigger")


def uit_voorbeeld(
    inhoud: bytes, basis: Profiel, *, bron: str = "verzoek.xml", keuzes: Mapping[str, str] | None = None
) -> Aangepast:
    """The basis with the names, nesting, order, namespaces and spellings of a real message.

    inhoud: a verzoek message, or a notification; bron: the name of the file; keuzes: answers to the questions of an
    earlier try (Vraag.pad to one of its keuzes, or GEEN). No text of the sample goes into the profile, besides the
    spellings of words and the xsi:schemaLocation. Raises ProfielFout for what is no XML.
    """
    try:
        wortel = xml.lees(inhoud, max_depth=_DIEP).wortel
    except xml.XmlFout as fout:
        raise ProfielFout(f"{bron} is geen XML die gelezen kan worden (regel {fout.regel}: {fout.reden})") from None
    vorm, prefixen = uit_document(wortel)
    soort = _soort(wortel)
    bron_tekst = f"{bron} van de gebruiker"
    aangepast = pas_aan(vorm, prefixen, basis, soort, bron_tekst, keuzes or {}, vul_aan=soort == "verzoek")
    return _met_schema(aangepast, basis, soort, wortel)


def _met_schema(aangepast: Aangepast, basis: Profiel, soort: Soort, wortel: etree._Element) -> Aangepast:
    """With the schema of the basis, when the sample is valid by that; a schema of the user that it breaks is told."""
    profiel = aangepast.profiel
    if soort in basis.xsd and basis.map is not None:
        fouten = schemas.toets_met(schema(basis, soort), wortel, basis.naam)
        if not fouten:
            return replace(aangepast, profiel=replace(profiel, xsd={**profiel.xsd, soort: basis.xsd[soort]}))
        tekst = f"past niet in uw eigen schema, dat nu niet meer toetst ({fouten[0].plaats}: {fouten[0].tekst})"
        return replace(aangepast, onzeker=(*aangepast.onzeker, Vraag(profiel.wortel(soort).naam, tekst)))
    model = basis.schemas.get(soort)
    if model is None or schemas.toets_model(model, wortel):
        return aangepast
    return replace(aangepast, profiel=replace(profiel, schemas={**profiel.schemas, soort: model}))


def _soort(wortel: etree._Element) -> Soort:
    naam = kaal(xml.lokale_naam(wortel))
    return "notificatie" if any(woord in naam for woord in _NOTIFICATIES) else "verzoek"
