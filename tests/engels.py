"""Words of English that no Dutch sentence has: whoever reads the simulator's texts must meet none of them."""

import re

_WOORDEN = (
    "the an and are not be should must invalid valid value error input string character characters expected required "
    "missing unexpected such option options command commands arguments usage try show this message exit "
    "default did mean got extra takes requires does aborted file directory found mismatch ending opening tag unable "
    "integer number boolean dictionary least most than greater less equal defined declared started finished "
    "empty redefined premature ended"
)
_ENGELS = frozenset(_WOORDEN.split())


def engelse_woorden(tekst: str) -> set[str]:
    """The English words in a text; what stands between quotes was given by who reads it, and does not count."""
    zonder = re.sub(r"'[^']*'|\"[^\"]*\"|--[\w-]+|/\S+", " ", tekst.lower())
    return set(re.findall(r"[a-z][a-z-]+", zonder)) & _ENGELS
