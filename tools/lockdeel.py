"""The part of requirements.lock that some requirements need, with its hashes: what goes into the image.

    python tools/lockdeel.py EXTRA... > deel.lock          the dependencies of the project with these extras
    python tools/lockdeel.py --bouw > deel.lock            what builds the wheel

pip decides which packages those are, so it must be able to reach an index; the versions are those of the lock.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

WORTEL = Path(__file__).resolve().parents[1]
_BLOK = re.compile(r"^(?P<eis>(?P<naam>[A-Za-z0-9._-]+)==[^\\\n]*?)\s*\\\n(?:[ \t]+--hash=[^\n]*\n?)+", re.M)


def lees_lock(tekst: str) -> list[tuple[str, str, str]]:
    """(name, requirement without hashes, whole block) of each entry; a name may come twice, with other markers."""
    return [(_gelijk(blok["naam"]), blok["eis"], blok[0].rstrip("\n")) for blok in _BLOK.finditer(tekst)]


def eisen(project: dict[str, Any], argumenten: list[str]) -> list[str]:
    """The requirements that pyproject.toml names, for the extras or for building. Raises KeyError."""
    if argumenten == ["--bouw"]:
        return list(project["build-system"]["requires"])
    extra = project["project"]["optional-dependencies"]
    return [*project["project"]["dependencies"], *(eis for naam in argumenten for eis in extra[naam])]


def nodig(gevraagd: list[str], vast: list[str]) -> set[str]:
    """The names of all packages that pip would install here. Raises CalledProcessError when pip cannot."""
    with tempfile.TemporaryDirectory() as map_:
        pins, verslag = Path(map_, "pins.txt"), Path(map_, "verslag.json")
        pins.write_text("\n".join(vast), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        keuze = ["--only-binary", ":all:", "--constraint", str(pins), "--report", str(verslag)]
        subprocess.run([*pip, *keuze, *gevraagd], check=True, stdout=sys.stderr)  # noqa: S603  # our own command
        gevonden = json.loads(verslag.read_text(encoding="utf-8"))["install"]
    return {_gelijk(pakket["metadata"]["name"]) for pakket in gevonden}


def main(argumenten: list[str]) -> int:
    """Print the part; 1 when the lock misses a package."""
    lock = lees_lock((WORTEL / "requirements.lock").read_text(encoding="utf-8"))
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))
    namen = nodig(eisen(project, argumenten), [eis for _, eis, _ in lock])
    if mist := namen - {naam for naam, _, _ in lock}:
        print(f"niet in requirements.lock: {', '.join(sorted(mist))}; draai make lock", file=sys.stderr)
        return 1
    print("\n".join(blok for naam, _, blok in lock if naam in namen))
    return 0


def _gelijk(naam: str) -> str:
    return re.sub(r"[-_.]+", "-", naam).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
