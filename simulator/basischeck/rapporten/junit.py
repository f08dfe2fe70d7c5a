"""junit.xml: a testcase per check. A failure is a failure of the software; an error is ours or of the set-up.

What a waiver accepts is skipped, with the waiver as its message; so is an optional requirement that was not met. A
waiver that fails the run is a testcase of its own, and so is what went wrong with the run as a whole, so that whoever
reads only this file sees the same outcome.
"""

import re
from collections import Counter
from xml.etree import ElementTree as ET

from simulator.basischeck.model import Bevinding, CheckUitslag, Gevolg
from simulator.basischeck.rapport import VERKLARING, Rapport
from simulator.contract.merken import woord

_ELEMENT = {
    Gevolg.GOED: "",
    Gevolg.LET_OP: "",
    Gevolg.OVERGESLAGEN: "skipped",
    Gevolg.ONTHEVEN: "skipped",
    Gevolg.OPTIONEEL: "skipped",
    Gevolg.FAALT: "failure",
    Gevolg.FOUT: "error",
}
_ONTHEFFINGEN = "basischeck.ontheffingen"
_RUN = "basischeck.run"
_ERBIJ = {Gevolg.ONTHEVEN, Gevolg.LET_OP, Gevolg.OPTIONEEL}
"""Findings that fail nobody go into the output of the testcase."""
_ONGELDIG = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def maak(rapport: Rapport) -> bytes:
    """The report as JUnit XML, a testsuite per koppelvlak."""
    run = 1 if rapport.fout_van_de_run else 0
    wortel = ET.Element("testsuites", _tellingen("basischeck", rapport.uitslagen, len(rapport.onterecht), run))
    for koppelvlak in dict.fromkeys(u.check.koppelvlak for u in rapport.uitslagen):
        uitslagen = [u for u in rapport.uitslagen if u.check.koppelvlak == koppelvlak]
        suite = ET.SubElement(wortel, "testsuite", _tellingen(f"basischeck.{koppelvlak}", uitslagen))
        _eigenschappen(
            suite,
            {
                "verklaring": VERKLARING,
                "software": f"{rapport.sut.naam} {rapport.sut.versie}",
                "simulator": rapport.versie,
                "seed": str(rapport.seed),
                "code": str(int(rapport.code)),
                "hard": str(rapport.hard),
                "optioneel": str(rapport.optioneel),
                "indicatief": str(rapport.indicatief),
                "ontheven": str(rapport.ontheven),
                "getoetst": " | ".join(rapport.getoetst),
            },
        )
        for uitslag in uitslagen:
            _geval(suite, uitslag)
    _onterechte_ontheffingen(wortel, rapport)
    _run_als_geheel(wortel, rapport)
    ET.indent(wortel)
    return bytes(ET.tostring(wortel, encoding="utf-8", xml_declaration=True))


def _onterechte_ontheffingen(wortel: ET.Element, rapport: Rapport) -> None:
    if not rapport.onterecht:
        return
    suite = ET.SubElement(wortel, "testsuite", _tellingen(_ONTHEFFINGEN, [], len(rapport.onterecht)))
    for ontheffing in rapport.onterecht:
        naam = f"ontheffing voor {ontheffing.waarop}"
        geval = ET.SubElement(suite, "testcase", {"classname": _ONTHEFFINGEN, "name": _schoon(naam), "time": "0.000"})
        ET.SubElement(geval, "failure", {"type": str(ontheffing.stand), "message": _schoon(ontheffing.regel)})


def _run_als_geheel(wortel: ET.Element, rapport: Rapport) -> None:
    if not rapport.fout_van_de_run:
        return
    suite = ET.SubElement(wortel, "testsuite", _tellingen(_RUN, [], run=1))
    geval = ET.SubElement(suite, "testcase", {"classname": _RUN, "name": "de run als geheel", "time": "0.000"})
    ET.SubElement(geval, "error", {"type": rapport.woord, "message": _schoon(rapport.fout_van_de_run)})


