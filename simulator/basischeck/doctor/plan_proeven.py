"""What can be seen of a plan without any network."""

import difflib
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from simulator.basischeck import keuze, tijd
from simulator.basischeck.doctor.certificaat import CertificaatFout, bekijk
from simulator.basischeck.doctor.diagnose import Diagnose, Ernst, Situatie
from simulator.basischeck.invulling import INVULLING, invulbaar, opgesomd
from simulator.basischeck.model import VTH, alle_checks
from simulator.basischeck.plan import Organisatie
from simulator.edge import bereik
from simulator.kernel.redenen import os_reden
from simulator.stam.instellingen import begin
from simulator.stelsel import organisaties as stelsel
from simulator.stelsel.identificaties import oin as oin_nummer
from simulator.stelsel.kalender import is_weekend, is_werkdag, volgende_werkdag

_OIN = re.compile(r"\d{20}")
_ALLE_VERSIES = "STAM-27"
"""The check that notifies in every version of STAM; those before 4 hold the verzoeknummer only."""
ACTIES = "[besturing.acties]"


def organisaties(s: Situatie) -> Iterator[Diagnose]:
    """Codes and OINs of the organisations that the software works for."""
    for plek, organisatie in enumerate(s.plan.sut.organisaties, 1):
        waar = f"[[sut.organisaties]] {plek}, {organisatie.naam}"
        bekend = stelsel.bij_code(organisatie.code)
        if bekend is None:
            yield Diagnose(
                f"{waar}: code",
                "een code die de simulator kent, zoals gm0363, pv27 of ws0155",
                organisatie.code,
                "Controleer de code. De simulator neemt een onbekende organisatie wel aan.",
                Ernst.LET_OP,
            )
        if organisatie.oin is not None:
            yield from _oin(f"{waar}: oin", organisatie.oin, organisatie.code if bekend else "")


def _oin(waar: str, oin: str, code: str) -> Iterator[Diagnose]:
    gelezen = oin_nummer.lees(oin)
    houders = {organisatie.code for organisatie in stelsel.bij_oin(oin)}
    if gelezen.register == "onbekend":
        yield Diagnose(
            waar,
            f"acht cijfers van een register vooraan, zoals {', '.join(list(oin_nummer.REGISTERS)[:4])}",
            oin,
            "Neem het OIN over uit uw certificaat of uit het OIN-register.",
            Ernst.LET_OP,
        )
    elif code and houders and code not in houders:
        yield Diagnose(
            waar,
            f"het OIN van {code}",
            f"{oin}, en dat is van {', '.join(sorted(houders))}",
            "Neem het OIN van deze organisatie; alleen een gemachtigde stuurt met een ander OIN.",
            Ernst.LET_OP,
        )


def notificaties(s: Situatie) -> Iterator[Diagnose]:
    """Whether the organisations for which software handles verzoeken can be notified."""
    sut = s.plan.sut
    if sut.softwaretype != VTH or s.plan.besturing.wijze == "referentie":
        return
    for organisatie in sut.organisaties:
        waar = f"[[sut.organisaties]] {organisatie.naam}"
        if organisatie.rol == "ketenpartner":
            continue
        if organisatie.oin is None:
            yield Diagnose(
                f"{waar}: oin",
                "een OIN, want daarop gaan verzoeken en notificaties",
                "geen oin",
                "Geef het OIN; zonder slaat de run deze organisatie over.",
                Ernst.LET_OP,
            )
        elif organisatie.ontvangst is None:
            yield Diagnose(
                f"{waar}: ontvangst",
                "een adres waar de simulator notificaties aflevert",
                "geen adres; dan geldt wat in de simulator is ingesteld, en anders het postvak",
                'Geef onder [sut.organisaties.ontvangst] een url, of adapter = "inbox" als dat zo hoort.',
                Ernst.LET_OP,
            )
        elif organisatie.ontvangst.adapter == "webhook":
            yield Diagnose(
                f"{waar}: ontvangst",
                'adapter "https", zoals een digikoppelaar aflevert',
                "webhook, en dat is niet het echte koppelvlak",
                "Gebruik de webhook alleen voor software die zo gebouwd is; het rapport zegt dan weinig over het DSO.",
                Ernst.LET_OP,
            )
    if (soort := zonder_oin(s)) is not None:
        yield from gedeelde_adressen(s, soort)


