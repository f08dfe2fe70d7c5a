"""What goes wrong before a room's own code runs; each room gives these its own shape (`vorm`).

Fout
├── OmgevingOnbekend      404  no omgeving with this name
├── NietAangemeld         401  a strict omgeving asks for a key or a certificate
├── NietToegestaan        403  and this one may not
├── PadOnbekend           404  no operation at this path
├── PadVerkeerdGecodeerd  400  %2F or bytes that are no UTF-8 in the path
├── MethodeOnbekend       405  the path exists, with other methods
├── NietAcceptabel        406  nothing in Accept that the operation gives
├── MediatypeOnbekend     415  a Content-Type that the operation does not take
├── CoderingOnbekend      415  a Content-Encoding other than gzip
├── ParameterOngeldig     400  parameters that do not fit the contract
├── BodyOngeldig          400  a body that cannot be read
├── TeGroot               413  more bytes than the operation takes
│   └── KopTeGroot        431  more bytes of headers than anyone takes
├── VerzoekOnvolledig     400  the caller closed its side before the body was complete
├── TeLangzaam            408  the body stopped coming
├── BereikOngeldig        416  a Range past the end of what is asked for
├── NietGebouwd           501  the contract has it, the simulator not yet
├── Storing                *   a fault switch is on
├── OpslagKapot           503  the storage of the simulator does not work
└── Crash                 500  a fault of the simulator itself
Afgebroken                     the caller went away; nobody is left to answer
"""

from simulator.kernel.teksten import kort

MEEST = 50
"""Faults that one answer names."""


class Fout(Exception):
    """An answer other than the one that was asked for."""

    status = 500


class OmgevingOnbekend(Fout):
    """`naam`: as it was asked for."""

    status = 404

    def __init__(self, naam: str) -> None:
        super().__init__(
            f"Er is geen omgeving {naam!r}; welke er zijn staat op /_sim/omgevingen. Een naam heeft 1 tot 40 kleine "
            "letters, cijfers en streepjes."
        )
        self.naam = naam


class NietAangemeld(Fout):
    """Who calls is not known; the text says what is missing, in Dutch."""

    status = 401


class NietToegestaan(Fout):
    """Who calls may not; the text says why, in Dutch."""

    status = 403


class PadOnbekend(Fout):
    """No operation at this path."""

    status = 404


class PadVerkeerdGecodeerd(Fout):
    """A path that cannot be taken apart."""

    status = 400


class MethodeOnbekend(Fout):
    """`toegestaan`: the methods that the path does have."""

    status = 405

    def __init__(self, methode: str, toegestaan: list[str]) -> None:
        super().__init__(methode)
        self.methode = methode
        self.toegestaan = toegestaan


class NietAcceptabel(Fout):
    """`geldig`: the media types that the operation gives."""

    status = 406

    def __init__(self, gevraagd: str, geldig: list[str]) -> None:
        super().__init__(gevraagd)
        self.gevraagd = gevraagd
        self.geldig = geldig


class MediatypeOnbekend(Fout):
    """`geldig`: the media types that the operation takes."""

    status = 415

    def __init__(self, gekregen: str, geldig: list[str]) -> None:
        super().__init__(gekregen)
        self.gekregen = gekregen
        self.geldig = geldig


class CoderingOnbekend(Fout):
    """`gekregen`: the Content-Encoding; `geldig`: those that are taken."""

    status = 415

    def __init__(self, gekregen: str, geldig: tuple[str, ...]) -> None:
        super().__init__(
            f"Content-Encoding is {gekregen[:60]!r}; hier wordt aangenomen: {', '.join(geldig)}, of een body zonder."
        )


class ParameterOngeldig(Fout):
    """`fouten`: (naam, reden) of each; of very many the first."""

    status = 400

    def __init__(self, *fouten: tuple[str, str]) -> None:
        self.fouten = [(kort(naam, 200), kort(reden)) for naam, reden in fouten[:MEEST]]
        rest = f"; en nog {len(fouten) - MEEST}" if len(fouten) > MEEST else ""
        super().__init__("; ".join(f"{naam}: {reden}" for naam, reden in self.fouten) + rest)


class BodyOngeldig(ParameterOngeldig):
    """A body that cannot be read or does not fit the contract."""


class TeGroot(Fout):
    """`maximum` in bytes."""

    status = 413

    def __init__(self, maximum: int) -> None:
        super().__init__(str(maximum))
        self.maximum = maximum


class KopTeGroot(TeGroot):
    """`maximum` in bytes, of all headers together."""

    status = 431


class VerzoekOnvolledig(BodyOngeldig):
    """Half a request; whoever sent it still listens."""

    def __init__(self) -> None:
        super().__init__(("body", "Het verzoek is afgebroken voordat het compleet was"))


class TeLangzaam(Fout):
    """`seconden`: how long nothing came."""

    status = 408

    def __init__(self, seconden: float) -> None:
        super().__init__(str(seconden))
        self.seconden = seconden


class OpslagKapot(Fout):
    """The storage of the simulator does not work; the text says what to do, in Dutch."""

    status = 503


class BereikOngeldig(Fout):
    """`grootte`: of the whole, in bytes."""

    status = 416

    def __init__(self, grootte: int) -> None:
        super().__init__(str(grootte))
        self.grootte = grootte


class NietGebouwd(Fout):
    """`operatie`: the operationId."""

    status = 501

    def __init__(self, operatie: str) -> None:
        super().__init__(operatie)
        self.operatie = operatie


class Storing(Fout):
    """A fault switch says so."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Crash(Fout):
    """A fault of the simulator itself; the log has the rest."""


class Afgebroken(Exception):
    """The caller went away before the message was complete."""
