"""Temporary folders of a store, and clearing those of processes that were killed.

A folder is ours when it has our name, our user and a store in it; its process is gone when its lock can be had. The
lock is there before the store, and ends with its process however that ends, so no number of a process is ever compared.
"""

import os
import shutil
import tempfile
from pathlib import Path

from simulator.kernel.locks import SLOT, MapBezet, Mapslot

DATABASE = "dso-sim.db"
_BEGIN = "dso-sim-"


def maak() -> Path:
    """A new one. Raises OSError."""
    return Path(tempfile.mkdtemp(prefix=_BEGIN))


def ruim_op(waar: Path | None = None) -> int:
    """Remove those of processes that are gone; gives how many went. waar: where they stand, if not the usual place."""
    aantal = 0
    with os.scandir(waar or tempfile.gettempdir()) as gevonden:
        mogelijk = [Path(een.path) for een in gevonden if een.name.startswith(_BEGIN) and _van_ons(een)]
    for map_ in mogelijk:
        try:
            slot = Mapslot(map_)
        except (MapBezet, OSError):
            continue  # it runs, or went meanwhile
        shutil.rmtree(map_, ignore_errors=True)
        slot.geef()
        aantal += 1
    return aantal


def _van_ons(een: "os.DirEntry[str]") -> bool:
    try:
        eigenaar = een.stat(follow_symlinks=False).st_uid
        ons = not hasattr(os, "getuid") or eigenaar == os.getuid()
        return (
            ons and een.is_dir(follow_symlinks=False) and all((Path(een.path) / n).is_file() for n in (SLOT, DATABASE))
        )
    except OSError:
        return False
