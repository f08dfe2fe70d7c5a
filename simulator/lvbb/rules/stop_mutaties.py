"""Mutations of text, and first versions of a regeling.

STOP0024, 0025, 0039, 0040, 0047, 0048, 0051, 0063, 0065, 0066, 0073, 0077, 0080 and 0086.

Source: imop-tekstmutaties of STOP 1.3.0 (confirmed). What cannot be delivered (Rectificatie, BesluitMutatie,
Tekstrevisie) is left out of the rules, except where it is an exception to one.
"""

from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import (
    BESLUITMUTATIE,
    REGELINGMUTATIE,
    Knoop,
    T,
    deel_voor,
    knopen,
    knopen_met,
    tag_van,
)

regels = Regels()

_INITIEEL = {
    T + "RegelingKlassiek": T + "BesluitKlassiek",
    T + "RegelingCompact": T + "WijzigBijlage",
    T + "RegelingVrijetekst": T + "WijzigBijlage",
    T + "RegelingTijdelijkdeel": T + "WijzigBijlage",
}
_CONTAINERACTIES = ("nieuweContainer", "verwijderContainer")
_RECTIFICATIE = T + "Rectificatie"


def _verplicht(code: str, attribuut: str) -> None:
    """Claim the rule that the first version of a regeling has this attribute."""

    @regels.rule(code)
    def attribuut_van_initiele_regeling(levering: Levering) -> Iterator[Bevinding]:
        for regeling in knopen(levering, *_INITIEEL):
            if regeling.ouder == _INITIEEL[regeling.tag] and regeling.get(attribuut) is None:
                yield regeling.bevinding(verwacht=f"@{attribuut}", element=regeling.naam)


_verplicht("STOP0024", "componentnaam")
_verplicht("STOP0025", "wordt")


@regels.rule("STOP0073")
def wijziglid_in_besluitcompact(levering: Levering) -> Iterator[Bevinding]:
    """A WijzigArtikel of a BesluitCompact has a WijzigLid."""
    for artikel in knopen(levering, T + "WijzigArtikel"):
        in_besluit = artikel.in_een(T + "BesluitCompact") and not artikel.in_een(T + "RegelingCompact")
        if in_besluit and artikel.heeft(T + "WijzigLid"):
            yield artikel.bevinding(eid=artikel.eid)