def zonder_oin(s: Situatie) -> str | None:
    """Which notifications without an OIN a run will send, as far as the plan tells; None for none."""
    alleen, wil = s.plan.checks.alleen, s.plan.checks
    gekozen = _ALLE_VERSIES in alleen if alleen else alle_checks()[_ALLE_VERSIES].koppelvlak in wil.suites
    if gekozen and _ALLE_VERSIES not in wil.nvt:
        return f"{_ALLE_VERSIES} stuurt ze in stam-v2 en stam-v3"
    return versie_zonder_oin(begin().profiel) if not s.sim else None


def versie_zonder_oin(profiel: str) -> str | None:
    """What a notification of this profile lacks, None for one that names its receiver (contracts/stam)."""
    return f"de simulator stuurt ze in {profiel}" if profiel in ("stam-v2", "stam-v3") else None


def gedeelde_adressen(s: Situatie, soort: str) -> Iterator[Diagnose]:
    """Organisations that software cannot tell apart by where and how they are notified, nor by the notification."""
    gelijk: dict[tuple[Any, ...], list[Organisatie]] = {}
    for organisatie in s.plan.sut.organisaties:
        adres = organisatie.ontvangst
        if adres is None or organisatie.oin is None or adres.adapter != "https" or "stuurt" in adres.opties:
            continue
        koppen = tuple(sorted((naam.lower(), waarde) for naam, waarde in adres.headers.items()))
        gelijk.setdefault((adres.url, adres.gebruiker, koppen), []).append(organisatie)
    for (url, *_), wie in gelijk.items():
        if len({organisatie.oin for organisatie in wie}) > 1:
            yield Diagnose(
                f"[[sut.organisaties]] {' en '.join(organisatie.naam for organisatie in wie)}: ontvangst",
                "een eigen url, kop of gebruiker per organisatie, want zo'n notificatie zegt niet voor wie zij is",
                f"{url} voor {len(wie)} organisaties; {soort}",
                f"Zet het OIN in de url van elke organisatie, zoals …/{wie[0].oin}, of geef elke een eigen kop onder "
                "headers.",
                Ernst.LET_OP,
            )


def genoemde_checks(s: Situatie) -> Iterator[Diagnose]:
    """Checks that the plan names and that are not there."""
    bekend = alle_checks()
    antwoorden = [sleutel.partition(".")[0] for sleutel in s.plan.antwoorden]
    vreemd = keuze.onbekend(s.plan, bekend) + [id_ for id_ in antwoorden if id_ not in bekend]
    for id_ in dict.fromkeys(vreemd):
        lijkt = difflib.get_close_matches(id_.upper(), bekend, 1)
        yield Diagnose(
            "[checks], [[ontheffing]] of [antwoorden]",
            "de naam van een check",
            id_,
            (f"Bedoelt u {lijkt[0]}? " if lijkt else "") + "Zie dso-sim basischeck list.",
        )
    for id_ in keuze.voor_andere_software(s.plan, bekend):
        yield Diagnose(
            "[checks] alleen",
            f"een check voor softwaretype '{s.plan.sut.softwaretype}'",
            f"{id_}, en die is voor '{bekend[id_].software}'",
            "Kies een andere check, of zet onder [sut] het softwaretype goed.",
        )


