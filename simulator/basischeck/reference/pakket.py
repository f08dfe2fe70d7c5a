"""The zip that goes to the LVBB: opdracht, manifest and what they announce.

Source: docs/bronnen.md#lvbb-aanleveren, #lvbb-zip.
The same besluit and opdracht always give the same bytes.
`python -m simulator.basischeck.reference.pakket MAP --vandaag DATUM` writes packages to a folder.
"""

import argparse
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from simulator.basischeck.reference.besluit import Besluit, aanlevering_besluit
from simulator.basischeck.reference.geo import aanlevering_io, gio_gml
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.ow import manifest_ow, ow_bestanden, ow_xml
from simulator.basischeck.reference.plan import lees_plan, vergroot
from simulator.basischeck.reference.werkdagen import werkdag_vanaf
from simulator.basischeck.reference.xml import l, schrijf

VALIDATIE = "validatieOpdracht"
PUBLICATIE = "publicatieOpdracht"
AFBREKEN = "breekPublicatieAfOpdracht"
BESLUIT_BESTAND = "besluit.xml"
GIO_BESTAND = "gio-gebieden"

Rij = tuple[str, str]
_TYPEN = {"xml": "application/xml", "gml": "application/gml+xml"}
# What they take when zipped, measured.
_BYTES_PER_ARTIKEL = 230
_BYTES_PER_PUNT = 6
# The earliest moment a zip can hold: the contents decide the bytes, not the hour at which they were packed.
_TIJDSTIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Opdracht:
    """What the LVBB is asked. soort: one of the three above; identificatie: the besluit that must not be published."""

    soort: str
    id_levering: str
    bevoegd_gezag: str
    aanleveraar: str
    datum_bekendmaking: date | None = None
    identificatie: str = ""


def opdracht_xml(opdracht: Opdracht) -> bytes:
    """The file opdracht.xml."""
    if opdracht.soort == AFBREKEN:
        eigen = [l("identificatie", opdracht.identificatie)]
    else:
        eigen = [l("publicatie", BESLUIT_BESTAND), l("datumBekendmaking", str(opdracht.datum_bekendmaking))]
    return schrijf(
        l(
            opdracht.soort,
            l("idLevering", opdracht.id_levering),
            l("idBevoegdGezag", opdracht.bevoegd_gezag),
            l("idAanleveraar", opdracht.aanleveraar),
            *eigen,
        )
    )


def manifest_rijen(namen: Iterable[str]) -> list[Rij]:
    """Every file with its content type; namen: those of the whole zip, manifest.xml included."""
    return [(naam, _TYPEN[naam.rsplit(".", 1)[-1]]) for naam in namen]


def manifest_xml(rijen: Iterable[Rij]) -> bytes:
    """The file manifest.xml."""
    bestanden = [l("bestand", l("bestandsnaam", naam), l("contentType", soort)) for naam, soort in rijen]
    return schrijf(l("manifest", *bestanden))


def besluit_bestanden(besluit: Besluit, levering: str, doel: str = "") -> dict[str, bytes]:
    """What goes along with an opdracht that validates or publishes: besluit, GIO (first version only) and OW objects.

    levering: what the OW files call this delivery; doel: what they are delivered for, that of the besluit unless told.
    """
    dossier = besluit.dossier
    bestanden = {BESLUIT_BESTAND: schrijf(aanlevering_besluit(besluit))}
    if besluit.versie == 1:
        gml = schrijf(gio_gml(dossier))
        bestanden[f"{GIO_BESTAND}.gml"] = gml
        bestanden[f"{GIO_BESTAND}.xml"] = schrijf(aanlevering_io(dossier, f"{GIO_BESTAND}.gml", gml))
    ow = ow_bestanden(dossier, besluit.versie)
    bestanden |= {bestand.naam: schrijf(ow_xml(dossier, bestand, levering)) for bestand in ow}
    overzicht = {bestand.naam: bestand.typen for bestand in ow}
    bestanden["manifest-ow.xml"] = schrijf(manifest_ow(dossier.regeling, doel or besluit.doel, overzicht))
    return bestanden


