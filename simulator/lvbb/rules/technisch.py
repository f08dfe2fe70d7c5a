"""Flow 1: is this a zip with an opdracht and a manifest that fit it. What is found here is a technical rejection.

The steps among these rules stand in rules.csv; each rule still holds its own when its file is absent.
Source: validatiematrix v6, docs/bronnen.md#lvbb-zip and #lvbb-verslagen-van-2021.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree

from simulator.contract import schemas
from simulator.contract.xml import lokale_naam, namespace_van
from simulator.lvbb.levering import LVBB, Bestand, Levering
from simulator.lvbb.rules import bestandstype
from simulator.lvbb.rules.kader import Bevinding, Regels

regels = Regels()

ZIP = "opdracht.zip"
CONTENT_TYPES = ("application/xml", "application/gml+xml", "application/pdf", "image/jpeg", "image/png")
_NAAM = re.compile(r"[0-9A-Za-z._-]+")
_GETOOND = 5


@regels.rule("LVBB1012")
def id_levering_eerder_gebruikt(levering: Levering) -> Iterator[Bevinding]:
    """The sender has used this idLevering before, whatever came of that delivery.

    Source: docs/bronnen.md#lvbb-idlevering (confirmed).
    """
    gebruikt = levering.opdracht.id_levering or levering.verzoek_id_levering
    if gebruikt and levering.register.id_levering_bekend(levering.afzender, gebruikt):
        knoop = levering.opdracht.knoop("idLevering")
        yield Bevinding.at(levering, knoop, verwacht="een nieuwe idLevering", gekregen=gebruikt)


@regels.rule("LVBB0002")
def geen_zip(levering: Levering) -> Iterator[Bevinding]:
    """The verzoek carries no zip."""
    if levering.zip_grootte == 0 and not levering.namen:
        yield Bevinding(verwacht="een zip", gekregen="niets")


@regels.rule("LVBB1040")
def zip_te_groot(levering: Levering) -> Iterator[Bevinding]:
    """The zip is larger than 1 GB."""
    if levering.zip_grootte > levering.profiel.max_zip:
        grens = _maat(levering.profiel.max_zip)
        gekregen = f"{levering.zip_grootte} bytes"
        yield Bevinding(
            verwacht=f"ten hoogste {grens}", gekregen=gekregen, waarden={"soort": "opdracht-zip", "grens": grens}
        )


@regels.rule("LVBB1001")
def zip_onleesbaar(levering: Levering) -> Iterator[Bevinding]:
    """The zip does not open, or an entry does not unpack."""
    if levering.zip_fout and levering.zip_grootte > 0:
        yield Bevinding(verwacht="een zip die opent", gekregen=levering.zip_fout)


@regels.rule("LVBB1002")
def opdracht_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """opdracht.xml stands in the root of the zip."""
    if "opdracht.xml" not in levering.bestanden:
        yield Bevinding(verwacht="opdracht.xml", gekregen=", ".join(levering.namen[:_GETOOND]))


@regels.rule("LVBB1003")
def manifest_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """manifest.xml stands in the root of the zip."""
    if "manifest.xml" not in levering.bestanden:
        yield Bevinding(verwacht="manifest.xml", gekregen=", ".join(levering.namen[:_GETOOND]))


@regels.rule("LVBB1004")
def tekens_in_bestandsnaam(levering: Levering) -> Iterator[Bevinding]:
    """A name has only letters, digits, dot, hyphen and underscore; so a folder is refused too."""
    for naam in dict.fromkeys(levering.namen):
        if not _NAAM.fullmatch(naam):
            yield Bevinding.in_bestand(naam, verwacht="letters, cijfers, . _ en -", gekregen=naam, naam=naam)


@regels.rule("LVBB1041")
def bestand_leeg_of_te_groot(levering: Levering) -> Iterator[Bevinding]:
    """An unpacked file has at least one byte and at most 100 MB."""
    grens = levering.profiel.max_bestand
    for bestand in levering.bestanden.values():
        if bestand.naam.endswith("/") or 1 <= bestand.grootte <= grens:
            continue
        eis = "kleiner dan 1 byte" if bestand.grootte < 1 else f"groter dan {_maat(grens)}"
        gekregen = f"{bestand.grootte} bytes"
        verwacht = f"1 byte tot {_maat(grens)}"
        yield Bevinding.in_bestand(
            bestand.naam, verwacht=verwacht, gekregen=gekregen, naam=bestand.naam, soort=ZIP, eis=eis
        )


@regels.rule("LVBB1042")
def dubbele_bestandsnaam(levering: Levering) -> Iterator[Bevinding]:
    """A name occurs once in the zip."""
    for naam, aantal in Counter(levering.namen).items():
        if aantal > 1:
            yield Bevinding.in_bestand(naam, verwacht="eenmaal", gekregen=f"{aantal} maal", naam=naam, soort=ZIP)


@regels.rule("LVBB1006")
def opdracht_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """opdracht.xml fits the transport schema, holds an opdracht, and (inferred) is what the verzoek says."""
    fouten = list(_tegen_transport(levering, "opdracht.xml", lambda naam: naam.endswith("Opdracht")))
    yield from fouten
    if not fouten and levering.opdracht.wortel is not None:
        yield from _tegen_verzoek(levering)


@regels.rule("LVBB1008")
def manifest_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """manifest.xml fits the transport schema."""
    yield from _tegen_transport(levering, "manifest.xml", lambda naam: naam == "manifest")


@regels.rule("LVBB1009")
def wel_in_manifest_niet_in_zip(levering: Levering) -> Iterator[Bevinding]:
    """Every file that manifest.xml lists is in the zip."""
    for naam in dict.fromkeys(naam for naam, _ in levering.manifest):
        if naam not in levering.bestanden:
            yield Bevinding.at(levering, _rij(levering, naam), verwacht=naam, gekregen="geen bestand", naam=naam)


@regels.rule("LVBB1010")
def wel_in_zip_niet_in_manifest(levering: Levering) -> Iterator[Bevinding]:
    """Every file of the zip is listed in manifest.xml, opdracht.xml and manifest.xml too."""
    vermeld = {naam for naam, _ in levering.manifest}
    for naam in levering.bestanden:
        if naam not in vermeld:
            yield Bevinding.in_bestand(naam, verwacht="vermelding in manifest.xml", gekregen="geen", naam=naam)


@regels.rule("LVBB1019")
def content_type_niet_toegestaan(levering: Levering) -> Iterator[Bevinding]:
    """A contentType is one of a list. The list is not public: these five are what plansoftware sends.

    Source: validatiematrix v6; a report of the LVBB of 2021 refuses image/bmp.
    """
    for naam, soort in levering.manifest:
        if soort and soort not in CONTENT_TYPES:
            verwacht = ", ".join(CONTENT_TYPES)
            knoop = _rij(levering, naam)
            mark = "confirmed" if soort == "image/bmp" else ""
            yield Bevinding.at(levering, knoop, verwacht=verwacht, gekregen=soort, mark=mark, naam=naam, type=soort)


@regels.rule("LVBB1020")
def content_type_leeg(levering: Levering) -> Iterator[Bevinding]:
    """A contentType is filled in."""
    for naam, soort in levering.manifest:
        if not soort:
            yield Bevinding.at(levering, _rij(levering, naam), verwacht="een content type", gekregen="leeg", naam=naam)


@regels.rule("LVBB1017")
def formaat_van_afbeelding_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """A file with an image's contentType is of a format that we know."""
    for bestand, werkelijk in _afbeeldingen(levering):
        if werkelijk == "":
            yield Bevinding.in_bestand(
                bestand.naam, verwacht="een JPEG of PNG", gekregen="onbekend formaat", naam=bestand.naam
            )


