"""The text of besluit, regeling and kennisgeving: its structure, lists, references and notes.

Source: imop-tekst of STOP 1.3.0 (confirmed). Tables stand in stop_tabel, identification by eId and wId in stop_eid.
"""

import re
from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import (
    IN_MUTATIE,
    Knoop,
    T,
    deel_na,
    deel_voor,
    documenten,
    knopen,
    knopen_met,
    lokale_naam,
    normaal,
    tag_van,
)

regels = Regels()

_STRUCTUUR = tuple(
    T + naam
    for naam in (
        "Afdeling",
        "Bijlage",
        "Boek",
        "Deel",
        "Divisie",
        "Hoofdstuk",
        "Paragraaf",
        "Subparagraaf",
        "Subsubparagraaf",
        "Titel",
    )
)
_NOTATIE = {"AKN": "/akn/", "JCI": "jci1", "URL": "http", "JOIN": "/join/"}
_EMAIL = re.compile(r"[^@]+@[^.]+\..+")


def _leeg(knoop: Knoop) -> bool:
    return not knoop.tekst.strip(" \t\r\n")


def _met_meer_dan_kop(knoop: Knoop) -> bool:
    return any(tag_van(kind).startswith(T) and kind.tag != T + "Kop" for kind in knoop.element)


@regels.rule("STOP0001")
def ongemarkeerde_lijst_met_nummer(levering: Levering) -> Iterator[Bevinding]:
    """A Lijst of type ongemarkeerd has numbers."""
    for lijst in knopen(levering, T + "Lijst"):
        if lijst.get("type") == "ongemarkeerd" and lijst.element.find(f"{T}Li/{T}LiNummer") is not None:
            yield lijst.bevinding(eid=lijst.eid)


@regels.rule("STOP0002")
def expliciete_lijst_zonder_nummer(levering: Levering) -> Iterator[Bevinding]:
    """An item of a Lijst of type expliciet has no number."""
    for lijst in knopen(levering, T + "Lijst"):
        items = lijst.element.iterchildren(T + "Li") if lijst.get("type") == "expliciet" else ()
        if any(li.find(T + "LiNummer") is None for li in items):
            yield lijst.bevinding(eid=lijst.eid)


@regels.rule("STOP0005")
def lege_alinea(levering: Levering) -> Iterator[Bevinding]:
    """An Al without text, image or reference to a note."""
    for al in knopen(levering, T + "Al"):
        if _leeg(al) and not al.heeft(T + "InlineTekstAfbeelding", T + "Nootref"):
            yield al.bevinding(eid=al.eid)


@regels.rule("STOP0006")
def lege_kop(levering: Levering) -> Iterator[Bevinding]:
    """A Kop without text."""
    for kop in knopen(levering, T + "Kop"):
        if _leeg(kop):
            yield kop.bevinding(eid=kop.eid)


def _genegeerd(code: str, attribuut: str) -> None:
    """Claim the warning that this attribute of an image is ignored."""

    @regels.rule(code)
    def genegeerd_attribuut(levering: Levering) -> Iterator[Bevinding]:
        for beeld in knopen(levering, T + "Illustratie", T + "InlineTekstAfbeelding"):
            waarde = beeld.get(attribuut)
            if waarde is not None:
                yield beeld.bevinding(gekregen=f'{attribuut}="{waarde}"', eid=beeld.eid)


_genegeerd("STOP0045", "schaal")
_genegeerd("STOP0046", "kleur")


def _verwijzingen(levering: Levering) -> Iterator[tuple[Knoop, str, str | None, list[Knoop]]]:
    """Every IntRef outside a mutation: it, the eId it points at, the component (None: anywhere), what it hits there."""
    for document in documenten(levering):
        for ref in document.op(T + "IntRef"):
            if ref.in_een(*IN_MUTATIE):
                continue
            doel = ref.get("ref") or ""
            component = " ".join(ref.omgeving.componenten) or None
            if doel.startswith("!"):
                component = deel_voor(doel.replace("!", ""), "#")
                doel = deel_na(doel, "#")
            gelijk = document.eids.get(doel, [])
            yield ref, doel, component, [k for k in gelijk if component is None or k.omgeving.component == component]


@regels.rule("STOP0010")
def verwijzing_zonder_doel(levering: Levering) -> Iterator[Bevinding]:
    """An IntRef points at an eId that is not there."""
    for ref, doel, _, gevonden in _verwijzingen(levering):
        if all(knoop.in_een(*IN_MUTATIE) for knoop in gevonden):
            yield ref.bevinding(gekregen=ref.get("ref") or "", ref=doel, eid=ref.eid)