def ingepakt(bestanden: Mapping[str, bytes]) -> bytes:
    """The zip: flat, in the order given, the same bytes for the same files."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        for naam, inhoud in bestanden.items():
            ingang = zipfile.ZipInfo(naam, _TIJDSTIP)
            ingang.compress_type = zipfile.ZIP_DEFLATED
            ingang.create_system = 3
            archief.writestr(ingang, inhoud)
    return uit.getvalue()


def pakket(opdracht: Opdracht, bestanden: Mapping[str, bytes]) -> bytes:
    """A complete zip: the opdracht, a correct manifest and the files."""
    alle = {"opdracht.xml": opdracht_xml(opdracht), **bestanden}
    return ingepakt({**alle, "manifest.xml": manifest_xml(manifest_rijen([*alle, "manifest.xml"]))})


def publicatiepakket(besluit: Besluit, id_levering: str, soort: str = PUBLICATIE) -> bytes:
    """A complete zip that validates or publishes the besluit, sent by the gemeente itself."""
    oin = besluit.dossier.plan.oin
    opdracht = Opdracht(soort, id_levering, oin, oin, besluit.datum_bekendmaking)
    return pakket(opdracht, besluit_bestanden(besluit, id_levering))


def pakket_van_omvang(bytes_: int, vandaag: date, naam: str, id_levering: str) -> bytes:
    """A publication of about so many bytes as zip (within a tenth, from 20 kB up). For measuring.

    Half is text with its rules, at most 1,000 articles, as large plans have them; the rest is geometry.
    """
    klein = Besluit(Dossier(lees_plan(), naam, vandaag), 1, vandaag, werkdag_vanaf(vandaag + timedelta(days=1)))

    def met(artikelen: int, punten: int) -> bytes:
        groot = replace(klein.dossier, plan=vergroot(klein.dossier.plan, artikelen, punten))
        return publicatiepakket(replace(klein, dossier=groot), id_levering)

    ruimte = bytes_ - len(met(0, 0))
    if ruimte <= 0:
        return met(0, 0)
    artikelen = min(1000, ruimte // 2 // _BYTES_PER_ARTIKEL)
    rest = max(0, bytes_ - len(met(artikelen, 0)))
    # Long rings pack better than short ones: measure what a point takes here.
    punten = rest // _BYTES_PER_PUNT
    gemeten = len(met(artikelen, punten)) - bytes_ + rest
    return met(artikelen, punten * rest // max(gemeten, 1))


def schrijf_pakketten(map_: Path, vandaag: date, naam: str = "voorbeeld", omvang: int = 0) -> list[Path]:
    """Write one package of each kind to a folder, in the order in which they can be delivered; answers the files.

    The last one changes the plan: it can go in when the first has been published. omvang: see `pakket_van_omvang`;
    when given, only a publication of that size.
    """
    map_.mkdir(parents=True, exist_ok=True)
    dossier = Dossier(lees_plan(), naam, vandaag)
    bekend = werkdag_vanaf(vandaag + timedelta(days=1))
    eerste = Besluit(dossier, 1, vandaag, bekend)
    later = werkdag_vanaf(bekend + timedelta(days=1))
    oin = dossier.plan.oin
    if omvang:
        pakketten = {f"publicatie-{omvang}": pakket_van_omvang(omvang, vandaag, naam, f"{naam}-{omvang}")}
    else:
        pakketten = {
            "1-validatie": publicatiepakket(eerste, f"{naam}-1", VALIDATIE),
            "2-publicatie": publicatiepakket(eerste, f"{naam}-2"),
            "3-wijziging": publicatiepakket(Besluit(dossier, 2, bekend, later), f"{naam}-3"),
            "4-afbreken": pakket(Opdracht(AFBREKEN, f"{naam}-4", oin, oin, identificatie=dossier.besluit(2)), {}),
        }
    paden = []
    for bestandsnaam, inhoud in pakketten.items():
        pad = map_ / f"{bestandsnaam}.zip"
        pad.write_bytes(inhoud)
        paden.append(pad)
    return paden


def main(argumenten: list[str] | None = None) -> None:
    """Write packages to a folder and name them."""
    lezer = argparse.ArgumentParser(prog="pakket", description="Schrijf voorbeeldpakketten voor de LVBB naar een map.")
    lezer.add_argument("map", type=Path, help="de map")
    lezer.add_argument("--vandaag", type=date.fromisoformat, required=True, help="de dag op de klok, als 2026-03-02")
    lezer.add_argument("--naam", default="voorbeeld", help="maakt de identificaties uniek")
    lezer.add_argument("--omvang", type=int, default=0, help="alleen een publicatie van ongeveer zoveel bytes")
    keuze = lezer.parse_args(argumenten)
    for pad in schrijf_pakketten(keuze.map, keuze.vandaag, keuze.naam, keuze.omvang):
        print(f"{pad} ({pad.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
