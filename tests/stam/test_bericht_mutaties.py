"""The schema of each profile refuses every single fault: enumerated over its content model, on messages that together
have every element.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

import pytest
from lxml import etree

from simulator.contract import notatie, schemas, xml
from simulator.contract.contentmodel import Deel, Lijf, Model, Waarde
from simulator.places import place
from simulator.stam import berichten
from simulator.stam.profiel import profiel
from tests.stam import strategie

PROFIELEN = ("stam-v2", "stam-v3", "stam-v4")
FOUT = {"date": ("2026-13-01", "02-03-2026", ""), "boolean": ("misschien", ""), "nonNegativeInteger": ("-1", "1,5", "")}


@dataclass(frozen=True)
class Plek:
    """An element of a message with what the model says of it. moet: it must be there; een: it occurs once at most."""

    element: etree._Element
    pad: str
    lijf: Lijf | None
    waarde: Waarde | str | None
    moet: bool
    een: bool


class _Kaart:
    """What a content model says, by name."""

    def __init__(self, model: Model, anderen: dict[str, Model]) -> None:
        self.model = model
        self.anderen = {prefix: anderen[pad] for prefix, pad in model.gebruikt.items()}
        self._van = {(v.soort, v.naam): v for v in model.verklaringen}

    def globaal(self, naam: str) -> tuple[Lijf | None, Waarde | str | None, "_Kaart"]:
        """The content of a global element."""
        prefix, _, kaal = naam.rpartition(":")
        kaart = _Kaart(self.anderen[prefix], {}) if prefix in self.anderen else self
        v = kaart._van["element", kaal]
        return (v.lijf, None, kaart) if v.lijf is not None else (*kaart.soort(v.type), kaart)

    def soort(self, naam: str) -> tuple[Lijf | None, Waarde | str | None]:
        """The content of a type."""
        if ("type", naam) in self._van:
            return self._van["type", naam].lijf, None
        waarde = self._van["value", naam].waarde if ("value", naam) in self._van else None
        return None, waarde or naam

    def delen(self, deel: Deel | None, moet: bool = True) -> Iterator[tuple[Deel, bool]]:
        """(element, whether it must be there) of everything in some content."""
        if deel is None:
            return
        hier = moet and deel.minimum > 0
        if deel.soort == "groep":
            lijf = self._van["group", deel.naam].lijf
            yield from self.delen(lijf.inhoud if lijf else None, hier)
        elif deel.soort in (",", "|", "&"):
            for onder in deel.delen:
                yield from self.delen(onder, hier and deel.soort != "|")
        elif deel.soort != "any":
            yield deel, hier


def _plekken(kaart: _Kaart, element: etree._Element, pad: str, deel: Deel, moet: bool) -> Iterator[Plek]:
    if deel.soort == "ref":
        lijf, waarde, kaart = kaart.globaal(deel.naam)
    else:
        lijf, waarde = (deel.lijf, None) if deel.lijf is not None else kaart.soort(deel.type)
    yield Plek(element, pad, lijf, waarde, moet, deel.maximum == 1)
    if lijf is None:
        return
    kinderen = list(element.iterchildren("*"))
    mogelijk = list(kaart.delen(lijf.inhoud))
    # Where a choice must be made and one thing was chosen, that one must be there.
    keuze = lijf.inhoud is not None and lijf.inhoud.soort in ("|", "groep") and len(kinderen) == 1
    for kind in kinderen:
        naam = etree.QName(kind).localname
        gevonden, nodig = next((d, m) for d, m in mogelijk if d.naam.rpartition(":")[2] == naam)
        enig = sum(k.tag == kind.tag for k in kinderen) == 1
        yield from _plekken(kaart, kind, f"{pad}/{naam}", gevonden, (nodig or keuze) and enig)


@cache
def _berichten(naam: str) -> tuple[etree._Element, ...]:
    return tuple(xml.lees(berichten.verzoek_xml(naam, bericht)).wortel for bericht in strategie.volle())


def _alle(naam: str) -> list[Plek]:
    """One place for every path in the messages, and one more where it must be there."""
    pad = profiel(naam).schemas["verzoek"]
    modellen = notatie.met_gebruikte(pad, place("contracts"))
    kaart = _Kaart(modellen[pad], modellen)
    gevonden: dict[tuple[str, bool], Plek] = {}
    for wortel in _berichten(naam):
        lokaal = etree.QName(wortel).localname
        for plek in _plekken(kaart, wortel, lokaal, Deel("ref", lokaal), True):
            gevonden.setdefault((plek.pad, plek.moet), plek)
    return list(gevonden.values())


def _doorgelaten(naam: str, plek: Plek, wijzig: "Wijziging") -> bool:
    """Whether the schema lets a change of one element pass."""
    kopie = deepcopy(plek.element.getroottree()).getroot()
    zelfde = plek.element.getroottree().getpath(plek.element)
    (element,) = kopie.xpath(zelfde, namespaces=kopie.nsmap)
    wijzig(element)
    return not schemas.toets_model(profiel(naam).schemas["verzoek"], kopie, naam)


class Wijziging:
    """A single fault."""

    def __init__(self, soort: str, waarde: str = "") -> None:
        self.soort, self.waarde = soort, waarde

    def __call__(self, element: etree._Element) -> None:
        ouder = element.getparent()
        namespace = etree.QName(element).namespace
        if self.soort == "weg":
            ouder.remove(element)
        elif self.soort == "dubbel":
            element.addnext(deepcopy(element))
        elif self.soort == "volgorde":
            element.getnext().addnext(element)
        elif self.soort == "onbekend":
            element.insert(0, etree.Element(f"{{{namespace}}}onbekend"))
        elif self.soort == "vreemd":
            element.insert(0, etree.Element("{urn:ander}onbekend"))
        elif self.soort == "namespace":
            element.tag = f"{{urn:ander}}{etree.QName(element).localname}"
        elif self.soort == "kast":
            element.tag = f"{{{namespace}}}{etree.QName(element).localname.swapcase()}"
        elif self.soort == "attribuut":
            element.set("onbekend", "1")
        else:
            element.text = self.waarde


def _foute_waarden(waarde: Waarde | str | None) -> tuple[str, ...]:
    if not isinstance(waarde, Waarde):
        return FOUT.get(str(waarde), ())
    if waarde.waarden:
        return ("onbekend", waarde.waarden[0].upper(), f"{waarde.waarden[0]} ", "")
    if waarde.patronen:
        aantal = int(re.fullmatch(r"\\d\{(\d+)\}", waarde.patronen[0])[1])
        return ("1" * (aantal - 1), "1" * (aantal + 1), "x" * aantal, f" {'1' * (aantal - 1)}", "")
    if waarde.grenzen and waarde.basis == "string":
        return ("",)
    return FOUT.get(waarde.basis, ("1 x", "1") if waarde.basis == "getallen" else ())


def _fouten(plek: Plek) -> Iterator[Wijziging]:
    wortel = plek.element.getparent() is None
    if not wortel:
        if plek.moet:
            yield Wijziging("weg")
        if plek.een:
            yield Wijziging("dubbel")
        volgende = plek.element.getnext()
        if volgende is not None and volgende.tag != plek.element.tag:
            yield Wijziging("volgorde")
    yield from map(Wijziging, ("onbekend", "vreemd", "namespace", "kast", "attribuut"))
    if plek.lijf is not None:
        yield Wijziging("tekst", "tekst tussen elementen")
    for waarde in _foute_waarden(plek.waarde):
        yield Wijziging("waarde", waarde)


@pytest.mark.parametrize("naam", PROFIELEN)
def test_elke_enkele_fout_wordt_geweigerd(naam: str) -> None:
    doorgelaten, geteld = [], dict.fromkeys(("weg", "dubbel", "volgorde", "onbekend", "tekst", "waarde"), 0)
    for plek in _alle(naam):
        for fout in _fouten(plek):
            geteld[fout.soort] = geteld.get(fout.soort, 0) + 1
            if _doorgelaten(naam, plek, fout):
                doorgelaten.append(f"{plek.pad}: {fout.soort} {fout.waarde!r}")
    # At the end of a verzoek is room for what a later version may have: there another namespace is no fault.
    assert doorgelaten == ["verzoekXML/verzoek/verzoekbijlages: namespace ''"]
    assert all(aantal > 20 for aantal in geteld.values()), geteld
    assert sum(geteld.values()) > 1000


@pytest.mark.parametrize("naam", PROFIELEN)
def test_wat_niet_hoeft_mag_weg(naam: str) -> None:
    vrij = [plek for plek in _alle(naam) if not plek.moet]
    geweigerd = [plek.pad for plek in vrij if not _doorgelaten(naam, plek, Wijziging("weg"))]
    assert len(vrij) > 30
    assert geweigerd == []


def test_twee_initiatiefnemers_en_een_bericht_zonder_locatie_worden_gezegd() -> None:
    document = deepcopy(_berichten("stam-v4")[0])
    initiatiefnemer = document.find(".//{*}initiatiefnemer")
    initiatiefnemer.addnext(deepcopy(initiatiefnemer))
    (klacht,) = berichten.toets_verzoek("stam-v4", etree.tostring(document))
    assert "/verzoekXML/verzoek/initiatiefnemer[2]: element verzoek: " in klacht
    document = deepcopy(_berichten("stam-v4")[0])
    locaties = document.find(".//{*}projectlocaties")
    locaties.getparent().remove(locaties)
    (klacht,) = berichten.toets_verzoek("stam-v4", etree.tostring(document))
    assert "verwacht projectlocaties, gekregen projectactiviteiten" in klacht


@pytest.mark.parametrize(
    ("naam", "oud", "nieuw"),
    [
        ("stam-v4", "<vx:verzoeknummer>2026030200001</vx:verzoeknummer>", ""),
        ("stam-v4", "2026030200001", "202603020001"),
        ("stam-v4", "<vx:volgnummer>001<", "<vx:volgnummer>1<"),
        ("stam-v4", "<vx:oin>", "<vx:OIN>1</vx:OIN><vx:oin>"),
        ("stam-v4", "verzoeknotificatie", "triggerbericht"),
        ("stam-v3", "2026030200001", ""),
        ("stam-v2", "triggerbericht", "verzoeknotificatie"),
    ],
)
def test_een_foute_notificatie_wordt_geweigerd(naam: str, oud: str, nieuw: str) -> None:
    goed = berichten.notificatie_xml(naam, "2026030200001", 1, "00000009001000009920").decode()
    assert oud in goed
    assert berichten.toets_notificatie(naam, goed.encode()) == []
    assert berichten.toets_notificatie(naam, goed.replace(oud, nieuw).encode()) != []


def test_alleen_het_verzoeknummer_moet_in_een_notificatie() -> None:
    kaal = berichten.notificatie_xml("stam-v4", "2026030200001", 1, "00000009001000009920").decode()
    kaal = re.sub(
        r"\s*<vx:volgnummer>.*?</vx:volgnummer>|\s*<vx:ontvanger>.*?</vx:ontvanger>", "", kaal, flags=re.DOTALL
    )
    assert "volgnummer" not in kaal
    assert berichten.toets_notificatie("stam-v4", kaal.encode()) == []
