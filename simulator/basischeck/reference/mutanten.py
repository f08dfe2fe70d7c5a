"""Mutants: the reference plansoftware with one behaviour replaced, each to be caught by the checks that it lists.

A check that no mutant fails is not finished. A mutant with `toont` does what only an inferred requirement forbids:
those checks then say `beoordelen` and fail nobody.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from simulator.basischeck.reference import berichten as b
from simulator.basischeck.reference import pakket as p
from simulator.basischeck.reference.besluit import Besluit
from simulator.basischeck.reference.mutant import Mutant, registreer
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware
from simulator.basischeck.reference.register import Levering

Software = type[ReferentiePlansoftware]


MUTANTEN: dict[str, Mutant[ReferentiePlansoftware]] = {}


def mutant(of: Software, fails: Collection[str] = (), toont: Collection[str] = ()) -> Callable[[Software], Software]:
    """Register a subclass of `of` as a mutant of it. Raises ValueError as `registreer`."""
    return lambda klasse: registreer(MUTANTEN, of, klasse, fails, toont)


@mutant(of=ReferentiePlansoftware, fails={"LVBB-01"})
class NoemtGeenLeverancier(ReferentiePlansoftware):
    """Does not say in the verzoek which supplier's software it is."""

    def _verzoek(self, levering: Levering) -> dict[str, str]:
        return {"idLevering": levering.id_levering, "soort": levering.soort}


@mutant(of=ReferentiePlansoftware, toont={"LVBB-01"})
class LevertOnderAndermansOin(ReferentiePlansoftware):
    """Names another organisation as idAanleveraar than the one that sends."""

    def _aanleveraar(self, soort: str) -> str:
        return "00000009001000009921" if soort == p.VALIDATIE else "00000009001000009920"


@mutant(of=ReferentiePlansoftware, fails={"LVBB-02"})
class PubliceertWatValideIs(ReferentiePlansoftware):
    """Publishes by itself as soon as the validation is done."""

    def _na_validatie(self, levering: Levering) -> None:
        if levering.besluit is not None:
            self._lever_besluit(levering.besluit, p.PUBLICATIE)


@mutant(of=ReferentiePlansoftware, fails={"LVBB-03", "LVBB-07", "LVBB-14"})
class LevertOwVoorEenAnderDoel(ReferentiePlansoftware):
    """Delivers the OW objects for another doel than the besluit has."""

    def _doel_van_ow(self, besluit: Besluit, soort: str) -> str:
        return f"{besluit.doel}-ow"


@mutant(of=ReferentiePlansoftware, fails={"LVBB-03", "LVBB-07", "LVBB-14"})
class PubliceertVandaag(ReferentiePlansoftware):
    """Takes today as the datumBekendmaking."""

    def _datum_bekendmaking(self, vandaag: date, dagen: int) -> date:
        return vandaag


@mutant(of=ReferentiePlansoftware, fails={"LVBB-04"})
class VergeetHetManifestInHetManifest(ReferentiePlansoftware):
    """Lists every file in manifest.xml but manifest.xml itself."""

    def _manifest_rijen(self, namen: Iterable[str], soort: str) -> list[p.Rij]:
        return p.manifest_rijen(naam for naam in namen if naam != "manifest.xml")


@mutant(of=ReferentiePlansoftware, fails={"LVBB-05"})
class HergebruiktIdLevering(ReferentiePlansoftware):
    """Delivers what it corrected under the idLevering that was refused."""

    def _nieuwe_id_levering(self, eerder: Levering | None) -> str:
        return eerder.id_levering if eerder else f"{self.naam}-{len(self.register) + 1:04d}"


@mutant(of=ReferentiePlansoftware, fails={"LVBB-07"})
class HersteltAlleenDeDatum(ReferentiePlansoftware):
    """Delivers a refused besluit again with a new date and nothing else."""

    def _herstel(self, besluit: Besluit) -> Besluit:
        vandaag = self._vandaag()
        return replace(besluit, vandaag=vandaag, datum_bekendmaking=self._datum_bekendmaking(vandaag, 1))


@mutant(of=ReferentiePlansoftware, toont={"LVBB-07", "LVBB-21"})
class VerzwijgtDeMeldingen(ReferentiePlansoftware):
    """Shows its user that a delivery was refused, but not why."""

    def _getoonde_meldingen(self, levering: Levering) -> tuple[b.Melding, ...]:
        return ()


@mutant(of=ReferentiePlansoftware, fails={"LVBB-14"})
class BreektDeRegelingAf(ReferentiePlansoftware):
    """Names the regeling instead of the besluit when it breaks a publication off."""

    def _afbreken_identificatie(self, levering: Levering) -> str:
        return levering.besluit.dossier.regeling if levering.besluit else levering.work


@mutant(of=ReferentiePlansoftware, fails={"LVBB-05", "LVBB-21"})
class ProbeertHetOngewijzigdNogEens(ReferentiePlansoftware):
    """Sends an opdracht with a wrong date again as it was, with the same idLevering, hoping for better luck."""

    def _na_afkeur(self, levering: Levering) -> None:
        if any(m.code in ("LVBB1501", "LVBB1519") for m in b.alle_meldingen(levering.berichten)):
            self._verstuur(replace(levering, berichten=[], klaar=False))


@mutant(of=ReferentiePlansoftware, fails={"OZON-10"})
class ZoektMetKoppeltekens(ReferentiePlansoftware):
    """Leaves the hyphens in the identificatie when it looks the regeling up in OZON."""

    def _zoekpad(self, identificatie: str) -> str:
        return identificatie.replace("/", "_")
