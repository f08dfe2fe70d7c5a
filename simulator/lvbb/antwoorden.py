"""Which messages follow a verdict, in which order and how far apart (docs/bronnen.md#lvbb-antwoorden).

Profile modern (client): DL-0003 when the opdracht is in order, then the final verdict; a publication is registered
first. Profile legacy2021 (confirmed by real reports): a first message `valide` that is not final, and verdicts under
main uitkomst succes for what the LVBB itself finds. The distances of `realistisch` are those seen in 2021.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from simulator.contract import rules
from simulator.kernel.redenen import eigen_fout as reden_van
from simulator.kernel.teksten import kort
from simulator.lvbb.levering import Levering, Profiel
from simulator.lvbb.render import WORTEL, Bericht, Melding

if TYPE_CHECKING:  # the rules are loaded when the first delivery is judged, not when the simulator starts
    from simulator.lvbb.rules.kader import Bevinding
    from simulator.lvbb.rules.oordeel import Gestrand, Oordeel

VALIDATIE, PUBLICATIE, AFBREKEN = "validatieOpdracht", "publicatieOpdracht", "breekPublicatieAfOpdracht"
BEHANDELD = (VALIDATIE, PUBLICATIE, AFBREKEN)
NOG_NIET = "SIM-0001"
EIGEN_FOUT = "SIM-0003"
NIET_BEOORDEELD = "niet beoordeeld: een fout in de simulator"
DIRECT = timedelta(0)
# Seconds after the delivery, by where the verdict falls (docs/bronnen.md#lvbb-antwoorden: 1.2-9 s, exactly 30 s, 20 s).
_NA = {"eerste": 1, "inhoud": 5, "geometrie": 20, "ozon": 30, "registratie": 32}
_KOP = {"geometrie": "GEO-0001", "ozon": "CON-0001", "domein": "DM-0001"}
_KOPTEKST = {
    "DM-0001": "Domeininformatie geleverd maar niet succesvol verwerkt",
    "GEO-0001": "Er zijn fouten gevonden door de geo validatie service",
    "CON-0001": "Er zijn fouten gevonden door de proef consolidatie validatie service",
}
_EINDE = Melding(
    "EINDE CONTROLES",
    "fout",
    "inhoudelijk",
    "EINDE CONTROLE",
    "De controles zijn helemaal klaar, maar met FATALE fouten.",
)
_GEOMETRIE_KLAAR = Melding(
    "GEOMETRY.03", "fout", "inhoudelijk", *2 * ("geometrie validatieopdracht gelukt met fouten",)
)
_SCHEMA_KLAAR = Melding("SCHEMA.OW.03", "fout", "inhoudelijk", "-", "OW schema controleopdracht gelukt met fouten")
_DL3 = Melding("DL-0003", "informatie", "technisch", "opdracht is valide. Aanlevering wordt inhoudelijk gevalideerd")
_DL4 = Melding("DL-0004", "informatie", "technisch", "Volledige aanlevering is valide")


@dataclass(frozen=True)
class Instellingen:
    """How this LVBB behaves. timing: direct or realistisch; uur_van_publicatie in Amsterdam (inferred: 0)."""

    profiel: Profiel = field(default_factory=Profiel)
    timing: str = "direct"
    uur_van_publicatie: int = 0
    ophalen_van: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stap:
    """One message, `na` how long after the delivery, and the status of the delivery from then on.

    registreert: with this message the besluit is registered, or broken off.
    """

    bericht: Bericht
    status: str
    na: timedelta = DIRECT
    registreert: bool = False

    def als_json(self) -> dict[str, Any]:
        """Plain data, for the agenda."""
        return {"bericht": asdict(self.bericht), "status": self.status}

    @classmethod
    def uit_json(cls, gegevens: Mapping[str, Any]) -> "Stap":
        """Back from plain data."""
        ruw = dict(gegevens["bericht"])
        meldingen = [Melding(**{**m, "metadata": tuple(map(tuple, m["metadata"]))}) for m in ruw.pop("meldingen")]
        return cls(Bericht(**ruw, meldingen=tuple(meldingen)), gegevens["status"])


def stappen(
    levering: Levering, oordeel: "Oordeel", storing: Mapping[str, Any], id_levering: str | None, inst: Instellingen
) -> list[Stap]:
    """The messages about a delivery, up to and including registration."""
    soort = levering.opdracht.soort or levering.verzoek_soort or VALIDATIE
    # It answers the verzoek, also where the opdracht in the zip is another (LVBB1006).
    wortel = WORTEL.get(levering.verzoek_soort) or WORTEL.get(soort, WORTEL[VALIDATIE])
    if oordeel.uitkomst == "technisch":
        return [Stap(Bericht(wortel, "mislukt", meldingen=_meldingen(oordeel)), "technisch-afgewezen")]
    if soort not in BEHANDELD:
        melding = Melding(NOG_NIET, "fout", "technisch", _nog_niet(soort))
        return [Stap(Bericht(wortel, "mislukt", meldingen=(melding,)), "nog-niet-gebouwd")]
    if storing:
        return [_opgelegd(soort, storing, id_levering or "")]
    volgorde = _afbreken if soort == AFBREKEN else _legacy if inst.profiel.legacy else _modern
    gemaakt = volgorde(wortel, id_levering or "", oordeel)
    if inst.timing == "realistisch":
        return gemaakt
    return [Stap(stap.bericht, stap.status, DIRECT, stap.registreert) for stap in gemaakt]


def _modern(wortel: str, id_: str, oordeel: "Oordeel") -> list[Stap]:
    eerste = Stap(
        Bericht(wortel, "succes", id_, voortgang="validatie-voltooid", meldingen=(_DL3,)),
        "in-behandeling",
        _na("eerste"),
    )
    if oordeel.uitkomst != "valide":
        afgekeurd = Bericht(wortel, "mislukt", id_, "niet-valide", meldingen=_meldingen(oordeel))
        laatste = Stap(afgekeurd, "niet-valide", _na(_onderdeel(oordeel)))
        return [laatste] if oordeel.gestopt_in == "opdracht" else [eerste, laatste]
    if wortel == WORTEL[VALIDATIE]:
        goed = Bericht(wortel, "succes", id_, "valide", meldingen=(*_meldingen(oordeel), _DL4))
        return [eerste, Stap(goed, "valide", _na("registratie"))]
    geregistreerd = Bericht(wortel, "succes", id_, voortgang="registratie-voltooid", meldingen=_meldingen(oordeel))
    return [eerste, Stap(geregistreerd, "wacht-op-bekendmaking", _na("registratie"), registreert=True)]


def _legacy(wortel: str, id_: str, oordeel: "Oordeel") -> list[Stap]:
    voorlopig = Stap(Bericht(wortel, "succes", id_, "valide"), "in-behandeling", _na("eerste"))
    fase = oordeel.gestopt_in
    if oordeel.uitkomst != "valide":
        meldingen = _meldingen(oordeel)
        if fase in ("opdracht", "domein"):
            return [
                Stap(Bericht(wortel, "mislukt", id_, "niet-valide", meldingen=meldingen), "niet-valide", _na("eerste"))
            ]
        hoofd = "mislukt" if fase in ("geometrie", "ozon") else "succes"
        uitkomst = "niet-valide"
        if fase == "consolidatie" and wortel == WORTEL[VALIDATIE]:
            uitkomst = "consolidatie-niet-valide"  # the publicatie message has no such value
        laatste = Bericht(wortel, hoofd, id_, uitkomst, meldingen=meldingen)
        return [voorlopig, Stap(laatste, "niet-valide", _na(_onderdeel(oordeel)))]
    if wortel == WORTEL[VALIDATIE]:
        return [Stap(voorlopig.bericht, "valide", voorlopig.na)]
    ontvangen = Bericht(wortel, "succes", id_, voortgang="validatie-voltooid")
    geregistreerd = Bericht(wortel, "succes", id_, voortgang="registratie-voltooid", meldingen=_meldingen(oordeel))
    return [
        Stap(ontvangen, "in-behandeling", _na("eerste")),
        Stap(geregistreerd, "wacht-op-bekendmaking", _na("registratie"), registreert=True),
    ]


def _afbreken(wortel: str, id_: str, oordeel: "Oordeel") -> list[Stap]:
    """Break-off knows two outcomes on the wire: ok and behandeling-mislukt (docs/bronnen.md#lvbb-antwoorden)."""
    if oordeel.uitkomst == "valide":
        return [Stap(Bericht(wortel, "succes", id_, "ok", meldingen=_meldingen(oordeel)), "ok", _na("eerste"), True)]
    mislukt = Bericht(wortel, "mislukt", id_, "behandeling-mislukt", meldingen=_meldingen(oordeel))
    return [Stap(mislukt, "behandeling-mislukt", _na("eerste"))]


def _opgelegd(soort: str, storing: Mapping[str, Any], id_: str) -> Stap:
    """The outcome that a fault switch asks for; breaking off knows one word for each."""
    meldingen = tuple(
        Melding(
            m.get("code", "SIM-0002"), m.get("ernst", "fout"), "inhoudelijk", m.get("tekst", "Storing in de simulator")
        )
        for m in storing.get("meldingen", ())
    )
    uitkomst = "behandeling-mislukt" if soort == AFBREKEN else str(storing["uitkomst"])
    return Stap(Bericht(WORTEL[soort], "mislukt", id_, uitkomst, meldingen=meldingen), uitkomst)


def gepubliceerd(id_levering: str, identifier: str, frbr: str, op: datetime) -> Stap:
    """The last message about a publication. identifier: as gmb-2025-123; frbr: the expression of the besluit."""
    melding = Melding(
        "PUB-0001",
        "informatie",
        "technisch",
        f"betreft publicatie id {identifier}",
        "inhoudelijk",
        (("OVERHEIDop.identifier", identifier), ("FRBRuri", frbr)),
    )
    wortel = WORTEL[PUBLICATIE]
    bericht = Bericht(wortel, "succes", id_levering, "gepubliceerd", meldingen=(melding,), tijdstip_publicatie=op)
    return Stap(bericht, "gepubliceerd")


def eigen_fout(rij: Row[Any], wat: str, status: str) -> Stap:
    """The message that the simulator itself failed at a delivery (inferred: the real chain has its own ways to fail).

    rij: the delivery; wat: what became of it, in a sentence; status: that it gets, "" for the one that it has.
    """
    wortel = WORTEL.get(rij.verzoek_soort) or WORTEL.get(rij.soort, WORTEL[VALIDATIE])
    return Stap(Bericht(wortel, "mislukt", meldingen=(Melding(EIGEN_FOUT, "fout", "technisch", wat),)), status)


def _onderdeel(oordeel: "Oordeel") -> str:
    return oordeel.gestopt_in if oordeel.gestopt_in in ("geometrie", "ozon") else "inhoud"


def _na(onderdeel: str) -> timedelta:
    return timedelta(seconds=_NA[onderdeel])


def _meldingen(oordeel: "Oordeel") -> tuple[Melding, ...]:
    meldingen = tuple(_melding(bevinding, oordeel) for bevinding in oordeel.bevindingen)
    if oordeel.gestrand:
        gestrand = (Melding(EIGEN_FOUT, "fout", "technisch", _strandde(g)) for g in oordeel.gestrand)
        return (*gestrand, *meldingen)
    kop = _KOP.get(oordeel.gestopt_in)
    if kop is None:
        return meldingen
    return (Melding(kop, "fout", "inhoudelijk", _KOPTEKST[kop]), *meldingen, *_staart(oordeel))


def _staart(oordeel: "Oordeel") -> tuple[Melding, ...]:
    """What the services behind the LVBB close with."""
    if oordeel.gestopt_in == "geometrie":
        return (_GEOMETRIE_KLAAR,)
    if any(bevinding.code.startswith("SCHEMA.OW") for bevinding in oordeel.bevindingen):
        return _SCHEMA_KLAAR, _EINDE
    return (_EINDE,)


def _melding(bevinding: "Bevinding", oordeel: "Oordeel") -> Melding:
    from simulator.lvbb.rules.oordeel import melding_tekst

    soort = _soort(oordeel)
    # ontraden has no value on the wire (inferred: waarschuwing).
    ernst = "fout" if bevinding.ernst == "fout" else "waarschuwing"
    categorie = "" if soort == "technisch" else bevinding.categorie or bevinding.bestand
    return Melding(bevinding.code, ernst, soort, melding_tekst(bevinding), categorie)


def _soort(oordeel: "Oordeel") -> str:
    return "technisch" if oordeel.gestopt_in == "technisch" else "inhoudelijk"


def _strandde(gestrand: "Gestrand") -> str:
    return (
        f"Regel {gestrand.code} is niet beoordeeld door een fout in de simulator ({reden_van(gestrand.fout)}). "
        f"De andere regels van fase {gestrand.fase} zijn wel beoordeeld, latere fasen niet."
    )


def _nog_niet(soort: str) -> str:
    return f"De simulator behandelt een {soort} nog niet; de levering is niet beoordeeld."


def oordeel_json(levering: Levering, oordeel: "Oordeel") -> dict[str, Any]:
    """A verdict for whoever wants to know all of it: every finding with its place."""
    soort = levering.opdracht.soort
    behandeld = oordeel.uitkomst == "technisch" or soort in BEHANDELD
    meldingen = [_strandde_json(gestrand) for gestrand in oordeel.gestrand]
    meldingen += [_bevinding_json(bevinding, oordeel) for bevinding in oordeel.bevindingen]
    return {
        "uitkomst": oordeel.uitkomst if behandeld else "technisch",
        "idLevering": levering.opdracht.id_levering or None,
        "bevoegdGezag": levering.opdracht.id_bevoegd_gezag,
        "titel": levering.titel,
        "gestoptIn": oordeel.gestopt_in if behandeld else "technisch",
        "meldingen": meldingen if behandeld else [_nog_niet_json(soort)],
        "waarschuwingen": [
            kort(f"{b.naam}: {w}") for b in levering.bestanden.values() if b.is_xml for w in b.waarschuwingen
        ],
        "getoetst": oordeel.grondslag,
    }


def _bevinding_json(bevinding: "Bevinding", oordeel: "Oordeel") -> dict[str, str]:
    from simulator.lvbb.rules.oordeel import melding_tekst

    rij = rules.catalogus()[bevinding.code]
    return {
        "code": bevinding.code,
        "ernst": bevinding.ernst,
        "soort": _soort(oordeel),
        "fase": rij.fase,
        "bestand": bevinding.bestand,
        "plaats": bevinding.plaats,
        "tekst": melding_tekst(bevinding),
        "verwacht": bevinding.verwacht,
        "gekregen": bevinding.gekregen,
        "merk": bevinding.mark or rij.voorwaarde_mark,
    }


def _nog_niet_json(soort: str) -> dict[str, str]:
    waarden = {"bestand": "opdracht.xml", "verwacht": ", ".join(BEHANDELD), "gekregen": soort}
    return _eigen_json(NOG_NIET, "technisch", _nog_niet(soort), **waarden)


def _strandde_json(gestrand: "Gestrand") -> dict[str, str]:
    return _eigen_json(EIGEN_FOUT, gestrand.fase, _strandde(gestrand))


def eigen_fout_json(wat: str) -> dict[str, Any]:
    """As `oordeel_json`, where the simulator failed before there was a verdict. wat: what it says, in a sentence."""
    return {
        "uitkomst": "technisch",
        "idLevering": None,
        "bevoegdGezag": "",
        "titel": "",
        "gestoptIn": "technisch",
        "meldingen": [_eigen_json(EIGEN_FOUT, "technisch", wat)],
        "waarschuwingen": [],
        "getoetst": NIET_BEOORDEELD,
    }


def _eigen_json(code: str, fase: str, tekst: str, **waarden: str) -> dict[str, str]:
    """A melding of the simulator itself."""
    leeg = {"bestand": "", "plaats": "", "verwacht": "", "gekregen": ""}
    kop = {"code": code, "ernst": "fout", "soort": "technisch", "fase": fase}
    return {**kop, **leeg, "tekst": tekst, **waarden, "merk": "inferred"}
