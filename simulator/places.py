"""Where the data that comes with the project stands: contracts/ and fixtures/."""

from functools import cache
from pathlib import Path


@cache
def place(name: str) -> Path:
    """The folder `name` ("contracts" or "fixtures"): package data in a wheel, else the repository root.

    Raises FileNotFoundError when the installation has neither.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation has no {name}/")