def bediening(s: Situatie) -> Iterator[Diagnose]:
    """Whether every command is there, and every action that the checks need has one."""
    sturing = s.plan.besturing
    if sturing.wijze != "opdracht":
        if sturing.acties:
            yield Diagnose(
                ACTIES,
                'wijze = "opdracht" onder [besturing]',
                f'wijze = "{sturing.wijze}", en dan worden de opdrachten niet gebruikt',
                "Kies de wijze opdracht, of haal de opdrachten weg.",
                Ernst.LET_OP,
            )
        return
    for actie, argv in sturing.acties.items():
        yield from _opdracht(actie, argv, invulbaar(actie))
    if not keuze.onbekend(s.plan, alle_checks()) and not keuze.voor_andere_software(s.plan, alle_checks()):
        gekozen = keuze.gekozen(s.plan, alle_checks())
        for naam in keuze.niet_te_bedienen(s.plan, gekozen, lambda actie: actie in sturing.acties):
            yield Diagnose(
                f"{ACTIES} {naam}",
                "een opdracht, want de gekozen checks vragen deze actie",
                "geen opdracht",
                f"Geef de opdracht, of zet onder [profiel] dat uw software dit niet kan: {naam} = false.",
            )


def _opdracht(naam: str, argv: list[str], kan: tuple[str, ...]) -> Iterator[Diagnose]:
    waar = f"{ACTIES} {naam}"
    for gevonden in dict.fromkeys(INVULLING.findall(" ".join(argv))):
        if gevonden not in kan:
            yield Diagnose(
                waar,
                f"alleen {opgesomd(kan)}",
                f"{{{gevonden}}}",
                "Haal de accolades weg, of kies een naam die hier ingevuld wordt.",
            )
    if not INVULLING.search(argv[0]) and shutil.which(argv[0]) is None:
        er_is = Path(argv[0]).exists()
        yield Diagnose(
            waar,
            "een programma dat op deze machine gestart kan worden",
            f"{argv[0]} is {'geen uitvoerbaar programma' if er_is else 'niet gevonden'}",
            f"Maak het uitvoerbaar: chmod +x {argv[0]}"
            if er_is
            else "Controleer de spelling en PATH; een pad begint in de map waarin u dso-sim start, zonder shell.",
        )


def datums(s: Situatie) -> Iterator[Diagnose]:
    """Dates that the LVBB would refuse, or (a holiday) might, whatever the software does."""
    begin, datum = s.plan.klok.begin, s.plan.besturing.datumBekendmaking
    if begin is not None and begin.tzinfo is None:
        yield Diagnose(
            "[klok] begin",
            "een moment met een zone, zoals 2026-03-02T08:00:00Z",
            begin.isoformat(),
            "Zet er Z (UTC) of +01:00 achter; nu wordt het als UTC gelezen.",
            Ernst.LET_OP,
        )
    if datum is None:
        return
    if not is_werkdag(datum):
        yield Diagnose(
            "[besturing] datumBekendmaking",
            "een werkdag (anders LVBB1519)",
            f"{datum}, geen werkdag",
            f"Kies bijvoorbeeld {volgende_werkdag(datum)}.",
            Ernst.FOUT if is_weekend(datum) else Ernst.LET_OP,
        )
    if begin is not None:
        yield from na_klok(datum, tijd.datum_nl(tijd.met_zone(begin)), "[klok] begin")


def na_klok(datum: date, vandaag: date, klok: str) -> Iterator[Diagnose]:
    """That a fixed datumBekendmaking can still be met. klok: where `vandaag` comes from."""
    if datum <= vandaag:
        yield Diagnose(
            "[besturing] datumBekendmaking",
            f"een dag na {vandaag}, de dag op de klok ({klok}; anders LVBB1501)",
            str(datum),
            f"Zet onder [klok] een begin voor {datum}, of lever met een latere datum.",
        )


def ontheffingen(s: Situatie) -> Iterator[Diagnose]:
    """Waivers of which the end date has passed where the run begins."""
    begin = s.plan.klok.begin
    if begin is None:
        return
    vandaag = tijd.datum_nl(tijd.met_zone(begin))
    for ontheffing in s.plan.ontheffing:
        if ontheffing.tot < vandaag:
            yield Diagnose(
                f"[[ontheffing]] {ontheffing.code or ontheffing.check}: tot",
                f"een dag vanaf {vandaag}, waarop de run begint",
                f"{ontheffing.tot}, dus verlopen",
                "Los op waar de ontheffing voor was, of geef haar een nieuwe datum.",
                Ernst.LET_OP,  # the run itself says so too, and fails on it
            )


