"""Values in addresses: everything that a path or a query may hold as it is stays as it is (RFC 3986 3.3 and 3.4).

The real APIs leave `:` and `,` alone in their links, and a client that encodes a link again would break on `%3A`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_STUK = "-._~!$&'()*+,;=:@"
_WAARDE = "-._~!$'()*,;:@/?"  # without what parts a query, and `+`, which many read as a space


def stuk(waarde: str) -> str:
    """A value as one part of a path: a slash in it is encoded."""
    return quote(waarde, safe=_STUK)


def pad(waarde: str) -> str:
    """A path of several parts."""
    return quote(waarde, safe=f"{_STUK}/")


def waarde(waarde: Any) -> str:
    """A value in a query."""
    return quote(str(waarde), safe=_WAARDE)


def vraag(velden: Mapping[str, Any]) -> str:
    """A query of these fields, in their order, without the question mark; what is None is left out."""
    return "&".join(f"{waarde(naam)}={waarde(wat)}" for naam, wat in velden.items() if wat is not None)
