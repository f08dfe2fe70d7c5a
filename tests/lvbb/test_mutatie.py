"""A RegelingMutatie applied to a was-text."""

import pytest
from lxml import etree

from simulator.contract.xml import lees
from simulator.lvbb.levering import TEKST
from simulator.lvbb.mutatie import MutatieOnmogelijk, pas_toe, schoon

WAS = """
<RegelingCompact wordt="v1" componentnaam="a">
  <Lichaam eId="body" wId="body">
    <Hoofdstuk wId="h1"><Kop><Opschrift>Een</Opschrift></Kop>
      <Artikel wId="a1"><Inhoud><Al>eerste</Al></Inhoud></Artikel>
      <Artikel wId="a2"><Inhoud><Al>tweede</Al></Inhoud></Artikel>
      <Artikel wId="a3"><Inhoud><Al>derde</Al></Inhoud></Artikel>
    </Hoofdstuk>
  </Lichaam>
</RegelingCompact>"""


def boom(tekst: str) -> etree._Element:
    stukken = tekst.strip().split(">", 1)
    eerste = stukken[0].replace(" ", f' xmlns="{TEKST}" ', 1) if " " in stukken[0] else f'{stukken[0]} xmlns="{TEKST}"'
    return lees(f"{eerste}>{stukken[1]}".encode()).wortel


def toegepast(stappen: str) -> etree._Element:
    return pas_toe(
        boom(WAS), boom(f'<RegelingMutatie componentnaam="b" was="v1" wordt="v2">{stappen}</RegelingMutatie>')
    )


def artikelen(regeling: etree._Element) -> list[tuple[str | None, str]]:
    return [(a.get("wId"), "".join(a.itertext()).strip()) for a in regeling.iter(f"{{{TEKST}}}Artikel")]


def artikel(wid: str, tekst: str) -> str:
    return f'<Artikel wId="{wid}"><Inhoud><Al>{tekst}</Al></Inhoud></Artikel>'


@pytest.mark.parametrize(
    ("stappen", "verwacht"),
    [
        (
            f'<Vervang wat="a2">{artikel("a2", "anders")}</Vervang>',
            [("a1", "eerste"), ("a2", "anders"), ("a3", "derde")],
        ),
        ('<Verwijder wat="a2"><Artikel wId="a2"/></Verwijder>', [("a1", "eerste"), ("a3", "derde")]),
        (
            f'<VoegToe context="a1" positie="volgtOp">{artikel("b", "nieuw")}{artikel("c", "ook")}</VoegToe>',
            [("a1", "eerste"), ("b", "nieuw"), ("c", "ook"), ("a2", "tweede"), ("a3", "derde")],
        ),
        (
            f'<VoegToe context="a1" positie="komtVoor">{artikel("b", "nieuw")}{artikel("c", "ook")}</VoegToe>',
            [("b", "nieuw"), ("c", "ook"), ("a1", "eerste"), ("a2", "tweede"), ("a3", "derde")],
        ),
        (
            f'<Vervang wat="a1" context="a3" positie="volgtOp">{artikel("a1", "verhuisd")}</Vervang>',
            [("a2", "tweede"), ("a3", "derde"), ("a1", "verhuisd")],
        ),
        (
            f'<VoegToe context="a3" positie="volgtOp">{artikel("b", "nieuw")}</VoegToe>'
            '<Verwijder wat="a3"><Artikel wId="a3"/></Verwijder>',
            [("a1", "eerste"), ("a2", "tweede"), ("b", "nieuw")],
        ),
        (
            f'<Vervang wat="onbekend">{artikel("onbekend", "achteraan")}</Vervang>',
            [("a1", "eerste"), ("a2", "tweede"), ("a3", "derde"), ("onbekend", "achteraan")],
        ),
    ],
)
def test_een_stap(stappen: str, verwacht: list[tuple[str, str]]) -> None:
    assert artikelen(toegepast(stappen)) == verwacht


def test_de_rest_blijft_gelijk() -> None:
    nieuw = toegepast(f'<Vervang wat="a2">{artikel("a2", "anders")}</Vervang>')
    verwacht = boom(
        WAS.replace("tweede", "anders").replace('wordt="v1" componentnaam="a"', 'wordt="v2" componentnaam="b"')
    )
    assert etree.tostring(nieuw, method="c14n2") == etree.tostring(verwacht, method="c14n2")


def test_vervang_kop() -> None:
    nieuw = toegepast('<VervangKop wat="h1"><Kop><Opschrift>Twee</Opschrift></Kop></VervangKop>')
    assert [k.text for k in nieuw.iter(f"{{{TEKST}}}Opschrift")] == ["Twee"]
    assert len(artikelen(nieuw)) == 3


def test_vervang_regeling() -> None:
    nieuw = toegepast(
        f"<VervangRegeling><RegelingCompact><Lichaam>{artikel('z', 'al')}</Lichaam></RegelingCompact></VervangRegeling>"
    )
    assert artikelen(nieuw) == [("z", "al")]
    assert nieuw.get("wordt") == "v2"


def test_was_blijft_zoals_het_is() -> None:
    was = boom(WAS)
    voor = etree.tostring(was)
    pas_toe(
        was,
        boom(
            '<RegelingMutatie was="v1" wordt="v2"><Verwijder wat="a2"><Artikel wId="a2"/></Verwijder></RegelingMutatie>'
        ),
    )
    assert etree.tostring(was) == voor


@pytest.mark.parametrize(
    "stappen",
    [
        f'<VoegToe context="a1" positie="volgtOp">{artikel("a2", "dubbel")}</VoegToe>',
        f'<VoegToe context="weg" positie="volgtOp">{artikel("b", "nieuw")}</VoegToe>',
        '<Verwijder wat="weg"><Artikel wId="weg"/></Verwijder>',
        f'<Vervang wat="a1">{artikel("a2", "ander")}</Vervang>',
    ],
)
def test_onmogelijk(stappen: str) -> None:
    with pytest.raises(MutatieOnmogelijk):
        toegepast(stappen)


@pytest.mark.parametrize(
    ("renvooi", "tekst"),
    [
        ("voor <VerwijderdeTekst>oud</VerwijderdeTekst><NieuweTekst>nieuw</NieuweTekst> na", "voor nieuw na"),
        ("<NieuweTekst>een <b>twee</b> drie</NieuweTekst>", "een twee drie"),
        ("<VerwijderdeTekst>weg</VerwijderdeTekst>blijft", "blijft"),
    ],
)
def test_renvooi_in_de_tekst(renvooi: str, tekst: str) -> None:
    assert "".join(schoon(boom(f"<Artikel><Al>{renvooi}</Al></Artikel>")).itertext()) == tekst


def test_renvooi_op_elementen() -> None:
    schone = schoon(
        boom(
            '<Artikel wId="a"><Lid wId="weg" wijzigactie="verwijder"><Al>x</Al></Lid>'
            '<Lid wId="nieuw" wijzigactie="voegtoe"><Al>y</Al></Lid>'
            '<Lijst wijzigactie="verwijderContainer"><Li wId="blijft"><Al>z</Al></Li></Lijst></Artikel>'
        )
    )
    assert [e.get("wId") for e in schone.iter(etree.Element) if e.get("wId")] == ["a", "nieuw", "blijft"]
    assert "".join(schone.itertext()) == "yz"
    assert not [e for e in schone.iter(etree.Element) if "wijzigactie" in e.attrib]