@regels.rule("STOP0053")
def scope_van_verwijzing(levering: Levering) -> Iterator[Bevinding]:
    """The scope of an IntRef is not the name of what it points at."""
    for ref, doel, component, gevonden in _verwijzingen(levering):
        namen = ""
        if not all(knoop.in_een(*IN_MUTATIE) for knoop in gevonden):
            bedoeld = gevonden if component is not None else [k for k in gevonden if not k.omgeving.componenten]
            namen = " ".join(knoop.naam for knoop in bedoeld)
        scope = ref.get("scope")
        if scope is not None and scope != namen:
            yield ref.bevinding(verwacht=namen, gekregen=scope, ref=doel, scope=scope, element=namen)


@regels.rule("STOP0011")
def verwijzing_naar_informatieobject(levering: Levering) -> Iterator[Bevinding]:
    """An IntIoRef outside a mutation points at a wId that no ExtIoRef has."""
    for document in documenten(levering):
        doelen = {ref.get("wId") for ref in document.op(T + "ExtIoRef")} - {None}
        for ref in document.op(T + "IntIoRef"):
            if ref.get("ref") not in doelen and not ref.in_een(T + "RegelingMutatie", "BesluitMutatie"):
                yield ref.bevinding(gekregen=ref.get("ref") or "", ref=ref.get("ref") or "", eid=ref.eid)


@regels.rule("STOP0012")
def extioref_noemt_zijn_ref(levering: Levering) -> Iterator[Bevinding]:
    """The text of an ExtIoRef is not its ref."""
    for ref in knopen(levering, T + "ExtIoRef"):
        if normaal(ref.tekst) != normaal(ref.get("ref")):
            yield ref.bevinding(verwacht=ref.get("ref") or "", gekregen=normaal(ref.tekst), eid=ref.eid)


@regels.rule("STOP0050")
def notatie_van_extref(levering: Levering) -> Iterator[Bevinding]:
    """The ref of an ExtRef is not written as its soort asks."""
    for ref in knopen(levering, T + "ExtRef"):
        soort, waarde = ref.get("soort") or "", ref.get("ref") or ""
        begin = _NOTATIE.get(soort, "")
        if not waarde.startswith(begin):
            yield ref.bevinding(verwacht=f"{begin}…", gekregen=waarde, soort=soort, ref=waarde)


def _geen_wijzigartikel(code: str, regeling: str) -> None:
    """Claim the rule that this kind of regeling holds no WijzigArtikel."""

    @regels.rule(code)
    def wijzigartikel_in_regeling(levering: Levering) -> Iterator[Bevinding]:
        for artikel in knopen(levering, T + "WijzigArtikel"):
            if artikel.in_een(T + regeling):
                yield artikel.bevinding(eid=artikel.eid)


_geen_wijzigartikel("STOP0015", "RegelingTijdelijkdeel")
_geen_wijzigartikel("STOP0016", "RegelingCompact")


@regels.rule("STOP0017")
def renvooi_buiten_mutatie(levering: Levering) -> Iterator[Bevinding]:
    """NieuweTekst or VerwijderdeTekst outside a mutation."""
    for knoop in knopen(levering, T + "NieuweTekst", T + "VerwijderdeTekst"):
        if not knoop.in_een(*IN_MUTATIE):
            yield knoop.bevinding(element=knoop.naam, eid=knoop.eid)


@regels.rule("STOP0018")
def wijzigactie_buiten_mutatie(levering: Levering) -> Iterator[Bevinding]:
    """A wijzigactie outside a mutation."""
    for knoop in knopen_met(levering, "wijzigactie"):
        if knoop.is_tekst and not knoop.in_een(*IN_MUTATIE):
            yield knoop.bevinding(gekregen=knoop.get("wijzigactie") or "", element=knoop.naam, eid=knoop.eid)


@regels.rule("STOP0055")
def na_gereserveerd(levering: Levering) -> Iterator[Bevinding]:
    """Something follows a Gereserveerd, outside articles and replacements."""
    for knoop in knopen(levering, T + "Gereserveerd"):
        volgende = next((kind for kind in knoop.element.itersiblings() if tag_van(kind).startswith(T)), None)
        if volgende is not None and not knoop.in_een(T + "Vervang", T + "Artikel"):
            yield knoop.bevinding(element=lokale_naam(volgende), eid=knoop.eid)


@regels.rule("STOP0070")
def inhoud_van_artikel(levering: Levering) -> Iterator[Bevinding]:
    """An Artikel mixes Lid, Inhoud and Vervallen or Gereserveerd."""
    for artikel in knopen(levering, T + "Artikel"):
        if artikel.in_een(T + "Vervang"):
            continue
        weg, inhoud = artikel.heeft(T + "Vervallen", T + "Gereserveerd"), artikel.heeft(T + "Inhoud")
        if (artikel.heeft(T + "Lid") and (inhoud or weg)) or (inhoud and weg):
            yield artikel.bevinding(eid=artikel.eid)


