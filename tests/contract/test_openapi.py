"""Contracts as objects, and values as a contract says they are."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.contract import openapi
from simulator.contract.openapi import MAX_BYTES, Contract, Parameter
from simulator.places import place
from tests.contract import proefcontract

CONTRACTEN = sorted(
    str(pad.relative_to(place("contracts"))).replace("\\", "/").removesuffix(".openapi.yaml")
    for pad in place("contracts").rglob("*.openapi.yaml")
)


def zet_om(schema: Mapping[str, Any], *waarden: str, explode: bool = True) -> Any:
    return openapi.zet_om(Parameter("p", "query", False, schema, explode), list(waarden))


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    with proefcontract.draaiend(tmp_path_factory.mktemp("contract")) as proef:
        return proef.koppelvlak.contract


class TestContract:
    def test_base_path_and_marks(self, contract: Contract) -> None:
        assert (contract.basis, contract.merk, contract.bron) == ("/proef/api/v1", "client", "een bron")
        assert contract.met_id("dingen").merk == "confirmed"
        assert contract.met_id("ding").merk == "client"

    def test_operations(self, contract: Contract) -> None:
        assert {(o.id, o.methode) for o in contract.operaties if o.pad == "/dingen/{naam}"} == {
            ("ding", "GET"),
            ("zetDing", "PUT"),
        }
        assert contract.met_id("maakDing").max_bytes == 100
        assert (contract.met_id("zetDing").max_bytes, contract.met_id("zetDing").afkappen) == (10, True)
        assert contract.met_id("ding").max_bytes == MAX_BYTES
        with pytest.raises(KeyError):
            contract.met_id("geen")

    def test_references_are_resolved(self, contract: Contract) -> None:
        assert [p.naam for p in contract.met_id("ding").parameters] == ["naam"]
        kleuren = next(p for p in contract.met_id("dingen").parameters if p.naam == "kleuren")
        assert kleuren.schema["items"]["enum"] == ["rood", "blauw"]

    def test_a_segment_is_never_empty_and_never_spans_a_slash(self, contract: Contract) -> None:
        patroon = contract.met_id("deel").patroon
        treffer = patroon.fullmatch("/dingen/a.b/delen/%C3%A9")
        assert treffer is not None
        assert treffer.groupdict() == {"naam": "a.b", "deel": "%C3%A9"}
        for pad in ("/dingen//delen/b", "/dingen/a/b/delen/c", "/dingen/a/delen/", "/dingen/a/delen/b/"):
            assert patroon.fullmatch(pad) is None

    @pytest.mark.parametrize("id_", CONTRACTEN)
    def test_every_contract_of_the_project_reads(self, id_: str) -> None:
        gelezen = openapi.contract(id_)
        ids = [o.id for o in gelezen.operaties]
        assert ids
        assert len(ids) == len(set(ids))
        assert gelezen.basis.startswith("/")
        assert not gelezen.basis.endswith("/")
        assert all(o.merk in ("confirmed", "client", "inferred") for o in gelezen.operaties)
        for o in gelezen.operaties:
            assert {p.naam for p in o.parameters if p.plaats == "path"} == set(o.patroon.groupindex)

    def test_a_contract_that_is_not_there(self) -> None:
        with pytest.raises(FileNotFoundError):
            openapi.contract("lvbb/bestaat-niet")


GETAL = {"type": "integer", "minimum": 1, "maximum": 9}
NUMMER = {"type": "number"}
DAG = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}


class TestWaarden:
    @pytest.mark.parametrize(
        ("schema", "tekst", "waarde"),
        [
            (GETAL, "1", 1),
            (GETAL, "9", 9),
            (GETAL, "+3", 3),
            (GETAL, "007", 7),
            ({"type": "integer"}, "-12", -12),
            (NUMMER, "1.5", 1.5),
            (NUMMER, "-2e3", -2000.0),
            ({"type": "boolean"}, "true", True),
            ({"type": "boolean"}, "false", False),
            (DAG, "2024-02-29", date(2024, 2, 29)),
            (MOMENT, "2024-02-29T12:00:00Z", datetime(2024, 2, 29, 12, tzinfo=UTC)),
            (MOMENT, "2024-02-29T12:00:00.5+01:00", datetime(2024, 2, 29, 11, 0, 0, 500000, tzinfo=UTC)),
            (MOMENT, "2024-02-29T12:00", datetime(2024, 2, 29, 12, tzinfo=UTC)),
            ({"type": "string"}, "", ""),
            ({"type": "string", "enum": ["a"]}, "a", "a"),
            ({"type": "string", "maxLength": 2}, "é\U0001f600", "é\U0001f600"),
        ],
    )
    def test_fits(self, schema: Mapping[str, Any], tekst: str, waarde: object) -> None:
        gekregen = zet_om(schema, tekst)
        assert (gekregen, type(gekregen)) == (waarde, type(waarde))

    @pytest.mark.parametrize(
        ("schema", "tekst"),
        [
            *((GETAL, t) for t in ("0", "10", "", " 1", "1 ", "1.0", "1e1", "een", "1_0", "٣", "²", "9" * 30, "--1")),
            *((NUMMER, t) for t in ("nan", "inf", "-Infinity", "1_0", " 1", "", "٣.٥", "1e999", "0x10", "1.")),
            *(({"type": "boolean"}, t) for t in ("True", "1", "ja", "")),
            *((DAG, t) for t in ("2023-02-29", "20230228", "2023-W01-1", "2023-1-1", "", "vandaag", "٢٠٢٣-٠١-٠١")),
            *((DAG, t) for t in ("0000-01-01", "2023-02-28T00:00:00Z", "2023-02-28\n")),
            *((MOMENT, t) for t in ("2024-02-30T12:00:00Z", "2024-02-28", "2024-02-28 12:00:00Z", "T", "")),
            *((MOMENT, t) for t in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2024-01-01T12:00\n")),
            *((MOMENT, t) for t in ("2024-01-01T25:00:00Z", "2024-01-01T12:00:00 01:00", "2024-01-01T12:00:00+99:00")),
            ({"type": "string", "enum": ["a"]}, "A"),
            ({"type": "string", "minLength": 2}, "a"),
            ({"type": "string", "maxLength": 2}, "abc"),
            ({"type": "string", "pattern": "^[a-z]+$"}, "a1"),
        ],
    )
    def test_does_not_fit(self, schema: Mapping[str, Any], tekst: str) -> None:
        with pytest.raises(ValueError, match=r"^Ongeldige waarde"):
            zet_om(schema, tekst)

    def test_of_one_value_given_twice_the_last_counts(self) -> None:
        assert zet_om(GETAL, "1", "2") == 2

    def test_lists(self) -> None:
        lijst = {"type": "array", "items": {"type": "integer"}}
        assert zet_om(lijst, "1", "2") == [1, 2]
        assert zet_om(lijst, "1,2", "3", explode=False) == [1, 2, 3]
        for fout in (["1,2"], ["1", "x"]):
            with pytest.raises(ValueError, match=r"^Ongeldige waarde"):
                zet_om(lijst, *fout)

    @given(
        st.sampled_from([GETAL, NUMMER, DAG, MOMENT, {"type": "boolean"}, {"type": "string", "pattern": "^a*$"}]),
        st.text(alphabet="0123456789-+.:TZe_ ٣nai\n\x00é", max_size=30),
    )
    def test_whatever_comes_it_is_a_value_or_a_reason(self, schema: Mapping[str, Any], tekst: str) -> None:
        try:
            waarde = zet_om(schema, tekst)
        except ValueError as fout:
            reden = str(fout)
            assert reden.startswith("Ongeldige waarde")
        else:
            assert not isinstance(waarde, float) or math.isfinite(waarde)
