"""The simulator's own log: lines on stderr, so that stdout stays for what commands promise."""

import logging
import threading
from collections import Counter

from simulator.kernel.redenen import os_reden

_ANDEREN = ("asyncio", "uvicorn.error")
_MEEST = 1000


class Eenmaal(logging.Filter):
    """Lets the same message through at the 1st, 10th, 100th … time only; of what the system refused only the reason.

    A caller that went away, or a process without files to open, else gives a line, or a traceback, for every try.
    """

    def __init__(self) -> None:
        super().__init__()
        self._aantal: Counter[str] = Counter()
        self._slot = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the message is to be said; it then says how often it came."""
        fout = record.exc_info[1] if record.exc_info else None
        regel = record.getMessage().partition("\n")[0]
        if isinstance(fout, OSError):
            regel, record.exc_info, record.exc_text = f"{regel}: {os_reden(fout)}", None, None
        sleutel = f"{regel} {fout!r}" if record.exc_info else regel  # another fault is another message
        with self._slot:
            if len(self._aantal) >= _MEEST:
                self._aantal.clear()
            self._aantal[sleutel] += 1
            aantal = self._aantal[sleutel]
        if aantal > 1:
            regel += f" (tot nu toe {aantal} keer)"
        record.msg, record.args = regel, ()
        return str(aantal).strip("0") == "1"


def stel_in() -> None:
    """Send what the simulator logs to stderr, from warnings up; a second call changes nothing."""
    logboek = logging.getLogger("dso-sim")
    if not logboek.handlers:
        naar = logging.StreamHandler()
        naar.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        logboek.addHandler(naar)
        for naam in _ANDEREN:
            logging.getLogger(naam).addFilter(Eenmaal())