@regels.rule("LVBB1018")
def formaat_van_afbeelding_anders(levering: Levering) -> Iterator[Bevinding]:
    """The contentType of an image is what the image is."""
    for bestand, werkelijk in _afbeeldingen(levering):
        if werkelijk and werkelijk != bestand.content_type:
            yield Bevinding.in_bestand(
                bestand.naam, verwacht=bestand.content_type or "", gekregen=werkelijk, naam=bestand.naam
            )


@regels.rule("LVBB1021")
def content_type_anders(levering: Levering) -> Iterator[Bevinding]:
    """The contentType of any other file is what the file is; XML and GML are not told apart."""
    for bestand in levering.bestanden.values():
        verklaard = bestand.content_type or ""
        if bestand.inhoud is None or verklaard not in CONTENT_TYPES or verklaard.startswith("image/"):
            continue
        werkelijk = bestandstype.soort_van(bestand.inhoud)
        verwacht = "application/xml" if verklaard.endswith("xml") else verklaard
        if werkelijk != verwacht:
            gekregen = werkelijk or "onbekend"
            yield Bevinding.in_bestand(
                bestand.naam, verwacht=verklaard, gekregen=gekregen, naam=bestand.naam, type=gekregen
            )


@regels.rule("LVBB1013")
def afbeelding_doorzichtig(levering: Levering) -> Iterator[Bevinding]:
    """An image has no transparency."""
    for bestand, werkelijk in _afbeeldingen(levering):
        if werkelijk == "image/png" and bestand.inhoud is not None and bestandstype.is_doorzichtig(bestand.inhoud):
            yield Bevinding.in_bestand(
                bestand.naam, verwacht="zonder transparantie", gekregen="met transparantie", naam=bestand.naam
            )


