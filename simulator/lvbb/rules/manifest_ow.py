"""What manifest-ow.xml says of the OW files and of the doel and regeling that they belong to.

Source: validatiematrix v6, IMOW 2.0.0 (manifest-ow).
"""

from collections.abc import Iterator

from lxml import etree

from simulator.contract.xml import tekst_van
from simulator.lvbb.levering import MANIFEST_OW, Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.stelsel.identificaties import delen

regels = Regels()

_M = f"{{{MANIFEST_OW}}}"


@regels.rule("LVBB1016")
def bestand_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """Every file that manifest-ow.xml names is in the zip."""
    for naam in _knopen(levering, "naam"):
        tekst = tekst_van(naam)
        if tekst not in levering.bestanden:
            yield Bevinding.at(levering, naam, verwacht=tekst, gekregen="geen bestand", naam=tekst)


@regels.rule("LVBB1025")
def objecttype_geometrie(levering: Levering) -> Iterator[Bevinding]:
    """Geometrie is no objecttype: geometry comes with the GIOs."""
    for knoop in _knopen(levering, "objecttype"):
        if tekst_van(knoop) == "Geometrie":
            ouder = knoop.getparent()
            naam = "" if ouder is None else tekst_van(ouder.find(_M + "naam"))
            yield Bevinding.at(levering, knoop, verwacht="een ander objecttype", gekregen="Geometrie", naam=naam)


@regels.rule("LVBB1026")
def bestand_gml(levering: Levering) -> Iterator[Bevinding]:
    """No GML file is named."""
    for knoop in _knopen(levering, "naam"):
        if (naam := tekst_van(knoop)).endswith(".gml"):
            yield Bevinding.at(levering, knoop, verwacht="een OW-bestand", gekregen=naam, naam=naam)


@regels.rule("LVBB4005")
def soort_van_de_regeling(levering: Levering) -> Iterator[Bevinding]:
    """WorkIDRegeling is an act."""
    for knoop in _knopen(levering, "WorkIDRegeling"):
        id_ = tekst_van(knoop)
        stukken = delen(id_)
        soort = stukken[2] if len(stukken) > 2 else ""
        if soort != "act":
            yield Bevinding.at(levering, knoop, verwacht="act", gekregen=soort, type=soort, id=id_)


@regels.rule("LVBB2502")
def doel_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """Every Aanlevering has a doel."""
    for knoop in _knopen(levering, "Aanlevering"):
        if not tekst_van(knoop.find(_M + "DoelID")):
            yield Bevinding.at(levering, knoop, verwacht="DoelID", gekregen="niets")


@regels.rule("LVBB2503")
def doel_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """The doel is one of the besluit, or one that the LVBB has."""
    besluit = inhoud.besluit(levering)
    doelen = () if besluit is None else besluit.doelen
    for knoop in _knopen(levering, "DoelID"):
        doel = tekst_van(knoop)
        if doel and doel not in doelen and not any(True for _ in levering.register.doel_in_gebruik(doel)):
            verwacht = ", ".join(doelen) or "een bekend doel"
            yield Bevinding.at(levering, knoop, verwacht=verwacht, gekregen=doel, doel=doel)


@regels.rule("LVBB2504")
def bestand_bij_doel_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """The same as LVBB1016, said later in the chain and with the doel."""
    for aanlevering in _knopen(levering, "Aanlevering"):
        doel = tekst_van(aanlevering.find(_M + "DoelID"))
        for knoop in aanlevering.iter(_M + "naam"):
            if (naam := tekst_van(knoop)) not in levering.bestanden:
                yield Bevinding.at(levering, knoop, verwacht=naam, gekregen="geen bestand", doel=doel, naam=naam)


@regels.rule("LVBB2505")
def doel_zonder_regeling(levering: Levering) -> Iterator[Bevinding]:
    """For every regeling that the besluit establishes there is an Aanlevering with its doel."""
    besluit = inhoud.besluit(levering)
    if besluit is None or levering.manifest_ow is None:
        return
    vermeld = {
        (tekst_van(a.find(_M + "WorkIDRegeling")), tekst_van(a.find(_M + "DoelID")))
        for a in _knopen(levering, "Aanlevering")
    }
    for beoogd in besluit.beoogd_van(inhoud.REGELING):
        for doel in beoogd.doelen:
            if (beoogd.werk, doel) not in vermeld:
                verwacht = f"{beoogd.werk} met {doel}"
                gekregen = "; ".join(" met ".join(paar) for paar in sorted(vermeld))
                yield Bevinding.at(
                    levering,
                    levering.manifest_ow,
                    verwacht=verwacht,
                    gekregen=gekregen,
                    doel=doel,
                    regeling=beoogd.werk,
                )


def _knopen(levering: Levering, naam: str) -> Iterator[etree._Element]:
    if levering.manifest_ow is not None:
        yield from levering.manifest_ow.iter(_M + naam)
