"""Debian's chromium, driven by playwright."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pad() -> str:
    """Where it is; skips the test where it is not."""
    kandidaten = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", shutil.which("chromium") or "")
    gevonden = next((kandidaat for kandidaat in kandidaten if kandidaat and Path(kandidaat).is_file()), "")
    if not gevonden:
        pytest.skip("no chromium: set CHROMIUM, or install it")
    return gevonden


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A running browser."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    waar = pad()
    with api.sync_playwright() as playwright:
        gestart = playwright.chromium.launch(executable_path=waar, args=["--no-sandbox"])
        yield gestart
        gestart.close()