def rapportmap(s: Situatie) -> Iterator[Diagnose]:
    """Whether the reports can be written."""
    if s.uit is None:
        return
    er_is = next(pad for pad in (s.uit.absolute(), *s.uit.absolute().parents) if pad.exists())
    try:
        with tempfile.TemporaryFile(dir=er_is):
            return
    except OSError as fout:
        reden = "geen map" if not er_is.is_dir() else os_reden(fout)
    yield Diagnose(
        "--uit", "een map waarin geschreven kan worden", f"{er_is}: {reden}", "Geef met --uit een andere map."
    )


def certificaat(s: Situatie) -> Iterator[Diagnose]:
    """The certificate with which the software makes itself known."""
    sut = s.plan.sut
    if sut.certificaat is None:
        return
    waar = f"[sut] certificaat {sut.certificaat}"
    try:
        gezien = bekijk(s.map_ / sut.certificaat, s.map_ / sut.sleutel if sut.sleutel else None)
    except CertificaatFout as fout:
        yield Diagnose(waar, "een geldig certificaat met zijn sleutel, in PEM", fout.reden, fout.doe)
        return
    oins = {organisatie.oin for organisatie in sut.organisaties if organisatie.oin}
    if not _OIN.fullmatch(gezien.oin):
        yield Diagnose(
            waar,
            "een OIN van 20 cijfers als serialNumber van het subject",
            gezien.oin or "geen serialNumber",
            "Vraag een certificaat aan zoals PKIoverheid ze maakt, met het OIN in subject serialNumber.",
        )
    elif oins and gezien.oin not in oins:
        yield Diagnose(
            waar,
            f"het OIN van een van de organisaties in het plan: {', '.join(sorted(oins))}",
            gezien.oin,
            "Klopt dit, dan heeft de houder een machtiging nodig van de organisatie waarvoor hij stuurt.",
            Ernst.LET_OP,
        )


def vertrouwen(s: Situatie) -> Iterator[Diagnose]:
    """The file of authorities to trust, and the headers to send along."""
    if s.ca is not None:
        try:
            bereik.vertrouwen(s.ca)
        except OSError as fout:
            # ssl.SSLError is one too, and its text says nothing to who made the file
            reden = "kan niet gelezen worden" if not s.ca.is_file() else "er staat geen certificaat in PEM in"
            yield Diagnose(
                "--ca of [simulator] ca", "een bestand met certificaten in PEM", f"{s.ca}: {reden}", _ca_doe(fout)
            )
    lijsten = [("[simulator] koppen", s.plan.simulator.koppen)]
    lijsten += [(f"[[ontvangst]] {o.naam}: koppen", o.koppen) for o in s.plan.ontvangst]
    lijsten += [
        (f"[[sut.organisaties]] {o.naam}: headers", o.ontvangst.headers) for o in s.plan.sut.organisaties if o.ontvangst
    ]
    for waar, koppen in lijsten:
        for naam, reden in bereik.verkeerde_koppen(koppen):
            yield Diagnose(
                f"{waar} {naam}", "een kop die meegestuurd kan worden", reden, "Haal de kop weg of verbeter hem."
            )


def _ca_doe(fout: OSError) -> str:
    return (
        "Controleer het pad." if isinstance(fout, FileNotFoundError) else "Geef het certificaat van de uitgever in PEM."
    )


PROEVEN = {
    "organisaties": organisaties,
    "adressen voor notificaties": notificaties,
    "namen van checks": genoemde_checks,
    "bediening": bediening,
    "datums": datums,
    "ontheffingen": ontheffingen,
    "rapportmap": rapportmap,
    "certificaat van de software": certificaat,
    "vertrouwde uitgevers en koppen": vertrouwen,
}
