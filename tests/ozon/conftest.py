from collections.abc import Iterator

import pytest

from tests.ozon import bouw


@pytest.fixture
def proef() -> Iterator[bouw.Proef]:
    """OZON without a regeling."""
    kern = bouw.kern()
    yield bouw.Proef(kern)
    kern.stop()
