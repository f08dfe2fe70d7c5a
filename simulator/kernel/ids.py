"""Ids and randomness that depend on the seed and on what happened before, and on nothing else."""

import hashlib
import random
from uuid import UUID

Toeval = random.Random


def uuid(zaad: int, reeks: str, nummer: int) -> UUID:
    """The UUID (version 4 in form) that stands at this place in a series."""
    return UUID(bytes=hashlib.sha256(f"{zaad}/{reeks}/{nummer}".encode()).digest()[:16], version=4)


def toeval(zaad: int, reeks: str) -> Toeval:
    """A generator of its own for one purpose. Not for secrets."""
    return Toeval(f"{zaad}/{reeks}")
