"""Why something went wrong: what the operating system refused, and faults of the simulator itself, in words to show."""

import errno
import socket

_LANG = 500
_WOORDEN = {
    errno.ENOENT: "dat bestaat niet",
    errno.EISDIR: "dat is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EACCES: "dat mag deze gebruiker niet",
    errno.EPERM: "dat mag deze gebruiker niet",
    errno.ENOSPC: "de schijf is vol",
    errno.EMFILE: "dit proces heeft zoveel bestanden en verbindingen open als het mag (ulimit -n)",
    errno.ENFILE: "deze machine heeft zoveel bestanden open als zij kan",
    errno.EROFS: "daar kan niet geschreven worden",
    errno.ENAMETOOLONG: "die naam is te lang",
    errno.EADDRINUSE: "een ander programma gebruikt die poort al",
    errno.EADDRNOTAVAIL: "dat adres heeft deze machine niet",
    errno.ECONNREFUSED: "daar luistert niets",
    errno.ECONNRESET: "de ander brak de verbinding af",
    errno.ECONNABORTED: "de ander brak de verbinding af",
    errno.EPIPE: "de ander brak de verbinding af",
    errno.EHOSTUNREACH: "die machine is niet te bereiken",
    errno.ENETUNREACH: "dat netwerk is niet te bereiken",
    errno.ETIMEDOUT: "het duurde te lang",
}


def os_reden(fout: OSError) -> str:
    """The reason of an OSError in Dutch; what is not known here as the system says it."""
    if isinstance(fout, socket.gaierror):
        return "die naam is niet te vinden"
    if isinstance(fout, TimeoutError):
        return "het duurde te lang"
    bekend = _WOORDEN.get(fout.errno) if fout.errno is not None else None
    return bekend or fout.strerror or str(fout) or type(fout).__name__


def net_reden(fout: BaseException) -> str:
    """Why a call over the network failed, in Dutch: what the operating system said, below what a library made of it."""
    diepste: BaseException | None = fout
    while diepste is not None:
        if isinstance(diepste, OSError):
            return os_reden(diepste)
        diepste = diepste.__cause__ or diepste.__context__
    return "het duurde te lang" if "Timeout" in type(fout).__name__ else "de verbinding lukt niet"


def eigen_fout(fout: BaseException) -> str:
    """Kind and text of a fault of the simulator, of a long one the beginning; every database can keep it."""
    tekst = f"{type(fout).__name__}: {fout}"[:_LANG]
    return tekst.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
