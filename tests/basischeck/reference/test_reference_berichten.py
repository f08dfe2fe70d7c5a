"""Reading result messages."""

from pathlib import Path

import pytest

from simulator.basischeck.reference.berichten import is_eindoordeel, lees_bericht

MELDING = """<lvbb:melding><stop:code>{code}</stop:code><stop:ernst>fout</stop:ernst>
<stop:soort>inhoudelijk</stop:soort><stop:beschrijving> Er is iets </stop:beschrijving></lvbb:melding>"""


def bericht(soort: str, hoofd: str, verslag: str = "", codes: tuple[str, ...] = ()) -> bytes:
    meldingen = (
        f"<lvbb:meldingen>{''.join(MELDING.format(code=code) for code in codes)}</lvbb:meldingen>" if codes else ""
    )
    if verslag:
        inhoud = f"<lvbb:verslag><lvbb:idLevering>x1</lvbb:idLevering>{meldingen}{verslag}</lvbb:verslag>"
    else:
        inhoud = meldingen
    return f"""<lvbb:{soort}VerzoekResultaat xmlns:lvbb="http://www.overheid.nl/2017/lvbb"
        xmlns:stop="http://www.overheid.nl/2017/stop"><lvbb:uitkomst>{hoofd}</lvbb:uitkomst>{inhoud}
        </lvbb:{soort}VerzoekResultaat>""".encode()


def uitkomst(waarde: str) -> str:
    return f"<lvbb:uitkomst>{waarde}</lvbb:uitkomst>"


def voortgang(waarde: str) -> str:
    return f"<lvbb:voortgang>{waarde}</lvbb:voortgang>"


def test_reads_every_part() -> None:
    gelezen = lees_bericht(bericht("publicatie", "mislukt", uitkomst("niet-valide"), ("BHKV1048", "STOP1000")))
    assert (gelezen.hoofd, gelezen.uitkomst, gelezen.voortgang) == ("mislukt", "niet-valide", "")
    assert gelezen.id_levering == "x1"
    assert [m.code for m in gelezen.meldingen] == ["BHKV1048", "STOP1000"]
    assert gelezen.meldingen[0].tekst == "Er is iets"


@pytest.mark.parametrize(
    ("inhoud", "nummer", "einde"),
    [
        (bericht("publicatie", "succes", voortgang("validatie-voltooid"), ("DL-0003",)), 1, False),
        (bericht("publicatie", "succes", voortgang("registratie-voltooid")), 2, False),
        (bericht("publicatie", "succes", uitkomst("gepubliceerd"), ("PUB-0001",)), 3, True),
        (bericht("validatie", "succes", uitkomst("valide"), ("DL-0004",)), 2, True),
        (bericht("validatie", "succes", uitkomst("valide")), 1, False),
        (bericht("validatie", "succes", uitkomst("niet-valide"), ("STOP1000",)), 2, True),
        (bericht("validatie", "mislukt", codes=("LVBB1012",)), 1, True),
    ],
)
def test_which_message_is_the_last(inhoud: bytes, nummer: int, einde: bool) -> None:
    assert is_eindoordeel(lees_bericht(inhoud), nummer) is einde


def test_technical_reject_has_no_verslag() -> None:
    assert lees_bericht(bericht("validatie", "mislukt", codes=("LVBB1001",))).technisch_afgewezen
    assert not lees_bericht(bericht("validatie", "mislukt", uitkomst("niet-valide"))).technisch_afgewezen


@pytest.mark.parametrize("inhoud", [b"", b"<open>", b"<iets/>", b"geen xml"])
def test_what_is_no_result_message(inhoud: bytes) -> None:
    with pytest.raises(ValueError, match="geen"):
        lees_bericht(inhoud)


@pytest.mark.shared
def test_reads_the_real_reports(shared: Path) -> None:
    paden = sorted((shared / "koppelvlakken/data/lvbb/reports").glob("*.xml"))
    assert len(paden) > 10
    for pad in paden:
        gelezen = lees_bericht(pad.read_bytes())
        assert gelezen.hoofd in ("succes", "mislukt")
        assert all(m.code and m.ernst for m in gelezen.meldingen)
        assert gelezen.technisch_afgewezen is ("zonder_verslag" in pad.name)
