"""The token with which an application makes itself known to a zaakregister: a JWT, HS256 (ZGW, confirmed)."""

import base64
import hashlib
import hmac
import json
from typing import Any


def maak(client_id: str, geheim: str, op: int) -> str:
    """A token. op: seconds since 1970, real time, since the register looks at it."""
    kop = {"typ": "JWT", "alg": "HS256"}
    inhoud = {
        "iss": client_id,
        "iat": op,
        "client_id": client_id,
        "user_id": "basischeck",
        "user_representation": "Basischeck van de DSO-LV-simulator",
    }
    te_tekenen = f"{_deel(kop)}.{_deel(inhoud)}"
    handtekening = hmac.new(geheim.encode(), te_tekenen.encode(), hashlib.sha256).digest()
    return f"{te_tekenen}.{_base64url(handtekening)}"


def _deel(inhoud: dict[str, Any]) -> str:
    return _base64url(json.dumps(inhoud, separators=(",", ":")).encode())


def _base64url(ruw: bytes) -> str:
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode()
