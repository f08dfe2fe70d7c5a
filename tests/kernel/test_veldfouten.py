import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core._pydantic_core import list_all_errors

from simulator.kernel import veldfouten
from tests.engels import engelse_woorden

_CONTEXT = {"error": ValueError("dat kan niet"), "expected": "'een' or 'twee'", "expected_tags": "'een'"}


@pytest.mark.parametrize("soort", list_all_errors(), ids=lambda soort: soort["type"])
def test_elke_soort_die_pydantic_kent_is_in_het_nederlands(soort: dict) -> None:
    ctx = {naam: _CONTEXT.get(naam, waarde) for naam, waarde in (soort.get("example_context") or {}).items()}
    zin = veldfouten.reden({"type": soort["type"], "ctx": ctx, "input": 7, "loc": ()}, gekregen=True)
    assert zin
    assert "{" not in zin
    assert not engelse_woorden(zin)


class Model(BaseModel):
    getal: int = Field(3, ge=2, le=5)
    naam: str = Field("x", min_length=1, max_length=3)


@pytest.mark.parametrize(
    ("gegeven", "verwacht"),
    [
        ({"getal": 1}, "moet minstens 2 zijn, en is 1"),
        ({"getal": 6}, "mag hoogstens 5 zijn, en is 6"),
        ({"getal": "veel"}, "moet een geheel getal zijn, en is 'veel'"),
        ({"getal": 2.5}, "moet een geheel getal zijn, en is 2.5"),
        ({"naam": ""}, "moet minstens 1 teken(s) hebben, en is ''"),
        ({"naam": "vier"}, "mag hoogstens 3 tekens hebben, en is 'vier'"),
        ({"naam": ["x" * 500]}, "moet tekst zijn, en is ['" + "x" * 78 + "…"),
    ],
)
def test_reden(gegeven: dict, verwacht: str) -> None:
    with pytest.raises(ValidationError) as fout:
        Model.model_validate(gegeven)
    (een,) = fout.value.errors()
    assert veldfouten.reden(een, gekregen=True) == verwacht
    assert veldfouten.reden(een) == verwacht.partition(", en is")[0]


def test_eigen_woorden_gaan_voor_en_een_onbekende_soort_heeft_algemene() -> None:
    assert veldfouten.reden({"type": "model_type"}, {"model_type": "moet een tabel zijn"}) == "moet een tabel zijn"
    assert veldfouten.reden({"type": "van later"}) == veldfouten.ALGEMEEN
