"""junit.xml: a testcase per check. A failure is a failure of the software; an error is ours or of the set-up.

What a waiver accepts is skipped, with the waiver as its message. A waiver that fails the run is a testcase of its own,
so that whoever reads only this file sees the same outcome.
"""

import re
from xml.etree import ElementTree as ET

from simulator.basischeck.model import Bevinding, CheckUitslag, Resultaat
from simulator.basischeck.rapport import VERKLARING, Rapport

_FAALT = {Resultaat.GEZAKT, Resultaat.ONBESLIST, Resultaat.GEBLOKKEERD}
_FOUT = {Resultaat.CONFIGFOUT, Resultaat.HARNASFOUT}
_OVER = {Resultaat.OVERGESLAGEN, Resultaat.NIET_VAN_TOEPASSING, Resultaat.ONTHEVEN}
_ONTHEFFINGEN = "basischeck.ontheffingen"
_LET_OP = {Resultaat.BEOORDELEN, Resultaat.WAARSCHUWING}
_ONGELDIG = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def maak(rapport: Rapport) -> bytes:
    """The report as JUnit XML, a testsuite per koppelvlak."""
    wortel = ET.Element("testsuites", _tellingen("basischeck", rapport.uitslagen, len(rapport.onterecht)))
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
                "hard": str(rapport.hard),
                "indicatief": str(rapport.indicatief),
                "ontheven": str(rapport.ontheven),
                "getoetst": " | ".join(rapport.getoetst),
            },
        )
        for uitslag in uitslagen:
            _geval(suite, uitslag)
    _onterechte_ontheffingen(wortel, rapport)
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


def _tellingen(naam: str, uitslagen: list[CheckUitslag], onterecht: int = 0) -> dict[str, str]:
    """onterecht: how many waivers fail the run."""
    resultaten = [u.bepaald for u in uitslagen]
    return {
        "name": naam,
        "tests": str(len(uitslagen) + onterecht),
        "failures": str(sum(_faalt(u) for u in uitslagen) + onterecht),
        "errors": str(sum(r in _FOUT for r in resultaten)),
        "skipped": str(sum(r in _OVER for r in resultaten)),
        "time": f"{sum(u.duur for u in uitslagen):.3f}",
    }


def _faalt(uitslag: CheckUitslag) -> bool:
    return uitslag.bepaald in _FAALT


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
            "ernst": check.ernst,
            "eis": check.eis,
            "bron": check.bron,
            "merk": check.merk,
            "journaal": " ".join(str(nummer) for nummer in nummers),
            "hard": str(uitslag.hard),
            "indicatief": str(uitslag.indicatief),
            "ontheffing": uitslag.ontheffing,
        },
    )
    if _faalt(uitslag):
        tekst = "\n\n".join(_tekst(b) for b in uitslag.bevindingen if b.hard) or uitslag.reden
        kort = next((_kort(b) for b in uitslag.bevindingen if b.hard), uitslag.reden)
        ET.SubElement(geval, "failure", {"type": check.id, "message": _schoon(kort)}).text = _schoon(tekst)
    elif uitslag.bepaald in _FOUT:
        ET.SubElement(geval, "error", {"type": str(uitslag.bepaald), "message": _schoon(uitslag.reden)})
    elif uitslag.bepaald in _OVER:
        ET.SubElement(geval, "skipped", {"message": _schoon(uitslag.ontheffing or uitslag.reden)})
    rest = [_tekst(b) for b in uitslag.bevindingen if b.ontheven or b.resultaat in _LET_OP]
    if rest or uitslag.notities or uitslag.ontheffing:
        regels = [*([uitslag.ontheffing] if uitslag.ontheffing else []), *rest, *uitslag.notities]
        ET.SubElement(geval, "system-out").text = _schoon("\n\n".join(regels))


def _kort(bevinding: Bevinding) -> str:
    return f"verwacht {bevinding.verwacht}; gekregen {bevinding.gekregen}"


def _tekst(b: Bevinding) -> str:
    regels = [
        f"{b.code} ({b.resultaat}{', ontheven' if b.ontheven else ''}, {b.merk})",
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