@regels.rule("STOP0058")
def leeg_structuurelement(levering: Levering) -> Iterator[Bevinding]:
    """A structure element holds nothing but its Kop."""
    for knoop in knopen(levering, *_STRUCTUUR):
        if not _met_meer_dan_kop(knoop) and not (knoop.naam == "Titel" and knoop.ouder == T + "Figuur"):
            yield knoop.bevinding(element=knoop.naam, eid=knoop.eid)


@regels.rule("STOP0060")
def lege_divisietekst(levering: Levering) -> Iterator[Bevinding]:
    """A Divisietekst holds nothing but its Kop."""
    for knoop in knopen(levering, T + "Divisietekst"):
        if not _met_meer_dan_kop(knoop):
            yield knoop.bevinding(eid=knoop.eid)


@regels.rule("STOP0061")
def divisie_in_kennisgeving(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving holds a Divisie."""
    for divisie in knopen(levering, T + "Divisie"):
        if divisie.in_een(T + "Kennisgeving"):
            yield divisie.bevinding(eid=divisie.eid)


@regels.rule("STOP0062")
def deel_van_vervallen_leeft(levering: Levering) -> Iterator[Bevinding]:
    """A structure element has lapsed, but something in it has not."""
    for knoop in knopen(levering, T + "Vervallen"):
        if knoop.in_een(T + "Vervang") or knoop.ouder in (T + "Artikel", T + "Divisietekst"):
            continue
        for volgende in knoop.element.itersiblings():
            if tag_van(volgende).startswith(T) and volgende.find(T + "Vervallen") is None:
                yield knoop.bevinding(element=lokale_naam(volgende), ander=volgende.get("eId") or "", eid=knoop.eid)
                break


@regels.rule("STOP0064")
def adres_van_contact(levering: Levering) -> Iterator[Bevinding]:
    """The adres of a Contact is no e-mail address."""
    for contact in knopen(levering, T + "Contact"):
        adres = contact.get("adres") or ""
        if not _EMAIL.search(adres):
            yield contact.bevinding(gekregen=adres, adres=adres, eid=contact.eid)


@regels.rule("STOP0075")
def schemaversie_van_motivering(levering: Levering) -> Iterator[Bevinding]:
    """A Motivering within a besluit has a schemaversie of its own."""
    for motivering in knopen(levering, T + "Motivering"):
        versie = motivering.get("schemaversie")
        if versie is not None and motivering.in_een(T + "BesluitCompact", T + "BesluitKlassiek"):
            yield motivering.bevinding(gekregen=versie, versie=versie)


@regels.rule("STOP0081")
def toelichting_met_divisie(levering: Levering) -> Iterator[Bevinding]:
    """A Toelichting holds a Divisie or Divisietekst itself: discouraged."""
    for toelichting in knopen(levering, T + "Toelichting"):
        if toelichting.heeft(T + "Divisie", T + "Divisietekst"):
            yield toelichting.bevinding(eid=toelichting.eid)


def _delen_van_toelichting(toelichting: Knoop) -> int:
    return sum(1 for _ in toelichting.element.iterchildren(T + "ArtikelgewijzeToelichting", T + "AlgemeneToelichting"))


@regels.rule("STOP0084")
def toelichting_zonder_kop(levering: Levering) -> Iterator[Bevinding]:
    """A Toelichting with more than one part has no Kop."""
    for toelichting in knopen(levering, T + "Toelichting"):
        if _delen_van_toelichting(toelichting) > 1 and not toelichting.heeft(T + "Kop"):
            yield toelichting.bevinding(eid=toelichting.eid)


@regels.rule("STOP0085")
def toelichting_met_kop(levering: Levering) -> Iterator[Bevinding]:
    """A Toelichting with one part, which has a Kop, has a Kop itself too."""
    for toelichting in knopen(levering, T + "Toelichting"):
        if _delen_van_toelichting(toelichting) == 1 and toelichting.heeft(T + "Kop"):
            yield toelichting.bevinding(eid=toelichting.eid)


@regels.rule("STOP0082")
def artikelgewijze_toelichting_los(levering: Levering) -> Iterator[Bevinding]:
    """An ArtikelgewijzeToelichting stands outside a Toelichting: discouraged."""
    for knoop in knopen(levering, T + "ArtikelgewijzeToelichting"):
        if knoop.ouder != T + "Toelichting":
            yield knoop.bevinding(eid=knoop.eid)


@regels.rule("STOP0083")
def inleidende_tekst_in_toelichting(levering: Levering) -> Iterator[Bevinding]:
    """A toelichting of any kind holds an InleidendeTekst: discouraged."""
    for knoop in knopen(levering, T + "AlgemeneToelichting", T + "ArtikelgewijzeToelichting", T + "Toelichting"):
        if knoop.heeft(T + "InleidendeTekst"):
            yield knoop.bevinding(element=knoop.naam, eid=knoop.eid)
