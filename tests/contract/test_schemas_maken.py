"""Making a schema: what libxml2 misses once is not missed for good, and what is wrong stays wrong."""

from typing import Any

import pytest
from lxml import etree

from simulator.contract import schemas

DOCUMENT = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="{}"/></xs:schema>'


def test_an_import_that_was_missed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    echt, keer = etree.XMLSchema, 0

    def hapert(document: Any) -> etree.XMLSchema:
        nonlocal keer
        keer += 1
        if keer == 1:
            return echt(etree.fromstring(DOCUMENT.format("er-is-geen-type")))
        return echt(document)

    monkeypatch.setattr(etree, "XMLSchema", hapert)
    gemaakt = schemas.uit_xsd({"a.xsd": DOCUMENT.format("xs:int")}, "a.xsd", frozenset({"a"}))
    assert keer == 2
    (fout,) = schemas.toets_met(gemaakt, etree.fromstring("<a>x</a>"), "proef")
    assert fout.element == "a"


def test_a_schema_that_is_wrong_is_refused() -> None:
    with pytest.raises(etree.XMLSchemaParseError):
        schemas.uit_xsd({"a.xsd": DOCUMENT.format("er-is-geen-type")}, "a.xsd", frozenset({"a"}))
