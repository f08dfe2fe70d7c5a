"""Tables and the notes in them: STOP0007-0009, 0029, 0032, 0033 and 0036-0038.

Source: imop-tekst of STOP 1.3.0 (confirmed); the table is the CALS model.
"""

from collections.abc import Iterator

from lxml import etree

from simulator.contract import xsdwaarden
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import Knoop, T, documenten, knopen

regels = Regels()

_TABEL = T + "table"


def _getal(waarde: str | None) -> int | None:
    return None if waarde is None else xsdwaarden.geheel(waarde)


def _tabel(knoop: Knoop) -> str:
    """The eId of the table in which a node stands."""
    tabel = next(knoop.element.iterancestors(_TABEL), None)
    return "" if tabel is None else tabel.get("eId") or ""


def _rij(knoop: Knoop) -> str:
    """The number of the row of a cell, from 1."""
    rij = knoop.element.getparent()
    return "" if rij is None else str(1 + sum(1 for _ in rij.itersiblings(T + "row", preceding=True)))


def _kolommen(tgroup: etree._Element | None) -> dict[str, int | None]:
    """The columns of a tgroup by name: the colnum, else the place."""
    if tgroup is None:
        return {}
    return {
        colspec.get("colname") or "": _getal(colspec.get("colnum")) if colspec.get("colnum") else plaats
        for plaats, colspec in enumerate(tgroup.iterchildren(T + "colspec"), 1)
    }


def _tgroup(knoop: Knoop) -> etree._Element | None:
    return next(knoop.element.iterancestors(T + "tgroup"), None)


@regels.rule("STOP0008")
def noot_buiten_tabel(levering: Levering) -> Iterator[Bevinding]:
    """A Nootref in a table points at a note that is not in it."""
    for ref in knopen(levering, T + "Nootref"):
        noten = {noot.get("id") for tabel in ref.element.iterancestors(_TABEL) for noot in tabel.iter(T + "Noot")}
        if ref.in_een(_TABEL) and (ref.get("refid") is None or ref.get("refid") not in noten):
            yield ref.bevinding(gekregen=ref.get("refid") or "", ref=ref.get("refid") or "", eid=_tabel(ref))


@regels.rule("STOP0007")
def nootref_buiten_tabel(levering: Levering) -> Iterator[Bevinding]:
    """A Nootref stands outside a table."""
    for ref in knopen(levering, T + "Nootref"):
        if not ref.in_een(_TABEL):
            yield ref.bevinding(gekregen=ref.get("refid") or "", ref=ref.get("refid") or "", eid=ref.eid)


@regels.rule("STOP0009")
def tabel_in_lijst(levering: Levering) -> Iterator[Bevinding]:
    """An item of a list holds a table, outside an Instructie."""
    for item in knopen(levering, T + "Li"):
        if item.heeft(_TABEL) and not item.in_een(T + "Instructie"):
            yield item.bevinding(eid=item.eid)


@regels.rule("STOP0029")
def tabel_met_een_kolom(levering: Levering) -> Iterator[Bevinding]:
    """A table has fewer than two columns."""
    for tgroup in knopen(levering, T + "tgroup"):
        if tgroup.ouder == _TABEL and (_getal(tgroup.get("cols")) or 0) < 2:
            yield tgroup.bevinding(verwacht="ten minste 2", gekregen=tgroup.get("cols") or "", eid=_tabel(tgroup))


@regels.rule("STOP0033")
def overspanning_begint_bij_cel(levering: Levering) -> Iterator[Bevinding]:
    """A cell that spans columns is not the first of them."""
    for cel in knopen(levering, T + "entry"):
        begin, kolom = cel.get("namest"), cel.get("colname")
        if begin is not None and kolom is not None and begin != kolom:
            yield cel.bevinding(verwacht=begin, gekregen=kolom, kolom=kolom, rij=_rij(cel), eid=_tabel(cel))


@regels.rule("STOP0032")
def overspanning_eindigt_na_begin(levering: Levering) -> Iterator[Bevinding]:
    """A cell that spans columns ends before it begins, or in a column that is not there."""
    for cel in knopen(levering, T + "entry"):
        namest, nameend = cel.get("namest"), cel.get("nameend")
        if namest is None or nameend is None:
            continue
        kolommen = _kolommen(_tgroup(cel))
        begin, einde = kolommen.get(namest), kolommen.get(nameend)
        if begin is None or einde is None or begin > einde:
            yield cel.bevinding(gekregen=f"{namest} tot {nameend}", kolom=namest, rij=_rij(cel), eid=_tabel(cel))


@regels.rule("STOP0036")
def cel_in_onbekende_kolom(levering: Levering) -> Iterator[Bevinding]:
    """A cell names a column that is not there, in its table or in one around it."""
    for document in documenten(levering):
        namen = {
            tgroup.element: {spec.get("colname") for spec in tgroup.element.iterchildren(T + "colspec")}
            for tgroup in document.op(T + "tgroup")
        }
        for cel in document.op(T + "entry"):
            kolom = cel.get("colname")
            if kolom is not None and not any(
                kolom in namen[tgroup] for tgroup in cel.element.iterancestors(T + "tgroup")
            ):
                yield cel.bevinding(gekregen=kolom, kolom=kolom, rij=_rij(cel), eid=_tabel(cel))


def _tabeldelen(levering: Levering) -> Iterator[tuple[Knoop, etree._Element]]:
    """Every thead and tbody with its tgroup."""
    for deel in knopen(levering, T + "thead", T + "tbody"):
        tgroup = deel.element.getparent()
        if tgroup is not None and tgroup.tag == T + "tgroup":
            yield deel, tgroup


@regels.rule("STOP0037")
def aantal_kolommen(levering: Levering) -> Iterator[Bevinding]:
    """A table has another number of colspecs than columns."""
    for deel, tgroup in _tabeldelen(levering):
        aantal = sum(1 for _ in tgroup.iterchildren(T + "colspec"))
        if _getal(tgroup.get("cols")) != aantal:
            cols = tgroup.get("cols") or ""
            yield deel.bevinding(verwacht=cols, gekregen=str(aantal), aantal=str(aantal), cols=cols, eid=_tabel(deel))


def _cellen(cel: etree._Element, kolommen: dict[str, int | None]) -> int:
    """How many places of the grid a cell takes."""
    begin, einde = kolommen.get(cel.get("namest") or ""), kolommen.get(cel.get("nameend") or "")
    hoog = 1 + (_getal(cel.get("morerows")) or 0)
    return hoog * (einde - begin + 1) if begin and einde else hoog


@regels.rule("STOP0038")
def aantal_cellen(levering: Levering) -> Iterator[Bevinding]:
    """The cells of a head or body do not fill its grid; cells that a mutation removes do not count."""
    for deel, tgroup in _tabeldelen(levering):
        kolommen = _kolommen(tgroup)
        rijen = sum(1 for _ in deel.element.iterchildren(T + "row"))
        verwacht = rijen * (_getal(tgroup.get("cols")) or 0)
        cellen = [cel for cel in deel.element.iter(T + "entry") if cel.get("wijzigactie") != "verwijder"]
        gekregen = sum(_cellen(cel, kolommen) for cel in cellen)
        if gekregen != verwacht:
            yield deel.bevinding(
                verwacht=str(verwacht),
                gekregen=str(gekregen),
                aantal=str(gekregen),
                nodig=str(verwacht),
                eid=_tabel(deel),
            )
