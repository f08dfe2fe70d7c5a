"""Mutants that fail in whose a verzoek is, in what must be kept of it, and in patience: STAM-17 to STAM-31."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from itertools import islice

from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth.bericht import Partij, Verzoek
from simulator.basischeck.reference.vth.bevestigen import Geadresseerden, brief
from simulator.basischeck.reference.vth.fouten import Onverwerkbaar, VthFout
from simulator.basischeck.reference.vth.mutanten.registratie import mutant
from simulator.basischeck.reference.vth.register import Zaak
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.basischeck.reference.vth.zoeken import Verwijzing, gemist


@mutant(fails={"STAM-17"})
class NeemtEenWeigeringVoorEenJa(ReferentieVth):
    """Does not look at what the DSO answers to a change of addressee."""

    def _meld_wijziging(self, soort: str, verzoeknummer: str, oin: str, naar: str) -> None:
        with suppress(VthFout):
            super()._meld_wijziging(soort, verzoeknummer, oin, naar)


@mutant(fails={"STAM-18"})
class MaaktEenZaakVanEenWeigering(ReferentieVth):
    """Makes an empty zaak of a verzoek that it was refused."""

    def _na_weigering(self, verzoeknummer: str, oin: str, reden: str) -> None:
        leeg: tuple[()] = ()
        nummer = len(self.register.zaken) + 1
        self.register.zaken.append(
            Zaak(f"Z-{nummer:05d}", oin, verzoeknummer, "Onbekend", "", "", "", date.min, None, leeg, leeg, leeg, leeg)
        )


@mutant(fails={"STAM-19"})
class BehandeltOokEenKopie(ReferentieVth):
    """Handles what comes in, whoever else handles it too."""

    def _is_kopie(self, verzoek: Verzoek, oin: str) -> bool:
        return False


@mutant(fails={"STAM-20"})
class LeestEenBladzijde(ReferentieVth):
    """Looks at the first fifty of what it finds."""

    def _zoek_gemist(self, oin: str) -> Iterable[Verwijzing]:
        return islice(gemist(self.loket, oin), 50)


@mutant(fails={"STAM-20"})
class ZoektNooitWatGemistIs(ReferentieVth):
    """Trusts that every notification arrives."""

    def _zoek_gemist(self, oin: str) -> Iterable[Verwijzing]:
        return ()


@mutant(fails={"STAM-20"})
class HersteltAlleenOnbekendeVerzoeken(ReferentieVth):
    """Fetches what it finds only when it has no zaak with that verzoeknummer: never an aanvulling or intrekking."""

    def _te_herstellen(self, gevonden: Verwijzing, oin: str) -> bool:
        return super()._te_herstellen(gevonden, oin) and self.register.bij(gevonden.verzoeknummer, oin) is None


@mutant(fails={"STAM-21"})
class ZoektNietsGerelateerds(ReferentieVth):
    """Shows what it has itself."""

    def _zoek_gerelateerd(self, verzoeknummer: str, oin: str) -> Iterable[Verwijzing]:
        return ()


@mutant(fails={"STAM-22"})
class KentAlleenDeInitiatiefnemer(ReferentieVth):
    """Leaves out who submitted for somebody else."""

    def _partijen(self, verzoek: Verzoek) -> tuple[Partij, ...]:
        return tuple(partij for partij in verzoek.partijen if partij.rol == "initiatiefnemer")


@mutant(fails={"STAM-12", "STAM-23"})
class KentGeenEtrs89(ReferentieVth):
    """Refuses a verzoek of which no location has an address, a parcel or RD coordinates."""

    def _volledig_genoeg(self, verzoek: Verzoek) -> bool:
        return any(locatie.adres or locatie.perceel or locatie.coordinaten for locatie in verzoek.locaties)


@mutant(toont={"STAM-23"})
class BewaartEenLocatie(ReferentieVth):
    """Keeps the first location only."""

    def _locaties(self, verzoek: Verzoek) -> tuple[b.Locatie, ...]:
        return verzoek.locaties[:1]


@mutant(fails={"STAM-24"})
class MaaktAllesOpenbaar(ReferentieVth):
    """Keeps every document as public."""

    def _vertrouwelijk(self, bijlage: b.Bijlage) -> bool:
        return False


@mutant(fails={"STAM-25"})
class GeeftHetMeteenOp(ReferentieVth):
    """Tries every step once."""

    def _wachttijden(self) -> tuple[int, ...]:
        return ()


@mutant(toont={"STAM-25"})
class ProbeertHetElkeSeconde(ReferentieVth):
    """Tries again after one second, every time."""

    def _wachttijden(self) -> tuple[int, ...]:
        return (1,) * 5


@mutant(fails={"STAM-26"})
class BevestigtZonderNummer(ReferentieVth):
    """Mails that something came in, and not what."""

    def _brief(self, verzoek: Verzoek, wie: Geadresseerden) -> EmailMessage:
        mail = brief(verzoek, wie)
        del mail["Subject"]
        mail["Subject"] = "Wij hebben uw verzoek ontvangen"
        mail.set_content(f"Uw project: {verzoek.project_naam}\n")
        return mail


@mutant(fails={"STAM-26"})
class BevestigtNiets(ReferentieVth):
    """Sends no ontvangstbevestiging."""

    def _geadresseerden(self, verzoek: Verzoek) -> Geadresseerden | None:
        return None


@mutant(fails={"STAM-27"})
class KentAlleenStam4(ReferentieVth):
    """Refuses a message of another version."""

    def _lees(self, inhoud: bytes) -> Verzoek:
        if b"/stam-v4/" not in inhoud:
            raise Onverwerkbaar("dit is geen STAM 4")
        return super()._lees(inhoud)


@mutant(toont={"STAM-28"})
class NodigtNiemandUit(ReferentieVth):
    """Has no samenwerking."""

    def _nodig_uit(self, verzoeknummer: str, oin: str, naar: str) -> None:
        return None


@mutant(toont={"STAM-29"})
class BewaartTekstInLatijn1(ReferentieVth):
    """Replaces every character that is not in Latin-1."""

    def _activiteiten(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        return tuple(
            replace(
                activiteit,
                vragen=tuple(
                    replace(vraag, antwoord=vraag.antwoord.encode("latin-1", "replace").decode("latin-1"))
                    for vraag in activiteit.vragen
                ),
            )
            for activiteit in verzoek.activiteiten
        )


@mutant(fails={"STAM-30"})
class TeltZesWeken(ReferentieVth):
    """Counts six weeks for every application."""

    def _fatale_datum(self, verzoek: Verzoek) -> date | None:
        goed = super()._fatale_datum(verzoek)
        return None if goed is None else verzoek.indiendatum + timedelta(weeks=6)


@mutant(fails={"STAM-31"})
class HandeltAltijdAlsDezelfde(ReferentieVth):
    """Names the first organisation in every call, whoever it works for."""

    def _oin_voor(self, oin: str) -> str:
        return self.oins[0]


@mutant(fails={"STAM-18", "STAM-31"})
class NoemtGeenOin(ReferentieVth):
    """Names no organisation; the certificate would say enough."""

    def _oin_voor(self, oin: str) -> str:
        return ""