def _afbeeldingen(levering: Levering) -> Iterator[tuple[Bestand, str]]:
    for bestand in levering.bestanden.values():
        if bestand.inhoud is not None and bestand.content_type in ("image/jpeg", "image/png"):
            yield bestand, bestandstype.soort_van(bestand.inhoud)


def _tegen_transport(levering: Levering, naam: str, past: Callable[[str], bool]) -> Iterator[Bevinding]:
    bestand = levering.bestanden.get(naam)
    if bestand is None:
        return
    if bestand.wortel is None:
        reden = "" if bestand.fout is None else bestand.fout.reden
        yield Bevinding.in_bestand(naam, verwacht="leesbare XML", gekregen=reden, fout=reden)
        return
    fouten = schemas.toets("transport", bestand.wortel)
    wortel = lokale_naam(bestand.wortel)
    if not fouten and (namespace_van(bestand.wortel) != LVBB or not past(wortel)):
        reden = f"element {wortel} is hier geen hoofdelement"
        yield Bevinding.at(levering, bestand.wortel, gekregen=reden, fout=reden)
    if fouten:
        # One message per file, as in real reports; the place is that of the first fault.
        reden = "; ".join(fout.tekst for fout in fouten[:_GETOOND])
        yield Bevinding(naam, fouten[0].plaats, gekregen=reden, waarden={"fout": reden})


def _tegen_verzoek(levering: Levering) -> Iterator[Bevinding]:
    opdracht = levering.opdracht
    for naam, verwacht, gekregen in (
        ("soort", levering.verzoek_soort, opdracht.soort),
        ("idLevering", levering.verzoek_id_levering, opdracht.id_levering),
    ):
        if verwacht and verwacht != gekregen:
            reden = f"{naam} is {gekregen}, in het verzoek {verwacht}"
            yield Bevinding.at(levering, opdracht.knoop(naam), verwacht=verwacht, gekregen=gekregen, fout=reden)


def _rij(levering: Levering, naam: str) -> etree._Element | None:
    manifest = levering.bestanden.get("manifest.xml")
    if manifest is None or manifest.wortel is None:
        return None
    namen = manifest.wortel.iter(f"{{{LVBB}}}bestandsnaam")
    return next((rij for rij in namen if (rij.text or "").strip() == naam), manifest.wortel)


def _maat(bytes_: int) -> str:
    for eenheid, grootte in (("GB", 1024**3), ("MB", 1024**2)):
        if bytes_ >= grootte and bytes_ % grootte == 0:
            return f"{bytes_ // grootte} {eenheid}"
    return f"{bytes_} bytes"
