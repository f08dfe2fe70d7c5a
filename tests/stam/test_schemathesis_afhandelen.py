"""Any request that the served contracts allow, and many that they do not, gets a documented answer."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from simulator.edge.edge import Edge
from simulator.stam import loket
from simulator.stam.api import afhandelen_v1, afhandelen_v2
from tests.schemaproef import bestook
from tests.stam.afhandelproef import V1, V2, met_documenten
from tests.stam.loketproef import DIENST, Proef

VOORBEELDEN = 25
MEER = ("getDocument", "zoekVerzoeken")
"""What asks more than a schema can say: a Range within the document, a ring that is closed."""
KOPPELVLAKKEN = {V1: afhandelen_v1, V2: afhandelen_v2}
OPERATIES = [(basis, naam) for basis, koppelvlak in KOPPELVLAKKEN.items() for naam in sorted(koppelvlak.functies)]


async def _niets(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"not for STAM: {scope['path']}")


@pytest.fixture(scope="module")
def proef() -> Iterator[Proef]:
    proef = Proef.nieuw()
    yield proef
    proef.kern.stop()


@pytest.fixture(scope="module")
def nummer(proef: Proef) -> str:
    inhoud, bestanden = met_documenten(b"een", b"twee")
    (uitkomst,) = proef.doe(loket.dien_in, loket.Opgave(inhoud, bestanden, behandeldienst=DIENST))
    verzoeknummer: str = uitkomst.verzoeknummer
    return verzoeknummer


@pytest.fixture(scope="module")
def schemas(proef: Proef) -> dict[str, schemathesis.BaseSchema]:
    app = Edge(proef.kern, list(KOPPELVLAKKEN.values()), _niets)
    return {basis: schemathesis.openapi.from_asgi(f"{basis}/openapi.json", app) for basis in KOPPELVLAKKEN}


@pytest.mark.parametrize(("basis", "operatie"), OPERATIES)
@pytest.mark.parametrize("soort", list(schemathesis.GenerationMode))
def test_every_answer_is_documented(
    schemas: dict[str, schemathesis.BaseSchema],
    nummer: str,
    basis: str,
    operatie: str,
    soort: schemathesis.GenerationMode,
) -> None:
    beurten = count()

    def bestaand(case: schemathesis.Case) -> None:
        """Half of the calls are about a verzoek that is there."""
        if soort is schemathesis.GenerationMode.POSITIVE and next(beurten) % 2 == 0:
            bekend = {"verzoeknummer": nummer, "documentId": "doc-1"}
            case.path_parameters.update({n: w for n, w in bekend.items() if n in case.path_parameters})
            (case.headers or {}).pop("OIN", None)

    zonder = [positive_data_acceptance] if operatie in MEER else []
    assert bestook(schemas[basis], operatie, soort, VOORBEELDEN, pas_aan=bestaand, zonder=zonder)
