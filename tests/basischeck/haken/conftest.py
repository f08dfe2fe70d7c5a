"""A zaakregister for the tests of the hooks."""

from collections.abc import Iterator

import pytest

from tests.basischeck.haken import zaakregister
from tests.basischeck.haken.zaakregister import Register


@pytest.fixture
def register() -> Iterator[Register]:
    with zaakregister.draait() as gemaakt:
        yield gemaakt