def _tellingen(naam: str, uitslagen: list[CheckUitslag], onterecht: int = 0, run: int = 0) -> dict[str, str]:
    """onterecht: how many waivers fail the run; run: 1 when something went wrong with the run as a whole."""
    aantal = Counter(_ELEMENT[u.gevolg] for u in uitslagen)
    return {
        "name": naam,
        "tests": str(len(uitslagen) + onterecht + run),
        "failures": str(aantal["failure"] + onterecht),
        "errors": str(aantal["error"] + run),
        "skipped": str(aantal["skipped"]),
        "time": f"{sum(u.duur for u in uitslagen):.3f}",
    }


def _geval(suite: ET.Element, uitslag: CheckUitslag) -> None:
    check = uitslag.check
    geval = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": f"basischeck.{check.koppelvlak}",
            "name": f"{check.id} {check.titel}",
            "time": f"{uitslag.duur:.3f}",
        },
    )
    nummers = dict.fromkeys(b.bericht.journaal for b in uitslag.bevindingen if b.bericht and b.bericht.journaal)
    _eigenschappen(
        geval,
        {
            "resultaat": str(uitslag.bepaald),
            "gevolg": str(uitslag.gevolg),
            "ernst": check.ernst,
            "eis": check.eis,
            "bron": check.bron,
            "merk": check.merk,
            "journaal": " ".join(str(nummer) for nummer in nummers),
            "hard": str(uitslag.hard),
            "optioneel": str(uitslag.optioneel),
            "indicatief": str(uitslag.indicatief),
            "ontheffing": uitslag.ontheffing,
        },
    )
    element = _ELEMENT[uitslag.gevolg]
    hard = [b for b in uitslag.bevindingen if uitslag.gevolg_van(b) is Gevolg.FAALT]
    kort = next((_kort(b) for b in uitslag.bevindingen if b.hard), uitslag.reden)
    if element == "failure":
        tekst = "\n\n".join(_tekst(b) for b in hard) or uitslag.reden
        ET.SubElement(geval, "failure", {"type": check.id, "message": _schoon(kort)}).text = _schoon(tekst)
    elif element == "error":
        ET.SubElement(geval, "error", {"type": str(uitslag.bepaald), "message": _schoon(uitslag.reden)})
    elif uitslag.gevolg is Gevolg.OPTIONEEL:
        ET.SubElement(geval, "skipped", {"message": _schoon(f"optioneel, {uitslag.bepaald}: {kort}")})
    elif element == "skipped":
        ET.SubElement(geval, "skipped", {"message": _schoon(uitslag.ontheffing or uitslag.reden)})
    rest = [_tekst(b) for b in uitslag.bevindingen if uitslag.gevolg_van(b) in _ERBIJ]
    if rest or uitslag.notities or uitslag.ontheffing:
        regels = [*([uitslag.ontheffing] if uitslag.ontheffing else []), *rest, *uitslag.notities]
        ET.SubElement(geval, "system-out").text = _schoon("\n\n".join(regels))


def _kort(bevinding: Bevinding) -> str:
    return f"verwacht {bevinding.verwacht}; gekregen {bevinding.gekregen}"


def _tekst(b: Bevinding) -> str:
    regels = [
        f"{b.code} ({b.resultaat}{', ontheven' if b.ontheven else ''}, {woord(b.merk)})",
        f"eis: {b.eis}",
        f"verwacht: {b.verwacht}",
        f"gekregen: {b.gekregen}",
    ]
    regels += [f"waar: {b.waar}"] if b.waar else []
    regels += [f"over: {b.over}"] if b.over else []
    regels += [f"doe: {b.doe}"] if b.doe else []
    if b.bericht:
        nummer = f" (journaal {b.bericht.journaal})" if b.bericht.journaal else ""
        regels.append(f"bericht: {b.bericht.titel}{nummer}\n{b.bericht.fragment}")
    return "\n".join(regels)


def _eigenschappen(ouder: ET.Element, waarden: dict[str, str]) -> None:
    lijst = ET.SubElement(ouder, "properties")
    for naam, waarde in waarden.items():
        if waarde:
            ET.SubElement(lijst, "property", {"name": naam, "value": _schoon(waarde)})


def _schoon(tekst: str) -> str:
    """Without the characters that XML 1.0 cannot hold: a message under test may have them."""
    return _ONGELDIG.sub("�", tekst)
