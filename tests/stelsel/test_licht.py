"""Starting up must stay quick: the modules of stelsel load no library that is heavy."""

import subprocess
import sys

ZWAAR = ("shapely", "lxml", "numpy", "fastapi", "sqlalchemy")
MODULES = ("organisaties", "identificaties", "geometrie", "kalender", "waardelijsten", "rd", "bogen")


def test_importeren_laadt_niets_zwaars():
    regels = [f"import simulator.stelsel.{naam}" for naam in MODULES]
    vraag = f"import sys; print([naam for naam in {ZWAAR!r} if naam in sys.modules])"
    uit = subprocess.run(
        [sys.executable, "-c", "\n".join([*regels, vraag])], capture_output=True, text=True, check=True
    )
    assert uit.stdout.strip() == "[]"