def _in_wijzigartikel(code: str, element: str, *toegestaan: str) -> None:
    """Claim the rule that this element stands in a WijzigArtikel only when it also stands in one of these."""

    @regels.rule(code)
    def in_wijzigartikel(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen(levering, T + element):
            if knoop.in_een(T + "WijzigArtikel") and not knoop.in_een(*toegestaan):
                yield knoop.bevinding(eid=knoop.eid)


_in_wijzigartikel("STOP0039", "WijzigInstructies", T + "RegelingKlassiek")
_in_wijzigartikel("STOP0051", "OpmerkingVersie", T + "RegelingKlassiek", _RECTIFICATIE)


def _in_klassiek_lichaam(knoop: Knoop) -> bool:
    klassiek = (T + "BesluitKlassiek", T + "RegelingKlassiek")
    ouders = (lichaam.getparent() for lichaam in knoop.element.iterancestors(T + "Lichaam"))
    return any(ouder is not None and ouder.tag in klassiek for ouder in ouders)


@regels.rule("STOP0040")
def regelingmutatie_in_wijzigartikel(levering: Levering) -> Iterator[Bevinding]:
    """A RegelingMutatie stands in a WijzigArtikel, and not in the body of a classic besluit or regeling."""
    for mutatie in knopen(levering, REGELINGMUTATIE):
        if mutatie.in_een(T + "WijzigArtikel") and not _in_klassiek_lichaam(mutatie):
            yield mutatie.bevinding(eid=mutatie.eid)


@regels.rule("STOP0047")
def renvooi_in_wat(levering: Levering) -> Iterator[Bevinding]:
    """A Wat holds renvooi."""
    for wat in knopen(levering, T + "Wat"):
        if wat.heeft(T + "VerwijderdeTekst", T + "NieuweTekst"):
            yield wat.bevinding(eid=wat.eid)


@regels.rule("STOP0048")
def containeractie_in_inhoud(levering: Levering) -> Iterator[Bevinding]:
    """Within Inhoud another element than Groep has a wijzigactie for containers."""
    for knoop in knopen_met(levering, "wijzigactie"):
        actie = knoop.get("wijzigactie") or ""
        if actie in _CONTAINERACTIES and knoop.in_een(T + "Inhoud") and knoop.naam != "Groep" and knoop.is_tekst:
            yield knoop.bevinding(gekregen=actie, actie=actie, element=knoop.naam, eid=knoop.eid)


@regels.rule("STOP0063")
def wijzigactie_van_inhoud(levering: Levering) -> Iterator[Bevinding]:
    """Inhoud within a Vervang has a wijzigactie, without a Gereserveerd, Vervallen or Lid beside it."""
    for inhoud in knopen(levering, T + "Inhoud"):
        ouder = inhoud.element.getparent()
        if ouder is None or inhoud.get("wijzigactie") is None or not inhoud.in_een(T + "Vervang"):
            continue
        if next(ouder.iterchildren(T + "Gereserveerd", T + "Vervallen", T + "Lid"), None) is None:
            yield inhoud.bevinding(gekregen=inhoud.get("wijzigactie") or "", eid=inhoud.eid)


@regels.rule("STOP0065")
def wijzigactie_van_sluiting(levering: Levering) -> Iterator[Bevinding]:
    """A Sluiting has a wijzigactie outside a Vervang of a BesluitMutatie."""
    for sluiting in knopen(levering, T + "Sluiting"):
        vervang = next(sluiting.element.iterancestors(T + "Vervang"), None)
        in_mutatie = vervang is not None and next(vervang.iterancestors(BESLUITMUTATIE), None) is not None
        if sluiting.get("wijzigactie") is not None and not in_mutatie:
            yield sluiting.bevinding(gekregen=sluiting.get("wijzigactie") or "", eid=sluiting.eid)


@regels.rule("STOP0066")
def was_en_wordt_van_een_werk(levering: Levering) -> Iterator[Bevinding]:
    """The was and wordt of a mutation are of different works."""
    for knoop in knopen_met(levering, "wordt"):
        was = knoop.get("was")
        if was is None:
            continue
        oud, nieuw = deel_voor(was, "@"), deel_voor(knoop.get("wordt") or "", "@")
        if oud != nieuw:
            yield knoop.bevinding(verwacht=oud, gekregen=nieuw, was=oud, wordt=nieuw)


@regels.rule("STOP0077")
def vervang_noemt_zijn_element(levering: Levering) -> Iterator[Bevinding]:
    """The wat of a Vervang is not the wId of what replaces it."""
    for vervang in knopen(levering, T + "Vervang"):
        kinderen = (kind for kind in vervang.element if tag_van(kind).startswith(T))
        wid = next((kind.get("wId") for kind in kinderen if kind.get("wId") is not None), None)
        wat = vervang.get("wat")
        if wat is None or wat != wid:
            yield vervang.bevinding(verwacht=wid or "", gekregen=wat or "", wat=wat or "", wid=wid or "")


@regels.rule("STOP0080")
def wijzigartikel_in_mutatie(levering: Levering) -> Iterator[Bevinding]:
    """A RegelingMutatie holds a WijzigArtikel, outside a rectificatie."""
    for artikel in knopen(levering, T + "WijzigArtikel"):
        if artikel.in_een(REGELINGMUTATIE) and not artikel.in_een(_RECTIFICATIE):
            yield artikel.bevinding(eid=artikel.eid)


def _met_renvooi(knoop: Knoop) -> bool:
    return any(
        kind.tag in (T + "NieuweTekst", T + "VerwijderdeTekst")
        or (kind.get("wijzigactie") is not None and tag_van(kind).startswith(T))
        for kind in knoop.element.iterdescendants("*")
    )


@regels.rule("STOP0086")
def vervang_zonder_renvooi(levering: Levering) -> Iterator[Bevinding]:
    """A Vervang or VervangKop shows no change and is no revisie."""
    for knoop in knopen(levering, T + "Vervang", T + "VervangKop"):
        if knoop.get("revisie") != "1" and not _met_renvooi(knoop):
            yield knoop.bevinding(verwacht="renvooi", element=knoop.naam, wat=knoop.get("wat") or "")
